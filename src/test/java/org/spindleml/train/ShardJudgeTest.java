package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.table.Standardizer;

/** Validation rows are judged to the same bits by any number of threads. */
class ShardJudgeTest {
  private static final RowLayout LAYOUT = new RowLayout(4, 1, true);
  private static final SoftmaxCrossEntropy LOSS = new SoftmaxCrossEntropy();
  private static final Network NETWORK =
      Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), 2);
  private static final float[] WEIGHTS = NETWORK.initialWeights(Initializer.AUTO, 1);

  /** Shards of classes 0 and 1, two of them without rows. */
  private static Shard[] shards() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(11), 100, 30, 0, 257, 64, 65, 0, 301);
    for (Shard shard : shards) {
      for (int at = LAYOUT.inputs(); at < shard.packed().length; at += LAYOUT.stride()) {
        shard.packed()[at] = Math.min(1, shard.packed()[at]);
      }
    }
    return shards;
  }

  private static Judge judge(Metric metric, double... classWeights) {
    return new Judge(LOSS, 2, Standardizer.identity(1), classWeights, metric, null);
  }

  private static EvaluationSums evaluate(Judge judge, Shard[] shards, int threads) {
    TrainingPlan plan = new TrainingPlan(4, 817, 8, 2, 4, 64);
    try (LocalGradientSource source =
        new LocalGradientSource(NETWORK, LOSS, plan, shards, judge, shards, threads)) {
      return source.evaluate(WEIGHTS);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Shard[] shards = shards();
    for (Metric metric : List.of(Metric.LOSS, Metric.AUC_ROC, Metric.AUC_PR, Metric.LOG_LOSS)) {
      Judge judge = judge(metric, 1, 2.5);
      byte[] expected = evaluate(judge, shards, 1).toBytes();
      for (int threads : new int[] {2, 3, 5, 8, 11}) {
        byte[] actual = evaluate(judge, shards, threads).toBytes();
        assertArrayEquals(expected, actual, metric + " by " + threads);
      }
      assertArrayEquals(expected, judge.read(expected).toBytes(), "there and back");
    }
  }

  @Test
  void classWeightsCountInTheLossAlone() {
    Shard[] shards = shards();
    EvaluationSums plain = evaluate(judge(Metric.LOG_LOSS), shards, 2);
    EvaluationSums weighed = evaluate(judge(Metric.LOG_LOSS, 1, 2.5), shards, 2);
    assertEquals(plain.metric(), weighed.metric(), 0);
    assertEquals(plain.metric(), plain.meanLoss(), 1e-6);
    assertTrue(Math.abs(weighed.meanLoss() - plain.meanLoss()) > 1e-3);
    assertEquals(817, plain.rows());
  }

  @Test
  void sumsOfAreasTravelWhereTheyAreAskedForAlone() {
    Shard[] shards = shards();
    int area = evaluate(judge(Metric.AUC_ROC), shards, 1).toBytes().length;
    int accuracy = evaluate(judge(Metric.ACCURACY), shards, 1).toBytes().length;
    int loss = evaluate(judge(Metric.LOSS), shards, 1).toBytes().length;
    assertEquals(24, loss);
    assertTrue(accuracy < 150, () -> accuracy + " bytes");
    assertTrue(area > 5000, () -> area + " bytes");
  }

  @Test
  void manyClassesTakeNoMatrix() {
    int classes = 100_000;
    for (Metric metric :
        List.of(Metric.ACCURACY, Metric.BALANCED_ACCURACY, Metric.F1, Metric.LOG_LOSS)) {
      Judge judge = new Judge(LOSS, classes, Standardizer.identity(1), new double[0], metric, null);
      EvaluationSums sums = judge.empty();
      double[] probabilities = new double[classes];
      probabilities[7] = 1;
      sums.metricSums().add(probabilities, new double[] {7}, 1);
      EvaluationSums other = judge.empty();
      other.metricSums().add(probabilities, new double[] {99_999}, 3);
      sums.merge(judge.read(other.toBytes()));
      double expected =
          switch (metric) {
            case ACCURACY -> 0.25;
            case BALANCED_ACCURACY -> 0.5;
            case F1 -> 0.2; // 2/5 of class 7 and 0 of the other
            default -> 0.75 * -Math.log(1e-15);
          };
      assertEquals(expected, sums.metric(), 1e-12, metric.label());
    }
  }

  @Test
  void aSourceWithoutValidationRowsSaysSo() {
    Shard[] shards = shards();
    TrainingPlan plan = new TrainingPlan(4, 817, 8, 2, 4, 64);
    try (LocalGradientSource source = new LocalGradientSource(NETWORK, LOSS, plan, shards, 2)) {
      assertEquals(
          "there are no validation rows",
          assertThrows(IllegalStateException.class, () -> source.evaluate(WEIGHTS)).getMessage());
    }
  }
}
