package org.spindleml.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Batch;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.MultiLabelLogistic;
import org.spindleml.nn.Network;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.Workspace;
import org.spindleml.table.Standardizer;

class ScorerTest {
  private static final long SEED = 7;

  @Test
  void agreesWithTheNetworkOnBlocks() {
    for (TrainedNetwork model :
        List.of(SmallModels.classifier(1), SmallModels.logistic(2), SmallModels.regression(3))) {
      Random random = new Random(SEED);
      Scorer scorer = new Scorer(model);
      int outputs = model.network().outputs();
      int rows = 50;
      Batch batch = new Batch(rows, model.network().inputs(), 0);
      double[][] raw = new double[rows][];
      float[] encoded = new float[model.network().inputs()];
      for (int r = 0; r < rows; r++) {
        raw[r] = SmallModels.row(model, random);
        model.encoder().encodeInputs(raw[r], 0, encoded, 0);
        batch.add(encoded, 0, 1);
      }
      Workspace workspace = new Workspace(model.network(), rows);
      float[] logits = model.network().forward(model.weights(), batch, workspace);
      for (int r = 0; r < rows; r++) {
        double[] scored = scorer.logits(raw[r]);
        for (int j = 0; j < outputs; j++) {
          double expected = logits[r * outputs + j];
          assertEquals(expected, scored[j], 1e-5 * (1 + Math.abs(expected)));
        }
      }
    }
  }

  @Test
  void classesGetProbabilities() {
    for (TrainedNetwork model : List.of(SmallModels.classifier(1), SmallModels.logistic(2))) {
      Random random = new Random(SEED);
      Scorer scorer = new Scorer(model);
      for (int i = 0; i < 20; i++) {
        double[] row = SmallModels.row(model, random);
        double[] probabilities = scorer.predictions(row);
        assertEquals(model.numClasses(), probabilities.length);
        assertEquals(1, Arrays.stream(probabilities).sum(), 1e-6);
        double best = Arrays.stream(probabilities).max().orElseThrow();
        assertEquals(best, probabilities[(int) scorer.predict(row)]);
      }
    }
  }

  @Test
  void valuesComeInTheLabelsUnits() {
    TrainedNetwork model = SmallModels.regression(3);
    double[] row = SmallModels.row(model, new Random(SEED));
    double[] logits = new Scorer(model).logits(row);
    double[] expected = {1e6 + 250 * logits[0], -3 + 0.5 * logits[1]};
    assertArrayEquals(expected, new Scorer(model).predictions(row), 1e-9);
    assertEquals(expected[0], new Scorer(model).predict(row), 1e-9);
  }

  @Test
  void quantilesComeTargetByTargetAndDoNotCross() {
    Loss loss = new QuantileLoss(0.1, 0.5, 0.9);
    Standardizer targets = new Standardizer(new double[] {1e6, -3}, new double[] {250, 0.5});
    Network network = Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), 6);
    TrainedNetwork model = SmallModels.of(network, loss, targets, 3);
    assertEquals(2, model.targets());
    assertEquals(6, model.predictionWidth());
    Random random = new Random(SEED);
    Scorer scorer = new Scorer(model);
    for (int i = 0; i < 50; i++) {
      double[] row = SmallModels.row(model, random);
      double[] z = scorer.logits(row);
      double[] values = scorer.predictions(row);
      assertEquals(values[0], scorer.predict(row));
      for (int j = 0; j < 2; j++) {
        double mean = targets.means()[j];
        double deviation = targets.deviations()[j];
        double q = z[3 * j];
        for (int k = 3 * j; k < 3 * j + 3; k++) {
          q += k == 3 * j ? 0 : Math.log1p(Math.exp(z[k]));
          assertEquals(mean + deviation * q, values[k], 1e-5 * deviation, "quantile " + k);
          assertTrue(k == 3 * j || values[k] >= values[k - 1], "quantiles cross");
        }
      }
    }
  }

  @Test
  void labelsGetAProbabilityEach() {
    TrainedNetwork model = SmallModels.of(new MultiLabelLogistic(), 3);
    double[] row = SmallModels.row(model, new Random(SEED));
    double[] z = new Scorer(model).logits(row);
    double[] expected = Arrays.stream(z).map(x -> 1 / (1 + Math.exp(-x))).toArray();
    assertArrayEquals(expected, new Scorer(model).predictions(row), 1e-6);
    assertEquals(expected[0], new Scorer(model).predict(row), 1e-6);
    assertEquals(0, model.numClasses());
    assertEquals(3, model.targets());
  }

  @Test
  void anOffsetMovesTheFirstLogit() {
    TrainedNetwork squared = SmallModels.regression(3);
    double[] row = SmallModels.row(squared, new Random(SEED));
    Scorer scorer = new Scorer(squared);
    double[] without = scorer.predictions(row);
    double[] with = scorer.predictions(row, 1000);
    assertEquals(without[0] + 1000, with[0], 1e-3, "in the label's units");
    assertEquals(without[1], with[1]);
    assertEquals(with[0], scorer.predict(row, 1000));
    assertArrayEquals(without, scorer.predictions(row, 0));
    double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, 1e300};
    for (double offset : bad) {
      Exception error =
          assertThrows(IllegalArgumentException.class, () -> scorer.predict(row, offset));
      assertTrue(error.getMessage().contains("the offset is " + offset), error.getMessage());
    }

    Network network = Network.of(4, List.of(), 1);
    Standardizer mean = new Standardizer(new double[1], new double[] {250});
    TrainedNetwork poisson = SmallModels.of(network, "poisson", mean, 3);
    Scorer counts = new Scorer(poisson);
    double[] x = SmallModels.row(poisson, new Random(SEED));
    double twice = counts.predict(x, Math.log(2));
    assertEquals(2 * counts.predict(x), twice, 1e-5 * twice, "the logarithm of an exposure");

    TrainedNetwork logistic = SmallModels.logistic(2);
    double[] y = SmallModels.row(logistic, new Random(SEED));
    assertEquals(new Scorer(logistic).logits(y)[0] + 3, new Scorer(logistic).logits(y, 3)[0], 1e-6);
  }

  @Test
  void threadsShareAScorer() {
    TrainedNetwork model = SmallModels.classifier(1);
    Scorer scorer = new Scorer(model);
    Random random = new Random(SEED);
    double[][] rows = new double[500][];
    double[][] expected = new double[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = SmallModels.row(model, random);
      expected[r] = scorer.logits(rows[r]);
    }
    IntStream.range(0, 20_000)
        .parallel()
        .map(i -> i % rows.length)
        .forEach(r -> assertArrayEquals(expected[r], scorer.logits(rows[r])));
  }

  @Test
  void refusesWhatItCannotScore() {
    TrainedNetwork model = SmallModels.regression(3);
    Scorer scorer = new Scorer(model);
    assertMessage(scorer, new double[3], "takes 4 features, got 3");
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      double[] row = SmallModels.row(model, new Random(SEED));
      row[2] = bad;
      assertMessage(scorer, row, "feature 2 is " + bad);
    }
    double[] row = SmallModels.row(model, new Random(SEED));
    row[0] = Double.NaN; // A constant column: its value does not matter, but NaN is no value.
    assertMessage(scorer, row, "feature 0 is NaN");
  }

  private static void assertMessage(Scorer scorer, double[] row, String words) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> scorer.predictions(row));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
