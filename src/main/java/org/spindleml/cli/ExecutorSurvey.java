package org.spindleml.cli;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.spindleml.linalg.Gemm;

/**
 * What a tiny Spark job found out about the executors it ran on.
 *
 * @param executors one line each, in order
 * @param kernels what multiplies matrices there; more than one make a run irreproducible
 * @param tasks how many tasks the job had
 */
record ExecutorSurvey(List<String> executors, List<String> kernels, int tasks) {
  private static final String SEPARATOR = ", ";

  /** Runs the job: more tasks than cores, so that every executor gets one. */
  static ExecutorSurvey of(SparkContext context) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
    int tasks = 4 * Math.max(1, context.defaultParallelism());
    List<String> answers =
        spark
            .parallelize(Collections.nCopies(tasks, 0), tasks)
            .mapPartitions(ExecutorSurvey::describe)
            .collect();
    List<String> executors = answers.stream().distinct().sorted().toList();
    List<String> kernels =
        executors.stream()
            .map(line -> line.substring(line.lastIndexOf(SEPARATOR) + SEPARATOR.length()))
            .distinct()
            .sorted()
            .toList();
    return new ExecutorSurvey(executors, kernels, tasks);
  }

  private static Iterator<String> describe(Iterator<Integer> rows) {
    SparkEnv executor = SparkEnv.get();
    String description =
        executor.executorId()
            + " at "
            + executor.blockManager().blockManagerId().hostPort()
            + ", Java "
            + System.getProperty("java.version")
            + SEPARATOR
            + Gemm.best().id();
    return List.of(description).iterator();
  }
}
