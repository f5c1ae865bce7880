package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GammaLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.PoissonLoss;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.SquaredLoss;

/** What metrics of deviances, quantiles, labels and several targets share: they are sums. */
class SumsOfPartsTest {
  private static final long SEED = 17;
  private static final int ROWS = 200;

  /** One kind of sums; a row is added with its seeded numbers and a weight. */
  private record Kind<T>(
      Supplier<T> none,
      Adder<T> add,
      BiConsumer<T, T> merge,
      Function<T, byte[]> pack,
      Function<byte[], T> unpack,
      ToDoubleFunction<T> measure) {

    interface Adder<T> {
      void add(T sums, Random row, double weight);
    }

    T sum(int from, int to) {
      T sums = none.get();
      for (int r = from; r < to; r++) {
        add.add(sums, new Random(SEED + r), r % 4);
      }
      return sums;
    }
  }

  @Test
  void deviances() {
    for (double power : new double[] {1, 1.5, 2}) {
      check(
          new Kind<>(
              () -> new DevianceMetrics(power),
              (sums, row, weight) ->
                  sums.add(0.1 + row.nextDouble(), 0.1 + row.nextDouble(), weight),
              DevianceMetrics::merge,
              DevianceMetrics::toBytes,
              DevianceMetrics::fromBytes,
              DevianceMetrics::d2));
    }
    assertThrows(IllegalArgumentException.class, () -> new DevianceMetrics(0));
    assertThrows(
        IllegalArgumentException.class, () -> new DevianceMetrics(1).merge(new DevianceMetrics(2)));
  }

