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
import org.spindleml.nn.Batch;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Workspace;

class ScorerTest {
  private static final long SEED = 7;

  @Test
  void agreesWithTheNetworkOnBlocks() {
    for (TrainedNetwork model :
        List.of(
            SmallModels.classifier(1),
            SmallModels.logistic(2),
            SmallModels.regression(3),
            SmallModels.normalized(Normalization.BATCH, 4),
            SmallModels.normalized(Normalization.LAYER, 5),
            SmallModels.normalized(Normalization.NONE, 6))) {
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
