package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Batch;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Parameter;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.Workspace;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;

/**
 * Three steps with batch norm and layer norm against PyTorch; the numbers and how they were made
 * are in src/test/oracle/normalization.py.
 */
class NormalizationPyTorchTest {
  private static final int ROWS = 12;
  private static final double TOLERANCE = 2e-5;

  /** Numbers by "case what name". */
  private static Map<String, double[]> numbers() throws IOException {
    Map<String, double[]> numbers = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Network.class.getResourceAsStream("normalization.csv"), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",");
        numbers.put(
            cells[0] + " " + cells[1] + " " + cells[2],
            Arrays.stream(cells[3].split(" ")).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return numbers;
  }

  private static Batch batch(double[] x, double[] y) {
    Batch batch = new Batch(ROWS, 4, 1);
    for (int r = 0; r < ROWS; r++) {
      float[] row = new float[5];
      for (int i = 0; i < 4; i++) {
        row[i] = (float) x[4 * r + i];
      }
      row[4] = (float) y[r];
      batch.add(row, 0, 1);
    }
    return batch;
  }

  private static void assertParameter(
      Parameter parameter, double[] expected, float[] actual, String what) {
    assertEquals(expected.length, parameter.length(), parameter.name());
    for (int i = 0; i < expected.length; i++) {
      double bound = TOLERANCE * (1 + Math.abs(expected[i]));
      String where = what + " " + parameter.name() + "[" + i + "]";
      assertEquals(expected[i], actual[parameter.at() + i], bound, where);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Normalization.class,
      names = {"BATCH", "LAYER"})
  void agrees(Normalization normalization) throws IOException {
    Map<String, double[]> numbers = numbers();
    String of = normalization.label() + " ";
    Network network =
        Network.of(
            4,
            List.of(new HiddenLayer(6, Activation.TANH), new HiddenLayer(6, Activation.SWISH)),
            3,
            new NetworkOptions(normalization, false, 0));
    float[] weights = new float[network.size()];
    for (Parameter parameter : network.parameters()) {
      double[] values = numbers.get(of + "weights " + parameter.name());
      for (int i = 0; i < values.length; i++) {
        weights[parameter.at() + i] = (float) values[i];
      }
    }
    Batch batch = batch(numbers.get("both inputs x"), numbers.get("both labels y"));
    Workspace workspace = new Workspace(network, ROWS);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    GradientSource source =
        (w, step) -> {
          GradientSum sum = new GradientSum(network.size());
          network.addGradient(w, batch, loss, workspace, sum);
          return sum;
        };

    float[] gradient = source.at(weights, 0).mean().gradient();
    for (Parameter parameter : network.parameters()) {
      if (parameter.at() < network.trainedSize()) {
        double[] expected = numbers.get(of + "gradient " + parameter.name());
        assertParameter(parameter, expected, gradient, "slope on");
      }
    }

    TrainingResult result =
        new Trainer(
                source,
                Penalty.NONE,
                GradientClip.NONE,
                new GradientDescent(),
                MaxNorm.NONE,
                RunningStatistics.of(network),
                new ConstantSchedule(0.5),
                Plateau.NONE,
                Validation.NONE,
                new TrainingPlan(1, ROWS, 1, 1, 1, ROWS),
                3,
                0,
                TrainingListener.NONE)
            .train(weights);
    for (int t = 0; t < 3; t++) {
      assertEquals(numbers.get(of + "loss " + t)[0], result.lossHistory()[t], TOLERANCE);
    }
    for (Parameter parameter : network.parameters()) {
      double[] expected = numbers.get(of + "trained " + parameter.name());
      assertParameter(parameter, expected, result.weights(), "trained");
    }

    double[] expected = numbers.get(of + "logits z");
    float[] logits = network.forward(result.weights(), batch, workspace);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], logits[i], TOLERANCE * (1 + Math.abs(expected[i])), "logit " + i);
    }
  }
}
