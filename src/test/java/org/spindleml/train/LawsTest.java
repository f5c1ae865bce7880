package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.MeanGradient;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.SquaredLoss;

/**
 * What the mean gradient of a step must be like, whatever the network and the rows: laws on tables,
 * networks, plans and numbers of threads drawn from a seed. Those of DataFrames are in {@code
 * spark.LawsTest}.
 */
class LawsTest {
  /**
   * Sums of up to a thousand rows in another order, relative to the largest slope: were all
   * roundings of 2⁻²⁴ in the same direction, it would be some 6e-5.
   */
  private static final double ROUNDING = 1e-5;

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  /** A network, its loss and weights, and rows in shards. */
  private record Draw(Network network, Loss loss, float[] weights, Shard[] shards, int blockSize) {
    static Draw of(Random random) {
      boolean classes = random.nextBoolean();
      int outputs = classes ? 3 : 1 + random.nextInt(2);
      Activation[] activations = Activation.values();
      int inputs = 1 + random.nextInt(6);
      Network network =
          Network.of(
              inputs,
              random
                  .ints(random.nextInt(3), 1, 9)
                  .mapToObj(
                      units ->
                          new HiddenLayer(units, activations[random.nextInt(activations.length)]))
                  .toList(),
              outputs);
      RowLayout layout = new RowLayout(inputs, classes ? 1 : outputs, random.nextBoolean(), true);
      Shard[] shards = new Shard[1 << random.nextInt(4)];
      for (int s = 0; s < shards.length; s++) {
        int rows = s > 0 && random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(100);
        shards[s] = shard(layout, rows, classes, random);
      }
      return new Draw(
          network,
          classes ? new SoftmaxCrossEntropy() : new SquaredLoss(),
          network.initialWeights(Initializer.AUTO, random.nextLong()),
          shards,
          1 + random.nextInt(64));
    }

    private static Shard shard(RowLayout layout, int rows, boolean classes, Random random) {
      float[] packed = new float[rows * layout.stride()];
      for (int at = 0; at < packed.length; at += layout.stride()) {
        for (int j = 0; j < layout.stride(); j++) {
          packed[at + j] = (float) random.nextGaussian();
        }
        for (int k = 0; classes && k < layout.targets(); k++) {
          packed[at + layout.inputs() + k] = random.nextInt(3);
        }
        packed[at + layout.stride() - 1] = 0.25f + random.nextFloat();
      }
      return new Shard(layout, packed);
    }

    long rows() {
      return Arrays.stream(SomeShards.rows(shards)).sum();
    }

    Draw withShards(Shard... others) {
      return new Draw(network, loss, weights, others, blockSize);
    }

    Draw withBlocks(int rows) {
      return new Draw(network, loss, weights, shards, rows);
    }

    /** A step of {@code steps} an epoch. */
    GradientSum step(int step, int steps, int leaves, int threads) {
      TrainingPlan plan = new TrainingPlan(7, rows(), shards.length, steps, leaves, blockSize);
      try (LocalGradientSource source =
          new LocalGradientSource(network, loss, plan, shards, threads)) {
        return source.at(weights, step);
      }
    }

    /** The cost of all rows and its gradient. */
    MeanGradient mean() {
      return step(0, 1, shards.length, 2).mean();
    }
  }

  private static void assertSameBits(MeanGradient expected, MeanGradient actual, String about) {
    assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
    assertEquals(expected.loss(), actual.loss(), 0, about);
  }

  private static void assertNear(MeanGradient expected, MeanGradient actual, String about) {
    double largest = 0;
    for (float slope : expected.gradient()) {
      largest = Math.max(largest, Math.abs(slope));
    }
    assertArrayEquals(expected.gradient(), actual.gradient(), (float) (ROUNDING * largest), about);
    assertEquals(expected.loss(), actual.loss(), 1e-6 * expected.loss(), about);
  }

  private static Shard withWeights(Shard shard, float factor) {
    float[] packed = shard.packed().clone();
    int stride = shard.layout().stride();
    for (int at = stride - 1; at < packed.length; at += stride) {
      packed[at] *= factor;
    }
    return new Shard(shard.layout(), packed);
  }

