package org.spindleml.train;

import java.util.List;
import java.util.stream.Collectors;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.table.InputException;
import org.spindleml.table.TableEncoder;

/**
 * Training begins with the weights of a trained model. They mean what they mean for columns scaled
 * as the model's were, so its encoder goes with them: features and labels are not measured anew.
 *
 * @param path where the model is, for errors
 * @param network the model's network
 * @param weights its weights; not changed
 * @param loss what it was trained on
 * @param encoder how its columns are scaled
 */
public record WarmStart(
    String path, Network network, float[] weights, Loss loss, TableEncoder encoder)
    implements InitialWeights {

  /**
   * Checks what can be known before the table is read.
   *
   * @param hidden the hidden layers to train
   * @param wanted the loss to train on
   * @throws InputException naming what the model has and what is wanted
   */
  public void require(List<HiddenLayer> hidden, Loss wanted) {
    String found = describe(hiddenOf(network));
    String expected = describe(hidden);
    if (!found.equals(expected)) {
      throw new InputException(model() + " has " + found + ", the Params say " + expected);
    }
    if (loss.isClassification() != wanted.isClassification()) {
      throw new InputException(
          model()
              + (loss.isClassification() ? " tells classes apart" : " predicts numbers")
              + ", loss "
              + wanted.label()
              + (wanted.isClassification() ? " tells classes apart" : " predicts numbers"));
    }
    // Two classes can be one output or two, and an output a value or its logarithm.
    boolean same =
        wanted.isClassification()
            ? loss.outputs(2) == wanted.outputs(2)
            : loss.labelScaling() == wanted.labelScaling();
    if (!same) {
      throw new InputException(
          model()
              + " was trained on loss "
              + loss.label()
              + ", whose outputs mean something else than those of loss "
              + wanted.label());
    }
  }

  private static List<HiddenLayer> hiddenOf(Network network) {
    List<Layer> layers = network.layers();
    return layers.subList(0, layers.size() - 1).stream()
        .map(layer -> new HiddenLayer(layer.outputs(), layer.activation()))
        .toList();
  }

  /** "hidden layers [128, 64] relu", with an activation each where they differ. */
  private static String describe(List<HiddenLayer> hidden) {
    if (hidden.isEmpty()) {
      return "no hidden layers";
    }
    String activations =
        hidden.stream().map(HiddenLayer::activation).distinct().count() == 1
            ? hidden.get(0).activation().label()
            : hidden.stream()
                .map(HiddenLayer::activation)
                .map(Activation::label)
                .collect(Collectors.joining(", "));
    return "hidden layers " + hidden.stream().map(HiddenLayer::units).toList() + " " + activations;
  }

  @Override
  public float[] of(Network wanted, long seed) {
    if (network.inputs() != wanted.inputs()) {
      throw new InputException(
          model() + " takes " + network.inputs() + " inputs, the table has " + wanted.inputs());
    }
    if (network.outputs() != wanted.outputs()) {
      throw new InputException(
          loss.isClassification()
              ? model()
                  + " tells "
                  + loss.predictions(network.outputs())
                  + " classes apart, the labels have "
                  + loss.predictions(wanted.outputs())
              : model()
                  + " predicts "
                  + network.outputs()
                  + " numbers, the table has "
                  + wanted.outputs());
    }
    return weights.clone();
  }

  private String model() {
    return "the model at " + path;
  }
}
