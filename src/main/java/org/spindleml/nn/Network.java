package org.spindleml.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.spindleml.linalg.Gemm;

/**
 * A multilayer perceptron as mathematics: any number of {@link Layer}s, the last one linear. What
 * the last layer's outputs ("logits") mean is the {@link Loss}'s business. A network holds no
 * weights; they are one flat {@code float[]} of {@link #size} numbers, layer by layer.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Layer> layers;

  private Network(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * A network of dense layers.
   *
   * @param inputs width of a row
   * @param hidden the hidden layers, first to last; may be empty
   * @param outputs logits of a row
   * @return the network
   * @throws IllegalArgumentException if a width is below 1 or the weights would not fit in one
   *     array
   */
  public static Network of(int inputs, List<HiddenLayer> hidden, int outputs) {
    List<Layer> layers = new ArrayList<>();
    int width = requirePositive("the input layer", inputs);
    for (HiddenLayer next : hidden) {
      String name = "hidden" + (layers.size() + 1);
      add(layers, name, width, requirePositive(name, next.units()), next.activation());
      width = next.units();
    }
    add(layers, "output", width, requirePositive("the output layer", outputs), Activation.LINEAR);
    return new Network(layers);
  }

  private static int requirePositive(String name, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(name + " has " + width + " units; at least 1 is needed");
    }
    return width;
  }

  private static void add(
      List<Layer> layers, String name, int inputs, int outputs, Activation activation) {
    int at = layers.isEmpty() ? 0 : layers.get(layers.size() - 1).end();
    long end = at + ((long) inputs + 1) * outputs + activation.parameters(outputs);
    if (end > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "layer " + name + " brings the network to " + end + " weights; at most 2³¹ − 9 fit");
    }
    layers.add(new Layer(name, inputs, outputs, activation, at));
  }

  /**
   * The layers.
   *
   * @return hidden layers first to last, then the output layer
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * Width of a row.
   *
   * @return the number of inputs
   */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /**
   * Logits of a row.
   *
   * @return the number of outputs
   */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /**
   * How many weights, biases and slopes there are.
   *
   * @return the length of the weights array
   */
  public int size() {
    return layers.get(layers.size() - 1).end();
  }

  /**
   * The parts of the weights array by name, in order.
   *
   * @return weight, bias and, where the activation has one, slope of every layer
   */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (Layer layer : layers) {
      parameters.add(
          new Parameter(
              layer.name() + ".weight", layer.at(), List.of(layer.inputs(), layer.outputs())));
      parameters.add(
          new Parameter(layer.name() + ".bias", layer.biasAt(), List.of(layer.outputs())));
      int slopes = layer.activation().parameters(layer.outputs());
      if (slopes > 0) {
        parameters.add(new Parameter(layer.name() + ".slope", layer.slopeAt(), List.of(slopes)));
      }
    }
    return parameters;
  }

  /**
   * Draws initial weights.
   *
   * @param initializer the rule for weight matrices
   * @param seed the seed; the same seed gives the same bits on every machine
   * @return weights; biases are 0, learned slopes at their usual start
   */
  public float[] initialWeights(Initializer initializer, long seed) {
    float[] w = new float[size()];
    CounterRandom random = CounterRandom.of(seed, CounterRandom.Purpose.INITIAL_WEIGHTS);
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      initializer.draw(
          w, layer.at(), layer.inputs(), layer.outputs(), layer.activation(), random.at(l));
      layer.activation().initialize(w, layer.slopeAt(), layer.outputs());
    }
    return w;
  }

  /**
   * Feeds a block forward; a row's offset is added to its first logit.
   *
   * @param weights the weights
   * @param batch the block
   * @param workspace scratch memory of the calling thread, made for this network
   * @return the logits, rows × outputs: an array of the workspace, good until its next use
   */
  public float[] forward(float[] weights, Batch batch, Workspace workspace) {
    Gemm gemm = workspace.gemm;
    float[] x = batch.inputs;
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).forward(gemm, weights, x, workspace.z[l], workspace.y[l], batch.rows());
      x = workspace.y[l];
    }
    if (batch.hasOffsets()) {
      for (int r = 0; r < batch.rows(); r++) {
        x[r * outputs()] += batch.offsets[r];
      }
    }
    return x;
  }

  /**
   * Adds a block's gradient, loss, weight and rows to a sum: forward, then back-propagation.
   *
   * @param weights the weights
   * @param batch the block
   * @param loss the loss of a row
   * @param workspace scratch memory of the calling thread, made for this network
   * @param sum what to add to
   */
  public void addGradient(
      float[] weights, Batch batch, Loss loss, Workspace workspace, GradientSum sum) {
    int rows = batch.rows();
    float[] logits = forward(weights, batch, workspace);
    float[] dy = workspace.delta;
    float[] dx = workspace.nextDelta;
    double lossSum = loss.lossAndDelta(logits, outputs(), batch, dy);
    for (int l = layers.size() - 1; l >= 0; l--) {
      float[] x = l == 0 ? batch.inputs : workspace.y[l - 1];
      float[] z = workspace.z[l];
      float[] y = workspace.y[l];
      // Nobody needs the slope on the table's own numbers.
      float[] dxOrNull = l == 0 ? null : dx;
      layers.get(l).backward(workspace.gemm, weights, x, z, y, dy, dxOrNull, sum.gradient(), rows);
      float[] swap = dy;
      dy = dx;
      dx = swap;
    }
    sum.count(lossSum, batch.weightSum(), rows);
  }

  @Override
  public String toString() {
    String widths =
        layers.stream().map(layer -> "-" + layer.outputs()).collect(Collectors.joining());
    return inputs() + widths;
  }
}
