package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.RunHeader;
import org.spindleml.train.Snapshot;
import org.spindleml.train.TrainingListener;

/** What a directory of checkpoints keeps, and what it refuses. */
class CheckpointDirectoryTest {
  private static final RunHeader RUN = new RunHeader(Map.of("seed", "1", "layers", "[2,3]"));

  @TempDir private Path parent;
  private final List<String> notes = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  private Path path() {
    return parent.resolve("checkpoints");
  }

  private CheckpointDirectory open(Resume resume) throws IOException {
    HadoopFiles files = HadoopFiles.in(path().toString(), LocalSpark.session());
    return CheckpointDirectory.open(files, resume, "application-1");
  }

  private static Snapshot at(long step) {
    return new Snapshot(step, null, Map.of("weights", new float[100]), Map.of(), List.of());
  }

  /** Saves the run after these steps. */
  private void save(long... steps) throws IOException {
    try (CheckpointDirectory directory = open(Resume.AUTO)) {
      directory.begin(RUN, listener);
      for (long step : steps) {
        directory.save(at(step));
      }
    }
  }

  private Optional<Long> resumed(Resume resume, RunHeader run) throws IOException {
    try (CheckpointDirectory directory = open(resume)) {
      return directory.begin(run, listener).map(Snapshot::step);
    }
  }

  private Optional<Long> resumed() throws IOException {
    return resumed(Resume.AUTO, RUN);
  }

