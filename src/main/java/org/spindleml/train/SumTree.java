package org.spindleml.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;

/**
 * Adds gradient sums in the order of a fixed binary tree over the leaves, so that the rounding does
 * not depend on who computed which leaf. Nodes are pushed as they come; two siblings become their
 * parent at once, the left one plus the right one, so that a range of leaves ends as its largest
 * whole subtrees. A leaf without rows is absent (null), never a zero.
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

  private final int size;
  private final ThreadTeam team;
  private final List<Node> nodes = new ArrayList<>();
  private final Deque<GradientSum> spare = new ArrayDeque<>();

  /**
   * An empty tree.
   *
   * @param size how many weights the network has
   */
  public SumTree(int size) {
    this(size, ThreadTeam.ALONE);
  }

  /**
   * An empty tree.
   *
   * @param size how many weights the network has
   * @param team who adds
   */
  SumTree(int size, ThreadTeam team) {
    this.size = size;
    this.team = team;
  }

  /**
   * A sum over no rows, from memory that merged nodes have left where there is any.
   *
   * @return the sum, for the caller to fill and push
   */
  public GradientSum empty() {
    if (spare.isEmpty()) {
      return new GradientSum(size);
    }
    GradientSum sum = spare.pop();
    sum.clear();
    return sum;
  }

  /**
   * Takes a node and merges siblings.
   *
   * @param level its level, 0 for leaves
   * @param index its position within the level
   * @param sum its sum, from now on the tree's; null if it has no rows
   */
  public void push(int level, int index, GradientSum sum) {
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
    left.add(right, team);
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
