package org.spindleml.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories whose files are something else than a model's. */
class StrangeModelsTest {
  /** An object that would do something when it is read. */
  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    private static boolean sprung;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      sprung = true;
    }
  }

  @TempDir private Path root;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = root.resolve("model");
    ModelDirectory.write(model, SmallModels.regression(1));
  }

  private String refusal() {
    return assertThrows(ModelFormatException.class, () -> ModelDirectory.read(model)).getMessage();
  }

  @Test
  void serializedObjectsAreNotRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Trap());
    }
    byte[] json = Files.readAllBytes(model.resolve(ModelFile.MODEL));
    Files.write(model.resolve(ModelFile.MODEL), bytes.toByteArray());
    assertTrue(refusal().startsWith("model.json is not UTF-8"), this::refusal);
    Files.write(model.resolve(ModelFile.MODEL), json);
    Files.write(model.resolve(ModelFile.WEIGHTS), bytes.toByteArray());
    assertTrue(refusal().contains("SHA-256"), this::refusal);
    assertThrows(ModelFormatException.class, () -> Safetensors.read(bytes.toByteArray()));
    assertFalse(Trap.sprung);
  }

  @Test
  void namesInAFileAreNoPaths() throws Exception {
    Map<String, byte[]> files = ModelFile.encode(SmallModels.regression(1));
    // A name of the same length keeps all offsets.
    byte[] weights =
        new String(files.get(ModelFile.WEIGHTS), ISO_8859_1)
            .replace("\"hidden1.weight\"", "\"../../outside1\"")
            .getBytes(ISO_8859_1);
    assertEquals(List.of("../../outside1"), outside(Safetensors.read(weights)));
    Files.write(model.resolve(ModelFile.WEIGHTS), weights);
    Files.write(
        model.resolve(ModelFile.MODEL),
        ModelFuzzTest.withHashOf(weights, files.get(ModelFile.MODEL)));
    assertTrue(refusal().contains("hidden1.weight"), this::refusal);
    try (Stream<Path> all = Files.walk(root)) {
      assertEquals(4, all.count(), "two directories, two files");
    }
  }

  private static List<String> outside(Map<String, Tensor> tensors) {
    return tensors.keySet().stream().filter(name -> name.contains("/")).toList();
  }

  @Test
  void aClassInTheTextIsText() throws Exception {
    Path json = model.resolve(ModelFile.MODEL);
    String text = Files.readString(json, UTF_8);
    Files.writeString(json, text.replaceFirst("\\{", "{ \"@class\" : \"java.lang.Runtime\","));
    assertTrue(refusal().contains("@class"), this::refusal);
  }
}
