package org.spindleml.spark;

import org.apache.spark.SparkEnv;
import org.spindleml.linalg.Gemm;
import org.spindleml.nn.Network;

/**
 * What multiplied matrices for a task.
 *
 * @param id of the kernel, see {@link Network#kernel}
 * @param where the executor and its host and, where OpenBLAS or bfloat16 was wanted but is not to
 *     be had, why
 */
record TaskKernel(String id, String where) {
  /** The kernel of the executor that asks, for training a network. */
  static TaskKernel here(Network network) {
    String why =
        Gemm.whyNotNative()
            .or(network::whyNotRounded)
            .map(reason -> " (" + reason + ")")
            .orElse("");
    return new TaskKernel(network.kernel(), place() + why);
  }

  /** The executor that asks, and its host. */
  static String place() {
    SparkEnv executor = SparkEnv.get();
    return "executor "
        + executor.executorId()
        + " at "
        + executor.blockManager().blockManagerId().host();
  }
}
