package org.spindleml.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spindleml.linalg.VectorMath;

/**
 * Quantile or pinball loss: with e = y − q, ρ = τ e where the label is above the quantile q, else
 * (τ − 1) e; slope on q −τ or 1 − τ, 0 at the kink (Koenker, "Quantile Regression", 2005, section
 * 1.3). Predicts the value below which a share τ of the labels lies.
 *
 * <p>K quantiles τ₁ &lt; … &lt; τ_K take K logits a target, target by target. They cannot cross: q₁
 * = z₁ and qₖ = qₖ₋₁ + softplus(zₖ) (as Park, Maddix, Aubet, Kan, Gasthaus, Wang, "Learning
 * Quantile Functions without Quantile Crossing for Distribution-free Time Series Forecasting",
 * 2022, add up non-negative increments). A target's loss is the mean of ρ over its quantiles, so
 * that more of them do not mean longer steps; a row's is the sum over targets.
 *
 * @param probabilities τ, ascending, each above 0 and below 1; at least one
 */
public record QuantileLoss(List<Double> probabilities) implements Loss {
  /**
   * Checks τ.
   *
   * @param probabilities τ, ascending, each above 0 and below 1; at least one
   * @throws IllegalArgumentException if they are not
   */
  public QuantileLoss {
    probabilities = List.copyOf(probabilities);
    double last = 0;
    boolean ascending = !probabilities.isEmpty();
    for (double probability : probabilities) {
      ascending &= probability > last && probability < 1;
      last = probability;
    }
    if (!ascending) {
      throw new IllegalArgumentException(
          "quantileProbabilities must be ascending numbers above 0 and below 1, found "
              + probabilities);
    }
  }

  /**
   * A loss of some quantiles.
   *
   * @param probabilities τ, ascending, each above 0 and below 1; at least one
   * @throws IllegalArgumentException if they are not
   */
  public QuantileLoss(double... probabilities) {
    this(Arrays.stream(probabilities).boxed().collect(Collectors.toList()));
  }

  @Override
  public double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    int quantiles = probabilities.size();
    int targets = outputs / quantiles;
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      float weight = batch.weights[r];
      double rowLoss = 0;
      for (int j = r * targets; j < (r + 1) * targets; j++) {
        rowLoss += targetLoss(logits, j * quantiles, batch.labels[j], weight, delta);
      }
      lossSum += weight * (rowLoss / quantiles);
    }
    return lossSum;
  }

  /** Σₖ ρₖ of one target; weight × slope of their mean goes to delta. */
  private double targetLoss(float[] logits, int from, double y, float weight, float[] delta) {
    int quantiles = probabilities.size();
    double q = logits[from];
    double sum = 0;
    double slopeSum = 0;
    for (int k = 0; k < quantiles; k++) {
      q += k == 0 ? 0 : VectorMath.softplus(logits[from + k]);
      double probability = probabilities.get(k);
      sum += Math.max(probability * (y - q), (probability - 1) * (y - q));
      double slope = slope(probability, q, y);
      slopeSum += slope;
      // Kept until the slopes of the quantiles above are known.
      delta[from + k] = (float) slope;
    }
    // zₖ moves its own quantile and all above it.
    double above = 0;
    for (int k = from + quantiles - 1; k > from; k--) {
      above += delta[k];
      delta[k] = (float) (weight * above * VectorMath.sigmoid(logits[k]) / quantiles);
    }
    delta[from] = (float) (weight * slopeSum / quantiles);
    return sum;
  }

  private static double slope(double probability, double q, double y) {
    if (q == y) {
      return 0;
    }
    return q > y ? 1 - probability : -probability;
  }

  @Override
  public void link(float[] logits, int outputs, int rows, float[] predictions) {
    int quantiles = probabilities.size();
    for (int from = 0; from < rows * outputs; from += quantiles) {
      double q = logits[from];
      predictions[from] = logits[from];
      for (int k = from + 1; k < from + quantiles; k++) {
        q += VectorMath.softplus(logits[k]);
        // A sum of finite logits may be beyond float32.
        predictions[k] = (float) Math.min(q, Float.MAX_VALUE);
      }
    }
  }

  @Override
  public Target target() {
    return Target.VALUES;
  }

  @Override
  public int outputs(int targets) {
    return Math.multiplyExact(targets, probabilities.size());
  }

  @Override
  public int targets(int outputs) {
    if (outputs % probabilities.size() != 0) {
      throw new IllegalArgumentException(
          "loss quantile of "
              + probabilities.size()
              + " probabilities takes that many logits a target, found "
              + outputs
              + " logits");
    }
    return outputs / probabilities.size();
  }

  @Override
  public int predictions(int outputs) {
    return outputs;
  }

  @Override
  public LabelScaling labelScaling() {
    return LabelScaling.MEAN_AND_DEVIATION;
  }

  @Override
  public boolean accepts(double label) {
    return Math.abs(label) <= Float.MAX_VALUE;
  }

  @Override
  public String labelDomain() {
    return "finite numbers";
  }

  @Override
  public Map<String, List<Double>> settings() {
    return Map.of("quantileProbabilities", probabilities);
  }

  @Override
  public String metric() {
    return "pinball";
  }

  @Override
  public String label() {
    return "quantile";
  }
}
