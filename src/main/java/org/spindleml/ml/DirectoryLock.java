package org.spindleml.ml;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.spindleml.table.InputException;

/**
 * A directory that is one run's: the file {@value #NAME} in it says whose. The file of a process
 * that is gone from this host is taken over; whether one of another host is gone nobody here knows.
 */
final class DirectoryLock implements AutoCloseable {
  static final String NAME = "in-use.txt";

  /** What this process holds: a run whose disk became read-only leaves a file that nobody holds. */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  private static final int LONGEST = 1 << 12;

  /** A process seen twice may seem to have started at two times, where a clock was set. */
  private static final Duration SAME_START = Duration.ofSeconds(10);

  private final HadoopFiles files;
  private final String content;

  private DirectoryLock(HadoopFiles files, String content) {
    this.files = files;
    this.content = content;
  }

  /**
   * Takes a directory.
   *
   * @param application Spark's name for the application that asks
   * @throws InputException if a run has it that may be alive
   * @throws IOException if it cannot be read or written
   */
  static DirectoryLock take(HadoopFiles files, String application) throws IOException {
    String content = content(application);
    HELD.add(content);
    boolean taken = false;
    try {
      for (int attempt = 0; attempt < 2 && !taken; attempt++) {
        taken = create(files, content);
      }
    } finally {
      if (!taken) {
        HELD.remove(content);
      }
    }
    if (!taken) {
      throw inUse(files, "by a run that has just begun");
    }
    DirectoryLock lock = new DirectoryLock(files, content);
    // Two may have taken over the same file of a process that is gone: the last one has it.
    lock.require();
    return lock;
  }

  /** Makes the file; where another one was in the way, removes that and answers false. */
  private static boolean create(HadoopFiles files, String content) throws IOException {
    try {
      files.create(NAME, content.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      String other = read(files);
      if (other != null) {
        requireGone(files, other);
        files.delete(NAME);
      }
      return false;
    }
  }

  private static String content(String application) throws UnknownHostException {
    ProcessHandle process = ProcessHandle.current();
    return String.join(
        "\n",
        "host=" + host(),
        "pid=" + process.pid(),
        "started=" + process.info().startInstant().map(Instant::toString).orElse(""),
        "application=" + application,
        "run=" + UUID.randomUUID(),
        "");
  }

  private static String host() throws UnknownHostException {
    return InetAddress.getLocalHost().getHostName();
  }

  /** The content; null where the file is gone. */
  private static String read(HadoopFiles files) throws IOException {
    return files.has(NAME) ? new String(files.read(NAME, LONGEST), StandardCharsets.UTF_8) : null;
  }

  private static Map<String, String> values(String content) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : content.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static void requireGone(HadoopFiles files, String content) throws IOException {
    Map<String, String> other = values(content);
    if (HELD.contains(content) || !host().equals(other.get("host")) || isAlive(other)) {
      throw inUse(
          files,
          "by application "
              + other.get("application")
              + ", process "
              + other.get("pid")
              + " on host "
              + other.get("host"));
    }
  }

  /** Whether another process of this host is there, and is not a new one of the same number. */
  private static boolean isAlive(Map<String, String> other) {
    try {
      long pid = Long.parseLong(other.get("pid"));
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      if (process.isEmpty() || !process.get().isAlive() || pid == ProcessHandle.current().pid()) {
        return false;
      }
      Optional<Instant> started = process.get().info().startInstant();
      return started.isEmpty()
          || Duration.between(started.get(), Instant.parse(other.get("started")))
                  .abs()
                  .compareTo(SAME_START)
              < 0;
    } catch (NumberFormatException | DateTimeParseException e) {
      return true;
    }
  }

  private static InputException inUse(HadoopFiles files, String by) {
    return new InputException(
        "the directory "
            + files
            + " is in use "
            + by
            + "; take another checkpointDir or, if that run is gone, remove the file "
            + NAME
            + " there");
  }

  /**
   * Makes sure that the directory is still ours.
   *
   * @throws IOException if it is not
   */
  void require() throws IOException {
    if (!content.equals(read(files))) {
      throw new IOException("another run has taken " + files);
    }
  }

  /** Gives the directory back, if it is still ours. */
  @Override
  public void close() {
    try {
      if (content.equals(read(files))) {
        files.delete(NAME);
      }
    } catch (IOException e) {
      // The directory is gone or read-only; the file says nothing once this process holds no more.
    } finally {
      HELD.remove(content);
    }
  }
}
