package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebook, executed by a real Jupyter with the kernel that the script installs. */
class NotebookIT {
  private static final Path NOTEBOOK = Path.of("docs/notebook/two-spirals.ipynb");

  @TempDir private Path directory;

  @Test
  void everyCellRunsAndTheOutputsAreThere() throws Exception {
    assumeTrue(
        jupyterIsThere(),
        "no Jupyter: install it (Debian: apt-get install jupyter-nbconvert) to execute "
            + NOTEBOOK);
    Ran installed =
        run(Path.of("submit/notebook").toAbsolutePath().toString(), "install", "spark.cores.max=2");
    assertEquals(0, installed.exitCode(), installed.toString());
    Path spec = directory.resolve("data/kernels/spindle/kernel.json");
    assertEquals(spec + "\n", installed.out());
    JsonNode arguments = new ObjectMapper().readTree(spec.toFile()).get("argv");
    assertEquals("{connection_file}", arguments.get(2).asText());
    assertEquals("spark.cores.max=2", arguments.get(3).asText());

    Ran executed = execute();
    assertEquals(0, executed.exitCode(), executed.toString());
    List<JsonNode> outputs = outputs(directory.resolve(NOTEBOOK.getFileName()));
    StringBuilder text = new StringBuilder();
    List<String> drawings = new ArrayList<>();
    for (JsonNode output : outputs) {
      assertNotEquals("error", output.get("output_type").asText(), output.toString());
      assertNotEquals("stderr", output.path("name").asText(), output.toString());
      text.append(lines(output.path("text")));
      String html = lines(output.path("data").path("text/html"));
      if (html.contains("<svg")) {
        drawings.add(html);
      }
    }
    assertTrue(text.toString().contains("194 rows for training"), text.toString());
    assertTrue(text.toString().contains("trained 300 epochs, loss "), text.toString());
    Matcher accuracy = Pattern.compile("accuracy (0\\.\\d+|1\\.0)\n").matcher(text);
    assertTrue(accuracy.find(), text.toString());
    assertTrue(Double.parseDouble(accuracy.group(1)) >= 0.97, accuracy.group());
    // The curve, shown while it grew and now finished, and the plane.
    assertEquals(2, drawings.size(), drawings.toString());
    assertTrue(drawings.get(0).contains("epoch 300, training loss "), drawings.get(0));
    assertTrue(drawings.get(0).contains("<path class=\"curve\" d=\"M"), drawings.get(0));
    assertEquals(3600, drawings.get(1).split("<rect ").length - 1);
    assertEquals(194, drawings.get(1).split("<circle ").length - 1);
  }

  @Test
  void theCommittedNotebookHasNoOutputs() throws IOException {
    assertEquals(List.of(), outputs(NOTEBOOK));
    assertFalse(Files.readString(NOTEBOOK).contains("\"execution_count\": 1"));
  }

  private Ran execute() throws Exception {
    return run(
        "jupyter-nbconvert",
        "--to=notebook",
        "--execute",
        "--ExecutePreprocessor.startup_timeout=120",
        "--ExecutePreprocessor.timeout=240",
        "--output-dir=" + directory,
        NOTEBOOK.toAbsolutePath().toString());
  }

  private boolean jupyterIsThere() throws InterruptedException {
    try {
      return run("jupyter-nbconvert", "--version").exitCode() == 0;
    } catch (IOException notFound) {
      return false;
    }
  }

  private static List<JsonNode> outputs(Path notebook) throws IOException {
    List<JsonNode> outputs = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).get("cells")) {
      cell.path("outputs").forEach(outputs::add);
    }
    return outputs;
  }

  /** The notebook's format writes text as a string or as an array of lines. */
  private static String lines(JsonNode text) {
    StringBuilder all = new StringBuilder(text.asText(""));
    text.forEach(line -> all.append(line.asText()));
    return all.toString();
  }

  /** With nothing of this user's own Jupyter. */
  private Ran run(String... command) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("JUPYTER_DATA_DIR", directory.resolve("data").toString());
    process.environment().put("JUPYTER_CONFIG_DIR", directory.resolve("config").toString());
    process.environment().put("JUPYTER_RUNTIME_DIR", directory.resolve("runtime").toString());
    process.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    process.environment().remove("JDK_JAVA_OPTIONS");
    return Ran.process(process, directory);
  }
}
