package org.spindleml.spark;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.spindleml.train.TrainingListener;

/**
 * The matrix kernels of a run's tasks. Another kernel rounds otherwise, so they must all be the
 * same, unless {@value ApplicationSettings#ALLOW_MIXED_KERNELS} gives up that the same run trains
 * the same model.
 */
final class Kernels {
  private final boolean allowMixed;
  private final TrainingListener listener;
  private final String ofDriver;
  private final Map<String, Set<String>> placesOfKernel = new TreeMap<>();

  /**
   * No kernels yet.
   *
   * @param conf of the Spark application
   * @param ofDriver the driver's kernel, which users have been told already
   * @param listener is told of a first kernel that is not the driver's and of each further kernel,
   *     where that is allowed
   */
  Kernels(SparkConf conf, String ofDriver, TrainingListener listener) {
    this.ofDriver = ofDriver;
    allowMixed = ApplicationSettings.of(conf).mixedKernels();
    this.listener = listener;
  }

  /**
   * Takes note of a task's kernel.
   *
   * @throws IllegalStateException naming kernels and executors, if it is another one than before
   */
  void add(TaskKernel task) {
    boolean isFirst = placesOfKernel.isEmpty();
    Set<String> places = placesOfKernel.computeIfAbsent(task.id(), id -> new TreeSet<>());
    if (isFirst && !task.id().equals(ofDriver)) {
      listener.note("the kernel of the executors, not the driver's: " + task.id());
    }
    if (!places.add(task.where()) || placesOfKernel.size() == 1 || places.size() > 1) {
      return;
    }
    String found = "executors multiply matrices with different kernels, which round differently: ";
    if (!allowMixed) {
      throw new IllegalStateException(
          found
              + this
              + "; OPENBLAS_CORETYPE=Haswell on every executor makes kinds of processors agree, "
              + ApplicationSettings.ALLOW_MIXED_KERNELS
              + "=true trains a model that cannot be made again");
    }
    listener.note(found + this + "; allowed by " + ApplicationSettings.ALLOW_MIXED_KERNELS);
  }

  /** The kernels so far, in the order of their names. */
  String ids() {
    return String.join("; ", placesOfKernel.keySet());
  }

  /** "java … on executor 1 at host; openblas … on executor 0 at host". */
  @Override
  public String toString() {
    return placesOfKernel.entrySet().stream()
        .map(entry -> entry.getKey() + " on " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
