package org.spindleml.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spindle evaluate}: metrics of a trained run on its test table. */
@Command(
    name = "evaluate",
    description = "Evaluate a trained run on its test table.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunArguments arguments;

  @Override
  public Integer call() throws IOException {
    RunFile run = arguments.run();
    try (CommandSession session = CommandSession.open("evaluate " + run.name())) {
      RunModel model = RunModel.load(session.spark(), run);
      Dataset<Row> test =
          RunTables.read(session.spark(), run)
              .test()
              .orElseThrow(
                  () -> new InputException("the run file has no data.test to evaluate on"));
      model.evaluate(test, run).print(spec.commandLine().getOut());
    }
    return 0;
  }
}
