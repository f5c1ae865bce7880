package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.StepBlock;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;

/** Sums come out of bytes as they went in, and take the bytes that their format says. */
class SumPayloadTest {
  private static final int SIZE = 1000;
  private static final int ROUNDED = 700;

  /** Three leaves of four, the second without rows. */
  private static SumTree tree(SumFormat format) {
    Random random = new Random(1);
    SumTree tree = new SumTree(format);
    for (int leaf = 0; leaf < 3; leaf++) {
      GradientSum sum = new GradientSum(new float[SIZE], random.nextGaussian(), 1 + leaf, 7);
      for (int i = 0; i < SIZE; i++) {
        sum.gradient()[i] = (float) random.nextGaussian();
      }
      sum.markOdd(leaf == 2 ? new StepBlock(2, 5) : null);
      tree.push(0, leaf, leaf == 1 ? null : sum);
    }
    return tree;
  }

  private static byte[] payload(SumFormat whole, int from, int to) {
    return SumPayload.of(List.of(), tree(whole).nodes(), whole.slice(from, to), from);
  }

  @Test
  void slicesComeOutAsTheyWentIn() {
    for (SumFormat whole : List.of(SumFormat.float32(SIZE), new SumFormat(SIZE, ROUNDED))) {
      // Before, across and behind the end of what is rounded.
      for (int[] range : new int[][] {{0, SIZE}, {0, 600}, {600, 800}, {700, 700}, {800, SIZE}}) {
        SumTree found = new SumTree(whole.slice(range[0], range[1]));
        SumPayload.push(payload(whole, range[0], range[1]), found, report -> {});
        List<SumTree.Node> expected = tree(whole).nodes();
        assertEquals(expected.size(), found.nodes().size());
        for (int i = 0; i < expected.size(); i++) {
          SumTree.Node node = found.nodes().get(i);
          GradientSum sum = expected.get(i).sum();
          assertEquals(expected.get(i).level(), node.level());
          assertEquals(expected.get(i).index(), node.index());
          assertArrayEquals(
              Arrays.copyOfRange(sum.gradient(), range[0], range[1]), node.sum().gradient());
          assertEquals(sum.lossSum(), node.sum().lossSum());
          assertEquals(sum.weightSum(), node.sum().weightSum());
          assertEquals(sum.rows(), node.sum().rows());
          assertEquals(sum.firstOdd(), node.sum().firstOdd());
        }
      }
    }
  }

  @Test
  void roundedNumbersTakeTwoBytes() {
    SumFormat exact = SumFormat.float32(SIZE);
    SumFormat rounded = new SumFormat(SIZE, ROUNDED);
    for (int[] range : new int[][] {{0, SIZE}, {600, 800}, {800, SIZE}}) {
      int among = Math.max(0, Math.min(range[1], ROUNDED) - range[0]);
      assertEquals(
          2 * 2 * among,
          payload(exact, range[0], range[1]).length - payload(rounded, range[0], range[1]).length,
          "two sums, two bytes less for each of " + among + " numbers");
    }
    assertEquals(
        payload(rounded, 0, SIZE).length, SumPayload.bytes(2, rounded) + 2 * Integer.BYTES);
  }
}
