package org.spindleml.bench;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;

/**
 * What Spark's own perceptron multiplies with. Spark takes the BLAS of the system where there is
 * one, else Java; it decides at the first product. Loaded before our OpenBLAS, it is what it would
 * be without Spindle: later, it could find ours.
 */
final class SparksProducts {
  private static final BLAS BLAS_OF_SPARK = BLAS.getInstance();

  private SparksProducts() {}

  /** Says it, and makes sure of it. */
  static String describe() {
    return "Spark's perceptron multiplies "
        + (BLAS_OF_SPARK instanceof NativeBLAS ? "with the system's BLAS" : "in Java")
        + " ("
        + BLAS_OF_SPARK.getClass().getSimpleName()
        + ").";
  }
}
