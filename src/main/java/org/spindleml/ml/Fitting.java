package org.spindleml.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.spindleml.model.TrainingRun;
import org.spindleml.spark.ClassicSession;
import org.spindleml.spark.DataFrameTraining;
import org.spindleml.spark.Execution;
import org.spindleml.spark.InputColumns;
import org.spindleml.table.InputException;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.LossAdvice;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateFinder;
import org.spindleml.train.RateRange;
import org.spindleml.train.Solver;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingSettings;

/**
 * What both estimators do with a table: check it against the Params, then run.
 *
 * @param params the estimator's Params
 * @param columns which columns of the table are what
 * @param thresholds the estimator's thresholds, one a class; null if there are none
 * @param listener follows the run; null for nobody
 */
record Fitting(
    MlpParams params, InputColumns columns, double[] thresholds, TrainingListener listener) {

  Fitting {
    listener = listener == null ? TrainingListener.NONE : listener;
  }

  /** Remembers what it is told. */
  private static final class Notes implements TrainingListener {
    final List<String> lines = new ArrayList<>();
    String divergence;

    @Override
    public void note(String line) {
      lines.add(line);
    }

    @Override
    public void diverged(String line) {
      divergence = line;
      note(line);
    }
  }

  /**
   * Trains a network.
   *
   * @param writer writes the estimator's model of a run
   * @throws DivergedException if the run diverged and is to fail then
   */
  TrainingRun fit(Dataset<?> data, Function<TrainingRun, MLWriter> writer) {
    Settings settings = settings(data);
    Notes notes = new Notes();
    TrainingListener follower = notes.and(listener);
    try (Saving saving = Saving.begin(params, data.sparkSession())) {
      UnusedParams.of(params).forEach(follower::note);
      TrainingRun training = run(data, settings, settings.training(), saving.settings(), follower);
      LossAdvice.of(training.result()).ifPresent(follower::note);
      training = training.withNotes(notes.lines);
      if (notes.divergence != null
          && Divergence.named(params.getDivergence()) == Divergence.ERROR) {
        throw new DivergedException(notes.divergence + Saving.keep(writer.apply(training), params));
      }
      return training;
    }
  }

  /** Tries learning rates instead. */
  RateCurve findLearningRate(Dataset<?> data, RateRange range) {
    Settings settings = settings(data);
    if (settings.training().update().solver() == Solver.L_BFGS) {
      throw new InputException(
          "solver l-bfgs has no learning rate, it searches along a line; take another solver");
    }
    RateFinder finder = new RateFinder(range, listener);
    run(data, settings, settings.training().trying(range), CheckpointSettings.NONE, finder);
    return finder.curve();
  }

  private Settings settings(Dataset<?> data) {
    TableSchema.check(ClassicSession.schema(data, "training"), columns, Settings.loss(params));
    return Settings.of(params, thresholds).withInitialModel(params, data.sparkSession());
  }

  private TrainingRun run(
      Dataset<?> data,
      Settings settings,
      TrainingSettings training,
      CheckpointSettings saved,
      TrainingListener follower) {
    return DataFrameTraining.fit(
        data,
        columns,
        training,
        settings.inputs(),
        settings.targets(),
        Execution.named(params.getExecution()),
        saved,
        follower);
  }
}
