package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.nn.CounterRandom.Purpose;

class CounterRandomTest {
  private static final int DRAWS = 100_000;

  private final CounterRandom random = CounterRandom.of(42, Purpose.INITIAL_WEIGHTS);

  @Test
  void uniformFillsItsRangeEvenly() {
    int[] counts = new int[100];
    for (int i = 0; i < DRAWS; i++) {
      double u = random.uniform(i);
      assertTrue(u >= 0 && u < 1, () -> "" + u);
      counts[(int) (100 * u)]++;
    }
    assertEven(counts);
  }

  @Test
  void neighboursAreUncorrelated() {
    int[] counts = new int[100];
    for (int i = 0; i < DRAWS; i++) {
      int here = (int) (10 * random.uniform(i));
      int next = (int) (10 * random.uniform(i + 1));
      counts[10 * here + next]++;
    }
    assertEven(counts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 100, 1L << 40, (1L << 62) - 1})
  void belowStaysBelowAndIsEven(long bound) {
    int cells = (int) Math.min(bound, 100);
    int[] counts = new int[cells];
    for (int i = 0; i < DRAWS; i++) {
      long n = random.below(i, bound);
      assertTrue(n >= 0 && n < bound, () -> n + " is not below " + bound);
      counts[bound <= cells ? (int) n : (int) (n / ((double) bound / cells))]++;
    }
    assertEven(counts);
  }

  /** χ² of even counts has mean cells − 1 and deviation √(2 cells); six deviations is certain. */
  private static void assertEven(int[] counts) {
    double expected = (double) DRAWS / counts.length;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    double limit = counts.length - 1 + 6 * Math.sqrt(2.0 * counts.length);
    assertTrue(chiSquare < limit, "χ² " + chiSquare + ", limit " + limit);
  }

  @Test
  void gaussianIsGaussian() {
    double sum = 0;
    double squares = 0;
    int beyondOne = 0;
    int beyondThree = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = random.gaussian(i);
      sum += x;
      squares += x * x;
      beyondOne += Math.abs(x) > 1 ? 1 : 0;
      beyondThree += Math.abs(x) > 3 ? 1 : 0;
    }
    assertEquals(0, sum / DRAWS, 0.015);
    assertEquals(1, squares / DRAWS, 0.02);
    assertEquals(0.3173, (double) beyondOne / DRAWS, 0.007);
    assertEquals(0.0027, (double) beyondThree / DRAWS, 0.0008);
  }

  @Test
  void numbersDependOnSeedPurposeCounterAndIndexOnly() {
    Set<Long> seen = new HashSet<>();
    for (long seed = -2; seed <= 2; seed++) {
      for (Purpose purpose : Purpose.values()) {
        for (long counter = -2; counter <= 2; counter++) {
          for (long index = 0; index < 50; index++) {
            assertTrue(seen.add(CounterRandom.of(seed, purpose).at(counter).bits(index)));
          }
        }
      }
    }
  }

  @Test
  void orderOfDrawingDoesNotMatter() {
    CounterRandom layer = random.at(3);
    long seventh = layer.bits(7);
    random.at(4).bits(7);
    layer.bits(8);
    assertEquals(seventh, layer.bits(7));
    assertEquals(seventh, CounterRandom.of(42, Purpose.INITIAL_WEIGHTS).at(3).bits(7));
    assertNotEquals(seventh, random.bits(7));
  }

  /** If this fails, users' seeds no longer give the models they gave: say so in the changelog. */
  @Test
  void bitsArePinned() {
    // mix is SplitMix64's; the stream of key 0 is SplitMix64 seeded with 0, whose first numbers
    // are published with xoshiro (Vigna, splitmix64.c).
    assertEquals(0xE220A8397B1DCDAFL, new CounterRandom(0).bits(0));
    assertEquals(0x6E789E6AA1B965F4L, new CounterRandom(0).bits(1));
    assertEquals(0x06C45D188009454FL, new CounterRandom(0).bits(2));
    assertEquals("66723b876cf5a31d", Long.toHexString(random.bits(0)));
    assertEquals("a49b06bc98708893", Long.toHexString(CounterRandom.of(42, Purpose.SPLIT).bits(0)));
    assertEquals("0x1.92817522dc6acp-1", Double.toHexString(random.gaussian(0)));
  }
}
