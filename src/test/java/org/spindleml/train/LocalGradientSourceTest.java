package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.nn.SoftmaxCrossEntropy;

class LocalGradientSourceTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();
  private static final RowLayout LAYOUT = new RowLayout(5, 1, true);
  private static final Network NETWORK =
      Network.of(5, List.of(new HiddenLayer(7, Activation.TANH)), 3);
  private static final Network WITH_OPTIONS =
      Network.of(
          5,
          List.of(new HiddenLayer(7, Activation.TANH, 0.5), new HiddenLayer(7, Activation.GELU)),
          3,
          new NetworkOptions(Normalization.BATCH, true, 0.1));
  private static final float[] WEIGHTS = NETWORK.initialWeights(Initializer.AUTO, 4);

  private static TrainingPlan plan(Shard[] shards, int steps, int leaves, int blockSize) {
    long rows = Arrays.stream(SomeShards.rows(shards)).sum();
    return new TrainingPlan(9, rows, shards.length, steps, leaves, blockSize);
  }

  private static void assertSameBits(GradientSum expected, GradientSum actual, String about) {
    assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
    assertEquals(expected.lossSum(), actual.lossSum(), 0, about);
    assertEquals(expected.weightSum(), actual.weightSum(), 0, about);
    assertEquals(expected.rows(), actual.rows(), about);
  }

  private static GradientSum copy(GradientSum sum) {
    return new GradientSum(sum.gradient().clone(), sum.lossSum(), sum.weightSum(), sum.rows());
  }

  @Test
  void givesTheSameBitsWithAnyNumberOfThreads() {
    Random random = new Random(1);
    Shard[] shards =
        SomeShards.draw(LAYOUT, random, 300, 0, 257, 310, 1, 0, 900, 256, 2, 3, 4, 5, 0, 0, 0, 600);
    for (int leaves : new int[] {1, 2, 8, 16}) {
      for (int steps : new int[] {1, 5}) {
        TrainingPlan plan = plan(shards, steps, leaves, 100);
        List<GradientSum> expected = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3, 8}) {
          try (LocalGradientSource source =
              new LocalGradientSource(NETWORK, LOSS, plan, shards, threads)) {
            for (int step = 0; step < 2 * steps + 1; step++) {
              GradientSum sum = source.at(WEIGHTS, step);
              if (threads == 1) {
                expected.add(copy(sum));
              }
              String about = threads + " threads, step " + step + ", " + plan;
              assertSameBits(expected.get(step), sum, about);
            }
          }
        }
      }
    }
  }

  @Test
  void dropoutAndBatchNormDependOnNoThread() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(9), 300, 0, 257, 310, 1, 0, 900, 256);
    TrainingPlan plan = plan(shards, 3, 4, 100);
    float[] weights = WITH_OPTIONS.initialWeights(Initializer.AUTO, 4);
    List<GradientSum> expected = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (LocalGradientSource source =
          new LocalGradientSource(WITH_OPTIONS, LOSS, plan, shards, threads)) {
        for (int step = 0; step < 7; step++) {
          GradientSum sum = source.at(weights, step);
          if (threads == 1) {
            expected.add(copy(sum));
          }
          assertSameBits(expected.get(step), sum, threads + " threads, step " + step);
        }
      }
    }
    assertNotEquals(expected.get(0).lossSum(), expected.get(3).lossSum(), "another epoch");
  }

  /** One thread adds a leaf to its sibling product by product; eight threads have a leaf each. */
  @Test
  void leavesOfWideLayersAddUpTheSameWhoeverHasThem() {
    RowLayout wide = new RowLayout(784, 1, true);
    Network network =
        Network.of(
            784,
            List.of(
                new HiddenLayer(256, Activation.PRELU),
                new HiddenLayer(100, Activation.TANH),
                new HiddenLayer(37, Activation.RELU)),
            3);
    Shard[] shards = SomeShards.draw(wide, new Random(3), 256, 257, 250, 0, 300, 140, 128, 255);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    for (int steps : new int[] {1, 2}) {
      TrainingPlan plan = plan(shards, steps, 8, 256);
      try (LocalGradientSource one = new LocalGradientSource(network, LOSS, plan, shards, 1);
          LocalGradientSource eight = new LocalGradientSource(network, LOSS, plan, shards, 8)) {
        for (int step = 0; step < 3; step++) {
          assertSameBits(eight.at(weights, step), one.at(weights, step), "step " + step);
        }
      }
    }
  }

  /** Few threads compute leaves as one block where that is faster; eight have a leaf each. */
  @RepeatedTest(30)
  void leavesThatShareBlocksAddUpTheSameWhoeverHasThem(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int inputs = 1 + random.nextInt(100);
    int width = 1 + random.nextInt(300);
    double dropout = random.nextBoolean() ? 0 : 0.3;
    Network network =
        Network.of(
            inputs,
            List.of(
                new HiddenLayer(width, Activation.RELU, dropout),
                new HiddenLayer(width, Activation.GELU)),
            3,
            new NetworkOptions(Normalization.NONE, random.nextBoolean(), dropout));
    int[] rows = random.ints(16, 60, 73).toArray();
    rows[random.nextInt(16)] = 0;
    rows[random.nextInt(16)] = 200;
    Shard[] shards = SomeShards.draw(new RowLayout(inputs, 1, true), random, rows);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    TrainingPlan plan = plan(shards, 1, 8, 256);
    try (LocalGradientSource one = new LocalGradientSource(network, LOSS, plan, shards, 1);
        LocalGradientSource three = new LocalGradientSource(network, LOSS, plan, shards, 3);
        LocalGradientSource eight = new LocalGradientSource(network, LOSS, plan, shards, 8)) {
      for (int step = 0; step < 3; step++) {
        String about = network + ", step " + step + ", rows " + Arrays.toString(rows);
        GradientSum expected = eight.at(weights, step);
        assertSameBits(expected, one.at(weights, step), about);
        assertSameBits(expected, three.at(weights, step), about);
      }
    }
  }

  /** Where the machine has a kernel for them; the same without it, in float32. */
  @Test
  void productsOfBfloat16DependOnNoThread() {
    RowLayout wide = new RowLayout(70, 1, true);
    Network network =
        Network.of(
            70,
            List.of(new HiddenLayer(65, Activation.TANH), new HiddenLayer(64, Activation.RELU)),
            3,
            new NetworkOptions(Normalization.NONE, false, 0, Precision.BF16, Precision.FLOAT32));
    Shard[] shards = SomeShards.draw(wide, new Random(9), 300, 0, 257, 310, 1, 0, 900, 256);
    TrainingPlan plan = plan(shards, 3, 4, 100);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    List<GradientSum> expected = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (LocalGradientSource source =
          new LocalGradientSource(network, LOSS, plan, shards, threads)) {
        for (int step = 0; step < 7; step++) {
          GradientSum sum = source.at(weights, step);
          if (threads == 1) {
            expected.add(copy(sum));
          }
          assertSameBits(expected.get(step), sum, threads + " threads, step " + step);
        }
      }
    }
  }

  /** More weights than one thread adds up by itself; behind them statistics, which stay exact. */
  @Test
  void roundedSumsDependOnNoThread() {
    Network network =
        Network.of(
            5,
            List.of(new HiddenLayer(8000, Activation.TANH)),
            3,
            new NetworkOptions(Normalization.BATCH, false, 0, Precision.FLOAT32, Precision.BF16));
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(9), 300, 0, 257, 310, 1, 0, 90, 256);
    TrainingPlan plan = plan(shards, 3, 8, 100);
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    GradientSum expected = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (LocalGradientSource source =
          new LocalGradientSource(network, LOSS, plan, shards, threads)) {
        GradientSum sum = source.at(weights, 1);
        expected = threads == 1 ? copy(sum) : expected;
        assertSameBits(expected, sum, threads + " threads");
        assertEquals(0, longNumbers(sum, 0, network.trainedSize()));
        assertNotEquals(0, longNumbers(sum, network.trainedSize(), network.size()));
      }
    }
  }

  /** How many numbers have more bits than bfloat16. */
  private static long longNumbers(GradientSum sum, int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> (Float.floatToRawIntBits(sum.gradient()[i]) & 0xFFFF) != 0)
        .count();
  }

  /** Without batch norm the size of blocks is a matter of rounding, dropout or not. */
  @Test
  void dropoutDoesNotDependOnBlocks() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(9), 300, 200);
    Network network =
        Network.of(
            5,
            List.of(new HiddenLayer(7, Activation.TANH, 0.5)),
            3,
            new NetworkOptions(Normalization.NONE, false, 0.2));
    float[] weights = network.initialWeights(Initializer.AUTO, 4);
    List<GradientSum> sums = new ArrayList<>();
    for (int blockSize : new int[] {1000, 1, 7, 64}) {
      TrainingPlan plan = plan(shards, 2, 2, blockSize);
      try (LocalGradientSource source = new LocalGradientSource(network, LOSS, plan, shards, 2)) {
        sums.add(copy(source.at(weights, 3)));
      }
    }
    for (GradientSum sum : sums) {
      assertNear(sums.get(0), sum, "blocks of another size");
    }
  }

  @Test
  void anEpochCountsEveryRowOnce() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(2), 100, 0, 33, 500);
    TrainingPlan plan = plan(shards, 7, 2, 64);
    try (LocalGradientSource source = new LocalGradientSource(NETWORK, LOSS, plan, shards, 2)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        long rows = 0;
        double weight = 0;
        for (int step = 0; step < 7; step++) {
          GradientSum sum = source.at(WEIGHTS, 7L * epoch + step);
          rows += sum.rows();
          weight += sum.weightSum();
        }
        double expected = 0;
        for (Shard shard : shards) {
          for (int r = 0; r < shard.rows(); r++) {
            expected += shard.packed()[r * LAYOUT.stride() + LAYOUT.stride() - 1];
          }
        }
        assertEquals(633, rows);
        assertEquals(expected, weight, 1e-9);
      }
    }
  }

  /** Full batch: the sum of all rows, however it is cut. */
  private static GradientSum whole(Shard[] shards, int leaves, int blockSize) {
    TrainingPlan plan = plan(shards, 1, leaves, blockSize);
    try (LocalGradientSource source = new LocalGradientSource(NETWORK, LOSS, plan, shards, 2)) {
      return source.at(WEIGHTS, 0);
    }
  }

  private static void assertNear(GradientSum expected, GradientSum actual, String about) {
    float[] e = expected.gradient();
    double largest = 0;
    for (float x : e) {
      largest = Math.max(largest, Math.abs(x));
    }
    assertArrayEquals(e, actual.gradient(), (float) (1e-5 * largest), about);
    assertEquals(expected.lossSum(), actual.lossSum(), 1e-6 * expected.lossSum(), about);
    assertEquals(expected.weightSum(), actual.weightSum(), 1e-9 * expected.weightSum(), about);
  }

  @Test
  void blocksAndLeavesChangeOnlyRounding() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(3), 300, 200, 400, 100);
    GradientSum expected = whole(shards, 1, 1000);
    for (int leaves : new int[] {1, 2, 4}) {
      for (int block : new int[] {1, 7, 256}) {
        assertNear(expected, whole(shards, leaves, block), leaves + " leaves, blocks of " + block);
      }
    }
  }

  @Test
  void weightTwoIsTheRowTwice() {
    for (int seed = 0; seed < 10; seed++) {
      Shard[] once = SomeShards.draw(LAYOUT, new Random(seed), 150);
      float[] rows = once[0].packed();
      float[] twice = Arrays.copyOf(rows, 2 * rows.length);
      System.arraycopy(rows, 0, twice, rows.length, rows.length);
      float[] doubled = rows.clone();
      for (int at = LAYOUT.stride() - 1; at < doubled.length; at += LAYOUT.stride()) {
        doubled[at] *= 2;
      }
      GradientSum expected = whole(new Shard[] {new Shard(LAYOUT, twice)}, 1, 64);
      GradientSum actual = whole(new Shard[] {new Shard(LAYOUT, doubled)}, 1, 64);
      assertNear(expected, actual, "seed " + seed);
    }
  }

  @Test
  void keepsNoMemoryOfEarlierSteps() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(5), 300, 300, 0, 10);
    TrainingPlan plan = plan(shards, 3, 4, 50);
    try (LocalGradientSource source = new LocalGradientSource(NETWORK, LOSS, plan, shards, 3)) {
      GradientSum first = copy(source.at(WEIGHTS, 4));
      for (int step = 0; step < 10; step++) {
        source.at(NETWORK.initialWeights(Initializer.AUTO, step), step);
      }
      assertSameBits(first, source.at(WEIGHTS, 4), "step 4 again");
    }
  }

  @Test
  void anInterruptStopsStepAndThreads() throws InterruptedException {
    // Steps long enough that the interrupt meets one in its middle.
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(6), 40_000, 40_000);
    TrainingPlan plan = plan(shards, 1, 2, 1);
    CountDownLatch started = new CountDownLatch(1);
    List<Throwable> seen = new ArrayList<>();
    Thread trainer =
        new Thread(
            () -> {
              try (LocalGradientSource source =
                  new LocalGradientSource(NETWORK, LOSS, plan, shards, 2)) {
                for (int step = 0; ; step++) {
                  source.at(WEIGHTS, step);
                  started.countDown();
                }
              } catch (CancellationException e) {
                seen.add(e);
                assertTrue(Thread.currentThread().isInterrupted());
              }
            });
    trainer.start();
    started.await();
    trainer.interrupt();
    trainer.join(5000);
    assertFalse(trainer.isAlive());
    assertEquals(1, seen.size());
  }

  @RepeatedTest(50)
  void closingLeavesNoThread() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(7), 40_000, 40_000);
    LocalGradientSource source =
        new LocalGradientSource(NETWORK, LOSS, plan(shards, 1, 2, 1), shards, 2);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> source.at(WEIGHTS, 0));
    source.close();
    assertTrue(Thread.interrupted());
    long left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("spindle-gradient"))
            .count();
    assertEquals(0, left);
  }

  @Test
  void saysWhatItIs() {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(8), 10, 10);
    try (LocalGradientSource source =
        new LocalGradientSource(NETWORK, LOSS, plan(shards, 1, 2, 8), shards, 8)) {
      assertEquals("this process, threads 2", source.toString());
    }
  }
}
