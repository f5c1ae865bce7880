package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Laws of batch norm over a block. */
class BatchNormTest {
  private static final long SEED = 11;
  private static final Loss LOSS = new SoftmaxCrossEntropy();
  private static final Network NETWORK =
      Network.of(
          5,
          List.of(new HiddenLayer(7, Activation.GELU), new HiddenLayer(6, Activation.TANH)),
          3,
          new NetworkOptions(Normalization.BATCH, false, 0));
  private static final Layer FIRST = NETWORK.layers().get(0);

  private static Rows rows(int count, Random random) {
    double[][] inputs = new double[count][5];
    double[][] labels = new double[count][1];
    double[] weights = new double[count];
    for (int r = 0; r < count; r++) {
      inputs[r] = random.doubles(5, -3, 5).map(x -> (float) x).toArray();
      labels[r][0] = random.nextInt(3);
      weights[r] = 0.25 * (1 + random.nextInt(8));
    }
    return new Rows(inputs, labels, weights);
  }

  private static Rows pick(Rows rows, double weightFactor, int... order) {
    return new Rows(
        IntStream.of(order).mapToObj(r -> rows.inputs()[r]).toArray(double[][]::new),
        IntStream.of(order).mapToObj(r -> rows.labels()[r]).toArray(double[][]::new),
        IntStream.of(order).mapToDouble(r -> weightFactor * rows.weights()[r]).toArray());
  }

  private static float[] weights(long seed) {
    float[] w = NETWORK.initialWeights(Initializer.AUTO, seed);
    Random random = new Random(seed);
    for (int i = 0; i < NETWORK.trainedSize(); i++) {
      w[i] += (float) (0.1 * random.nextGaussian());
    }
    return w;
  }

  private static GradientSum sum(float[] weights, Rows rows) {
    GradientSum sum = new GradientSum(NETWORK.size());
    Workspace workspace = new Workspace(NETWORK, rows.count());
    NETWORK.addGradient(weights, rows.batch(), LOSS, workspace, sum);
    return sum;
  }

  private static void assertNear(GradientSum expected, GradientSum actual, String about) {
    double mean = expected.mean().loss();
    assertEquals(mean, actual.mean().loss(), 1e-6 * mean, about);
    for (int i = 0; i < NETWORK.size(); i++) {
      double e = expected.gradient()[i];
      assertEquals(e, actual.gradient()[i], 2e-6 * (1 + Math.abs(e)), about);
    }
  }

  @Test
  void aRowOfWeightTwoIsTheRowTwice() {
    for (int seed = 0; seed < 5; seed++) {
      Rows rows = rows(40, new Random(seed));
      int[] twice = IntStream.range(0, 80).map(i -> i % 40).toArray();
      int[] once = IntStream.range(0, 40).toArray();
      float[] w = weights(seed);
      assertNear(sum(w, pick(rows, 1, twice)), sum(w, pick(rows, 2, once)), "seed " + seed);
    }
  }

  @Test
  void allWeightsTimesAFactorLeaveMeanGradientAndStatistics() {
    Rows rows = rows(40, new Random(SEED));
    int[] once = IntStream.range(0, 40).toArray();
    float[] w = weights(1);
    for (double factor : new double[] {1e-3, 0.5, 1000}) {
      assertNear(sum(w, rows), sum(w, pick(rows, factor, once)), "factor " + factor);
    }
  }

  @Test
  void theOrderOfRowsChangesOnlyRounding() {
    Rows rows = rows(50, new Random(SEED));
    int[] backwards = IntStream.range(0, 50).map(i -> 49 - i).toArray();
    float[] w = weights(2);
    assertNear(sum(w, rows), sum(w, pick(rows, 1, backwards)), "backwards");
  }

