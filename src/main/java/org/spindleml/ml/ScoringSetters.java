package org.spindleml.ml;

/**
 * Setters for what a model may have set another way than its estimator.
 *
 * @param <T> the class that is set up, which every setter returns
 */
public interface ScoringSetters<T> extends MlpParams {
  /**
   * Sets the columns that together are the features.
   *
   * @param names in the order of the network's inputs
   * @return this
   */
  default T setFeaturesCols(String... names) {
    set(featuresCols(), names);
    return self();
  }

  /**
   * Sets what becomes of rows that cannot be used.
   *
   * @param choice "error" or "skip"
   * @return this
   */
  default T setHandleInvalid(String choice) {
    set(handleInvalid(), choice);
    return self();
  }

  @SuppressWarnings("unchecked")
  private T self() {
    return (T) this;
  }
}
