package org.spindleml.model;

import java.util.Arrays;
import org.spindleml.linalg.VectorMath;
import org.spindleml.metrics.Decisions;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Target;

/**
 * Scores single rows without Spark and without native code: plain loops in one fixed order, so that
 * a row gives the same bits on every machine, alone or among others. Any number of threads may
 * share a scorer; a call allocates its two rows of scratch, another one for each residual layer,
 * and the result, nothing else.
 */
public final class Scorer {
  private final TrainedNetwork model;
  private final int widest;

  /**
   * A scorer.
   *
   * @param model what to score with
   */
  public Scorer(TrainedNetwork model) {
    this.model = model;
    widest = model.network().widest();
  }

  /**
   * How many features a row has.
   *
   * @return the number of features
   */
  public int numFeatures() {
    return model.network().inputs();
  }

  /**
   * Computes the last layer's outputs.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @return the logits, as many as the network has outputs; a regression's are standardised
   * @throws IllegalArgumentException if there are more or fewer features, or one is NaN, infinite
   *     or too large for float32 once standardised
   */
  public double[] logits(double[] rawFeatures) {
    return logits(rawFeatures, 0);
  }

  /**
   * Computes the last layer's outputs of a row with an offset.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @param offset what is added to the first logit, as in the table (see {@link
   *     TrainedNetwork#encodeOffset})
   * @return the logits, as many as the network has outputs; a regression's are standardised
   * @throws IllegalArgumentException as {@link #logits(double[])}, or if the offset is NaN,
   *     infinite or too large for float32 once encoded
   */
  public double[] logits(double[] rawFeatures, double offset) {
    return widen(forward(rawFeatures, offset), model.network().outputs());
  }

  /**
   * Predicts.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @return the probability of each class or label, or the values in the labels' own units, target
   *     by target
   * @throws IllegalArgumentException as {@link #logits(double[])}
   */
  public double[] predictions(double[] rawFeatures) {
    return predictions(rawFeatures, 0);
  }

  /**
   * Predicts a row with an offset.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @param offset what is added to the first logit, as in the table
   * @return as {@link #predictions(double[])}
   * @throws IllegalArgumentException as {@link #logits(double[], double)}
   */
  public double[] predictions(double[] rawFeatures, double offset) {
    float[] linked = new float[model.predictionWidth()];
    model.loss().link(forward(rawFeatures, offset), model.network().outputs(), 1, linked);
    double[] predictions = new double[linked.length];
    for (int j = 0; j < predictions.length; j++) {
      predictions[j] = model.decode(j, linked[j]);
    }
    return predictions;
  }

  /**
   * Predicts one number.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @return the most probable class (the first of them if several are); of several labels, the
   *     probability of the first; of several values, the first: {@link #predictions(double[])} has
   *     all
   * @throws IllegalArgumentException as {@link #logits(double[])}
   */
  public double predict(double[] rawFeatures) {
    return predict(rawFeatures, 0);
  }

  /**
   * Predicts one number for a row with an offset.
   *
   * @param rawFeatures a row's features as in the table, {@link #numFeatures} of them
   * @param offset what is added to the first logit, as in the table
   * @return as {@link #predict(double[])}
   * @throws IllegalArgumentException as {@link #logits(double[], double)}
   */
  public double predict(double[] rawFeatures, double offset) {
    double[] predictions = predictions(rawFeatures, offset);
    return model.loss().target() == Target.CLASS
        ? Decisions.ofClass(predictions, null)
        : predictions[0];
  }

  /** The logits, first in an array that may be longer. */
  private float[] forward(double[] rawFeatures, double offset) {
    float addend = model.encodeOffset(offset);
    if (!Float.isFinite(addend)) {
      throw new IllegalArgumentException(
          "the offset is " + offset + "; the model takes finite numbers");
    }
    float[] x = encode(rawFeatures);
    float[] z = new float[widest];
    float[] w = model.weights();
    for (Layer layer : model.network().layers()) {
      weightedSums(layer, w, x, z);
      layer.normalizeToPredict(w, z, 1);
      if (layer.residual()) {
        float[] a = new float[layer.outputs()];
        layer.activation().forward(z, a, 1, layer.outputs(), w, layer.slopeAt());
        VectorMath.add(a, 0, x, 0, layer.outputs());
      } else {
        // The layer's inputs are spent; its outputs take their place.
        layer.activation().forward(z, x, 1, layer.outputs(), w, layer.slopeAt());
      }
    }
    x[0] += addend;
    return x;
  }

  private float[] encode(double[] rawFeatures) {
    int inputs = numFeatures();
    if (rawFeatures.length != inputs) {
      throw new IllegalArgumentException(
          "the model takes " + inputs + " features, got " + rawFeatures.length);
    }
    float[] x = new float[widest];
    model.encoder().encodeInputs(rawFeatures, 0, x, 0);
    for (int i = 0; i < inputs; i++) {
      // Catches NaN, infinity, and what float32 cannot hold.
      if (!Float.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "feature " + i + " is " + rawFeatures[i] + "; the model takes finite numbers");
      }
    }
    return x;
  }

  /**
   * zⱼ = (Σᵢ xᵢ wᵢⱼ) + bⱼ, summed over i in ascending order; without bⱼ where normalisation adds
   * it.
   */
  private static void weightedSums(Layer layer, float[] w, float[] x, float[] z) {
    int outputs = layer.outputs();
    Arrays.fill(z, 0, outputs, 0);
    for (int i = 0; i < layer.inputs(); i++) {
      float xi = x[i];
      int row = layer.at() + i * outputs;
      for (int j = 0; j < outputs; j++) {
        z[j] += xi * w[row + j];
      }
    }
    for (int j = 0; j < outputs; j++) {
      z[j] += w[layer.biasAt() + j];
    }
  }

  private static double[] widen(float[] values, int length) {
    double[] wide = new double[length];
    for (int j = 0; j < length; j++) {
      wide[j] = values[j];
    }
    return wide;
  }
}
