package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;

class MetricTest {
  @Test
  void everyLossHasAMetricThatSuits() {
    for (Loss loss : Loss.all()) {
      Metric metric = Metric.named(loss.metric(), loss.target());
      assertEquals(metric.label(), loss.metric());
      assertTrue(metric.suits(loss.target()));
    }
  }

  @Test
  void directionDecidesWhatIsBetter() {
    assertTrue(Metric.ACCURACY.higherIsBetter());
    assertEquals(0.25, Metric.ACCURACY.gain(0.5, 0.75));
    assertEquals(-1, Metric.RMSE.gain(2, 3));
    assertEquals(1, Metric.LOSS.gain(3, 2));
    assertEquals(Double.NaN, Metric.R2.gain(Double.NaN, 1));
  }

  @Test
  void theErrorListsWhatSuits() {
    assertEquals(
        "unknown metric 'rmse'; choose one of loss, f1, microF1, logLoss, hammingLoss,"
            + " subsetAccuracy",
        assertThrows(IllegalArgumentException.class, () -> Metric.named("rmse", Target.LABELS))
            .getMessage());
    assertEquals(Metric.AUC_ROC, Metric.named("AUCROC", Target.CLASS));
  }

  @Test
  void sumsGiveTheirMeasuresByName() {
    ClassificationMetrics classes = new ClassificationMetrics(2);
    classes.add(new double[] {0.25, 0.75}, 1, 1, 2);
    classes.add(new double[] {0.75, 0.25}, 0, 0, 1);
    assertEquals(1, classes.value(Metric.ACCURACY));
    assertEquals(1, classes.value(Metric.BALANCED_ACCURACY));
    assertEquals(1, classes.value(Metric.F1));
    assertEquals(1, classes.value(Metric.AUC_ROC));
    assertEquals(1, classes.value(Metric.AUC_PR));
    assertEquals(-Math.log(0.75), classes.value(Metric.LOG_LOSS), 1e-15);
    RegressionMetrics values = new RegressionMetrics();
    values.add(1, 2, 1);
    values.add(3, 4, 1);
    assertEquals(1, values.value(Metric.RMSE));
    assertEquals(1, values.value(Metric.MAE));
    assertEquals(0, values.value(Metric.R2));
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> values.value(Metric.ACCURACY));
    assertEquals("there is no accuracy in RegressionMetrics", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> classes.value(Metric.RMSE));
  }
}
