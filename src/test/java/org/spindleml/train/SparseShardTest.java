package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Batch;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.table.Standardizer;

/** Sparse shards against dense ones of the same rows. */
class SparseShardTest {
  private static final long SEED = 20261127;
  private static final int INPUTS = 30;
  private static final RowLayout LAYOUT = new RowLayout(INPUTS, 1, false, true);
  private static final int[] ROWS = {300, 0, 257, 1, 0, 90, 410, 2};
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  private static Network network(NetworkOptions options) {
    HiddenLayer first = new HiddenLayer(INPUTS, Activation.TANH, 0.25);
    return Network.of(INPUTS, List.of(first, new HiddenLayer(7, Activation.GELU)), 3, options);
  }

  private static final List<NetworkOptions> OPTIONS =
      List.of(
          NetworkOptions.PLAIN,
          new NetworkOptions(Normalization.BATCH, false, 0),
          new NetworkOptions(Normalization.LAYER, false, 0),
          new NetworkOptions(Normalization.NONE, false, 0.2),
          new NetworkOptions(Normalization.NONE, true, 0),
          new NetworkOptions(Normalization.BATCH, true, 0.2));

  @Test
  void rowsComeBackToTheBit() {
    for (boolean offset : new boolean[] {false, true}) {
      for (boolean weighted : new boolean[] {false, true}) {
        RowLayout layout = new RowLayout(9, 2, offset, weighted);
        SparseShards rows = SparseShards.draw(layout, new Random(SEED), ROWS);
        Shard[] sparse = rows.sparse(false);
        for (int s = 0; s < ROWS.length; s++) {
          assertEquals(ROWS[s], sparse[s].rows());
          Batch expected = new Batch(ROWS[s], 9, 2);
          Batch actual = new Batch(ROWS[s], 9, 2);
          for (int row = 0; row < ROWS[s]; row++) {
            rows.dense()[s].copyRow(row, expected);
            sparse[s].copyRow(row, actual);
          }
          assertArrayEquals(bits(expected.inputs), bits(actual.inputs));
          assertArrayEquals(bits(expected.labels), bits(actual.labels));
          assertArrayEquals(bits(expected.weights), bits(actual.weights));
          assertArrayEquals(bits(expected.offsets), bits(actual.offsets));
        }
      }
    }
  }

  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(x[i]));
    return bits;
  }

  /** Serialisers may turn one NaN into another; places and columns must be none. */
  @Test
  void noIntIsHeldAsNaN() {
    for (Shard shard : SparseShards.draw(LAYOUT, new Random(SEED), ROWS).sparse(true)) {
      for (float number : shard.packed()) {
        assertTrue(Float.isFinite(number));
      }
    }
  }

  private static GradientSum[] sums(Network network, Shard[] shards, int threads) {
    long rows = Arrays.stream(ROWS).sum();
    TrainingPlan plan = new TrainingPlan(9, rows, ROWS.length, 3, 4, 100);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    try (LocalGradientSource source =
        new LocalGradientSource(network, LOSS, plan, shards, threads)) {
      GradientSum[] sums = new GradientSum[4];
      for (int step = 0; step < sums.length; step++) {
        GradientSum sum = source.at(weights, step);
        float[] gradient = sum.gradient().clone();
        sums[step] = new GradientSum(gradient, sum.lossSum(), sum.weightSum(), sum.rows());
      }
      return sums;
    }
  }

  private static void assertNear(GradientSum expected, GradientSum actual, float tolerance) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.weightSum(), actual.weightSum(), 0);
    assertEquals(expected.lossSum(), actual.lossSum(), tolerance * expected.lossSum());
    float largest = 0;
    for (float slope : expected.gradient()) {
      largest = Math.max(largest, Math.abs(slope));
    }
    assertArrayEquals(expected.gradient(), actual.gradient(), tolerance * largest);
  }

  /** Blocks that are made dense have the bits of dense rows, whatever the network does. */
  @Test
  void blocksMadeDenseGiveTheBitsOfDenseRows() {
    SparseShards rows = SparseShards.draw(LAYOUT, new Random(SEED), ROWS);
    for (NetworkOptions options : OPTIONS) {
      Network network = network(options);
      GradientSum[] expected = sums(network, rows.dense(), 2);
      GradientSum[] actual = sums(network, rows.sparse(false), 2);
      for (int step = 0; step < expected.length; step++) {
        assertNear(expected[step], actual[step], 0);
      }
    }
  }

  @Test
  void sparseProductsAgreeWithDenseOnesAndDependOnNoThread() {
    SparseShards rows = SparseShards.draw(LAYOUT, new Random(SEED), ROWS);
    int compared = 0;
    for (NetworkOptions options : OPTIONS) {
      Network network = network(options);
      if (network.takesSparse()) {
        GradientSum[] expected = sums(network, rows.dense(), 2);
        GradientSum[] one = sums(network, rows.sparse(true), 1);
        GradientSum[] three = sums(network, rows.sparse(true), 3);
        for (int step = 0; step < expected.length; step++) {
          assertNear(expected[step], one[step], 1e-5f);
          assertNear(one[step], three[step], 0);
        }
        compared++;
      }
    }
    assertEquals(3, compared);
  }

  @Test
  void validationRowsAreJudgedAlike() {
    SparseShards rows = SparseShards.draw(LAYOUT, new Random(SEED), ROWS);
    Network network = network(NetworkOptions.PLAIN);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    Judge judge = new Judge(LOSS, 3, Standardizer.identity(1), new double[0], Metric.LOSS, null);
    EvaluationSums expected = judged(judge, network, rows.dense(), weights);
    EvaluationSums actual = judged(judge, network, rows.sparse(true), weights);
    assertEquals(expected.meanLoss(), actual.meanLoss(), 1e-6 * expected.meanLoss());
  }

  private static EvaluationSums judged(
      Judge judge, Network network, Shard[] shards, float[] weights) {
    return new ShardJudge(network, judge, shards[0].layout(), 64)
        .sum(0, shards.length, s -> shards[s], weights);
  }
}
