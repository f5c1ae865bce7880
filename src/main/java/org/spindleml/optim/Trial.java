package org.spindleml.optim;

/**
 * A point that a line search has tried.
 *
 * @param stepLength how far along the direction, in multiples of it
 * @param weights the point, just as it was evaluated
 * @param cost the whole cost there; infinite where it has none
 * @param gradient slopes of the smooth part there; null where they are not finite
 * @param slope of the cost along the direction, per unit of step length
 */
record Trial(double stepLength, float[] weights, double cost, float[] gradient, double slope) {
  boolean isFinite() {
    return gradient != null;
  }
}
