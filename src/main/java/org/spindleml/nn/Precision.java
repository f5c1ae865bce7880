package org.spindleml.nn;

/**
 * What the matrix products of training take. Weights, sums, activations, the optimiser and all
 * predictions are float32 whatever it is.
 */
public enum Precision implements Named {
  /** Numbers as they are. */
  FLOAT32("float32"),
  /**
   * Weights, inputs and slopes of the large layers ({@link Network#rounded}) rounded to bfloat16 as
   * they enter a product, where the machine has a kernel for that; else numbers as they are.
   * Micikevicius et al., "Mixed precision training", 2018; Kalamkar et al., "A study of BFLOAT16
   * for deep learning training", 2019.
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
