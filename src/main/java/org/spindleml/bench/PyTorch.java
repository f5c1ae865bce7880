package org.spindleml.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spindleml.table.InputException;

/** PyTorch on the same cores: a script beside the tests, run by Debian's Python. */
final class PyTorch {
  private static final Path SCRIPT = Path.of("src", "test", "bench", "pytorch.py");
  private static final Path DEBIANS = Path.of("/usr/bin/python3");

  private PyTorch() {}

  /** Rows a second of the network's training, Adam and ReLU as ours. */
  static double rowsPerSecond(Bench bench, BenchNetwork network) {
    if (!Files.exists(SCRIPT)) {
      throw new InputException(
          "--pytorch needs " + SCRIPT + ": run it from the directory of Spindle's sources");
    }
    ProcessBuilder command =
        new ProcessBuilder(
            Files.exists(DEBIANS) ? DEBIANS.toString() : "python3",
            SCRIPT.toString(),
            network.toString(),
            String.valueOf(network.batchSize()),
            String.valueOf(bench.rows(network.rows())),
            String.valueOf(bench.cores()),
            String.valueOf(bench.repeats()));
    try {
      Process process = command.redirectErrorStream(true).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        String last = answer.substring(answer.lastIndexOf('\n') + 1);
        throw new InputException("--pytorch needs Debian's python3-torch: " + last);
      }
      return Double.parseDouble(answer);
    } catch (IOException e) {
      throw new InputException("--pytorch needs Python: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
