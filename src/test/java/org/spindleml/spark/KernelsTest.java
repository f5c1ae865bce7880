package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.spindleml.train.TrainingListener;

/** Tasks of one kernel pass; of several they are an error with names, or allowed and said once. */
class KernelsTest {
  private static final TaskKernel HASWELL =
      new TaskKernel("openblas 0.3.31 Haswell", "executor 0 at east");
  private static final TaskKernel JAVA =
      new TaskKernel("java Java11BLAS jdk 17", "executor 1 at west (OpenBLAS does not load here)");
  private static final String FOUND =
      "executors multiply matrices with different kernels, which round differently: java Java11BLAS"
          + " jdk 17 on executor 1 at west (OpenBLAS does not load here); openblas 0.3.31 Haswell on"
          + " executor 0 at east";

  private final List<String> notes = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  @Test
  void oneKernelOnManyExecutorsIsFine() {
    Kernels kernels = new Kernels(new SparkConf(false), HASWELL.id(), listener);
    kernels.add(HASWELL);
    kernels.add(new TaskKernel(HASWELL.id(), "executor 7 at west"));
    kernels.add(HASWELL);
    assertEquals(List.of(), notes);
    assertEquals(
        "openblas 0.3.31 Haswell on executor 0 at east, executor 7 at west", kernels.toString());
  }

  @Test
  void anotherKernelThanTheDriversIsSaid() {
    Kernels kernels = new Kernels(new SparkConf(false), JAVA.id(), listener);
    kernels.add(HASWELL);
    kernels.add(HASWELL);
    assertEquals(List.of("the kernel of the executors, not the driver's: " + HASWELL.id()), notes);
  }

  @Test
  void aMixtureNamesKernelsAndExecutors() {
    Kernels kernels = new Kernels(new SparkConf(false), HASWELL.id(), listener);
    kernels.add(HASWELL);
    assertEquals(
        FOUND
            + "; OPENBLAS_CORETYPE=Haswell on every executor makes kinds of processors agree,"
            + " spark.spindle.allowMixedKernels=true trains a model that cannot be made again",
        assertThrows(IllegalStateException.class, () -> kernels.add(JAVA)).getMessage());
  }

  @Test
  void anAllowedMixtureIsSaidOnce() {
    SparkConf conf = new SparkConf(false).set(ApplicationSettings.ALLOW_MIXED_KERNELS, "true");
    Kernels kernels = new Kernels(conf, HASWELL.id(), listener);
    for (TaskKernel kernel : List.of(HASWELL, JAVA, HASWELL, JAVA)) {
      kernels.add(kernel);
    }
    assertEquals(List.of(FOUND + "; allowed by spark.spindle.allowMixedKernels"), notes);
  }
}
