package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The run files of real tables that are not part of the project. {@code mvn test
 * -Dspindle.realData=DIR} says where they are.
 */
class RealTablesTest {
  private static final String TABLES = System.getProperty("spindle.realData", "");

  @TempDir private Path path;

  @BeforeEach
  void needTables() {
    assumeFalse(TABLES.isEmpty(), "no tables: give their directory with -Dspindle.realData=DIR");
  }

  private double metric(String run, String name) {
    RunDirectory directory = new RunDirectory(path);
    Path file = Path.of("conf", run + ".conf");
    String out = RunDirectory.done(directory.onFile("train", file, "let.dir=" + TABLES));
    System.out.println(out);
    return directory.metric(name);
  }

  @Test
  void adult() {
    double area = metric("adult", "area under ROC");
    assertTrue(area >= 0.905, () -> "area under ROC " + area);
  }

  @Test
  void housing() {
    double error = metric("housing", "RMSE");
    assertTrue(error <= 0.53, () -> "RMSE " + error);
  }
}
