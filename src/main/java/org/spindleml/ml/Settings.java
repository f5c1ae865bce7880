package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.SparkSession;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;
import org.spindleml.train.InitialWeights;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.LocalStepSettings;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RunSettings;
import org.spindleml.train.ScheduledRate;
import org.spindleml.train.Solver;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.UpdateSettings;
import org.spindleml.train.Validation;
import org.spindleml.train.WarmStart;

/**
 * What the Params of an estimator say together, checked against each other.
 *
 * @param training how to train
 * @param inputs features that a row must have; 0 where the data decide
 * @param targets classes, values or labels that there must be; 0 where the data decide
 */
record Settings(TrainingSettings training, int inputs, int targets) {

  /**
   * Reads the Params.
   *
   * @param params the estimator's Params
   * @param thresholds the estimator's thresholds, one a class or label; null if there are none
   * @throws InputException naming the Params that contradict each other
   */
  static Settings of(MlpParams params, double[] thresholds) {
    Loss loss = loss(params);
    int[] units = hiddenUnits(params);
    requireOneCost(params);
    int[] layers = params.isSet(params.layers()) ? params.getLayers() : new int[] {0, 0};
    TrainingSettings training = training(params, loss, units, thresholds);
    requireFits(training.network().hidden(), layers[0], layers[layers.length - 1]);
    return new Settings(training, layers[0], targets(params, loss, thresholds));
  }

  /** The loss with the numbers it takes. */
  static Loss loss(MlpParams params) {
    return params.ownParams().task.loss(params.getLoss(), params.lossSettings());
  }

  private static TrainingSettings training(
      MlpParams params, Loss loss, int[] units, double[] thresholds) {
    return new TrainingSettings(
        new NetworkSettings(
            hidden(units, params.getActivation(), params.getDropout()),
            options(params),
            initialWeights(params)),
        loss,
        new ScheduledRate(
            LearningRateSchedule.named(params.getLearningRateSchedule()),
            params.getStepSize(),
            params.getWarmupFraction(),
            params.getCosineCycles()),
        new UpdateSettings(
            Solver.named(params.getSolver()),
            params.getMomentum(),
            params.getWeightDecay(),
            params.getRegParam(),
            params.getElasticNetParam(),
            params.getGradientClipNorm(),
            params.getGradientClipValue(),
            params.getMaxNorm()),
        new RunSettings(
            params.getMaxIter(),
            params.getBatchSize(),
            params.getBlockSize(),
            params.getTol(),
            params.getSeed(),
            localSteps(params)),
        new Validation(
            Validation.metric(params.getValidationMetric(), loss),
            thresholds,
            params.getPatience(),
            params.getMinImprovement()),
        params.getStandardize());
  }

  private static LocalStepSettings localSteps(MlpParams params) {
    LocalStepSettings local =
        new LocalStepSettings(
            params.getLocalSteps(), params.getVirtualWorkers(), params.getOuterMomentum());
    boolean scalesOverRows = Normalization.named(params.getNormalization()) == Normalization.BATCH;
    local.requireFits(
        Solver.named(params.getSolver()), params.getBatchSize(), scalesOverRows ? 2 : 1);
    return local;
  }

