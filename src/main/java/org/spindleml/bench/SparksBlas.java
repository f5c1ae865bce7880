package org.spindleml.bench;

import dev.ludovic.netlib.blas.BLAS;

/**
 * What Spark multiplies by: the system's libblas.so.3 where there is one, else Java. netlib decides
 * once per process. Where our OpenBLAS is loaded before, its functions take the place of the
 * system's, and Spark's perceptron would run on our library, several times faster than its users
 * see it.
 */
public final class SparksBlas {
  private SparksBlas() {}

  /** Makes netlib decide, which is to be done before anything of ours multiplies. */
  public static void bind() {
    BLAS.getInstance();
  }

  /** The class that netlib has decided for: JNIBLAS is the system's. */
  static String name() {
    return BLAS.getInstance().getClass().getSimpleName();
  }
}