  @Test
  void outputsAreScaledToGainAndShift() {
    // One block through one linear layer: each unit's outputs have the shift as mean, the gain as
    // deviation, whatever the weights are.
    Network network =
        Network.of(
            5,
            List.of(new HiddenLayer(4, Activation.LINEAR)),
            2,
            new NetworkOptions(Normalization.BATCH, false, 0));
    Rows rows = rows(64, new Random(SEED));
    float[] w = network.initialWeights(Initializer.AUTO, SEED);
    Layer hidden = network.layers().get(0);
    for (int j = 0; j < 4; j++) {
      w[hidden.gainAt() + j] = 1 + j;
      w[hidden.shiftAt() + j] = -j;
      w[hidden.biasAt() + j] = 5;
    }
    Workspace workspace = new Workspace(network, 64);
    network.addGradient(w, rows.batch(), LOSS, workspace, new GradientSum(network.size()));
    float[] y = workspace.layers[0].y.clone();
    // The way back overwrites nothing of a linear layer's outputs.
    double weight = IntStream.range(0, 64).mapToDouble(r -> rows.weights()[r]).sum();
    for (int j = 0; j < 4; j++) {
      double mean = 0;
      double square = 0;
      for (int r = 0; r < 64; r++) {
        mean += rows.weights()[r] / weight * y[4 * r + j];
      }
      for (int r = 0; r < 64; r++) {
        square += rows.weights()[r] / weight * Math.pow(y[4 * r + j] - mean, 2);
      }
      assertEquals(-j, mean, 1e-5);
      assertEquals(1 + j, Math.sqrt(square), 1e-4);
    }
  }

  @Test
  void withTheBlocksOwnStatisticsPredictionIsTraining() {
    Rows rows = rows(30, new Random(SEED));
    float[] w = weights(3);
    GradientSum sum = sum(w, rows);
    double trained = sum.lossSum();
    float[] mean = sum.mean().gradient();
    int from = NETWORK.trainedSize();
    System.arraycopy(mean, from, w, from, NETWORK.size() - from);
    Workspace workspace = new Workspace(NETWORK, 30);
    Batch batch = rows.batch();
    float[] logits = NETWORK.forward(w, batch, workspace);
    assertEquals(trained, LOSS.lossAndDelta(logits, 3, batch, new float[90]), 1e-5 * trained);
  }

  @Test
  void aBlockOfOneRowHasNoVariance() {
    Rows rows = rows(1, new Random(SEED));
    float[] w = weights(4);
    float[] mean = sum(w, rows).mean().gradient();
    for (int j = 0; j < FIRST.outputs(); j++) {
      double z = w[FIRST.biasAt() + j];
      for (int i = 0; i < 5; i++) {
        z += rows.inputs()[0][i] * w[FIRST.at() + i * FIRST.outputs() + j];
        assertEquals(0, mean[FIRST.at() + i * FIRST.outputs() + j], "nothing depends on z");
      }
      assertEquals(z, mean[FIRST.runningMeanAt() + j], 1e-5);
      assertEquals(0, mean[FIRST.runningVarianceAt() + j]);
    }
  }

  @Test
  void blocksAddTheirStatisticsByWeight() {
    Rows rows = rows(60, new Random(SEED));
    float[] w = weights(5);
    GradientSum both = new GradientSum(NETWORK.size());
    Workspace workspace = new Workspace(NETWORK, 40);
    NETWORK.addGradient(w, rows.batch(0, 40), LOSS, workspace, both);
    NETWORK.addGradient(w, rows.batch(40, 60), LOSS, workspace, both);
    GradientSum first = sum(w, pick(rows, 1, IntStream.range(0, 40).toArray()));
    GradientSum second = sum(w, pick(rows, 1, IntStream.range(40, 60).toArray()));
    double share = first.weightSum() / both.weightSum();
    float[] one = first.mean().gradient();
    float[] other = second.mean().gradient();
    float[] mean = both.mean().gradient();
    for (int i = NETWORK.trainedSize(); i < NETWORK.size(); i++) {
      assertEquals(
          share * one[i] + (1 - share) * other[i], mean[i], 1e-5 * (1 + Math.abs(mean[i])));
    }
  }
}
