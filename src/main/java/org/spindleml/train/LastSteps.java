package org.spindleml.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.spindleml.nn.MeanGradient;
import org.spindleml.nn.StepBlock;

/** The last steps of a run: what is told where the next one meets infinity or NaN. */
final class LastSteps {
  /** So many weights that the length of their gradient is no matter of time. */
  static final int FEW_WEIGHTS = 1 << 14;

  private static final int KEPT = 5;

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(double loss, double gradientNorm) {}

  /** Takes note of a step whose loss and gradient are finite; NaN for a length not measured. */
  void add(double loss, double gradientNorm) {
    if (steps.size() == KEPT) {
      steps.remove();
    }
    steps.add(new Step(loss, gradientNorm));
  }

  /** Of a step whose loss or gradient is not finite, and the first block that shows it, or null. */
  String describe(long step, MeanGradient mean, StepBlock first) {
    int odd = 0;
    for (float slope : mean.gradient()) {
      odd += Float.isFinite(slope) ? 0 : 1;
    }
    return told(
        step,
        String.format(
            Locale.ROOT,
            "the mean loss is %s and %,d of %,d slopes are infinite or NaN%s",
            number(mean.loss()),
            odd,
            mean.gradient().length,
            first == null ? "" : ", first in " + first));
  }

  /** Of a step that a finite gradient carried to weights that are not. */
  String describeWeights(long step) {
    return told(step, "the step leads to weights that are infinite or NaN");
  }

  private String told(long step, String what) {
    String before = steps.isEmpty() ? "" : "; the last steps had losses " + numbers(Step::loss);
    if (steps.stream().anyMatch(known -> !Double.isNaN(known.gradientNorm()))) {
      before += " and gradient norms " + numbers(Step::gradientNorm);
    }
    return "training diverged at step "
        + (step + 1)
        + ": "
        + what
        + before
        + ". A lower stepSize, a longer warmupFraction or a"
        + " gradientClipNorm may help, and standardize where inputs or labels are large";
  }

  private String numbers(ToDoubleFunction<Step> of) {
    return steps.stream()
        .mapToDouble(of)
        .filter(value -> !Double.isNaN(value))
        .mapToObj(LastSteps::number)
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