  /** Refuses layers too large for any table before one is read; 0 stands for what tables say. */
  private static void requireFits(List<HiddenLayer> hidden, int inputs, int outputs) {
    try {
      Network.of(Math.max(1, inputs), hidden, Math.max(1, outputs));
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** A line search compares costs: nothing but the weights may change them, or their slopes. */
  private static void requireOneCost(MlpParams params) {
    if (Solver.named(params.getSolver()) != Solver.L_BFGS) {
      return;
    }
    refuse("gradientClipNorm", params.getGradientClipNorm());
    refuse("gradientClipValue", params.getGradientClipValue());
    refuse("maxNorm", params.getMaxNorm());
    refuse("inputDropout", params.getInputDropout());
    refuse("dropout", Arrays.stream(params.getDropout()).max().orElse(0));
    Precision gradients = Precision.named(params.getGradientPrecision());
    if (gradients != Precision.FLOAT32) {
      throw new InputException(
          "gradientPrecision is "
              + gradients.label()
              + " but solver l-bfgs needs the slopes of the cost that it compares; set it to "
              + Precision.FLOAT32.label()
              + " or take another solver");
    }
  }

  private static void refuse(String name, double value) {
    if (value != 0) {
      throw new InputException(
          name
              + " is "
              + value
              + " but solver l-bfgs needs a cost that nothing but the weights changes; set it to 0"
              + " or take another solver");
    }
  }

  /** Without the model of {@code initialModelPath}, which is not read here. */
  private static InitialWeights initialWeights(MlpParams params) {
    List<String> set =
        Stream.of(params.initializer(), params.initialWeights(), params.initialModelPath())
            .filter(params::isSet)
            .map(Param::name)
            .toList();
    if (set.size() > 1) {
      throw new InputException(
          String.join(" and ", set)
              + " are set; each says which weights training begins with: leave one of them");
    }
    if (!params.isSet(params.initialWeights())) {
      return new InitialWeights.Drawn(Initializer.named(params.getInitializer()));
    }
    double[] given = params.getInitialWeights().toArray();
    float[] weights = new float[given.length];
    for (int i = 0; i < given.length; i++) {
      weights[i] = (float) given[i];
    }
    return new InitialWeights.Given(weights);
  }

  /**
   * The same settings, but where {@code initialModelPath} is set, training begins with that model.
   *
   * @param params the estimator's Params
   * @param session knows the file systems
   * @throws InputException if there is no such model, or it does not fit
   */
  Settings withInitialModel(MlpParams params, SparkSession session) {
    if (!params.isSet(params.initialModelPath())) {
      return this;
    }
    WarmStart model = InitialModel.read(params.getInitialModelPath(), session);
    model.require(training.network(), training.loss());
    InitialModel.requireScaling(model, params);
    return new Settings(training.startingWith(model), inputs, targets);
  }

  private static int[] hiddenUnits(MlpParams params) {
    if (!params.isSet(params.layers())) {
      return params.getHiddenLayers();
    }
    int[] layers = params.getLayers();
    int[] units = Arrays.copyOfRange(layers, 1, layers.length - 1);
    if (params.isSet(params.hiddenLayers()) && !Arrays.equals(units, params.getHiddenLayers())) {
      throw new InputException(
          "layers "
              + Arrays.toString(layers)
              + " has the hidden layers "
              + Arrays.toString(units)
              + " but hiddenLayers is "
              + Arrays.toString(params.getHiddenLayers())
              + "; set one of the two");
    }
    return units;
  }

  private static List<HiddenLayer> hidden(int[] units, String[] activations, double[] dropout) {
    requireOneEach("activation", "name", activations.length, units.length);
    requireOneEach("dropout", "number", dropout.length, units.length);
    if (units.length == 0 && dropout[0] > 0) {
      throw new InputException("dropout is " + dropout[0] + " but there is no hidden layer");
    }
    List<HiddenLayer> hidden = new ArrayList<>();
    for (int l = 0; l < units.length; l++) {
      String name = activations[activations.length == 1 ? 0 : l];
      double share = dropout[dropout.length == 1 ? 0 : l];
      hidden.add(new HiddenLayer(units[l], Activation.named(name), share));
    }
    return hidden;
  }

  private static void requireOneEach(String param, String what, int found, int layers) {
    if (found != 1 && found != layers) {
      throw new InputException(
          param
              + " has "
              + found
              + " "
              + what
              + "s for "
              + layers
              + " hidden layers; give one "
              + what
              + " for all or one a layer");
    }
  }

  private static NetworkOptions options(MlpParams params) {
    Normalization normalization = Normalization.named(params.getNormalization());
    boolean fullBatch = Solver.named(params.getSolver()).isFullBatch();
    if (normalization == Normalization.BATCH
        && (params.getBlockSize() == 1 || !fullBatch && params.getBatchSize() == 1)) {
      throw new InputException(
          "normalization batch scales over several rows: "
              + (fullBatch ? "blockSize" : "batchSize and blockSize")
              + " must be at least 2, found "
              + (fullBatch ? "" : params.getBatchSize() + " and ")
              + params.getBlockSize());
    }
    return new NetworkOptions(
        normalization,
        params.getResidual(),
        params.getInputDropout(),
        Precision.named(params.getPrecision()),
        Precision.named(params.getGradientPrecision()));
  }

  private static int targets(MlpParams params, Loss loss, double[] thresholds) {
    int outputs = 0;
    if (params.isSet(params.layers())) {
      int[] layers = params.getLayers();
      outputs = layers[layers.length - 1];
    }
    int targets = outputs == 0 ? 0 : targets(params, loss, outputs);
    if (thresholds != null && targets > 0 && thresholds.length != targets) {
      throw new InputException(
          "thresholds has "
              + thresholds.length
              + " numbers but layers has "
              + targets
              + (loss.target() == Target.CLASS ? " classes" : " labels"));
    }
    // Thresholds for more classes than there are labels are for classes without rows.
    return thresholds != null ? thresholds.length : targets;
  }

  /** How many classes, values or labels the user's output layer is for. */
  private static int targets(MlpParams params, Loss loss, int outputs) {
    if (loss.target() != Target.CLASS) {
      try {
        return loss.targets(outputs);
      } catch (IllegalArgumentException e) {
        String layers = Arrays.toString(params.getLayers());
        throw new InputException("layers " + layers + ": " + e.getMessage(), e);
      }
    }
    int classes = loss.predictions(outputs);
    if (classes < 2) {
      throw new InputException(
          "layers "
              + Arrays.toString(params.getLayers())
              + " ends with 1 output; loss "
              + loss.label()
              + " needs one for each of at least 2 classes");
    }
    requireOutputs(params, loss, outputs, loss.outputs(classes));
    return classes;
  }

  private static void requireOutputs(MlpParams params, Loss loss, int found, int expected) {
    if (found != expected) {
      throw new InputException(
          "layers "
              + Arrays.toString(params.getLayers())
              + " ends with "
              + found
              + " outputs but loss "
              + loss.label()
              + " takes "
              + expected);
    }
  }
}
