package org.spindleml.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingResult;

/** What came of a training run, as JSON: loss history, why it ended, metrics of the test table. */
final class RunReport {
  private RunReport() {}

  /**
   * Writes {@code report.json} into a run's output directory.
   *
   * @param run the run file
   * @param model the model
   * @param result how the training went
   * @param test metrics of the test table, where there is one
   * @param hadoop how to reach the directory
   * @return the path
   */
  static String write(
      RunFile run,
      RunModel model,
      TrainingResult result,
      Optional<Evaluation> test,
      Configuration hadoop)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode report = json.createObjectNode();
    report.put("run", run.name());
    report.put("model", model.stage().toString());
    report.put("stopReason", result.stopReason().name());
    report.put("stopText", result.stopReason().toString());
    report.put("steps", result.steps());
    report.put("evaluations", result.evaluations());
    var history = report.putArray("lossHistory");
    Arrays.stream(result.lossHistory()).forEach(history::add);
    if (result.epochs().stream().anyMatch(epoch -> !Double.isNaN(epoch.validationLoss()))) {
      report.put("bestEpoch", result.bestEpoch());
      var losses = report.putArray("validationLossHistory");
      var metrics = report.putArray("validationMetricHistory");
      for (EpochRecord epoch : result.epochs()) {
        losses.add(epoch.validationLoss());
        metrics.add(epoch.validationMetric());
      }
    }
    test.ifPresent(
        evaluation -> {
          ObjectNode metrics = report.putObject("test");
          metrics.put("rows", evaluation.rows());
          evaluation.metrics().forEach(metrics::put);
        });
    Path path = new Path(RunModel.output(run), "report.json");
    FileSystem files = path.getFileSystem(hadoop);
    try (OutputStream out = files.create(path, true)) {
      json.writerWithDefaultPrettyPrinter().writeValue(out, report);
    }
    return path.toString();
  }
}
