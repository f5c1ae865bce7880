package org.spindleml.nn;

import org.spindleml.linalg.RowMath;
import org.spindleml.linalg.VectorMath;

/**
 * Layer norm: each row is scaled by the mean μ and the variance σ² of its own weighted sums over
 * the units (Ba, Kiros, Hinton 2016, equations 3 and 4).
 */
final class LayerNorm {
  private LayerNorm() {}

  /**
   * Scales a block and remembers how.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param z in: weighted sums; out: gain · x̂ + shift; rows × units
   * @param rows rows in the block
   * @param block what to remember
   */
  static void forward(Layer layer, float[] w, float[] z, int rows, NormalizedBlock block) {
    for (int row = 0; row < rows; row++) {
      block.inverse[row] = scaleRow(z, block.scaled, row * layer.outputs(), layer.outputs());
    }
    block.scaleAndShift(layer, w, z, rows);
  }

  /** x = (z − μ) / σ for one row, at the same place of both arrays; returns 1 / σ. */
  private static float scaleRow(float[] z, float[] x, int from, int units) {
    float mean = (float) (VectorMath.sum(z, from, units) / units);
    for (int i = from; i < from + units; i++) {
      x[i] = z[i] - mean;
    }
    float inverse = Normalization.inverseDeviation(VectorMath.sumOfSquares(x, from, units) / units);
    for (int i = from; i < from + units; i++) {
      x[i] *= inverse;
    }
    return inverse;
  }

  /**
   * Sends a block's error back through the scaling: dz = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / σ
   * with dx̂ = gain · dv, means over the units.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param dv in: slope of the summed loss on gain · x̂ + shift; out: on the weighted sums
   * @param rows rows in the block
   * @param block what {@link #forward} remembered
   * @param dw the network's gradient sum
   */
  static void backward(
      Layer layer, float[] w, float[] dv, int rows, NormalizedBlock block, float[] dw) {
    int units = layer.outputs();
    block.addSlopes(layer, dv, dw, rows);
    float[] x = block.scaled;
    float[] t = block.scratch;
    RowMath.fillRows(w, layer.gainAt(), t, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      dv[i] *= t[i];
    }
    for (int i = 0; i < rows * units; i++) {
      t[i] = dv[i] * x[i];
    }
    for (int row = 0; row < rows; row++) {
      int from = row * units;
      float mean = (float) (VectorMath.sum(dv, from, units) / units);
      float product = (float) (VectorMath.sum(t, from, units) / units);
      float inverse = block.inverse[row];
      for (int i = from; i < from + units; i++) {
        dv[i] = inverse * (dv[i] - mean - x[i] * product);
      }
    }
  }

  /**
   * Scales rows.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param z in: weighted sums; out: gain · x̂ + shift; rows × units
   * @param rows how many
   */
  static void predict(Layer layer, float[] w, float[] z, int rows) {
    int units = layer.outputs();
    for (int row = 0; row < rows; row++) {
      int from = row * units;
      scaleRow(z, z, from, units);
      for (int j = 0; j < units; j++) {
        z[from + j] = w[layer.gainAt() + j] * z[from + j] + w[layer.shiftAt() + j];
      }
    }
  }
}
