package org.spindleml.spark;

import java.util.List;
import org.spindleml.train.SumTree;

/**
 * What a task of a step gives.
 *
 * @param report what it tells of itself
 * @param nodes the sums of its leaves, as their largest whole subtrees
 */
record TaskSums(TaskReport report, List<SumTree.Node> nodes) {}
