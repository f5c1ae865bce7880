import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationSummary;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummary;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A program as users of Spark's perceptron write it. It calls everything that its classes offer. */
public class PerceptronProgram {
  /** Says what a user sees, under a name each. */
  public static Map<String, Object> run(Dataset<Row> train, Dataset<Row> test, String directory)
      throws IOException {
    Map<String, Object> seen = new LinkedHashMap<>();
    int[] layers = new int[] {4, 8, 3};
    MultilayerPerceptronClassifier trainer =
        new MultilayerPerceptronClassifier()
            .setLayers(layers)
            .setBlockSize(128)
            .setSeed(1234L)
            .setMaxIter(25)
            .setTol(1e-6)
            .setSolver("l-bfgs")
            .setStepSize(0.03)
            .setFeaturesCol("measurements")
            .setLabelCol("species")
            .setPredictionCol("guess")
            .setProbabilityCol("chances")
            .setRawPredictionCol("scores");
    MultilayerPerceptronClassificationModel model = trainer.fit(train);
    Dataset<Row> scored = model.transform(test);
    seen.put("schema", scored.schema());
    seen.put("schema before", trainer.transformSchema(train.schema()));
    seen.put("schema of model", model.transformSchema(test.schema()));
    seen.put("columns", Arrays.asList(scored.columns()));
    seen.put("rows", scored.select("guess", "chances", "scores").collectAsList().size());
    seen.put("accuracy", accuracy(scored));

    MultilayerPerceptronClassificationTrainingSummary summary = model.summary();
    double[] history = summary.objectiveHistory();
    seen.put("has summary", model.hasSummary());
    seen.put("iterations", summary.totalIterations() > 1 && summary.totalIterations() <= 25);
    seen.put("losses before the first iteration", history.length - summary.totalIterations());
    seen.put("history falls", history[history.length - 1] < history[0]);
    seen.put("summary", columns(summary));
    seen.put("training accuracy", summary.accuracy());
    MultilayerPerceptronClassificationSummary tested = model.evaluate(test);
    seen.put("evaluated", columns(tested));
    seen.put("evaluated as scored", tested.accuracy() == accuracy(scored));
    seen.put("arrays", arrays(tested));

    int classes = model.numClasses();
    int features = model.numFeatures();
    Vector weights = model.weights();
    seen.put("sizes", Arrays.asList(classes, features, weights.size()));
    Vector row = test.select("measurements").first().getAs(0);
    double guess = model.predict(row);
    Vector scores = model.predictRaw(row);
    Vector chances = model.predictProbability(row);
    seen.put("single row", Arrays.asList(scores.argmax() == guess, chances.argmax() == guess));
    seen.put("model's layers", Arrays.toString(model.getLayers()));
    seen.put("parent", model.parent() == trainer && model.hasParent());
    seen.put("uid", model.uid().equals(trainer.uid()));

    seen.put("getters", getters(trainer));
    seen.put("model's getters", getters(model));
    seen.put("params", params(trainer.params()));
    seen.put("model's params", params(model.params()));
    seen.put("explained", trainer.explainParams().contains("layers: "));
    IntArrayParam param = trainer.layers();
    seen.put("explained alone", trainer.explainParam(param).startsWith("layers: "));
    seen.put("set", Arrays.asList(trainer.isSet(param), trainer.isSet(trainer.thresholds())));
    seen.put("defined", trainer.isDefined(trainer.getParam("layers")));
    seen.put("default", Arrays.asList(trainer.hasDefault(param), trainer.hasParam("layers")));

    List<Double> shares = new ArrayList<>();
    for (double[] thresholds : new double[][] {{1, 1, 1e-30}, {1e-30, 1, 1}}) {
      model.setThresholds(thresholds);
      shares.add(model.transform(test).filter("guess = 2").count() / (double) test.count());
    }
    seen.put("share of class 2 by thresholds", shares);
    model.clear(model.thresholds());
    model.setPredictionCol("p").setProbabilityCol("").setRawPredictionCol("");
    seen.put("columns left", Arrays.asList(model.transform(test).columns()));

    ParamMap shorter = new ParamMap().put(trainer.maxIter().w(3)).put(trainer.seed(), 5L);
    seen.put("copied", trainer.copy(shorter).getMaxIter());
    seen.put("fit with a map", trainer.fit(train, shorter).getMaxIter());
    seen.put("fit with a pair", trainer.fit(train, trainer.maxIter().w(2)).getMaxIter());
    Seq<ParamMap> maps = CollectionConverters.asScala(Arrays.asList(shorter)).toSeq();
    seen.put("fit with maps", trainer.fit(train, maps).size());
    trainer.setInitialWeights(weights);
    seen.put("initial weights", trainer.getInitialWeights().equals(weights));
    seen.put("fit from weights", accuracy(trainer.fit(train, trainer.maxIter().w(1)).transform(test)));
    trainer.clear(trainer.initialWeights());
    ProbabilisticClassifier<
            Vector, MultilayerPerceptronClassifier, MultilayerPerceptronClassificationModel>
        general = new MultilayerPerceptronClassifier("mine").setMaxIter(1).setLayers(layers);
    seen.put("named", general.uid());

    String at = directory + "/trainer";
    trainer.save(at);
    MLWriter writer = trainer.write().overwrite();
    writer.save(at);
    MLReader<MultilayerPerceptronClassifier> reader = MultilayerPerceptronClassifier.read();
    seen.put("read", reader.load(at).getSolver());
    seen.put("loaded", MultilayerPerceptronClassifier.load(at).getStepSize());
    model.save(directory + "/model");
    model.write().overwrite().save(directory + "/model");
    MultilayerPerceptronClassificationModel loaded =
        MultilayerPerceptronClassificationModel.load(directory + "/model");
    seen.put("loaded model", loaded.weights().equals(weights));
    seen.put("loaded model's summary", loaded.hasSummary());
    try {
      loaded.summary();
    } catch (Exception e) {
      seen.put("no summary", e.getMessage().startsWith("No training summary available for this M"));
    }
    loaded = MultilayerPerceptronClassificationModel.read().load(directory + "/model");
    seen.put("loaded model's columns", Arrays.asList(loaded.transform(test).columns()));

    PipelineStage[] stages = new PipelineStage[] {trainer.copy(shorter)};
    Pipeline pipeline = new Pipeline().setStages(stages);
    PipelineModel fitted = pipeline.fit(train);
    fitted.save(directory + "/pipeline");
    PipelineModel loadedStages = PipelineModel.load(directory + "/pipeline");
    seen.put("pipeline", Arrays.asList(loadedStages.transform(test).columns()));
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(trainer.stepSize(), new double[] {0.5})
            .addGrid(trainer.maxIter(), new int[] {1, 2})
            .build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(trainer)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2);
    seen.put("cross validation", validator.fit(train).avgMetrics().length);
    return seen;
  }

  private static List<Object> columns(MultilayerPerceptronClassificationSummary of) {
    return Arrays.asList(
        of.predictionCol(),
        of.labelCol(),
        of.weightCol(),
        Arrays.asList(of.predictions().columns()),
        of.predictions().count());
  }

  /** How long arrays are, and what single numbers there are beside the accuracy. */
  private static List<Object> arrays(MultilayerPerceptronClassificationSummary of) {
    return Arrays.asList(
        Arrays.toString(of.labels()),
        of.truePositiveRateByLabel().length,
        of.falsePositiveRateByLabel().length,
        of.precisionByLabel().length,
        of.recallByLabel().length,
        of.fMeasureByLabel().length,
        of.fMeasureByLabel(2).length,
        of.weightedTruePositiveRate() == of.weightedRecall(),
        of.weightedFalsePositiveRate() < 0.1,
        of.weightedPrecision() > 0.9,
        of.weightedFMeasure() > 0.9,
        of.weightedFMeasure(0.5) > 0.9);
  }

  private static MulticlassClassificationEvaluator evaluator() {
    return new MulticlassClassificationEvaluator()
        .setLabelCol("species")
        .setPredictionCol("guess")
        .setMetricName("accuracy");
  }

  private static double accuracy(Dataset<Row> scored) {
    return evaluator().evaluate(scored);
  }

  private static List<Object> getters(MultilayerPerceptronClassifier of) {
    return Arrays.asList(
        of.getBlockSize(),
        of.getSeed(),
        of.getMaxIter(),
        of.getTol(),
        of.getSolver(),
        of.getStepSize(),
        of.getFeaturesCol(),
        of.getLabelCol(),
        of.getPredictionCol(),
        of.getProbabilityCol(),
        of.getRawPredictionCol());
  }

  private static List<Object> getters(MultilayerPerceptronClassificationModel of) {
    return Arrays.asList(
        of.getBlockSize(),
        of.getSeed(),
        of.getMaxIter(),
        of.getTol(),
        of.getSolver(),
        of.getStepSize(),
        of.getFeaturesCol(),
        of.getLabelCol(),
        of.getPredictionCol(),
        of.getProbabilityCol(),
        of.getRawPredictionCol());
  }

  private static List<String> params(Param<?>[] params) {
    List<String> names = new ArrayList<>();
    for (Param<?> param : params) {
      names.add(param.name());
    }
    return names;
  }
}