  private String refused(Resume resume, RunHeader run) {
    return assertThrows(InputException.class, () -> resumed(resume, run))
        .getMessage()
        .replace(path().toString(), "DIR")
        .replace("file:DIR", "DIR");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(int number) {
    return path().resolve("checkpoint-00000" + number + ".spindle");
  }

  @Test
  void theTwoNewestAreKeptAndNothingElse() throws Exception {
    save(1, 2, 3, 4);
    List<String> two = List.of("checkpoint-000003.spindle", "checkpoint-000004.spindle");
    assertEquals(two, names(), "no lock, nothing unfinished, no checksum files");
    assertEquals(Optional.of(4L), resumed());
    save(5);
    assertEquals(
        List.of("checkpoint-000004.spindle", "checkpoint-000005.spindle"),
        names(),
        "numbers go on where they were");
    assertEquals(List.of(), notes);
  }

  @Test
  void resumeDecidesWhatBecomesOfThoseThatAreThere() throws Exception {
    assertEquals(Optional.empty(), resumed());
    assertEquals(
        "resume is must but there is no checkpoint in DIR; set resume to auto",
        refused(Resume.MUST, RUN));
    save(7);
    assertEquals(Optional.of(7L), resumed(Resume.MUST, RUN));
    assertEquals(Optional.empty(), resumed(Resume.NEVER, RUN));
    // Though the run that was never to be resumed has not saved anything yet.
    assertEquals(Optional.empty(), resumed());
    assertEquals(List.of(), names());
  }

  @Test
  void aDamagedNewestIsPassedOverAndSaidSo() throws Exception {
    save(1, 2);
    byte[] newest = Files.readAllBytes(file(2));
    Files.write(file(2), Arrays.copyOf(newest, newest.length / 2));
    assertEquals(Optional.of(1L), resumed());
    assertEquals(1, notes.size());
    assertTrue(
        notes
            .get(0)
            .startsWith(
                "a checkpoint cannot be used, the one before it is: checkpoint-000002.spindle: the"
                    + " checkpoint is cut or damaged"),
        notes::toString);
    newest[newest.length / 2] ^= 4;
    Files.write(file(2), newest);
    assertEquals(Optional.of(1L), resumed());
    assertEquals(2, notes.size());
    // What is damaged does not count as one of the two that are kept.
    save(3);
    assertEquals(List.of("checkpoint-000001.spindle", "checkpoint-000003.spindle"), names());
  }

  @Test
  void allDamagedIsAnErrorWithEachReason() throws Exception {
    save(1, 2);
    Files.write(file(1), new byte[0]);
    Files.write(file(2), new byte[1000]);
    for (Resume resume : List.of(Resume.AUTO, Resume.MUST)) {
      assertEquals(
          "no checkpoint in DIR can be used: checkpoint-000002.spindle: this is no checkpoint, or"
              + " its beginning is damaged; checkpoint-000001.spindle: this is no checkpoint, or"
              + " its beginning is damaged; resume=never removes them and begins anew",
          refused(resume, RUN));
    }
    assertEquals(2, names().size(), "nothing has been removed");
    assertEquals(Optional.empty(), resumed(Resume.NEVER, RUN));
  }

  @Test
  void anotherRunIsAnErrorWithBothValues() throws Exception {
    save(1);
    RunHeader other = new RunHeader(Map.of("seed", "2", "layers", "[2,3]"));
    assertEquals(
        "the checkpoint checkpoint-000001.spindle in DIR is of another run: seed was 1, is now 2;"
            + " make them equal, take another checkpointDir, or set resume to never, which removes"
            + " the checkpoints that are there",
        refused(Resume.AUTO, other));
    assertEquals(Optional.of(1L), resumed(), "nothing has been removed");
  }

  @Test
  void aSecondRunIsRefusedByNameOfTheFirst() throws Exception {
    try (CheckpointDirectory first = open(Resume.AUTO)) {
      first.begin(RUN, listener);
      String error = refused(Resume.AUTO, RUN);
      assertTrue(
          error.matches(
              "the directory DIR is in use by application application-1, process "
                  + ProcessHandle.current().pid()
                  + " on host .+; take another checkpointDir or, if that run is gone, remove the"
                  + " file in-use.txt there"),
          error);
      first.save(at(1));
    }
    assertEquals(Optional.of(1L), resumed());
  }

  @Test
  void whatAProcessThatIsGoneHeldIsTakenOver() throws Exception {
    String mine;
    try (CheckpointDirectory first = open(Resume.AUTO)) {
      first.begin(RUN, listener);
      mine = Files.readString(path().resolve("in-use.txt"));
    }
    Process gone = new ProcessBuilder("java", "-version").start();
    gone.waitFor();
    for (String other :
        List.of(
            mine.replaceFirst("pid=\\d+", "pid=" + gone.pid()),
            // Of this very process, which could not remove it.
            mine,
            // Another process of the same number, long ago.
            mine.replaceFirst(
                "pid=\\d+\nstarted=\\d+",
                "pid=" + ProcessHandle.current().parent().get().pid() + "\nstarted=1999"))) {
      Files.writeString(path().resolve("in-use.txt"), other);
      assertEquals(Optional.empty(), resumed());
      assertFalse(Files.exists(path().resolve("in-use.txt")));
    }
    for (String other : List.of(mine.replaceFirst("host=", "host=other-"), "", "pid=x")) {
      Files.writeString(path().resolve("in-use.txt"), other);
      assertTrue(refused(Resume.AUTO, RUN).contains("is in use by application"));
      assertEquals(other, Files.readString(path().resolve("in-use.txt")));
    }
  }

  @Test
  void whoeverHasLostTheDirectoryWritesNothing() throws Exception {
    try (CheckpointDirectory first = open(Resume.AUTO)) {
      first.begin(RUN, listener);
      Files.writeString(path().resolve("in-use.txt"), "host=other");
      IOException error = assertThrows(IOException.class, () -> first.save(at(1)));
      assertTrue(error.getMessage().contains("another run has taken"), error.getMessage());
    }
    assertEquals(List.of("in-use.txt"), names(), "and leaves the other one's lock");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksAreNotFollowed() throws Exception {
    save(1);
    Path elsewhere = Files.move(file(1), parent.resolve("elsewhere"));
    Files.createSymbolicLink(file(1), elsewhere);
    assertTrue(refused(Resume.AUTO, RUN).contains("found a symbolic link"));
    byte[] before = Files.readAllBytes(elsewhere);
    Files.createSymbolicLink(path().resolve("checkpoint.unfinished"), elsewhere);
    try (CheckpointDirectory directory = open(Resume.NEVER)) {
      directory.begin(RUN, listener);
      directory.save(at(9));
    }
    assertEquals(Arrays.hashCode(before), Arrays.hashCode(Files.readAllBytes(elsewhere)));
    assertFalse(Files.isSymbolicLink(file(2)));
    assertEquals(Optional.of(9L), resumed());
  }

  @Test
  void filesOfOthersAreLeftAlone() throws Exception {
    save(1);
    Files.writeString(path().resolve("notes.txt"), "mine");
    Files.writeString(path().resolve("checkpoint-1.spindle.old"), "mine");
    save(2, 3);
    assertTrue(names().containsAll(List.of("notes.txt", "checkpoint-1.spindle.old")));
    resumed(Resume.NEVER, RUN);
    assertEquals(List.of("checkpoint-1.spindle.old", "notes.txt"), names());
  }
}
