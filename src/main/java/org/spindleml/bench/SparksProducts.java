package org.spindleml.bench;

import dev.ludovic.netlib.blas.BLAS;
import org.spindleml.linalg.Gemm;

/**
 * What Spark's own perceptron multiplies with: Java, as on every machine that has no BLAS of its
 * own. Left alone, Spark would take the system's or, with ours in the same process, ours.
 */
final class SparksProducts {
  private static final String LIBRARY = "dev.ludovic.netlib.blas.nativeLib";

  private SparksProducts() {}

  /** Makes sure of it, before Spark's first product; says what came of it. */
  static String keepInJava() {
    Gemm.best();
    if (System.getProperty(LIBRARY) == null) {
      System.setProperty(LIBRARY, "none");
    }
    return "Spark's perceptron multiplies by " + BLAS.getInstance().getClass().getSimpleName();
  }
}
