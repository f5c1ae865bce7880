package org.spindleml.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainingRun;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingSettings;

/** Small tables for tests, and short ways to train on them. */
final class Tables {
  /** Features, label, weight. */
  static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  private Tables() {}

  /** A table of just these rows in just these partitions' number, in this order. */
  static Dataset<Row> of(StructType schema, List<Row> rows, int partitions) {
    JavaSparkContext spark = new JavaSparkContext(LocalSpark.session().sparkContext());
    return LocalSpark.session().createDataFrame(spark.parallelize(rows, partitions), schema);
  }

  static Row row(Double label, double... features) {
    return RowFactory.create(Vectors.dense(features), label, 1.0);
  }

  static Row weighted(Double weight, double label, double... features) {
    return RowFactory.create(Vectors.dense(features), label, weight);
  }

  static Row rowOf(Vector features, Double label) {
    return RowFactory.create(features, label, 1.0);
  }

  /** Ten good rows of two features and two classes, some of them replaced or added. */
  static Dataset<Row> tenRowsAnd(int partitions, Row... more) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add(row((double) (i % 2), i, 10 - i));
    }
    rows.addAll(Arrays.asList(more));
    return of(SCHEMA, rows, partitions);
  }

  static InputColumns columns(boolean weighted, boolean skipInvalid) {
    return new InputColumns(List.of("features"), "label", weighted ? "weight" : null, skipInvalid);
  }

  static TrainingRun fit(Dataset<Row> table, InputColumns columns) {
    return fit(table, columns, new ArrayList<>());
  }

  /** Trains a classifier for four epochs and notes what the listener is told. */
  static TrainingRun fit(Dataset<Row> table, InputColumns columns, List<String> notes) {
    TrainingSettings settings = SomeSettings.of(Solver.ADAM, 64);
    return fit(table, columns, settings, Execution.LOCAL, notes);
  }

  static TrainingRun fit(
      Dataset<Row> table,
      InputColumns columns,
      TrainingSettings settings,
      Execution execution,
      List<String> notes) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    return DataFrameTraining.fit(
        table, columns, settings, 0, 0, execution, CheckpointSettings.NONE, listener);
  }
}
