package org.spindleml.ml;

import java.util.List;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Named;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.SquaredLoss;

/** What is predicted; it decides which losses there are to choose from. */
enum Task {
  CLASSIFICATION(new SoftmaxCrossEntropy()),
  REGRESSION(new SquaredLoss());

  /** The name that leaves the choice of loss, or initializer, to Spindle. */
  static final String AUTO = "auto";

  private final Loss usual;

  Task(Loss usual) {
    this.usual = usual;
  }

  /** Finds a loss of this task by name; {@code auto} is the usual one. */
  Loss loss(String name) {
    if (AUTO.equalsIgnoreCase(name)) {
      return usual;
    }
    record Choice(String label, Loss loss) implements Named {}
    List<Choice> choices = new java.util.ArrayList<>();
    choices.add(new Choice(AUTO, usual));
    losses().forEach(loss -> choices.add(new Choice(loss.label(), loss)));
    return Named.find("loss", name, choices).loss();
  }

  private List<Loss> losses() {
    return Loss.ALL.stream()
        .filter(loss -> loss.isClassification() == usual.isClassification())
        .toList();
  }

  /** The names of losses, for documentation. */
  String lossNames() {
    return AUTO + " (" + usual.label() + "), " + String.join(", ", labels());
  }

  private List<String> labels() {
    return losses().stream().map(Loss::label).toList();
  }
}