  private static Shard[] each(Shard[] shards, UnaryOperator<Shard> change) {
    return Arrays.stream(shards).map(change).toArray(Shard[]::new);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anySplittingOverThreadsLeavesTheBits(long seed) {
    Random random = new Random(seed);
    Draw draw = Draw.of(random);
    int steps = 1 + random.nextInt((int) Math.min(4, draw.rows()));
    int step = random.nextInt(3 * steps);
    for (int leaves = 1; leaves <= draw.shards().length; leaves *= 2) {
      GradientSum expected = draw.step(step, steps, leaves, 1);
      for (int threads = 2; threads <= leaves; threads++) {
        GradientSum actual = draw.step(step, steps, leaves, threads);
        String about = leaves + " leaves, " + threads + " threads";
        assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
        assertEquals(expected.lossSum(), actual.lossSum(), 0, about);
        assertEquals(expected.weightSum(), actual.weightSum(), 0, about);
        assertEquals(expected.rows(), actual.rows(), about);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void scalingAllWeightsByTwoLeavesTheBits(long seed) {
    Draw draw = Draw.of(new Random(seed));
    for (float factor : new float[] {0.5f, 2, 1024}) {
      Draw scaled = draw.withShards(each(draw.shards(), shard -> withWeights(shard, factor)));
      assertSameBits(draw.mean(), scaled.mean(), "all weights times " + factor);
    }
    Draw scaled = draw.withShards(each(draw.shards(), shard -> withWeights(shard, 3)));
    assertNear(draw.mean(), scaled.mean(), "all weights times 3");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theDataTwiceIsTheSameMean(long seed) {
    Draw draw = Draw.of(new Random(seed));
    Draw twice =
        draw.withShards(
            each(
                draw.shards(),
                shard -> {
                  float[] once = shard.packed();
                  float[] rows = Arrays.copyOf(once, 2 * once.length);
                  System.arraycopy(once, 0, rows, once.length, once.length);
                  return new Shard(shard.layout(), rows);
                }));
    assertNear(draw.mean(), twice.mean(), "every row twice");
    assertEquals(2 * draw.step(0, 1, 1, 1).weightSum(), twice.step(0, 1, 1, 1).weightSum(), 1e-9);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void blocksAndLeavesChangeOnlyRounding(long seed) {
    Draw draw = Draw.of(new Random(seed));
    MeanGradient expected = draw.mean();
    for (int rows : new int[] {1, 7, 64, 1000}) {
      assertNear(expected, draw.withBlocks(rows).mean(), "blocks of " + rows);
    }
    for (int leaves = 1; leaves <= draw.shards().length; leaves *= 2) {
      assertNear(expected, draw.step(0, 1, leaves, 1).mean(), leaves + " leaves");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whereARowLiesChangesOnlyRounding(long seed) {
    Random random = new Random(seed);
    Draw draw = Draw.of(random);
    int stride = draw.shards()[0].layout().stride();
    float[] all = new float[Math.toIntExact(draw.rows()) * stride];
    int at = 0;
    for (Shard shard : draw.shards()) {
      System.arraycopy(shard.packed(), 0, all, at, shard.packed().length);
      at += shard.packed().length;
    }
    for (int row = 0; row < draw.rows(); row++) {
      int other = random.nextInt(row + 1);
      for (int j = 0; j < stride; j++) {
        float swap = all[row * stride + j];
        all[row * stride + j] = all[other * stride + j];
        all[other * stride + j] = swap;
      }
    }
    int cut = random.nextInt(Math.toIntExact(draw.rows()) + 1) * stride;
    RowLayout layout = draw.shards()[0].layout();
    Draw shuffled =
        draw.withShards(
            new Shard(layout, Arrays.copyOf(all, cut)),
            new Shard(layout, Arrays.copyOfRange(all, cut, all.length)));
    assertNear(draw.mean(), shuffled.mean(), "shuffled, cut behind row " + cut / stride);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStepsOfAnEpochAreAllRowsOnce(long seed) {
    Random random = new Random(seed);
    Draw draw = Draw.of(random);
    int steps = 1 + random.nextInt((int) Math.min(9, draw.rows()));
    int epoch = random.nextInt(3);
    GradientSum sum = new GradientSum(draw.network().size());
    for (int step = 0; step < steps; step++) {
      GradientSum part = draw.step(epoch * steps + step, steps, 1, 1);
      if (part.rows() > 0) {
        sum.add(part);
      }
    }
    assertEquals(draw.rows(), sum.rows());
    assertNear(draw.mean(), sum.mean(), steps + " steps");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRowOfWeightZeroCountsForNothing(long seed) {
    Random random = new Random(seed);
    Draw draw = Draw.of(random);
    Shard first = draw.shards()[0];
    float[] more = new float[5 * first.layout().stride()];
    for (int i = 0; i < more.length; i++) {
      more[i] = first.packed()[i % first.layout().stride()];
    }
    Shard zeros = withWeights(new Shard(first.layout(), more), 0);
    float[] packed = Arrays.copyOf(first.packed(), first.packed().length + more.length);
    System.arraycopy(zeros.packed(), 0, packed, first.packed().length, more.length);
    Shard[] shards = draw.shards().clone();
    shards[0] = new Shard(first.layout(), packed);
    assertNear(draw.mean(), draw.withShards(shards).mean(), "five more rows");
  }
}
