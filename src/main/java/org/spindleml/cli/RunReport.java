package org.spindleml.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spindleml.ml.HadoopFiles;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.report.ReportedRun;
import org.spindleml.report.TrainingReport;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingResult;

/**
 * What came of a training run, as files in its output directory: {@code report.html} for people,
 * {@code report.json} for programs.
 *
 * @param run what to tell
 * @param directory where to
 * @param session how to reach the directory
 */
record RunReport(ReportedRun run, String directory, SparkSession session) {
  /** Writes the page and gives its path. */
  String writePage() throws IOException {
    return write("report.html", TrainingReport.of(run).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the JSON and gives its path. */
  String writeJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode report = json.createObjectNode();
    TrainingResult result = run.run().result();
    report.put("run", run.title());
    report.put("model", run.run().model().toString());
    report.put("rows", run.run().rows());
    report.put("stopReason", result.stopReason().name());
    report.put("stopText", result.stopReason().toString());
    report.put("steps", result.steps());
    report.put("evaluations", result.evaluations());
    report.put("bestEpoch", result.bestEpoch());
    put(report, "lossHistory", EpochRecord::loss);
    put(report, "validationLossHistory", EpochRecord::validationLoss);
    put(report, "validationMetricHistory", EpochRecord::validationMetric);
    put(report, "learningRates", EpochRecord::learningRate);
    put(report, "gradientNorms", EpochRecord::gradientNorm);
    put(report, "computeSeconds", epoch -> epoch.seconds().compute());
    put(report, "sparkSeconds", epoch -> epoch.seconds().spark());
    put(report, "driverSeconds", epoch -> epoch.seconds().driver());
    run.tables().forEach(table -> put(report.putObject(table.name()), table));
    run.run().notes().forEach(report.putArray("notes")::add);
    return write("report.json", json.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
  }

  /** A number an epoch; nothing where there is none in any. */
  private void put(ObjectNode report, String name, ToDoubleFunction<EpochRecord> value) {
    double[] history = run.run().result().epochs().stream().mapToDouble(value).toArray();
    if (Arrays.stream(history).anyMatch(number -> !Double.isNaN(number))) {
      ArrayNode numbers = report.putArray(name);
      Arrays.stream(history).forEach(number -> numbers.add(finite(number)));
    }
  }

  private static void put(ObjectNode json, EvaluatedTable table) {
    json.put("rows", table.rows());
    table.metrics().forEach((name, value) -> json.put(name, finite(value)));
  }

  /** JSON has no NaN and no infinity: null. */
  private static Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private String write(String name, byte[] content) throws IOException {
    HadoopFiles.in(directory, session).replace(name, content);
    return new Path(directory, name).toString();
  }
}
