package org.spindleml.spark;

import org.spindleml.nn.Named;

/** Where the steps of a run are computed; the bits are the same. */
public enum Execution implements Named {
  /** In this process where Spark's master is local, else on the cluster. */
  AUTO("auto"),
  /** One Spark job a step over cached shards. */
  CLUSTER("cluster"),
  /** Threads of the driver over shards that it holds; no Spark job a step. */
  LOCAL("local");

  private final String label;

  Execution(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds a way of execution by name.
   *
   * @param name for example "cluster"; case does not matter
   * @return the way
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Execution named(String name) {
    return Named.find("execution", name, values());
  }
}
