package org.spindleml.spark;

import org.apache.spark.SparkEnv;
import org.spindleml.linalg.Gemm;

/**
 * What multiplied matrices for a task.
 *
 * @param id of the kernel, see {@link Gemm#id}
 * @param where the executor and its host and, where OpenBLAS was wanted but does not load, why
 */
record TaskKernel(String id, String where) {
  /** The kernel of the executor that asks. */
  static TaskKernel here() {
    SparkEnv executor = SparkEnv.get();
    String where =
        "executor "
            + executor.executorId()
            + " at "
            + executor.blockManager().blockManagerId().host();
    String why = Gemm.whyNotNative().map(reason -> " (" + reason + ")").orElse("");
    return new TaskKernel(Gemm.best().id(), where + why);
  }
}
