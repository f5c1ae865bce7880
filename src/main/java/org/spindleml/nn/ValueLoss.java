package org.spindleml.nn;

/**
 * The loss of values, one logit each: of a row, the sum over its targets of one function of logit
 * and label. What it computes in float comes in and goes out; between is double.
 */
public sealed interface ValueLoss extends Loss
    permits SquaredLoss, AbsoluteLoss, HuberLoss, PoissonLoss, GammaLoss, TweedieLoss {

  /**
   * The loss of one target.
   *
   * @param z its logit
   * @param y its label, scaled as {@link #labelScaling} says
   * @return the loss
   */
  double loss(double z, double y);

  /**
   * The slope of {@link #loss} on the logit.
   *
   * @param z its logit
   * @param y its label
   * @return the slope; 0 where the loss has a kink
   */
  double slope(double z, double y);

  /**
   * The link of one target.
   *
   * @param z its logit
   * @return the predicted value, in units of the scaled label
   */
  default float value(float z) {
    return z;
  }

  @Override
  default double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      float weight = batch.weights[r];
      double rowLoss = 0;
      for (int j = r * outputs; j < (r + 1) * outputs; j++) {
        rowLoss += loss(logits[j], batch.labels[j]);
        delta[j] = (float) (weight * slope(logits[j], batch.labels[j]));
      }
      lossSum += weight * rowLoss;
    }
    return lossSum;
  }

  @Override
  default void link(float[] logits, int outputs, int rows, float[] predictions) {
    for (int j = 0; j < rows * outputs; j++) {
      predictions[j] = value(logits[j]);
    }
  }

  @Override
  default Target target() {
    return Target.VALUES;
  }

  @Override
  default LabelScaling labelScaling() {
    return LabelScaling.MEAN_AND_DEVIATION;
  }

  @Override
  default boolean accepts(double label) {
    return Math.abs(label) <= Float.MAX_VALUE;
  }

  @Override
  default String labelDomain() {
    return "finite numbers";
  }

  @Override
  default int predictions(int outputs) {
    return outputs;
  }

  @Override
  default int outputs(int targets) {
    return targets;
  }

  @Override
  default int targets(int outputs) {
    return outputs;
  }
}
