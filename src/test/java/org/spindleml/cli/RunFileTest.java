package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.table.InputException;

class RunFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("my-run.conf");
  }

  private RunFile read(String text, String... settings) throws IOException {
    Files.writeString(file, text);
    return RunFile.read(file, List.of(settings));
  }

  private String refusal(String text, String... settings) {
    return assertThrows(InputException.class, () -> read(text, settings))
        .getMessage()
        .replace(file.toString(), "FILE");
  }

  @Test
  void namesTheNearestKeyAndTheLine() {
    assertEquals(
        "FILE: 2: there is no key 'columns.lable'; did you mean 'label'?",
        refusal("columns {\n  lable = y\n}"));
    assertEquals(
        "FILE: 1: there is no key 'qqqqqqqqqqqq'; there are let, task, data, columns, params,"
            + " output",
        refusal("qqqqqqqqqqqq = 1"));
  }

  @Test
  void saysThatASectionIsOne() {
    assertEquals("FILE: 1: 'columns' is a section: write columns { … }", refusal("columns = y"));
  }

  @Test
  void saysWhereASyntaxErrorIs() {
    assertEquals("FILE: 2", refusal("data {\n  train = ]\n").substring(0, 7));
  }

  @Test
  void namesAMissingFile() {
    Path missing = directory.resolve("none.conf");
    InputException refusal =
        assertThrows(InputException.class, () -> RunFile.read(missing, List.of()));
    assertEquals("there is no run file " + missing, refusal.getMessage());
  }

  @Test
  void saysWhichTypeIsWanted() throws IOException {
    RunFile run = read("data { test { share = many } }");
    InputException refusal =
        assertThrows(InputException.class, () -> run.number("data.test.share", 0));
    assertEquals(
        "FILE: 1: data.test.share has type STRING rather than NUMBER",
        refusal.getMessage().replace(file.toString(), "FILE"));
  }

  @Test
  void settingsOfTheCommandLineComeFirst() throws IOException {
    RunFile run =
        read(
            "let { dir = a }\n"
                + "data { train { path = ${let.dir}/x.csv } }\n"
                + "params { maxIter = 3, hiddenLayers = [1] }",
            "let.dir=hdfs://host:9000/b",
            "params.hiddenLayers=[4, 5]");
    assertEquals("hdfs://host:9000/b/x.csv", run.string("data.train.path"));
    assertEquals(3, run.whole("params.maxIter", 0));
    assertEquals(List.of(4, 5), run.params().getIntList("hiddenLayers"));
    assertEquals("my-run", run.name());
  }

  @Test
  void aSettingNeedsAKey() {
    assertEquals("'epochs' is no setting; write key=value", refusal("", "epochs"));
  }

  @Test
  void tablesShareTheKeysOfTheirSection() throws IOException {
    RunFile run =
        read(
            "data { format = csv, options { sep = \";\" }, train { path = x, options.header = no } }");
    RunFile train = run.within("data.train", "data", Set.of());
    assertEquals("csv", train.string("format"));
    assertEquals(Map.of("header", "no", "sep", ";"), train.map("options"));
  }

  @Test
  void oneStringIsAListOfOne() throws IOException {
    RunFile run = read("columns { features = x, categories = [a, b] }");
    assertEquals(Optional.of(List.of("x")), run.strings("columns.features"));
    assertEquals(Optional.of(List.of("a", "b")), run.strings("columns.categories"));
    assertEquals(Optional.empty(), run.strings("columns.label"));
  }

  @Test
  void everyShippedRunFileIsRead() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("conf"), "*.conf")) {
      for (Path shipped : files) {
        if (!shipped.endsWith("spark-defaults.conf")) {
          RunFile.read(shipped, List.of());
        }
      }
    }
  }
}
