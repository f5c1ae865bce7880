package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;

class ExplainCommandTest {
  private static String explain(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "explain";
    System.arraycopy(options, 0, args, 1, options.length);
    Ran ran = Ran.command(args);
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    return ran.out();
  }

  /** Every block of the page, one after the other, is the output. */
  @Test
  void thePageOfTheDocsShowsTheOutput() throws IOException {
    StringBuilder shown = new StringBuilder();
    String[] parts = Files.readString(Path.of("docs/explain.md")).split("```text\n");
    for (int i = 1; i < parts.length; i++) {
      shown.append(i == 1 ? "" : "\n").append(parts[i], 0, parts[i].indexOf("```"));
    }
    assertEquals(explain(), shown.toString());
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationIsExplained(Activation activation, @TempDir Path directory)
      throws IOException {
    String name = activation.label();
    String text = explain("--activation", name, "--hidden", "3,2", "--out", directory.toString());
    assertTrue(text.contains("Forward, hidden2 (" + name + ")"), text);
    assertTrue(text.contains("Backward, hidden1: the delta"), text);
    assertFalse(text.contains("NaN"), text);
    assertEquals(
        activation == Activation.PRELU, text.contains("Update, hidden2: the trained slopes"));
    Path page = directory.resolve("explain.html");
    assertTrue(text.endsWith("wrote " + page + System.lineSeparator()), text);
    assertFalse(Files.readString(page).contains("NaN"));
  }

  @Test
  void everyLossIsExplained(@TempDir Path directory) throws IOException {
    for (Loss loss : Loss.all()) {
      String target = loss.target() == Target.CLASS ? "1" : "1,1";
      String text =
          explain("--loss", loss.label(), "--target", target, "--out", directory.toString());
      assertTrue(text.contains("loss           " + loss.label() + "\n"), text);
      assertTrue(text.contains("∂E/∂a = "), text);
      assertFalse(text.contains("NaN"), text);
      assertFalse(Files.readString(directory.resolve("explain.html")).contains("NaN"));
    }
  }

  @Test
  void softmaxShowsProbabilitiesAndTheClass() {
    String text = explain("--loss", "softmaxCrossEntropy", "--target", "2");
    assertTrue(text.contains("→ output (linear): 3 units\n"), text);
    assertTrue(text.contains("; target class 2\n"), text);
    assertTrue(text.contains("∂E/∂a = p − t\n"), text);
  }

  @Test
  void optionsChangeTheExample() {
    String text =
        explain(
            "--inputs=-1,0.5",
            "--target",
            "0, 1",
            "--hidden",
            "2,2",
            "--activation",
            "tanh,relu",
            "--learning-rate",
            "0.1",
            "--seed",
            "7");
    assertTrue(
        text.startsWith(
            "network        2 inputs → hidden1 (tanh): 2 units → hidden2 (relu): 2 units"
                + " → output (linear): 2 units\n"
                + "row            inputs -1, 0.5; target 0, 1\n"),
        text);
    assertTrue(text.contains("learning rate  0.1\n"), text);
    assertFalse(explain().equals(explain("--seed", "2")));
  }

  @Test
  void aFileSaysTheSameAsOptions(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("example.conf");
    Files.writeString(
        file, "inputs = [2]\ntarget = 1\nhidden = []\nlearningRate = 0.1\nweights = [0.5, 0.25]\n");
    String text = explain(file.toString());
    // z = 2 × 0.5 + 0.25, error 0.25.
    assertTrue(text.contains("= weighted sum z                 1.25000\n"), text);
    assertTrue(text.contains("x1 → o1        2  0.25000   0.50000   0.5  0.45000\n"), text);
    assertTrue(explain(file.toString(), "--target", "3").contains("target 3\n"));
  }

  @Test
  void theFileOfTheDocsIsOne(@TempDir Path directory) throws IOException {
    String page = Files.readString(Path.of("docs/explain.md"));
    int from = page.indexOf("```hocon\n") + "```hocon\n".length();
    Path file = directory.resolve("example.conf");
    Files.writeString(file, page.substring(from, page.indexOf("```", from)));
    assertTrue(explain(file.toString()).contains("hidden1 (sigmoid): 1 unit →"));
  }

  @Test
  void aFilesWeightsMustFit(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("example.conf");
    Files.writeString(file, "weights = [1, 2]\n");
    Ran ran = Ran.command("explain", file.toString());
    assertEquals("spindle: the network takes 11 weights, found 2", ran.err().strip());
    assertEquals(2, ran.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hidden two | --hidden takes whole numbers, found 'two'",
        "--hidden 0 | --hidden must be 1 to 100 units a layer, found 0",
        "--inputs 1,,2 | --inputs takes numbers, found ''",
        "--inputs NaN | --inputs takes finite numbers, found 'NaN'",
        "--inputs 1e40 | --inputs has '1e40', too large a number",
        "--inputs 1e30 --activation linear | the loss overflows; give smaller numbers or a smaller"
            + " learning rate",
        "--target x | --target takes numbers, found 'x'",
        "--loss cubed | unknown loss 'cubed'; choose one of softmaxCrossEntropy, logistic, focal,"
            + " multiLabelLogistic, squared, absolute, huber, poisson, gamma, tweedie, quantile",
        "--loss poisson --target -1 | the target must be finite numbers of at least 0 for loss"
            + " poisson, found -1",
        "--loss logistic --target 2 | loss logistic tells 2 classes apart, the labels have 3; use"
            + " loss softmaxCrossEntropy",
        "--loss focal --classes 3 --target 3 | the target must be a class from 0 to 2 for loss"
            + " focal, found 3",
        "--loss focal --classes 1 | --classes must be 2 to 100, found 1",
        "--classes 3 | --classes is for losses of classes, not squared",
        "--learning-rate 0 | the learning rate is 0.0; it must be a number above 0",
        "--learning-rate fast | Invalid value for option '--learning-rate': 'fast' is not a double",
        "--activation cube | unknown activation 'cube'; choose one of linear, sigmoid, tanh,"
            + " softmax, relu, leakyRelu, prelu, elu, swish, gelu, selu, softplus, mish",
        "--activation relu,tanh | --activation names 2 functions for 1 hidden layers; give one, or"
            + " one for each",
        "--hidden 90,90 | the network has 8641 weights; give a smaller one, at most 500 can be"
            + " read",
        "nowhere.conf | there is no file nowhere.conf",
        "conf/monks-1.conf | conf/monks-1.conf: unknown key 'columns'; the keys are inputs,"
            + " target, hidden, activation, loss, classes, learningRate, seed, weights",
        "--out pom.xml | --out pom.xml is a file, not a directory",
      })
  void badOptionsAreOneLineAndExitCode2(String options, String message) {
    Ran ran = Ran.command(("explain " + options).split(" "));
    assertEquals("spindle: " + message + System.lineSeparator(), ran.err());
    assertEquals(2, ran.exitCode());
  }
}
