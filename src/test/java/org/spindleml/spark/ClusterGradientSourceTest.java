package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.table.Standardizer;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.EvaluationSums;
import org.spindleml.train.Judge;
import org.spindleml.train.LocalGradientSource;
import org.spindleml.train.LocalSteps;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.Round;
import org.spindleml.train.RowLayout;
import org.spindleml.train.RunningStatistics;
import org.spindleml.train.Shard;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingSettings;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** A cluster gives what this process gives, and leaves nothing behind. */
class ClusterGradientSourceTest {
  private static final RowLayout LAYOUT = new RowLayout(6, 1, true);
  private static final LocalSteps TWO_STEPS =
      new LocalSteps(
          2,
          Penalty.NONE,
          GradientClip.NONE,
          new GradientDescent(),
          MaxNorm.NONE,
          RunningStatistics.NONE);

  private static SparkContext spark() {
    return LocalSpark.session().sparkContext();
  }

  private static List<float[]> packed(int... rows) {
    Random random = new Random(5);
    List<float[]> shards = new ArrayList<>();
    for (int count : rows) {
      float[] packed = new float[count * LAYOUT.stride()];
      for (int at = 0; at < packed.length; at += LAYOUT.stride()) {
        for (int j = 0; j < LAYOUT.inputs(); j++) {
          packed[at + j] = (float) random.nextGaussian();
        }
        packed[at + LAYOUT.inputs()] = random.nextInt(3);
        packed[at + LAYOUT.stride() - 1] = 1 + random.nextFloat();
      }
      shards.add(packed);
    }
    return shards;
  }

  private static void assertLocalBits(TrainingPlan plan, int units, int... rows) {
    assertLocalBits(plan, Network.of(6, List.of(new HiddenLayer(units, Activation.TANH)), 3), rows);
  }

  /** Wherever the gradients are added: by the driver, or first by the executors. */
  private static void assertLocalBits(TrainingPlan plan, Network network, int... rows) {
    for (long gatherBytes : new long[] {Long.MAX_VALUE, 0}) {
      assertLocalBits(plan, network, gatherBytes, rows);
    }
  }

  private static void assertLocalBits(
      TrainingPlan plan, Network network, long gatherBytes, int... rows) {
    List<float[]> packed = packed(rows);
    float[] weights = network.initialWeights(Initializer.AUTO, 1);
    Shard[] shards = packed.stream().map(p -> new Shard(LAYOUT, p)).toArray(Shard[]::new);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    try (LocalGradientSource local = new LocalGradientSource(network, loss, plan, shards, 3);
        ClusterGradientSource cluster =
            new ClusterGradientSource(
                new JavaSparkContext(spark()).parallelize(packed, packed.size()).rdd(),
                network,
                loss,
                LAYOUT,
                plan,
                HeldOut.NONE,
                gatherBytes,
                TrainingListener.NONE)) {
      assertEquals(
          gatherBytes == 0, cluster.toString().contains("added by the executors"), "" + cluster);
      for (int step = 0; step < 2 * plan.stepsPerEpoch(); step++) {
        assertSameBits(local.at(weights, step), cluster.at(weights, step), "step " + step);
        Round round = new Round(step, new double[] {0.1, 0.2}, TWO_STEPS);
        assertSameBits(local.round(weights, round), cluster.round(weights, round), "" + round);
      }
    }
  }

  private static void assertSameBits(GradientSum expected, GradientSum actual, String about) {
    assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
    assertEquals(expected.lossSum(), actual.lossSum(), 0, about);
    assertEquals(expected.weightSum(), actual.weightSum(), 0, about);
    assertEquals(expected.rows(), actual.rows(), about);
  }

  @Test
  void givesTheBitsOfThisProcess() {
    int[] rows = {100, 0, 31, 300, 1, 0, 0, 90};
    int all = Arrays.stream(rows).sum();
    assertLocalBits(new TrainingPlan(4, all, 8, 3, 4, 64), 5, rows);
    assertLocalBits(new TrainingPlan(4, all, 8, 1, 8, 64), 5, rows);
    assertLocalBits(new TrainingPlan(4, all, 8, 2, 1, 64), 5, rows);
  }

  @Test
  void givesTheBitsOfThisProcessWithDropoutAndBatchNorm() {
    Network network =
        Network.of(
            6,
            List.of(new HiddenLayer(6, Activation.GELU, 0.5), new HiddenLayer(5, Activation.TANH)),
            3,
            new NetworkOptions(Normalization.BATCH, true, 0.2));
    int[] rows = {100, 0, 31, 300, 1, 0, 0, 90};
    assertLocalBits(new TrainingPlan(4, 522, 8, 3, 4, 64), network, rows);
  }

