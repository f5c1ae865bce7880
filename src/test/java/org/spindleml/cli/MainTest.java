package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | there is no command 'nonsense'; the commands are train, evaluate, predict,"
            + " find-lr, generate, explain, bench, doctor",
        "--verbos | unknown option '--verbos'; did you mean --verbose or --version?",
        "doctor --verbos | unknown option '--verbos'; did you mean --verbose or --version?",
        "doctor extra | unknown argument 'extra'",
        "generate | Missing required parameter: 'NAME'",
        "generate blobs --rows many | Invalid value for option '--rows': 'many' is not a long",
        "generate blobs --rows 0 | --rows must be 1 or more, found 0",
        "generate blobs --classes 1 | --classes must be 2 or more, found 1",
        "generate monks-1 --rows 5 | --rows is for friedman1, waveform and blobs only",
        "generate all --features 5 | --features and --classes are for blobs only",
        "generate blobs --format xml | --format must be csv or parquet, found 'xml'",
        "bench speed | unknown benchmark 'speed'; choose one of limit, training, scoring, step,"
            + " cost, scaling, packing, memory, sparse",
        "bench --rows 1 | --rows must be 2 or more, found 1",
        "bench --repeats 0 | --repeats must be 1 or more, found 0",
        "generate spirals | there is no table 'spirals'; choose two-spirals, monks-1, monks-2,"
            + " monks-3, friedman1, waveform, blobs, all",
      })
  void badInputIsOneLineAndExitCode2(String arguments, String message) {
    Ran ran = Ran.command(arguments.split(" "));
    assertEquals("spindle: " + message + System.lineSeparator(), ran.err());
    assertEquals("", ran.out());
    assertEquals(2, ran.exitCode());
  }

  @Test
  void withoutACommandSaysWhichThereAre() {
    Ran ran = Ran.command();
    assertEquals(2, ran.exitCode());
    assertEquals(
        "spindle: give a command, one of train, evaluate, predict, find-lr, generate, explain, bench, doctor (--help says more)",
        ran.err().strip());
  }

  @Test
  void verboseAddsTheStackTrace() {
    for (String[] args :
        new String[][] {
          {"--verbose", "generate", "nothing"}, {"generate", "nothing", "--verbose"}
        }) {
      Ran ran = Ran.command(args);
      assertEquals(2, ran.exitCode());
      assertTrue(ran.err().startsWith("spindle: there is no table 'nothing'"), ran.err());
      assertTrue(ran.err().contains("\tat org.spindleml.cli.GenerateCommand"), ran.err());
    }
  }

  @Test
  void otherFailuresAreTheirRootCauseAndExitCode1(@TempDir Path directory) throws IOException {
    // A directory where the file should go.
    Path inTheWay = directory.resolve("two-spirals-train.csv");
    Files.createDirectories(inTheWay.resolve("not-empty"));
    Ran ran = Ran.command("generate", "two-spirals", "--out", directory.toString());
    assertEquals(1, ran.exitCode());
    assertEquals(
        "spindle: DirectoryNotEmptyException: "
            + inTheWay
            + " (run again with --verbose for the stack trace)",
        ran.err().strip());
  }

  @Test
  void helpAndVersionGoToTheOutput() {
    Ran help = Ran.command("--help");
    assertEquals(0, help.exitCode());
    assertTrue(help.out().contains("Usage: spindle"), help.out());
    assertTrue(help.out().contains("doctor"), help.out());
    Ran version = Ran.command("--version");
    assertEquals(0, version.exitCode());
    assertTrue(version.out().contains("Spark " + Versions.spark()), version.out());
  }
}
