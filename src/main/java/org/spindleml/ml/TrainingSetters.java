package org.spindleml.ml;

import org.apache.spark.ml.linalg.Vector;

/**
 * Setters for all that is decided before training.
 *
 * @param <T> the class that is set up, which every setter returns
 */
public interface TrainingSetters<T> extends ScoringSetters<T> {
  /**
   * Sets the column of row weights.
   *
   * @param name a column name
   * @return this
   */
  default T setWeightCol(String name) {
    set(weightCol(), name);
    return self();
  }

  /**
   * Sets the column that marks validation rows.
   *
   * @param name a column name
   * @return this
   */
  default T setValidationIndicatorCol(String name) {
    set(validationIndicatorCol(), name);
    return self();
  }

  /**
   * Sets the share of rows that become validation rows by their content.
   *
   * @param share at least 0 and below 1
   * @return this
   */
  default T setValidationFraction(double share) {
    set(validationFraction(), share);
    return self();
  }

  /**
   * Sets what judges the validation rows.
   *
   * @param name the name of a metric
   * @return this
   */
  default T setValidationMetric(String name) {
    set(validationMetric(), name);
    return self();
  }

  /**
   * Sets the epochs in a row that may pass without improvement.
   *
   * @param epochs at least 0; 0 for any number
   * @return this
   */
  default T setPatience(int epochs) {
    set(patience(), epochs);
    return self();
  }

  /**
   * Sets what an epoch must be better by to count as an improvement.
   *
   * @param difference at least 0, in the metric's own units
   * @return this
   */
  default T setMinImprovement(double difference) {
    set(minImprovement(), difference);
    return self();
  }

  /**
   * Sets the units of each hidden layer.
   *
   * @param units widths, from the inputs to the outputs; empty for a linear model
   * @return this
   */
  default T setHiddenLayers(int... units) {
    set(hiddenLayers(), units);
    return self();
  }

  /**
   * Sets the units of all layers, as Spark's perceptron takes them.
   *
   * @param units [inputs, hidden…, outputs]
   * @return this
   */
  default T setLayers(int... units) {
    set(layers(), units);
    return self();
  }

  /**
   * Sets the activation of the hidden layers.
   *
   * @param names one name for all or one a layer
   * @return this
   */
  default T setActivation(String... names) {
    set(activation(), names);
    return self();
  }

  /**
   * Sets the loss.
   *
   * @param name its name, or "auto"
   * @return this
   */
  default T setLoss(String name) {
    set(loss(), name);
    return self();
  }

  /**
   * Sets what is done to weighted sums before the activation.
   *
   * @param name its name
   * @return this
   */
  default T setNormalization(String name) {
    set(normalization(), name);
    return self();
  }

  /**
   * Sets whether hidden layers add their input to their output.
   *
   * @param add true if those do that are as wide as the layer before
   * @return this
   */
  default T setResidual(boolean add) {
    set(residual(), add);
    return self();
  }

  /**
   * Sets the share of hidden outputs that is set to 0 while training.
   *
   * @param shares one share for all or one a layer, at least 0 and below 1
   * @return this
   */
  default T setDropout(double... shares) {
    set(dropout(), shares);
    return self();
  }

  /**
   * Sets the share of inputs that is set to 0 while training.
   *
   * @param share at least 0 and below 1
   * @return this
   */
  default T setInputDropout(double share) {
    set(inputDropout(), share);
    return self();
  }

  /**
   * Sets how initial weights are drawn.
   *
   * @param name its name, or "auto"
   * @return this
   */
  default T setInitializer(String name) {
    set(initializer(), name);
    return self();
  }

  /**
   * Sets all weights to begin with.
   *
   * @param weights numbers in the order of a model's {@code weights()}
   * @return this
   */
  default T setInitialWeights(Vector weights) {
    set(initialWeights(), weights);
    return self();
  }

  /**
   * Sets the directory of a model to begin with.
   *
   * @param path a path of Hadoop's
   * @return this
   */
  default T setInitialModelPath(String path) {
    set(initialModelPath(), path);
    return self();
  }

  /**
   * Sets the rule that turns gradients into steps.
   *
   * @param name its name
   * @return this
   */
  default T setSolver(String name) {
    set(solver(), name);
    return self();
  }

  /**
   * Sets the learning rate, the highest one of a schedule.
   *
   * @param rate a number above 0
   * @return this
   */
  default T setStepSize(double rate) {
    set(stepSize(), rate);
    return self();
  }

  /**
   * Sets how the learning rate changes over the run.
   *
   * @param name its name
   * @return this
   */
  default T setLearningRateSchedule(String name) {
    set(learningRateSchedule(), name);
    return self();
  }

  /**
   * Sets the share of steps over which the learning rate first rises.
   *
   * @param fraction at least 0 and below 1
   * @return this
   */
  default T setWarmupFraction(double fraction) {
    set(warmupFraction(), fraction);
    return self();
  }

  /**
   * Sets how often schedule cosine falls to 0.
   *
   * @param cycles at least 1; 1 for no restart
   * @return this
   */
  default T setCosineCycles(int cycles) {
    set(cosineCycles(), cycles);
    return self();
  }

  /**
   * Sets the momentum of solvers momentum and nesterov.
   *
   * @param share at least 0 and below 1
   * @return this
   */
  default T setMomentum(double share) {
    set(momentum(), share);
    return self();
  }

  /**
   * Sets the weight decay of solver adamw, per unit of learning rate.
   *
   * @param decay at least 0
   * @return this
   */
  default T setWeightDecay(double decay) {
    set(weightDecay(), decay);
    return self();
  }

