package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shapes, names and refusals. */
class NetworkTest {
  private static final HiddenLayer SEVEN = new HiddenLayer(7, Activation.PRELU);
  private static final HiddenLayer THREE = new HiddenLayer(3, Activation.RELU);

  @Test
  void widthsFollowFromEachOther() {
    Network network = Network.of(5, List.of(SEVEN, THREE), 2);
    assertEquals("5-7-3-2", network.toString());
    assertEquals(
        "[hidden1 5 → 7 prelu, hidden2 7 → 3 relu, output 3 → 2 linear]",
        network.layers().toString());
    assertEquals(5, network.inputs());
    assertEquals(2, network.outputs());
    assertEquals((5 + 1) * 7 + 7 + (7 + 1) * 3 + (3 + 1) * 2, network.size());
  }

  @Test
  void parametersCoverTheWeightsWithoutGaps() {
    Network network = Network.of(5, List.of(SEVEN, THREE), 2);
    List<Parameter> parameters = network.parameters();
    assertEquals(
        List.of(
            "hidden1.weight",
            "hidden1.bias",
            "hidden1.slope",
            "hidden2.weight",
            "hidden2.bias",
            "output.weight",
            "output.bias"),
        parameters.stream().map(Parameter::name).toList());
    assertEquals(List.of(5, 7), parameters.get(0).shape());
    int at = 0;
    for (Parameter parameter : parameters) {
      assertEquals(at, parameter.at(), parameter.name());
      at += parameter.length();
    }
    assertEquals(network.size(), at);
  }

  @Test
  void withoutHiddenLayersItIsALinearModel() {
    Network network = Network.of(2, List.of(), 1);
    assertEquals("2-1", network.toString());
    Batch batch = new Batch(1, 2, 0);
    batch.add(new float[] {3, 4}, 0, 1);
    float[] logits = network.forward(new float[] {10, 100, 5}, batch, new Workspace(network, 1));
    assertEquals(435f, logits[0]);
  }

  @Test
  void impossibleShapesAreRefused() {
    assertEquals(
        "the input layer has 0 units; at least 1 is needed",
        refusal(() -> Network.of(0, List.of(), 1)));
    assertEquals(
        "hidden2 has -1 units; at least 1 is needed",
        refusal(() -> Network.of(5, List.of(SEVEN, new HiddenLayer(-1, Activation.RELU)), 2)));
    assertEquals(
        "the output layer has 0 units; at least 1 is needed",
        refusal(() -> Network.of(5, List.of(SEVEN), 0)));
    assertEquals(
        "layer hidden1 brings the network to 10000100000 weights; at most 2³¹ − 9 fit",
        refusal(() -> Network.of(100_000, List.of(new HiddenLayer(100_000, Activation.RELU)), 2)));
  }

  @Test
  void statisticsLieBehindAllThatIsTrained() {
    NetworkOptions options = new NetworkOptions(Normalization.BATCH, false, 0);
    Network network = Network.of(5, List.of(SEVEN, THREE), 2, options);
    assertEquals("5-7-3-2, batch norm", network.toString());
    List<Parameter> parameters = network.parameters();
    assertEquals(
        List.of(
            "hidden1.weight",
            "hidden1.bias",
            "hidden1.gain",
            "hidden1.shift",
            "hidden1.slope",
            "hidden2.weight",
            "hidden2.bias",
            "hidden2.gain",
            "hidden2.shift",
            "output.weight",
            "output.bias",
            "hidden1.runningMean",
            "hidden1.runningVariance",
            "hidden2.runningMean",
            "hidden2.runningVariance"),
        parameters.stream().map(Parameter::name).toList());
    int at = 0;
    for (Parameter parameter : parameters) {
      assertEquals(at, parameter.at(), parameter.name());
      at += parameter.length();
    }
    assertEquals(network.size(), at);
    assertEquals(network.size() - 2 * (7 + 3), network.trainedSize());
    float[] w = network.initialWeights(Initializer.AUTO, 1);
    for (Parameter parameter : parameters) {
      boolean one =
          parameter.name().endsWith("gain") || parameter.name().endsWith("runningVariance");
      boolean zero = Stream.of("bias", "shift", "Mean").anyMatch(parameter.name()::endsWith);
      for (int i = parameter.at(); (one || zero) && i < parameter.at() + parameter.length(); i++) {
        assertEquals(one ? 1 : 0, w[i], parameter.name());
      }
    }
  }

  @Test
  void optionsAreSeenInTheLayers() {
    HiddenLayer first = new HiddenLayer(5, Activation.RELU, 0.5);
    NetworkOptions options = new NetworkOptions(Normalization.LAYER, true, 0.2);
    Network network = Network.of(5, List.of(first, THREE, THREE), 3, options);
    assertEquals("5-5-3-3-3, layer norm, residual", network.toString());
    assertEquals(
        "[hidden1 5 → 5 relu, layer norm, dropout 0.5, residual, hidden2 5 → 3 relu, layer norm,"
            + " hidden3 3 → 3 relu, layer norm, residual, output 3 → 3 linear]",
        network.layers().toString());
  }

  @Test
  void optionsWithoutALayerToBeForAreRefused() {
    assertEquals(
        "normalization batch needs a hidden layer",
        refusal(
            () -> Network.of(5, List.of(), 5, new NetworkOptions(Normalization.BATCH, false, 0))));
    assertEquals(
        "residual needs a hidden layer as wide as the layer before it; the widths are 5-7-3-3",
        refusal(
            () ->
                Network.of(
                    5, List.of(SEVEN, THREE), 3, new NetworkOptions(Normalization.NONE, true, 0))));
    assertEquals(
        "dropout is 1.0; it must be at least 0 and below 1",
        refusal(
            () -> Network.of(5, List.of(), 3, new NetworkOptions(Normalization.NONE, false, 1))));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(IllegalArgumentException.class, action).getMessage();
  }
}
