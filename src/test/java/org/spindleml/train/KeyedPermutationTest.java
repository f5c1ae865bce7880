package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.CounterRandom;

class KeyedPermutationTest {
  private static KeyedPermutation of(long key, int size) {
    return new KeyedPermutation(CounterRandom.of(key, CounterRandom.Purpose.EPOCH_ORDER), size);
  }

  private static int[] images(long key, int size) {
    KeyedPermutation permutation = of(key, size);
    return IntStream.range(0, size).map(permutation::apply).toArray();
  }

  private static void assertBijection(long key, int size) {
    BitSet met = new BitSet(size);
    for (int image : images(key, size)) {
      assertTrue(image >= 0 && image < size, () -> image + " of size " + size);
      assertFalse(met.get(image), () -> image + " twice, size " + size + ", key " + key);
      met.set(image);
    }
  }

  @Test
  void meetsEveryIndexOnce() {
    for (int size = 0; size <= 300; size++) {
      for (int key = 0; key < 5; key++) {
        assertBijection(key, size);
      }
    }
    for (int size : new int[] {4095, 4096, 4097, 65_536, 99_991, 1_000_003}) {
      assertBijection(42, size);
    }
  }

  @Test
  void largeDomainsStayInside() {
    for (int size : new int[] {1 << 30, Integer.MAX_VALUE}) {
      KeyedPermutation permutation = of(1, size);
      for (int i = 0; i < 1000; i++) {
        int image = permutation.apply(size - 1 - i);
        assertTrue(image >= 0 && image < size, () -> image + " of size " + size);
      }
    }
  }

  @Test
  void dependsOnKeyAlone() {
    assertArrayEquals(images(7, 1000), images(7, 1000));
    int[] one = images(7, 1000);
    int[] other = images(8, 1000);
    long same = IntStream.range(0, 1000).filter(i -> one[i] == other[i]).count();
    assertTrue(same < 10, () -> same + " of 1000 indices have the same image under another key");
  }

  /**
   * Chi-square of where index i lands, over many keys; 6 deviations of its distribution allowed.
   */
  @Test
  void everyIndexLandsAnywhere() {
    for (int size : new int[] {2, 3, 4, 5, 7, 8, 12, 16, 31, 64, 65, 80}) {
      int keys = 1000 * size;
      int[][] counts = new int[size][size];
      for (int key = 0; key < keys; key++) {
        int[] images = images(key, size);
        for (int i = 0; i < size; i++) {
          counts[i][images[i]]++;
        }
      }
      for (int i = 0; i < size; i++) {
        double expected = (double) keys / size;
        double chi =
            Arrays.stream(counts[i]).mapToDouble(c -> (c - expected) * (c - expected)).sum();
        double degrees = size - 1;
        double bound = degrees + 6 * Math.sqrt(2 * degrees) + 10;
        double found = chi / expected;
        String about = "index " + i + " of " + size;
        assertTrue(found < bound, () -> about + " has chi-square " + found + ", bound " + bound);
      }
    }
  }

  @Test
  void neighboursDoNotStayTogether() {
    int size = 10_000;
    int[] images = images(3, size);
    long close =
        IntStream.range(1, size).filter(i -> Math.abs(images[i] - images[i - 1]) <= 10).count();
    // 20 of 9999 distances are so small: about 20 expected.
    assertTrue(close < 60, () -> close + " neighbours stay within 10 places");
  }

  @Test
  void orderIsUncorrelatedWithPlace() {
    int size = 10_000;
    for (int key = 0; key < 20; key++) {
      int[] images = images(key, size);
      double mean = (size - 1) / 2.0;
      double covariance =
          IntStream.range(0, size).mapToDouble(i -> (i - mean) * (images[i] - mean)).sum();
      double variance = IntStream.range(0, size).mapToDouble(i -> (i - mean) * (i - mean)).sum();
      assertEquals(0, covariance / variance, 0.05, "key " + key);
    }
  }
}
