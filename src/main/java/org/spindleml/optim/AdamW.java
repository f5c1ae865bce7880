package org.spindleml.optim;

import java.util.List;

/**
 * Adam with decoupled weight decay: w ← w − η λ w on the decayed weights, then a step of {@link
 * Adam} (Loshchilov, Hutter, "Decoupled weight decay regularization", 2019, algorithm 2).
 *
 * <p>As in PyTorch the decay is multiplied by the learning rate, not by the schedule's share of it
 * alone as in the paper.
 *
 * @param beta1 as in {@link Adam}
 * @param beta2 as in {@link Adam}
 * @param epsilon as in {@link Adam}
 * @param weightDecay λ, per unit of learning rate, at least 0
 * @param decayed the weights that decay: usually matrices, not biases and slopes
 */
public record AdamW(
    double beta1, double beta2, double epsilon, double weightDecay, List<Span> decayed)
    implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param beta1 β₁
   * @param beta2 β₂
   * @param epsilon ε
   * @param weightDecay λ
   * @param decayed the weights that decay
   * @throws IllegalArgumentException if a constant is out of range
   */
  public AdamW {
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight decay is " + weightDecay + "; it must be a number of at least 0");
    }
    Adam.check(beta1, beta2, epsilon);
    decayed = List.copyOf(decayed);
  }

  /**
   * The rule with the usual constants.
   *
   * @param decayed the weights that decay
   * @return Adam's defaults, λ 0.01
   */
  public static AdamW defaults(List<Span> decayed) {
    Adam adam = Adam.defaults();
    return new AdamW(adam.beta1(), adam.beta2(), adam.epsilon(), 0.01, decayed);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[2][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    float decay = (float) (learningRate * weightDecay);
    Step adam = new Adam(beta1, beta2, epsilon).next(learningRate, state, size);
    return (weights, gradient, from, to) -> {
      for (int s = 0; s < decayed.size(); s++) {
        Span span = decayed.get(s);
        for (int i = Math.max(from, span.from()); i < Math.min(to, span.to()); i++) {
          weights[i] -= decay * weights[i];
        }
      }
      adam.move(weights, gradient, from, to);
    };
  }

  @Override
  public String toString() {
    return "adamw, weight decay " + weightDecay + ", " + Adam.constants(beta1, beta2, epsilon);
  }
}
