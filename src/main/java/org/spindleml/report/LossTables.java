package org.spindleml.report;

import java.util.ArrayList;
import java.util.List;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Loss;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.nn.Target;
import org.spindleml.nn.TracedLayer;

/** The loss of a worked example and its slope on each output. */
final class LossTables {
  private final WorkedExample example;
  private final UnitNames names;
  private final TracedLayer last;
  private final Loss loss;
  private final float[] predictions;

  LossTables(WorkedExample example) {
    this.example = example;
    names = new UnitNames(example.network());
    last = example.before().layers().get(example.before().layers().size() - 1);
    loss = example.loss();
    predictions = new float[loss.predictions(last.a().length)];
    loss.link(last.a(), last.a().length, 1, predictions);
  }

  /** What each output adds to the loss. */
  ExampleTable loss() {
    List<String> rule = new ArrayList<>();
    if (!LossFormulas.prediction(loss).isEmpty()) {
      rule.add("prediction " + LossFormulas.prediction(loss));
    }
    List<String> columns = columns();
    List<List<String>> rows = new ArrayList<>();
    if (loss instanceof SquaredLoss) {
      rule.add("squared loss E = Σ " + LossFormulas.term(loss));
      columns.add("a − target");
    } else {
      rule.add(loss.label() + " loss E = Σ (" + LossFormulas.term(loss) + "), t the target");
    }
    columns.add(loss instanceof SquaredLoss ? LossFormulas.term(loss) : "adds to E");
    for (int j = 0; j < last.a().length; j++) {
      List<String> row = row(j);
      if (loss instanceof SquaredLoss) {
        row.add(ExampleTables.digits((double) last.a()[j] - example.target(j)));
      }
      row.add(ExampleTables.digits(term(j)));
      rows.add(row);
    }
    List<String> sum = new ArrayList<>(List.of("loss E"));
    while (sum.size() < columns.size() - 1) {
      sum.add("");
    }
    sum.add(ExampleTables.digits(example.before().loss()));
    rows.add(sum);
    return new ExampleTable("Loss", rule, columns, rows);
  }

  /** The slope on each output's activation. */
  ExampleTable error() {
    List<String> columns = columns();
    columns.add("error");
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < last.a().length; j++) {
      List<String> row = row(j);
      row.add(ExampleTables.digits(last.error()[j]));
      rows.add(row);
    }
    return new ExampleTable(
        "Backward, " + last.layer().name() + ": the error",
        List.of("error = slope of the loss on the activation, ∂E/∂a = " + LossFormulas.slope(loss)),
        columns,
        rows);
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("unit", "activation a"));
    if (!LossFormulas.prediction(loss).isEmpty()) {
      columns.add(LossFormulas.symbol(loss));
    }
    columns.add(loss instanceof SquaredLoss ? "target" : "target t");
    return columns;
  }

  private List<String> row(int j) {
    List<String> row = new ArrayList<>();
    row.add(names.unit(last.layer(), j));
    row.add(ExampleTables.digits(last.a()[j]));
    if (!LossFormulas.prediction(loss).isEmpty()) {
      row.add(ExampleTables.digits(prediction(j)));
    }
    row.add(ExampleTables.given(example.target(j)));
    return row;
  }

  /** Of an output; one output alone, of two classes, predicts the second. */
  private double prediction(int j) {
    return predictions[predictions.length > last.a().length ? j + 1 : j];
  }

  /** What an output adds: of a class's loss all or nothing, else the loss of it alone. */
  private double term(int j) {
    if (loss.target() == Target.CLASS) {
      return last.a().length == 1 || example.target(j) == 1 ? example.before().loss() : 0;
    }
    Batch row = new Batch(1, 0, 1);
    row.add(new float[] {example.target(j)}, 0, 1);
    return loss.lossAndDelta(new float[] {last.a()[j]}, 1, row, new float[1]);
  }
}
