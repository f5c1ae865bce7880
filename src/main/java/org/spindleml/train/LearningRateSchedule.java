package org.spindleml.train;

import org.spindleml.nn.Named;

/** The schedules by the names users write; the functions themselves are in {@code optim}. */
public enum LearningRateSchedule implements Named {
  /** The same learning rate throughout. */
  CONSTANT("constant"),
  /** Half a cosine from the highest learning rate down to 0. */
  COSINE("cosine");

  private final String label;

  LearningRateSchedule(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds a schedule by name.
   *
   * @param name for example "cosine"; case does not matter
   * @return the schedule
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static LearningRateSchedule named(String name) {
    return Named.find("learning rate schedule", name, values());
  }
}
