package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.Progress;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingListener;

/** Training listens on no port: the sockets of this process are Spark's, before and during it. */
@EnabledOnOs(OS.LINUX)
class SocketsTest {
  /** The state of a listening socket in /proc/net/tcp. */
  private static final String LISTEN = "0A";

  /** Inodes of the sockets on which this process listens. */
  private static Set<String> listening() {
    Set<String> own = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          own.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
      Set<String> found = new TreeSet<>();
      for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] part = line.strip().split("\\s+"); // number, local, remote, state, …, inode
          if (part[3].equals(LISTEN) && own.contains("socket:[" + part[9] + "]")) {
            found.add(part[9]);
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void trainingOpensNone() {
    Dataset<Row> table = Tables.tenRowsAnd(3);
    table.count();
    Set<String> before = listening();
    assertFalse(before.isEmpty(), "Spark's own are seen");
    for (Execution execution : List.of(Execution.LOCAL, Execution.CLUSTER)) {
      Set<Set<String>> during = new HashSet<>();
      DataFrameTraining.fit(
          table,
          Tables.columns(false, false),
          SomeSettings.of(Solver.ADAM, 64),
          0,
          0,
          execution,
          CheckpointSettings.NONE,
          new TrainingListener() {
            @Override
            public void step(Progress progress) {
              during.add(listening());
            }
          });
      assertEquals(Set.of(before), during, execution.toString());
    }
    assertEquals(before, listening());
  }
}
