package org.spindleml.ml;

import org.spindleml.nn.Named;

/** What a run does that meets a number which is infinite or NaN. */
enum Divergence implements Named {
  /** Ends with the last good model. */
  RETURN("return"),
  /** Fails, the last good model saved beside the checkpoints. */
  ERROR("error");

  private final String label;

  Divergence(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Finds a choice by name; case does not matter. */
  static Divergence named(String name) {
    return Named.find("divergence", name, values());
  }
}
