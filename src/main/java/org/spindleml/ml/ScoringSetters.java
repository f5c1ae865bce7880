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
   * Sets the column of what is added to a row's first logit.
   *
   * @param name a column name; empty to add nothing
   * @return this
   */
  default T setOffsetCol(String name) {
    set(offsetCol(), name);
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
