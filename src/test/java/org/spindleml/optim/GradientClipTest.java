package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientClipTest {
  private static float[] clipped(double norm, double value, float... gradient) {
    new GradientClip(norm, value).clip(gradient);
    return gradient;
  }

  @Test
  void aLongGradientIsShortenedInItsDirection() {
    assertArrayEquals(new float[] {1.5f, -2}, clipped(2.5, 0, 3, -4), 1e-7f);
    assertArrayEquals(new float[] {3, -4}, clipped(5, 0, 3, -4), "as long as it may be");
    assertArrayEquals(new float[] {3, -4}, clipped(7, 0, 3, -4));
    assertArrayEquals(new float[2], clipped(1, 0, 0, 0));
  }

  @Test
  void aLargeSlopeIsCut() {
    assertArrayEquals(new float[] {1, -1, 0.5f, -0.5f, 0}, clipped(0, 1, 3, -4, 0.5f, -0.5f, 0));
  }

  @Test
  void theNormIsThatOfTheCutSlopes() {
    // cut to (3, −4), then halved
    assertArrayEquals(new float[] {1.5f, -2}, clipped(2.5, 4, 3, -400), 1e-7f);
  }

  @Test
  void noneChangesNothing() {
    float[] gradient = {Float.MAX_VALUE, -Float.MIN_VALUE, -0f};
    GradientClip.NONE.clip(gradient);
    assertArrayEquals(new float[] {Float.MAX_VALUE, -Float.MIN_VALUE, -0f}, gradient);
  }

  @Test
  void theSquaresOfHugeSlopesDoNotOverflow() {
    float[] gradient = clipped(5, 0, 3e38f, -3e38f, 3e38f, -3e38f);
    assertArrayEquals(new float[] {2.5f, -2.5f, 2.5f, -2.5f}, gradient, 1e-6f);
  }

  @Test
  void bothBoundsHold() {
    long seed = 71;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      float[] gradient = new float[1 + random.nextInt(300)];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
      }
      double norm = Math.exp(random.nextGaussian());
      double value = Math.exp(random.nextGaussian());
      clipped(norm, value, gradient);
      double squares = 0;
      for (float g : gradient) {
        assertTrue(Math.abs(g) <= (float) value, "seed " + seed);
        squares += (double) g * g;
      }
      assertTrue(Math.sqrt(squares) <= norm * (1 + 1e-7), "seed " + seed);
    }
  }

  @Test
  void boundsOutOfRangeAreRefused() {
    assertEquals(
        "gradient clip norm is -1.0; it must be a number of at least 0",
        assertThrows(IllegalArgumentException.class, () -> new GradientClip(-1, 0)).getMessage());
    assertEquals(
        "gradient clip value is NaN; it must be a number of at least 0",
        assertThrows(IllegalArgumentException.class, () -> new GradientClip(0, Double.NaN))
            .getMessage());
  }

  @Test
  void aBoundReadsLikeASentence() {
    assertEquals("gradient as it is", GradientClip.NONE.toString());
    assertEquals("gradient clipped to length 5.0", new GradientClip(5, 0).toString());
    assertEquals("slopes clipped to 0.5", new GradientClip(0, 0.5).toString());
    assertEquals(
        "slopes clipped to 0.5, gradient clipped to length 5.0",
        new GradientClip(5, 0.5).toString());
  }
}
