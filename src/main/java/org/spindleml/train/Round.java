package org.spindleml.train;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.MeanGradient;
import org.spindleml.nn.StepBlock;
import org.spindleml.optim.OptimizerState;

/**
 * A round of local steps. Each virtual worker v, which is a leaf of the plan, begins at the weights
 * w₀ that were broadcast, with the memory of the solver at zero, and takes the same steps of the
 * run, each along the mean gradient of its own rows of that step. A round's sum is
 *
 * <pre>
 * Σ over v of W_v (w₀ − w_v), where W_v is the weight of the rows that v has met
 * </pre>
 *
 * <p>so that the mean is that of McMahan, Moore, Ramage, Hampson, Agüera y Arcas,
 * "Communication-efficient learning of deep networks from decentralized data", 2017, algorithm 1: a
 * row counts as its weight, whichever worker meets it. A worker that has met no row is absent. In
 * the place of running statistics is Σ W_v times the statistics themselves, as in a step's sum.
 *
 * @param first the first step, counted from 0 over the whole run
 * @param learningRates of each step
 * @param rule what a mean gradient does to a worker's weights
 */
public record Round(long first, double[] learningRates, LocalSteps rule) implements Turn {
  @Override
  public void addLeaves(
      LeafGradients leaves,
      int from,
      int to,
      float[] weights,
      IntFunction<Shard> shards,
      SumTree tree) {
    float[] own = new float[weights.length];
    OptimizerState memory = rule.optimizer().start(weights.length);
    SumTree scratch = new SumTree(weights.length);
    for (int worker = from; worker < to; worker++) {
      System.arraycopy(weights, 0, own, 0, own.length);
      memory = cleared(memory);
      double lossSum = 0;
      double weightSum = 0;
      long rows = 0;
      StepBlock odd = null;
      for (int i = 0; i < learningRates.length; i++) {
        scratch.clear();
        leaves.addLeaves(worker, worker + 1, first + i, own, shards, scratch);
        GradientSum sum = scratch.nodes().get(0).sum();
        if (sum == null) {
          continue;
        }
        lossSum += sum.lossSum() + sum.weightSum() * rule.penalty().value(own);
        weightSum += sum.weightSum();
        rows += sum.rows();
        odd = odd == null ? sum.firstOdd() : odd;
        MeanGradient mean = sum.mean();
        rule.step(own, mean.gradient(), first + i, learningRates[i], memory);
      }
      if (rows == 0) {
        tree.push(0, worker, null);
      } else {
        GradientSum sum = sum(weights, own, lossSum, weightSum, rows, tree);
        sum.markOdd(odd);
        tree.push(0, worker, sum);
      }
    }
  }

  private static OptimizerState cleared(OptimizerState memory) {
    for (float[] array : memory.memory()) {
      Arrays.fill(array, 0);
    }
    return new OptimizerState(0, memory.memory());
  }

  private GradientSum sum(
      float[] before, float[] after, double lossSum, double weightSum, long rows, SumTree tree) {
    float[] difference = tree.empty().gradient();
    float weight = (float) weightSum;
    for (int i = 0; i < difference.length; i++) {
      difference[i] = weight * (before[i] - after[i]);
    }
    RunningStatistics statistics = rule.statistics();
    for (int i = statistics.from(); i < statistics.to(); i++) {
      difference[i] = weight * after[i];
    }
    return new GradientSum(difference, lossSum, weightSum, rows);
  }

  @Override
  public String toString() {
    return "steps " + first + " to " + (first + learningRates.length - 1);
  }
}
