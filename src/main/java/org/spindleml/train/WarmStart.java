package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Target;
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
   * @param chosen the network to train
   * @param wanted the loss to train on
   * @throws InputException naming what the model has and what is wanted
   */
  public void require(NetworkSettings chosen, Loss wanted) {
    String found = describe(hiddenOf(network), network.options());
    String expected = describe(chosen.hidden(), chosen.options());
    if (!found.equals(expected)) {
      throw new InputException(model() + " has " + found + ", the Params say " + expected);
    }
    if (loss.target() != wanted.target()) {
      throw new InputException(
          model() + predicts(loss) + ", loss " + wanted.label() + predicts(wanted));
    }
    // Two classes can be one output or two, a target several quantiles, an output a logarithm.
    if (loss.outputs(2) != wanted.outputs(2) || loss.labelScaling() != wanted.labelScaling()) {
      throw new InputException(
          model()
              + " was trained on loss "
              + loss.label()
              + ", whose outputs mean something else than those of loss "
              + wanted.label());
    }
  }

  private static String predicts(Loss loss) {
    return switch (loss.target()) {
      case CLASS -> " tells classes apart";
      case VALUES -> " predicts numbers";
      case LABELS -> " tells for each of several labels whether it holds";
    };
  }

  private static List<HiddenLayer> hiddenOf(Network network) {
    List<Layer> layers = network.layers();
    return layers.subList(0, layers.size() - 1).stream()
        .map(layer -> new HiddenLayer(layer.outputs(), layer.activation()))
        .toList();
  }

  /** "hidden layers [128, 64] relu", with an activation each where they differ. */
  private static String describe(List<HiddenLayer> hidden, NetworkOptions options) {
    if (hidden.isEmpty()) {
      return "no hidden layers";
    }
    List<String> each = hidden.stream().map(layer -> layer.activation().label()).toList();
    boolean same = each.stream().distinct().count() == 1;
    String activations = same ? each.get(0) : String.join(", ", each);
    return "hidden layers "
        + hidden.stream().map(HiddenLayer::units).toList()
        + " "
        + activations
        + (options.normalization() == Normalization.NONE
            ? ""
            : ", normalization " + options.normalization().label())
        + (options.residual() ? ", residual" : "");
  }

  @Override
  public float[] of(Network wanted, long seed) {
    if (network.inputs() != wanted.inputs()) {
      throw new InputException(
          model() + " takes " + network.inputs() + " inputs, the table has " + wanted.inputs());
    }
    if (network.outputs() != wanted.outputs()) {
      boolean classes = loss.target() == Target.CLASS;
      throw new InputException(
          model()
              + (classes ? " tells " : " predicts ")
              + loss.predictions(network.outputs())
              + (classes ? " classes apart, the labels have " : " numbers, the table has ")
              + loss.predictions(wanted.outputs()));
    }
    return weights.clone();
  }

  private String model() {
    return "the model at " + path;
  }
}
