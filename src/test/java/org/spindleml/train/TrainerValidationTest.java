package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.table.InputException;
import org.spindleml.table.Standardizer;

/** When weights are kept and when a run ends, with a script as its judge. */
class TrainerValidationTest {
  /** The gradient is −1: after n epochs the one weight is n. What judges it goes by a script. */
  private static final class Scripted implements GradientSource {
    private final double[] values;

    Scripted(double... values) {
      this.values = values;
    }

    @Override
    public GradientSum at(float[] weights, long step) {
      return new GradientSum(new float[] {-1}, 5, 1, 1);
    }

    @Override
    public EvaluationSums evaluate(float[] weights) {
      return new EvaluationSums(2 * values[Math.round(weights[0])], 2, 1);
    }

    @Override
    public long computeNanos(long callNanos) {
      return callNanos / 2;
    }
  }

  private static TrainingResult train(
      Validation validation, TrainingListener listener, double... values) {
    return train(new Scripted(values), values.length - 1, validation, listener);
  }

  private static TrainingResult train(
      GradientSource source, int epochs, Validation validation, TrainingListener listener) {
    return new Trainer(
            source,
            Penalty.NONE,
            new GradientClip(0.5, 0),
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            new ConstantSchedule(2),
            Plateau.NONE,
            validation,
            new TrainingPlan(1, 1, 1, 1, 1, 256),
            epochs,
            0,
            listener)
        .train(new float[1]);
  }

  private static Validation byLoss(int patience, double minImprovement) {
    return new Validation(Metric.LOSS, null, patience, minImprovement);
  }

  private static TrainingResult train(Validation validation, double... values) {
    return train(validation, TrainingListener.NONE, values);
  }

  private static void assertKept(int epoch, TrainingResult result) {
    assertEquals(epoch, result.bestEpoch());
    assertArrayEquals(new float[] {epoch}, result.weights());
  }

  @Test
  void theFirstOfTheBestIsKept() {
    TrainingResult result = train(byLoss(0, 0), 9, 5, 3, 4, 3, 6);
    assertKept(2, result);
    assertEquals(StopReason.MAX_ITER, result.stopReason());
    assertArrayEquals(
        new double[] {5, 3, 4, 3, 6},
        result.epochs().stream().mapToDouble(EpochRecord::validationMetric).toArray());
  }

  /** Half of the rows are told right at any time, and only the loss goes by the script. */
  private static GradientSource halfRight(double... losses) {
    Scripted scripted = new Scripted(losses);
    return new GradientSource() {
      @Override
      public GradientSum at(float[] weights, long step) {
        return scripted.at(weights, step);
      }

      @Override
      public EvaluationSums evaluate(float[] weights) {
        MetricSums<?> accuracy = MetricSums.ofClasses(Metric.ACCURACY, 2, null);
        accuracy.add(new double[] {1, 0}, new double[] {0}, 1);
        accuracy.add(new double[] {1, 0}, new double[] {1}, 1);
        EvaluationSums sums = new EvaluationSums(accuracy);
        sums.count(scripted.evaluate(weights).meanLoss(), 1, 2);
        return sums;
      }
    };
  }

  @Test
  void equalMetricsAreToldApartByTheLoss() {
    Validation byAccuracy = new Validation(Metric.ACCURACY, null, 0, 0);
    assertKept(3, train(halfRight(9, 8, 7, 6, 6, 7), 5, byAccuracy, TrainingListener.NONE));
    assertKept(0, train(halfRight(5, 8, 7), 2, byAccuracy, TrainingListener.NONE));
    // It is the metric that patience waits for.
    TrainingResult impatient =
        train(
            halfRight(9, 8, 7, 6),
            3,
            new Validation(Metric.ACCURACY, null, 2, 0),
            TrainingListener.NONE);
    assertKept(2, impatient);
    assertEquals(StopReason.PATIENCE, impatient.stopReason());
  }

  @Test
  void higherIsBetterWhereTheMetricSaysSo() {
    assertKept(2, train(new Validation(Metric.ACCURACY, null, 0, 0), 0.1, 0.2, 0.9, 0.3));
  }

  @Test
  void initialWeightsMayBeTheBest() {
    assertKept(0, train(byLoss(0, 0), 1, 2, 3));
  }

