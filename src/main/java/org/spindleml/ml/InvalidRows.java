package org.spindleml.ml;

import org.spindleml.nn.Named;

/** What becomes of a row that cannot be used. */
enum InvalidRows implements Named {
  ERROR("error"),
  SKIP("skip");

  private final String label;

  InvalidRows(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Finds a choice by name; case does not matter. */
  static InvalidRows named(String name) {
    return Named.find("handleInvalid", name, values());
  }
}
