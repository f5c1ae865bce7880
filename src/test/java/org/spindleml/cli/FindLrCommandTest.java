package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindLrCommandTest {
  private static final Path SPIRALS = Path.of("conf/two-spirals.conf");

  @Test
  void aTableAndAPage(@TempDir Path path) throws IOException {
    RunDirectory directory = new RunDirectory(path);
    String out =
        RunDirectory.done(
            directory.onFile(
                "find-lr", SPIRALS, "--steps", "60", "--from=1e-5", "params.hiddenLayers=[8]"));
    List<String> lines = out.lines().toList();
    int head = lines.indexOf("learning rate         loss     smoothed");
    assertTrue(head > 0, out);
    assertTrue(lines.get(head + 1).startsWith("     1.00e-05 "), out);
    long rates = lines.stream().filter(line -> line.matches(" +\\d\\.\\d\\de.*")).count();
    assertTrue(rates >= 20 && rates <= 22, out);
    assertTrue(out.contains("  lowest\n") && out.contains("  falls most\n"), out);
    assertTrue(out.contains("\nsuggestion: stepSize="), out);
    Path page = directory.output().resolve("find-lr.html");
    assertTrue(out.endsWith("page    " + page + System.lineSeparator()), out);
    assertTrue(Files.readString(page).contains("Run two-spirals"));
    assertFalse(Files.exists(directory.output().resolve("model")));
    // No bit of the losses changes from run to run.
    assertEquals(
        out,
        RunDirectory.done(
            directory.onFile(
                "find-lr", SPIRALS, "--steps", "60", "--from=1e-5", "params.hiddenLayers=[8]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps 5 | a range of learning rates needs at least 20 steps, found 5",
        "--from 1 --to 0.1 | learning rates must rise from a number above 0, found from 1.0 to 0.1",
        "--to NaN | learning rates must rise from a number above 0, found from 1.0E-7 to NaN",
        "--to far | Invalid value for option '--to': 'far' is not a double",
      })
  void badRangesAreOneLineAndExitCode2(String options, String message) {
    Ran ran = Ran.command(("find-lr conf/two-spirals.conf " + options).split(" "));
    assertEquals("spindle: " + message + System.lineSeparator(), ran.err());
    assertEquals(2, ran.exitCode());
  }

  @Test
  void runFilesSayWhereTrainingBegins(@TempDir Path path) {
    RunDirectory directory = new RunDirectory(path);
    String[] linear = {"params.hiddenLayers=[]", "params.maxIter=1"};
    assertEquals(
        "2-2 takes 6 weights, initialWeights has 2",
        directory.refusal(
            directory.onFile(
                "train", SPIRALS, linear[0], linear[1], "params.initialWeights=[0.5, -1e-3]")));
    // A run's own model directory, which is a pipeline's.
    RunDirectory.done(directory.onFile("train", SPIRALS, linear));
    String model = "params.initialModelPath=" + directory.output().resolve("model");
    RunDirectory.done(
        directory.onFile(
            "train", SPIRALS, linear[0], "params.maxIter=0", model, "output.directory=" + path));
    assertTrue(Files.exists(path.resolve("report.json")));
  }
}
