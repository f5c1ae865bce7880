package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.Network;
import org.spindleml.nn.Parameter;
import org.spindleml.optim.AdaGrad;
import org.spindleml.optim.Adam;
import org.spindleml.optim.AdamW;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Nesterov;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.RmsProp;
import org.spindleml.optim.Span;

/**
 * What a user chooses about how a mean gradient changes the weights.
 *
 * @param solver the rule that turns gradients into steps
 * @param momentum of solvers momentum and nesterov, at least 0 and below 1
 * @param weightDecay of solver adamw, per unit of learning rate
 * @param regParam of the penalty on weights that is added to the cost, at least 0
 * @param elasticNetParam share of absolute values in the penalty, from 0 to 1; the rest is squares
 * @param gradientClipNorm longest mean gradient; 0 for any length
 * @param gradientClipValue largest slope of the mean gradient on one weight; 0 for any size
 * @param maxNorm longest column of a weight matrix after a step; 0 for any length
 */
public record UpdateSettings(
    Solver solver,
    double momentum,
    double weightDecay,
    double regParam,
    double elasticNetParam,
    double gradientClipNorm,
    double gradientClipValue,
    double maxNorm) {

  /**
   * The rule that turns gradients into steps.
   *
   * @param network the network to train; its weight matrices decay, its biases and slopes do not
   * @return the rule
   */
  public Optimizer optimizer(Network network) {
    return switch (solver) {
      case GD, SGD -> new GradientDescent();
      case MOMENTUM -> new Momentum(momentum);
      case NESTEROV -> new Nesterov(momentum);
      case ADAGRAD -> AdaGrad.defaults();
      case RMSPROP -> RmsProp.defaults();
      case ADAM -> Adam.defaults();
      case ADAMW -> {
        Adam adam = Adam.defaults();
        yield new AdamW(adam.beta1(), adam.beta2(), adam.epsilon(), weightDecay, matrices(network));
      }
    };
  }

  private static List<Span> matrices(Network network) {
    return network.parameters().stream()
        .filter(Parameter::isWeight)
        .map(weight -> new Span(weight.at(), weight.at() + weight.length()))
        .toList();
  }

  /**
   * What is added to the cost.
   *
   * @param network the network to train; its weight matrices count, its biases and slopes do not
   * @return the penalty
   */
  public Penalty penalty(Network network) {
    return new Penalty(regParam, elasticNetParam, matrices(network));
  }

  /**
   * The bound on the mean gradient.
   *
   * @return the bound
   */
  public GradientClip clip() {
    return new GradientClip(gradientClipNorm, gradientClipValue);
  }

  /**
   * The bound on each unit's incoming weights.
   *
   * @param network the network to train
   * @return the bound
   */
  public MaxNorm maxNorm(Network network) {
    return new MaxNorm(
        maxNorm,
        network.layers().stream()
            .map(layer -> new MaxNorm.Matrix(layer.at(), layer.inputs(), layer.outputs()))
            .toList());
  }
}
