package org.spindleml.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spindleml.Mutations;

/** Whatever bytes come, reading either works or fails with ModelFormatException. */
class ModelFuzzTest {
  private static final long SEED = 20260101;
  private static final int ROUNDS = 6000;

  /** The files have some 10 kB; a length believed unchecked would be far above this. */
  private static final long MOST_ALLOCATED = 16 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Reader {
    void read(byte[] mutated) throws Exception;
  }

  @Test
  void damagedModelJson() {
    Map<String, byte[]> files = ModelFile.encode(SmallModels.classifier(1));
    byte[] weights = files.get(ModelFile.WEIGHTS);
    fuzz(files.get(ModelFile.MODEL), bytes -> ModelFile.decode(bytes, weights));
  }

  @Test
  void damagedWeightsUnderTheirOwnHash() {
    Map<String, byte[]> files = ModelFile.encode(SmallModels.regression(1));
    byte[] json = files.get(ModelFile.MODEL);
    fuzz(files.get(ModelFile.WEIGHTS), bytes -> ModelFile.decode(withHashOf(bytes, json), bytes));
  }

  @Test
  void damagedSafetensors() {
    fuzz(ModelFile.encode(SmallModels.logistic(1)).get(ModelFile.WEIGHTS), Safetensors::read);
  }

  @Test
  void damagedCheckpointsUnderTheirOwnHash() {
    fuzz(CheckpointTest.bytes(CheckpointTest.checkpoint()), b -> Checkpoint.read(rehashed(b)));
  }

  /** Any damage at all shows in the hash. */
  @Test
  void damagedCheckpoints() {
    byte[] whole = CheckpointTest.bytes(CheckpointTest.checkpoint());
    fuzz(
        whole,
        bytes -> {
          Checkpoint.read(bytes);
          assertTrue(Arrays.equals(whole, bytes), "damage that was not noticed");
        });
  }

  /** The same file with the hash that it should have. */
  static byte[] rehashed(byte[] checkpoint) throws Exception {
    byte[] copy = checkpoint.clone();
    int end = Math.max(0, copy.length - 32);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(copy, 0, end);
    System.arraycopy(digest.digest(), 0, copy, end, copy.length - end);
    return copy;
  }

  /** The model.json with the hash of other weights. */
  static byte[] withHashOf(byte[] weights, byte[] json) throws Exception {
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
    return new String(json, UTF_8).replaceAll("[0-9a-f]{64}", hash).getBytes(UTF_8);
  }

  private static void fuzz(byte[] original, Reader reader) {
    Mutations mutations = new Mutations(SEED, "0123456789-[]{},:\"e. ");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutations.of(original);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        reader.read(mutated);
      } catch (ModelFormatException e) {
        refused++;
        assertTrue(e.getMessage().length() < 1000, e::getMessage);
      } catch (Throwable e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ": " + e, e);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated < MOST_ALLOCATED, "seed " + SEED + ", round " + round + ": " + allocated);
    }
    assertTrue(refused > ROUNDS / 4, "only " + refused + " of " + ROUNDS + " refused");
  }
}