  @Test
  void quantiles() {
    check(
        new Kind<>(
            () -> new QuantileMetrics(0.1, 0.9),
            (sums, row, weight) ->
                sums.add(
                    new double[] {7, row.nextDouble() - 1, row.nextDouble() + 1},
                    1,
                    row.nextGaussian(),
                    weight),
            QuantileMetrics::merge,
            QuantileMetrics::toBytes,
            QuantileMetrics::fromBytes,
            QuantileMetrics::meanPinball));
    assertThrows(IllegalArgumentException.class, () -> new QuantileMetrics());
    assertThrows(IllegalArgumentException.class, () -> new QuantileMetrics(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuantileMetrics(0.5).merge(new QuantileMetrics(0.4)));
  }

  @Test
  void labels() {
    check(
        new Kind<>(
            () -> new MultiLabelMetrics(3),
            (sums, row, weight) ->
                sums.add(row.doubles(3).toArray(), bits(row, 3), bits(row, 3), weight),
            MultiLabelMetrics::merge,
            MultiLabelMetrics::toBytes,
            MultiLabelMetrics::fromBytes,
            MultiLabelMetrics::logLoss));
    MultiLabelMetrics two = new MultiLabelMetrics(2);
    double[] none = {0, 0};
    assertThrows(IllegalArgumentException.class, () -> two.merge(new MultiLabelMetrics(3)));
    assertThrows(
        IllegalArgumentException.class, () -> two.add(none, none, new double[] {0, 0.5}, 1));
    assertThrows(IllegalArgumentException.class, () -> two.add(none, new double[1], none, 1));
    assertThrows(IllegalArgumentException.class, () -> two.add(new double[3], none, none, 1));
  }

  private static double[] bits(Random row, int count) {
    return row.ints(count, 0, 2).asDoubleStream().toArray();
  }

  @Test
  void targets() {
    check(
        new Kind<>(
            () -> new MultiTargetMetrics(2),
            (sums, row, weight) ->
                sums.add(row.doubles(2).toArray(), row.doubles(2).toArray(), weight),
            MultiTargetMetrics::merge,
            MultiTargetMetrics::toBytes,
            MultiTargetMetrics::fromBytes,
            MultiTargetMetrics::r2));
    MultiTargetMetrics two = new MultiTargetMetrics(2);
    assertThrows(IllegalArgumentException.class, () -> two.merge(new MultiTargetMetrics(3)));
    assertThrows(IllegalArgumentException.class, () -> two.add(new double[2], new double[3], 1));
  }

  @Test
  void valuesAsTheirLossAsks() {
    Map<Loss, ToDoubleFunction<ValueMetrics>> losses =
        Map.of(
            new SquaredLoss(), values -> values.errors().explainedVariance(),
            new PoissonLoss(), values -> values.deviances().get(1).meanDeviance(),
            new GammaLoss(), values -> values.deviances().get(1).d2(),
            new QuantileLoss(0.1, 0.9), values -> values.quantiles().get(1).meanPinball());
    losses.forEach(
        (loss, measure) ->
            check(
                new Kind<>(
                    () -> ValueMetrics.of(loss, 2),
                    (sums, row, weight) ->
                        sums.add(
                            row.doubles(sums.errors() == null ? 4 : 2, 0.1, 1).toArray(),
                            row.doubles(2, 0.1, 1).toArray(),
                            weight),
                    ValueMetrics::merge,
                    ValueMetrics::toBytes,
                    ValueMetrics::fromBytes,
                    measure)));
    ValueMetrics squared = ValueMetrics.of(new SquaredLoss(), 2);
    ValueMetrics quantiles = ValueMetrics.of(new QuantileLoss(0.5), 2);
    assertThrows(IllegalArgumentException.class, () -> squared.merge(quantiles));
    assertEquals(List.of(), squared.deviances());
    assertNull(quantiles.errors());
  }

  private static <T> void check(Kind<T> kind) {
    T whole = kind.sum(0, ROWS);
    double expected = kind.measure().applyAsDouble(whole);
    // parts
    T merged = kind.none().get();
    for (int from = 0; from < ROWS; from += 50) {
      kind.merge().accept(merged, kind.sum(from, from + 50));
    }
    assertEquals(expected, kind.measure().applyAsDouble(merged), 1e-12);
    // an empty part changes nothing, and the wire keeps every bit
    byte[] before = kind.pack().apply(merged);
    kind.merge().accept(merged, kind.none().get());
    assertArrayEquals(before, kind.pack().apply(merged));
    assertArrayEquals(before, kind.pack().apply(kind.unpack().apply(before)));
    assertThrows(IllegalArgumentException.class, () -> kind.unpack().apply(new byte[9]));
    // weight 2 is the row twice, weight 0 no row
    T repeated = kind.none().get();
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < r % 4; i++) {
        kind.add().add(repeated, new Random(SEED + r), 1);
      }
    }
    assertEquals(expected, kind.measure().applyAsDouble(repeated), 1e-12);
    T none = kind.none().get();
    kind.add().add(none, new Random(SEED), 0);
    assertEquals(Double.NaN, kind.measure().applyAsDouble(none));
    assertThrows(
        IllegalArgumentException.class, () -> kind.add().add(none, new Random(SEED), Double.NaN));
  }

  @Test
  void quantilesByHand() {
    QuantileMetrics metrics = new QuantileMetrics(0.25, 0.75);
    metrics.add(new double[] {0, 4}, 0, 4, 1);
    metrics.add(new double[] {0, 4}, 0, 5, 1);
    metrics.add(new double[] {0, 4}, 0, -1, 2);
    assertEquals((0.25 * 4 + 0.25 * 5 + 2 * 0.75) / 4, metrics.pinball(0));
    assertEquals((0 + 0.75 + 2 * 0.25 * 5) / 4, metrics.pinball(1));
    assertEquals(0.5, metrics.coverage(0));
    assertEquals(0.75, metrics.coverage(1));
    assertEquals(0.25, metrics.intervalCoverage());
    assertEquals(4, metrics.intervalWidth());
    assertEquals(metrics.meanPinball(), metrics.value(Metric.PINBALL));
    assertThrows(IllegalArgumentException.class, () -> metrics.value(Metric.RMSE));
  }

  @Test
  void deviancesKnowTheirDomain() {
    for (double power : new double[] {1, 1.5, 2}) {
      for (double[] bad :
          new double[][] {{0, 1}, {-1, 1}, {1, -1}, {Double.NaN, 1}, {1, Double.NaN}}) {
        DevianceMetrics metrics = new DevianceMetrics(power);
        metrics.add(bad[0], bad[1], 1);
        assertEquals(Double.NaN, metrics.meanDeviance(), "power " + power);
      }
      DevianceMetrics exact = new DevianceMetrics(power);
      exact.add(3, 3, 1);
      assertEquals(0, exact.meanDeviance(), 1e-14);
      assertEquals(Double.NaN, exact.d2(), "labels are equal");
    }
    assertEquals(0, new DevianceMetrics(1).rows());
    assertThrows(
        IllegalArgumentException.class, () -> new DevianceMetrics(1).value(Metric.GAMMA_DEVIANCE));
  }

  @Test
  void labelsThatNeverOccurDoNotCountInMacroAverages() {
    MultiLabelMetrics metrics = new MultiLabelMetrics(3);
    metrics.add(new double[] {1, 0, 1}, new double[] {1, 0, 1}, new double[] {1, 1, 0}, 1);
    assertEquals(Double.NaN, metrics.precision(1));
    assertEquals(Double.NaN, metrics.recall(2));
    assertEquals(0.5, metrics.macroF1());
    assertEquals(0.5, metrics.macroPrecision());
    assertEquals(0.5, metrics.macroRecall());
    assertEquals(2.0 / 3, metrics.hammingLoss());
    assertEquals(0, metrics.subsetAccuracy());
    assertEquals(metrics.hammingLoss(), metrics.value(Metric.HAMMING_LOSS));
    assertEquals(metrics.microF1(), metrics.value(Metric.MICRO_F1));
  }
}
