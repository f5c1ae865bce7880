package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JShell as a user runs it: a real process, from another directory. */
class JavaShellIT {
  @TempDir private Path directory;

  @Test
  void runsAFileAndThenWhatComesOnStandardInput() throws Exception {
    Path data = Path.of("data").toAbsolutePath();
    // For JShell a line that could be the end of a statement is its end: dots come last.
    Path file = directory.resolve("train.jsh");
    Files.writeString(
        file,
        """
        var csv = spark.read().option("header", true).option("inferSchema", true)
        var train = csv.csv("%1$s/two-spirals-train.csv")
        var test = csv.csv("%1$s/two-spirals-test.csv")
        MlpClassificationModel model = new MlpClassifier().
            setFeaturesCols("x", "y").
            setHiddenLayers(64, 64, 64).setActivation("gelu").
            setBatchSize(64).setStepSize(0.01).setMaxIter(300).
            setTrainingListener(ProgressLine.to(System.out)).
            fit(train);
        """
            .formatted(data));
    // A lambda of the shell also runs in Spark's tasks; Vector is Spark's, not java.util's.
    Path input = directory.resolve("input.jsh");
    Files.writeString(
        input,
        """
        import org.apache.spark.api.java.function.MapFunction
        var more = spark.range(4).map((MapFunction<Long, Long>) i -> i + 1, Encoders.LONG())
        System.out.println("sum " + more.agg(sum("value")).first().get(0))
        Vector origin = Vectors.dense(0, 0)
        System.out.println("classes " + model.predictRaw(origin).size())
        double right = model.transform(test).filter(col("label").equalTo(col("prediction"))).count()
        System.out.println("accuracy " + right / test.count())
        /exit 3
        """);
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of("submit/jshell").toAbsolutePath().toString(),
                file.toString(),
                "-",
                "--master",
                "local[2]")
            .directory(directory.toFile())
            .redirectInput(input.toFile());
    process.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    process.environment().remove("JDK_JAVA_OPTIONS");
    Ran ran = Ran.process(process, directory);
    assertEquals("", ran.err());
    assertEquals(3, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains("trained 300 epochs, loss "), ran.out());
    assertTrue(ran.out().contains("sum 10\n"), ran.out());
    assertTrue(ran.out().contains("classes 2\n"), ran.out());
    Matcher accuracy = Pattern.compile("accuracy (0\\.\\d+|1\\.0)\n").matcher(ran.out());
    assertTrue(accuracy.find(), ran.out());
    assertTrue(Double.parseDouble(accuracy.group(1)) >= 0.97, accuracy.group());
  }
}
