package org.spindleml.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * QuantileMetrics}, of anything else {@link PredictedValues}, and {@link DevianceMetrics} as well
 * where the loss assumes how the variance grows with the mean. Of one target or several.
 *
 * @param predicted the values beside the true ones; null where quantiles are predicted
 * @param quantiles of each target; empty where none are predicted
 * @param deviances of each target; empty where the loss has none
 */
public record ValueMetrics(
    PredictedValues predicted, List<QuantileMetrics> quantiles, List<DevianceMetrics> deviances)
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
      List<QuantileMetrics> quantiles = each.mapToObj(j -> QuantileMetrics.of(quantile)).toList();
      return new ValueMetrics(null, quantiles, List.of());
    }
    Optional<Metric> deviance = deviance(loss);
    List<DevianceMetrics> deviances =
        each.filter(j -> deviance.isPresent())
            .mapToObj(j -> DevianceMetrics.of(deviance.get(), loss))
            .toList();
    return new ValueMetrics(new PredictedValues(targets), List.of(), deviances);
  }

  /** Half of which a loss is, but for a constant; empty for losses of which that is not so. */
  private static Optional<Metric> deviance(Loss loss) {
    if (loss instanceof TweedieLoss) {
      return Optional.of(Metric.TWEEDIE_DEVIANCE);
    }
    return loss instanceof PoissonLoss
        ? Optional.of(Metric.POISSON_DEVIANCE)
        : loss instanceof GammaLoss ? Optional.of(Metric.GAMMA_DEVIANCE) : Optional.empty();
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
    if (predicted != null) {
      predicted.add(predictions, labels, weight);
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

  /**
   * The errors of the values.
   *
   * @return of each target, not a copy; null where quantiles are predicted
   */
  public MultiTargetMetrics errors() {
    return predicted == null ? null : predicted.metrics();
  }

  @Override
  public long rows() {
    return predicted == null ? quantiles.get(0).rows() : predicted.rows();
  }

  @Override
  public void merge(ValueMetrics other) {
    if ((predicted == null) != (other.predicted == null)
        || quantiles.size() != other.quantiles.size()
        || deviances.size() != other.deviances.size()) {
      throw new IllegalArgumentException("sums of different losses or numbers of targets");
    }
    if (predicted != null) {
      predicted.merge(other.predicted);
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
      write(out, predicted == null ? List.of() : List.of(predicted));
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
      List<PredictedValues> predicted = read(in).stream().map(PredictedValues::fromBytes).toList();
      ValueMetrics metrics =
          new ValueMetrics(
              predicted.isEmpty() ? null : predicted.get(0),
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
            Stream.ofNullable(predicted), Stream.concat(quantiles.stream(), deviances.stream()))
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
