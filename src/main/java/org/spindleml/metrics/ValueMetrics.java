package org.spindleml.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spindleml.nn.GammaLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.PoissonLoss;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.TweedieLoss;

/**
 * All that predicted values are judged by, as their loss asks: of quantiles {@link
 * QuantileMetrics}, of anything else {@link MultiTargetMetrics}, and {@link DevianceMetrics} as
 * well where the loss assumes how the variance grows with the mean. Of one target or several.
 *
 * @param errors of the values; null where quantiles are predicted
 * @param quantiles of each target; empty where none are predicted
 * @param deviances of each target; empty where the loss has none
 */
public record ValueMetrics(
    MultiTargetMetrics errors, List<QuantileMetrics> quantiles, List<DevianceMetrics> deviances)
    implements Sums<ValueMetrics> {
  /**
   * Sums of no rows.
   *
   * @param loss what the values were trained with
   * @param targets number of labels of a row, at least 1
   * @return the sums
   */
  public static ValueMetrics of(Loss loss, int targets) {
    IntStream each = IntStream.range(0, targets);
    if (loss instanceof QuantileLoss quantile) {
      double[] probabilities =
          quantile.probabilities().stream().mapToDouble(Double::doubleValue).toArray();
      List<QuantileMetrics> quantiles =
          each.mapToObj(j -> new QuantileMetrics(probabilities)).toList();
      return new ValueMetrics(null, quantiles, List.of());
    }
    OptionalDouble power = power(loss);
    List<DevianceMetrics> deviances =
        each.filter(j -> power.isPresent())
            .mapToObj(j -> new DevianceMetrics(power.getAsDouble()))
            .toList();
    return new ValueMetrics(new MultiTargetMetrics(targets), List.of(), deviances);
  }

  /** The power of the mean that the variance grows with; empty for losses that assume none. */
  private static OptionalDouble power(Loss loss) {
    if (loss instanceof TweedieLoss tweedie) {
      return OptionalDouble.of(tweedie.power());
    }
    return loss instanceof PoissonLoss
        ? OptionalDouble.of(1)
        : loss instanceof GammaLoss ? OptionalDouble.of(2) : OptionalDouble.empty();
  }

  /**
   * Adds a row.
   *
   * @param predictions the values predicted, target by target, of each the quantiles
   * @param labels the values they are, one a target
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if there are not as many as there should be, or the weight is
   *     negative or not finite
   */
  public void add(double[] predictions, double[] labels, double weight) {
    if (errors != null) {
      errors.add(predictions, labels, weight);
    }
    for (int j = 0; j < deviances.size(); j++) {
      deviances.get(j).add(predictions[j], labels[j], weight);
    }
    int at = 0;
    for (int j = 0; j < quantiles.size(); j++) {
      quantiles.get(j).add(predictions, at, labels[j], weight);
      at += quantiles.get(j).probabilities().length;
    }
  }

  @Override
  public long rows() {
    return errors == null ? quantiles.get(0).rows() : errors.rows();
  }

  @Override
  public void merge(ValueMetrics other) {
    if ((errors == null) != (other.errors == null)
        || quantiles.size() != other.quantiles.size()
        || deviances.size() != other.deviances.size()) {
      throw new IllegalArgumentException("sums of different losses or numbers of targets");
    }
    if (errors != null) {
      errors.merge(other.errors);
    }
    IntStream.range(0, quantiles.size())
        .forEach(j -> quantiles.get(j).merge(other.quantiles.get(j)));
    IntStream.range(0, deviances.size())
        .forEach(j -> deviances.get(j).merge(other.deviances.get(j)));
  }

  @Override
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, errors == null ? List.of() : List.of(errors));
      write(out, quantiles);
      write(out, deviances);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, List<? extends Sums<?>> parts)
      throws IOException {
    out.writeInt(parts.size());
    for (Sums<?> part : parts) {
      byte[] bytes = part.toBytes();
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static ValueMetrics fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<MultiTargetMetrics> errors =
          read(in).stream().map(MultiTargetMetrics::fromBytes).toList();
      ValueMetrics metrics =
          new ValueMetrics(
              errors.isEmpty() ? null : errors.get(0),
              read(in).stream().map(QuantileMetrics::fromBytes).toList(),
              read(in).stream().map(DevianceMetrics::fromBytes).toList());
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return metrics;
    } catch (IOException e) {
      throw new IllegalArgumentException("no metrics of values: " + e, e);
    }
  }

  private static List<byte[]> read(DataInputStream in) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.add(in.readNBytes(in.readInt()));
    }
    return parts;
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.ofNullable(errors), Stream.concat(quantiles.stream(), deviances.stream()))
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
