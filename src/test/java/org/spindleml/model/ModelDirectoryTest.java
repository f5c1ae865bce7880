package org.spindleml.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final TrainedNetwork MODEL = SmallModels.classifier(1);

  @TempDir Path parent;

  @Test
  void roundTripLeavesNothingElse() throws Exception {
    Path directory = parent.resolve("model");
    ModelDirectory.write(directory, MODEL);
    assertArrayEquals(MODEL.weights(), ModelDirectory.read(directory).weights());
    assertEquals(List.of("model"), names(parent));
    assertEquals(List.of("model.json", "weights.safetensors"), names(directory));
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path directory = parent.resolve("model");
    ModelDirectory.write(directory, MODEL);
    assertThrows(FileAlreadyExistsException.class, () -> ModelDirectory.write(directory, MODEL));
    Path file = Files.writeString(parent.resolve("file"), "mine");
    assertThrows(FileAlreadyExistsException.class, () -> ModelDirectory.write(file, MODEL));
    assertEquals(List.of("file", "model"), names(parent));
  }

  @Test
  void failureLeavesNothingBehind() throws Exception {
    assertThrows(
        NoSuchFileException.class,
        () -> ModelDirectory.write(parent.resolve("absent/model"), MODEL));
    TrainedNetwork broken = SmallModels.classifier(1);
    broken.weights()[3] = Float.NaN;
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelDirectory.write(parent.resolve("model"), broken));
    assertEquals(List.of(), names(parent));
  }

  @Test
  void symbolicLinksAreRefused() throws Exception {
    Path directory = parent.resolve("model");
    ModelDirectory.write(directory, MODEL);
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
    assertThrows(ModelFormatException.class, () -> ModelDirectory.read(link));
    for (String name : List.of(ModelFile.MODEL, ModelFile.WEIGHTS)) {
      Path file = directory.resolve(name);
      Path moved = Files.move(file, parent.resolve(name));
      Files.createSymbolicLink(file, moved);
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> ModelDirectory.read(directory));
      assertTrue(e.getMessage().contains(name), e.getMessage());
      Files.delete(file);
      Files.move(moved, file);
    }
    ModelDirectory.read(directory);
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    assertThrows(NoSuchFileException.class, () -> ModelDirectory.read(parent.resolve("absent")));
    Path directory = parent.resolve("model");
    ModelDirectory.write(directory, MODEL);
    assertThrows(
        ModelFormatException.class, () -> ModelDirectory.read(directory.resolve(ModelFile.MODEL)));
    Path json = directory.resolve(ModelFile.MODEL);
    byte[] original = Files.readAllBytes(json);
    Files.write(json, serialized());
    assertThrows(ModelFormatException.class, () -> ModelDirectory.read(directory));
    Files.write(json, original);
    Path weights = directory.resolve(ModelFile.WEIGHTS);
    Files.write(weights, serialized());
    assertThrows(ModelFormatException.class, () -> ModelDirectory.read(directory));
    Files.delete(weights);
    Files.createDirectory(weights);
    assertThrows(ModelFormatException.class, () -> ModelDirectory.read(directory));
    Files.delete(weights);
    assertThrows(NoSuchFileException.class, () -> ModelDirectory.read(directory));
  }

  @Test
  void hugeFilesAreRefusedBeforeTheyAreRead() throws Exception {
    Path directory = parent.resolve("model");
    ModelDirectory.write(directory, MODEL);
    for (String name : List.of(ModelFile.WEIGHTS, ModelFile.MODEL)) {
      try (RandomAccessFile sparse = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
        sparse.setLength(1L << 40);
      } catch (IOException e) {
        abort("no sparse files here: " + e.getMessage());
      }
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> ModelDirectory.read(directory));
      assertTrue(e.getMessage().contains(name), e.getMessage());
      assertTrue(e.getMessage().contains("1099511627776"), e.getMessage());
    }
  }

  private static byte[] serialized() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(List.of("anything"));
    }
    return bytes.toByteArray();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
