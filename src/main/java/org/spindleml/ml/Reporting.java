package org.spindleml.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.SparkSession;
import org.spindleml.linalg.Gemm;
import org.spindleml.model.TrainingRun;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.report.ReportedRun;
import org.spindleml.report.TrainingReport;

/**
 * A fit as a report tells it.
 *
 * @param model what was trained, with the Params it was trained with
 * @param training how
 */
record Reporting(Transformer model, TrainingRun training) {
  ReportedRun reported(String title, List<EvaluatedTable> tables, List<String> again) {
    return new ReportedRun(title, training, tables, settings(), surroundings(), again);
  }

  /** Writes a page with how good the model is on the rows it was trained on. */
  void write(MlpSummary summary, String path) {
    List<String> targets =
        IntStream.range(0, training.model().targets()).mapToObj(Integer::toString).toList();
    ReportedRun run =
        reported(
            model.getClass().getSimpleName(),
            List.of(summary.evaluated("training table", targets)),
            List.of());
    Path file = new Path(path);
    Path parent = file.getParent();
    try {
      HadoopFiles.in(parent == null ? "" + Path.CUR_DIR : parent.toString(), session(summary))
          .replace(file.getName(), TrainingReport.of(run).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + path, e);
    }
  }

  private static SparkSession session(MlpSummary summary) {
    return summary.data().sparkSession();
  }

  /** The Params that were set, as they are saved. */
  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Param<?> param : model.params()) {
      if (model.isSet(param)) {
        settings.put(param.name(), ParamText.of(param, model.get(param).get()));
      }
    }
    return settings;
  }

  private static Map<String, String> surroundings() {
    Map<String, String> surroundings = new LinkedHashMap<>();
    String spindle = Reporting.class.getPackage().getImplementationVersion();
    surroundings.put("Spindle", spindle == null ? "of a working directory" : spindle);
    surroundings.put("Spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    surroundings.put("Java", System.getProperty("java.version"));
    surroundings.put("kernel of the driver", Gemm.best().id());
    return surroundings;
  }
}
