package org.spindleml.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.report.ProgressLine;
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

  @Override
  public Integer call() throws IOException {
    RunFile run = arguments.run();
    PrintWriter out = spec.commandLine().getOut();
    try (CommandSession session = CommandSession.open("train " + run.name())) {
      SparkSession spark = session.spark();
      RunTables tables = RunTables.read(spark, run);
      RunModel model = new RunModel(RunPipeline.fit(run, tables, ProgressLine.to(out)));
      model.save(run);
      EvaluatedTable table =
          tables
              .test()
              .map(test -> model.evaluate(test, run))
              .orElseGet(() -> model.evaluateTraining(run));
      table.print(out);
      RunReport report =
          new RunReport(
              model.summary().reported(run.name(), List.of(table), arguments.again()),
              RunModel.output(run),
              spark);
      report.writeJson();
      out.println("model   " + RunModel.path(run));
      out.println("report  " + report.writePage());
    }
    return 0;
  }
}
