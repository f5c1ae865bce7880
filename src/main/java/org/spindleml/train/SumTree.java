package org.spindleml.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;

/**
 * Adds gradient sums in the order of a fixed binary tree over the leaves, so that the rounding does
 * not depend on who computed which leaf. Nodes are pushed as they come; two siblings become their
 * parent at once, the left one plus the right one, so that a range of leaves ends as its largest
 * whole subtrees. A leaf without rows is absent (null), never a zero.
 *
 * <p>Every node, leaves among them, is rounded to the format of the sums. So a node can travel in
 * that format, and no bit depends on which nodes do.
 */
public final class SumTree {
  /**
   * A node of the tree.
   *
   * @param level 0 for leaves
   * @param index position within the level, from the left
   * @param sum the sum of all leaves below, or null if none of them had rows
   */
  public record Node(int level, int index, GradientSum sum) {}

  private final SumRounding rounding;
  private final List<Node> nodes = new ArrayList<>();
  private final Deque<GradientSum> spare = new ArrayDeque<>();

  /**
   * An empty tree of sums in float32.
   *
   * @param size how many weights the network has
   */
  public SumTree(int size) {
    this(SumFormat.float32(size));
  }

  /**
   * An empty tree.
   *
   * @param format of the sums
   */
  public SumTree(SumFormat format) {
    this(new SumRounding(format, ThreadTeam.ALONE));
  }

  /**
   * An empty tree.
   *
   * @param rounding rounds nodes; its team adds them, too
   */
  SumTree(SumRounding rounding) {
    this.rounding = rounding;
  }

  /**
   * How the sums are kept.
   *
   * @return the format
   */
  public SumFormat format() {
    return rounding.format();
  }

  /**
   * A sum over no rows, from memory that merged nodes have left where there is any.
   *
   * @return the sum, for the caller to fill and push
   */
  public GradientSum empty() {
    if (spare.isEmpty()) {
      return new GradientSum(format().size());
    }
    GradientSum sum = spare.pop();
    sum.clear();
    return sum;
  }

  /**
   * A sum over no rows for a leaf whose sibling to the left has a sum already: what it gets of the
   * gradients of weight matrices is added to that one at once, which saves a way through memory.
   *
   * @param left the sibling's sum, pushed or to be pushed next
   * @param matrices where the network's weight matrices are
   * @return the sum; with sums that are rounded, as {@link #empty()}
   */
  public GradientSum beside(GradientSum left, int[] matrices) {
    if (format().rounded() != 0) {
      return empty();
    }
    GradientSum sum = spare.isEmpty() ? new GradientSum(format().size()) : spare.pop();
    sum.clearBeside(left, matrices);
    return sum;
  }

  /**
   * The sum of the leaf to the left of a right one, if it is still a leaf.
   *
   * @param leaf a leaf with an odd index, to be pushed next
   * @return the sum, or null if there is none
   */
  public GradientSum left(int leaf) {
    Node last = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1);
    boolean isLeft = last != null && last.level() == 0 && last.index() == leaf - 1;
    return isLeft ? last.sum() : null;
  }

  /**
   * Takes a node and merges siblings.
   *
   * @param level its level, 0 for leaves
   * @param index its position within the level
   * @param sum its sum, from now on the tree's; null if it has no rows. Above the leaves it comes
   *     from another tree of the same format
   */
  public void push(int level, int index, GradientSum sum) {
    if (level == 0 && sum != null) {
      rounding.round(sum);
    }
    Node node = new Node(level, index, sum);
    for (int at = sibling(node); at >= 0; at = sibling(node)) {
      Node other = nodes.remove(at);
      boolean isLeft = node.index() % 2 == 0;
      GradientSum parent = isLeft ? merge(node.sum(), other.sum()) : merge(other.sum(), node.sum());
      node = new Node(node.level() + 1, node.index() / 2, parent);
    }
    nodes.add(node);
  }

  /** Where the node's sibling is, or -1. From left to right it is always the last one. */
  private int sibling(Node node) {
    int at = nodes.size() - 1;
    while (at >= 0
        && (nodes.get(at).level() != node.level() || nodes.get(at).index() != (node.index() ^ 1))) {
      at--;
    }
    return at;
  }

  private GradientSum merge(GradientSum left, GradientSum right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    left.add(right, rounding.team());
    rounding.round(left);
    spare.push(right);
    return left;
  }

  /**
   * The nodes so far: the largest whole subtrees, from left to right if they were pushed so.
   *
   * @return the live list
   */
  public List<Node> nodes() {
    return nodes;
  }

  /** Empties the tree and keeps its memory for the next step. */
  public void clear() {
    for (Node node : nodes) {
      if (node.sum() != null) {
        spare.push(node.sum());
      }
    }
    nodes.clear();
  }

  /**
   * The sum over all leaves.
   *
   * @param leaves how many there are in all, a power of two
   * @return the root's sum; the tree's own memory, good until {@link #clear}
   * @throws IllegalStateException if leaves are missing or none had rows
   */
  public GradientSum root(int leaves) {
    boolean complete = nodes.size() == 1 && 1 << nodes.get(0).level() == leaves;
    if (!complete || nodes.get(0).index() != 0 || nodes.get(0).sum() == null) {
      throw new IllegalStateException("the tree's sum is not complete: " + nodes);
    }
    return nodes.get(0).sum();
  }
}
