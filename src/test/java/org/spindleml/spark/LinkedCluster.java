package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A standalone cluster whose master is in the hub of {@link NetworkLinks}, a worker at each end.
 */
final class LinkedCluster {
  private static final int PORT = 7077;

  private LinkedCluster() {}

  /**
   * Starts the cluster; its processes end with the namespaces.
   *
   * @param links the namespaces
   * @param directory where its logs go
   */
  static void start(NetworkLinks links, Path directory) throws Exception {
    Files.createDirectories(directory.resolve("local"));
    String url = "spark://" + NetworkLinks.HUB_ADDRESS + ":" + PORT;
    Files.writeString(directory.resolve("master-url"), url);
    Files.writeString(
        directory.resolve("spark.conf"),
        Files.readString(Path.of("conf/spark-defaults.conf"))
            + "spark.authenticate true\nspark.authenticate.secret "
            + UUID.randomUUID()
            + "\nspark.master.rest.enabled false\nspark.executor.memory 1g\n"
            + "spark.cores.max 2\nspark.scheduler.minRegisteredResourcesRatio 1.0\n");
    linkJars();
    Process master =
        ClusterDaemon.master(links.in(NetworkLinks.HUB), directory, NetworkLinks.HUB_ADDRESS, PORT);
    Path log = ClusterDaemon.log(directory, "master.Master", NetworkLinks.HUB_ADDRESS);
    while (!Files.readString(log).contains("I have been elected leader")) {
      assertFalse(master.waitFor(100, TimeUnit.MILLISECONDS), () -> "the master ended, see " + log);
    }
    for (String end : NetworkLinks.ENDS) {
      ClusterDaemon.worker(links.in(end), directory, NetworkLinks.address(end), url);
    }
  }

  /** What the first start of submit/cluster does: target/spark-home. */
  private static void linkJars() throws IOException {
    new ProcessBuilder("bash", "-c", "source submit/spark-home.bash")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join();
  }
}
