package org.spindleml.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * A tiny network for every loss × activation × kind, but for those that make no sense.
 *
 * @param loss the loss of a row
 * @param activation of the hidden layers
 * @param kind what else is in the network or its rows
 */
record GradientGrid(Loss loss, Activation activation, Kind kind) {
  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  static final CounterRandom DROPOUT = CounterRandom.of(5, CounterRandom.Purpose.DROPOUT);

  /** What a network or its rows have beside weighted sums, activations and a loss. */
  enum Kind {
    PLAIN,
    DROPOUT,
    BATCH_NORM,
    LAYER_NORM,
    RESIDUAL,
    /** The second hidden layer has trained slopes. */
    PARAMETRIC_SLOPES,
    OFFSET,
    WEIGHTS,
    SEVERAL_TARGETS;

    /** A class is one target by its nature. */
    boolean makesSenseFor(Loss loss) {
      return this != SEVERAL_TARGETS || loss.target() != Target.CLASS;
    }
  }

  static List<GradientGrid> all() {
    List<GradientGrid> all = new ArrayList<>();
    for (Loss loss : EveryNetwork.losses()) {
      for (Activation activation : Activation.values()) {
        for (Kind kind : Kind.values()) {
          if (kind.makesSenseFor(loss)) {
            all.add(new GradientGrid(loss, activation, kind));
          }
        }
      }
    }
    return all;
  }

  Network network() {
    double dropout = kind == Kind.DROPOUT ? 0.25 : 0;
    Normalization normalization =
        switch (kind) {
          case BATCH_NORM -> Normalization.BATCH;
          case LAYER_NORM -> Normalization.LAYER;
          default -> Normalization.NONE;
        };
    Activation second = kind == Kind.PARAMETRIC_SLOPES ? Activation.PRELU : activation;
    return Network.of(
        INPUTS,
        List.of(new HiddenLayer(UNITS, activation, dropout), new HiddenLayer(UNITS, second)),
        loss.outputs(targets()),
        new NetworkOptions(normalization, kind == Kind.RESIDUAL, dropout));
  }

  private int targets() {
    if (loss.target() == Target.CLASS) {
      return loss instanceof LogisticLoss ? 2 : 3;
    }
    return kind == Kind.SEVERAL_TARGETS ? 2 : 1;
  }

  /** Weights of every kind, exact in float32; gains around 1, variances above 0. */
  double[] weights(Network network, Random random) {
    double[] w = new double[network.size()];
    for (Parameter parameter : network.parameters()) {
      boolean gain = parameter.name().endsWith(".gain");
      boolean variance = parameter.name().endsWith(".runningVariance");
      for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
        double x = random.nextGaussian();
        w[i] = (float) (variance ? Math.exp(x) : (gain ? 1 : 0) + 0.5 * x);
      }
    }
    return w;
  }

  ReferenceBlock reference(Network network, int rows) {
    return new ReferenceBlock(network, loss, ReferenceBlock.masks(network, DROPOUT, rows));
  }

  /** Rows of which no signal is nearer to a kink than asked for. */
  Rows rows(ReferenceBlock reference, double[] w, int count, double fromKinks, Random random) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      double[][] inputs = new double[count][];
      double[][] labels = new double[count][];
      double[] weights = new double[count];
      double[] offsets = new double[count];
      for (int r = 0; r < count; r++) {
        inputs[r] = floats(DoubleStream.generate(random::nextGaussian).limit(INPUTS));
        labels[r] = labels(random);
        weights[r] = kind == Kind.WEIGHTS ? 0.5 + 2 * random.nextFloat() : 1;
        offsets[r] = kind == Kind.OFFSET ? (float) random.nextGaussian() : 0;
      }
      Rows rows = new Rows(inputs, labels, weights, offsets);
      if (reference.distanceFromKinks(w, rows) > fromKinks) {
        return rows;
      }
    }
    throw new IllegalStateException("all rows are near a kink: " + this);
  }

  private double[] labels(Random random) {
    if (loss.target() == Target.CLASS) {
      return new double[] {random.nextInt(targets())};
    }
    boolean labels = loss.target() == Target.LABELS;
    return floats(
        DoubleStream.generate(() -> labels ? random.nextInt(2) : random.nextDouble(-2, 2))
            .filter(loss::accepts)
            .limit(targets()));
  }

  private static double[] floats(DoubleStream numbers) {
    return numbers.map(x -> (float) x).toArray();
  }

  /** The largest absolute value of [from, to). */
  static double largest(double[] x, int from, int to) {
    return Arrays.stream(x, from, to).map(Math::abs).max().orElseThrow();
  }

  @Override
  public String toString() {
    return loss + ", " + activation.label() + ", " + kind;
  }
}
