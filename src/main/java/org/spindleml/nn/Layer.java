package org.spindleml.nn;

import java.io.Serializable;
import org.spindleml.linalg.RowMath;
import org.spindleml.linalg.VectorMath;

/**
 * One layer: weighted sums of its inputs plus a bias, then the activation. A hidden layer may
 * normalise the sums, drop some of its outputs while training, and add its inputs to them:
 *
 * <p>y = dropout(activation(normalize(x · w + b))) + x
 *
 * <p>A layer is a shape and rules; its weights are the part of the network's flat array that begins
 * at {@code at}: the inputs × outputs matrix row by row (which is Spark's outputs × inputs matrix
 * column by column), the bias, the normalisation's gain and shift, the activation's own parameters.
 * Running statistics, which nobody trains, have their place at {@code statisticsAt}.
 *
 * @param name "hidden1", "hidden2" …, "output"
 * @param inputs width of the layer's input
 * @param outputs units of the layer
 * @param activation what a unit does with its weighted sum
 * @param normalization what is done to the weighted sums before
 * @param dropout which outputs are set to 0 while training
 * @param residual whether the inputs are added to the outputs, which are as many
 * @param at where the layer's weights begin in the network's array
 * @param statisticsAt where its running statistics begin in the network's array
 */
public record Layer(
    String name,
    int inputs,
    int outputs,
    Activation activation,
    Normalization normalization,
    Dropout dropout,
    boolean residual,
    int at,
    int statisticsAt)
    implements Serializable {
  /**
   * Inputs, and units, of the smallest layers whose products in bfloat16 save more than rounding
   * costs, as measured on blocks of 128 rows.
   */
  public static final int FEWEST_ROUNDED = 64;

  /**
   * Whether there is more to the layer than weighted sums and activation.
   *
   * @return false for a layer of the text-book
   */
  public boolean isPlain() {
    return !isNormalized() && !dropout.isOn() && !residual;
  }

  /**
   * Whether its weighted sums are normalised.
   *
   * @return true if so: then it has a gain and a shift
   */
  public boolean isNormalized() {
    return normalization != Normalization.NONE;
  }

  /**
   * How many trained numbers a layer has.
   *
   * @param inputs width of the layer's input
   * @param outputs units of the layer
   * @param activation what a unit does with its weighted sum
   * @param normalization what is done to the weighted sums before
   * @return weights, biases, gains, shifts and slopes
   */
  static long trainedSize(
      int inputs, int outputs, Activation activation, Normalization normalization) {
    int scales = normalization == Normalization.NONE ? 0 : 2;
    return ((long) inputs + 1 + scales) * outputs + activation.parameters(outputs);
  }

  /**
   * Where the bias begins in the network's weights.
   *
   * @return the index of the first unit's bias
   */
  public int biasAt() {
    return at + inputs * outputs;
  }

  /**
   * Where the normalisation's gain begins in the network's weights.
   *
   * @return the index of the first unit's gain, if the layer is normalised
   */
  public int gainAt() {
    return biasAt() + outputs;
  }

  /**
   * Where the normalisation's shift begins in the network's weights.
   *
   * @return the index of the first unit's shift, if the layer is normalised
   */
  public int shiftAt() {
    return gainAt() + outputs;
  }

  /**
   * Where the activation's own parameters begin in the network's weights.
   *
   * @return the index of the first one
   */
  public int slopeAt() {
    return isNormalized() ? shiftAt() + outputs : biasAt() + outputs;
  }

  /**
   * Where the layer's trained weights end in the network's weights.
   *
   * @return the index behind the last one
   */
  public int end() {
    return slopeAt() + activation.parameters(outputs);
  }

  /**
   * Where the running means of the weighted sums begin in the network's weights.
   *
   * @return the index of the first unit's, if the layer has batch norm
   */
  public int runningMeanAt() {
    return statisticsAt;
  }

  /**
   * Where the running variances of the weighted sums begin in the network's weights.
   *
   * @return the index of the first unit's, if the layer has batch norm
   */
  public int runningVarianceAt() {
    return statisticsAt + outputs;
  }

  /**
   * Where the layer's running statistics end in the network's weights.
   *
   * @return the index behind the last one; where they begin if there are none
   */
  public int statisticsEnd() {
    return normalization == Normalization.BATCH ? statisticsAt + 2 * outputs : statisticsAt;
  }

  /**
   * Whether rows have to do with each other in sums over weight matrices and biases alone, so that
   * a block's rows may belong to several sums.
   */
  boolean takesParts() {
    return !isNormalized() && activation.parameters(outputs) == 0;
  }

  /** Whether products in bfloat16 save more than rounding costs. */
  boolean isWorthRounding() {
    return inputs >= FEWEST_ROUNDED && outputs >= FEWEST_ROUNDED;
  }

  private void weightedSums(
      LayerBlock block, float[] w, float[] x, Batch batch, Workspace workspace) {
    if (x == null) {
      batch.sparse().weightedSums(workspace.baseSums, w, at, block.z);
    } else {
      RowMath.fillRows(w, biasAt(), block.z, 0, batch.rows(), outputs);
      int products = products(block, batch);
      for (int i = 0; i < products; i++) {
        int to = end(batch, i, products);
        block.products.addWeightedSums(w, x, batch.start(i), to, block.z);
      }
    }
  }

  /** How many products a block's rows are multiplied in: one, or one a part. */
  private static int products(LayerBlock block, Batch batch) {
    return block.joinsParts ? 1 : batch.parts();
  }

  /** Behind the last row of a product. */
  private static int end(Batch batch, int product, int products) {
    return products == 1 ? batch.rows() : batch.start(product + 1);
  }

  /**
   * Normalises weighted sums for a prediction: by running statistics where there are some, with
   * gain and shift. Without normalisation it leaves them as they are.
   *
   * @param w the network's weights
   * @param z weighted sums, rows × outputs; changed in place
   * @param rows how many
   */
  public void normalizeToPredict(float[] w, float[] z, int rows) {
    switch (normalization) {
      case NONE -> {}
      case BATCH -> BatchNorm.predict(this, w, z, rows);
      case LAYER -> LayerNorm.predict(this, w, z, rows);
    }
  }

  /**
   * Computes a block's outputs for a prediction: no dropout, running statistics.
   *
   * @param w the network's weights
   * @param x inputs, rows × inputs; null where they are the batch's sparse ones
   * @param block scratch memory
   * @param batch the rows
   * @param workspace the thread's scratch memory
   * @return outputs, rows × outputs: an array of the scratch memory
   */
  float[] predict(float[] w, float[] x, LayerBlock block, Batch batch, Workspace workspace) {
    int rows = batch.rows();
    weightedSums(block, w, x, batch, workspace);
    normalizeToPredict(w, block.z, rows);
    activation.forward(block.z, block.a, rows, outputs, w, slopeAt());
    if (residual) {
      VectorMath.add(x, 0, block.a, 0, rows * outputs);
    }
    return block.a;
  }

  /**
   * Computes a block's outputs in training.
   *
   * @param w the network's weights
   * @param x inputs, rows × inputs; null where they are the batch's sparse ones
   * @param block what to leave for the way back
   * @param batch the rows: their number, weights and place in the step
   * @param workspace the thread's scratch memory
   * @return outputs, rows × outputs: an array of the scratch memory
   */
  float[] forward(float[] w, float[] x, LayerBlock block, Batch batch, Workspace workspace) {
    int rows = batch.rows();
    weightedSums(block, w, x, batch, workspace);
    switch (normalization) {
      case NONE -> {}
      case BATCH -> BatchNorm.forward(this, w, block.z, workspace.shares, rows, block.normalized);
      case LAYER -> LayerNorm.forward(this, w, block.z, rows, block.normalized);
    }
    activation.forward(block.z, block.a, rows, outputs, w, slopeAt());
    if (dropout.isOn()) {
      dropout.apply(batch, block.a, block.y, outputs);
    } else if (residual) {
      System.arraycopy(block.a, 0, block.y, 0, rows * outputs);
    }
    if (residual) {
      VectorMath.add(x, 0, block.y, 0, rows * outputs);
    }
    return block.y;
  }

  /**
   * Adds a block's gradient to its parts' sums and passes its error to the layer before. Blocks of
   * several parts are for layers that {@link #takesParts}.
   *
   * @param w the network's weights
   * @param x inputs, rows × inputs; null where they are the batch's sparse ones
   * @param block what {@link #forward} left; activations are overwritten
   * @param dy in: slope of the summed loss on the outputs; out: on the weighted sums (the delta)
   * @param dx slope of the summed loss on the inputs, rows × inputs; null where nobody needs it
   * @param sums the network's gradient sums, one a part
   * @param batch the rows
   * @param workspace the thread's scratch memory
   */
  void backward(
      float[] w,
      float[] x,
      LayerBlock block,
      float[] dy,
      float[] dx,
      GradientSum[] sums,
      Batch batch,
      Workspace workspace) {
    int rows = batch.rows();
    float[] dw = sums[0].gradient();
    if (residual && dx != null) {
      System.arraycopy(dy, 0, dx, 0, rows * outputs);
    }
    if (dropout.isOn()) {
      dropout.apply(batch, dy, dy, outputs);
    }
    activation.backward(block.z, block.a, dy, rows, outputs, w, slopeAt(), dw);
    switch (normalization) {
      case NONE -> {}
      case BATCH ->
          BatchNorm.backward(
              this, w, dy, workspace.shares, batch.weightSum(), rows, block.normalized, dw);
      case LAYER -> LayerNorm.backward(this, w, dy, rows, block.normalized, dw);
    }
    for (int part = 0; part < batch.parts(); part++) {
      addSlopes(x, block, dy, sums[part], batch, batch.start(part), batch.start(part + 1));
    }
    if (dx != null) {
      int products = products(block, batch);
      for (int i = 0; i < products; i++) {
        int to = end(batch, i, products);
        block.products.inputSlope(w, dy, batch.start(i), to, residual ? 1 : 0, dx);
      }
    }
  }

  /** Adds the slopes on bias and weights over some rows. */
  private void addSlopes(
      float[] x, LayerBlock block, float[] dy, GradientSum sum, Batch batch, int from, int to) {
    if (normalization != Normalization.BATCH) {
      RowMath.addColumnSums(dy, from * outputs, to - from, outputs, sum.gradient(), biasAt());
    }
    if (x == null) {
      batch.sparse().addGradient(dy, outputs, sum.gradient(), at);
    } else {
      block.products.addWeightGradient(x, dy, from, to, sum.matrixGradient());
    }
  }

  @Override
  public String toString() {
    return name
        + " "
        + inputs
        + " → "
        + outputs
        + " "
        + activation.label()
        + (isNormalized() ? ", " + normalization.label() + " norm" : "")
        + (dropout.isOn() ? ", dropout " + dropout.rate() : "")
        + (residual ? ", residual" : "");
  }
}
