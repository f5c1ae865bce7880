package org.spindleml.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.spindleml.bench.CostModel.Run;

/** The formula, and the tables that docs/performance.md has of it. */
class CostModelTest {
  /** Those of the page: 20 ms, 1 ms, 50 GFLOP/s, 500 MB/s, 200 million weights/s. */
  private static final CostModel MACHINES = new CostModel(0.020, 0.001, 50e9, 500e6, 200e6);

  private static final double GIGABIT = 1e9 / 8;
  private static final double ROWS = 1e9;
  private static final BenchNetwork SMALL = network(100, 512, 256, 10);
  private static final BenchNetwork LARGE = network(100, 2200, 2200, 2200, 10);
  private static final int CORES = 4;

  private static BenchNetwork network(Integer... layers) {
    return new BenchNetwork(0, 0, List.of(layers));
  }

  @Test
  void aStepOnOneCoreIsTheSumOfItsParts() {
    Run run = new Run(1000, 100, 5e6, 1e6);
    double compute = 100 * 5e6 / 50e9;
    double bytesThereAndBack = 2 * 4e6 / 500e6;
    double driver = 1e6 / 200e6;
    assertEquals(0.020 + compute + bytesThereAndBack + driver, MACHINES.step(run, 1, 1), 1e-12);
    assertEquals(10 * MACHINES.step(run, 1, 1), MACHINES.epoch(run, 1, 1), 1e-12);
    assertEquals(10 * (compute + driver), MACHINES.epochInProcess(run, 1), 1e-12);
  }

  @Test
  void coresBeyondThePartsOfAStepAreOfNoUse() {
    Run run = Run.of(SMALL, ROWS, 1024);
    assertEquals(8, run.leaves());
    assertEquals(MACHINES.compute(run, 1) / 8, MACHINES.compute(run, run.tasks(8)), 1e-12);
    assertEquals(MACHINES.step(run, 1, 8), MACHINES.step(run, 1, 64), 0);
    assertEquals(
        MACHINES.compute(run, 4), MACHINES.compute(run, 7), 0, "a task of seven has two parts");
  }

  @Test
  void theExecutorsAddWhereTheDriverWouldTakeMoreThan64MiBMore() {
    Run run = new Run(ROWS, 1 << 20, 1, 1 << 22); // 16 MiB
    assertTrue(MACHINES.driverAdds(run, 5));
    assertFalse(MACHINES.driverAdds(run, 6));
    double many = MACHINES.gather(run, 128, 128);
    assertTrue(many < 128 * run.weightBytes() / 500e6 / 10, "" + many);
  }

  @Test
  void aLineInFrontOfAMachineAddsItsOwnTime() {
    assertEquals(100e6, MACHINES.withLine(GIGABIT).bytes(), 1e-3);
  }

  /** To be copied to the page where they differ. */
  @Test
  void thePageHasTheTables() throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs/performance.md"));
    for (int batch : new int[] {1 << 16, 1 << 20}) {
      List<String> lines = table(batch);
      int at = page.indexOf(lines.get(0));
      assertTrue(at >= 0, () -> "not on the page:\n" + String.join("\n", lines));
      assertEquals(
          String.join("\n", lines), String.join("\n", page.subList(at, at + lines.size())));
    }
  }

  private static List<String> table(int batch) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "| batch %,d | %s, 1 GbE | 10 GbE | computes | %s, 1 GbE | 10 GbE | computes |",
            batch,
            SMALL,
            LARGE));
    lines.add("| --- | --- | --- | --- | --- | --- | --- |");
    for (int executors : new int[] {1, 16, 128, 1024}) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d |", executors));
      for (BenchNetwork network : List.of(SMALL, LARGE)) {
        Run run = Run.of(network, ROWS, batch);
        CostModel fast = MACHINES.withLine(10 * GIGABIT);
        double slowEpoch = MACHINES.withLine(GIGABIT).epoch(run, executors, CORES);
        double fastEpoch = fast.epoch(run, executors, CORES);
        double compute = run.steps() * fast.compute(run, run.tasks(executors * CORES));
        line.append(
            String.format(
                Locale.ROOT,
                " %.2f h | %.2f h | %.0f %% |",
                slowEpoch / 3600,
                fastEpoch / 3600,
                100 * compute / fastEpoch));
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
