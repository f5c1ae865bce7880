package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spindleml.spark.SparkLine;

/** Bad input: one line that says what to change, exit code 2, nothing written. */
class BadRunsTest {
  private static final String RUN =
      """
      data {
        train { path = DIR/good.csv }
        test { path = DIR/good.csv }
      }
      columns {
        features = [x, y]
        label = label
      }
      params { maxIter = 1, hiddenLayers = [2] }
      """;

  @TempDir private Path path;
  private RunDirectory directory;

  @BeforeEach
  void write() {
    directory = new RunDirectory(path);
    directory.write("good.csv", "x,y,word,label\n1,2,a,0\n3,4,b,1\n5,6,a,0\n7,8,b,1\n");
    directory.write("nan.csv", "x,y,word,label\n1,2,a,0\n3,NaN,b,1\n5,6,a,0\n7,NaN,b,1\n");
    directory.write("gap.csv", "x,y,word,label\n1,2,a,0\n3,,b,1\n5,6,a,0\n");
    directory.write("halves.csv", "x,y,word,label\n1,2,a,0\n3,4,b,1.5\n5,6,a,1\n");
    directory.write("unnamed.csv", "x,y,word,label\n1,2,a,0\n3,4,,1\n5,6,,1\n7,8,b,0\n");
    directory.write("empty.csv", "");
    directory.write("header.csv", "x,y,word,label\n");
    directory.write("noise.parquet", "no table at all");
    directory.write("no-ending", "x\n1\n");
  }

