package org.spindleml.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Target;
import org.spindleml.nn.TracedLayer;

/** The steps of a worked example, in the order in which one computes them by hand. */
final class ExampleTables {
  private final WorkedExample example;
  private final UnitNames names;
  private final List<ExampleTable> tables = new ArrayList<>();

  private ExampleTables(WorkedExample example) {
    this.example = example;
    names = new UnitNames(example.network());
  }

  /** Forward layer by layer, back layer by layer, gradients and updates, the loss. */
  static List<ExampleTable> of(WorkedExample example) {
    ExampleTables tables = new ExampleTables(example);
    List<TracedLayer> layers = example.before().layers();
    layers.forEach(tables::forward);
    LossTables loss = new LossTables(example);
    tables.tables.add(loss.loss());
    for (int l = layers.size() - 1; l >= 0; l--) {
      if (l == layers.size() - 1) {
        tables.tables.add(loss.error());
      } else {
        tables.error(l);
      }
      tables.delta(layers.get(l));
    }
    layers.forEach(tables::update);
    tables.lossAgain();
    return tables.tables;
  }

  /** What is given: network, row, loss, learning rate. */
  static List<String> introduction(WorkedExample example) {
    List<String> lines = new ArrayList<>();
    StringBuilder network = new StringBuilder(count(example.network().inputs(), "input"));
    for (Layer layer : example.network().layers()) {
      network.append(" → ").append(name(layer)).append(": ").append(count(layer.outputs(), "unit"));
    }
    lines.add("network        " + network);
    lines.add("row            inputs " + list(example.inputs()) + "; target " + target(example));
    lines.add("loss           " + example.loss().label());
    lines.add("learning rate  " + given((float) example.learningRate()));
    return lines;
  }

  private static String target(WorkedExample example) {
    boolean isClass = example.loss().target() == Target.CLASS;
    return (isClass ? "class " : "") + list(example.targets());
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String list(float[] values) {
    List<String> texts = new ArrayList<>();
    for (float value : values) {
      texts.add(given(value));
    }
    return String.join(", ", texts);
  }

  private void forward(TracedLayer traced) {
    Layer layer = traced.layer();
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < layer.outputs(); j++) {
      String unit = unit(layer, j);
      for (int i = 0; i < layer.inputs(); i++) {
        float w = weight(layer, i, j);
        rows.add(
            List.of(
                i == 0 ? unit : "",
                source(layer, i),
                input(layer, traced.x()[i]),
                given(w),
                digits((double) traced.x()[i] * w)));
      }
      float b = example.weights()[layer.biasAt() + j];
      rows.add(List.of("", "bias b", "1", given(b), digits(b)));
      rows.add(List.of("", "= weighted sum z", "", "", digits(traced.z()[j])));
      rows.add(List.of("", "= activation a", "", "", digits(traced.a()[j])));
    }
    add(
        "Forward, " + name(layer),
        List.of(
            "weighted sum z = Σ weight × input + bias",
            "activation   a = f(z), " + Formulas.value(layer.activation())),
        List.of("unit", "from", "input", "weight", "product"),
        rows);
    if (layer.activation() == Activation.PRELU) {
      List<List<String>> slopes = new ArrayList<>();
      for (int j = 0; j < layer.outputs(); j++) {
        slopes.add(List.of(unit(layer, j), given(example.weights()[layer.slopeAt() + j])));
      }
      add(
          "Forward, " + layer.name() + ": the trained slopes",
          List.of("s: what a unit multiplies weighted sums below 0 by"),
          List.of("unit", "s"),
          slopes);
    }
  }

  private void error(int l) {
    List<TracedLayer> layers = example.before().layers();
    TracedLayer traced = layers.get(l);
    Layer layer = traced.layer();
    List<List<String>> rows = new ArrayList<>();
    TracedLayer next = layers.get(l + 1);
    for (int j = 0; j < layer.outputs(); j++) {
      for (int k = 0; k < next.layer().outputs(); k++) {
        float w = weight(next.layer(), j, k);
        rows.add(
            List.of(
                k == 0 ? unit(layer, j) : "",
                unit(next.layer(), k),
                given(w),
                digits(next.delta()[k]),
                digits((double) w * next.delta()[k])));
      }
      rows.add(List.of("", "= error", "", "", digits(traced.error()[j])));
    }
    add(
        "Backward, " + layer.name() + ": the error",
        List.of(
            "error = slope of the loss on the activation, ∂E/∂a = Σ weight × delta of what it feeds"),
        List.of("unit", "to", "weight", "delta", "product"),
        rows);
  }

