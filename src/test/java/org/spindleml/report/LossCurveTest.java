package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.SomeResults;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingResult;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LossCurveTest {
  private final List<String> shown = new ArrayList<>();
  private long millis;
  private final LossCurve curve =
      new LossCurve(shown::add, () -> TimeUnit.MILLISECONDS.toNanos(millis));

  private void epoch(int epoch, double loss, double validationLoss) {
    EpochSeconds seconds = new EpochSeconds(1, 0, 0);
    curve.epoch(epoch, new EpochRecord(loss, validationLoss, validationLoss, 0.01, 1, seconds));
  }

  private static TrainingResult result(double... losses) {
    return SomeResults.of(losses, 4L * losses.length, 4L * losses.length, StopReason.MAX_ITER);
  }

  /** The numbers of the curve's path: x and y of each point, in pixels. */
  private static double[] path(String html) throws Exception {
    return path(html, 0);
  }

  private static double[] path(String html, int index) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)))
            .getDocumentElement();
    Element path = (Element) root.getElementsByTagName("path").item(index);
    return Arrays.stream(path.getAttribute("d").split("[ML ]"))
        .filter(number -> !number.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void onePointAnEpochHigherForMoreLoss() throws Exception {
    for (int epoch = 1; epoch <= 10; epoch++) {
      epoch(epoch, 11 - epoch, Double.NaN);
    }
    assertArrayEquals(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, curve.losses());
    double[] path = path(curve.html());
    assertEquals(20, path.length);
    for (int i = 2; i < path.length; i += 2) {
      assertTrue(path[i] > path[i - 2], "to the right");
      assertTrue(path[i + 1] > path[i - 1], "downwards");
    }
    assertTrue(curve.html().contains("epoch 10, training loss 1.000000"), curve.html());
  }

  @Test
  void validationRowsHaveACurveOfTheirOwn() throws Exception {
    for (int epoch = 1; epoch <= 4; epoch++) {
      epoch(epoch, 1.0 / epoch, 2);
    }
    double[] training = path(curve.html(), 0);
    double[] validation = path(curve.html(), 1);
    assertEquals(training.length, validation.length);
    for (int i = 0; i < validation.length; i += 2) {
      assertEquals(training[i], validation[i], "the same epoch");
      assertEquals(validation[1], validation[i + 1], "the same loss");
      assertTrue(validation[i + 1] < training[i + 1], "more loss is further up");
    }
    assertTrue(curve.html().contains("training loss 0.250000, validation loss 2.000000"));
  }

  @Test
  void isShownTwiceASecondAndAtTheEnd() {
    for (int epoch = 1; epoch <= 11; epoch++) {
      epoch(epoch, 1, Double.NaN);
      millis += 100;
    }
    assertEquals(3, shown.size());
    curve.finished(result(3, 2));
    assertEquals(4, shown.size());
    assertTrue(shown.get(3).contains("epoch 2, training loss 2.000000"), shown.get(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 399, 400, 401, 100_000})
  void aRunOfAnyLengthIsADrawingOfModestSize(int epochs) throws Exception {
    double[] losses = new double[epochs];
    Arrays.setAll(losses, i -> 1.0 / (i + 1));
    curve.finished(result(losses));
    assertTrue(shown.get(0).length() < 12_000, () -> "length " + shown.get(0).length());
    double[] path = path(shown.get(0));
    assertTrue(path.length <= 800);
    assertEquals(epochs == 0, path.length == 0);
    if (epochs > 0) {
      assertTrue(shown.get(0).contains("epoch " + epochs + ","), "the last epoch");
    }
  }

  @Test
  void lossesMayBeNegativeAlikeOrNotFinite() throws Exception {
    for (double[] losses :
        new double[][] {{-1, -2, -1.5}, {0, 0}, {1, Double.NaN}, {Double.POSITIVE_INFINITY}}) {
      curve.finished(result(losses));
      for (double number : path(shown.get(shown.size() - 1))) {
        assertTrue(number >= 0 && number <= 640, () -> Arrays.toString(losses) + ": " + number);
      }
    }
    assertFalse(String.join("", shown).contains("NaN"));
  }
}
