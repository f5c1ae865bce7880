package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Loss;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Named;
import org.spindleml.nn.Target;

/** What is predicted; it decides which losses there are to choose from. */
enum Task {
  CLASSIFICATION("softmaxCrossEntropy"),
  REGRESSION("squared");

  /** The name that leaves the choice of loss, or initializer, to Spindle. */
  static final String AUTO = "auto";

  private final String usual;

  Task(String usual) {
    this.usual = usual;
  }

  /** Finds a loss of this task by name; {@code auto} is the usual one. */
  Loss loss(String name, LossSettings settings) {
    record Choice(String label, Loss loss) implements Named {}
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice(AUTO, Loss.named(usual, settings)));
    losses(settings).forEach(loss -> choices.add(new Choice(loss.label(), loss)));
    return Named.find("loss", name, choices).loss();
  }

  private List<Loss> losses(LossSettings settings) {
    boolean values = this == REGRESSION;
    return settings.losses().stream()
        .filter(loss -> (loss.target() == Target.VALUES) == values)
        .toList();
  }

  /** The metrics that can judge what is predicted; which of them, the loss decides. */
  List<Metric> metrics() {
    boolean values = this == REGRESSION;
    return Arrays.stream(Metric.values())
        .filter(
            metric ->
                values
                    ? metric.suits(Target.VALUES)
                    : metric.suits(Target.CLASS) || metric.suits(Target.LABELS))
        .toList();
  }

  /** The names of losses, for documentation. */
  String lossNames() {
    List<String> labels = losses(LossSettings.DEFAULTS).stream().map(Loss::label).toList();
    return AUTO + " (" + usual + "), " + String.join(", ", labels);
  }
}