  @Test
  void givesTheBitsOfThisProcessWithRoundedSums() {
    Network network =
        Network.of(
            6,
            List.of(new HiddenLayer(7, Activation.TANH)),
            3,
            new NetworkOptions(Normalization.BATCH, false, 0, Precision.FLOAT32, Precision.BF16));
    int[] rows = {100, 0, 31, 300, 1, 0, 0, 90};
    assertLocalBits(new TrainingPlan(4, 522, 8, 3, 4, 64), network, rows);
    assertLocalBits(new TrainingPlan(4, 522, 8, 2, 1, 64), network, rows);
  }

  @Test
  void resultsBeyondADirectResultTravelToo() {
    // 40 003 weights a unit of ten: 1.6 MB
    assertLocalBits(new TrainingPlan(4, 20, 4, 1, 4, 64), 40_000, 5, 5, 0, 10);
  }

  private static TrainingSettings wide() {
    TrainingSettings s = SomeSettings.of(Solver.ADAM, 64);
    return new TrainingSettings(
        new NetworkSettings(
            List.of(new HiddenLayer(100_000, Activation.RELU)), s.network().initialWeights()),
        s.loss(),
        s.rate(),
        s.update(),
        s.run(),
        s.validation(),
        s.standardize());
  }

  /** Broadcasts of the size of the wide network's weights; Spark's own are far smaller. */
  private static long largeBroadcasts() {
    AbstractFunction1<BlockId, Object> isBroadcast =
        new AbstractFunction1<>() {
          @Override
          public Object apply(BlockId block) {
            return block.isBroadcast();
          }
        };
    var manager = SparkEnv.get().blockManager();
    return CollectionConverters.asJava(manager.getMatchingBlockIds(isBroadcast)).stream()
        .filter(block -> manager.getStatus(block).exists(new LargerThanMebibyte()))
        .count();
  }

  private static final class LargerThanMebibyte
      extends AbstractFunction1<org.apache.spark.storage.BlockStatus, Object> {
    @Override
    public Object apply(org.apache.spark.storage.BlockStatus status) {
      return status.memSize() > 1 << 20;
    }
  }

  /** Spark takes destroyed broadcasts away by a message to itself, in its own time. */
  private static void assertNothingLeft() {
    assertEquals(0, spark().getPersistentRDDs().size(), "cached RDDs");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (largeBroadcasts() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertEquals(0, largeBroadcasts(), "broadcast weights");
  }

  @Test
  void leavesNothingBehindAndRestoresTheDescription() {
    spark().setJobDescription("what the user does");
    try {
      InputColumns columns = Tables.columns(false, false);
      Tables.fit(Tables.tenRowsAnd(3), columns, wide(), Execution.CLUSTER, new ArrayList<>());
      assertEquals("what the user does", spark().getLocalProperty("spark.job.description"));
      assertNothingLeft();
      assertThrows(
          RuntimeException.class,
          () ->
              DataFrameTraining.fit(
                  Tables.tenRowsAnd(3),
                  columns,
                  wide(),
                  0,
                  0,
                  Execution.CLUSTER,
                  CheckpointSettings.NONE,
                  new TrainingListener() {
                    @Override
                    public void step(org.spindleml.train.Progress progress) {
                      throw new IllegalStateException("a listener that fails");
                    }
                  }));
      assertEquals("what the user does", spark().getLocalProperty("spark.job.description"));
      assertNothingLeft();
      assertTrue(spark().getJobTags().isEmpty());
    } finally {
      spark().setJobDescription(null);
    }
  }

  @Test
  void anInterruptLeavesNothingBehind() {
    Dataset<Row> table = Tables.tenRowsAnd(3);
    InputColumns columns = Tables.columns(false, false);
    TrainingListener interrupts =
        new TrainingListener() {
          @Override
          public void step(org.spindleml.train.Progress progress) {
            Thread.currentThread().interrupt();
          }
        };
    assertThrows(
        CancellationException.class,
        () ->
            DataFrameTraining.fit(
                table,
                columns,
                wide(),
                0,
                0,
                Execution.CLUSTER,
                CheckpointSettings.NONE,
                interrupts));
    assertTrue(Thread.interrupted());
    assertNothingLeft();
  }

  /** Rows read by {@link #inputThatChangesIsAnErrorAndLeavesNothingBehind}. */
  private static final AtomicLong READ = new AtomicLong();

  @Test
  void inputThatChangesIsAnErrorAndLeavesNothingBehind() {
    // Every read of the table finds fewer rows than the one before, by thousands.
    var fewerEachTime =
        functions
            .udf(
                (org.apache.spark.sql.api.java.UDF0<Boolean>)
                    () -> ThreadLocalRandom.current().nextLong(1 + READ.getAndIncrement()) < 10_000,
                DataTypes.BooleanType)
            .asNondeterministic();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(Tables.row((double) (i % 2), i, -i));
    }
    Dataset<Row> table = Tables.of(Tables.SCHEMA, rows, 2).filter(fewerEachTime.apply());
    for (Execution execution : new Execution[] {Execution.LOCAL, Execution.CLUSTER}) {
      InputColumns columns = Tables.columns(false, false);
      TrainingSettings settings = SomeSettings.of(Solver.ADAM, 64);
      String error =
          assertThrows(
                  IllegalStateException.class,
                  () -> Tables.fit(table, columns, settings, execution, new ArrayList<>()))
              .getMessage();
      assertTrue(error.contains("training data changed"), error);
      assertNothingLeft();
    }
  }

