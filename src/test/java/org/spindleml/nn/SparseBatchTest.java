package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks of sparse rows against blocks of the same rows with all their inputs. */
class SparseBatchTest {
  private static final long SEED = 20261127;
  private static final int ROWS = 50;
  private static final double TOLERANCE = 1e-5;

  static List<EveryOption> networks() {
    List<EveryOption> networks = new ArrayList<>();
    for (ReferenceNetwork network : EveryNetwork.all()) {
      networks.add(new EveryOption(network.core(), network.loss()));
    }
    EveryOption.all().stream().filter(o -> o.network().takesSparse()).forEach(networks::add);
    return networks;
  }

  /** A base row, and rows that differ from it in some inputs: none, a few, all of them. */
  private static double[] withBase(double[][] inputs, Random random) {
    double[] base = new double[inputs[0].length];
    for (int j = 0; j < base.length; j++) {
      base[j] = (float) (random.nextDouble() - 0.5);
    }
    for (double[] row : inputs) {
      double share = random.nextInt(4) / 3.0;
      for (int j = 0; j < base.length; j++) {
        row[j] = random.nextDouble() < share ? row[j] : base[j];
      }
    }
    return base;
  }

  private static Batch sparse(Rows rows, double[] base) {
    float[] floats = EveryNetwork.toFloats(base);
    int targets = rows.labels()[0].length;
    Batch batch = Batch.sparse(rows.count(), base.length, targets);
    for (int r = 0; r < rows.count(); r++) {
      float[] packed = new float[2 * base.length + targets];
      int at = 0;
      for (int j = 0; j < base.length; j++) {
        if (rows.inputs()[r][j] != base[j]) {
          packed[at] = Float.intBitsToFloat(j);
          packed[at + 1] = (float) rows.inputs()[r][j];
          at += 2;
        }
      }
      for (int j = 0; j < targets; j++) {
        packed[at + j] = (float) rows.labels()[r][j];
      }
      batch.addSparse(
          floats, packed, 0, at / 2, (float) rows.weights()[r], (float) rows.offsets()[r]);
    }
    return batch;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsAndLogitsAgree(EveryOption option) {
    Random random = new Random(SEED);
    double[] w = option.weights(random);
    CounterRandom place = CounterRandom.of(5, CounterRandom.Purpose.DROPOUT);
    Rows rows = option.draw(ROWS, w, place, 0, random).rows();
    double[] base = withBase(rows.inputs(), random);
    Network network = option.network();
    float[] weights = EveryNetwork.toFloats(w);
    Workspace workspace = new Workspace(network, ROWS);

    Batch dense = rows.batch();
    GradientSum expected = new GradientSum(network.size());
    dense.place(place, 0);
    network.addGradient(weights, dense, option.loss(), workspace, expected);
    float[] logits = network.forward(weights, dense, workspace).clone();

    Batch sparse = sparse(rows, base);
    GradientSum actual = new GradientSum(network.size());
    sparse.place(place, 0);
    float[] floats = EveryNetwork.toFloats(base);
    network.addBase(weights, floats, workspace);
    network.addGradient(weights, sparse, option.loss(), workspace, actual);
    network.addBaseGradient(floats, actual);
    assertEquals(expected.weightSum(), actual.weightSum(), 0);
    assertEquals(expected.rows(), actual.rows());
    double loss = expected.lossSum();
    assertEquals(loss, actual.lossSum(), TOLERANCE * (1 + Math.abs(loss)), "loss sum");
    double scale = largest(expected.gradient());
    for (int i = 0; i < weights.length; i++) {
      int weight = i;
      assertEquals(
          expected.gradient()[i],
          actual.gradient()[i],
          TOLERANCE * scale,
          () -> "weight " + weight + ", seed " + SEED);
    }
    float[] predicted = network.forward(weights, sparse, workspace);
    double largestLogit = largest(logits);
    for (int i = 0; i < ROWS * network.outputs(); i++) {
      assertEquals(logits[i], predicted[i], TOLERANCE * (1 + largestLogit), "logit " + i);
    }
  }

  private static double largest(float[] x) {
    double largest = 0;
    for (float value : x) {
      assertFalse(Float.isNaN(value));
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
