package org.spindleml.spark;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Breaks tasks from inside. What happens to the first task of a stage is a local property of the
 * thread that runs the job; executors have this as a plugin.
 */
public final class TaskFaults implements SparkPlugin {
  private static final String FAULT = "spindle.test.fault";
  private static final String TIMES = "spindle.test.times";

  /** By name: the executor's class loader of plugins does not see Spindle's jar. */
  private static final String GRADIENT = "org.spindleml.train.LeafGradients";

  /** What happens. */
  public enum Fault {
    /** The process is killed while it computes a gradient. */
    KILL,
    /** The process is stopped while it computes a gradient, and stays so. */
    STOP,
    /** The task fails behind its work. */
    FAIL,
    /** The task does not begin before it is told to end. */
    HANG
  }

  /** Lets the first attempt of a task fail, in all jobs of the calling thread from now on. */
  static void begin(SparkContext spark, Fault fault) {
    begin(spark, fault, 1);
  }

  /** Lets the first attempts of a task fail, in all jobs of the calling thread from now on. */
  static void begin(SparkContext spark, Fault fault, int times) {
    spark.setLocalProperty(FAULT, fault.name());
    spark.setLocalProperty(TIMES, "" + times);
  }

  /** Whether a job with these properties has a task that fails. */
  static boolean has(Properties job) {
    return job.getProperty(FAULT) != null;
  }

  static void end(SparkContext spark) {
    spark.setLocalProperty(FAULT, null);
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static final class Executor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> more) {}

    /** Spark calls this in the task's own thread. */
    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      String name = task.getLocalProperty(FAULT);
      if (name == null
          || task.partitionId() != 0
          || task.stageAttemptNumber() > 0
          || task.attemptNumber() >= Integer.parseInt(task.getLocalProperty(TIMES))) {
        return;
      }
      Fault fault = Fault.valueOf(name);
      switch (fault) {
        case KILL, STOP -> signalInGradient(task, Thread.currentThread(), fault);
        case FAIL ->
            task.addTaskCompletionListener(
                (TaskCompletionListener)
                    ended -> {
                      throw new IllegalStateException(
                          "a fault of attempt " + ended.attemptNumber());
                    });
        case HANG -> {
          while (!task.isInterrupted() && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
        }
      }
    }
  }

  private static void signalInGradient(TaskContext task, Thread thread, Fault fault) {
    Thread watcher =
        new Thread(
            () -> {
              while (!task.isCompleted() && !computes(thread)) {
                Thread.onSpinWait();
              }
              if (!task.isCompleted()) {
                signal(ProcessHandle.current(), fault.name());
              }
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  private static boolean computes(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(GRADIENT)) {
        return true;
      }
    }
    return false;
  }

  /** Sends a signal, such as KILL. */
  static void signal(ProcessHandle process, String signal) {
    String name = "-" + signal.toUpperCase(Locale.ROOT);
    try {
      new ProcessBuilder("kill", name, "" + process.pid()).start().onExit().join();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
