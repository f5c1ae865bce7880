package org.spindleml.train;

/** Why a run ended. */
public enum StopReason {
  /** All iterations asked for were done. */
  MAX_ITER("the last iteration was reached"),
  /** The mean loss stopped moving. */
  CONVERGED("the loss has stopped moving, as tol says"),
  /** The validation rows were predicted no better for as many epochs as patience says. */
  PATIENCE("the validation rows were predicted no better for as many epochs as patience says"),
  /** Solver l-bfgs: all slopes are down to the rounding of float32. */
  STATIONARY("the slopes are down to rounding, the loss cannot fall further"),
  /** Solver l-bfgs: no step along its direction lowered the loss. */
  LINE_SEARCH(
      "the line search found no lower loss, not even along the steepest descent; the best weights"
          + " are kept"),
  /** The one who follows it had seen enough. */
  STOPPED("its listener ended the run"),
  /** A loss, gradient or weight was infinite or not a number. */
  DIVERGED("a number became infinite or NaN; the weights before it are kept");

  private final String text;

  StopReason(String text) {
    this.text = text;
  }

  /** Whether nothing can be added: more iterations, or another listener, would change nothing. */
  boolean isFinal() {
    return this != MAX_ITER && this != STOPPED;
  }

  @Override
  public String toString() {
    return text;
  }
}
