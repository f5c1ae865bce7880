package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  private static final List<Span> SPANS = List.of(new Span(0, 2), new Span(3, 4));
  private static final float[] WEIGHTS = {2, -1, 100, 0.5f};

  @Test
  void byHand() {
    Penalty penalty = new Penalty(0.1, 0.25, SPANS);
    // 0.1 (0.25 · 3.5 + 0.375 · 5.25)
    assertEquals(0.1 * (0.25 * 3.5 + 0.375 * 5.25), penalty.value(WEIGHTS), 1e-12);
    float[] gradient = {1, 1, 1, 1};
    penalty.addSlopes(WEIGHTS, gradient);
    // 1 + 0.025 sign(w) + 0.075 w, the third weight being a bias
    assertArrayEquals(new float[] {1.175f, 0.9f, 1, 1.0625f}, gradient, 1e-6f);
  }

  @Test
  void slopesAreThoseOfTheValue() {
    Penalty penalty = new Penalty(0.3, 0.5, SPANS);
    float[] slopes = new float[4];
    penalty.addSlopes(WEIGHTS, slopes);
    for (int i = 0; i < 4; i++) {
      float[] up = WEIGHTS.clone();
      float[] down = WEIGHTS.clone();
      up[i] += 0.125f;
      down[i] -= 0.125f;
      assertEquals((penalty.value(up) - penalty.value(down)) / 0.25, slopes[i], 1e-6);
    }
  }

  @Test
  void noneChangesNothing() {
    float[] gradient = {1, 2, 3, 4};
    Penalty.NONE.addSlopes(WEIGHTS, gradient);
    assertArrayEquals(new float[] {1, 2, 3, 4}, gradient);
    assertEquals(0, Penalty.NONE.value(WEIGHTS));
  }

  @Test
  void refusesWhatIsNoPenalty() {
    assertThrows(IllegalArgumentException.class, () -> new Penalty(-1, 0, SPANS));
    assertThrows(IllegalArgumentException.class, () -> new Penalty(Double.NaN, 0, SPANS));
    assertThrows(IllegalArgumentException.class, () -> new Penalty(1, 1.5, SPANS));
  }
}
