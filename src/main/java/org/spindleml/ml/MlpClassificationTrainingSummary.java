package org.spindleml.ml;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.model.TrainingRun;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.report.ReportedRun;
import org.spindleml.spark.EvaluationColumns;

/**
 * How the training of a classifier went, and how well it tells the classes of the table apart that
 * it was fit to: of the rows that it learned from, validation rows left out.
 */
public final class MlpClassificationTrainingSummary extends MlpClassificationSummary
    implements MlpTrainingSummary {
  private final TrainingRun training;

  /** A summary of a fit; the model's prediction and probability columns have names. */
  MlpClassificationTrainingSummary(
      MlpClassificationModel model,
      EvaluationColumns columns,
      Dataset<?> data,
      TrainingRun training) {
    super(model, columns, data);
    this.training = training;
  }

  @Override
  public TrainingRun training() {
    return training;
  }

  @Override
  public ReportedRun reported(String title, List<EvaluatedTable> tables, List<String> again) {
    return new Reporting(judged(), training).reported(title, tables, again);
  }

  @Override
  public void writeReport(String path) {
    new Reporting(judged(), training).write(this, path);
  }

  @Override
  public Dataset<Row> history() {
    return EpochTable.of(data().sparkSession(), training.result().epochs());
  }
}
