package org.spindleml.nn;

/** What a row's labels are, and so what is predicted. */
public enum Target {
  /** The number of the one class that the row is of; predicted is the probability of each class. */
  CLASS,

  /** A value, or several; predicted are values. */
  VALUES,

  /** 0 or 1 for each of several labels at once; predicted is the probability of each to be 1. */
  LABELS
}
