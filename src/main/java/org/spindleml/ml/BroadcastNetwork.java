package org.spindleml.ml;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;

/**
 * A trained network as it travels to a cluster: what grows with it in broadcasts of plain arrays,
 * the few hundred bytes that are left in the closure.
 *
 * @param network its shape
 * @param loss what its logits mean
 * @param weights its weights
 * @param moments means and deviations of the inputs, then of the targets
 */
record BroadcastNetwork(
    Network network, Loss loss, Broadcast<float[]> weights, Broadcast<double[]> moments)
    implements Serializable {

  /** Broadcasts a network. */
  static BroadcastNetwork of(TrainedNetwork model, SparkContext spark) {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark);
    Standardizer inputs = model.encoder().inputs();
    Standardizer targets = model.encoder().targets();
    int width = inputs.width();
    double[] moments = Arrays.copyOf(inputs.means(), 2 * (width + targets.width()));
    System.arraycopy(inputs.deviations(), 0, moments, width, width);
    System.arraycopy(targets.means(), 0, moments, 2 * width, targets.width());
    System.arraycopy(
        targets.deviations(), 0, moments, 2 * width + targets.width(), targets.width());
    return new BroadcastNetwork(
        model.network(), model.loss(), java.broadcast(model.weights()), java.broadcast(moments));
  }

  /** Puts the network together on the machine that scores. */
  TrainedNetwork arrived() {
    double[] all = moments.value();
    int inputs = network.inputs();
    int targets = all.length / 2 - inputs;
    TableEncoder encoder =
        new TableEncoder(standardizer(all, 0, inputs), standardizer(all, 2 * inputs, targets));
    return new TrainedNetwork(network, weights.value(), loss, encoder);
  }

  private static Standardizer standardizer(double[] all, int at, int width) {
    return new Standardizer(
        Arrays.copyOfRange(all, at, at + width),
        Arrays.copyOfRange(all, at + width, at + 2 * width));
  }
}
