package org.spindleml.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Target;
import org.spindleml.table.ClassOrder;
import org.spindleml.table.InputException;
import org.spindleml.table.Standardizer;
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
 * @param classNames what its classes are called; empty where they have no names
 */
public record WarmStart(
    String path,
    Network network,
    float[] weights,
    Loss loss,
    TableEncoder encoder,
    List<String> classNames)
    implements InitialWeights {
  /**
   * Deviations beyond which a column's scaling is of no use: inputs of this size saturate or blow
   * up any network that was trained on inputs around 1.
   */
  private static final double FAR = 1000;

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

  /**
   * Checks that outputs go on standing for the classes that they have stood for.
   *
   * @param names what the table's classes are called; empty where they have no names
   * @throws InputException naming the first class that differs
   */
  public void requireClasses(List<String> names) {
    ClassOrder.require(
        "the table",
        names,
        model(),
        classNames,
        "give both the same classes, in the same order, or begin without the model");
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
      throw new InputException(model() + outputs(wanted));
    }
    return weights.clone();
  }

  /** What the model's outputs stand for and how many the table asks for. */
  private String outputs(Network wanted) {
    if (loss.target() == Target.CLASS) {
      return " tells "
          + loss.predictions(network.outputs())
          + " classes apart, the labels have "
          + loss.predictions(wanted.outputs());
    }
    int targets = loss.targets(network.outputs());
    return " was trained on "
        + targets
        + (targets == 1 ? " target" : " targets")
        + " a row, the table has "
        + loss.targets(wanted.outputs());
  }

  /**
   * Says which feature of a table lies so far from the model's that training may diverge.
   *
   * @param table the features of the table
   * @return a line naming the farthest; empty if all are near
   */
  public Optional<String> farFeature(Standardizer table) {
    double[] means = encoder.inputs().means();
    double[] deviations = encoder.inputs().deviations();
    int farthest = 0;
    double most = 0;
    for (int i = 0; i < means.length; i++) {
      double distance = Math.abs(table.means()[i] - means[i]) + table.deviations()[i];
      // What was constant for the model encodes to 0 wherever it lies.
      double deviationsAway = deviations[i] == 0 ? 0 : distance / deviations[i];
      if (deviationsAway > most) {
        most = deviationsAway;
        farthest = i;
      }
    }
    return most <= FAR
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "feature %d lies %.1e deviations from its mean in %s, whose scaling is kept:"
                    + " training may diverge",
                farthest,
                most,
                model()));
  }

  private String model() {
    return "the model at " + path;
  }
}
