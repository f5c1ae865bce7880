package org.spindleml.train;

import org.spindleml.nn.Named;

/**
 * The solvers by the names users write; the rules themselves are in {@code optim}. All but l-bfgs
 * are an {@link org.spindleml.optim.Optimizer}, which {@link Trainer} asks for a step a gradient;
 * {@link LbfgsTrainer} has the loop of l-bfgs.
 */
public enum Solver implements Named {
  /** Gradient descent on the whole table. */
  GD("gd", true),
  /** Stochastic gradient descent on mini-batches. */
  SGD("sgd", false),
  /** Stochastic gradient descent with heavy-ball momentum. */
  MOMENTUM("momentum", false),
  /** Stochastic gradient descent with Nesterov's momentum. */
  NESTEROV("nesterov", false),
  /** AdaGrad. */
  ADAGRAD("adagrad", false),
  /** RMSProp. */
  RMSPROP("rmsprop", false),
  /** Adam. */
  ADAM("adam", false),
  /** Adam with decoupled weight decay. */
  ADAMW("adamw", false),
  /** L-BFGS on the whole table; with absolute values in the penalty OWL-QN. */
  L_BFGS("l-bfgs", true);

  private final String label;
  private final boolean fullBatch;

  Solver(String label, boolean fullBatch) {
    this.label = label;
    this.fullBatch = fullBatch;
  }

  /**
   * Whether every step takes all rows.
   *
   * @return true for full-batch solvers
   */
  public boolean isFullBatch() {
    return fullBatch;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds a solver by name.
   *
   * @param name for example "adamw"; case does not matter
   * @return the solver
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Solver named(String name) {
    return Named.find("solver", name, values());
  }
}
