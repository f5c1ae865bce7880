package org.spindleml.train;

import org.spindleml.optim.Schedule;

/** What decides the learning rate of a run. */
public sealed interface RateSettings permits ScheduledRate, RateRange {
  /**
   * The learning rate of each step.
   *
   * @param steps steps of the whole run
   * @return the schedule
   */
  Schedule schedule(long steps);

  /**
   * What lowers the learning rate of the schedule where the loss has stopped falling.
   *
   * @return the rule; one that does nothing unless it was asked for
   */
  Plateau plateau();

  /**
   * Whether the rate of a step depends on how many steps there are: such a run cannot be made
   * longer once it has begun.
   *
   * @return false where {@link #schedule} gives the same rates for any number of steps
   */
  boolean stretches();
}
