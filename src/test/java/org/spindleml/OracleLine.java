package org.spindleml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A line of a file of numbers that another library computed; the script that wrote it is in
 * src/test/oracle.
 *
 * @param subject the network or table it is about
 * @param quantity what the numbers are
 * @param setting of what, or with which settings; may be empty
 * @param numbers the numbers
 */
public record OracleLine(String subject, String quantity, String setting, double[] numbers) {
  /**
   * Reads such a file.
   *
   * @param owner a class of the package that the file belongs to
   * @param file its name
   * @return all lines behind the first, which names the columns
   */
  public static List<OracleLine> read(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> of(line.split(","))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OracleLine of(String[] cells) {
    double[] numbers =
        Arrays.stream(cells[3].split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new OracleLine(cells[0], cells[1], cells[2], numbers);
  }

  @Override
  public String toString() {
    return subject + ": " + quantity + " " + setting;
  }
}
