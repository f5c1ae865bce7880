package org.spindleml.spark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.spindleml.nn.CounterRandom;
import org.spindleml.nn.Network;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.RunHeader;
import org.spindleml.train.Solver;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingSettings;

/**
 * A run over a table that has been read: all that decides its bits but the rows themselves.
 *
 * @param network the network
 * @param plan which rows make which step
 * @param held the validation rows
 * @param settings the user's choices
 * @param initialWeights where it begins; not to be changed
 * @param encoder how raw values became inputs
 * @param saved where it is saved
 */
record RunIdentity(
    Network network,
    TrainingPlan plan,
    HeldOut held,
    TrainingSettings settings,
    float[] initialWeights,
    TableEncoder encoder,
    CheckpointSettings saved) {

  private static final String MAX_ITER = "maxIter";

  /**
   * What a checkpoint of this run must be of.
   *
   * @param training the shards of training rows
   * @param validation the shards of validation rows
   * @param kernel what multiplies matrices
   * @param anyKernel whether the user has given up that this be the same throughout
   */
  RunHeader header(ShardCounts training, ShardCounts validation, String kernel, boolean anyKernel) {
    Map<String, String> values = new LinkedHashMap<>(saved.params());
    boolean stretches = settings.update().solver() != Solver.L_BFGS && settings.rate().stretches();
    if (stretches) {
      values.computeIfPresent(
          MAX_ITER, (name, value) -> value + " (over which the learning rate is stretched)");
    } else {
      values.remove(MAX_ITER);
    }
    values.put("network", network.toString());
    values.put("rows", Long.toString(plan.rows()));
    values.put("validation rows", Long.toString(held.rows()));
    values.put(
        "plan",
        String.format(
            Locale.ROOT,
            "%d shards, %d steps an epoch, %d parts of a step",
            plan.shards(),
            plan.stepsPerEpoch(),
            plan.leaves()));
    values.put("training data", "of checksum " + Long.toHexString(training.checksum()));
    values.put("validation data", "of checksum " + Long.toHexString(validation.checksum()));
    values.put("scaling", "of checksum " + Long.toHexString(checksum(encoder.toArray())));
    values.put("initial weights", "of checksum " + Long.toHexString(checksum(initialWeights)));
    values.put(RunHeader.KERNEL, anyKernel ? RunHeader.ANY : kernel);
    return new RunHeader(values);
  }

  private static long checksum(double[] numbers) {
    long sum = numbers.length;
    for (double number : numbers) {
      sum = CounterRandom.mix(sum + Double.doubleToRawLongBits(number));
    }
    return sum;
  }

  private static long checksum(float[] numbers) {
    long sum = numbers.length;
    for (float number : numbers) {
      sum = CounterRandom.mix(sum + Float.floatToRawIntBits(number));
    }
    return sum;
  }
}
