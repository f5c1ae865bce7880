package org.spindleml.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.Target;
import org.spindleml.report.ExamplePage;
import org.spindleml.report.ExampleText;
import org.spindleml.report.WorkedExample;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spindle explain}: one training step of a tiny network, number by number. */
@Command(
    name = "explain",
    description = "Show every number of one training step of a tiny network.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "HOCON file with any of inputs, target, hidden, activation, loss, classes,"
              + " learningRate, seed and weights; an option given, too, wins.")
  private Path file;

  @Option(names = "--inputs", paramLabel = "X1,X2,…", description = "The row's inputs (1,0,1).")
  private String inputs;

  @Option(
      names = "--target",
      paramLabel = "T1,…",
      description = "The row's targets, or its class (1).")
  private String target;

  @Option(names = "--hidden", paramLabel = "N1,…", description = "Units of the hidden layers (2).")
  private String hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "Of all hidden layers, or one for each (sigmoid).")
  private String activation;

  @Option(names = "--loss", paramLabel = "NAME", description = "What is made small (squared).")
  private String loss;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes, for a loss of classes (2, or what the target needs).")
  private Integer classes;

  @Option(names = "--learning-rate", paramLabel = "R", description = "The learning rate (0.5).")
  private Double learningRate;

  @Option(names = "--seed", description = "Decides the initial weights (1).")
  private Long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "Write explain.html there, too.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    WorkedExample example = example();
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(ExampleText.of(example));
    if (out != null) {
      writer.println();
      writer.println("wrote " + write(example));
    }
    writer.flush();
    return 0;
  }

  private WorkedExample example() {
    ExampleFile given = file == null ? ExampleFile.empty() : ExampleFile.read(file);
    float[] row = numbers("--inputs", given.list("inputs", inputs, "1,0,1"));
    float[] targets = numbers("--target", given.list("target", target, "1"));
    List<String> names = given.list("activation", activation, "sigmoid");
    List<String> widths = given.list("hidden", hidden, "2");
    double rate = number("--learning-rate", given.value("learningRate", learningRate, "0.5"));
    try {
      Loss ofRow = Loss.named(given.value("loss", loss, "squared"));
      Network network =
          Network.of(row.length, hidden(widths, names), outputs(ofRow, targets, given));
      float[] weights =
          given.has("weights")
              ? numbers("weights", given.list("weights", null, ""))
              : WorkedExample.roundedWeights(
                  network, whole("--seed", given.value("seed", seed, "1")));
      return WorkedExample.of(network, weights, row, targets, ofRow, rate);
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private int outputs(Loss ofRow, float[] targets, ExampleFile given) {
    if (ofRow.target() == Target.CLASS) {
      String needed = String.valueOf(Math.max(2, (int) targets[0] + 1));
      long count = whole("--classes", given.value("classes", classes, needed));
      if (count < 2 || count > 100) {
        throw new InputException("--classes must be 2 to 100, found " + count);
      }
      return ofRow.outputs((int) count);
    }
    if (classes != null || given.has("classes")) {
      throw new InputException("--classes is for losses of classes, not " + ofRow.label());
    }
    return ofRow.outputs(targets.length);
  }

  private static List<HiddenLayer> hidden(List<String> widths, List<String> names) {
    if (names.size() != 1 && names.size() != widths.size()) {
      throw new InputException(
          "--activation names "
              + names.size()
              + " functions for "
              + widths.size()
              + " hidden layers; give one, or one for each");
    }
    List<HiddenLayer> layers = new ArrayList<>();
    for (int l = 0; l < widths.size(); l++) {
      long units = whole("--hidden", widths.get(l));
      if (units < 1 || units > 100) {
        throw new InputException("--hidden must be 1 to 100 units a layer, found " + units);
      }
      String name = names.get(names.size() == 1 ? 0 : l);
      layers.add(new HiddenLayer((int) units, Activation.named(name)));
    }
    return layers;
  }

  private static float[] numbers(String option, List<String> texts) {
    float[] numbers = new float[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) number(option, texts.get(i));
      if (!Float.isFinite(numbers[i])) {
        throw new InputException(option + " has '" + texts.get(i) + "', too large a number");
      }
    }
    return numbers;
  }

  private static double number(String option, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InputException(option + " takes numbers, found '" + text + "'", e);
    }
    throw new InputException(option + " takes finite numbers, found '" + text + "'");
  }

  private static long whole(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InputException(option + " takes whole numbers, found '" + text + "'", e);
    }
  }

  private Path write(WorkedExample example) throws IOException {
    try {
      Files.createDirectories(out);
    } catch (FileAlreadyExistsException e) {
      throw new InputException("--out " + out + " is a file, not a directory", e);
    }
    return Files.writeString(out.resolve("explain.html"), ExamplePage.of(example));
  }
}
