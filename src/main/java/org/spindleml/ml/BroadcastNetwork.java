package org.spindleml.ml;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.table.TableEncoder;

/**
 * A trained network as it travels to a cluster: what grows with it in broadcasts of plain arrays,
 * the few hundred bytes that are left in the closure.
 *
 * @param network its shape
 * @param loss what its logits mean
 * @param weights its weights
 * @param moments how raw values are encoded, see {@link TableEncoder#toArray}
 */
record BroadcastNetwork(
    Network network, Loss loss, Broadcast<float[]> weights, Broadcast<double[]> moments)
    implements Serializable {

  /** Broadcasts a network. */
  static BroadcastNetwork of(TrainedNetwork model, SparkContext spark) {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark);
    return new BroadcastNetwork(
        model.network(),
        model.loss(),
        java.broadcast(model.weights()),
        java.broadcast(model.encoder().toArray()));
  }

  /** Puts the network together on the machine that scores. */
  TrainedNetwork arrived() {
    TableEncoder encoder = TableEncoder.of(moments.value(), network.inputs());
    return new TrainedNetwork(network, weights.value(), loss, encoder);
  }
}
