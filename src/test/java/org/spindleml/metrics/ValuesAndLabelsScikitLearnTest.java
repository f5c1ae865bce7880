package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weighted metrics as scikit-learn has them; see values_and_labels.py. */
class ValuesAndLabelsScikitLearnTest {
  static List<String> lines() throws Exception {
    try (InputStream in =
        ValuesAndLabelsScikitLearnTest.class.getResourceAsStream("values_and_labels.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void agrees(String line) {
    String[] cells = line.split(",");
    double[][] predictions = table(cells[2]);
    double[][] labels = table(cells[3]);
    double[][] weights = table(cells[4]);
    double found =
        switch (cells[0]) {
          case "deviance", "d2" -> {
            DevianceMetrics metrics = new DevianceMetrics(Double.parseDouble(cells[1]));
            for (int r = 0; r < labels.length; r++) {
              metrics.add(predictions[r][0], labels[r][0], weights[r][0]);
            }
            yield cells[0].equals("d2") ? metrics.d2() : metrics.meanDeviance();
          }
          case "pinball" -> {
            QuantileMetrics metrics = new QuantileMetrics(Double.parseDouble(cells[1]));
            for (int r = 0; r < labels.length; r++) {
              metrics.add(predictions[r], 0, labels[r][0], weights[r][0]);
            }
            yield metrics.meanPinball();
          }
          case "mse", "rmse", "mae", "r2" -> ofTargets(cells[0], predictions, labels, weights);
          default -> ofLabels(cells[0], predictions, labels, weights);
        };
    double expected = Double.parseDouble(cells[5]);
    assertEquals(expected, found, 1e-12 * (1 + Math.abs(expected)), cells[0]);
  }

  private static double ofTargets(
      String measure, double[][] predictions, double[][] labels, double[][] weights) {
    MultiTargetMetrics metrics = new MultiTargetMetrics(labels[0].length);
    for (int r = 0; r < labels.length; r++) {
      metrics.add(predictions[r], labels[r], weights[r][0]);
    }
    return switch (measure) {
      case "mse" -> metrics.meanSquaredError();
      case "rmse" -> metrics.rootMeanSquaredError();
      case "mae" -> metrics.meanAbsoluteError();
      case "r2" -> metrics.r2();
      default -> throw new AssertionError(measure);
    };
  }

  private static double ofLabels(
      String measure, double[][] probabilities, double[][] labels, double[][] weights) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(labels[0].length);
    for (int r = 0; r < labels.length; r++) {
      double[] told = Arrays.stream(probabilities[r]).map(p -> p > 0.5 ? 1 : 0).toArray();
      metrics.add(probabilities[r], told, labels[r], weights[r][0]);
    }
    return switch (measure) {
      case "hammingLoss" -> metrics.hammingLoss();
      case "subsetAccuracy" -> metrics.subsetAccuracy();
      case "microF1" -> metrics.microF1();
      case "microPrecision" -> metrics.microPrecision();
      case "microRecall" -> metrics.microRecall();
      case "macroF1" -> metrics.macroF1();
      case "macroPrecision" -> metrics.macroPrecision();
      case "macroRecall" -> metrics.macroRecall();
      case "logLoss" -> metrics.logLoss();
      default -> throw new AssertionError(measure);
    };
  }

  private static double[][] table(String cell) {
    return Arrays.stream(cell.split(";"))
        .map(row -> Arrays.stream(row.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }
}
