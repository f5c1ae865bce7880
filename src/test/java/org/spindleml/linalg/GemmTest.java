package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
  static List<Gemm> kernels() {
    return Stream.of(Gemm.best(), new JavaGemm()).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void agreesWithTheDefinition(Gemm gemm) {
    SplittableRandom random = new SplittableRandom(11);
    float[] betas = {0f, 1f, 0.5f};
    for (int trial = 0; trial < 240; trial++) {
      int largest = trial < 200 ? 40 : 300;
      assertAgrees(
          gemm,
          new Product(
              (trial & 1) != 0,
              (trial & 2) != 0,
              random.nextInt(1, largest),
              random.nextInt(1, largest),
              random.nextInt(1, largest),
              random.nextInt(0, 20),
              random.nextInt(0, 9),
              betas[trial % 3],
              trial));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void takesSingleRowsColumnsAndTerms(Gemm gemm) {
    int[][] shapes = {{1, 1, 1}, {1, 7, 9}, {7, 1, 9}, {7, 9, 1}, {256, 2, 3}, {1, 1, 1000}};
    for (int[] shape : shapes) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean a = (transposes & 1) != 0;
        boolean b = (transposes & 2) != 0;
        assertAgrees(gemm, new Product(a, b, shape[0], shape[1], shape[2], 3, 2, 0f, 5));
      }
    }
  }

  /** What a kernel was seen to do on a few shapes it does on all. */
  @Test
  void addsProductsOnceOnAnyShapeIfItIsSaidTo() {
    Assumptions.assumeTrue(Gemm.addsOnce(), "this machine's kernel adds in another way");
    SplittableRandom random = new SplittableRandom(12);
    for (int trial = 0; trial < 200; trial++) {
      int largest = trial < 150 ? 70 : 600;
      int m = random.nextInt(1, largest);
      int n = random.nextInt(1, largest);
      int k = random.nextInt(1, Gemm.MOST_ADDED_ONCE + 1);
      assertTrue(AddedOnce.holds(Gemm.best(), m, n, k), () -> m + " × " + n + ", k " + k);
    }
  }

  /** What a kernel was seen to do with parts of some sizes it does with all sizes between. */
  @ParameterizedTest
  @MethodSource("kernels")
  void multipliesRowsApartInPartsOfAnySizeIfItIsSaidTo(Gemm gemm) {
    SplittableRandom random = new SplittableRandom(13);
    int held = 0;
    for (int trial = 0; trial < 120; trial++) {
      int largest = trial < 90 ? 70 : 400;
      int fewest = random.nextInt(1, 136);
      RowsApart.Shape shape =
          new RowsApart.Shape(
              random.nextBoolean(),
              random.nextInt(1, largest),
              random.nextInt(1, largest),
              fewest,
              fewest + random.nextInt(40 + 4 * fewest));
      if (RowsApart.holds(gemm, shape)) {
        held++;
        RowsApart.Trial whole = new RowsApart.Trial(gemm, shape);
        for (int rows = fewest; rows <= shape.most(); rows++) {
          int some = rows;
          assertTrue(whole.holds(rows), () -> shape + ", " + some);
        }
      }
    }
    assertTrue(held > 10, held + " of 120 shapes");
  }

  /** There might be no room to try it. */
  @Test
  void saysNothingOfRowsThatAreLong() {
    assertFalse(Gemm.rowsApart(false, 1, 1 << 22, 128, 256));
    assertFalse(Gemm.rowsApart(true, 1 << 22, 1, 128, 256));
    assertFalse(Gemm.rowsApart(false, 1 << 12, 1 << 12, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void refusesArraysThatAreTooShort(Gemm gemm) {
    float[] four = new float[4];
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> gemm.multiply(false, false, 2, 2, 2, four, 1, 2, four, 0, 2, 0, new float[4], 0, 2));
  }

  /** Bits must not depend on how warm the code is. */
  @ParameterizedTest
  @MethodSource("kernels")
  void repeatsItsBits(Gemm gemm) {
    Product product = new Product(false, true, 33, 17, 70, 0, 0, 0f, 3);
    int[] first = product.bitsOn(gemm);
    for (int i = 0; i < 3000; i++) {
      assertArrayEquals(first, product.bitsOn(gemm));
    }
  }

  /**
   * |error| ≤ (k + 2) · 2⁻²⁴ · Σ|aᵢ·bᵢ|, and each term is below 1. Nothing outside C is written.
   */
  private static void assertAgrees(Gemm gemm, Product product) {
    float[] want = product.on(new NaiveGemm());
    float[] got = product.on(gemm);
    double tolerance = (product.k() + 2) * 0x1p-24 * (product.k() + 1);
    for (int i = 0; i < want.length; i++) {
      int at = i;
      assertEquals(want[i], got[i], (float) tolerance, () -> product + " at " + at);
    }
  }
}
