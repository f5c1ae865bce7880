package org.spindleml.optim;

/**
 * What an optimiser remembers: plain data that a checkpoint writes as it is. The rule gives the
 * arrays their meaning.
 */
public final class OptimizerState {
  private long steps;
  private final float[][] memory;

  /**
   * A memory as it came from a checkpoint.
   *
   * @param steps steps taken so far
   * @param memory the rule's arrays, each as long as the trained weights; kept, not copied
   */
  public OptimizerState(long steps, float[][] memory) {
    this.steps = steps;
    this.memory = memory;
  }

  /**
   * Steps taken so far.
   *
   * @return the number of steps
   */
  public long steps() {
    return steps;
  }

  /**
   * The rule's arrays.
   *
   * @return the live arrays, each as long as the trained weights; none for a rule without memory
   */
  public float[][] memory() {
    return memory;
  }

  /**
   * A state of its own with the same content.
   *
   * @return the copy
   */
  public OptimizerState copy() {
    float[][] copies = new float[memory.length][];
    for (int i = 0; i < memory.length; i++) {
      copies[i] = memory[i].clone();
    }
    return new OptimizerState(steps, copies);
  }

  /**
   * Begins a step.
   *
   * @param arrays how many arrays the rule has
   * @param size how many weights it trains
   * @return the step's number, counted from 1
   */
  long next(int arrays, int size) {
    if (memory.length != arrays) {
      throw new IllegalArgumentException(
          "the optimiser's memory has " + memory.length + " arrays; this rule has " + arrays);
    }
    for (float[] array : memory) {
      if (array.length != size) {
        throw new IllegalArgumentException(
            "the optimiser's memory is of " + array.length + " weights, the gradient of " + size);
      }
    }
    return ++steps;
  }

  @Override
  public String toString() {
    return "optimiser memory after " + steps + " steps, " + memory.length + " arrays";
  }
}
