package org.spindleml.spark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/** A real standalone cluster of two worker processes, started and stopped by submit/cluster. */
public final class TwoWorkerCluster implements AutoCloseable {
  private final Path directory;

  private TwoWorkerCluster(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts the cluster, with one core a worker.
   *
   * @param directory where its logs and process ids go
   * @return the running cluster
   */
  public static TwoWorkerCluster start(Path directory) throws IOException {
    return start(directory, 1);
  }

  /**
   * Starts the cluster.
   *
   * @param directory where its logs and process ids go
   * @param cores of each worker
   * @return the running cluster
   */
  public static TwoWorkerCluster start(Path directory, int cores) throws IOException {
    TwoWorkerCluster cluster = new TwoWorkerCluster(directory);
    cluster.run("start", "2", "--cores", "" + cores);
    Files.writeString(
        directory.resolve("spark.conf"),
        "spark.executor.extraJavaOptions " + executorOptions() + "\n",
        StandardOpenOption.APPEND);
    return cluster;
  }

  /** Options of executors that end soon, in the words of Spark's settings. */
  static String executorOptions() {
    return "\"" + String.join("\" \"", OtherJvm.ofSpark()) + "\"";
  }

  /**
   * A cluster that something else has started and will stop.
   *
   * @param directory with its {@code master-url} and {@code spark.conf}
   */
  static TwoWorkerCluster at(Path directory) {
    return new TwoWorkerCluster(directory);
  }

  private void run(String... arguments) throws IOException {
    ProcessBuilder process = new ProcessBuilder("submit/cluster");
    process.command().addAll(List.of(arguments));
    process.environment().put("SPINDLE_CLUSTER_DIR", directory.toString());
    Path log = Files.createTempFile("cluster", ".log");
    process.redirectErrorStream(true).redirectOutput(log.toFile());
    int exitCode = process.start().onExit().join().exitValue();
    if (exitCode != 0) {
      throw new IOException("exit code " + exitCode + ": " + Files.readString(log));
    }
    Files.delete(log);
  }

  /**
   * Starts one more worker, on another address of this machine, which Spark takes for another host.
   *
   * @param host the address
   * @param environment of the worker and its executors: a name, its value, and so on
   * @return the worker, which has begun to register
   */
  public Process addWorker(String host, String... environment) throws IOException {
    return ClusterDaemon.worker(List.of(), directory, host, url(), environment);
  }

  /**
   * The master's URL.
   *
   * @return spark://…
   */
  public String url() throws IOException {
    return Files.readString(directory.resolve("master-url")).strip();
  }

  /**
   * A session on the cluster, with Spindle's own jar on the executors.
   *
   * @param more further settings: a key, its value, and so on
   * @return a new session; this process must have none running
   */
  public SparkSession session(String... more) throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve("spark.conf"))) {
      settings.load(reader);
    }
    SparkSession.Builder builder = SparkSession.builder().master(url()).appName("spindle tests");
    settings.forEach((key, value) -> builder.config((String) key, (String) value));
    builder
        .config("spark.jars", allJar().toString())
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false");
    for (int i = 0; i < more.length; i += 2) {
      builder.config(more[i], more[i + 1]);
    }
    return builder.getOrCreate();
  }

  /** Spindle's jar with all that it needs. */
  static Path allJar() throws IOException {
    return jar("all");
  }

  /** A jar that Maven has made. */
  static Path jar(String kind) throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of("target"), "spindle-*-" + kind + ".jar")) {
      return jars.iterator().next().toAbsolutePath();
    }
  }

  @Override
  public void close() throws IOException {
    run("stop");
  }
}
