package org.spindleml.nn;

/**
 * How numbers are kept that are many: what the matrix products of training take, and the sums of
 * gradients. Weights, activations, the optimiser and all predictions are float32 whatever it is.
 */
public enum Precision implements Named {
  /** Numbers as they are. */
  FLOAT32("float32"),
  /**
   * Numbers rounded to bfloat16: float32's range, 8 significant bits. Micikevicius et al., "Mixed
   * precision training", 2018; Kalamkar et al., "A study of BFLOAT16 for deep learning training",
   * 2019.
   */
  BF16("bf16");

  private final String label;

  Precision(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds a precision by name.
   *
   * @param name for example "bf16"; case does not matter
   * @return the precision
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Precision named(String name) {
    return Named.find("precision", name, values());
  }
}
