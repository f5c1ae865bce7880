package org.spindleml.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.RunHeader;
import org.spindleml.train.Snapshot;
import org.spindleml.train.StopReason;

/** What a checkpoint's file gives back, and what it refuses. */
class CheckpointTest {
  /** Numbers that text would lose, in every place. */
  static Checkpoint checkpoint() {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("network", "4→8→3");
    run.put("seed", "-1");
    run.put("quoted \" name", "line\nbreak");
    double nan = Double.NaN;
    return new Checkpoint(
        new RunHeader(run),
        new Snapshot(
            1L << 40,
            StopReason.PATIENCE,
            Map.of(
                "weights", new float[] {1.1f, -0.0f, Float.MIN_VALUE, Float.NaN},
                "none", new float[0]),
            Map.of("pi", Math.PI, "best", nan, "lowest", Double.NEGATIVE_INFINITY, "zero", -0.0),
            List.of(
                new EpochRecord(0.1, nan, nan, 1e-300, 2, new EpochSeconds(1, 2, 3)),
                new EpochRecord(0.2, 0.3, 0.4, 0.5, 0.6, new EpochSeconds(0.7, 0.8, 0.9)))));
  }

  static byte[] bytes(Checkpoint checkpoint) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      checkpoint.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void everyBitComesBack() throws Exception {
    Checkpoint written = checkpoint();
    byte[] bytes = bytes(written);
    assertArrayEquals(bytes, bytes(checkpoint()), "the same state gives the same file");
    Checkpoint read = Checkpoint.read(bytes);
    assertEquals(List.copyOf(written.run().values().keySet()), order(read));
    assertEquals(written.run(), read.run());
    assertEquals(written.snapshot().step(), read.snapshot().step());
    assertEquals(written.snapshot().ended(), read.snapshot().ended());
    assertEquals(written.snapshot().numbers(), read.snapshot().numbers());
    assertEquals(written.snapshot().epochs(), read.snapshot().epochs());
    assertEquals(written.snapshot().arrays().keySet(), read.snapshot().arrays().keySet());
    written
        .snapshot()
        .arrays()
        .forEach((name, array) -> assertArrayEquals(array, read.snapshot().arrays().get(name), 0));
    assertArrayEquals(bytes, bytes(read));
  }

  private static List<String> order(Checkpoint checkpoint) {
    return List.copyOf(checkpoint.run().values().keySet());
  }

  @Test
  void aRunWithoutEpochsThatGoesOn() throws Exception {
    Snapshot begun = new Snapshot(0, null, Map.of(), Map.of(), List.of());
    Checkpoint read = Checkpoint.read(bytes(new Checkpoint(new RunHeader(Map.of()), begun)));
    assertEquals(begun, read.snapshot());
  }

  private static String refused(byte[] bytes) {
    return assertThrows(ModelFormatException.class, () -> Checkpoint.read(bytes)).getMessage();
  }

  @Test
  void everyCutAndEveryBitIsNoticed() {
    byte[] whole = bytes(checkpoint());
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(flipped);
    }
    assertTrue(refused(Arrays.copyOf(whole, whole.length + 1)).contains("cut or damaged"));
    assertTrue(refused(new byte[100]).contains("no checkpoint"));
  }

  @Test
  void anotherVersionAndAHugeHeaderAreRefused() throws Exception {
    byte[] newer = bytes(checkpoint());
    newer[8] = 2;
    assertTrue(
        refused(ModelFuzzTest.rehashed(newer)).contains("finish the run with the Spindle that"));
    byte[] huge = bytes(checkpoint());
    huge[15] = 0x7f;
    assertTrue(refused(ModelFuzzTest.rehashed(huge)).contains("length of the header"));
  }
}