  private void delta(TracedLayer traced) {
    Layer layer = traced.layer();
    String title = "Backward, " + layer.name() + ": the delta";
    List<List<String>> rows = new ArrayList<>();
    if (layer.activation() == Activation.SOFTMAX) {
      for (int j = 0; j < layer.outputs(); j++) {
        for (int k = 0; k < layer.outputs(); k++) {
          float slope = traced.slopes()[k][j];
          float error = traced.error()[k];
          rows.add(
              List.of(
                  k == 0 ? unit(layer, j) : "",
                  unit(layer, k),
                  digits(error),
                  digits(slope),
                  digits((double) error * slope)));
        }
        rows.add(List.of("", "= delta", "", "", digits(traced.delta()[j])));
      }
      add(
          title,
          List.of(
              "delta = slope of the loss on the weighted sum, ∂E/∂z = Σ error × slope",
              "slope of each activation on this weighted sum, "
                  + Formulas.slope(layer.activation())),
          List.of("unit", "activation of", "error", "slope", "product"),
          rows);
      return;
    }
    for (int j = 0; j < layer.outputs(); j++) {
      rows.add(
          List.of(
              unit(layer, j),
              digits(traced.error()[j]),
              digits(traced.slopes()[j][j]),
              digits(traced.delta()[j])));
    }
    add(
        title,
        List.of(
            "slope = f′(z), " + Formulas.slope(layer.activation()),
            "delta = slope of the loss on the weighted sum, ∂E/∂z = error × slope"),
        List.of("unit", "error", "slope f′(z)", "delta"),
        rows);
  }

  private void update(TracedLayer traced) {
    Layer layer = traced.layer();
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < layer.outputs(); j++) {
      for (int i = 0; i < layer.inputs(); i++) {
        String name = source(layer, i) + " → " + unit(layer, j);
        rows.add(
            update(
                name,
                input(layer, traced.x()[i]),
                traced.delta()[j],
                layer.at() + i * layer.outputs() + j));
      }
      rows.add(update("bias → " + unit(layer, j), "1", traced.delta()[j], layer.biasAt() + j));
    }
    add(
        "Update, " + layer.name(),
        List.of(
            "gradient   = slope of the loss on the weight, ∂E/∂w = input × delta",
            "new weight = weight − learning rate × gradient"),
        List.of("weight", "input", "delta", "gradient", "old", "new"),
        rows);
    if (layer.activation() == Activation.PRELU) {
      List<List<String>> slopes = new ArrayList<>();
      for (int j = 0; j < layer.outputs(); j++) {
        String z = digits(Math.min(traced.z()[j], 0));
        slopes.add(update(unit(layer, j), z, traced.error()[j], layer.slopeAt() + j));
      }
      add(
          "Update, " + layer.name() + ": the trained slopes",
          List.of("gradient of s = smaller of z and 0 × error"),
          List.of("unit", "min(z, 0)", "error", "gradient", "old", "new"),
          slopes);
    }
  }

  private List<String> update(String name, String input, float delta, int at) {
    return List.of(
        name,
        input,
        digits(delta),
        digits(example.before().gradient()[at]),
        given(example.weights()[at]),
        digits(example.updated()[at]));
  }

  private void lossAgain() {
    List<List<String>> rows = new ArrayList<>();
    TracedLayer was = example.before().layers().get(example.before().layers().size() - 1);
    TracedLayer is = example.after().layers().get(example.after().layers().size() - 1);
    for (int j = 0; j < was.a().length; j++) {
      rows.add(
          List.of("activation of " + unit(was.layer(), j), digits(was.a()[j]), digits(is.a()[j])));
    }
    rows.add(List.of("loss E", digits(example.before().loss()), digits(example.after().loss())));
    add(
        "The same row again",
        List.of("forward with the new weights"),
        List.of("", "before the step", "after the step"),
        rows);
  }

  private void add(String title, List<String> rule, List<String> columns, List<List<String>> rows) {
    tables.add(new ExampleTable(title, rule, columns, Collections.unmodifiableList(rows)));
  }

  private float weight(Layer layer, int input, int output) {
    return example.weights()[layer.at() + input * layer.outputs() + output];
  }

  /** A layer as a heading. */
  static String name(Layer layer) {
    return layer.name() + " (" + layer.activation().label() + ")";
  }

  private String unit(Layer layer, int j) {
    return names.unit(layer, j);
  }

  private String source(Layer layer, int i) {
    return names.source(layer, i);
  }

  private String input(Layer layer, float x) {
    return layer.at() == 0 ? given(x) : digits(x);
  }

  /** A number as the user gave it, or of two decimals. */
  static String given(float value) {
    return new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A computed number: five decimals, or powers of ten where those say nothing. */
  static String digits(double value) {
    double size = Math.abs(value);
    String format = size >= 1e6 || (size > 0 && size < 1e-4) ? "%.3e" : "%.5f";
    return String.format(Locale.ROOT, format, value + 0.0);
  }
}
