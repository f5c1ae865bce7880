package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A master or a worker of a standalone cluster as a process of its own. */
final class ClusterDaemon {
  private ClusterDaemon() {}

  /**
   * Starts a worker of one core.
   *
   * @param before what the command begins with; empty for nothing
   * @param directory of the cluster, with its spark.conf
   * @param host the worker's address
   * @param url the master's
   * @param environment of the worker and its executors: a name, its value, and so on
   * @return the process, which has begun to register
   */
  static Process worker(
      List<String> before, Path directory, String host, String url, String... environment)
      throws IOException {
    String work = directory.resolve("work/" + host).toString();
    return start(
        before,
        directory,
        host,
        "worker.Worker",
        List.of("--cores", "1", "--memory", "1g", "--work-dir", work, "--port", "0", url),
        environment);
  }

  /**
   * Starts a master.
   *
   * @param before what the command begins with; empty for nothing
   * @param directory of the cluster, with its spark.conf
   * @param host the master's address
   * @param port its port
   * @return the process
   */
  static Process master(List<String> before, Path directory, String host, int port)
      throws IOException {
    return start(before, directory, host, "master.Master", List.of("--port", "" + port));
  }

  /** Where a daemon's log is. */
  static Path log(Path directory, String kind, String host) {
    return directory.resolve(kind + "-" + host + ".log");
  }

  /** Spark's jars in the order in which Spark gives them to executors. */
  private static String sparkJars() throws IOException {
    Path jars = Path.of("target/spark-home/jars").toAbsolutePath();
    try (var first = Files.newDirectoryStream(jars, "slf4j-api-*")) {
      return first.iterator().next() + ":" + jars + "/*";
    }
  }

  private static Process start(
      List<String> before,
      Path directory,
      String host,
      String kind,
      List<String> more,
      String... environment)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@conf/java-options");
    command.addAll(OtherJvm.ofSpark());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            sparkJars(),
            "org.apache.spark.deploy." + kind,
            "--host",
            host,
            "--webui-port",
            "0",
            "--properties-file",
            directory.resolve("spark.conf").toString()));
    command.addAll(more);
    ProcessBuilder daemon = new ProcessBuilder(command);
    daemon.environment().put("SPARK_LOCAL_IP", host);
    daemon.environment().put("SPARK_LOCAL_DIRS", directory.resolve("local").toString());
    daemon.environment().put("SPARK_HOME", Path.of("target/spark-home").toAbsolutePath() + "");
    daemon.environment().put("SPARK_SCALA_VERSION", "2.13");
    for (int i = 0; i < environment.length; i += 2) {
      daemon.environment().put(environment[i], environment[i + 1]);
    }
    return daemon
        .redirectErrorStream(true)
        .redirectOutput(log(directory, kind, host).toFile())
        .start();
  }
}
