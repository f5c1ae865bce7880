package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and slopes as PyTorch has them; see losses.py. */
class LossPyTorchTest {
  /** A few roundings of a float, as the softmax of large logits adds them up. */
  private static final double TOLERANCE = 16 * 0x1p-24;

  private static final Map<String, String> SETTING =
      Map.of(
          "softmaxCrossEntropy", "labelSmoothing",
          "focal", "focalGamma",
          "huber", "huberDelta",
          "tweedie", "tweediePower",
          "quantile", "quantileProbabilities");

  static List<String> lines() throws Exception {
    try (InputStream in = LossPyTorchTest.class.getResourceAsStream("losses.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void agrees(String line) {
    String[] cells = line.split(",");
    Map<String, List<Double>> settings =
        cells[1].isEmpty()
            ? Map.of()
            : Map.of(SETTING.get(cells[0]), Arrays.stream(numbers(cells[1])).boxed().toList());
    Loss loss = Loss.named(cells[0], LossSettings.of(settings));
    double[] logits = numbers(cells[2]);
    float[] slopes = new float[logits.length];
    double zero = loss(loss, new float[logits.length], cells[3], slopes);
    double value = loss(loss, EveryNetwork.toFloats(logits), cells[3], slopes);
    double scale = 1 + Math.abs(value) + Math.abs(zero);
    assertEquals(Double.parseDouble(cells[4]), value - zero, TOLERANCE * scale, "loss");
    double[] expected = numbers(cells[5]);
    for (int k = 0; k < expected.length; k++) {
      double most = TOLERANCE * Math.max(1, Math.abs(expected[k]));
      assertEquals(expected[k], slopes[k], most, "slope " + k);
    }
  }

  @Test
  void coversEveryLoss() throws Exception {
    TreeSet<String> found = new TreeSet<>();
    lines().forEach(line -> found.add(line.split(",")[0]));
    TreeSet<String> all = new TreeSet<>();
    Loss.all().forEach(loss -> all.add(loss.label()));
    assertEquals(all, found);
  }

  private static double loss(Loss loss, float[] logits, String labels, float[] slopes) {
    float[] packed = EveryNetwork.toFloats(numbers(labels));
    Batch batch = new Batch(1, 0, packed.length);
    batch.add(packed, 0, 1);
    return loss.lossAndDelta(logits, logits.length, batch, slopes);
  }

  private static double[] numbers(String cell) {
    return Arrays.stream(cell.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
