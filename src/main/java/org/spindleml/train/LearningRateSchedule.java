package org.spindleml.train;

import org.spindleml.nn.Named;

/**
 * The schedules by the names users write; the functions themselves are in {@code optim}. "The run"
 * is what remains of it after the warm-up.
 */
public enum LearningRateSchedule implements Named {
  /** The same learning rate throughout. */
  CONSTANT("constant"),
  /** A tenth of the learning rate after each third of the run. */
  STEP("step"),
  /** An exponential fall to a hundredth at the end of the run. */
  EXPONENTIAL("exponential"),
  /** A fall with inverse time, to a tenth at the end of the run. */
  INVERSE("inverse"),
  /**
   * A polynomial of power 1: a straight line down to 0, as PyTorch and Keras have it by default.
   */
  POLYNOMIAL("polynomial"),
  /** Half a cosine from the highest learning rate down to 0, once or several times over. */
  COSINE("cosine"),
  /**
   * One cycle: half a cosine from a 25th of the highest learning rate up to it over 30 % of the
   * run, then one down to almost 0. It has this rise instead of a warm-up.
   */
  ONE_CYCLE("oneCycle"),
  /** The highest learning rate over 75 % of the run, then half a cosine down to 0. */
  FLAT_COSINE("flatCosine"),
  /**
   * A tenth of the learning rate whenever five epochs in a row have not lowered the training loss
   * by 10⁻⁴ of it ({@link Plateau}).
   */
  PLATEAU("plateau");

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
