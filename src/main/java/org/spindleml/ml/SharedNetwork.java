package org.spindleml.ml;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.util.SizeEstimator;
import org.spindleml.model.Scorer;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Parameter;

/**
 * The network of a model and all its copies. It is broadcast to a cluster once, at the first
 * transform; Spark drops the broadcast when the last of the copies is gone.
 */
final class SharedNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TrainedNetwork network;
  private transient Scorer scorer;
  private transient SparkContext context;
  private transient BroadcastNetwork broadcast;

  SharedNetwork(TrainedNetwork network) {
    this.network = network;
  }

  TrainedNetwork network() {
    return network;
  }

  /** Scores single rows. */
  synchronized Scorer scorer() {
    if (scorer == null) {
      scorer = new Scorer(network);
    }
    return scorer;
  }

  /** The network on the machines of a cluster. */
  synchronized BroadcastNetwork on(SparkContext spark) {
    if (spark != context) {
      broadcast = BroadcastNetwork.of(network, spark);
      context = spark;
    }
    return broadcast;
  }

  /** All weights, layer by layer. */
  Vector weights() {
    return Vectors.dense(doubles(0, network.weights().length));
  }

  /** The parts of the weights by name; the flat array's inputs × outputs is outputs × inputs. */
  Map<String, Matrix> parameters() {
    Map<String, Matrix> parameters = new LinkedHashMap<>();
    for (Parameter parameter : network.network().parameters()) {
      int columns = parameter.isWeight() ? parameter.shape().get(0) : 1;
      int rows = parameter.length() / columns;
      double[] values = doubles(parameter.at(), parameter.length());
      parameters.put(parameter.name(), new DenseMatrix(rows, columns, values));
    }
    return parameters;
  }

  private double[] doubles(int from, int length) {
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = network.weights()[from + i];
    }
    return doubles;
  }

  /** How many bytes the network takes on the heap. */
  long size() {
    return SizeEstimator.estimate(network);
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%s, %,d weights, loss %s",
        network.network(),
        network.weights().length,
        network.loss().label());
  }
}
