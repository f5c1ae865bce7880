package org.spindleml.optim;

/** The learning rate as a pure function of the step. */
public sealed interface Schedule
    permits ConstantSchedule,
        StepSchedule,
        ExponentialSchedule,
        InverseSchedule,
        PolynomialSchedule,
        CosineSchedule,
        RestartedCosineSchedule,
        FlatCosineSchedule,
        OneCycleSchedule,
        WarmupSchedule,
        RangeTestSchedule {
  /**
   * The learning rate of a step.
   *
   * @param step the step, counted from 0
   * @return the rate, the same bits on every machine
   */
  double at(long step);
}
