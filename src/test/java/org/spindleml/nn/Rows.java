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
      labels[r] = labels(network, network.logits(w, inputs[r]), random);
      weights[r] = 0.5 + 2 * random.nextFloat();
    }
    return new Rows(inputs, labels, weights);
  }

  /** Labels that the loss accepts, and whose kink is not near the logit. */
  private static double[] labels(ReferenceNetwork network, double[] logits, Random random) {
    Loss loss = network.loss();
    if (loss.target() == Target.CLASS) {
      return new double[] {random.nextInt(Math.max(2, network.outputs()))};
    }
    double[] labels = new double[loss.targets(network.outputs())];
    for (int j = 0; j < labels.length; j++) {
      do {
        labels[j] =
            loss.target() == Target.LABELS ? random.nextInt(2) : (float) random.nextDouble(-2, 2);
      } while (!loss.accepts(labels[j])
          || ReferenceLoss.distanceFromKink(loss, logits, j, labels[j]) < 1e-3);
    }
    return labels;
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
