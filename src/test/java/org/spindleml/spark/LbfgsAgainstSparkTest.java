package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.data.GeneratedTable;
import org.spindleml.data.Waveform;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.Penalty;
import org.spindleml.train.GradientSource;
import org.spindleml.train.LbfgsTrainer;
import org.spindleml.train.LocalGradientSource;
import org.spindleml.train.Progress;
import org.spindleml.train.RowLayout;
import org.spindleml.train.RunningStatistics;
import org.spindleml.train.Shard;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingResult;
import org.spindleml.train.Validation;

/**
 * Our L-BFGS against that of Spark's own perceptron: the same rows, not standardised, the same
 * network, the same initial weights, as many gradients.
 */
class LbfgsAgainstSparkTest {
  private static final int SEEDS = 5;
  private static final int SPARK_ITERATIONS = 30;
  private static final int INPUTS = 21;
  private static final int CLASSES = 3;
  private static final Network NETWORK =
      Network.of(INPUTS, List.of(new HiddenLayer(8, Activation.SIGMOID)), CLASSES);

  /** Rows are a multiple: a stack of Spark's that is not full would weigh as much as a full one. */
  private static final int ROWS = 512;

  private static final int BLOCK = 128;

  /** What came of a run. */
  private record Run(double[] weights, int gradients) {}

  private static double[][] rows(long seed) {
    GeneratedTable table = Waveform.train(seed, ROWS);
    double[][] rows = new double[ROWS][];
    for (int r = 0; r < ROWS; r++) {
      rows[r] = table.formula().row(r);
      for (int i = 0; i < INPUTS; i++) {
        rows[r][i] = (float) rows[r][i]; // so that both see the same
      }
    }
    return rows;
  }

  /** As wide as Glorot's uniform distribution for the hidden layer, biases too. */
  private static float[] initialWeights(long seed) {
    Random random = new Random(seed);
    float[] weights = new float[NETWORK.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (2 * random.nextFloat() - 1) * 0.45f;
    }
    return weights;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }

  /** Each evaluation of Spark's cost is a job of its own. */
  private static Run spark(double[][] rows, float[] initialWeights) throws Exception {
    SparkSession spark = LocalSpark.session();
    List<Row> table = new ArrayList<>();
    for (double[] row : rows) {
      Vector features = Vectors.dense(Arrays.copyOf(row, INPUTS));
      table.add(RowFactory.create(row[INPUTS], features));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    Dataset<Row> data = spark.createDataFrame(table, schema).coalesce(1);
    AtomicInteger gradients = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if (job.stageInfos().head().name().startsWith("treeAggregate at LBFGS")) {
              gradients.incrementAndGet();
            }
          }
        };
    spark.sparkContext().addSparkListener(counter);
    try {
      Vector weights =
          new MultilayerPerceptronClassifier()
              .setLayers(new int[] {INPUTS, 8, CLASSES})
              .setBlockSize(BLOCK)
              .setInitialWeights(Vectors.dense(doubles(initialWeights)))
              .setTol(0)
              .setMaxIter(SPARK_ITERATIONS)
              .fit(data)
              .weights();
      spark.sparkContext().listenerBus().waitUntilEmpty();
      return new Run(weights.toArray(), gradients.get());
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }
  }

  /** As many gradients and no more: an iteration that needs others does not count. */
  private static Run ours(double[][] rows, float[] initialWeights, int gradients) {
    float[] packed = new float[ROWS * (INPUTS + 1)];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i <= INPUTS; i++) {
        packed[r * (INPUTS + 1) + i] = (float) rows[r][i];
      }
    }
    Shard[] shards = {new Shard(new RowLayout(INPUTS, 1, false), packed)};
    TrainingPlan plan = new TrainingPlan(1, ROWS, 1, 1, 1, 256);
    try (LocalGradientSource source =
        new LocalGradientSource(NETWORK, new SoftmaxCrossEntropy(), plan, shards, 1)) {
      // The most iterations that the gradients are enough for.
      int[] taken = new int[1];
      int[] iterations = new int[1];
      GradientSource limited =
          (weights, step) -> {
            if (taken[0]++ == gradients) {
              throw new CancellationException("enough");
            }
            return source.at(weights, step);
          };
      TrainingListener counter =
          new TrainingListener() {
            @Override
            public void step(Progress progress) {
              iterations[0]++;
            }
          };
      try {
        new LbfgsTrainer(
                limited,
                Penalty.NONE,
                RunningStatistics.NONE,
                Validation.NONE,
                ROWS,
                10_000,
                0,
                counter)
            .train(initialWeights);
      } catch (CancellationException e) {
        assertEquals("enough", e.getMessage());
      }
      TrainingResult result =
          new LbfgsTrainer(
                  source,
                  Penalty.NONE,
                  RunningStatistics.NONE,
                  Validation.NONE,
                  ROWS,
                  iterations[0],
                  0,
                  TrainingListener.NONE)
              .train(initialWeights);
      assertTrue(result.evaluations() <= gradients);
      return new Run(doubles(result.weights()), (int) result.evaluations());
    }
  }

  /** The mean cross-entropy in double. */
  private static double objective(double[] w, double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      double[] y = layer(w, 0, Arrays.copyOf(row, INPUTS), 8);
      for (int j = 0; j < 8; j++) {
        y[j] = 1 / (1 + Math.exp(-y[j]));
      }
      double[] z = layer(w, (INPUTS + 1) * 8, y, CLASSES);
      double max = Arrays.stream(z).max().getAsDouble();
      sum += Math.log(Arrays.stream(z).map(x -> Math.exp(x - max)).sum()) + max;
      sum -= z[(int) row[INPUTS]];
    }
    return sum / rows.length;
  }

  /** Inputs × outputs, then the biases: Spark's order and ours. */
  private static double[] layer(double[] w, int at, double[] x, int outputs) {
    double[] z = new double[outputs];
    for (int j = 0; j < outputs; j++) {
      z[j] = w[at + x.length * outputs + j];
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * w[at + i * outputs + j];
      }
    }
    return z;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Test
  void reachesSparksObjectiveWithAsManyGradients() throws Exception {
    double[] theirs = new double[SEEDS];
    double[] ours = new double[SEEDS];
    StringBuilder figures = new StringBuilder("seed  gradients  Spark's     ours\n");
    for (int s = 0; s < SEEDS; s++) {
      double[][] rows = rows(s + 1);
      float[] initialWeights = initialWeights(s + 1);
      Run spark = spark(rows, initialWeights);
      assertTrue(spark.gradients() > SPARK_ITERATIONS, spark.gradients() + " gradients counted");
      Run own = ours(rows, initialWeights, spark.gradients());
      theirs[s] = objective(spark.weights(), rows);
      ours[s] = objective(own.weights(), rows);
      figures.append(
          String.format(
              Locale.ROOT,
              "%4d  %3d / %3d  %.6f  %.6f%n",
              s + 1,
              spark.gradients(),
              own.gradients(),
              theirs[s],
              ours[s]));
    }
    figures.append(
        String.format(Locale.ROOT, "median           %.6f  %.6f", median(theirs), median(ours)));
    System.out.println(figures);
    assertTrue(median(ours) <= median(theirs) + 1e-4, figures.toString());
  }
}
