package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.train.Progress;
import org.spindleml.train.SomeResults;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingListener;

class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private long nanos;

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(text), terminal, () -> nanos);
  }

  /** Four steps an epoch, 1000 rows an epoch. */
  private static Progress step(long step, long steps) {
    return new Progress(step, steps, 4, 1000, 0.25, 0.25, 0.01);
  }

  private void wait(int millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private String printed() {
    return text.toString().replace(System.lineSeparator(), "|");
  }

  @Test
  void plainLinesComeEveryFiveSeconds() {
    ProgressLine line = line(false);
    for (int i = 1; i <= 12; i++) {
      line.step(step(i, 4000));
      wait(1000);
    }
    // One step, 250 rows, a second.
    assertEquals(
        "epoch 2/1000  loss 0.250000  250 rows/s  1 h 06 min left|"
            + "epoch 3/1000  loss 0.250000  250 rows/s  1 h 06 min left|",
        printed());
  }

  @Test
  void aTerminalsLineIsWrittenOverItself() {
    ProgressLine line = line(true);
    for (int i = 1; i <= 8; i++) {
      line.step(step(i, 8));
      wait(100);
    }
    line.note("by the way");
    line.finished(SomeResults.of(new double[] {1, 0.5}, 8, 8, StopReason.MAX_ITER));
    assertEquals(
        "epoch 1/2  loss 0.250000  2500 rows/s  1 s left"
            + "\r\u001b[Kepoch 2/2  loss 0.250000  2500 rows/s  0 s left"
            + "\r\u001b[Kepoch 2/2  loss 0.250000  2500 rows/s  0 s left"
            + "\r\u001b[Kepoch 2/2  loss 0.250000  2500 rows/s  0 s left|by the way|"
            + "trained 2 epochs, loss 0.500000: the last iteration was reached|",
        printed());
  }

  @ParameterizedTest
  @ValueSource(longs = {-5_000_000_000L, 0, 5_000_000_000L})
  void aClockMayBeginAnywhere(long start) {
    nanos = start;
    ProgressLine line = line(false);
    line.step(step(1, 1000));
    wait(10_000);
    line.step(step(11, 1000));
    assertEquals("epoch 3/250  loss 0.250000  250 rows/s  16 min 29 s left|", printed());
  }

  @Test
  void numbersAreFiniteWhateverTheClockAndTheLengthOfTheRun() {
    for (boolean terminal : new boolean[] {true, false}) {
      for (int steps : new int[] {1, 2, 4, 8}) {
        for (int millis : new int[] {0, 1, 6000}) {
          ProgressLine line = line(terminal);
          for (int i = 1; i <= steps; i++) {
            line.step(step(i, steps));
            wait(millis);
          }
          line.finished(SomeResults.of(new double[] {1}, steps, steps, StopReason.MAX_ITER));
        }
      }
    }
    assertFalse(printed().contains("NaN"), printed());
    assertFalse(printed().contains("Infinity"), printed());
    assertFalse(printed().contains("" + Long.MAX_VALUE), printed());
  }

  @Test
  void aRunResumedLateCountsItsOwnStepsOnly() {
    ProgressLine line = line(false);
    line.step(step(4001, 8000));
    wait(10_000);
    line.step(step(4011, 8000));
    assertEquals("epoch 1003/2000  loss 0.250000  250 rows/s  1 h 06 min left|", printed());
  }

  @Test
  void largeRatesAreShort() {
    ProgressLine line = line(false);
    line.step(new Progress(1, 100, 10, 10_000_000, 1, 1, 0.1));
    wait(10_000);
    line.step(new Progress(11, 100, 10, 10_000_000, 1, 1, 0.1));
    line.step(new Progress(100, 100, 10, 200_000, 1, 1, 0.1));
    assertEquals(
        "epoch 2/10  loss 1.000000  1.00 M rows/s  1 min 29 s left|"
            + "epoch 10/10  loss 1.000000  198 k rows/s  0 s left|",
        printed());
  }

  @Test
  void iterationsOfSeveralGradientsAreCalledSo() {
    ProgressLine line = line(false);
    line.step(new Progress(1, 100, 1, 1000, 0.5, 0.5, 0.2, 2));
    wait(10_000);
    line.step(new Progress(6, 100, 1, 1000, 0.25, 0.25, 1, 12));
    line.finished(SomeResults.of(new double[] {0.5, 0.25}, 2, 40, StopReason.LINE_SEARCH));
    assertEquals(
        "iteration 6/100  loss 0.250000  1000 rows/s  3 min 08 s left|"
            + "trained 2 iterations, 40 gradients, loss 0.250000: the line search found no lower"
            + " loss, not even along the steepest descent; the best weights are kept|",
        printed());
  }

  @ParameterizedTest
  @EnumSource(StopReason.class)
  void theLastLineSaysWhyItEnded(StopReason reason) {
    line(false).finished(SomeResults.of(new double[] {0.5}, 4, 4, reason));
    assertEquals("trained 1 epoch, loss 0.500000: " + reason + "|", printed());
  }

  @ParameterizedTest
  @EnumSource(StopReason.class)
  void aRunWithoutAnEpochHasNoLoss(StopReason reason) {
    line(true).finished(SomeResults.of(new double[0], 0, 0, reason));
    assertEquals("trained 0 epochs: " + reason + "|", printed());
  }

  @Test
  void goesToAStreamAndBesideAnotherListener() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine first = ProgressLine.to(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    TrainingListener both = first.and(line(false));
    both.note("shards");
    both.step(step(1, 4));
    both.finished(SomeResults.of(new double[] {0.5}, 4, 4, StopReason.MAX_ITER));
    String expected = "shards|trained 1 epoch, loss 0.500000: " + StopReason.MAX_ITER + "|";
    assertEquals(expected, printed());
    assertEquals(
        expected, bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "|"));
  }

  @Test
  void eitherOfTwoListenersEndsTheRun() {
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public boolean goesOn() {
            return false;
          }
        };
    assertFalse(stops.and(TrainingListener.NONE).goesOn());
    assertFalse(TrainingListener.NONE.and(stops).goesOn());
    assertTrue(TrainingListener.NONE.and(TrainingListener.NONE).goesOn());
  }
}
