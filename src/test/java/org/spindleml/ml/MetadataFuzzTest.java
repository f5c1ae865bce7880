package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.Mutations;
import org.spindleml.model.ModelFormatException;
import org.spindleml.spark.LocalSpark;

/** Whatever the metadata of an estimator or model holds, loading works or says what is wrong. */
class MetadataFuzzTest {
  private static final long SEED = 20260103;
  private static final int ROUNDS = 1000;

  @TempDir private Path directory;

  @BeforeAll
  static void session() {
    LocalSpark.session();
  }

  /** The file, written without the checksum that Hadoop would refuse it by. */
  private Path part(String saved) throws Exception {
    Path metadata = directory.resolve(saved).resolve("metadata");
    Files.delete(metadata.resolve(".part-00000.crc"));
    return metadata.resolve("part-00000");
  }

  private void fuzz(String saved, Function<String, ?> load) throws Exception {
    Path part = part(saved);
    byte[] original = Files.readAllBytes(part);
    Mutations mutations = new Mutations(SEED, "0123456789-[]{},:\"e.\\u null true");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(part, mutations.of(original));
      try {
        load.apply(directory.resolve(saved).toString());
      } catch (UncheckedIOException e) {
        refused++;
        assertEquals(
            ModelFormatException.class, e.getCause().getClass(), "round " + round + ": " + e);
      } catch (Throwable e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ": " + e, e);
      }
    }
    assertTrue(refused > ROUNDS / 4, "only " + refused + " of " + ROUNDS + " refused");
  }

  @Test
  void damagedEstimators() throws Exception {
    new MlpClassifier()
        .setFeaturesCols("a", "b")
        .setHiddenLayers(3, 2)
        .setActivation("tanh", "relu")
        .setThresholds(new double[] {0.5, 0.25})
        .setInitialWeights(Vectors.dense(1, 2, 3))
        .save(directory.resolve("e").toString());
    fuzz("e", MlpClassifier::load);
  }

  @Test
  void damagedModels() throws Exception {
    Tables.regression(2).save(directory.resolve("m").toString());
    fuzz("m", MlpRegressionModel::load);
  }

  private String refusal(Path part) {
    return assertThrows(
            UncheckedIOException.class, () -> MlpRegressor.load(part.getParent().getParent() + ""))
        .getMessage();
  }

  @Test
  void hugeAndDeepAndStrangeFiles() throws Exception {
    new MlpRegressor().save(directory.resolve("e").toString());
    Path part = part("e");
    Files.writeString(part, "{\"class\":" + "[".repeat(1_000_000));
    assertTrue(refusal(part).contains("is not JSON"), refusal(part));
    ByteArrayOutputStream serialized = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(serialized)) {
      out.writeObject(List.of("an object of Java's"));
    }
    Files.write(part, serialized.toByteArray());
    assertTrue(refusal(part).contains("is not JSON"), refusal(part));
    Files.writeString(part, "{\"class\":\"java.lang.Runtime\"}");
    assertTrue(
        refusal(part)
            .endsWith("expected the class org.spindleml.ml.MlpRegressor, found java.lang.Runtime"),
        refusal(part));
    try (RandomAccessFile huge = new RandomAccessFile(part.toFile(), "rw")) {
      huge.setLength(1L << 31);
    }
    assertTrue(
        refusal(part).endsWith("expected at most 67108864 bytes, found 2147483648"), refusal(part));
  }
}