  /**
   * Sets the strength of the penalty on weights.
   *
   * @param strength at least 0; 0 for none
   * @return this
   */
  default T setRegParam(double strength) {
    set(regParam(), strength);
    return self();
  }

  /**
   * Sets what the penalty on weights is made of.
   *
   * @param share from 0 (squares) to 1 (absolute values)
   * @return this
   */
  default T setElasticNetParam(double share) {
    set(elasticNetParam(), share);
    return self();
  }

  /**
   * Sets the length beyond which a mean gradient is shortened.
   *
   * @param bound at least 0; 0 for never
   * @return this
   */
  default T setGradientClipNorm(double bound) {
    set(gradientClipNorm(), bound);
    return self();
  }

  /**
   * Sets the size beyond which a slope of the mean gradient is cut.
   *
   * @param bound at least 0; 0 for never
   * @return this
   */
  default T setGradientClipValue(double bound) {
    set(gradientClipValue(), bound);
    return self();
  }

  /**
   * Sets the length beyond which a unit's incoming weights are shortened.
   *
   * @param length at least 0; 0 for never
   * @return this
   */
  default T setMaxNorm(double length) {
    set(maxNorm(), length);
    return self();
  }

  /**
   * Sets how many epochs there are at most; iterations for solver gd.
   *
   * @param epochs at least 0
   * @return this
   */
  default T setMaxIter(int epochs) {
    set(maxIter(), epochs);
    return self();
  }

  /**
   * Sets the relative improvement of the mean loss below which an epoch counts as none.
   *
   * @param fraction at least 0
   * @return this
   */
  default T setTol(double fraction) {
    set(tol(), fraction);
    return self();
  }

  /**
   * Sets the rows of a step, over all workers.
   *
   * @param rows at least 1
   * @return this
   */
  default T setBatchSize(int rows) {
    set(batchSize(), rows);
    return self();
  }

  /**
   * Sets the rows that a thread computes at once while training.
   *
   * @param rows at least 1
   * @return this
   */
  default T setBlockSize(int rows) {
    set(blockSize(), rows);
    return self();
  }

  /**
   * Sets the steps that virtual workers take between two averages.
   *
   * @param steps at least 1; 1 averages every step
   * @return this
   */
  default T setLocalSteps(int steps) {
    set(localSteps(), steps);
    return self();
  }

  /**
   * Sets how many virtual workers there are where localSteps is above 1.
   *
   * @param workers a power of two
   * @return this
   */
  default T setVirtualWorkers(int workers) {
    set(virtualWorkers(), workers);
    return self();
  }

  /**
   * Sets the share of the last average's move that the next one keeps.
   *
   * @param share at least 0 and below 1; 0 takes the average as it is
   * @return this
   */
  default T setOuterMomentum(double share) {
    set(outerMomentum(), share);
    return self();
  }

  /**
   * Sets the seed of initial weights and row order.
   *
   * @param number any number
   * @return this
   */
  default T setSeed(long number) {
    set(seed(), number);
    return self();
  }

  /**
   * Sets whether columns are scaled to mean 0 and deviation 1 for training.
   *
   * @param scale true or false
   * @return this
   */
  default T setStandardize(boolean scale) {
    set(standardize(), scale);
    return self();
  }

  /**
   * Sets where steps are computed.
   *
   * @param choice "auto", "cluster" or "local"
   * @return this
   */
  default T setExecution(String choice) {
    set(execution(), choice);
    return self();
  }

  /**
   * Sets what the matrix products of training take.
   *
   * @param choice "float32" or "bf16"
   * @return this
   */
  default T setPrecision(String choice) {
    set(precision(), choice);
    return self();
  }

  /**
   * Sets what sums of gradients are kept in.
   *
   * @param choice "float32" or "bf16"
   * @return this
   */
  default T setGradientPrecision(String choice) {
    set(gradientPrecision(), choice);
    return self();
  }

  @SuppressWarnings("unchecked")
  private T self() {
    return (T) this;
  }

  /**
   * Sets the directory in which the run is saved while it trains, and from which it goes on.
   *
   * @param path a path on any of Hadoop's file systems; empty for none
   * @return this
   */
  default T setCheckpointDir(String path) {
    set(checkpointDir(), path);
    return self();
  }

  /**
   * Sets the iterations from one checkpoint to the next.
   *
   * @param iterations at least 1; -1 for any number
   * @return this
   */
  default T setCheckpointInterval(int iterations) {
    set(checkpointInterval(), iterations);
    return self();
  }

  /**
   * Sets the seconds from one checkpoint to the next.
   *
   * @param seconds at least 0; 0 for any number
   * @return this
   */
  default T setCheckpointSeconds(double seconds) {
    set(checkpointSeconds(), seconds);
    return self();
  }

  /**
   * Sets what to do when a checkpoint cannot be written.
   *
   * @param choice "warn" or "error"
   * @return this
   */
  default T setCheckpointFailure(String choice) {
    set(checkpointFailure(), choice);
    return self();
  }

  /**
   * Sets what to do where a number becomes infinite or NaN.
   *
   * @param choice "return" or "error"
   * @return this
   */
  default T setDivergence(String choice) {
    set(divergence(), choice);
    return self();
  }

  /**
   * Sets what to do with checkpoints that are there already.
   *
   * @param choice "auto", "never" or "must"
   * @return this
   */
  default T setResume(String choice) {
    set(resume(), choice);
    return self();
  }
}
