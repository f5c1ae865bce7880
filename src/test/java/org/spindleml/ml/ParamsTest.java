package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spindleml.nn.FocalLoss;
import org.spindleml.nn.HuberLoss;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.TweedieLoss;
import org.spindleml.optim.GradientClip;
import org.spindleml.table.InputException;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.TrainingListener;

class ParamsTest {
  private static List<MlpParams> all() {
    return List.of(
        new MlpClassifier(),
        new MlpRegressor(),
        new MlpClassificationModel(),
        new MlpRegressionModel(),
        new MlpClassifier("mine"),
        new MlpRegressor("mine"),
        new MlpClassificationModel("mine"),
        new MlpRegressionModel("mine"));
  }

  @Test
  void everyParamBelongsToItsOwner() {
    for (MlpParams owner : all()) {
      for (Param<?> param : owner.params()) {
        assertEquals(owner.uid(), param.parent(), param.name());
        assertSame(param, owner.getParam(param.name()));
      }
    }
  }

  @Test
  void paramsAreThoseOfTheDocumentation() {
    Set<String> shared =
        Set.of(
            ("featuresCol labelCol predictionCol weightCol seed maxIter tol stepSize solver"
                    + " blockSize layers hiddenLayers activation loss initializer batchSize"
                    + " learningRateSchedule warmupFraction momentum weightDecay standardize"
                    + " regParam elasticNetParam gradientClipNorm gradientClipValue"
                    + " normalization residual dropout inputDropout maxNorm"
                    + " handleInvalid featuresCols execution precision gradientPrecision"
                    + " cosineCycles initialWeights initialModelPath offsetCol"
                    + " validationIndicatorCol validationFraction validationMetric patience"
                    + " minImprovement checkpointDir checkpointInterval checkpointSeconds resume"
                    + " checkpointFailure divergence"
                    + " localSteps virtualWorkers outerMomentum")
                .split(" "));
    for (MlpParams owner : all()) {
      Set<String> expected = new java.util.TreeSet<>(shared);
      if (owner.ownParams().task == Task.CLASSIFICATION) {
        expected.addAll(List.of("probabilityCol", "rawPredictionCol", "thresholds"));
        expected.addAll(
            List.of("labelSmoothing", "focalGamma", "classWeights", "predictedLabelCol"));
      } else {
        expected.addAll(List.of("huberDelta", "tweediePower", "quantileProbabilities"));
      }
      assertEquals(
          expected,
          Arrays.stream(owner.params())
              .map(Param::name)
              .collect(Collectors.toCollection(java.util.TreeSet::new)));
    }
  }

  @Test
  void defaultsAreTheTable() {
    Map<String, Object> expected = new TreeMap<>();
    expected.put("featuresCol", "features");
    expected.put("labelCol", "label");
    expected.put("predictionCol", "prediction");
    expected.put("probabilityCol", "probability");
    expected.put("rawPredictionCol", "rawPrediction");
    expected.put("hiddenLayers", "[128, 64]");
    expected.put("activation", "[relu]");
    expected.put("loss", "auto");
    expected.put("classWeights", "[]");
    expected.put("predictedLabelCol", "");
    expected.put("labelSmoothing", 0.0);
    expected.put("focalGamma", 2.0);
    expected.put("normalization", "none");
    expected.put("residual", false);
    expected.put("dropout", "[0.0]");
    expected.put("inputDropout", 0.0);
    expected.put("maxNorm", 0.0);
    expected.put("initializer", "auto");
    expected.put("solver", "adamw");
    expected.put("stepSize", 0.003);
    expected.put("learningRateSchedule", "cosine");
    expected.put("warmupFraction", 0.05);
    expected.put("cosineCycles", 1);
    expected.put("momentum", 0.9);
    expected.put("weightDecay", 0.1);
    expected.put("regParam", 0.0);
    expected.put("elasticNetParam", 0.0);
    expected.put("gradientClipNorm", 0.0);
    expected.put("gradientClipValue", 0.0);
    expected.put("validationFraction", 0.0);
    expected.put("validationMetric", "loss");
    expected.put("patience", 0);
    expected.put("minImprovement", 0.0);
    expected.put("maxIter", 100);
    expected.put("tol", 1e-6);
    expected.put("batchSize", 256);
    expected.put("blockSize", 256);
    expected.put("localSteps", 1);
    expected.put("virtualWorkers", 8);
    expected.put("outerMomentum", 0.7);
    expected.put("seed", 1L);
    expected.put("standardize", true);
    expected.put("handleInvalid", "error");
    expected.put("execution", "auto");
    expected.put("checkpointInterval", 10);
    expected.put("checkpointSeconds", 600.0);
    expected.put("checkpointFailure", "warn");
    expected.put("divergence", "return");
    expected.put("resume", "auto");
    expected.put("precision", "float32");
    expected.put("gradientPrecision", "float32");
    MlpClassifier classifier = new MlpClassifier();
    Map<String, Object> found = new TreeMap<>();
    for (Param<?> param : classifier.params()) {
      if (classifier.hasDefault(param)) {
        Object value = classifier.getDefault(param).get();
        found.put(
            param.name(),
            value instanceof int[] units
                ? Arrays.toString(units)
                : value instanceof double[] numbers
                    ? Arrays.toString(numbers)
                    : value instanceof String[] names ? Arrays.toString(names) : value);
      }
    }
    assertEquals(expected, found);
  }

