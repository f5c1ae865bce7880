package org.spindleml.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.spindleml.report.ProgressLine;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spindle train}: trains a run, evaluates it, and writes the model and a report. */
@Command(
    name = "train",
    description = "Train a network as a run file says.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunArguments arguments;

  /** Shows a run's progress and keeps its result. */
  private static final class Follower implements TrainingListener {
    private final ProgressLine line;
    private TrainingResult result;

    Follower(PrintWriter out) {
      line = ProgressLine.to(out);
    }

    @Override
    public void note(String text) {
      line.note(text);
    }

    @Override
    public void step(Progress progress) {
      line.step(progress);
    }

    @Override
    public void epoch(int epoch, EpochRecord record) {
      line.epoch(epoch, record);
    }

    @Override
    public void finished(TrainingResult finished) {
      line.finished(finished);
      result = finished;
    }
  }

  @Override
  public Integer call() throws IOException {
    RunFile run = arguments.run();
    PrintWriter out = spec.commandLine().getOut();
    try (CommandSession session = CommandSession.open("train " + run.name())) {
      SparkSession spark = session.spark();
      RunTables tables = RunTables.read(spark, run);
      Follower follower = new Follower(out);
      RunModel model = new RunModel(RunPipeline.fit(run, tables, follower));
      model.save(run);
      Optional<Evaluation> test = tables.test().map(table -> model.evaluate(table, run));
      test.ifPresent(evaluation -> evaluation.print(out));
      String report =
          RunReport.write(
              run, model, follower.result, test, spark.sparkContext().hadoopConfiguration());
      out.println("model   " + RunModel.path(run));
      out.println("report  " + report);
    }
    return 0;
  }
}
