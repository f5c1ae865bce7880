package org.spindleml.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.linalg.Gemm;
import org.spindleml.linalg.SparseProduct;
import org.spindleml.linalg.VectorMath;

/**
 * A multilayer perceptron as mathematics: any number of {@link Layer}s, the last one linear. What
 * the last layer's outputs ("logits") mean is the {@link Loss}'s business.
 *
 * <p>A network holds no weights; they are one flat {@code float[]} of {@link #size} numbers: first
 * the {@link #trainedSize} that an optimiser moves, layer by layer, then the running statistics of
 * batch norm, which only follow what training sees. A gradient has the same layout, with the
 * block's own statistics in the place of the running ones.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Layer> layers;
  private final NetworkOptions options;
  private final Dropout inputDropout;

  private Network(List<Layer> layers, NetworkOptions options) {
    this.layers = List.copyOf(layers);
    this.options = options;
    inputDropout = new Dropout(options.inputDropout(), 0);
  }

  /**
   * A network of dense layers: weighted sum and activation, nothing else.
   *
   * @param inputs width of a row
   * @param hidden the hidden layers, first to last; may be empty
   * @param outputs logits of a row
   * @return the network
   * @throws IllegalArgumentException if a width is below 1 or the weights would not fit in one
   *     array
   */
  public static Network of(int inputs, List<HiddenLayer> hidden, int outputs) {
    return of(inputs, hidden, outputs, NetworkOptions.PLAIN);
  }

  /**
   * A network of dense layers.
   *
   * @param inputs width of a row
   * @param hidden the hidden layers, first to last; may be empty
   * @param outputs logits of a row
   * @param options what holds for all hidden layers
   * @return the network
   * @throws IllegalArgumentException if a width is below 1, the weights would not fit in one array,
   *     a dropout is not a share below 1, or there is no hidden layer that an option is for
   */
  public static Network of(
      int inputs, List<HiddenLayer> hidden, int outputs, NetworkOptions options) {
    List<Layer> layers = new ArrayList<>();
    int width = requirePositive("the input layer", inputs);
    for (HiddenLayer next : hidden) {
      String name = "hidden" + (layers.size() + 1);
      add(layers, name, width, next, options);
      width = next.units();
    }
    HiddenLayer last = new HiddenLayer(outputs, Activation.LINEAR);
    add(layers, "output", width, last, NetworkOptions.PLAIN);
    Network network = new Network(withStatistics(layers), options);
    network.requireUseOfOptions();
    return network;
  }

  private static void add(
      List<Layer> layers, String name, int inputs, HiddenLayer layer, NetworkOptions options) {
    int units = requirePositive(name.equals("output") ? "the output layer" : name, layer.units());
    int at = layers.isEmpty() ? 0 : layers.get(layers.size() - 1).end();
    Normalization normalization = options.normalization();
    requireFits(name, at + Layer.trainedSize(inputs, units, layer.activation(), normalization));
    Dropout dropout = new Dropout(layer.dropout(), layers.size() + 1);
    boolean residual = options.residual() && inputs == units;
    layers.add(
        new Layer(
            name, inputs, units, layer.activation(), normalization, dropout, residual, at, 0));
  }

  private static void requireFits(String name, long weights) {
    if (weights > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "layer " + name + " brings the network to " + weights + " weights; at most 2³¹ − 9 fit");
    }
  }

  /** The same layers with room for their running statistics behind all that is trained. */
  private static List<Layer> withStatistics(List<Layer> layers) {
    List<Layer> placed = new ArrayList<>();
    int at = layers.get(layers.size() - 1).end();
    for (Layer l : layers) {
      requireFits(l.name(), at + 2L * l.outputs());
      Layer layer =
          new Layer(
              l.name(),
              l.inputs(),
              l.outputs(),
              l.activation(),
              l.normalization(),
              l.dropout(),
              l.residual(),
              l.at(),
              at);
      placed.add(layer);
      at = layer.statisticsEnd();
    }
    return placed;
  }

  private void requireUseOfOptions() {
    if (options.normalization() != Normalization.NONE && layers.size() == 1) {
      throw new IllegalArgumentException(
          "normalization " + options.normalization().label() + " needs a hidden layer");
    }
    if (options.residual() && layers.stream().noneMatch(Layer::residual)) {
      throw new IllegalArgumentException(
          "residual needs a hidden layer as wide as the layer before it; the widths are "
              + widths());
    }
  }

  private static int requirePositive(String name, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(name + " has " + width + " units; at least 1 is needed");
    }
    return width;
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
   * The most numbers that a row has anywhere.
   *
   * @return inputs of the network or outputs of a layer
   */
  public int widest() {
    return Math.max(inputs(), layers.stream().mapToInt(Layer::outputs).max().orElseThrow());
  }

  /**
   * How many numbers there are: trained ones and running statistics.
   *
   * @return the length of the weights array
   */
  public int size() {
    return layers.get(layers.size() - 1).statisticsEnd();
  }

  /**
   * How many weights, biases, gains, shifts and slopes there are: what an optimiser moves.
   *
   * @return the length of the weights array without the running statistics at its end
   */
  public int trainedSize() {
    return layers.get(layers.size() - 1).end();
  }

  /**
   * How sums of gradients are kept: the trained part in the precision that the options say, the
   * statistics behind it in float32.
   *
   * @return the format
   */
  public SumFormat sumFormat() {
    return new SumFormat(
        size(), options.gradientPrecision() == Precision.FLOAT32 ? 0 : trainedSize());
  }

  /**
   * Where the weight matrices are in arrays of weights and gradients.
   *
   * @return the first number of each and behind its last, in order
   */
  public int[] matrices() {
    return layers.stream()
        .flatMapToInt(layer -> IntStream.of(layer.at(), layer.biasAt()))
        .toArray();
  }

  /**
   * What holds for all hidden layers.
   *
   * @return the options
   */
  public NetworkOptions options() {
    return options;
  }

  /**
   * The layers whose products in training are in bfloat16 where the machine can: those that are
   * large enough to gain by it.
   *
   * @return the layers; none with precision float32
   */
  public List<Layer> rounded() {
    return options.precision() == Precision.FLOAT32
        ? List.of()
        : layers.stream().filter(Layer::isWorthRounding).toList();
  }

  /** What multiplies for the layers that are rounded; empty where none is. */
  Optional<Bf16Gemm> bf16Kernel() {
    return rounded().isEmpty() ? Optional.empty() : Bf16Gemm.offered();
  }

  /**
   * Names everything on this machine that may change the bits of a gradient's products.
   *
   * @return for example {@code openblas 0.3.31 SkylakeX} or that and {@code , mkl 2025.3 20251007
   *     amx GenuineIntel 6-143 in hidden1}
   */
  public String kernel() {
    String float32 = Gemm.best().id();
    return bf16Kernel()
        .map(kernel -> float32 + ", " + kernel.id() + " in " + names(rounded()))
        .orElse(float32);
  }

  /**
   * Why products are not in bfloat16 on this machine, although that is wanted.
   *
   * @return a part of a sentence for people; empty if they are, or it is not wanted
   */
  public Optional<String> whyNotRounded() {
    if (options.precision() == Precision.FLOAT32) {
      return Optional.empty();
    }
    return rounded().isEmpty()
        ? Optional.of("no layer is large enough to gain by it")
        : Bf16Gemm.whyNotOffered();
  }

  private static String names(List<Layer> some) {
    return some.stream().map(Layer::name).collect(Collectors.joining(" "));
  }

  /** Which inputs are set to 0 while training. */
  Dropout inputDropout() {
    return inputDropout;
  }

  /**
   * The same network without dropout, which predictions do not need.
   *
   * @return a network with the same weights
   */
  public Network withoutDropout() {
    List<HiddenLayer> hidden =
        layers.subList(0, layers.size() - 1).stream()
            .map(layer -> new HiddenLayer(layer.outputs(), layer.activation()))
            .toList();
    return of(
        inputs(),
        hidden,
        outputs(),
        new NetworkOptions(options.normalization(), options.residual(), 0));
  }

  /**
   * The parts of the weights array by name, in order.
   *
   * @return weight, bias and, where it has them, gain, shift and slope of every layer, then the
   *     running statistics
   */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (Layer layer : layers) {
      int units = layer.outputs();
      String name = layer.name();
      parameters.add(new Parameter(name + ".weight", layer.at(), List.of(layer.inputs(), units)));
      parameters.add(new Parameter(name + ".bias", layer.biasAt(), List.of(units)));
      if (layer.isNormalized()) {
        parameters.add(new Parameter(name + ".gain", layer.gainAt(), List.of(units)));
        parameters.add(new Parameter(name + ".shift", layer.shiftAt(), List.of(units)));
      }
      int slopes = layer.activation().parameters(units);
      if (slopes > 0) {
        parameters.add(new Parameter(name + ".slope", layer.slopeAt(), List.of(slopes)));
      }
    }
    for (Layer layer : layers) {
      if (layer.normalization() == Normalization.BATCH) {
        List<Integer> shape = List.of(layer.outputs());
        parameters.add(new Parameter(layer.name() + ".runningMean", layer.runningMeanAt(), shape));
        parameters.add(
            new Parameter(layer.name() + ".runningVariance", layer.runningVarianceAt(), shape));
      }
    }
    return parameters;
  }

  /**
   * Draws initial weights.
   *
   * @param initializer the rule for weight matrices
   * @param seed the seed; the same seed gives the same bits on every machine
   * @return weights; biases and shifts are 0, gains 1, learned slopes at their usual start, running
   *     means 0, running variances 1
   */
  public float[] initialWeights(Initializer initializer, long seed) {
    float[] w = new float[size()];
    CounterRandom random = CounterRandom.of(seed, CounterRandom.Purpose.INITIAL_WEIGHTS);
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      initializer.draw(
          w, layer.at(), layer.inputs(), layer.outputs(), layer.activation(), random.at(l));
      layer.activation().initialize(w, layer.slopeAt(), layer.outputs());
      if (layer.isNormalized()) {
        Arrays.fill(w, layer.gainAt(), layer.gainAt() + layer.outputs(), 1);
      }
      if (layer.normalization() == Normalization.BATCH) {
        Arrays.fill(w, layer.runningVarianceAt(), layer.statisticsEnd(), 1);
      }
    }
    return w;
  }

  /**
   * Feeds a block forward as for a prediction: no dropout, running statistics. A row's offset is
   * added to its first logit.
   *
   * @param weights the weights
   * @param batch the block
   * @param workspace scratch memory of the calling thread, made for this network
   * @return the logits, rows × outputs: an array of the workspace, good until its next use
   */
  public float[] forward(float[] weights, Batch batch, Workspace workspace) {
    float[] x = batch.sparse() == null ? batch.inputs : null;
    for (int l = 0; l < layers.size(); l++) {
      x = layers.get(l).predict(weights, x, workspace.layers[l], batch, workspace);
    }
    return withOffsets(x, batch);
  }

  private float[] withOffsets(float[] logits, Batch batch) {
    if (batch.hasOffsets()) {
      for (int r = 0; r < batch.rows(); r++) {
        logits[r * outputs()] += batch.offsets[r];
      }
    }
    return logits;
  }

  /** Feeds a block forward as in training. */
  private float[] train(float[] weights, Batch batch, Workspace workspace) {
    if (workspace.shares != null) {
      batch.writeShares(workspace.shares);
    }
    float[] x = inputs(batch, workspace);
    if (inputDropout.isOn()) {
      inputDropout.apply(batch, batch.inputs, x, inputs());
    }
    for (int l = 0; l < layers.size(); l++) {
      x = layers.get(l).forward(weights, x, workspace.layers[l], batch, workspace);
    }
    return withOffsets(x, batch);
  }

  private static float[] inputs(Batch batch, Workspace workspace) {
    if (batch.sparse() != null) {
      return null;
    }
    return workspace.inputs == null ? batch.inputs : workspace.inputs;
  }

  /**
   * Whether all that is done with a row's inputs is to multiply them by the first layer's weights,
   * so that sparse rows need not be made dense.
   *
   * @return false with input dropout, and where the first layer adds its inputs to its outputs
   */
  public boolean takesSparse() {
    return !inputDropout.isOn() && !layers.get(0).residual();
  }

  /**
   * Whether rows have to do with each other in sums over weight matrices and biases alone, so that
   * a block's dense rows may belong to several sums.
   *
   * @return false with normalisation and with learned slopes
   */
  public boolean takesParts() {
    return layers.stream().allMatch(Layer::takesParts);
  }

  /**
   * Before blocks of sparse rows: adds to the first layer's bias what the base row that they share
   * gives. With rows x = x₀ + s it is x · w + b = s · w + (x₀ · w + b).
   *
   * @param weights the weights of all blocks that follow
   * @param base the base row x₀
   * @param workspace where the sums are kept
   */
  public void addBase(float[] weights, float[] base, Workspace workspace) {
    Layer first = layers.get(0);
    System.arraycopy(weights, first.biasAt(), workspace.baseSums, 0, first.outputs());
    SparseProduct.addRow(base, weights, first.at(), workspace.baseSums);
  }

  /**
   * After blocks of sparse rows: adds to the first layer's gradient the part of their base row. A
   * block gives sᵀ · dz alone; what lacks is x₀ᵀ times the sum of dz over all rows, and that sum is
   * the gradient of the bias. (With batch norm the bias has none, and the sum is 0: what is the
   * same in all rows of a block is taken out.)
   *
   * @param base the base row x₀
   * @param sum of whole blocks of such rows, and of nothing else
   */
  public void addBaseGradient(float[] base, GradientSum sum) {
    Layer first = layers.get(0);
    float[] dw = sum.gradient();
    SparseProduct.addOuter(base, dw, first.biasAt(), first.outputs(), dw, first.at());
  }

  /**
   * Adds a block's gradient, loss, weight and rows to the sums of its parts: forward, then
   * back-propagation. With batch norm the block's statistics, times its weight, are added in the
   * place of the running ones.
   *
   * @param weights the weights
   * @param batch the block; dropout needs its {@link Batch#place}; several parts are for networks
   *     that {@link #takesParts} and for workspaces that {@link Workspace#joinsParts}
   * @param loss the loss of a row
   * @param workspace scratch memory of the calling thread, made for this network
   * @param sums what to add to, one sum a part
   */
  public void addGradient(
      float[] weights, Batch batch, Loss loss, Workspace workspace, GradientSum... sums) {
    float[] logits = train(weights, batch, workspace);
    float[] dy = workspace.delta;
    float[] dx = workspace.nextDelta;
    for (int part = 0; part < batch.parts(); part++) {
      int from = batch.start(part);
      int to = batch.start(part + 1);
      double lossSum = loss.lossAndDelta(logits, outputs(), batch, from, to, dy);
      sums[part].count(lossSum, batch.weightSum(from, to), to - from);
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      float[] x = l == 0 ? inputs(batch, workspace) : workspace.layers[l - 1].y;
      // Nobody needs the slope on the table's own numbers.
      float[] dxOrNull = l == 0 ? null : dx;
      LayerBlock block = workspace.layers[l];
      layers.get(l).backward(weights, x, block, dy, dxOrNull, sums, batch, workspace);
      float[] swap = dy;
      dy = dx;
      dx = swap;
    }
  }

  /**
   * Whether a sum is finite, as far as its loss and the slopes of biases tell. They hold the sum of
   * a layer's deltas, so that what is not finite in a layer shows there, unless only a product of
   * delta and input overflows.
   *
   * @param sum what {@link #addGradient} has added to
   * @return false if it is not
   */
  public boolean seemsFinite(GradientSum sum) {
    boolean finite = Double.isFinite(sum.lossSum());
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      finite &= VectorMath.allFinite(sum.gradient(), layer.biasAt(), layer.outputs());
    }
    return finite;
  }

  private String widths() {
    return inputs()
        + layers.stream().map(layer -> "-" + layer.outputs()).collect(Collectors.joining());
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add(widths());
    if (options.normalization() != Normalization.NONE) {
      words.add(options.normalization().label() + " norm");
    }
    if (options.residual()) {
      words.add("residual");
    }
    return String.join(", ", words);
  }
}
