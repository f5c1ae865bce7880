package org.spindleml.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.train.EpochRecord;

/** The epochs of a training as a DataFrame. */
final class EpochTable {
  private static final StructType SCHEMA = schema();

  private EpochTable() {}

  private static StructType schema() {
    StructType schema = new StructType().add("epoch", DataTypes.IntegerType, false);
    for (String number :
        List.of(
            "loss",
            "validationLoss",
            "validationMetric",
            "learningRate",
            "gradientNorm",
            "computeSeconds",
            "sparkSeconds",
            "driverSeconds")) {
      schema = schema.add(number, DataTypes.DoubleType, false);
    }
    return schema;
  }

  /** A row an epoch. */
  static Dataset<Row> of(SparkSession spark, List<EpochRecord> epochs) {
    List<Row> rows = new ArrayList<>();
    for (EpochRecord epoch : epochs) {
      rows.add(
          RowFactory.create(
              rows.size() + 1,
              epoch.loss(),
              epoch.validationLoss(),
              epoch.validationMetric(),
              epoch.learningRate(),
              epoch.gradientNorm(),
              epoch.seconds().compute(),
              epoch.seconds().spark(),
              epoch.seconds().driver()));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }
}
