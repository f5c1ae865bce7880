package org.spindleml.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.spindleml.bench.Bench;
import org.spindleml.bench.Benchmark;
import org.spindleml.bench.Figures;
import org.spindleml.nn.Named;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spindle bench}: how fast this machine is, and what of it training gets. */
@Command(
    name = "bench",
    description = "Measure training, scoring and the rest beside Spark and the limit.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final long ROWS = 10_000_000;
  private static final long QUICK_ROWS = 1024;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "${COMPLETION-CANDIDATES}; all of them if none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows that are scored; half of them are packed (10000000).")
  private Long rows;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often everything is measured; the median counts (5).")
  private Integer repeats;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides all data (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--quick", description = "Everything once, on next to nothing.")
  private boolean quick;

  @Option(names = "--pytorch", description = "PyTorch beside it: Debian's python3-torch.")
  private boolean pytorch;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    Set<Benchmark> chosen = chosen();
    atLeast(2, rows, "--rows");
    atLeast(1, repeats, "--repeats");
    PrintWriter out = spec.commandLine().getOut();
    Figures figures = new Figures(out);
    try (CommandSession session = CommandSession.open("bench")) {
      Bench bench =
          new Bench(
              session.spark(),
              quick,
              rows != null ? rows : quick ? QUICK_ROWS : ROWS,
              repeats != null ? repeats : quick ? 1 : 5,
              seed,
              pytorch,
              figures);
      bench.run(chosen);
    }
    if (json != null) {
      Files.write(json, figures.toJson().getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  private Set<Benchmark> chosen() {
    if (names.isEmpty()) {
      return EnumSet.allOf(Benchmark.class);
    }
    Set<Benchmark> chosen = EnumSet.noneOf(Benchmark.class);
    for (String name : names) {
      chosen.add(named(name));
    }
    return chosen;
  }

  private static Benchmark named(String name) {
    try {
      return Named.find("benchmark", name, Benchmark.values());
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private static void atLeast(long least, Number value, String option) {
    if (value != null && value.longValue() < least) {
      throw new InputException(option + " must be " + least + " or more, found " + value);
    }
  }

  /** What {@code --help} lists. */
  private static final class BenchmarkNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    BenchmarkNames() {
      for (Benchmark benchmark : Benchmark.values()) {
        add(benchmark.label());
      }
    }
  }
}
