package org.spindleml.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks of odd widths: every activation × loss × depth. */
final class EveryNetwork {
  private static final int INPUTS = 5;
  private static final int[] WIDTHS = {7, 3, 9};

  private EveryNetwork() {}

  /** Every loss with its default settings and, where it has some, with others. */
  static List<Loss> losses() {
    List<Loss> losses = new ArrayList<>(Loss.all());
    new LossSettings(0.2, 0.5, 0.4, 1.2, List.of(0.1, 0.4, 0.9))
        .losses().stream().filter(loss -> !losses.contains(loss)).forEach(losses::add);
    return losses;
  }

  static List<ReferenceNetwork> all() {
    List<ReferenceNetwork> all = new ArrayList<>();
    for (Loss loss : losses()) {
      int outputs =
          loss.outputs(loss instanceof LogisticLoss || loss instanceof QuantileLoss ? 2 : 3);
      all.add(new ReferenceNetwork(INPUTS, List.of(), outputs, loss));
      for (Activation activation : Activation.values()) {
        List<HiddenLayer> hidden = new ArrayList<>();
        for (int width : WIDTHS) {
          hidden.add(new HiddenLayer(width, activation));
          all.add(new ReferenceNetwork(INPUTS, List.copyOf(hidden), outputs, loss));
        }
      }
    }
    return all;
  }

  /** Weights of every kind, biases and slopes too, exact in float32. */
  static double[] weights(ReferenceNetwork network, Random random) {
    double[] w = new double[network.core().size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (0.5 * random.nextGaussian());
    }
    return w;
  }

  static float[] toFloats(double[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = (float) x[i];
    }
    return floats;
  }
}
