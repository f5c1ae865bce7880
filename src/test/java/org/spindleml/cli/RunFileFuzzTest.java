package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.Mutations;
import org.spindleml.table.InputException;

/** Whatever a run file holds, reading it either works or is one line that names it. */
class RunFileFuzzTest {
  private static final long SEED = 20260102;
  private static final int ROUNDS = 1500;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("run.conf");
  }

  private String refusal() {
    return assertThrows(InputException.class, () -> RunFile.read(file, List.of()))
        .getMessage()
        .replace(file.toString(), "FILE");
  }

  @Test
  void damagedRunFiles() throws Exception {
    byte[] original = Files.readAllBytes(Path.of("conf/adult.conf"));
    Mutations mutations = new Mutations(SEED, "{}[]=:+\"$?.,#/\\ \nabc019include");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, mutations.of(original));
      try {
        RunFile.read(file, List.of());
      } catch (InputException e) {
        refused++;
        assertEquals(1, e.getMessage().lines().count(), e::getMessage);
      } catch (Throwable e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ": " + e, e);
      }
    }
    assertTrue(refused > ROUNDS / 4, "only " + refused + " of " + ROUNDS + " refused");
  }

  @Test
  void nestedWithoutEnd() throws Exception {
    for (String opening : List.of("[", "{", "a {", "a = [", "a.")) {
      Files.writeString(file, "data = " + opening.repeat(100_000));
      assertTrue(refusal().startsWith("FILE"), this::refusal);
    }
  }

  @Test
  void aHugeFileIsNotRead() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 31);
    }
    assertEquals("FILE has 2147483648 bytes; a run file has at most 1048576", refusal());
  }

  @Test
  void nothingIsIncluded() throws Exception {
    Path other = Files.writeString(directory.resolve("other.conf"), "task = regression");
    for (String what :
        List.of(
            "\"other.conf\"",
            "file(\"" + other + "\")",
            "url(\"" + other.toUri() + "\")",
            "classpath(\"reference.conf\")",
            "required(file(\"" + other + "\"))")) {
      Files.writeString(file, "include " + what);
      assertTrue(refusal().startsWith("a run is one file: include "), this::refusal);
    }
  }
}
