package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.data.Blobs;
import org.spindleml.data.GeneratedTable;

class GenerateCommandTest {
  /** Tests run in the project's directory. */
  private static final Path COMMITTED = Path.of("data");

  @Test
  void theCommittedFilesAreWhatTheFormulasMake(@TempDir Path directory) throws IOException {
    Ran ran = Ran.command("generate", "all", "--out", directory.toString());
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    assertEquals(names(directory), names(COMMITTED));
    for (String name : names(directory)) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve(name)),
          Files.readAllBytes(COMMITTED.resolve(name)),
          name);
    }
  }

  @Test
  void saysWhatItWrote(@TempDir Path directory) {
    Ran ran =
        Ran.command(
            "generate", "blobs", "--out", directory.toString(), "--rows=50", "--features=3");
    assertEquals(
        directory.resolve("blobs.csv") + ": 50 rows, 4 columns" + System.lineSeparator(),
        ran.out());
  }

  @Test
  void anotherSeedIsAnotherTable(@TempDir Path directory) throws IOException {
    Ran.command("generate", "monks-1", "--out", directory.toString(), "--seed", "2");
    Path other = directory.resolve("monks-1-train.csv");
    assertEquals(125, Files.readAllLines(other).size());
    assertFalse(
        Files.readString(other).equals(Files.readString(COMMITTED.resolve("monks-1-train.csv"))));
  }

  @Test
  void parquetHasTheRowsOfTheFormula(@TempDir Path directory) {
    Ran ran =
        Ran.command(
            "generate",
            "blobs",
            "--rows=1000",
            "--features=4",
            "--classes=3",
            "--format=parquet",
            "--out=" + directory);
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    try (CommandSession session = CommandSession.open("test")) {
      SparkSession spark = session.spark();
      List<Row> rows =
          spark.read().parquet(directory.resolve("blobs.parquet").toString()).collectAsList();
      GeneratedTable table = Blobs.table(1, 1000, 4, 3);
      TreeSet<String> expected = new TreeSet<>();
      for (int i = 0; i < 1000; i++) {
        double[] row = table.formula().row(i);
        expected.add(row[0] + " " + row[3] + " " + (int) row[4]);
      }
      TreeSet<String> found = new TreeSet<>();
      rows.forEach(row -> found.add(row.get(0) + " " + row.get(3) + " " + row.getInt(4)));
      assertEquals(1000, rows.size());
      assertEquals(expected, found);
    }
  }

  private static TreeSet<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".csv"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
