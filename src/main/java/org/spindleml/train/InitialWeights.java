package org.spindleml.train;

import java.util.Locale;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.Parameter;
import org.spindleml.table.InputException;

/** Where training begins: weights that are drawn, or given. */
public sealed interface InitialWeights
    permits InitialWeights.Drawn, InitialWeights.Given, WarmStart {
  /**
   * The weights before the first step.
   *
   * @param network the network to train
   * @param seed of weights that are drawn
   * @return {@link Network#size} numbers; the caller's own
   * @throws InputException if the weights are not the network's
   */
  float[] of(Network network, long seed);

  /**
   * Weights drawn by a rule.
   *
   * @param initializer the rule
   */
  record Drawn(Initializer initializer) implements InitialWeights {
    @Override
    public float[] of(Network network, long seed) {
      return network.initialWeights(initializer, seed);
    }
  }

  /**
   * Weights that the user gives, for columns that are standardised like those of any run.
   *
   * @param weights in the network's own order; not changed
   */
  record Given(float[] weights) implements InitialWeights {
    @Override
    public float[] of(Network network, long seed) {
      if (weights.length != network.size()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s takes %,d weights, initialWeights has %,d",
                network,
                network.size(),
                weights.length));
      }
      for (Parameter parameter : network.parameters()) {
        for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
          if (parameter.name().endsWith(".runningVariance") && weights[i] < 0) {
            throw new InputException(
                "initialWeights has "
                    + weights[i]
                    + " at "
                    + i
                    + ", in "
                    + parameter.name()
                    + "; a variance is at least 0");
          }
        }
      }
      return weights.clone();
    }
  }
}
