package org.spindleml.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * How predicted values lie beside the true ones, as sums over weighted rows: {@link
 * MultiTargetMetrics}, and for the first eight targets two pictures, of the errors and of predicted
 * over true values. The pictures do not depend on the order of rows and parts.
 *
 * <p>Memory: up to 1.5 MiB for each of those targets.
 */
public final class PredictedValues implements Sums<PredictedValues> {
  private static final int MOST_PICTURES = 8;
  private static final int ERROR_CELLS = 512;
  private static final int VALUE_CELLS = 2048;

  private final MultiTargetMetrics metrics;
  private final List<Picture> pictures;

  /**
   * Where the rows of one target lie.
   *
   * @param errors cells of prediction − label; the second coordinate is 0
   * @param values cells of label and prediction
   */
  public record Picture(CellSums errors, CellSums values) {
    private Picture() {
      this(new CellSums(ERROR_CELLS), new CellSums(VALUE_CELLS));
    }
  }

  /**
   * Sums of no rows.
   *
   * @param targets number of targets, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public PredictedValues(int targets) {
    metrics = new MultiTargetMetrics(targets);
    pictures = Stream.generate(Picture::new).limit(Math.min(targets, MOST_PICTURES)).toList();
  }

  /**
   * Adds a row.
   *
   * @param predictions the values predicted, one a target
   * @param labels the values they are
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException as {@link MultiTargetMetrics#add}
   */
  public void add(double[] predictions, double[] labels, double weight) {
    metrics.add(predictions, labels, weight);
    for (int j = 0; weight > 0 && j < pictures.size(); j++) {
      Picture picture = pictures.get(j);
      picture.errors.add(predictions[j] - labels[j], 0, weight);
      picture.values.add(labels[j], predictions[j], weight);
    }
  }

  @Override
  public long rows() {
    return metrics.rows();
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has another number of targets
   */
  @Override
  public void merge(PredictedValues other) {
    metrics.merge(other.metrics);
    for (int j = 0; j < pictures.size(); j++) {
      pictures.get(j).errors.merge(other.pictures.get(j).errors);
      pictures.get(j).values.merge(other.pictures.get(j).values);
    }
  }

  /**
   * The measures.
   *
   * @return of each target; not a copy
   */
  public MultiTargetMetrics metrics() {
    return metrics;
  }

  /**
   * Where the rows lie.
   *
   * @return of each of the first eight targets; not copies
   */
  public List<Picture> pictures() {
    return pictures;
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] packed = metrics.toBytes();
      out.writeInt(packed.length);
      out.write(packed);
      for (Picture picture : pictures) {
        picture.errors.write(out);
        picture.values.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    return bytes.toByteArray();
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static PredictedValues fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      MultiTargetMetrics metrics = MultiTargetMetrics.fromBytes(in.readNBytes(in.readInt()));
      PredictedValues values = new PredictedValues(metrics.targets());
      values.metrics.merge(metrics);
      for (Picture picture : values.pictures) {
        picture.errors.read(in);
        picture.values.read(in);
      }
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return values;
    } catch (IOException e) {
      throw new IllegalArgumentException("no predicted values: " + e, e);
    }
  }

  @Override
  public String toString() {
    return metrics.toString();
  }
}
