package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.ml.MlpClassificationSummary;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.ml.MlpRegressor;
import org.spindleml.spark.LocalSpark;

/** README says what is so. */
class ReadmeTest {
  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static String block(String text, String language) {
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertTrue(block.find(), language);
    return block.group(1);
  }

  @Test
  void theExampleIsTheOneThatIsRun() throws IOException {
    Path source = Path.of("src/test/java/org/spindleml/cli/ReadmeTest.java");
    String text = Files.readString(source);
    int start = text.indexOf("// The example of README.\n");
    int end = text.indexOf("// End of the example.\n");
    List<String> run = words(text.substring(text.indexOf('\n', start), end));
    String readme = readme();
    String rest = readme.substring(readme.indexOf("```\n", readme.indexOf("```java")) + 4);
    List<String> blocks = new ArrayList<>(words(block(readme, "java")));
    blocks.addAll(words(block(rest, "java")));
    assertEquals(blocks, run);
  }

  /** The code without the formatter's choice of line breaks. */
  private static List<String> words(String code) {
    return List.of(code.replaceAll("\\s+", "").split("(?<=;)"));
  }

  @Test
  void theExampleTrains() throws IOException {
    // A builder asks for local[*]; the tests' session is running already.
    LocalSpark.session();
    // The example of README.
    SparkSession spark = SparkSession.builder().master("local[*]").getOrCreate();
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv("data/two-spirals-train.csv");
    MlpClassificationModel model =
        new MlpClassifier()
            .setFeaturesCols("x", "y")
            .setHiddenLayers(64, 64, 64)
            .setActivation("gelu")
            .setBatchSize(64)
            .setStepSize(0.01)
            .setMaxIter(300)
            .fit(table);
    model.transform(table).select("label", "prediction", "probability").show();
    model.write().overwrite().save("target/spirals-model");
    model.summary().history().show();
    System.out.println(model.summary().stopReason());
    Dataset<Row> test =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv("data/two-spirals-test.csv");
    MlpClassificationSummary judged = model.evaluate(test);
    System.out.println(
        judged.accuracy() + " " + judged.areaUnderROC() + " " + judged.metrics().logLoss());
    // End of the example.
    double right = judged.accuracy();
    assertTrue(right >= 0.97, () -> "accuracy " + right);
  }

  @Test
  void theTableHasEveryParamAndItsDefault() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (Params owner : List.of(new MlpRegressor(), new MlpClassifier())) {
      for (Param<?> param : owner.params()) {
        var value = owner.getDefault(param);
        boolean hasDefault = value.isDefined();
        String text = hasDefault ? "`" + text(value.get()) + "`" : "—";
        String other = expected.put(param.name(), text);
        assertTrue(other == null || other.equals(text), param.name());
      }
    }
    Map<String, String> found = new TreeMap<>();
    Matcher row = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\| [^|]+ \\|\n").matcher(params());
    while (row.find()) {
      assertEquals(null, found.put(row.group(1), row.group(2)), row.group(1));
    }
    assertEquals(expected, found);
  }

  private static String params() throws IOException {
    String readme = readme();
    int start = readme.indexOf("### Params");
    return readme.substring(start, readme.indexOf("\n## ", start));
  }

  private static String text(Object value) {
    if (value instanceof double[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    }
    return value instanceof Object[] names ? Arrays.toString(names) : String.valueOf(value);
  }

  @Test
  void everyKeyOfARunFileIsShown() throws IOException {
    String readme = readme();
    String runFiles =
        readme.substring(readme.indexOf("### Run files"), readme.indexOf("### Params"));
    for (String key : RunKeys.all()) {
      String last = key.substring(key.lastIndexOf('.') + 1);
      assertTrue(Pattern.compile("\\b" + last + "\\b").matcher(runFiles).find(), key);
    }
  }

  @Test
  void theRunFileShownIsOne() throws IOException {
    Path file = Files.createTempFile("readme", ".conf");
    try {
      Files.writeString(file, block(readme(), "hocon"));
      RunFile run = RunFile.read(file, List.of());
      assertEquals("data/train.csv", run.string("data.train.path"));
      MlpClassifier estimator = new MlpClassifier();
      ParamSettings.apply(estimator, run.params());
      assertEquals(50, estimator.getMaxIter());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void everyRunFileIsNamedOrOfABundledTable() throws IOException {
    String readme = readme();
    try (var files = Files.newDirectoryStream(Path.of("conf"), "*.conf")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".conf", "");
        boolean bundled = Files.exists(Path.of("data", name + "-train.csv"));
        assertTrue(
            bundled || name.equals("spark-defaults") || readme.contains("conf/" + name + ".conf"),
            name);
      }
    }
  }

  @Test
  void everyCommandIsShown() throws IOException {
    String readme = readme();
    String help = Ran.command("--help").out();
    Matcher command = Pattern.compile("(?m)^  ([a-z-]+)  ").matcher(help);
    int commands = 0;
    while (command.find()) {
      assertTrue(readme.contains("submit/spindle " + command.group(1) + " "), command.group(1));
      commands++;
    }
    assertTrue(commands >= 5, help);
  }
}
