package org.spindleml.report;

import java.util.List;
import java.util.Locale;
import org.spindleml.nn.Layer;
import org.spindleml.nn.TracedLayer;

/**
 * A worked example as a drawing: a column of boxes for the inputs and for each layer, lines for the
 * weights, the numbers of the step on both.
 */
final class NetworkDiagram {
  private static final double BOX_WIDTH = 148;
  private static final double BOX_HEIGHT = 106;
  private static final double INPUT_WIDTH = 64;
  private static final double INPUT_HEIGHT = 50;
  private static final double ROW = 128;
  private static final double LINE_HEIGHT = 17;
  private static final double MARGIN = 12;
  private static final double HEADING = 34;

  /** Labels of lines to one unit stand above each other, those to the next unit beside them. */
  private static final double LABEL_WIDTH = 78;

  /** The part of a line that labels may use, near its left end, where lines have spread most. */
  private static final double LABELS_FROM = 0.12;

  private static final double LABELS_TO = 0.62;

  private final WorkedExample example;
  private final List<TracedLayer> layers;
  private final UnitNames names;

  private NetworkDiagram(WorkedExample example) {
    this.example = example;
    layers = example.before().layers();
    names = new UnitNames(example.network());
  }

  static String of(WorkedExample example) {
    return new NetworkDiagram(example).draw();
  }

  private String draw() {
    int most = example.inputs().length;
    double width = 2 * MARGIN + INPUT_WIDTH;
    for (TracedLayer layer : layers) {
      most = Math.max(most, layer.layer().outputs());
      width += gap(layer.layer()) + BOX_WIDTH;
    }
    double height = HEADING + most * ROW + MARGIN;
    Svg svg = new Svg(width, height, "The network " + example.network() + " with its numbers");
    double left = MARGIN + INPUT_WIDTH;
    for (TracedLayer layer : layers) {
      lines(svg, layer.layer(), left, most);
      left += gap(layer.layer()) + BOX_WIDTH;
    }
    left = MARGIN;
    svg.words("heading", left + INPUT_WIDTH / 2, HEADING / 2, "middle", "inputs");
    for (int i = 0; i < example.inputs().length; i++) {
      double y = centre(i, example.inputs().length, most);
      svg.box("box", left, y - INPUT_HEIGHT / 2, INPUT_WIDTH, INPUT_HEIGHT);
      double middle = left + INPUT_WIDTH / 2;
      svg.words("name", middle, y - 4, "middle", names.source(layers.get(0).layer(), i));
      svg.words("number", middle, y + 14, "middle", ExampleTables.given(example.inputs()[i]));
    }
    left += INPUT_WIDTH;
    for (TracedLayer layer : layers) {
      left += gap(layer.layer());
      String heading = ExampleTables.name(layer.layer());
      svg.words("heading", left + BOX_WIDTH / 2, HEADING / 2, "middle", heading);
      for (int j = 0; j < layer.layer().outputs(); j++) {
        unit(svg, layer, j, left, centre(j, layer.layer().outputs(), most));
      }
      left += BOX_WIDTH;
    }
    return svg.end();
  }

  /** Between a layer and the one before: as wide as its columns of labels need. */
  private static double gap(Layer layer) {
    return Math.max(190, layer.outputs() * LABEL_WIDTH / (LABELS_TO - LABELS_FROM));
  }

  private static double centre(int unit, int units, int most) {
    return HEADING + ROW * (most / 2.0 + unit - (units - 1) / 2.0);
  }

  private void lines(Svg svg, Layer layer, double left, int most) {
    double right = left + gap(layer);
    for (int j = 0; j < layer.outputs(); j++) {
      double to = centre(j, layer.outputs(), most);
      for (int i = 0; i < layer.inputs(); i++) {
        double from = centre(i, layer.inputs(), most);
        float w = example.weights()[layer.at() + i * layer.outputs() + j];
        double stroke = Math.min(5, 1 + 2 * Math.abs(w));
        String width = String.format(Locale.ROOT, " stroke-width=\"%.1f\"", stroke);
        svg.line(w < 0 ? "edge minus" : "edge plus", left, from, right, to, width);
      }
    }
    for (int j = 0; j < layer.outputs(); j++) {
      double to = centre(j, layer.outputs(), most);
      double along = LABELS_FROM + (LABELS_TO - LABELS_FROM) * (j + 0.5) / layer.outputs();
      for (int i = 0; i < layer.inputs(); i++) {
        int at = layer.at() + i * layer.outputs() + j;
        double x = left + along * gap(layer);
        double y = centre(i, layer.inputs(), most) * (1 - along) + to * along;
        svg.words("weight", x, y - 2, "middle", ExampleTables.given(example.weights()[at]));
        String updated = "→ " + ExampleTables.digits(example.updated()[at]);
        svg.words("updated", x, y + 12, "middle", updated);
      }
    }
  }

  private void unit(Svg svg, TracedLayer layer, int j, double x, double y) {
    int bias = layer.layer().biasAt() + j;
    double top = y - BOX_HEIGHT / 2;
    svg.box("box", x, top, BOX_WIDTH, BOX_HEIGHT);
    boolean isOutput = layer == layers.get(layers.size() - 1);
    String target = isOutput ? ", target " + ExampleTables.given(example.target(j)) : "";
    svg.words(
        "name",
        x + BOX_WIDTH / 2,
        top + LINE_HEIGHT,
        "middle",
        names.unit(layer.layer(), j) + target);
    String[] labels = {"bias b", "sum z", "activation a", "error", "delta"};
    String[] numbers = {
      ExampleTables.given(example.weights()[bias]),
      ExampleTables.digits(layer.z()[j]),
      ExampleTables.digits(layer.a()[j]),
      ExampleTables.digits(layer.error()[j]),
      ExampleTables.digits(layer.delta()[j])
    };
    for (int line = 0; line < labels.length; line++) {
      double baseline = top + LINE_HEIGHT * (line + 2);
      svg.words("label", x + 7, baseline, "start", labels[line]);
      svg.words(line < 3 ? "number" : "back", x + BOX_WIDTH - 7, baseline, "end", numbers[line]);
    }
  }
}
