package org.spindleml.ml;

/** A run met a number that is infinite or NaN, and its {@code divergence} is error. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A run that diverged.
   *
   * @param message one line: where it did, what was before, what may help, and where the last good
   *     model is
   */
  public DivergedException(String message) {
    super(message);
  }
}