  @Test
  void settersSetAndReturnTheConcreteClass() {
    MlpClassifier classifier =
        new MlpClassifier()
            .setHiddenLayers(3, 2)
            .setActivation("TANH", "gelu")
            .setFeaturesCols("a", "b")
            .setMaxIter(7)
            .setStepSize(0.5)
            .setSeed(1L << 40)
            .setStandardize(false)
            .setWeightCol("w")
            .setOffsetCol("o")
            .setClassWeights(1, 2.5)
            .setFeaturesCol("f")
            .setLabelCol("l")
            .setThresholds(new double[] {0.5, 0.5});
    assertArrayEquals(new int[] {3, 2}, classifier.getHiddenLayers());
    assertArrayEquals(new String[] {"TANH", "gelu"}, classifier.getActivation());
    assertArrayEquals(new String[] {"a", "b"}, classifier.getFeaturesCols());
    assertEquals(7, classifier.getMaxIter());
    assertEquals(0.5, classifier.getStepSize());
    assertEquals(1L << 40, classifier.getSeed());
    assertFalse(classifier.getStandardize());
    assertEquals("w", classifier.getWeightCol());
    assertEquals("o", classifier.getOffsetCol());
    assertArrayEquals(new String[] {"1.0", "2.5"}, classifier.getClassWeights());
    classifier.setClassWeights("balanced");
    assertArrayEquals(new String[] {"balanced"}, classifier.getClassWeights());
    assertEquals(0, classifier.setClassWeights().getClassWeights().length);
    MlpRegressor regressor = new MlpRegressor().setHiddenLayers().setPredictionCol("p");
    assertEquals(0, regressor.getHiddenLayers().length);
  }

  @Test
  void copyKeepsUidParamsAndListener() {
    TrainingListener listener = new TrainingListener() {};
    MlpClassifier original =
        new MlpClassifier().setHiddenLayers(5).setMaxIter(3).setTrainingListener(listener);
    MlpClassifier copy = original.copy(new ParamMap().put(original.maxIter(), (Object) 4));
    assertNotSame(original, copy);
    assertEquals(original.uid(), copy.uid());
    assertArrayEquals(new int[] {5}, copy.getHiddenLayers());
    assertEquals(4, copy.getMaxIter());
    assertEquals(3, original.getMaxIter());
    copy.setMaxIter(9);
    assertEquals(3, original.getMaxIter());
  }

  @Test
  void explainParamsIsAManual() {
    for (MlpParams owner : all()) {
      String manual = owner.explainParams();
      for (Param<?> param : owner.params()) {
        assertTrue(manual.contains(param.name() + ": "), param.name());
      }
      assertTrue(manual.contains("leakyRelu"));
      assertTrue(manual.contains("adamw"));
      assertFalse(manual.contains("[I@"), manual);
      assertFalse(manual.contains("[Ljava"), manual);
    }
  }

