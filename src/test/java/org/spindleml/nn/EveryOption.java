package org.spindleml.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * Small networks with every option of the hidden layers: every activation with two losses, every
 * loss with one activation.
 *
 * @param network the network
 * @param loss the loss of a row
 */
record EveryOption(Network network, Loss loss) {
  private static final int INPUTS = 5;

  static final List<NetworkOptions> OPTIONS =
      List.of(
          new NetworkOptions(Normalization.BATCH, false, 0),
          new NetworkOptions(Normalization.LAYER, false, 0),
          new NetworkOptions(Normalization.NONE, true, 0),
          new NetworkOptions(Normalization.NONE, false, 0.3),
          new NetworkOptions(Normalization.BATCH, true, 0.2),
          new NetworkOptions(Normalization.LAYER, true, 0.2));

  /**
   * The first layer is as wide as the inputs, the third as the second; with input dropout, more.
   */
  static Network network(Activation activation, NetworkOptions options, int outputs) {
    double dropout = options.inputDropout();
    return Network.of(
        INPUTS,
        List.of(
            new HiddenLayer(INPUTS, activation, 2 * dropout),
            new HiddenLayer(7, activation, dropout),
            new HiddenLayer(7, activation)),
        outputs,
        options);
  }

  static List<EveryOption> all() {
    List<EveryOption> all = new ArrayList<>();
    for (NetworkOptions options : OPTIONS) {
      for (Activation activation : Activation.values()) {
        all.add(new EveryOption(network(activation, options, 3), new SoftmaxCrossEntropy()));
        all.add(new EveryOption(network(activation, options, 2), new SquaredLoss()));
      }
      for (Loss loss : EveryNetwork.losses()) {
        int outputs =
            loss.outputs(loss instanceof LogisticLoss || loss instanceof QuantileLoss ? 2 : 3);
        all.add(new EveryOption(network(Activation.TANH, options, outputs), loss));
      }
    }
    return all;
  }

  /** Weights of every kind, exact in float32; variances are above 0. */
  double[] weights(Random random) {
    double[] w = new double[network.size()];
    for (Parameter parameter : network.parameters()) {
      for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
        boolean positive = parameter.name().endsWith(".runningVariance");
        boolean gain = parameter.name().endsWith(".gain");
        w[i] =
            positive
                ? (float) random.nextDouble(0.5, 2)
                : (float) ((gain ? 1 : 0) + 0.5 * random.nextGaussian());
      }
    }
    return w;
  }

  /** A block of rows whose signals are not near a kink, and the reference for it. */
  record Drawn(ReferenceBlock reference, Rows rows) {}

  Drawn draw(int count, double[] w, CounterRandom random, double fromKinks, Random source) {
    ReferenceBlock reference =
        new ReferenceBlock(network, loss, ReferenceBlock.masks(network, random, count));
    for (int attempt = 0; attempt < 100; attempt++) {
      double[][] inputs = new double[count][];
      double[][] labels = new double[count][];
      double[] weights = new double[count];
      for (int r = 0; r < count; r++) {
        inputs[r] = floats(DoubleStream.generate(source::nextGaussian).limit(INPUTS));
        labels[r] = labels(source);
        weights[r] = 0.5 + 2 * source.nextFloat();
      }
      Rows rows = new Rows(inputs, labels, weights);
      if (reference.distanceFromKinks(w, rows) > fromKinks) {
        return new Drawn(reference, rows);
      }
    }
    throw new IllegalStateException("every block is near a kink: " + this);
  }

  private double[] labels(Random source) {
    if (loss.target() == Target.CLASS) {
      return new double[] {source.nextInt(Math.max(2, network.outputs()))};
    }
    boolean labels = loss.target() == Target.LABELS;
    return floats(
        DoubleStream.generate(() -> labels ? source.nextInt(2) : source.nextDouble(-2, 2))
            .filter(loss::accepts)
            .limit(loss.targets(network.outputs())));
  }

  private static double[] floats(DoubleStream numbers) {
    return numbers.map(x -> (float) x).toArray();
  }

  @Override
  public String toString() {
    return network.layers().get(1) + ", inputs " + network.options().inputDropout() + ", " + loss;
  }
}
