package org.spindleml.ml;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spindleml.model.ModelFormatException;
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
   * @throws IOException if its file system cannot be reached
   */
  public static HadoopFiles in(String directory, SparkSession session) throws IOException {
    Configuration configuration = new Configuration(session.sparkContext().hadoopConfiguration());
    // What is set on the session alone, for instance the key of an object store.
    CollectionConverters.asJava(session.conf().getAll()).forEach(configuration::set);
    Path path = new Path(directory);
    FileSystem files = path.getFileSystem(configuration);
    return new HadoopFiles(files, files.makeQualified(path));
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

  private static void requireNoLink(Path path) throws IOException {
    if ("file".equals(path.toUri().getScheme())
        && Files.isSymbolicLink(java.nio.file.Path.of(path.toUri().getPath()))) {
      throw new ModelFormatException(path + ": expected a file, found a symbolic link");
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
