package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Many fits at once, in one session. */
class CrossValidationTest {
  private static MlpClassifier small() {
    return new MlpClassifier()
        .setHiddenLayers(16)
        .setStepSize(0.02)
        .setMaxIter(15)
        .setBatchSize(32);
  }

  /** Grids take arrays, too: a list of values for a Param of any type. */
  private static ParamMap[] grid(MlpClassifier classifier) {
    List<int[]> layers = List.of(new int[0], new int[] {16});
    return new ParamGridBuilder()
        .addGrid(classifier.regParam(), new double[] {0, 10})
        .addGrid(classifier.hiddenLayers(), CollectionConverters.asScala(layers))
        .build();
  }

  /**
   * In each fold some rows are held out once more: their content decides, not the fold's layout.
   */
  private static MlpClassifier validated() {
    return small().setValidationFraction(0.2).setPatience(10);
  }

  private static CrossValidator validator(MlpClassifier classifier) {
    return new CrossValidator()
        .setEstimator(classifier)
        .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
        .setEstimatorParamMaps(grid(classifier))
        .setNumFolds(2)
        .setSeed(1);
  }

  @Test
  void choosesInParallelAndIsSaved(@TempDir Path directory) throws Exception {
    Dataset<Row> data = Tables.diamond(300);
    MlpClassifier classifier = validated();
    CrossValidatorModel chosen = validator(classifier).setParallelism(4).fit(data);
    MlpClassificationModel best = (MlpClassificationModel) chosen.bestModel();
    assertEquals(0, best.getRegParam());
    assertEquals(0.2, best.getValidationFraction());
    assertArrayEquals(new int[] {16}, best.getHiddenLayers());
    double[] metrics = chosen.avgMetrics();
    assertEquals(4, metrics.length);
    assertArrayEquals(metrics, validator(classifier).setParallelism(1).fit(data).avgMetrics());

    String path = directory.resolve("model").toString();
    chosen.save(path);
    CrossValidatorModel loaded = CrossValidatorModel.load(path);
    assertEquals(best.weights(), ((MlpClassificationModel) loaded.bestModel()).weights());
    assertArrayEquals(metrics, loaded.avgMetrics());
    ParamMap[] grid = loaded.getEstimatorParamMaps();
    for (int i = 0; i < grid.length; i++) {
      MlpClassifier owner = (MlpClassifier) loaded.getEstimator();
      ParamMap written = chosen.getEstimatorParamMaps()[i];
      assertEquals(written.apply(classifier.regParam()), grid[i].apply(owner.regParam()));
      assertArrayEquals(
          written.apply(classifier.hiddenLayers()), grid[i].apply(owner.hiddenLayers()));
    }
  }

  @Test
  void theValidatorItselfIsSaved(@TempDir Path directory) throws Exception {
    String path = directory.resolve("validator").toString();
    validator(validated()).setParallelism(4).save(path);
    CrossValidator loaded = CrossValidator.load(path);
    assertEquals(4, loaded.getParallelism());
    MlpClassifier estimator = (MlpClassifier) loaded.getEstimator();
    assertEquals(15, estimator.getMaxIter());
    assertEquals(0.2, estimator.getValidationFraction());
    assertEquals(10, estimator.getPatience());
    assertEquals(4, loaded.getEstimatorParamMaps().length);
  }

  @Test
  void fitsAtOnceGiveTheBitsOfFitsAlone() throws Exception {
    Dataset<Row> data = Tables.diamond(300);
    List<MlpClassifier> classifiers = new ArrayList<>();
    for (String execution : List.of("local", "cluster")) {
      for (int units : new int[] {3, 16}) {
        classifiers.add(small().setMaxIter(2).setHiddenLayers(units).setExecution(execution));
      }
    }
    List<Vector> alone = classifiers.stream().map(one -> one.fit(data).weights()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Vector>> together = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        // One estimator is used by two threads, too.
        classifiers.forEach(one -> together.add(threads.submit(() -> one.fit(data).weights())));
      }
      for (int i = 0; i < together.size(); i++) {
        assertEquals(alone.get(i % alone.size()), together.get(i).get(), "fit " + i);
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(data.sparkSession().sparkContext().getPersistentRDDs().isEmpty());
  }
}
