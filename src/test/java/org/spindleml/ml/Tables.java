package org.spindleml.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;

/** Small seeded tables and networks for the tests of this package. */
final class Tables {
  static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private Tables() {}

  static Dataset<Row> of(List<Row> rows, StructType schema) {
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  /** Two classes, inside and outside of a diamond, in two features of very different scale. */
  static Dataset<Row> diamond(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double label = Math.abs(x) + Math.abs(y) < 0.9 ? 1 : 0;
      table.add(RowFactory.create(label, Vectors.dense(1000 + 500 * x, y / 100)));
    }
    return of(table, SCHEMA);
  }

  /** A smooth function of two features, in units of thousands. */
  static Dataset<Row> hills(int rows) {
    SplittableRandom random = new SplittableRandom(4);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      double label = 5000 + 1000 * (Math.sin(3 * x) - y * y);
      table.add(RowFactory.create(label, Vectors.dense(x, y)));
    }
    return of(table, SCHEMA);
  }

  /** A network with seeded weights. */
  static TrainedNetwork network(int inputs, int outputs, String loss) {
    Network network =
        Network.of(
            inputs,
            List.of(new HiddenLayer(7, Activation.TANH), new HiddenLayer(5, Activation.PRELU)),
            outputs);
    SplittableRandom random = new SplittableRandom(5);
    float[] w = new float[network.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (2 * random.nextDouble() - 1);
    }
    double[] means = random.doubles(inputs, -3, 3).toArray();
    double[] deviations = random.doubles(inputs, 0.5, 2).toArray();
    boolean regression = loss.equals("squared");
    Standardizer targets =
        regression
            ? new Standardizer(new double[] {100}, new double[] {20})
            : Standardizer.identity(1);
    return new TrainedNetwork(
        network,
        w,
        Loss.named(loss),
        new TableEncoder(new Standardizer(means, deviations), targets));
  }

  static MlpClassificationModel classifier(int inputs, int outputs, String loss) {
    return new MlpClassificationModel(
        "classifier", new SharedNetwork(network(inputs, outputs, loss)));
  }

  /** A classifier of 3 inputs whose last one hardly varied in training. */
  static MlpClassificationModel narrow() {
    TrainedNetwork usual = network(3, 3, "softmaxCrossEntropy");
    Standardizer inputs = new Standardizer(new double[3], new double[] {1, 1, 1e-20});
    TableEncoder encoder = new TableEncoder(inputs, Standardizer.identity(1));
    TrainedNetwork network =
        new TrainedNetwork(usual.network(), usual.weights(), usual.loss(), encoder);
    return new MlpClassificationModel("narrow", new SharedNetwork(network));
  }

  static MlpRegressionModel regression(int inputs) {
    return new MlpRegressionModel("regression", new SharedNetwork(network(inputs, 1, "squared")));
  }
}
