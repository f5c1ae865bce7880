package org.spindleml.train;

import java.util.HashMap;
import java.util.Map;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.MeanGradient;
import org.spindleml.nn.StepBlock;
import org.spindleml.optim.CurvaturePairs;
import org.spindleml.optim.Lbfgs;
import org.spindleml.optim.LbfgsState;

/** A run of solver l-bfgs: what it carries from one iteration to the next. */
final class LbfgsRun {
  final Lbfgs rule;
  final RunHistory history;

  /** Null before the first gradient. */
  LbfgsState state;

  /** The cost before the last iteration. */
  double costBefore = Double.NaN;

  /** Points of this iteration at which the cost or a slope is not finite. */
  private int oddPoints;

  /** The first block that showed it; null if none is known. */
  private StepBlock firstOdd;

  /** Whether the end of an iteration is half done, and the rest is no state to go on from. */
  boolean moving;

  LbfgsRun(Lbfgs rule, RunHistory history) {
    this.rule = rule;
    this.history = history;
  }

  /** Whether the last iteration is not closed yet. */
  boolean epochEnds() {
    return state.iterations() > history.epochs.size();
  }

  /** Begins an iteration. */
  void begin() {
    oddPoints = 0;
    firstOdd = null;
  }

  /** Takes note of a point that was evaluated. */
  void note(GradientSum sum, MeanGradient mean) {
    if (!mean.isFinite()) {
      oddPoints++;
      firstOdd = firstOdd == null ? sum.firstOdd() : firstOdd;
    }
  }

  /** At how many points of this iteration the cost is not finite. */
  int oddPoints() {
    return oddPoints;
  }

  /** What is wrong with them. */
  String describeOdd() {
    return "the cost or a slope is infinite or NaN"
        + (firstOdd == null ? "" : ", first in " + firstOdd);
  }

  /** A copy of all of it. */
  Snapshot snapshot(StopReason ended) {
    Map<String, float[]> arrays = new HashMap<>();
    arrays.put("weights", state.weights().clone());
    arrays.put("gradient", state.gradient().clone());
    CurvaturePairs pairs = state.pairs();
    for (int i = 0; i < pairs.size(); i++) {
      arrays.put("step." + i, pairs.step(i).clone());
      arrays.put("change." + i, pairs.change(i).clone());
    }
    Map<String, Double> numbers = new HashMap<>();
    numbers.put("pairs", (double) pairs.size());
    numbers.put("cost", state.cost());
    numbers.put("costBefore", costBefore);
    numbers.put("stepLength", state.stepLength());
    numbers.put("evaluations", (double) state.evaluations());
    history.copyTo(arrays, numbers);
    return new Snapshot(state.iterations(), ended, arrays, numbers, history.epochs);
  }

  /**
   * Takes over the state that a snapshot was taken of.
   *
   * @param size how many weights there are
   * @throws IllegalArgumentException if the snapshot is of another network or solver
   */
  void restore(Snapshot snapshot, int size) {
    state =
        rule.restore(
            snapshot.array("weights", size),
            snapshot.array("gradient", size),
            snapshot.number("cost"),
            snapshot.number("stepLength"),
            snapshot.step(),
            (long) snapshot.number("evaluations"));
    costBefore = snapshot.number("costBefore");
    int pairs = (int) snapshot.number("pairs");
    for (int i = 0; i < pairs; i++) {
      state.pairs().restore(snapshot.array("step." + i, size), snapshot.array("change." + i, size));
    }
  }
}
