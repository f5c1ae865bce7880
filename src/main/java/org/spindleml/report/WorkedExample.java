package org.spindleml.report;

import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.Target;
import org.spindleml.nn.Trace;
import org.spindleml.optim.GradientDescent;

/**
 * One step of gradient descent on one row, every number kept.
 *
 * @param network the network
 * @param inputs the row's inputs
 * @param targets the row's labels: a class number, or what each output should be
 * @param loss the loss
 * @param learningRate the learning rate
 * @param weights the weights before the step
 * @param before the row's way through the network before the step
 * @param updated the weights after the step
 * @param after the same row after the step
 */
public record WorkedExample(
    Network network,
    float[] inputs,
    float[] targets,
    Loss loss,
    double learningRate,
    float[] weights,
    Trace before,
    float[] updated,
    Trace after) {

  /** What still reads as a page of numbers. */
  private static final int MOST_WEIGHTS = 500;

  /**
   * Takes the step.
   *
   * @param network the network
   * @param weights its weights
   * @param inputs the row's inputs
   * @param targets the row's labels: a class number, or what each output should be
   * @param loss the loss, without label smoothing and of one quantile
   * @param learningRate the learning rate, above 0
   * @return the worked example
   * @throws IllegalArgumentException if widths do not fit, the network is too large to print or a
   *     number overflows
   */
  public static WorkedExample of(
      Network network,
      float[] weights,
      float[] inputs,
      float[] targets,
      Loss loss,
      double learningRate) {
    check("inputs", inputs.length, network.inputs());
    if (!LossFormulas.has(loss)) {
      throw new IllegalArgumentException(
          "loss " + loss.label() + " is explained without smoothing and of one quantile");
    }
    check("targets", targets.length, loss.targets(network.outputs()));
    for (float target : targets) {
      checkTarget(loss, target, network.outputs());
    }
    check("weights", weights.length, network.size());
    if (network.size() > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "the network has "
              + network.size()
              + " weights; give a smaller one, at most "
              + MOST_WEIGHTS
              + " can be read");
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate is " + learningRate + "; it must be a number above 0");
    }
    Trace before = Trace.of(network, weights, inputs, targets, loss);
    float[] updated = weights.clone();
    GradientDescent rule = new GradientDescent();
    rule.step(updated, before.gradient(), learningRate, rule.start(updated.length));
    Trace after = Trace.of(network, updated, inputs, targets, loss);
    if (!Double.isFinite(before.loss()) || !Double.isFinite(after.loss())) {
      throw new IllegalArgumentException(
          "the loss overflows; give smaller numbers or a smaller learning rate");
    }
    return new WorkedExample(
        network, inputs, targets, loss, learningRate, weights, before, updated, after);
  }

  private static void checkTarget(Loss loss, float target, int outputs) {
    boolean isClass = loss.target() == Target.CLASS;
    int classes = isClass ? loss.predictions(outputs) : Integer.MAX_VALUE;
    if (!loss.accepts(target) || isClass && target >= classes) {
      throw new IllegalArgumentException(
          "the target must be "
              + (isClass ? "a class from 0 to " + (classes - 1) : loss.labelDomain())
              + " for loss "
              + loss.label()
              + ", found "
              + ExampleTables.given(target));
    }
  }

  /**
   * What an output should be.
   *
   * @param output which output
   * @return its value; for classes 1 for the row's, 0 for the others
   */
  public float target(int output) {
    if (loss.target() == Target.CLASS && network.outputs() > 1) {
      return targets[0] == output ? 1 : 0;
    }
    return targets[output];
  }

  private static void check(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "the network takes " + expected + " " + what + ", found " + found);
    }
  }

  /**
   * Initial weights with two decimals, so that they can be typed into a calculator.
   *
   * @param network the network
   * @param seed decides the draw
   * @return weights from the rule that fits each activation, and biases, rounded to hundredths
   */
  public static float[] roundedWeights(Network network, long seed) {
    float[] weights = network.initialWeights(Initializer.AUTO, seed);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.round(100.0 * weights[i]) / 100f;
    }
    return weights;
  }
}
