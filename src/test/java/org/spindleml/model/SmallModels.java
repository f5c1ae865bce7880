package org.spindleml.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.LogisticLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;

/** Networks with seeded weights for the tests of this package. */
final class SmallModels {
  private SmallModels() {}

  /** One hidden layer of every activation, 3 classes. */
  static TrainedNetwork classifier(long seed) {
    List<HiddenLayer> hidden = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      hidden.add(new HiddenLayer(3 + hidden.size() % 3, activation));
    }
    return of(Network.of(5, hidden, 3), "softmaxCrossEntropy", Standardizer.identity(1), seed);
  }

  /** One output for two classes. */
  static TrainedNetwork logistic(long seed) {
    Network network = Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), 1);
    return of(network, "logistic", Standardizer.identity(1), seed);
  }

  /** Two targets in units of their own. */
  static TrainedNetwork regression(long seed) {
    Network network = Network.of(4, List.of(new HiddenLayer(6, Activation.PRELU)), 2);
    Standardizer targets = new Standardizer(new double[] {1e6, -3}, new double[] {250, 0.5});
    return of(network, "squared", targets, seed);
  }

  /** Three values, classes or labels on a loss with settings of its own. */
  static TrainedNetwork of(Loss loss, long seed) {
    int outputs = loss.outputs(loss instanceof LogisticLoss ? 2 : 3);
    Network network = Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), outputs);
    return of(network, loss, Standardizer.identity(loss.targets(outputs)), seed);
  }

  static TrainedNetwork of(Network network, String loss, Standardizer targets, long seed) {
    return of(network, Loss.named(loss), targets, seed);
  }

  static TrainedNetwork of(Network network, Loss loss, Standardizer targets, long seed) {
    Random random = new Random(seed);
    float[] w = new float[network.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian() / 2;
    }
    double[] means = random.doubles(network.inputs(), -100, 100).toArray();
    double[] deviations = random.doubles(network.inputs(), 0.1, 10).toArray();
    deviations[0] = 0;
    TableEncoder encoder = new TableEncoder(new Standardizer(means, deviations), targets);
    return new TrainedNetwork(network, w, loss, encoder);
  }

  /** A row near the means. */
  static double[] row(TrainedNetwork model, Random random) {
    double[] row = model.encoder().inputs().means();
    for (int i = 0; i < row.length; i++) {
      row[i] += 5 * random.nextGaussian();
    }
    return row;
  }
}