  private String refusal(String... settings) {
    String refusal = directory.refusal("train", RUN, settings);
    assertFalse(Files.exists(directory.output()), "something was written");
    return refusal;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Columns.
        "columns.features=[x, yy] | there is no column 'yy'; the table has x, y, word, label",
        "columns.label=labels | there is no column 'labels'; did you mean 'label'? The table has x,"
            + " y, word, label",
        "columns.categories=[words] | there is no column 'words'; did you mean 'word'? The table"
            + " has x, y, word, label",
        "columns.weight=heft | there is no column 'heft'; the table has x, y, word, label",
        "columns.missing.zz=mean | there is no column 'zz'; the table has x, y, word, label",
        "columns.missing.x=median | columns.missing.x must be mean or a number, found 'median'",
        "columns.missing.x=NaN | columns.missing.x must be mean or a number, found 'NaN'",
        "columns.missing.word=mean | columns.missing.word: column 'word' is not one of the features",
        "columns.features=[x, label] | column 'label' is named in columns.label and"
            + " columns.features; leave one of them",
        "columns.features=[x, x] | column 'x' is named twice in columns.features",
        "columns.features=[x, word] | column 'word' is of type string; features are numbers, vectors or"
            + " arrays: name it in columns.categories, or say what marks its missing numbers:"
            + " data.options.nullValue",
        "columns.weight=word | column 'word' is of type string; weights are numbers of at least 0",
        "task=regression columns.label=word | column 'word' has strings; a regression predicts"
            + " numbers",
        // Keys and values.
        "colums.label=y | command line: there is no key 'colums'; did you mean 'columns'?",
        "data.test.shar=0.5 | command line: there is no key 'data.test.shar'; did you mean"
            + " 'share'?",
        "epochs | 'epochs' is no setting; write key=value",
        "=3 | '=3' is no setting; write key=value",
        "task=foo | task must be classification or regression, found 'foo'",
        "data.test.share=1.5 | data.test has share and path; leave one of them",
        "data.test.seed=3 | data.test.seed is for data.test.share, which is not given",
        "data.test.value=3 | data.test needs both column and value: the test rows are those with"
            + " this value there",
        // Params.
        "params.maxIterr=3 | command line: there is no Param 'maxIterr'; did you mean 'maxIter'?",
        "params.maxIter=ten | command line: maxIter must be a whole number, found 'ten'",
        "params.maxIter=1.5 | command line: maxIter must be a whole number, found '1.5'",
        "params.maxIter=99999999999 | command line: maxIter must be a whole number of 32 bits, found"
            + " 99999999999",
        "params.maxIter=-1 | command line: maxIter must be a whole number of at least 0, found -1",
        "params.stepSize=0 | command line: stepSize must be a number above 0, found 0.0",
        "params.stepSize=fast | command line: stepSize must be a number, found 'fast'",
        "params.standardize=perhaps | command line: standardize must be true or false, found"
            + " 'perhaps'",
        "params.hiddenLayers=[4, x] | command line: hiddenLayers must be a whole number, found 'x'",
        "params.featuresCol=x | command line: featuresCol is no Param of a run file; the section"
            + " columns says which columns are what",
        "params.predictionCol= | params.predictionCol needs a name: commands use this column",
        "params.activation=reluu | command line: unknown activation 'reluu'; choose one of linear,"
            + " sigmoid, tanh, softmax, relu, leakyRelu, prelu, elu, swish, gelu, selu, softplus,"
            + " mish",
        "data.train.options.header=maybe | data.train: header flag can be true or false.",
        // Tables.
        "data.train.path=DIR/nan.csv | column 'y' has values that are NaN, infinite or beyond"
            + " float32: found NaN in row 2 and 1 other row; handleInvalid=skip leaves such rows"
            + " out",
        "data.train.path=DIR/gap.csv | column 'y' has nulls: found null in row 2;"
            + " handleInvalid=skip leaves such rows out",
        "data.train.path=DIR/halves.csv | labels in column 'label' must be whole numbers 0, 1, 2,"
            + " …: found 1.5 in row 2; handleInvalid=skip leaves such rows out",
        "data.train.path=DIR/unnamed.csv columns.label=word | column 'word' has nulls: found null in"
            + " row 2 and 1 other row; handleInvalid=skip leaves such rows out",
        "data.train.path=DIR/empty.csv | the table to train on has no columns and no rows",
        "data.train.path=DIR/header.csv | the table to train on has no rows",
        "data.test.path=DIR/header.csv | the test table has no rows",
        "data.train.path=DIR/none.csv | data.train: Path does not exist: file:DIR/none.csv.",
        "data.test.path=DIR/no-ending | data.test: the name DIR/no-ending does not say its format;"
            + " set format to one of csv, parquet, orc, json, libsvm",
        "data.train.format=excel | data.train: there is no format 'excel'; choose csv, parquet, orc,"
            + " json, libsvm",
        "data.train.table=nobody | data.train needs one of path, table and sql; it has path and"
            + " table",
      })
  void isRefused(String settings, String message) {
    String[] all = settings.replace("DIR", path.toString()).split(" (?=[a-z]+\\.?[a-zA-Z.]*=)");
    assertEquals(message, refusal(all));
  }

  private String refusalOf(String run) {
    String refusal = directory.refusal("train", run);
    assertFalse(Files.exists(directory.output()), "something was written");
    return refusal;
  }

  @Test
  void queriesAndNames() {
    SparkLine.assume("the parser's sentence has a space less", "4.0", "4.1");
    String columns = "\ncolumns { label = label }";
    assertEquals(
        "data.train: Syntax error at or near 'points': extra input 'points'. (line 1, pos 14)",
        refusalOf("data.train.sql = \"SELECT * FORM points\"" + columns));
    String unknown = refusalOf("data.train.table = nobody" + columns);
    assertTrue(
        unknown.startsWith("data.train: The table or view `nobody` cannot be found."), unknown);
    String derived = refusal("data.derive.z=xx + 1");
    assertTrue(derived.startsWith("data.test: derive.z: A column"), derived);
    assertEquals(
        "data.train needs one of path, table and sql; it has none", refusalOf("data {}" + columns));
    assertEquals(
        "the run file has no section data { train { path = … } }", refusalOf("" + columns));
    assertEquals(
        "the run file does not say which column to predict: columns.label",
        refusalOf("data.train.path = DIR/good.csv"));
    assertEquals(
        "data.test.share must be above 0 and below 1, found 1.5",
        refusalOf("data { path = DIR/good.csv, test.share = 1.5 }" + columns));
    assertEquals(
        "DIR/run.conf: 1: data.test.share has type STRING rather than NUMBER",
        refusalOf("data { path = DIR/good.csv, test.share = many }" + columns));
  }

  @Test
  void aValueThatCannotBeConverted() {
    SparkLine.assume("without ANSI SQL such a value becomes null", "4.0", "4.1");
    String message = refusal("data.derive.z=CAST(word AS INT)", "columns.features=[x, z]");
    assertTrue(message.contains("The value 'a' of the type \"STRING\" cannot be cast"), message);
    assertFalse(message.contains("SQLSTATE"), message);
  }

  @Test
  void aFileThatIsNotWhatItSays() {
    SparkLine.assume("this error has no SQLSTATE there", "4.0", "4.1");
    String message = refusal("data.train.path=" + path.resolve("noise.parquet"));
    assertTrue(message.contains("noise.parquet"), message);
  }

  @Test
  void aTextWhereNumbersAreMissing() {
    directory.write("marked.csv", "x,y,label\n1,?,0\n2,3,1\n1,2,0\n");
    directory.done(
        "train",
        RUN.replaceAll("good", "marked"),
        "columns.missing.y=mean",
        "data.options.nullValue=?");
  }

  @Test
  void aTextAmongNumbers() {
    directory.write("marked.csv", "x,y,label\n1,?,0\n2,3,1\n");
    assertEquals(
        "column 'y' is of type string; features are numbers, vectors or arrays: name it in"
            + " columns.categories, or say what marks its missing numbers: data.options.nullValue",
        refusal("data.train.path=" + path.resolve("marked.csv"), "columns.missing.y=mean"));
  }

  @Test
  void theTestTableIsLookedAtBeforeTraining() {
    directory.write("short.csv", "x,label\n1,0\n");
    assertEquals(
        "data.test: there is no column 'y'; the table has x, label",
        refusal("data.test.path=" + path.resolve("short.csv")));
  }

  @Test
  void runFiles() {
    Path none = path.resolve("none.conf");
    assertEquals(
        "there is no run file DIR/none.conf", directory.refusal(directory.onFile("train", none)));
    assertEquals(
        "DIR is a directory; give a run file", directory.refusal(directory.onFile("train", path)));
    assertEquals(
        "DIR/run.conf: 2: there is no key 'columns.lable'; did you mean 'label'?",
        refusalOf("columns {\n  lable = x }"));
    assertEquals(
        "DIR/run.conf: 2: there is no Param 'maxiterr'; did you mean 'maxIter'?",
        refusalOf(
            RUN.replaceAll("(?s)params.*", "")
                .replace("data {", "params {\n maxiterr = 1 }\ndata {")));
    String syntax = refusalOf("data {\n train = ]\n");
    assertTrue(syntax.startsWith("DIR/run.conf: 2: "), syntax);
    String substitution = refusalOf("data { path = ${nothing} }");
    assertTrue(substitution.contains("${nothing}"), substitution);
  }

  @ParameterizedTest
  @CsvSource({"evaluate", "predict"})
  void modelsThatAreNotThere(String command) {
    assertEquals(
        "there is no model at DIR/out/model; train the run first (spindle train)",
        directory.refusal(command, RUN));
    assertFalse(Files.exists(directory.output()));
  }

  @Test
  void tablesThatDoNotFitTheModel() {
    directory.done("train", RUN, "columns.categories=word", "columns.missing.x=mean");
    directory.write("short.csv", "x,word,label\n1,a,0\n");
    directory.write("narrow.csv", "y,word,label\n1,a,0\n");
    directory.write("wordless.csv", "x,y,label\n1,2,0\n");
    assertEquals(
        "there is no column 'y'; the table has x, word, label",
        directory.refusal("predict", RUN, "data.predict.path=" + path.resolve("short.csv")));
    assertEquals(
        "there is no column 'x'; the table has y, word, label",
        directory.refusal("predict", RUN, "data.predict.path=" + path.resolve("narrow.csv")));
    assertEquals(
        "there is no column 'word'; the table has x, y, label",
        directory.refusal("evaluate", RUN, "data.test.path=" + path.resolve("wordless.csv")));
    assertEquals(
        "a row cannot be scored: column 'y' has values that are NaN, infinite or beyond float32"
            + " (NaN); handleInvalid=skip leaves such rows out",
        directory.refusal("evaluate", RUN, "data.test.path=" + path.resolve("nan.csv")));
    assertEquals(
        "output.format must be one of csv, parquet, orc, json, found 'xml'",
        directory.refusal("predict", RUN, "output.format=xml"));
  }

  @Test
  void aRunThatDivergesFailsInOneLineWhereThatIsAskedFor() {
    Ran ran =
        directory.command(
            "train",
            RUN,
            "params.solver=sgd",
            "params.activation=linear",
            "params.stepSize=1e30",
            "params.maxIter=9",
            "params.warmupFraction=0",
            "params.divergence=error",
            "params.checkpointDir=" + path.resolve("checkpoints"));
    assertEquals(1, ran.exitCode(), ran.toString());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("spindle: training diverged at step "), ran.err());
    Path model = path.resolve("checkpoints/diverged-model");
    assertTrue(ran.err().strip().endsWith("; the model before it is in " + model), ran.err());
    assertTrue(Files.exists(model.resolve("weights.safetensors")));
    assertFalse(Files.exists(directory.output().resolve("model")));
  }

  @Test
  void verboseAddsTheStackTrace() {
    Ran ran = directory.command("train", RUN, "columns.label=nothing", "--verbose");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().startsWith("spindle: there is no column 'nothing'"), ran.err());
    assertTrue(ran.err().contains("\tat org.spindleml.cli.TrainCommand"), ran.err());
  }
}
