package org.spindleml.nn;

/**
 * Where a block of rows stands in a step.
 *
 * @param leaf the part of the step, counted from 0
 * @param block the block of the part, counted from 0
 */
public record StepBlock(int leaf, int block) {
  /** For people, who count from 1. */
  @Override
  public String toString() {
    return "block " + (block + 1) + " of part " + (leaf + 1);
  }
}