  @Test
  void gridsSetEveryKindOfParam() {
    MlpClassifier classifier = new MlpClassifier();
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.maxIter(), new int[] {1, 2})
            .addGrid(classifier.stepSize(), new double[] {0.1, 0.2})
            .addGrid(classifier.seed(), new long[] {1, 2})
            .addGrid(classifier.standardize())
            .baseOn(classifier.solver().w("adam"))
            .build();
    assertEquals(16, grid.length);
    for (ParamMap map : grid) {
      map.put(classifier.hiddenLayers(), new int[] {4});
      map.put(classifier.activation(), new String[] {"selu"});
      MlpClassifier copy = classifier.copy(map);
      assertArrayEquals(new int[] {4}, copy.getHiddenLayers());
      assertArrayEquals(new String[] {"selu"}, copy.getActivation());
      assertEquals("adam", copy.getSolver());
      assertTrue(copy.getMaxIter() <= 2 && copy.getStepSize() <= 0.2 && copy.getSeed() <= 2);
    }
  }

  @Test
  @SuppressWarnings("rawtypes")
  void servicesAreFound() {
    Set<Class<?>> found = new java.util.HashSet<>();
    ServiceLoader.load(Estimator.class).stream().forEach(service -> found.add(service.type()));
    ServiceLoader.load(Transformer.class).stream().forEach(service -> found.add(service.type()));
    assertTrue(
        found.containsAll(
            Set.of(
                MlpClassifier.class,
                MlpRegressor.class,
                MlpClassificationModel.class,
                MlpRegressionModel.class)));
  }

  private static void assertFails(String message, Executable setting) {
    assertEquals(message, assertThrows(InputException.class, setting).getMessage());
  }

  @Test
  void badValuesSayWhatIsRight() {
    MlpClassifier c = new MlpClassifier();
    assertFails(
        "unknown activation 'rellu'; choose one of linear, sigmoid, tanh, softmax, relu,"
            + " leakyRelu, prelu, elu, swish, gelu, selu, softplus, mish",
        () -> c.setActivation("tanh", "rellu"));
    assertFails(
        "activation must be one name, or one a hidden layer, found none", () -> c.setActivation());
    assertFails(
        "unknown solver 'adamm'; choose one of gd, sgd, momentum, nesterov,"
            + " adagrad, rmsprop, adam, adamw, l-bfgs",
        () -> c.setSolver("adamm"));
    assertFails(
        "unknown loss 'squared'; choose one of auto, softmaxCrossEntropy, logistic, focal,"
            + " multiLabelLogistic",
        () -> c.setLoss("squared"));
    assertFails(
        "unknown loss 'logistic'; choose one of auto, squared, absolute, huber, poisson, gamma,"
            + " tweedie, quantile",
        () -> new MlpRegressor().setLoss("logistic"));
    assertFails(
        "unknown initializer 'xavier'; choose one of auto, glorotUniform, glorotNormal,"
            + " heUniform, heNormal, lecunUniform, lecunNormal, orthogonal, zeros",
        () -> c.setInitializer("xavier"));
    assertFails(
        "unknown learning rate schedule 'cosin'; choose one of constant, step,"
            + " exponential, inverse, polynomial, cosine, oneCycle, flatCosine, plateau",
        () -> c.setLearningRateSchedule("cosin"));
    assertFails(
        "unknown handleInvalid 'keep'; choose one of error, skip",
        () -> c.setHandleInvalid("keep"));
    assertFails(
        "unknown execution 'gpu'; choose one of auto, cluster, local", () -> c.setExecution("gpu"));
    assertFails(
        "unknown resume 'always'; choose one of auto, never, must", () -> c.setResume("always"));
    assertFails(
        "unknown divergence 'ignore'; choose one of return, error",
        () -> c.setDivergence("ignore"));
    assertFails(
        "checkpointInterval must be a whole number of at least 1, or -1 for never, found 0",
        () -> c.setCheckpointInterval(0));
    assertFails(
        "checkpointSeconds must be a number of at least 0, found -1.0",
        () -> c.setCheckpointSeconds(-1));
    assertFails(
        "unknown precision 'int8'; choose one of float32, bf16", () -> c.setPrecision("int8"));
    assertFails(
        "unknown precision 'int8'; choose one of float32, bf16",
        () -> c.setGradientPrecision("int8"));
    assertFails("loss must be a name, found null", () -> c.setLoss(null));
    assertFails(
        "hiddenLayers must be whole numbers of at least 1, found [3, 0]",
        () -> c.setHiddenLayers(3, 0));
    assertFails(
        "layers must be at least 2 whole numbers of at least 1, found [3]", () -> c.setLayers(3));
    assertFails("batchSize must be a whole number of at least 1, found 0", () -> c.setBatchSize(0));
    assertFails("blockSize must be a whole number of at least 1, found 0", () -> c.setBlockSize(0));
    assertFails("maxIter must be a whole number of at least 0, found -1", () -> c.setMaxIter(-1));
    assertFails("stepSize must be a number above 0, found NaN", () -> c.setStepSize(Double.NaN));
    assertFails("stepSize must be a number above 0, found 0.0", () -> c.setStepSize(0));
    assertFails("stepSize must be a number above 0, found 1", () -> c.set("stepSize", (Object) 1));
    assertFails("tol must be a number of at least 0, found -1.0", () -> c.setTol(-1));
    assertFails(
        "weightDecay must be a number of at least 0, found Infinity",
        () -> c.setWeightDecay(Double.POSITIVE_INFINITY));
    assertFails(
        "gradientClipNorm must be a number of at least 0, found -1.0",
        () -> c.setGradientClipNorm(-1));
    assertFails(
        "gradientClipValue must be a number of at least 0, found NaN",
        () -> c.setGradientClipValue(Double.NaN));
    assertFails(
        "momentum must be a number of at least 0 and below 1, found 1.0", () -> c.setMomentum(1));
    assertFails(
        "warmupFraction must be a number of at least 0 and below 1, found 2.0",
        () -> c.setWarmupFraction(2));
    assertFails(
        "cosineCycles must be a whole number of at least 1, found 0", () -> c.setCosineCycles(0));
    assertFails(
        "localSteps must be a whole number of at least 1, found 0", () -> c.setLocalSteps(0));
    for (int workers : new int[] {0, 3, -8, Integer.MIN_VALUE}) {
      assertFails(
          "virtualWorkers must be a power of two, found " + workers,
          () -> c.setVirtualWorkers(workers));
    }
    assertFails(
        "outerMomentum must be a number of at least 0 and below 1, found 1.0",
        () -> c.setOuterMomentum(1));
    assertFails(
        "classWeights must be balanced, or a number above 0 for each class, found [even]",
        () -> c.setClassWeights("even"));
    assertFails(
        "classWeights must be balanced, or a number above 0 for each class, found [1.0, 0.0]",
        () -> c.setClassWeights(1, 0));
    assertFails(
        "classWeights must be balanced, or a number above 0 for each class, found [balanced, 1]",
        () -> c.set(c.classWeights(), new String[] {"balanced", "1"}));
    assertFails("featuresCols names a column twice: a, a", () -> c.setFeaturesCols("a", "a"));
    ParamMap map = new ParamMap();
    assertThrows(InputException.class, () -> map.put(c.activation(), new String[] {"?"}));
  }

  @Test
  void lossesTakeTheirParams() {
    MlpRegressor r = new MlpRegressor();
    assertEquals(LossSettings.DEFAULTS, r.lossSettings());
    assertEquals(LossSettings.DEFAULTS, new MlpClassifier().lossSettings());
    r.setHuberDelta(0.5).setTweediePower(1.25).setQuantileProbabilities(0.9);
    assertEquals(new HuberLoss(0.5), Settings.of(r.setLoss("huber"), null).training().loss());
    assertEquals(new TweedieLoss(1.25), Settings.of(r.setLoss("tweedie"), null).training().loss());
    assertEquals(new QuantileLoss(0.9), Settings.of(r.setLoss("quantile"), null).training().loss());
    r.setQuantileProbabilities(0.1, 0.9);
    assertEquals(new QuantileLoss(0.1, 0.9), Settings.of(r, null).training().loss());
    MlpClassifier c = new MlpClassifier().setLabelSmoothing(0.1).setFocalGamma(3);
    assertEquals(new SoftmaxCrossEntropy(0.1), Settings.of(c, null).training().loss());
    assertEquals(new FocalLoss(3), Settings.of(c.setLoss("FOCAL"), null).training().loss());
  }

  @Test
  void badNumbersOfLossesSayWhatIsRight() {
    MlpRegressor r = new MlpRegressor();
    assertFails("huberDelta must be a number above 0, found 0.0", () -> r.setHuberDelta(0));
    assertFails(
        "tweediePower must be a number above 1 and below 2, found 2.0", () -> r.setTweediePower(2));
    assertFails(
        "quantileProbabilities must be ascending numbers above 0 and below 1, found [0.9, 0.1]",
        () -> r.setQuantileProbabilities(0.9, 0.1));
    assertFails(
        "quantileProbabilities must be ascending numbers above 0 and below 1, found []",
        () -> r.setQuantileProbabilities());
    assertFails(
        "quantileProbabilities must be ascending numbers above 0 and below 1, found [1.0]",
        () -> r.setQuantileProbabilities(1));
    assertFails(
        "labelSmoothing must be a number of at least 0 and below 1, found 1.0",
        () -> new MlpClassifier().setLabelSmoothing(1));
    assertFails(
        "focalGamma must be a number of at least 0, found -1.0",
        () -> new MlpClassifier().setFocalGamma(-1));
  }

  @Test
  void optionsOfHiddenLayersReachTheSettings() {
    MlpClassifier c =
        new MlpClassifier()
            .setHiddenLayers(9, 8, 8)
            .setNormalization("BATCH")
            .setResidual(true)
            .setDropout(0.5)
            .setInputDropout(0.2)
            .setPrecision("BF16")
            .setGradientPrecision("BF16")
            .setMaxNorm(3);
    NetworkSettings network = Settings.of(c, null).training().network();
    assertEquals(
        new NetworkOptions(Normalization.BATCH, true, 0.2, Precision.BF16, Precision.BF16),
        network.options());
    assertEquals(List.of(0.5, 0.5, 0.5), network.hidden().stream().map(h -> h.dropout()).toList());
    assertEquals(3, Settings.of(c, null).training().update().maxNorm());
    network = Settings.of(c.setDropout(0.1, 0, 0.3), null).training().network();
    assertEquals(List.of(0.1, 0.0, 0.3), network.hidden().stream().map(h -> h.dropout()).toList());
    assertEquals(
        NetworkOptions.PLAIN, Settings.of(new MlpRegressor(), null).training().network().options());
  }

  @Test
  void badOptionsOfHiddenLayersSayWhatIsRight() {
    MlpClassifier c = new MlpClassifier();
    assertFails(
        "unknown normalization 'group'; choose one of none, batch, layer",
        () -> c.setNormalization("group"));
    assertFails("dropout must be one number, or one a hidden layer, found none", c::setDropout);
    assertFails(
        "dropout must be a number of at least 0 and below 1, found 1.0",
        () -> c.setDropout(0.5, 1));
    assertFails(
        "inputDropout must be a number of at least 0 and below 1, found -0.5",
        () -> c.setInputDropout(-0.5));
    assertFails("maxNorm must be a number of at least 0, found -1.0", () -> c.setMaxNorm(-1));
    assertFails(
        "dropout has 3 numbers for 2 hidden layers; give one number for all or one a layer",
        () -> Settings.of(c.copy(new ParamMap()).setDropout(0.1, 0.2, 0.3), null));
    assertFails(
        "dropout is 0.5 but there is no hidden layer",
        () -> Settings.of(new MlpClassifier().setHiddenLayers().setDropout(0.5), null));
    assertFails(
        "normalization batch scales over several rows: batchSize and blockSize must be at least 2,"
            + " found 256 and 1",
        () -> Settings.of(new MlpClassifier().setNormalization("batch").setBlockSize(1), null));
    MlpClassifier oneRow = new MlpClassifier().setNormalization("batch").setBatchSize(1);
    assertFails(
        "normalization batch scales over several rows: batchSize and blockSize must be at least 2,"
            + " found 1 and 256",
        () -> Settings.of(oneRow, null));
    // Full batch: batchSize does not count.
    for (String solver : List.of("gd", "l-bfgs")) {
      MlpClassifier fullBatch = oneRow.copy(new ParamMap()).setSolver(solver);
      Settings.of(fullBatch, null);
      assertFails(
          "normalization batch scales over several rows: blockSize must be at least 2, found 1",
          () -> Settings.of(fullBatch.setBlockSize(1), null));
    }
  }

  @Test
  void namesMayBeWrittenInAnyCase() {
    MlpClassifier classifier =
        new MlpClassifier()
            .setSolver("AdamW")
            .setActivation("LEAKYRELU")
            .setLoss("SOFTMAXCROSSENTROPY")
            .setInitializer("HeNormal")
            .setExecution("LOCAL");
    Settings settings = Settings.of(classifier, null);
    assertEquals("leakyRelu", settings.training().network().hidden().get(0).activation().label());
    assertEquals("adamw", settings.training().update().solver().label());
  }

  @Test
  void boundsOnTheGradientReachTheSettings() {
    MlpRegressor regressor = new MlpRegressor().setGradientClipNorm(2).setGradientClipValue(0.5);
    Settings settings = Settings.of(regressor, null);
    assertEquals(new GradientClip(2, 0.5), settings.training().update().clip());
    assertEquals(
        GradientClip.NONE, Settings.of(new MlpClassifier(), null).training().update().clip());
  }

  @Test
  void layersSayInputsHiddenLayersAndClasses() {
    Settings settings = Settings.of(new MlpClassifier().setLayers(4, 5, 6, 3), null);
    assertEquals(4, settings.inputs());
    assertEquals(3, settings.targets());
    assertEquals(
        List.of(5, 6),
        settings.training().network().hidden().stream().map(h -> h.units()).toList());
    assertEquals(0, Settings.of(new MlpClassifier(), null).targets());
    assertEquals(3, Settings.of(new MlpClassifier(), new double[3]).targets());
    assertEquals(
        2, Settings.of(new MlpClassifier().setLoss("logistic").setLayers(4, 1), null).targets());
    assertEquals(0, Settings.of(new MlpRegressor(), null).targets());
    assertEquals(3, Settings.of(new MlpRegressor().setLayers(4, 3), null).targets());
    MlpRegressor quantiles =
        new MlpRegressor().setLoss("quantile").setQuantileProbabilities(0.1, 0.9);
    assertEquals(2, Settings.of(quantiles.setLayers(4, 4), null).targets());
  }

  @Test
  void whatIsSetButIdleIsSaid() {
    assertEquals(List.of(), UnusedParams.of(new MlpClassifier().setStepSize(1).setBatchSize(8)));
    assertEquals(
        List.of(
            "momentum is set but solver adamw does not use it",
            "labelSmoothing is set but loss focal does not use it",
            "elasticNetParam is set but regParam 0 does not use it"),
        UnusedParams.of(
            new MlpClassifier()
                .setMomentum(0.5)
                .setLoss("focal")
                .setLabelSmoothing(0.1)
                .setElasticNetParam(1)));
    assertEquals(
        List.of(
            "weightDecay is set but solver l-bfgs does not use it",
            "batchSize is set but solver l-bfgs does not use it",
            "stepSize is set but solver l-bfgs does not use it",
            "huberDelta is set but loss squared does not use it"),
        UnusedParams.of(
            new MlpRegressor()
                .setSolver("l-bfgs")
                .setWeightDecay(1)
                .setBatchSize(3)
                .setStepSize(1)
                .setHuberDelta(2)));
    MlpRegressor workers = new MlpRegressor().setVirtualWorkers(4).setOuterMomentum(0.1);
    assertEquals(
        List.of(
            "virtualWorkers is set but localSteps 1 does not use it",
            "outerMomentum is set but localSteps 1 does not use it"),
        UnusedParams.of(workers));
    assertEquals(List.of(), UnusedParams.of(workers.setLocalSteps(2)));
  }

  @Test
  void contradictionsAreNamed() {
    assertFails(
        "layers [4, 5, 3] has the hidden layers [5] but hiddenLayers is [6]; set one of the two",
        () -> Settings.of(new MlpClassifier().setLayers(4, 5, 3).setHiddenLayers(6), null));
    assertFails(
        "activation has 3 names for 2 hidden layers; give one name for all or one a layer",
        () -> Settings.of(new MlpClassifier().setActivation("relu", "relu", "tanh"), null));
    assertFails(
        "layers [4, 1] ends with 1 output; loss softmaxCrossEntropy needs one for each of at least"
            + " 2 classes",
        () -> Settings.of(new MlpClassifier().setLayers(4, 1), null));
    assertFails(
        "layers [4, 2] ends with 2 outputs but loss logistic takes 1",
        () -> Settings.of(new MlpClassifier().setLayers(4, 2).setLoss("logistic"), null));
    assertFails(
        "layers [4, 3]: loss quantile of 2 probabilities takes that many logits a target, found 3"
            + " logits",
        () ->
            Settings.of(
                new MlpRegressor()
                    .setLayers(4, 3)
                    .setLoss("quantile")
                    .setQuantileProbabilities(0.1, 0.9),
                null));
    assertFails(
        "thresholds has 2 numbers but layers has 3 labels",
        () ->
            Settings.of(
                new MlpClassifier().setLayers(4, 3).setLoss("multiLabelLogistic"), new double[2]));
    assertFails(
        "thresholds has 2 numbers but layers has 3 classes",
        () -> Settings.of(new MlpClassifier().setLayers(4, 3), new double[2]));
    assertFails(
        "gradientClipNorm is 1.0 but solver l-bfgs needs a cost that nothing but the weights"
            + " changes; set it to 0 or take another solver",
        () -> Settings.of(new MlpClassifier().setSolver("L-BFGS").setGradientClipNorm(1), null));
    assertFails(
        "gradientClipValue is 2.0 but solver l-bfgs needs a cost that nothing but the weights"
            + " changes; set it to 0 or take another solver",
        () -> Settings.of(new MlpRegressor().setSolver("l-bfgs").setGradientClipValue(2), null));
    assertFails(
        "dropout is 0.5 but solver l-bfgs needs a cost that nothing but the weights changes; set it"
            + " to 0 or take another solver",
        () ->
            Settings.of(
                new MlpRegressor().setSolver("l-bfgs").setHiddenLayers(3, 3).setDropout(0, 0.5),
                null));
    assertFails(
        "gradientPrecision is bf16 but solver l-bfgs needs the slopes of the cost that it compares;"
            + " set it to float32 or take another solver",
        () ->
            Settings.of(new MlpRegressor().setSolver("l-bfgs").setGradientPrecision("bf16"), null));
    assertFails(
        "cosineCycles is 3 but learningRateSchedule is constant; only cosine starts again",
        () ->
            Settings.of(
                new MlpClassifier().setCosineCycles(3).setLearningRateSchedule("constant"), null));
    Settings same = Settings.of(new MlpClassifier().setLayers(4, 5, 3).setHiddenLayers(5), null);
    assertEquals(1, same.training().network().hidden().size());
  }

  @Test
  void modelWithoutNetworkSaysSo() {
    MlpClassificationModel model = new MlpClassificationModel();
    assertEquals("MlpClassificationModel without a network", model.toString());
    assertEquals(
        "this model has no network; get one from MlpClassifier.fit or MlpClassificationModel.load",
        assertThrows(IllegalStateException.class, model::weights).getMessage());
    Params copy = model.copy(ParamMap.empty());
    assertEquals(model.uid(), copy.uid());
  }
}
