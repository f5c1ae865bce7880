package org.spindleml.ml;

import org.spindleml.nn.LossSettings;

/**
 * The Params of estimators and models that Spark's base classes lack. What each means and takes is
 * in its own documentation: {@code explainParams()} prints all of them. A model carries the Params
 * that it was trained with.
 */
public interface MlpParams
    extends ColumnParams, NetworkParams, SolverParams, ValidationParams, RunParams {
  /**
   * The numbers that losses take, as these Params say.
   *
   * @return the settings; of losses of another task, the defaults
   */
  LossSettings lossSettings();
}
