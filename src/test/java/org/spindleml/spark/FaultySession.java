package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sessions whose tasks can be broken, and a table to train on meanwhile. */
final class FaultySession {
  /** 2000 rows of 21 features and three classes. */
  static final Path WAVEFORM = Path.of("data/waveform-train.csv").toAbsolutePath();

  /** Given, since Spark itself infers none where Kryo must be told of classes. */
  static final String SCHEMA = String.join(" DOUBLE, ", features()) + " DOUBLE, label DOUBLE";

  private FaultySession() {}

  /** Ends whatever session this process has. */
  static void stopOthers() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  /**
   * A session on a cluster that notices lost and frozen executors within seconds. One thread of the
   * driver takes results.
   *
   * @param more further settings: a key, its value, and so on
   */
  static SparkSession on(TwoWorkerCluster cluster, String... more) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "spark.plugins", TaskFaults.class.getName(),
                "spark.jars", TwoWorkerCluster.jar("all") + "," + TwoWorkerCluster.jar("tests"),
                "spark.executor.heartbeatInterval", "1s",
                "spark.network.timeout", "10s",
                "spark.network.timeoutInterval", "1s",
                "spark.shuffle.io.retryWait", "200ms",
                "spark.resultGetter.threads", "1"));
    settings.addAll(List.of(more));
    return cluster.session(settings.toArray(new String[0]));
  }

  /** A session of this process alone. */
  static SparkSession local(String master, String... more) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("spindle tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.plugins", TaskFaults.class.getName());
    for (int i = 0; i < more.length; i += 2) {
      builder.config(more[i], more[i + 1]);
    }
    return builder.getOrCreate();
  }

  static Dataset<Row> waveform(SparkSession session) {
    return session.read().option("header", true).schema(SCHEMA).csv(WAVEFORM.toString());
  }

  static String[] features() {
    String[] features = new String[21];
    Arrays.setAll(features, i -> "x" + (i + 1));
    return features;
  }
}
