package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RateSettings;
import org.spindleml.train.RunSettings;
import org.spindleml.train.Solver;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.UpdateSettings;

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
    int inputs = params.isSet(params.layers()) ? params.getLayers()[0] : 0;
    return new Settings(training(params, loss, units), inputs, targets(params, loss, thresholds));
  }

  /** The loss with the numbers it takes. */
  static Loss loss(MlpParams params) {
    return params.ownParams().task.loss(params.getLoss(), params.lossSettings());
  }

  private static TrainingSettings training(MlpParams params, Loss loss, int[] units) {
    return new TrainingSettings(
        new NetworkSettings(
            hidden(units, params.getActivation()), Initializer.named(params.getInitializer())),
        loss,
        new RateSettings(
            LearningRateSchedule.named(params.getLearningRateSchedule()),
            params.getStepSize(),
            params.getWarmupFraction()),
        new UpdateSettings(
            Solver.named(params.getSolver()),
            params.getMomentum(),
            params.getWeightDecay(),
            params.getRegParam(),
            params.getElasticNetParam(),
            params.getGradientClipNorm(),
            params.getGradientClipValue()),
        new RunSettings(
            params.getMaxIter(),
            params.getBatchSize(),
            params.getBlockSize(),
            params.getTol(),
            params.getSeed()),
        params.getStandardize());
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

  private static List<HiddenLayer> hidden(int[] units, String[] activations) {
    if (activations.length != 1 && activations.length != units.length) {
      throw new InputException(
          "activation has "
              + activations.length
              + " names for "
              + units.length
              + " hidden layers; give one name for all or one a layer");
    }
    List<HiddenLayer> hidden = new ArrayList<>();
    for (int l = 0; l < units.length; l++) {
      String name = activations[activations.length == 1 ? 0 : l];
      hidden.add(new HiddenLayer(units[l], Activation.named(name)));
    }
    return hidden;
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
