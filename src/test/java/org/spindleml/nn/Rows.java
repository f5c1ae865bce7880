package org.spindleml.nn;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Some rows of a table, all numbers exact in float32 so that the core and the reference see the
 * same.
 *
 * @param inputs rows × inputs
 * @param labels rows × targets
 * @param weights one a row
 */
record Rows(double[][] inputs, double[][] labels, double[] weights) {

  /** Draws rows with weights between 0.5 and 2.5 and, for a network's sake, no z near a kink. */
  static Rows draw(int count, ReferenceNetwork network, double[] w, Random random) {
    double[][] inputs = new double[count][network.inputs()];
    double[][] labels = new double[count][];
    double[] weights = new double[count];
    for (int r = 0; r < count; r++) {
      do {
        for (int j = 0; j < inputs[r].length; j++) {
          inputs[r][j] = (float) random.nextGaussian();
        }
      } while (network.distanceFromKinks(w, inputs[r]) < 1e-3);
      labels[r] = labels(network.loss(), network.outputs(), random);
      weights[r] = 0.5 + 2 * random.nextFloat();
    }
    return new Rows(inputs, labels, weights);
  }

  private static double[] labels(Loss loss, int outputs, Random random) {
    if (loss instanceof SquaredLoss) {
      return random.doubles(outputs, -2, 2).map(label -> (float) label).toArray();
    }
    return new double[] {random.nextInt(Math.max(2, outputs))};
  }

  int count() {
    return inputs.length;
  }

  /** Rows [from, to) as the core takes them. */
  Batch batch(int from, int to) {
    Batch batch = new Batch(to - from, inputs[0].length, labels[0].length);
    for (int r = from; r < to; r++) {
      double[] row = inputs[r];
      double[] label = labels[r];
      float[] packed = new float[row.length + label.length];
      IntStream.range(0, row.length).forEach(j -> packed[j] = (float) row[j]);
      IntStream.range(0, label.length).forEach(j -> packed[row.length + j] = (float) label[j]);
      batch.add(packed, 0, (float) weights[r]);
    }
    return batch;
  }

  /** All rows as one block. */
  Batch batch() {
    return batch(0, count());
  }
}
