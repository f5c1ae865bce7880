package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.train.RateCurve.End;
import org.spindleml.train.RateCurve.Point;

class RateFinderTest {
  private static final RateRange RANGE = new RateRange(1e-4, 1e4, 81);

  private static RateCurve curve(GradientSource source, RateRange range) {
    RateFinder finder = new RateFinder(range, TrainingListener.NONE);
    TrainingPlan plan = new TrainingPlan(1, 16, 1, 4, 1, 256);
    new Trainer(
            source,
            Penalty.NONE,
            GradientClip.NONE,
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            range.schedule(0),
            range.plateau(),
            Validation.NONE,
            plan,
            range.steps(),
            0,
            finder)
        .train(new float[] {1});
    return finder.curve();
  }

  /** The parabola w² with slope 2w: a step of a rate above 1 climbs. */
  private static GradientSum parabola(float[] w) {
    return new GradientSum(new float[] {2 * w[0]}, w[0] * w[0], 1, 1);
  }

  /** A loss of the step alone. */
  private static GradientSource loss(LongToDoubleFunction ofStep) {
    return (w, step) -> new GradientSum(new float[1], ofStep.applyAsDouble(step), 1, 1);
  }

  @Test
  void aParabolaFallsThenClimbs() {
    RateCurve curve = curve((w, step) -> parabola(w), RANGE);
    assertEquals(End.ROSE, curve.end());
    Point first = curve.points().get(0);
    assertEquals(new Point(1e-4, 1, 1), first);
    double lowest = curve.points().get(curve.lowest()).rate();
    // It climbs from rate 1 on, but almost from 0; the mean of ten steps, a power of ten, follows.
    assertTrue(lowest > 1 && lowest < 10, () -> "lowest at " + lowest);
    assertEquals(lowest / 10, curve.suggestion().orElseThrow(), 1e-15);
    double steepest = curve.points().get(curve.steepest().orElseThrow()).rate();
    assertTrue(steepest > 0.01 && steepest < lowest, () -> "steepest at " + steepest);
    assertFalse(curve.isCutOff());
    assertTrue(curve.points().size() < RANGE.steps());
  }

  @Test
  void smoothingIsAWeightedMean() {
    RateCurve curve = curve(loss(step -> step < 2 ? 1 : 2), RANGE);
    assertEquals(1, curve.points().get(1).smoothed(), 1e-15);
    // Weights 0.9², 0.9 and 1.
    assertEquals((0.81 + 0.9 + 2) / 2.71, curve.points().get(2).smoothed(), 1e-15);
    assertEquals(End.ALL_TRIED, curve.end());
    assertEquals(81, curve.points().size());
    assertEquals(1e4, curve.points().get(80).rate(), 1e-8);
    assertEquals(Optional.empty(), curve.suggestion(), "it never fell");
  }

  @Test
  void aRangeThatEndsTooEarlySaysSo() {
    RateCurve curve = curve((w, step) -> parabola(w), new RateRange(1e-6, 1e-3, 40));
    assertEquals(End.ALL_TRIED, curve.end());
    assertTrue(curve.isCutOff());
  }

  @Test
  void aLossBelowZeroMayRiseByThreeTimesItsSize() {
    assertEquals(End.ALL_TRIED, curve(loss(step -> step < 10 ? -1 : 1.9), RANGE).end());
    RateCurve curve = curve(loss(step -> step < 10 ? -1 : 3), RANGE);
    assertEquals(End.ROSE, curve.end());
    Point last = curve.points().get(curve.points().size() - 1);
    assertTrue(last.smoothed() > 2, last::toString);
  }

  @Test
  void whatIsNotFiniteEndsIt() {
    RateCurve curve = curve(loss(step -> step < 5 ? 1 : Double.NaN), RANGE);
    assertEquals(End.DIVERGED, curve.end());
    assertEquals(5, curve.points().size());
    RateCurve none = curve(loss(step -> Double.NaN), RANGE);
    assertEquals(List.of(), none.points());
    assertEquals(-1, none.lowest());
    assertEquals(Optional.empty(), none.suggestion());
    assertFalse(none.isCutOff());
  }

  @Test
  void thereIsNoCurveBeforeTheEnd() {
    RateFinder finder = new RateFinder(RANGE, TrainingListener.NONE);
    assertEquals(
        "the range test is not over",
        assertThrows(IllegalStateException.class, finder::curve).getMessage());
  }
}
