package org.spindleml.ml;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.spark.sql.SparkSession;
import org.spindleml.model.ModelFormatException;
import org.spindleml.spark.ClassicSession;
import org.spindleml.table.InputException;
import scala.jdk.javaapi.CollectionConverters;

/** The files of one directory on any of Hadoop's file systems, as whole byte arrays. */
public final class HadoopFiles {
  private final FileSystem files;
  private final Path directory;

  private HadoopFiles(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * The files of a directory, which need not exist yet.
   *
   * @param directory a path on any of Hadoop's file systems
   * @param session knows the file systems
   * @return the files
   * @throws InputException if the session is Spark Connect's
   * @throws IOException if this is no path, or its file system cannot be reached
   */
  public static HadoopFiles in(String directory, SparkSession session) throws IOException {
    Configuration configuration =
        new Configuration(
            ClassicSession.context(session, "access to " + directory).hadoopConfiguration());
    // What is set on the session alone, for instance the key of an object store.
    CollectionConverters.asJava(session.conf().getAll()).forEach(configuration::set);
    try {
      Path path = new Path(directory);
      FileSystem files = path.getFileSystem(configuration);
      return new HadoopFiles(files, files.makeQualified(path));
    } catch (RuntimeException e) {
      // No path; a host that is not there; a file system whose classes are not on the class path.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What is wrong, in words: a file's name alone, as Java has it for many faults, is none. */
  static String reason(IOException e) {
    boolean nameAlone = e instanceof FileSystemException of && of.getReason() == null;
    return nameAlone ? e.getClass().getSimpleName() + ": " + e.getMessage() : e.getMessage();
  }

  /**
   * The same directory without the checksum files that Hadoop keeps beside files of a local disk: a
   * file and its checksum cannot be renamed in one act.
   */
  HadoopFiles withoutChecksums() {
    return files instanceof ChecksumFileSystem checked
        ? new HadoopFiles(checked.getRawFileSystem(), directory)
        : this;
  }

  /** The names of all that is in the directory; none where that is missing. */
  List<String> names() throws IOException {
    try {
      return Arrays.stream(files.listStatus(directory))
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Removes a file, if it is there; of a symbolic link, the link. */
  void delete(String name) throws IOException {
    Path path = new Path(directory, name);
    if (isLocal()) {
      Files.deleteIfExists(local(path));
    } else if (!files.delete(path, false) && files.exists(path)) {
      throw new IOException(path + " cannot be removed");
    }
  }

  /** Writes a new file that nobody else can have made: of several that try, one succeeds. */
  void create(String name, byte[] content) throws IOException {
    try (OutputStream out = create(name)) {
      try {
        out.write(content);
      } catch (IOException e) {
        delete(name);
        throw e;
      }
    }
  }

  private OutputStream create(String name) throws IOException {
    Path path = new Path(directory, name);
    if (!isLocal()) {
      return files.create(path, false);
    }
    // Hadoop would look first and then write, and would not say why a directory cannot be.
    java.nio.file.Path parent = local(directory);
    if (!Files.isDirectory(parent)) {
      if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(parent.toString(), null, "not a directory");
      }
      Files.createDirectories(parent);
    }
    return Files.newOutputStream(
        local(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** What writes a file. */
  interface Content {
    /** Writes all of it. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file under another name and gives it its own in one act, so that it is there
   * completely or not at all.
   *
   * @param name its name; nothing of that name is there
   * @param aside the other name; what has been left there is removed
   * @param content what to write
   */
  void writeAside(String name, String aside, Content content) throws IOException {
    Path from = new Path(directory, aside);
    Path to = new Path(directory, name);
    delete(aside);
    try {
      try (FSDataOutputStream out = files.create(from, false)) {
        content.write(out);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }
      if (!files.rename(from, to)) {
        throw new IOException(from + " cannot be renamed to " + name);
      }
    } catch (IOException | RuntimeException e) {
      try {
        delete(aside);
      } catch (IOException alsoFails) {
        e.addSuppressed(alsoFails);
      }
      throw e;
    }
  }

  private boolean isLocal() {
    return "file".equals(directory.toUri().getScheme());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Whether a file is there. */
  boolean has(String name) throws IOException {
    return files.exists(new Path(directory, name));
  }

  /** The directories in one of these directories, by name; none where that is missing. */
  List<HadoopFiles> directories(String name) throws IOException {
    Path parent = new Path(directory, name);
    if (!files.exists(parent)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(parent))
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .sorted()
        .map(child -> new HadoopFiles(files, child))
        .toList();
  }

  /** Writes a new file, and the directories above it where they are missing. */
  void write(String name, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(directory, name), false)) {
      out.write(content);
    }
  }

  /**
   * Writes a file, over one that is there.
   *
   * @param name the file's, in the directory
   * @param content all of it
   * @throws IOException if it cannot be written
   */
  public void replace(String name, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(directory, name), true)) {
      out.write(content);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ModelFormatException if it is longer than {@code longest} bytes, no file, or a symbolic
   *     link
   */
  byte[] read(String name, int longest) throws IOException {
    Path path = new Path(directory, name);
    requireNoLink(path);
    FileStatus status = files.getFileStatus(path);
    if (!status.isFile()) {
      throw new ModelFormatException(path + ": expected a file, found a directory");
    }
    if (status.getLen() > longest) {
      throw new ModelFormatException(
          path + ": expected at most " + longest + " bytes, found " + status.getLen());
    }
    byte[] content = new byte[(int) status.getLen()];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, content);
    }
    return content;
  }

  private void requireNoLink(Path path) throws IOException {
    if (isLocal() && Files.isSymbolicLink(local(path))) {
      throw new ModelFormatException(path + ": expected a file, found a symbolic link");
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
