package org.spindleml.nn;

import java.util.Arrays;
import org.spindleml.linalg.RowMath;

/**
 * Batch norm over a block: unit j is scaled by its mean μⱼ = Σᵣ pᵣ zᵣⱼ and variance σⱼ² = Σᵣ pᵣ
 * (zᵣⱼ − μⱼ)², where pᵣ is row r's share of the block's weight (Ioffe, Szegedy 2015, algorithm 1
 * and the slopes of section 3, for rows with weights).
 */
final class BatchNorm {
  private BatchNorm() {}

  /**
   * Scales a block by its own statistics.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param z in: weighted sums; out: gain · x̂ + shift; rows × units
   * @param shares p: each row's share of the block's weight
   * @param rows rows in the block
   * @param block what to remember
   */
  static void forward(
      Layer layer, float[] w, float[] z, float[] shares, int rows, NormalizedBlock block) {
    int units = layer.outputs();
    float[] x = block.scaled;
    Arrays.fill(block.mean, 0);
    RowMath.addWeightedColumnSums(shares, z, rows, units, block.mean);
    RowMath.fillRows(block.mean, 0, x, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      x[i] = z[i] - x[i];
    }
    for (int i = 0; i < rows * units; i++) {
      z[i] = x[i] * x[i];
    }
    Arrays.fill(block.variance, 0);
    RowMath.addWeightedColumnSums(shares, z, rows, units, block.variance);
    for (int j = 0; j < units; j++) {
      block.inverse[j] = Normalization.inverseDeviation(block.variance[j]);
    }
    RowMath.fillRows(block.inverse, 0, z, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      x[i] *= z[i];
    }
    block.scaleAndShift(layer, w, z, rows);
  }

  /**
   * Sends a block's error back through the scaling: dzᵣⱼ = gainⱼ / σⱼ (dvᵣⱼ − pᵣ (Σ dvⱼ + x̂ᵣⱼ Σ
   * dvⱼ x̂ⱼ)). The slopes are of a summed loss, so a row's weight is in its dv.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param dv in: slope of the summed loss on gain · x̂ + shift; out: on the weighted sums
   * @param shares p: each row's share of the block's weight
   * @param weightSum the block's weight
   * @param rows rows in the block
   * @param block what {@link #forward} remembered
   * @param dw the network's gradient sum; the statistics are added too, times the block's weight
   */
  static void backward(
      Layer layer,
      float[] w,
      float[] dv,
      float[] shares,
      double weightSum,
      int rows,
      NormalizedBlock block,
      float[] dw) {
    int units = layer.outputs();
    block.addSlopes(layer, dv, dw, rows);
    float[] x = block.scaled;
    float[] t = block.scratch;
    RowMath.fillRows(block.products, 0, t, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      t[i] *= x[i];
    }
    RowMath.fillRows(block.sums, 0, x, 0, rows, units);
    for (int row = 0; row < rows; row++) {
      float share = shares[row];
      for (int i = row * units; i < (row + 1) * units; i++) {
        dv[i] -= share * (x[i] + t[i]);
      }
    }
    for (int j = 0; j < units; j++) {
      block.sums[j] = w[layer.gainAt() + j] * block.inverse[j];
    }
    RowMath.fillRows(block.sums, 0, t, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      dv[i] *= t[i];
    }
    float weight = (float) weightSum;
    for (int j = 0; j < units; j++) {
      dw[layer.runningMeanAt() + j] += weight * block.mean[j];
      dw[layer.runningVarianceAt() + j] += weight * block.variance[j];
    }
  }

  /**
   * Scales rows by the running statistics.
   *
   * @param layer the layer
   * @param w the network's weights
   * @param z in: weighted sums; out: gain · x̂ + shift; rows × units
   * @param rows how many
   */
  static void predict(Layer layer, float[] w, float[] z, int rows) {
    int units = layer.outputs();
    for (int j = 0; j < units; j++) {
      float variance = w[layer.runningVarianceAt() + j];
      float scale = w[layer.gainAt() + j] * Normalization.inverseDeviation(variance);
      float shift = w[layer.shiftAt() + j] - w[layer.runningMeanAt() + j] * scale;
      for (int i = j; i < rows * units; i += units) {
        z[i] = z[i] * scale + shift;
      }
    }
  }
}
