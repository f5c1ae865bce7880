package org.spindleml.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's settings hold in secrets stays there: not in output, logs, models or reports. */
class SecretsIT {
  private static final String SECRET = "kq7Zr2vVx9";

  @TempDir private Path root;

  private Ran spindle(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of("submit/spindle").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "spark.hadoop.fs.s3a.secret.key=" + SECRET,
            "spark.ssl.keyStorePassword=" + SECRET,
            "spark.log.level=INFO",
            "--verbose",
            "--master",
            "local[2]"));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    Ran ran = Ran.process(process, root);
    assertFalse(ran.out().contains(SECRET), ran.out());
    assertFalse(ran.err().contains(SECRET), ran.err());
    return ran;
  }

  @Test
  void areNeitherSaidNorStored() throws Exception {
    Path output = root.resolve("out");
    Ran trained =
        spindle("train", "conf/monks-1.conf", "params.maxIter=2", "output.directory=" + output);
    assertEquals(0, trained.exitCode(), trained.err());
    assertTrue(trained.err().contains(" INFO "), "Spark's log is there: " + trained.err());
    Ran failed = spindle("train", "conf/monks-1.conf", "columns.label=nothing");
    assertEquals(2, failed.exitCode());
    assertTrue(failed.err().contains("\tat org.spindleml"), failed.err());
    assertEquals(0, spindle("doctor").exitCode());
    try (Stream<Path> files = Files.walk(output)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertTrue(all.size() > 4, all::toString);
      for (Path file : all) {
        assertFalse(Files.readString(file, ISO_8859_1).contains(SECRET), file::toString);
      }
    }
  }
}
