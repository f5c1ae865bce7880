package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.LogisticLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.PoissonLoss;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.ClassWeights;
import org.spindleml.train.InitialWeights;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RunSettings;
import org.spindleml.train.ScheduledRate;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.Validation;

class DataFrameTrainingTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private static Dataset<Row> rings(int rows) {
    SplittableRandom random = new SplittableRandom(7);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      table.add(RowFactory.create(x * x + y * y < 0.5 ? 1.0 : 0.0, Vectors.dense(x, y)));
    }
    return LocalSpark.session().createDataFrame(table, SCHEMA);
  }

  private static TrainingSettings settings(Solver solver, int epochs, int batchSize) {
    return new TrainingSettings(
        new NetworkSettings(
            List.of(new HiddenLayer(16, Activation.TANH)),
            new InitialWeights.Drawn(Initializer.AUTO)),
        new SoftmaxCrossEntropy(),
        new ScheduledRate(LearningRateSchedule.COSINE, 0.01, 0.05, 1),
        SomeSettings.update(solver),
        new RunSettings(epochs, batchSize, 256, 0, 3),
        Validation.NONE,
        true);
  }

  private static TrainingRun fit(
      Dataset<Row> table, TrainingSettings settings, Execution execution) {
    return DataFrameTraining.fit(
        table,
        new InputColumns(List.of("features"), "label", null, false),
        settings,
        0,
        0,
        execution,
        CheckpointSettings.NONE,
        TrainingListener.NONE);
  }

  @Test
  void trainsTheSameBitsInThisProcessAndAsSparkJobs() {
    Dataset<Row> table = rings(3000);
    for (Solver solver : Solver.values()) {
      TrainingSettings settings = settings(solver, 3, 512);
      float[] local = fit(table, settings, Execution.LOCAL).model().weights();
      float[] cluster = fit(table, settings, Execution.CLUSTER).model().weights();
      assertArrayEquals(local, cluster, 0, solver.label());
    }
  }

  @Test
  void trainsTheSameBitsFromAnyPartitioning() {
    Dataset<Row> table = rings(3000);
    TrainingSettings settings = settings(Solver.ADAMW, 3, 512);
    float[] expected = fit(table, settings, Execution.AUTO).model().weights();
    for (int partitions : new int[] {1, 3, 17}) {
      float[] weights =
          fit(table.repartition(partitions), settings, Execution.AUTO).model().weights();
      assertArrayEquals(expected, weights, 0);
    }
  }

  /** Labels, offsets and row weights of every kind, drawn. */
  private static Dataset<Row> everything(int rows) {
    SplittableRandom random = new SplittableRandom(7);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      table.add(
          RowFactory.create(
              Vectors.dense(x, random.nextInt(3)),
              (double) random.nextInt(2),
              Vectors.dense(x * x, random.nextInt(2), random.nextGaussian()),
              random.nextGaussian(),
              0.1 * random.nextInt(5)));
    }
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("class", DataTypes.DoubleType)
            .add("values", SQLDataTypes.VectorType())
            .add("offset", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType);
    return LocalSpark.session().createDataFrame(table, schema);
  }

  @Test
  void trainsTheSameBitsWithOffsetsClassWeightsAndSeveralTargets() {
    Dataset<Row> table = everything(2000);
    List<String> features = List.of("features");
    ClassWeights balanced = ClassWeights.BALANCED;
    ClassWeights none = ClassWeights.NONE;
    assertSameBits(
        table,
        new InputColumns(
            features, "class", "weight", "offset", ValidationRows.NONE, balanced, false),
        new LogisticLoss());
    assertSameBits(
        table,
        new InputColumns(features, "offset", "weight", "class", ValidationRows.NONE, none, false),
        new SquaredLoss());
    assertSameBits(
        table,
        new InputColumns(features, "class", "weight", "offset", ValidationRows.NONE, none, false),
        new PoissonLoss());
    assertSameBits(table, new InputColumns(features, "values", "weight", false), new SquaredLoss());
  }

  private static void assertSameBits(Dataset<Row> table, InputColumns columns, Loss loss) {
    TrainingSettings usual = settings(Solver.ADAMW, 2, 512);
    TrainingSettings settings =
        new TrainingSettings(
            usual.network(),
            loss,
            usual.rate(),
            usual.update(),
            usual.run(),
            Validation.NONE,
            true);
    float[] local = weights(table, columns, settings, Execution.LOCAL);
    assertArrayEquals(local, weights(table, columns, settings, Execution.CLUSTER), 0);
    assertArrayEquals(local, weights(table.repartition(5), columns, settings, Execution.LOCAL), 0);
  }

  private static float[] weights(
      Dataset<Row> table, InputColumns columns, TrainingSettings settings, Execution execution) {
    return Tables.fit(table, columns, settings, execution, new ArrayList<>()).model().weights();
  }

  @Test
  void learns() {
    double[] losses =
        fit(rings(3000), settings(Solver.ADAMW, 10, 64), Execution.AUTO).result().lossHistory();
    assertTrue(losses[9] < losses[0] / 2, () -> Arrays.toString(losses));
  }
}
