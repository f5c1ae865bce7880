package org.spindleml.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A trained network as a local directory with {@value ModelFile#MODEL} and {@value
 * ModelFile#WEIGHTS}; see {@link ModelFile}. Neither the directory nor its files may be symbolic
 * links.
 */
public final class ModelDirectory {
  private ModelDirectory() {}

  /**
   * Writes a network: first aside, under a hidden name in the same parent, then renamed. So the
   * directory is there completely or not at all.
   *
   * @param directory a path where nothing is yet; its parent exists
   * @param model the network
   * @throws FileAlreadyExistsException if something is there
   * @throws IOException if writing fails; nothing is left behind then
   * @throws IllegalArgumentException if a weight is NaN or infinite
   */
  public static void write(Path directory, TrainedNetwork model) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Map<String, byte[]> files = ModelFile.encode(model);
    Path aside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    Files.createDirectory(aside);
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        write(aside.resolve(file.getKey()), file.getValue());
      }
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      for (String name : files.keySet()) {
        Files.deleteIfExists(aside.resolve(name));
      }
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  private static void write(Path path, byte[] content) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }

  /**
   * Reads a network.
   *
   * @param directory where {@link #write} has put it
   * @return the network
   * @throws ModelFormatException if it is no model, or a symbolic link
   * @throws NoSuchFileException if nothing is there
   * @throws IOException if reading fails
   */
  public static TrainedNetwork read(Path directory) throws IOException {
    if (!attributes(directory).isDirectory()) {
      throw ModelFormatException.of(
          directory.toString(), "a directory that is no symbolic link", "something else");
    }
    byte[] model = read(directory.resolve(ModelFile.MODEL), JsonObject.LONGEST);
    byte[] weights = read(directory.resolve(ModelFile.WEIGHTS), Safetensors.LONGEST_FILE);
    return ModelFile.decode(model, weights);
  }

  private static byte[] read(Path path, int longest) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (!attributes.isRegularFile()) {
      throw ModelFormatException.of(
          path.toString(), "a file that is no symbolic link", "something else");
    }
    if (attributes.size() > longest) {
      throw ModelFormatException.of(
          path.toString(), "at most " + longest + " bytes", attributes.size());
    }
    ByteBuffer content = ByteBuffer.allocate((int) attributes.size());
    try (SeekableByteChannel file =
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (content.hasRemaining()) {
        if (file.read(content) < 0) {
          throw ModelFormatException.of(
              path.toString(), content.capacity() + " bytes", content.position());
        }
      }
    }
    return content.array();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
