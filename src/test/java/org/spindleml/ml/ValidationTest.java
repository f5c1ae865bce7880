package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.Progress;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/** Rows that judge a run and have no other part in it. */
class ValidationTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("value", DataTypes.DoubleType)
          .add("values", SQLDataTypes.VectorType())
          .add("labels", SQLDataTypes.VectorType())
          .add("features", SQLDataTypes.VectorType())
          .add("weight", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType)
          .add("judges", DataTypes.BooleanType);

  private static final Dataset<Row> TABLE = table(700, 3);

  /** Noisy classes 0 … K−1, values above 0, and 70 % of rows to train on. */
  private static Dataset<Row> table(int rows, int classes) {
    SplittableRandom random = new SplittableRandom(17);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double noise = 0.6 * random.nextDouble();
      int label = (int) (classes * (0.35 * (x + 1) + 0.5 * noise));
      double value = 3 + 2 * x - y + noise;
      table.add(
          RowFactory.create(
              (double) label,
              value,
              Vectors.dense(value, 100 * x * y),
              Vectors.dense(x + noise > 0.3 ? 1 : 0, y > 0 ? 1 : 0),
              Vectors.dense(100 * x, y),
              0.5 + random.nextInt(3),
              random.nextDouble() - 0.5,
              random.nextInt(10) < 3));
    }
    return Tables.of(table, SCHEMA);
  }

  private static Dataset<Row> twoClasses() {
    return table(700, 2);
  }

  /** Keeps what came of a run. */
  private static final class Follower implements TrainingListener {
    private final int epochs;
    private final List<String> notes = new ArrayList<>();
    private int done;
    private TrainingResult result;

    /** Ends the run after so many epochs. */
    Follower(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void step(Progress progress) {
      done += progress.endsEpoch() ? 1 : 0;
    }

    @Override
    public boolean goesOn() {
      return done < epochs;
    }

    @Override
    public void finished(TrainingResult finished) {
      result = finished;
    }

    double[] history(ToDoubleFunction<EpochRecord> number) {
      return result.epochs().stream().mapToDouble(number).toArray();
    }
  }

  private static <T extends TrainingSetters<T>> T small(T estimator) {
    return estimator
        .setHiddenLayers(12)
        .setActivation("tanh")
        .setStepSize(0.05)
        .setMaxIter(6)
        .setBatchSize(128)
        .setBlockSize(64);
  }

  private static MlpClassifier classifier() {
    return small(new MlpClassifier()).setValidationIndicatorCol("judges");
  }

  private static MlpRegressor regressor() {
    MlpRegressor regressor = small(new MlpRegressor()).setValidationIndicatorCol("judges");
    regressor.setLabelCol("value");
    return regressor;
  }

  private static Follower follow(MlpClassifier classifier, Dataset<Row> data) {
    Follower follower = new Follower(Integer.MAX_VALUE);
    classifier.setTrainingListener(follower).fit(data);
    return follower;
  }

  private static Follower follow(MlpRegressor regressor, Dataset<Row> data) {
    Follower follower = new Follower(Integer.MAX_VALUE);
    regressor.setTrainingListener(follower).fit(data);
    return follower;
  }

  @Test
  void trainingIsThatOfATableWithoutValidationRows() {
    Dataset<Row> rest = TABLE.filter("not judges");
    List<UnaryOperator<MlpClassifier>> ways =
        List.of(
            any -> any,
            any -> any.setSolver("gd").setStepSize(0.5),
            any -> any.setSolver("l-bfgs"),
            any -> any.setClassWeights("balanced").setWeightCol("weight"),
            any -> any.setNormalization("batch").setDropout(0.2),
            any -> any.setSolver("l-bfgs").setNormalization("batch"));
    for (int way = 0; way < ways.size(); way++) {
      Follower both = follow(ways.get(way).apply(classifier()), TABLE);
      Follower alone = new Follower(both.result.bestEpoch());
      ways.get(way).apply(small(new MlpClassifier())).setTrainingListener(alone).fit(rest);
      int epochs = alone.result.epochs().size();
      assertTrue(epochs > 0, "an epoch is better than initial weights, way " + way);
      assertEquals(both.result.bestEpoch(), epochs);
      assertArrayEquals(
          alone.result.lossHistory(),
          Arrays.copyOf(both.result.lossHistory(), epochs),
          0,
          "way " + way);
      assertArrayEquals(alone.result.weights(), both.result.weights(), 0, "way " + way);
    }
  }

  @Test
  void theBestEpochIsKept() {
    Follower follower =
        follow(classifier().setMaxIter(30).setStepSize(0.3).setSolver("adam"), TABLE);
    double[] losses = follower.history(EpochRecord::validationLoss);
    int best = follower.result.bestEpoch();
    for (double loss : losses) {
      assertTrue(losses[best - 1] <= loss);
    }
    assertTrue(best < losses.length, "it gets worse again");
    assertArrayEquals(losses, follower.history(EpochRecord::validationMetric), 0);
  }

  @Test
  void patienceEndsTheRun() {
    Follower follower =
        follow(
            classifier().setMaxIter(30).setStepSize(0.3).setSolver("adam").setPatience(3), TABLE);
    assertEquals(StopReason.PATIENCE, follower.result.stopReason());
    assertEquals(follower.result.bestEpoch() + 3, follower.result.epochs().size());
  }

  @Test
  void theSameOnAnyPartitioningAndExecution() {
    for (String metric : List.of("loss", "aucRoc")) {
      Follower first = null;
      for (int partitions : new int[] {1, 3, 17}) {
        for (String execution : List.of("local", "cluster")) {
          MlpClassifier classifier =
              small(new MlpClassifier())
                  .setMaxIter(3)
                  .setWeightCol("weight")
                  .setValidationFraction(0.4)
                  .setValidationMetric(metric)
                  .setExecution(execution);
          Dataset<Row> data = table(2600, 2).repartition(partitions);
          Follower follower = follow(classifier, data);
          first = first == null ? follower : first;
          String way = metric + ", " + execution + " on " + partitions;
          assertArrayEquals(
              first.history(EpochRecord::validationLoss),
              follower.history(EpochRecord::validationLoss),
              0,
              way);
          assertArrayEquals(
              first.history(EpochRecord::validationMetric),
              follower.history(EpochRecord::validationMetric),
              0,
              way);
          assertEquals(first.result.bestEpoch(), follower.result.bestEpoch(), way);
          assertArrayEquals(first.result.weights(), follower.result.weights(), 0, way);
        }
      }
    }
  }

  @Test
  void equalRowsStayTogether() {
    Dataset<Row> one = TABLE.limit(1);
    Dataset<Row> twins = one;
    for (int i = 0; i < 5; i++) {
      twins = twins.union(twins);
    }
    Dataset<Row> data = TABLE.union(twins);
    for (double fraction : new double[] {0.2, 0.9}) {
      MlpClassifier classifier = small(new MlpClassifier()).setMaxIter(0);
      Follower few = follow(classifier.setValidationFraction(fraction), TABLE);
      Follower more = follow(classifier.setValidationFraction(fraction), data);
      long added = validationRows(more) - validationRows(few);
      assertTrue(added == 0 || added == 32, () -> "found " + added);
    }
  }

  /** From "validating on 1,234 rows by loss". */
  private static long validationRows(Follower follower) {
    String note =
        follower.notes.stream().filter(line -> line.startsWith("validating")).findFirst().get();
    return Long.parseLong(note.split(" ")[2].replace(",", ""));
  }

  private static double judged(Follower follower) {
    return follower.result.epochs().get(follower.result.bestEpoch() - 1).validationMetric();
  }

  @Test
  void metricsOfClassesAreThoseOfTheModel() {
    for (String metric :
        List.of("accuracy", "balancedAccuracy", "f1", "logLoss", "aucRoc", "aucPr")) {
      for (boolean decided : new boolean[] {false, true}) {
        MlpClassifier classifier =
            classifier().setWeightCol("weight").setValidationMetric(metric).setClassWeights(1, 1.5);
        if (decided) {
          classifier.setThresholds(new double[] {0.45, 0.55});
        }
        Follower follower = new Follower(Integer.MAX_VALUE);
        Dataset<Row> data = twoClasses();
        MlpClassificationModel model = classifier.setTrainingListener(follower).fit(data);
        double expected =
            model
                .evaluate(data.filter("judges"))
                .metrics()
                .value(Metric.named(metric, Target.CLASS));
        assertEquals(expected, judged(follower), 1e-6, metric);
      }
    }
  }

  @Test
  void metricsOfValuesAreThoseOfTheModel() {
    Dataset<Row> judges = TABLE.filter("judges");
    for (String metric : List.of("rmse", "mae", "r2")) {
      Follower follower = new Follower(Integer.MAX_VALUE);
      MlpRegressor regressor =
          regressor().setValidationMetric(metric).setOffsetCol("offset").setWeightCol("weight");
      MlpRegressionModel model = regressor.setTrainingListener(follower).fit(TABLE);
      double expected = model.evaluate(judges).errors().value(Metric.named(metric, Target.VALUES));
      assertEquals(expected, judged(follower), 1e-5 * Math.abs(expected), metric);
    }
  }

  @Test
  void metricsOfSeveralTargetsAreTheirMean() {
    Follower follower = new Follower(Integer.MAX_VALUE);
    MlpRegressor regressor = regressor().setValidationMetric("RMSE");
    regressor.setLabelCol("values");
    MlpRegressionModel model = regressor.setTrainingListener(follower).fit(TABLE);
    double expected = model.evaluate(TABLE.filter("judges")).rootMeanSquaredError();
    assertEquals(expected, judged(follower), 1e-5 * expected);
  }

  @Test
  void metricsOfSeveralLabelsAreThoseOfTheModel() {
    for (String metric : List.of("f1", "microF1", "logLoss", "hammingLoss", "subsetAccuracy")) {
      Follower follower = new Follower(Integer.MAX_VALUE);
      MlpClassifier classifier =
          classifier().setLoss("multiLabelLogistic").setValidationMetric(metric);
      classifier.setLabelCol("labels");
      MlpClassificationModel model = classifier.setTrainingListener(follower).fit(TABLE);
      double expected =
          model
              .evaluate(TABLE.filter("judges"))
              .multiLabelMetrics()
              .value(Metric.named(metric, Target.LABELS));
      assertEquals(expected, judged(follower), 1e-6, metric);
    }
  }

  @Test
  void quantilesAndDeviancesAreThoseOfTheModel() {
    Dataset<Row> judges = TABLE.filter("judges");
    double[] probabilities = {0.1, 0.5, 0.9};
    Follower quantiles = new Follower(Integer.MAX_VALUE);
    MlpRegressionModel model =
        regressor()
            .setLoss("quantile")
            .setQuantileProbabilities(probabilities)
            .setValidationMetric("pinball")
            .setTrainingListener(quantiles)
            .fit(TABLE);
    double pinball = model.evaluate(judges).quantiles().get(0).meanPinball();
    assertEquals(pinball, judged(quantiles), 1e-5 * pinball);

    String[] losses = {"poisson", "gamma", "tweedie"};
    for (String loss : losses) {
      Follower follower = new Follower(Integer.MAX_VALUE);
      MlpRegressionModel means =
          regressor()
              .setLoss(loss)
              .setValidationMetric(loss + "Deviance")
              .setTrainingListener(follower)
              .fit(TABLE.withColumn("value", functions.expr("value + 0.5")));
      Dataset<Row> raised = judges.withColumn("value", functions.expr("value + 0.5"));
      double deviance = means.evaluate(raised).deviances().get(0).meanDeviance();
      assertEquals(deviance, judged(follower), 1e-5 * deviance, loss);
    }
  }

  @Test
  void theLossIsTheTrainedOne() {
    // On rows that are both, the loss of full-batch descent is that of the validation before it.
    Dataset<Row> twice =
        TABLE
            .withColumn("judges", functions.lit(true))
            .union(TABLE.withColumn("judges", functions.lit(false)));
    Follower follower =
        follow(
            classifier()
                .setSolver("gd")
                .setMaxIter(5)
                .setWeightCol("weight")
                .setClassWeights("balanced")
                .setLabelSmoothing(0.1),
            twice);
    double[] training = follower.result.lossHistory();
    double[] validation = follower.history(EpochRecord::validationLoss);
    for (int i = 1; i < training.length; i++) {
      assertEquals(training[i], validation[i - 1], 1e-6 * training[i]);
    }
  }

  @Test
  void aConstantTrainingLabelDoesNotMakeValidationPerfect() {
    Dataset<Row> data =
        TABLE.withColumn("value", functions.expr("CASE WHEN judges THEN value ELSE 5 END"));
    double expected =
        Math.sqrt(data.filter("judges").selectExpr("avg(pow(value - 5, 2))").head().getDouble(0));
    for (String metric : List.of("rmse", "loss")) {
      Follower follower = follow(regressor().setValidationMetric(metric), data);
      if (metric.equals("rmse")) {
        assertEquals(expected, judgedLast(follower), 1e-5);
      } else {
        assertTrue(judgedLast(follower) > 0.1, "loss " + judgedLast(follower));
      }
    }
  }

  private static double judgedLast(Follower follower) {
    double[] metrics = follower.history(EpochRecord::validationMetric);
    return metrics[metrics.length - 1];
  }

  @Test
  void classesOfValidationRowsAloneCount() {
    Dataset<Row> data =
        TABLE.withColumn("label", functions.expr("IF(judges AND label = 2, 3, label)"));
    Follower follower = new Follower(Integer.MAX_VALUE);
    MlpClassificationModel model = classifier().setTrainingListener(follower).fit(data);
    assertEquals(4, model.numClasses());
    assertTrue(
        follower.notes.contains("1 of the 4 classes 0…3 have no rows to train on"),
        () -> follower.notes.toString());
  }

  @Test
  void invalidValidationRowsAreErrorsOrLeftOut() {
    Dataset<Row> data =
        TABLE.withColumn(
            "label", functions.expr("IF(judges AND weight > 2, CAST(NULL AS DOUBLE), label)"));
    assertThrows(InputException.class, () -> classifier().fit(data));
    Follower follower = follow(classifier().setHandleInvalid("skip"), data);
    assertEquals(
        TABLE.filter("judges AND weight < 2").count(), validationRows(follower), "rows that judge");
    assertTrue(
        follower.notes.stream()
            .anyMatch(line -> line.startsWith("left out: column 'label' has nulls")));
  }

  private static void assertRefused(String message, MlpClassifier classifier, Dataset<Row> data) {
    Follower follower = new Follower(Integer.MAX_VALUE);
    InputException refused =
        assertThrows(
            InputException.class, () -> classifier.setTrainingListener(follower).fit(data));
    assertEquals(message, refused.getMessage());
    assertFalse(follower.result != null, "nothing is trained");
  }

  @Test
  void whatCannotJudgeIsRefused() {
    assertRefused(
        "validationIndicatorCol is judges and validationFraction is 0.1; each says which rows"
            + " validate: leave one of them",
        classifier().setValidationFraction(0.1),
        TABLE);
    assertRefused(
        "column 'weight' is of type double; validationIndicatorCol must be boolean, true for"
            + " validation rows",
        classifier().setValidationIndicatorCol("weight"),
        TABLE);
    assertRefused(
        "validationIndicatorCol 'judges' makes none of 700 rows a validation row; there is nothing"
            + " to judge by",
        classifier(),
        TABLE.withColumn("judges", functions.lit(false)));
    assertRefused(
        "validationIndicatorCol 'judges' makes each of 700 rows a validation row; there is nothing"
            + " left to train on",
        classifier(),
        TABLE.withColumn("judges", functions.lit(true)));
    InputException nulls =
        assertThrows(
            InputException.class,
            () ->
                classifier()
                    .fit(TABLE.withColumn("judges", functions.expr("nullif(judges, false)"))));
    assertTrue(
        nulls.getMessage().startsWith("column 'judges' has nulls: found null in row"),
        nulls.getMessage());
    assertRefused(
        "validationMetric aucRoc is for two classes but the labels have 3; take logLoss, accuracy,"
            + " balancedAccuracy or f1",
        classifier().setValidationMetric("aucRoc"),
        TABLE);
    assertRefused(
        "unknown validationMetric 'hammingLoss'; choose one of loss, accuracy, balancedAccuracy,"
            + " f1, logLoss, aucRoc, aucPr for loss softmaxCrossEntropy",
        classifier().setValidationMetric("hammingLoss"),
        TABLE);
    Dataset<Row> oneClass =
        twoClasses().withColumn("label", functions.expr("IF(judges, 1, label)"));
    assertRefused(
        "validationMetric aucRoc has no answer on the "
            + oneClass.filter("judges").count()
            + " validation rows: they must be of both classes",
        classifier().setValidationMetric("aucRoc"),
        oneClass);
    InputException unknown =
        assertThrows(InputException.class, () -> classifier().setValidationMetric("rmse"));
    assertTrue(unknown.getMessage().contains("accuracy"), unknown.getMessage());
    InputException several =
        assertThrows(
            InputException.class,
            () ->
                regressor()
                    .setLoss("quantile")
                    .setQuantileProbabilities(0.1, 0.9)
                    .setValidationMetric("rmse")
                    .fit(TABLE));
    assertEquals(
        "unknown validationMetric 'rmse'; choose one of loss, pinball for loss quantile",
        several.getMessage());
  }

  @Test
  void whatIsIdleIsSaid() {
    Follower follower = follow(small(new MlpClassifier()).setMaxIter(1).setPatience(3), TABLE);
    assertTrue(
        follower.notes.contains(
            "patience is set but a run without validation rows does not use it"),
        () -> follower.notes.toString());
    assertTrue(Double.isNaN(judgedLast(follower)));
  }
}
