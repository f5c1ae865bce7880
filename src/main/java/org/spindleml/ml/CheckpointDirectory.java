package org.spindleml.ml;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spindleml.model.Checkpoint;
import org.spindleml.table.InputException;
import org.spindleml.train.CheckpointStore;
import org.spindleml.train.RunHeader;
import org.spindleml.train.Snapshot;
import org.spindleml.train.TrainingListener;

/**
 * The checkpoints of a run as files of one directory: {@code checkpoint-000001.spindle} and so on,
 * of which the two newest that are whole are kept, also when the run is over. A file is written
 * under another name and renamed. While a run writes here it holds the directory's {@link
 * DirectoryLock}.
 */
final class CheckpointDirectory implements CheckpointStore, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,9})\\.spindle");
  private static final String ASIDE = "checkpoint.unfinished";
  private static final int KEPT = 2;

  private final HadoopFiles files;
  private final Resume resume;
  private final DirectoryLock lock;
  private final Deque<String> kept = new ArrayDeque<>();
  private RunHeader run;
  private int last;

  private CheckpointDirectory(HadoopFiles files, Resume resume, DirectoryLock lock) {
    this.files = files;
    this.resume = resume;
    this.lock = lock;
  }

  /**
   * Takes a directory for a run; it is made where it is missing.
   *
   * @param directory the directory
   * @param resume what to do with the checkpoints that are there
   * @param application Spark's name for the application that the run belongs to
   * @throws InputException if another run has it, or has to be resumed and there is none
   * @throws IOException if it cannot be read or written
   */
  static CheckpointDirectory open(HadoopFiles directory, Resume resume, String application)
      throws IOException {
    HadoopFiles files = directory.withoutChecksums();
    if (resume == Resume.MUST && names(files).isEmpty()) {
      throw new InputException(
          "resume is must but there is no checkpoint in " + files + "; set resume to auto");
    }
    return new CheckpointDirectory(files, resume, DirectoryLock.take(files, application));
  }

  /** The names of checkpoints, oldest first. */
  private static List<String> names(HadoopFiles files) throws IOException {
    return files.names().stream()
        .filter(name -> NAME.matcher(name).matches())
        .sorted(Comparator.comparingInt(CheckpointDirectory::number))
        .toList();
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D", ""));
  }

  @Override
  public Optional<Snapshot> begin(RunHeader now, TrainingListener listener) throws IOException {
    run = now;
    List<String> names = names(files);
    last = names.isEmpty() ? 0 : number(names.get(names.size() - 1));
    if (resume == Resume.NEVER) {
      // At once: a run that dies before it is saved must not be taken for the one before.
      for (String name : names) {
        files.delete(name);
      }
      return Optional.empty();
    }
    List<String> broken = new ArrayList<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      try {
        Checkpoint found = Checkpoint.read(files.read(name, Checkpoint.LONGEST));
        requireSameRun(name, found.run());
        if (!broken.isEmpty()) {
          listener.note(
              "a checkpoint cannot be used, the one before it is: " + String.join("; ", broken));
        }
        kept.add(name);
        return Optional.of(found.snapshot());
      } catch (IOException e) {
        broken.add(name + ": " + e.getMessage());
      }
    }
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    throw new InputException(
        "no checkpoint in "
            + files
            + " can be used: "
            + String.join("; ", broken)
            + "; resume=never removes them and begins anew");
  }

  private void requireSameRun(String name, RunHeader before) {
    List<String> differences = before.differences(run);
    if (!differences.isEmpty()) {
      throw new InputException(
          "the checkpoint "
              + name
              + " in "
              + files
              + " is of another run: "
              + String.join("; ", differences)
              + "; make them equal, take another checkpointDir, or set resume to never, which"
              + " removes the checkpoints that are there");
    }
  }

  @Override
  public void save(Snapshot snapshot) throws IOException {
    lock.require();
    String name = String.format(Locale.ROOT, "checkpoint-%06d.spindle", last + 1);
    files.writeAside(name, ASIDE, new Checkpoint(run, snapshot)::write);
    last++;
    kept.add(name);
    while (kept.size() > KEPT) {
      kept.remove();
    }
    for (String other : names(files)) {
      if (!kept.contains(other)) {
        files.delete(other);
      }
    }
  }

  /** Gives the directory back; the checkpoints stay. */
  @Override
  public void close() {
    lock.close();
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
