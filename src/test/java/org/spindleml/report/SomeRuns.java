package org.spindleml.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.ValueMetrics;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingResult;

/** Runs to report on. */
final class SomeRuns {
  private SomeRuns() {}

  /** Epochs whose losses fall, with validation rows or without. */
  static List<EpochRecord> epochs(int count, boolean validation) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double judged = validation ? 1.5 / (i + 1) : Double.NaN;
      EpochSeconds seconds = new EpochSeconds(2, 1, 0.5);
      epochs.add(new EpochRecord(1.0 / (i + 1), judged, judged / 2, 0.01, 3, seconds));
    }
    return epochs;
  }

  /** A run that went through some epochs. */
  static ReportedRun of(
      List<EpochRecord> epochs, int best, StopReason reason, List<EvaluatedTable> tables) {
    Network network = Network.of(4, List.of(new HiddenLayer(8, Activation.RELU)), 2);
    TrainedNetwork model =
        new TrainedNetwork(
            network,
            network.initialWeights(Initializer.AUTO, 1),
            Loss.named("softmaxCrossEntropy"),
            new TableEncoder(Standardizer.identity(4), Standardizer.identity(1)));
    long steps = 10L * epochs.size();
    TrainingResult result = new TrainingResult(model.weights(), epochs, steps, steps, reason, best);
    return new ReportedRun(
        "a <run>",
        new TrainingRun(model, result, 1234, List.of("a note & more")),
        tables,
        Map.of("validationMetric", "aucRoc", "maxIter", "20"),
        Map.of("Spark", "0.0"),
        List.of("submit/spindle train a.conf 'x=<y>'"));
  }

  /** Classes whose probabilities tell something. */
  static EvaluatedTable classes(int classes, List<String> names) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      int label = random.nextInt(classes);
      double[] p = new double[classes];
      double right = Math.pow(random.nextDouble(), 2);
      for (int k = 0; k < classes; k++) {
        p[k] = k == label ? right : (1 - right) / (classes - 1);
      }
      metrics.add(p, right > 1.0 / classes ? label : (label + 1) % classes, label, 1);
    }
    return new EvaluatedTable("test", metrics, names);
  }

  /** Predicted values with an error, one of them far out. */
  static EvaluatedTable values(String loss, String... names) {
    Loss trained = Loss.named(loss);
    ValueMetrics metrics = ValueMetrics.of(trained, names.length);
    Random random = new Random(2);
    for (int i = 0; i < 3000; i++) {
      double[] labels = random.doubles(names.length).toArray();
      double[] predictions = labels.clone();
      predictions[0] += 0.1 * random.nextGaussian() + (i == 7 ? 1e6 : 0);
      metrics.add(predictions, labels, 1);
    }
    return new EvaluatedTable("test", metrics, List.of(names));
  }

  /** Several yes-or-no labels. */
  static EvaluatedTable labels(String... names) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(names.length);
    double[] probabilities = new double[names.length];
    probabilities[0] = 0.9;
    double[] predictions = new double[names.length];
    predictions[0] = 1;
    metrics.add(probabilities, predictions, predictions, 1);
    return new EvaluatedTable("test", metrics, List.of(names));
  }
}
