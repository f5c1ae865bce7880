package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The interpreter, both compilers and all vector widths give the same bits. */
class SameBitsTest {
  /** What the child processes run: prints a hash of everything {@link VectorMath} computes. */
  public static void main(String[] args) {
    int last = 0;
    for (int round = 0; round < Integer.getInteger("rounds"); round++) {
      last = hash();
    }
    System.out.println(last);
  }

  private static int hash() {
    SplittableRandom random = new SplittableRandom(23);
    float[] x = new float[1500];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble(-1, 1) * (i % 5 == 0 ? 100 : 4));
    }
    float[][] y = new float[10][x.length];
    for (int i = 0; i < x.length; i++) {
      y[0][i] = VectorMath.exp(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[1][i] = VectorMath.expm1(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[2][i] = VectorMath.sigmoid(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[3][i] = VectorMath.tanh(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[4][i] = VectorMath.normalCdf(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[5][i] = VectorMath.normalPdf(x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      y[6][i] = VectorMath.softplus(x[i]);
    }
    RowMath.softmaxRows(x, 0, y[7], 0, 60, 25);
    RowMath.addColumnSums(x, 0, 60, 25, y[8], 3);
    RowMath.fillRows(x, 7, y[9], 0, 60, 25);
    VectorMath.add(x, 0, y[9], 0, x.length);
    return 31 * Arrays.deepHashCode(y) + Double.hashCode(VectorMath.sumOfSquares(x, 1, 1400));
  }

  @Test
  void interpretedAndCompiled() throws Exception {
    String interpreted = ChildJvm.run(SameBitsTest.class, "-Xint", "-Drounds=1");
    assertEquals(interpreted, ChildJvm.run(SameBitsTest.class, "-Drounds=3000"));
    assertEquals(
        interpreted, ChildJvm.run(SameBitsTest.class, "-XX:TieredStopAtLevel=1", "-Drounds=300"));
    assertEquals(
        interpreted, ChildJvm.run(SameBitsTest.class, "-XX:MaxVectorSize=16", "-Drounds=3000"));
  }
}
