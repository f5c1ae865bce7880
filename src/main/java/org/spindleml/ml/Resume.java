package org.spindleml.ml;

import org.spindleml.nn.Named;

/** What a run does with checkpoints that are there already. */
enum Resume implements Named {
  /** Goes on from the newest, if there is one. */
  AUTO("auto"),
  /** Removes them and begins anew. */
  NEVER("never"),
  /** Goes on from the newest; fails where there is none. */
  MUST("must");

  private final String label;

  Resume(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Finds a choice by name; case does not matter. */
  static Resume named(String name) {
    return Named.find("resume", name, values());
  }
}
