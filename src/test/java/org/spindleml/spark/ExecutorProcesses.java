package org.spindleml.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;

/** The executors of an application as processes of this machine; Linux alone. */
final class ExecutorProcesses extends SparkListener {
  private final SparkContext spark;
  private final int executors;
  private final int cores;

  /**
   * The executors of an application.
   *
   * @param executors how many there are while none is lost
   * @param cores of each
   */
  ExecutorProcesses(SparkContext spark, int executors, int cores) {
    this.spark = spark;
    this.executors = executors;
    this.cores = cores;
    spark.addSparkListener(this);
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
    notifyAll();
  }

  @Override
  public synchronized void onBlockManagerAdded(SparkListenerBlockManagerAdded event) {
    notifyAll();
  }

  /** Waits until all executors are there and the driver knows of them. */
  synchronized void awaitAll() {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (byId().size() != executors || !known()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("executors that run: " + byId());
      }
      try {
        wait(TimeUnit.SECONDS.toMillis(1)); // A process that ends is no event of Spark's.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean known() {
    // The driver is one of those with memory.
    return ClusterGradientSource.slots(spark) == executors * cores
        && spark.getExecutorMemoryStatus().size() == executors + 1;
  }

  /** The processes, by the id of the executor. */
  Map<String, ProcessHandle> byId() {
    Map<String, ProcessHandle> found = new TreeMap<>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              List<String> words = commandLine(process);
              // Applications of other clusters may have the same id, but not the driver's port.
              if (after(words, "--driver-url").filter(this::isOurs).isPresent()) {
                found.put(after(words, "--executor-id").orElseThrow(), process);
              }
            });
    return found;
  }

  private boolean isOurs(String driverUrl) {
    return driverUrl.endsWith(":" + spark.getConf().get("spark.driver.port"));
  }

  private static Optional<String> after(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** The words of a command line; the process's own list of them may be cut. */
  private static List<String> commandLine(ProcessHandle process) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", "" + process.pid(), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of(); // It has ended.
    }
  }

  /** Kills an executor and waits until it is gone. */
  void kill(String id) {
    ProcessHandle process = byId().get(id);
    process.destroyForcibly();
    process.onExit().join();
  }
}
