package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.table.InputException;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingListener;

/** Checkpoints on a real disk that fills up or becomes read-only; needs the right to mount one. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  private static final int EPOCHS = 9;

  @TempDir private Path parent;
  private Path disk;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(parent.resolve("disk"));
    int exitCode = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    assumeTrue(exitCode == 0, "no right to mount a tmpfs here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Does something at the end of the last epoch. */
  private MlpClassifier classifier(Runnable harm) {
    return new MlpClassifier()
        .setHiddenLayers(64)
        .setMaxIter(EPOCHS)
        .setTol(0)
        .setTrainingListener(
            new TrainingListener() {
              @Override
              public void note(String line) {
                notes.add(line);
              }

              @Override
              public void epoch(int epoch, EpochRecord record) {
                if (epoch == EPOCHS) {
                  harm.run();
                }
              }
            });
  }

  /** Its thread needs nothing of the one that trains. */
  private void awaitCheckpoint() {
    while (!Files.exists(disk.resolve("checkpoints/checkpoint-000001.spindle"))) {
      Thread.onSpinWait();
    }
  }

  private List<String> trouble() {
    return notes.stream().filter(note -> note.startsWith("no checkpoint was written")).toList();
  }

  private void fill() {
    try (var junk =
        Files.newOutputStream(
            disk.resolve("junk"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        junk.write(new byte[1024]);
      }
    } catch (IOException full) {
      assertTrue(full.getMessage().contains("No space left"), full.getMessage());
    }
  }

  private void empty() {
    try {
      Files.delete(disk.resolve("junk"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mode(String mode) {
    try {
      // Busy as long as a checkpoint is being written.
      while (run("mount", "-o", "remount," + mode, disk.toString()) != 0) {
        Thread.onSpinWait();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One is written after the fifth epoch, and one at the end, which cannot be. */
  private MlpClassifier saved(Runnable harm) {
    return classifier(
            () -> {
              awaitCheckpoint();
              harm.run();
            })
        .setCheckpointDir(disk + "/checkpoints")
        .setCheckpointInterval(5);
  }

  private MlpClassifier resumed() {
    return classifier(() -> {})
        .setResume("must")
        .setCheckpointDir(disk + "/checkpoints")
        .setCheckpointInterval(5);
  }

  private void trainsUnharmed(Runnable harm, Runnable repair, String reason) {
    Dataset<Row> table = Tables.diamond(300);
    float[] expected = classifier(() -> {}).fit(table).network().weights();
    MlpClassifier saved = saved(harm);
    assertArrayEquals(expected, saved.fit(table).network().weights(), 0);
    assertEquals(1, trouble().size(), notes::toString);
    assertTrue(trouble().get(0).contains(reason), trouble()::toString);
    repair.run();
    assertArrayEquals(expected, resumed().fit(table).network().weights(), 0);
    assertTrue(notes.stream().anyMatch(n -> n.contains("checkpoint of step 10,")), notes::toString);
  }

  @Test
  void aFullDiskIsToldAndTrainingGoesOn() {
    trainsUnharmed(this::fill, this::empty, "No space left on device");
  }

  @Test
  void aDiskThatBecomesReadOnlyIsToldAndTrainingGoesOn() {
    trainsUnharmed(() -> mode("ro"), () -> mode("rw"), "Read-only file system");
  }

  @Test
  void aFullDiskEndsARunThatMustBeSaved() {
    Dataset<Row> table = Tables.diamond(300);
    float[] expected = classifier(() -> {}).fit(table).network().weights();
    MlpClassifier saved = saved(this::fill).setCheckpointFailure("error");
    Exception error = assertThrows(UncheckedIOException.class, () -> saved.fit(table));
    assertTrue(error.getMessage().contains("No space left on device"), error.toString());
    assertTrue(error.getMessage().contains("checkpointFailure=error ends"), error.toString());
    empty();
    assertArrayEquals(expected, resumed().fit(table).network().weights(), 0);
  }

  @Test
  void whatCannotBeWrittenFromTheStartIsAnError() {
    Dataset<Row> table = Tables.diamond(300);
    MlpClassifier saved = classifier(() -> {}).setCheckpointDir(disk + "/checkpoints");
    mode("ro");
    Exception error = assertThrows(InputException.class, () -> saved.fit(table));
    assertTrue(error.getMessage().startsWith("checkpoints cannot be kept in "), error.toString());
    assertTrue(error.getMessage().contains("Read-only file system"), error.toString());
    mode("rw");
    fill();
    error = assertThrows(InputException.class, () -> saved.fit(table));
    assertTrue(error.getMessage().contains("No space left on device"), error.toString());
    empty();
    saved.fit(table);
    assertEquals(List.of(), trouble());
  }
}
