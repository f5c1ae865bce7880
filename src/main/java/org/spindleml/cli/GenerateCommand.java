package org.spindleml.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.spindleml.data.Blobs;
import org.spindleml.data.CsvFile;
import org.spindleml.data.Friedman1;
import org.spindleml.data.GeneratedTable;
import org.spindleml.data.Monks;
import org.spindleml.data.TwoSpirals;
import org.spindleml.data.Waveform;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spindle generate}: writes tables from their formulas. */
@Command(
    name = "generate",
    description = "Make example tables from their published formulas.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final Set<String> SAMPLES = Set.of("friedman1", "waveform", "blobs");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description =
          "two-spirals, monks-1, monks-2, monks-3, friedman1, waveform, blobs, or all: every one"
              + " but blobs.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Directory to write to (${DEFAULT-VALUE}).")
  private String out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides everything random (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rows",
      description =
          "Rows of blobs (100000), and of each of the two files of friedman1 and waveform (2000).")
  private Long rows;

  @Option(names = "--features", description = "Input columns of blobs (20).")
  private Integer features;

  @Option(names = "--classes", description = "Classes of blobs (2).")
  private Integer classes;

  @Option(
      names = "--format",
      defaultValue = "csv",
      description = "csv, or parquet, which the tasks of Spark write (${DEFAULT-VALUE}).")
  private String format;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    List<GeneratedTable> tables = tables();
    if (format.equals("parquet")) {
      try (CommandSession session = CommandSession.open("generate")) {
        for (GeneratedTable table : tables) {
          String path = out + "/" + table.name() + ".parquet";
          ParquetTable.write(table, session.spark(), path);
          report(path, table);
        }
      }
    } else {
      for (GeneratedTable table : tables) {
        report(writeCsv(table).toString(), table);
      }
    }
    return 0;
  }

  private Path writeCsv(GeneratedTable table) throws IOException {
    try {
      return CsvFile.write(table, Path.of(out));
    } catch (FileAlreadyExistsException e) {
      throw new InputException("--out " + out + " is a file, not a directory", e);
    }
  }

  private void report(String path, GeneratedTable table) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(path + ": " + table.rows() + " rows, " + table.columns().size() + " columns");
    writer.flush();
  }

  private void checkOptions() {
    if (!format.equals("csv") && !format.equals("parquet")) {
      throw new InputException("--format must be csv or parquet, found '" + format + "'");
    }
    if (rows != null && !SAMPLES.contains(name)) {
      throw new InputException("--rows is for friedman1, waveform and blobs only");
    }
    if ((features != null || classes != null) && !name.equals("blobs")) {
      throw new InputException("--features and --classes are for blobs only");
    }
    atLeast(1, rows, "--rows");
    atLeast(1, features, "--features");
    atLeast(2, classes, "--classes");
  }

  private static void atLeast(long least, Number value, String option) {
    if (value != null && value.longValue() < least) {
      throw new InputException(option + " must be " + least + " or more, found " + value);
    }
  }

  private List<GeneratedTable> tables() {
    Map<String, Supplier<List<GeneratedTable>>> makers = new LinkedHashMap<>();
    makers.put("two-spirals", () -> List.of(TwoSpirals.train(), TwoSpirals.test()));
    for (Monks problem : Monks.values()) {
      makers.put(
          "monks-" + (problem.ordinal() + 1), () -> List.of(problem.train(seed), problem.test()));
    }
    long sample = orElse(rows, 2000L);
    makers.put(
        "friedman1", () -> List.of(Friedman1.train(seed, sample), Friedman1.test(seed, sample)));
    makers.put(
        "waveform", () -> List.of(Waveform.train(seed, sample), Waveform.test(seed, sample)));
    List<GeneratedTable> all = new ArrayList<>();
    if (name.equals("all")) {
      makers.values().forEach(maker -> all.addAll(maker.get()));
      return all;
    }
    makers.put(
        "blobs",
        () ->
            List.of(
                Blobs.table(
                    seed, orElse(rows, 100_000L), orElse(features, 20), orElse(classes, 2))));
    if (!makers.containsKey(name)) {
      throw new InputException(
          "there is no table '"
              + name
              + "'; choose "
              + String.join(", ", makers.keySet())
              + ", all");
    }
    return makers.get(name).get();
  }

  private static <T> T orElse(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