  /** Shards of as many rows each time, and other numbers if they are asked for. */
  private static JavaRDD<float[]> madeAnew(boolean others) {
    List<float[]> packed = packed(100, 31, 90, 60);
    return new JavaSparkContext(spark())
        .parallelize(packed, packed.size())
        .map(
            rows -> {
              float[] made = rows.clone();
              made[LAYOUT.stride()] += others ? READ.incrementAndGet() : 1;
              return made;
            });
  }

  private static void losingItsShards(JavaRDD<float[]> packed, boolean validates) {
    Network network = Network.of(6, List.of(new HiddenLayer(4, Activation.TANH)), 3);
    float[] weights = network.initialWeights(Initializer.AUTO, 1);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    Judge judge = new Judge(loss, 3, Standardizer.identity(1), new double[0], Metric.LOSS, null);
    // Of four shards the last two judge.
    try (ClusterGradientSource cluster =
        new ClusterGradientSource(
            packed.rdd(),
            network,
            loss,
            LAYOUT,
            new TrainingPlan(4, 131, 2, 1, 2, 64),
            new HeldOut(judge, 2, 150),
            Long.MAX_VALUE,
            TrainingListener.NONE)) {
      GradientSum before = cluster.at(weights, 0);
      EvaluationSums judged = cluster.evaluate(weights);
      packed.unpersist(true);
      if (validates) {
        assertEquals(judged.meanLoss(), cluster.evaluate(weights).meanLoss(), 0);
      } else {
        assertArrayEquals(before.gradient(), cluster.at(weights, 0).gradient(), 0);
      }
    }
  }

  @Test
  void shardsPackedAgainMustHaveTheSameRows() {
    for (boolean validates : new boolean[] {false, true}) {
      losingItsShards(madeAnew(false), validates);
      String error =
          assertThrows(
                  IllegalStateException.class, () -> losingItsShards(madeAnew(true), validates))
              .getMessage();
      // Of two changed shards of training rows, either may be told first.
      String shard = validates ? "2 had 90" : "(0 had 100|1 had 31)";
      assertTrue(
          error.matches(
              "the training data changed while a model was trained on them: shard "
                  + shard
                  + " rows of checksum \\w+, and has \\d+ rows of checksum \\w+ since it was lost and read again on executor driver"
                  + " at .*; write the table to a file first .*"),
          error);
    }
  }

  @Test
  void streamsAreRefused() {
    Dataset<Row> stream = LocalSpark.session().readStream().format("rate").load();
    String error =
        assertThrows(
                org.spindleml.table.InputException.class,
                () -> Tables.fit(stream, Tables.columns(false, false)))
            .getMessage();
    assertTrue(error.contains("streaming DataFrame"), error);
  }

  @Test
  void twoFitsAtOnceAreTwoFits() throws Exception {
    Dataset<Row> table = Tables.tenRowsAnd(3);
    InputColumns columns = Tables.columns(false, false);
    TrainingSettings settings = SomeSettings.of(Solver.ADAM, 64);
    List<String> notes = new ArrayList<>();
    float[] alone =
        Tables.fit(table, columns, settings, Execution.CLUSTER, notes).model().weights();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> running = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        running.add(
            threads.submit(
                () -> {
                  spark().setJobDescription(name);
                  assertArrayEquals(
                      alone,
                      Tables.fit(table, columns, settings, Execution.CLUSTER, new ArrayList<>())
                          .model()
                          .weights(),
                      0);
                  return spark().getLocalProperty("spark.job.description");
                }));
      }
      assertEquals("one", running.get(0).get());
      assertEquals("two", running.get(1).get());
    } finally {
      threads.shutdownNow();
    }
    assertNothingLeft();
  }
}
