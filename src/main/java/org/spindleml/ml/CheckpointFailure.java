package org.spindleml.ml;

import org.spindleml.nn.Named;

/** What a run does when a checkpoint cannot be written. */
enum CheckpointFailure implements Named {
  /** Says so and trains on. */
  WARN("warn"),
  /** Ends. */
  ERROR("error");

  private final String label;

  CheckpointFailure(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Finds a choice by name; case does not matter. */
  static CheckpointFailure named(String name) {
    return Named.find("checkpointFailure", name, values());
  }
}
