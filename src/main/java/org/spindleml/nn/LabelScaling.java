package org.spindleml.nn;

/** How labels may be scaled for training so that a loss keeps its meaning. */
public enum LabelScaling {
  /** Not at all: labels are classes. */
  NONE,

  /** To mean 0 and deviation 1: the loss asks only how far a prediction is from the label. */
  MEAN_AND_DEVIATION,

  /** Divided by their mean: the loss asks for the proportion of the two, and 0 stays 0. */
  MEAN
}
