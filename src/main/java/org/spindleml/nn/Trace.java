package org.spindleml.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spindleml.linalg.Gemm;

/**
 * One row through the network and back with every number kept: the same layers and the same loss as
 * {@link Network#addGradient}, which forgets most of them for speed.
 *
 * @param layers hidden layers first to last, then the output layer
 * @param loss the row's loss
 * @param gradient slope of the loss on each weight, in the order of the network's weights
 */
public record Trace(List<TracedLayer> layers, double loss, float[] gradient) {
  /**
   * Feeds a row forward and its error back.
   *
   * @param network the network
   * @param weights its weights
   * @param inputs the row's inputs
   * @param labels the row's labels: a class number, or a value for each output
   * @param loss the loss
   * @return every number of the way
   * @throws IllegalArgumentException if the network has normalisation, dropout or residual layers
   */
  public static Trace of(
      Network network, float[] weights, float[] inputs, float[] labels, Loss loss) {
    List<Layer> layers = network.layers();
    if (!layers.stream().allMatch(Layer::isPlain) || network.inputDropout().isOn()) {
      throw new IllegalArgumentException(
          "a trace shows weighted sums and activations; the network also has others: " + layers);
    }
    // The Java kernel has the same bits on every machine.
    Gemm gemm = Gemm.java();
    Workspace workspace = new Workspace(network, 1, gemm);
    Batch batch = row(inputs, labels);
    float[][] z = new float[layers.size()][];
    float[][] a = new float[layers.size()][];
    float[] x = inputs;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      z[l] = new float[layer.outputs()];
      a[l] = new float[layer.outputs()];
      LayerBlock block = new LayerBlock(new LayerProducts.Float32(gemm, layer), z[l], a[l]);
      x = layer.forward(weights, x, block, batch, workspace);
    }
    float[] error = new float[network.outputs()];
    double lossOfRow = loss.lossAndDelta(x, network.outputs(), batch, error);
    GradientSum[] gradient = {new GradientSum(weights.length)};
    List<TracedLayer> traced = new ArrayList<>();
    for (int l = layers.size() - 1; l >= 0; l--) {
      Layer layer = layers.get(l);
      float[] from = l == 0 ? inputs : a[l - 1];
      float[] delta = error.clone();
      float[] errorBefore = new float[layer.inputs()];
      // The way back overwrites activations.
      LayerProducts products = new LayerProducts.Float32(gemm, layer);
      LayerBlock block = new LayerBlock(products, z[l], a[l].clone());
      layer.backward(weights, from, block, delta, errorBefore, gradient, batch, workspace);
      float[][] slopes = slopes(layer, weights, z[l], a[l]);
      traced.add(new TracedLayer(layer, from, z[l], a[l], error, slopes, delta));
      error = errorBefore;
    }
    Collections.reverse(traced);
    return new Trace(List.copyOf(traced), lossOfRow, gradient[0].gradient());
  }

  private static Batch row(float[] inputs, float[] labels) {
    Batch batch = new Batch(1, inputs.length, labels.length);
    float[] row = new float[inputs.length + labels.length];
    System.arraycopy(inputs, 0, row, 0, inputs.length);
    System.arraycopy(labels, 0, row, inputs.length, labels.length);
    batch.add(row, 0, 1);
    return batch;
  }

  /** [k][j]: slope of output k on weighted sum j, by sending back an error of 1 at k alone. */
  private static float[][] slopes(Layer layer, float[] weights, float[] z, float[] a) {
    int units = layer.outputs();
    float[][] slopes = new float[units][units];
    float[] unused = new float[weights.length];
    for (int k = 0; k < units; k++) {
      slopes[k][k] = 1;
      layer
          .activation()
          .backward(z, a.clone(), slopes[k], 1, units, weights, layer.slopeAt(), unused);
    }
    return slopes;
  }
}
