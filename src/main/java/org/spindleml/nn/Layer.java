package org.spindleml.nn;

import java.io.Serializable;
import org.spindleml.linalg.Gemm;
import org.spindleml.linalg.RowMath;

/**
 * One layer: weighted sums of its inputs plus a bias, then the activation. A layer is a shape and
 * rules; its weights are the part of the network's flat array that begins at {@code at}: the inputs
 * × outputs matrix row by row (which is Spark's outputs × inputs matrix column by column), the
 * bias, the activation's own parameters.
 *
 * @param name "hidden1", "hidden2" …, "output"
 * @param inputs width of the layer's input
 * @param outputs units of the layer
 * @param activation what a unit does with its weighted sum
 * @param at where the layer's weights begin in the network's array
 */
public record Layer(String name, int inputs, int outputs, Activation activation, int at)
    implements Serializable {
  /**
   * Where the bias begins in the network's weights.
   *
   * @return the index of the first unit's bias
   */
  public int biasAt() {
    return at + inputs * outputs;
  }

  /**
   * Where the activation's own parameters begin in the network's weights.
   *
   * @return the index of the first one
   */
  public int slopeAt() {
    return biasAt() + outputs;
  }

  /**
   * Where the layer's weights end in the network's weights.
   *
   * @return the index behind the last one
   */
  public int end() {
    return slopeAt() + activation.parameters(outputs);
  }

  /**
   * Computes a block's outputs.
   *
   * @param gemm the matrix product
   * @param w the network's weights
   * @param x inputs, rows × inputs
   * @param z weighted sums, rows × outputs; may be {@code y} if the activation allows it
   * @param y outputs, rows × outputs
   * @param rows rows in the block
   */
  void forward(Gemm gemm, float[] w, float[] x, float[] z, float[] y, int rows) {
    RowMath.fillRows(w, biasAt(), z, 0, rows, outputs);
    gemm.multiply(
        false, false, rows, outputs, inputs, x, 0, inputs, w, at, outputs, 1, z, 0, outputs);
    activation.forward(z, y, rows, outputs, w, slopeAt());
  }

  /**
   * Adds a block's gradient to a sum and passes its error to the layer before.
   *
   * @param gemm the matrix product
   * @param w the network's weights
   * @param x inputs, rows × inputs
   * @param z weighted sums, rows × outputs
   * @param y outputs, rows × outputs; overwritten by some activations
   * @param dy in: slope of the summed loss on the outputs; out: on the weighted sums (the delta)
   * @param dx slope of the summed loss on the inputs, rows × inputs; null where nobody needs it
   * @param dw the network's gradient sum
   * @param rows rows in the block
   */
  void backward(
      Gemm gemm,
      float[] w,
      float[] x,
      float[] z,
      float[] y,
      float[] dy,
      float[] dx,
      float[] dw,
      int rows) {
    activation.backward(z, y, dy, rows, outputs, w, slopeAt(), dw);
    RowMath.addColumnSums(dy, 0, rows, outputs, dw, biasAt());
    gemm.multiply(
        true, false, inputs, outputs, rows, x, 0, inputs, dy, 0, outputs, 1, dw, at, outputs);
    if (dx != null) {
      gemm.multiply(
          false, true, rows, inputs, outputs, dy, 0, outputs, w, at, outputs, 0, dx, 0, inputs);
    }
  }

  @Override
  public String toString() {
    return name + " " + inputs + " → " + outputs + " " + activation.label();
  }
}
