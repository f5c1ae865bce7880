package org.spindleml.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.linalg.Gemm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spindle doctor}: what this installation is made of, and whether it works. */
@Command(
    name = "doctor",
    description = "Say what Spindle runs on, and try it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    line(out, "Spindle", Versions.spindle());
    line(out, "Spark", Versions.spark());
    line(out, "Scala", Versions.scala());
    line(out, "Java", Versions.java());
    line(
        out,
        "System",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    line(out, "Cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line(out, "Memory", mebibytes(Runtime.getRuntime().maxMemory()) + " for this process");
    line(out, "Matrix products", Gemm.best().id());
    Gemm.whyNotNative().ifPresent(reason -> line(out, "", reason));
    line(
        out,
        "of bfloat16",
        Bf16Gemm.offered()
            .map(Bf16Gemm::id)
            .orElseGet(() -> "none: " + Bf16Gemm.whyNotOffered().orElseThrow()));
    try (CommandSession session = CommandSession.open("doctor")) {
      SparkSession spark = session.spark();
      line(out, "Master", spark.sparkContext().master());
      ExecutorSurvey survey = ExecutorSurvey.of(spark.sparkContext());
      line(out, "Executors", String.valueOf(survey.executors().size()));
      for (String executor : survey.executors()) {
        line(out, "", executor);
      }
      if (survey.kernels().size() > 1) {
        line(
            out,
            "Warning",
            "executors multiply matrices in different ways, and a model would depend on which"
                + " one did what: "
                + String.join(" / ", survey.kernels()));
      }
      line(out, "Spark job", "works: " + survey.tasks() + " tasks");
    }
    return 0;
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-16s %s", name, value).stripTrailing());
    out.flush();
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