  @Test
  void patienceCountsEpochsInARow() {
    TrainingResult result = train(byLoss(2, 0), 9, 5, 6, 4, 5, 4, 3, 2);
    assertKept(3, result);
    assertEquals(StopReason.PATIENCE, result.stopReason());
    assertEquals(5, result.epochs().size());
    assertEquals(StopReason.MAX_ITER, train(byLoss(3, 0), 9, 5, 6, 4, 5, 4, 3, 2).stopReason());
  }

  @Test
  void smallGainsAreKeptButDoNotCount() {
    TrainingResult result = train(byLoss(3, 1), 9, 5, 4.5, 4.25, 4.125, 1);
    assertKept(4, result);
    assertEquals(StopReason.PATIENCE, result.stopReason());
    // Together they do count: 5 → 3.75 is more than 1.
    assertEquals(
        StopReason.MAX_ITER, train(byLoss(3, 1), 9, 5, 4.5, 4.25, 3.75, 3.5, 3.25).stopReason());
  }

  @Test
  void withoutValidationTheLastWeightsAreKept() {
    TrainingResult result = train(Validation.NONE, 1, 2, 3);
    assertKept(2, result);
    assertTrue(Double.isNaN(result.epochs().get(0).validationLoss()));
  }

  @Test
  void whatIsNotANumberIsNeverTheBestAndSaidOnce() {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    double nan = Double.NaN;
    assertKept(3, train(byLoss(0, 0), listener, 9, nan, nan, 8, nan));
    assertEquals(List.of("validationMetric loss is NaN after epoch 1"), notes);
    assertKept(1, train(byLoss(0, 0), nan, 8, 9));
    notes.clear();
    TrainingResult never = train(byLoss(2, 0), listener, nan, nan, nan, nan);
    assertEquals(List.of("validationMetric loss is NaN after epoch 1"), notes);
    assertEquals(2, never.epochs().size(), "the initial weights are no epoch without improvement");
  }

  @Test
  void aMetricWithoutAnswerIsAnErrorBeforeTraining() {
    // No row with a label of each class: the area has no answer, the loss has one.
    Judge judge =
        new Judge(
            new SoftmaxCrossEntropy(),
            2,
            Standardizer.identity(1),
            new double[0],
            Metric.AUC_ROC,
            null);
    Shard ones = new Shard(new RowLayout(1, 1, false), new float[] {0.5f, 1, -0.5f, 1});
    Network network = Network.of(1, List.of(), 2);
    GradientSource source =
        new GradientSource() {
          @Override
          public GradientSum at(float[] weights, long step) {
            throw new AssertionError("no step is taken");
          }

          @Override
          public EvaluationSums evaluate(float[] weights) {
            return new ShardJudge(network, judge, ones.layout(), 8)
                .sum(0, 1, shard -> ones, weights);
          }
        };
    LbfgsTrainer trainer =
        new LbfgsTrainer(
            source,
            Penalty.NONE,
            RunningStatistics.NONE,
            new Validation(Metric.AUC_ROC, null, 0, 0),
            2,
            5,
            0,
            TrainingListener.NONE);
    InputException refused =
        assertThrows(InputException.class, () -> trainer.train(new float[network.size()]));
    assertEquals(
        "validationMetric aucRoc has no answer on the 2 validation rows: they must be of both"
            + " classes",
        refused.getMessage());
  }

  @Test
  void epochsAreRecords() {
    List<EpochRecord> told = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epoch(int epoch, EpochRecord record) {
            numbers.add(epoch);
            told.add(record);
          }
        };
    TrainingResult result = train(byLoss(0, 0), listener, 9, 5, 3, 4);
    assertEquals(List.of(1, 2, 3), numbers);
    assertEquals(result.epochs(), told);
    for (EpochRecord record : told) {
      assertEquals(5, record.loss());
      assertEquals(2, record.learningRate());
      assertEquals(1, record.gradientNorm(), "before it is clipped to 0.5");
      EpochSeconds seconds = record.seconds();
      assertTrue(seconds.compute() > 0 && seconds.driver() > 0, seconds::toString);
      // Half of each call, rounded down to nanoseconds.
      assertEquals(seconds.compute(), seconds.spark(), 3e-9);
    }
  }
}
