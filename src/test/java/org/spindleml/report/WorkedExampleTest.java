package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Batch;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.LogisticLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.nn.Target;
import org.spindleml.nn.TracedLayer;
import org.spindleml.nn.Workspace;
import org.spindleml.optim.GradientDescent;

class WorkedExampleTest {
  private static final float[] INPUTS = {1, -0.5f, 2};
  private static final float[] TARGETS = {1, -1};

  private static WorkedExample example(Activation activation) {
    List<HiddenLayer> hidden =
        List.of(new HiddenLayer(4, activation), new HiddenLayer(3, activation));
    Network network = Network.of(INPUTS.length, hidden, TARGETS.length);
    float[] weights = WorkedExample.roundedWeights(network, 3);
    return WorkedExample.of(network, weights, INPUTS, TARGETS, new SquaredLoss(), 0.1);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void gradientLossAndStepAreThoseOfTraining(Activation activation) {
    WorkedExample example = example(activation);
    Network network = example.network();
    Batch batch = new Batch(1, INPUTS.length, TARGETS.length);
    batch.add(new float[] {1, -0.5f, 2, 1, -1}, 0, 1);
    GradientSum sum = new GradientSum(network.size());
    Workspace workspace = new Workspace(network, 1);
    network.addGradient(example.weights(), batch, new SquaredLoss(), workspace, sum);
    assertEquals(sum.lossSum(), example.before().loss(), 1e-6);
    assertArrayEquals(sum.gradient(), example.before().gradient(), 1e-6f);

    float[] updated = example.weights().clone();
    GradientDescent rule = new GradientDescent();
    rule.step(updated, sum.mean().gradient(), 0.1, rule.start(updated.length));
    assertArrayEquals(updated, example.updated(), 1e-6f);
    float[] logits = network.forward(updated, batch, workspace);
    assertArrayEquals(logits, example.after().layers().get(2).a(), 1e-6f);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void deltaIsErrorTimesSlope(Activation activation) {
    for (TracedLayer layer : example(activation).before().layers()) {
      for (int j = 0; j < layer.delta().length; j++) {
        float product = 0;
        for (int k = 0; k < layer.delta().length; k++) {
          product += layer.error()[k] * layer.slopes()[k][j];
          boolean own = k == j || layer.layer().activation() == Activation.SOFTMAX;
          assertTrue(own || layer.slopes()[k][j] == 0, () -> layer.layer().toString());
        }
        assertEquals(product, layer.delta()[j], 1e-6f, layer.layer().toString());
      }
    }
  }

  /** The terms shown add up to the loss, and the error shown is its slope by difference. */
  @ParameterizedTest
  @MethodSource("org.spindleml.nn.Loss#all")
  void everyLossAddsUpAndItsErrorIsItsSlope(Loss loss) {
    boolean isClass = loss.target() == Target.CLASS;
    int outputs = loss.outputs(isClass ? loss instanceof LogisticLoss ? 2 : 3 : 2);
    Network network = Network.of(INPUTS.length, List.of(), outputs);
    float[] weights = WorkedExample.roundedWeights(network, 3);
    float[] targets = isClass ? new float[] {1} : new float[] {1, 1};
    WorkedExample example = WorkedExample.of(network, weights, INPUTS, targets, loss, 1e-3);
    LossTables tables = new LossTables(example);
    List<List<String>> rows = tables.loss().rows();
    double sum = 0;
    for (List<String> row : rows.subList(0, outputs)) {
      sum += Double.parseDouble(row.get(row.size() - 1));
    }
    List<String> last = rows.get(outputs);
    assertEquals(Double.parseDouble(last.get(last.size() - 1)), sum, 3e-5);
    for (int j = 0; j < outputs; j++) {
      float[] moved = weights.clone();
      moved[network.layers().get(0).biasAt() + j] += 1e-3f;
      double above = WorkedExample.of(network, moved, INPUTS, targets, loss, 1).before().loss();
      moved[network.layers().get(0).biasAt() + j] -= 2e-3f;
      double below = WorkedExample.of(network, moved, INPUTS, targets, loss, 1).before().loss();
      List<String> row = tables.error().rows().get(j);
      double error = Double.parseDouble(row.get(row.size() - 1));
      assertEquals((above - below) / 2e-3, error, 1e-3, loss + " output " + j);
    }
  }

  /** By hand, in double, as the text-book has it. */
  @Test
  void theTextBooksEquationsGiveTheSameNumbers() {
    Network network = Network.of(2, List.of(new HiddenLayer(1, Activation.SIGMOID)), 1);
    float[] weights = {0.5f, -0.25f, 0.1f, 2, -0.5f};
    WorkedExample example =
        WorkedExample.of(
            network, weights, new float[] {1, 2}, new float[] {1}, new SquaredLoss(), 0.5);
    double a = 1 / (1 + Math.exp(-0.1));
    double error = 2 * a - 0.5 - 1;
    double delta = error * 2 * a * (1 - a);
    double[] gradient = {delta, 2 * delta, delta, error * a, error};
    assertEquals(error * error / 2, example.before().loss(), 1e-6);
    for (int i = 0; i < weights.length; i++) {
      assertEquals(gradient[i], example.before().gradient()[i], 1e-6);
      assertEquals(weights[i] - 0.5 * gradient[i], example.updated()[i], 1e-6);
    }
  }

  @Test
  void weightsHaveTwoDecimals() {
    Network network = Network.of(3, List.of(new HiddenLayer(5, Activation.PRELU)), 1);
    for (float w : WorkedExample.roundedWeights(network, 9)) {
      assertTrue(ExampleTables.given(w).matches("-?\\d+(\\.\\d{1,2})?"), ExampleTables.given(w));
    }
  }

  @Test
  void whatCannotBeReadIsRefused() {
    Network network = Network.of(3, List.of(new HiddenLayer(100, Activation.TANH)), 3);
    float[] weights = new float[network.size()];
    float[] targets = new float[3];
    assertThrows(
        IllegalArgumentException.class,
        () -> WorkedExample.of(network, weights, INPUTS, targets, new SquaredLoss(), 0.1));
  }
}
