package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.spindleml.linalg.NaiveBf16;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;

class SumTreeTest {
  private static final int SIZE = 5;

  private static GradientSum draw(Random random) {
    float[] gradient = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      gradient[i] = (float) (random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
    }
    return new GradientSum(gradient, random.nextGaussian() * 1e6, random.nextDouble(), 7);
  }

  private static GradientSum copy(GradientSum sum) {
    return sum == null
        ? null
        : new GradientSum(sum.gradient().clone(), sum.lossSum(), sum.weightSum(), sum.rows());
  }

  /** Leaves, some of them without rows. */
  private static List<GradientSum> leaves(Random random, int count, double absent) {
    List<GradientSum> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(random.nextDouble() < absent ? null : draw(random));
    }
    return leaves;
  }

  /** The tree by its definition: halves, each by itself, then added; every sum is rounded. */
  private static GradientSum naive(List<GradientSum> leaves, int rounded) {
    int count = leaves.size();
    if (count == 1) {
      return round(copy(leaves.get(0)), rounded);
    }
    GradientSum left = naive(leaves.subList(0, count / 2), rounded);
    GradientSum right = naive(leaves.subList(count / 2, count), rounded);
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    left.add(right);
    return round(left, rounded);
  }

  private static GradientSum round(GradientSum sum, int rounded) {
    for (int i = 0; sum != null && i < rounded; i++) {
      sum.gradient()[i] = NaiveBf16.round(sum.gradient()[i]);
    }
    return sum;
  }

  /** What is added to the sibling at once is not added again, in whatever tree. */
  @Test
  void aSumBesideItsSiblingHoldsWhatIsOutsideOfMatricesAlone() {
    Random random = new Random(8);
    int[] matrices = {1, 3};
    SumTree tree = new SumTree(SIZE);
    GradientSum left = draw(random);
    tree.push(0, 2, left);
    float[] before = left.gradient().clone();
    GradientSum right = tree.beside(tree.left(3), matrices);
    java.util.Arrays.fill(right.gradient(), 1);
    tree.push(0, 3, right);
    float[] after = tree.nodes().get(0).sum().gradient();
    for (int i = 0; i < SIZE; i++) {
      assertEquals(i == 1 || i == 2 ? before[i] : before[i] + 1, after[i], "number " + i);
    }
    GradientSum whole = tree.empty();
    assertArrayEquals(new float[SIZE], whole.gradient());
    java.util.Arrays.fill(whole.gradient(), 1);
    left.add(whole);
    assertEquals(before[1] + 1, left.gradient()[1]);
  }

  private static void assertSameBits(GradientSum expected, GradientSum actual, String about) {
    assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
    assertEquals(expected.lossSum(), actual.lossSum(), 0, about);
    assertEquals(expected.weightSum(), actual.weightSum(), 0, about);
    assertEquals(expected.rows(), actual.rows(), about);
  }

  /** The nodes of a task that owns some of the leaves. */
  private static SumTree part(List<GradientSum> leaves, int from, int to, SumFormat format) {
    SumTree tree = new SumTree(format);
    for (int leaf = from; leaf < to; leaf++) {
      tree.push(0, leaf, copy(leaves.get(leaf)));
    }
    return tree;
  }

  @Test
  void anySplitIntoTasksInAnyOrderGivesTheOneTree() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<GradientSum> leaves = leaves(random, 1 << random.nextInt(8), seed % 3 * 0.3);
      SumFormat format = new SumFormat(SIZE, random.nextInt(SIZE + 1));
      GradientSum expected = naive(leaves, format.rounded());
      if (expected == null) {
        continue;
      }
      Set<Integer> cuts = new TreeSet<>(List.of(0, leaves.size()));
      for (int i = random.nextInt(10); i > 0; i--) {
        cuts.add(random.nextInt(leaves.size() + 1));
      }
      List<Integer> edges = List.copyOf(cuts);
      List<SumTree.Node> nodes = new ArrayList<>();
      for (int task = 0; task + 1 < edges.size(); task++) {
        nodes.addAll(part(leaves, edges.get(task), edges.get(task + 1), format).nodes());
      }
      if (seed % 2 == 1) {
        Collections.shuffle(nodes, random);
      }
      SumTree driver = new SumTree(format);
      for (SumTree.Node node : nodes) {
        driver.push(node.level(), node.index(), node.sum());
      }
      assertSameBits(
          expected,
          driver.root(leaves.size()),
          "seed " + seed + ", tasks at " + cuts + ", " + format);
    }
  }

  @Test
  void aTaskReturnsItsLargestWholeSubtrees() {
    SumTree tree = part(leaves(new Random(1), 16, 0), 3, 14, SumFormat.float32(SIZE));
    List<String> nodes = tree.nodes().stream().map(n -> n.level() + ":" + n.index()).toList();
    assertEquals(List.of("0:3", "2:1", "2:2", "1:6"), nodes);
  }

  @Test
  void absentLeavesAreNoZeros() {
    GradientSum minusZero = new GradientSum(new float[] {-0f, 1, 2, 3, 4}, -0.0, 1, 1);
    SumTree tree = new SumTree(SIZE);
    tree.push(0, 0, null);
    tree.push(0, 1, minusZero);
    tree.push(0, 2, null);
    tree.push(0, 3, null);
    GradientSum root = tree.root(4);
    assertSame(minusZero, root);
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(root.gradient()[0]));
  }

  @Test
  void onlyAbsentLeavesMakeAnAbsentNode() {
    SumTree tree = new SumTree(SIZE);
    tree.push(0, 0, null);
    tree.push(0, 1, null);
    assertNull(tree.nodes().get(0).sum());
    assertThrows(IllegalStateException.class, () -> tree.root(2));
  }

  @Test
  void missingLeavesAreNoticed() {
    List<GradientSum> leaves = leaves(new Random(2), 8, 0);
    assertThrows(IllegalStateException.class, () -> new SumTree(SIZE).root(8));
    for (int missing = 0; missing < 8; missing++) {
      SumTree tree = new SumTree(SIZE);
      for (int leaf = 0; leaf < 8; leaf++) {
        if (leaf != missing) {
          tree.push(0, leaf, copy(leaves.get(leaf)));
        }
      }
      assertThrows(IllegalStateException.class, () -> tree.root(8), "without leaf " + missing);
    }
    assertThrows(
        IllegalStateException.class,
        () -> part(leaves, 0, 4, SumFormat.float32(SIZE)).root(8),
        "half a tree");
    assertThrows(
        IllegalStateException.class,
        () -> part(leaves, 4, 8, SumFormat.float32(SIZE)).root(8),
        "other half");
  }

  @Test
  void memoryIsUsedAgain() {
    SumTree tree = new SumTree(SIZE);
    Set<GradientSum> met = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int step = 0; step < 10; step++) {
      tree.clear();
      for (int leaf = 0; leaf < 64; leaf++) {
        GradientSum sum = tree.empty();
        assertSameBits(new GradientSum(SIZE), sum, "an empty sum");
        java.util.Arrays.fill(sum.gradient(), 1);
        met.add(sum);
        tree.push(0, leaf, sum);
      }
      assertEquals(64, tree.root(64).gradient()[0]);
    }
    assertEquals(7, met.size(), "one sum a level");
  }
}
