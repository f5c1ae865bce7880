package org.spindleml.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spindleml.report.RateCurvePage;
import org.spindleml.report.RateCurveText;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
import org.spindleml.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code spindle find-lr}: tries learning rates on a run and shows which ones its loss can take.
 */
@Command(
    name = "find-lr",
    description = "Try a range of learning rates on a run, and suggest one.",
    mixinStandardHelpOptions = true)
final class FindLrCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunArguments arguments;

  @Option(
      names = "--from",
      paramLabel = "RATE",
      defaultValue = "1e-7",
      description = "The first learning rate (${DEFAULT-VALUE}).")
  private double from;

  @Option(
      names = "--to",
      paramLabel = "RATE",
      defaultValue = "10",
      description = "The last learning rate (${DEFAULT-VALUE}).")
  private double to;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many rates, one mini-batch each (${DEFAULT-VALUE}).")
  private int steps;

  /** Shows what a run says of itself. */
  private static final class Notes implements TrainingListener {
    private final PrintWriter out;

    Notes(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void note(String line) {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public Integer call() throws IOException {
    RateRange range = new RateRange(from, to, steps);
    RunFile run = arguments.run();
    PrintWriter out = spec.commandLine().getOut();
    try (CommandSession session = CommandSession.open("find-lr " + run.name())) {
      SparkSession spark = session.spark();
      RateCurve curve =
          RunPipeline.findLearningRate(run, RunTables.read(spark, run), range, new Notes(out));
      out.print(RateCurveText.of(curve));
      String page = RateCurvePage.of(curve, "Run " + run.name());
      out.println("page    " + write(page, run, spark.sparkContext().hadoopConfiguration()));
      out.flush();
    }
    return 0;
  }

  private static String write(String page, RunFile run, Configuration hadoop) throws IOException {
    Path path = new Path(RunModel.output(run), "find-lr.html");
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(page.getBytes(StandardCharsets.UTF_8));
    }
    return path.toString();
  }
}
