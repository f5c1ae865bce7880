package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spindleml.spark.TaskFaults.Fault;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/**
 * One seed, one model: every row of the table in docs/reproducibility.md, from one run ({@link
 * SameRun}). That other runs are the same everywhere, too, is for {@link OtherRunsEverywhereIT}.
 */
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SameModelEverywhereIT {
  private static final ReproducibilityPage PAGE = new ReproducibilityPage();
  @TempDir private static Path directory;
  private static TwoWorkerCluster cluster;
  private static List<String> ofSession;

  @BeforeAll
  static void startCluster() throws Exception {
    FaultySession.stopOthers();
    cluster = TwoWorkerCluster.start(directory.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    FaultySession.stopOthers();
    cluster.close();
  }

  /** A session of executors with so many cores each; the one before, if that is such a one. */
  private static SparkSession executors(int executors, int cores, String... more)
      throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of("spark.executor.cores", "" + cores, "spark.cores.max", "" + executors * cores));
    settings.addAll(List.of(more));
    if (!settings.equals(ofSession) || SparkSession.getDefaultSession().isEmpty()) {
      FaultySession.stopOthers();
      ofSession = settings;
    }
    return FaultySession.on(cluster, settings.toArray(new String[0]));
  }

  private static SparkSession local(String master) {
    FaultySession.stopOthers();
    return FaultySession.local(master);
  }

  private static void train(String run, Dataset<Row> table) throws IOException {
    PAGE.add(run, SameRun.hash(SameRun.classifier(), table));
  }

  private static void train(String run, Dataset<Row> table, TrainingListener listener)
      throws IOException {
    PAGE.add(run, SameRun.hash(SameRun.classifier().setTrainingListener(listener), table));
  }

  @Order(1)
  @ParameterizedTest
  @CsvSource({"'local[1]', one thread", "'local[2]', two threads", "'local[2,4]', two threads"})
  void inTheDriversProcessAndAsJobs(String master, String threads) throws Exception {
    Dataset<Row> table = FaultySession.waveform(local(master));
    train("`" + master + "`, in the driver's process, " + threads, table);
    PAGE.add(
        "`" + master + "`, as Spark jobs",
        SameRun.hash(SameRun.classifier().setExecution("cluster"), table));
  }

  @Order(2)
  @Test
  void fromAnyInput() throws Exception {
    Dataset<Row> table = FaultySession.waveform(local("local[2]"));
    for (int partitions : new int[] {1, 3, 17, 64}) {
      train(
          "input in " + partitions + (partitions == 1 ? " partition" : " partitions"),
          table.repartition(partitions));
    }
    Dataset<Row> sorted = table.orderBy("x21");
    assertNotEquals(table.first(), sorted.first());
    train("input in another order of rows", sorted);
    String parquet = directory.resolve("waveform.parquet").toString();
    table.repartition(2).write().parquet(parquet);
    train("input from Parquet, not CSV", table.sparkSession().read().parquet(parquet));
  }

  @Order(3)
  @Test
  void adaptiveOrNot() throws Exception {
    SparkSession session = FaultySession.local("local[2]");
    List<Integer> partitions = new ArrayList<>();
    for (boolean on : new boolean[] {true, false}) {
      session.conf().set("spark.sql.adaptive.enabled", on);
      // Plans whose shuffle adaptive execution may make smaller.
      Dataset<Row> table = FaultySession.waveform(session).distinct();
      partitions.add(table.javaRDD().getNumPartitions());
      train("adaptive execution " + (on ? "on" : "off"), table);
    }
    assertNotEquals(partitions.get(0), partitions.get(1));
  }

  @Order(4)
  @Test
  void fromTheCommandLine() throws Exception {
    Path output = directory.resolve("run");
    Path log = directory.resolve("log");
    ProcessBuilder command =
        new ProcessBuilder(
            "submit/spindle", "train", "conf/reproducibility.conf", "output.directory=" + output);
    command.redirectErrorStream(true).redirectOutput(log.toFile());
    assertEquals(0, command.start().waitFor(), () -> "see " + log);
    try (var files = Files.walk(output)) {
      Path weights = files.filter(file -> file.endsWith("weights.safetensors")).findAny().get();
      PAGE.add(
          "`submit/spindle train conf/reproducibility.conf`", ModelBytes.hash(weights.getParent()));
    }
  }

  @Order(5)
  @Test
  void goesOnAfterTheDriverWasKilled() throws Exception {
    Path checkpoints = directory.resolve("checkpoints");
    OtherJvm.likeThis().run(128 + 9, SameRun.Killed.class, checkpoints.toString());
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    PAGE.add(
        "killed: the driver, and another goes on from its checkpoint",
        SameRun.hash(
            SameRun.saved(checkpoints).setResume("must").setTrainingListener(listener),
            FaultySession.waveform(FaultySession.local("local[2]"))));
    assertTrue(notes.toString().contains("goes on from the checkpoint of step "), "" + notes);
  }

  @Order(6)
  @Test
  void onAnyJdk() throws Exception {
    Map<String, CompletableFuture<String>> hashes = new LinkedHashMap<>();
    for (int version : new int[] {17, 25}) {
      Optional<Path> home = Jdk.of(version);
      for (String vectors : new String[] {"with", "without"}) {
        String run = "JDK " + version + ", " + vectors + " `jdk.incubator.vector`";
        if (home.isPresent()) {
          OtherJvm jvm = OtherJvm.likeThis().of(home.get());
          OtherJvm other = vectors.equals("with") ? jvm : jvm.without("jdk.incubator.vector");
          hashes.put(run, CompletableFuture.supplyAsync(() -> hash(other)));
        } else {
          PAGE.leaveOut(run, "no JDK " + version + "; JAVA_HOME_" + version + " can name one");
        }
      }
    }
    for (Map.Entry<String, CompletableFuture<String>> hash : hashes.entrySet()) {
      PAGE.add(hash.getKey(), hash.getValue().join());
    }
  }

  private static String hash(OtherJvm jvm) {
    try {
      Path saved = Files.createTempDirectory(directory, "model");
      jvm.run(0, SameRun.WithoutHadoop.class, saved.toString());
      return ModelBytes.hash(saved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Order(7)
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 2", "2, 1"})
  void onAnyCluster(int executors, int cores) throws Exception {
    SparkSession session = executors(executors, cores);
    new ExecutorProcesses(session.sparkContext(), executors, cores).awaitAll();
    train(
        "cluster, executors: " + executors + ", cores of each: " + cores,
        FaultySession.waveform(session));
  }

  @Order(8)
  @ParameterizedTest
  @EnumSource
  void executorsAreKilled(ExecutorKill.Moment moment) throws Exception {
    SparkSession session = executors(2, 1);
    try (ExecutorKill kill = new ExecutorKill(moment, session.sparkContext(), directory)) {
      train("killed: " + moment.text, kill.table(FaultySession.waveform(session)), kill);
      kill.assertLost();
    }
  }

  @Order(9)
  @Test
  void underKryo() throws Exception {
    SparkSession session =
        executors(
            2,
            1,
            "spark.serializer",
            "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrationRequired",
            "true");
    train("Kryo with required registration", FaultySession.waveform(session));
  }

  @Order(10)
  @Test
  void aSpeculativeCopyCountsOnce() throws Exception {
    // Spark starts no copy on a host that has the task already.
    Process elsewhere = cluster.addWorker("127.0.0.2");
    try (SparkSession session =
            executors(
                3,
                1,
                "spark.locality.wait",
                "0",
                "spark.speculation",
                "true",
                "spark.speculation.interval",
                "50ms",
                "spark.speculation.quantile",
                "0.3",
                "spark.speculation.multiplier",
                "1.1");
        SparkEvents events = new SparkEvents(session.sparkContext())) {
      SparkContext spark = session.sparkContext();
      train(
          "speculation on, copies of tasks came first",
          FaultySession.waveform(session),
          new TrainingListener() {
            @Override
            public void step(Progress progress) {
              if (progress.step() == 1) {
                TaskFaults.begin(spark, Fault.HANG);
              } else if (progress.step() == 3) {
                TaskFaults.end(spark); // The epoch is judged by one task, of which none is ahead.
              }
            }
          });
      long copies =
          events.count(
              SparkListenerTaskEnd.class,
              end -> end.taskInfo().speculative() && end.taskInfo().successful());
      assertTrue(copies >= 2, "copies that came first: " + copies);
    } finally {
      elsewhere.destroyForcibly().onExit().join();
    }
  }

  @Order(11)
  @Test
  void isTheTableOfThePage() throws Exception {
    PAGE.check();
  }
}
