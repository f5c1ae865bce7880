package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.train.TrainingListener;

/** The network between the driver and its executors fails; needs the right to make networks. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
    named = "spindle.soak",
    matches = "true",
    disabledReason = "a minute of network timeouts: mvn verify -Psoak")
class CutLinksIT {
  private static final NetworkLinks LINKS = NetworkLinks.ofThisProcess();

  @TempDir private static Path directory;

  /** Why there are no links here; empty if there are. */
  private static String notMade = "";

  /** Why links cannot be slowed here; empty if they can. */
  private static String notSlowed = "";

  private static String said;

  @BeforeAll
  static void train() throws Exception {
    try {
      LINKS.makeHub();
    } catch (IOException e) {
      notMade = "no networks can be made here: " + e.getMessage();
      return;
    }
    LINKS.make();
    try {
      LINKS.slow("one", "1gbit");
      LINKS.unslow("one");
    } catch (IOException e) {
      if (!e.getMessage().contains("qdisc kind is unknown")) {
        throw e;
      }
      notSlowed = "links cannot be slowed here: " + e.getMessage();
    }
    LinkedCluster.start(LINKS, directory);
    said =
        OtherJvm.likeThis()
            .in(LINKS.in(NetworkLinks.HUB), Map.of("SPARK_LOCAL_IP", NetworkLinks.HUB_ADDRESS))
            .run(0, Driver.class, directory.toString(), LINKS.prefix(), notSlowed);
  }

  @AfterAll
  static void removeLinks() throws IOException {
    LINKS.close();
  }

  /** What the driver has said of something. */
  private static String of(String what) {
    Matcher line = Pattern.compile("(?m)^" + what + ": (.*)$").matcher(said);
    assertTrue(line.find(), said);
    return line.group(1);
  }

  @BeforeEach
  void linksAreThere() {
    assumeTrue(notMade.isEmpty(), notMade);
  }

  @Test
  void slowed() {
    assumeTrue(notSlowed.isEmpty(), notSlowed);
    assertEquals(of("undisturbed"), of("slowed"));
    assertTrue(Integer.parseInt(of("packets that had to wait")) > 100, said);
  }

  @Test
  void cutAndMendedTooLate() {
    assertEquals(of("undisturbed"), of("cut"));
    assertNotEquals("0", of("executors lost"));
  }

  /** The driver, in the hub. */
  static final class Driver {
    private final Path directory;
    private final SparkSession session;

    private Driver(Path directory, SparkSession session) {
      this.directory = directory;
      this.session = session;
    }

    /**
     * Trains three times.
     *
     * @param arguments the cluster's directory, what names of namespaces begin with, and why links
     *     cannot be slowed
     */
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      NetworkLinks links = new NetworkLinks(arguments[1]);
      try (SparkSession session =
          FaultySession.on(
              TwoWorkerCluster.at(directory),
              "spark.driver.host",
              NetworkLinks.HUB_ADDRESS,
              // Each executor has work, though they are of different hosts.
              "spark.locality.wait",
              "0")) {
        new ExecutorProcesses(session.sparkContext(), 2, 1).awaitAll();
        Driver driver = new Driver(directory, session);
        driver.train("undisturbed", TrainingListener.NONE);
        if (arguments[2].isEmpty()) {
          driver.train("slowed", new AtStep(2, () -> links.slow("one", "32mbit")));
          Matcher waited = Pattern.compile("overlimits (\\d+)").matcher(links.unslow("one"));
          System.out.println("packets that had to wait: " + (waited.find() ? waited.group(1) : 0));
        }
        driver.cut(links);
      }
    }

    private void cut(NetworkLinks links) throws IOException {
      AtStep cut = new AtStep(2, () -> links.cut("one"));
      AtStep mend = new AtStep(4, () -> links.mend("one"));
      try (SparkEvents events = new SparkEvents(session.sparkContext())) {
        train("cut", cut.and(mend));
        long lost = events.count(SparkListenerExecutorRemoved.class, end -> true);
        System.out.println("executors lost: " + lost);
      }
    }

    private void train(String name, TrainingListener fault) throws IOException {
      Path saved = directory.resolve("model-" + name);
      LostExecutorsIT.classifier(fault)
          .fit(FaultySession.waveform(session))
          .write()
          .save(saved.toString());
      System.out.println(name + ": " + ModelBytes.hash(saved));
    }
  }
}
