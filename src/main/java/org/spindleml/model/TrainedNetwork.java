package org.spindleml.model;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.Target;
import org.spindleml.table.TableEncoder;

/**
 * All that prediction needs: how raw numbers become inputs, the network, its weights, and what its
 * logits mean.
 *
 * @param network the network
 * @param weights its weights, {@link Network#size} of them; not to be changed
 * @param loss the loss it was trained on, whose link turns logits into predictions
 * @param encoder from raw features to inputs, and from logits back to the label's units
 * @param classNames what the classes 0, 1, 2 … are called; empty where they have no names
 * @param featureNames what the raw features are called; empty where they have no names
 */
public record TrainedNetwork(
    Network network,
    float[] weights,
    Loss loss,
    TableEncoder encoder,
    List<String> classNames,
    List<String> featureNames)
    implements Serializable {
  /**
   * Checks that the parts belong together.
   *
   * @param network the network
   * @param weights its weights
   * @param loss the loss it was trained on
   * @param encoder from raw features to inputs, and back to the label's units
   * @param classNames what the classes are called; empty where they have no names
   * @param featureNames what the features are called; empty where they have no names
   * @throws IllegalArgumentException naming the two sizes that differ
   */
  public TrainedNetwork {
    classNames = List.copyOf(classNames);
    featureNames = List.copyOf(featureNames);
    if (weights.length != network.size()) {
      throw new IllegalArgumentException(
          "network " + network + " has " + network.size() + " weights, got " + weights.length);
    }
    if (encoder.inputs().width() != network.inputs()) {
      throw new IllegalArgumentException(
          "network takes "
              + network.inputs()
              + " inputs but the encoder gives "
              + encoder.inputs().width());
    }
    if (!featureNames.isEmpty() && featureNames.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "there are " + featureNames.size() + " names for " + network.inputs() + " features");
    }
    boolean classes = loss.target() == Target.CLASS;
    requireNames(classNames, classes ? loss.predictions(network.outputs()) : 0);
    if (classes) {
      requireLogits(loss, network.outputs());
    } else if (encoder.targets().width() != loss.targets(network.outputs())) {
      throw new IllegalArgumentException(
          "network predicts "
              + loss.targets(network.outputs())
              + " targets but the encoder has "
              + encoder.targets().width());
    }
  }

  private static void requireLogits(Loss loss, int outputs) {
    int classes = loss.predictions(outputs);
    if (loss.outputs(classes) != outputs) {
      throw new IllegalArgumentException(
          "loss "
              + loss.label()
              + " of "
              + classes
              + " classes takes "
              + loss.outputs(classes)
              + " logits but the network gives "
              + outputs);
    }
  }

  /**
   * A network whose classes and features have no names.
   *
   * @param network the network
   * @param weights its weights
   * @param loss the loss it was trained on
   * @param encoder from raw features to inputs, and back to the label's units
   * @throws IllegalArgumentException naming the two sizes that differ
   */
  public TrainedNetwork(Network network, float[] weights, Loss loss, TableEncoder encoder) {
    this(network, weights, loss, encoder, List.of(), List.of());
  }

  /**
   * The same network with names for its classes.
   *
   * @param names one a class, all different; empty for no names
   * @return another network of the same weights
   * @throws IllegalArgumentException if there is another number of classes, or a name is there
   *     twice
   */
  public TrainedNetwork withClassNames(List<String> names) {
    return new TrainedNetwork(network, weights, loss, encoder, names, featureNames);
  }

  /**
   * The same network with names for its features.
   *
   * @param names one a feature; empty for no names
   * @return another network of the same weights
   * @throws IllegalArgumentException if there is another number of features
   */
  public TrainedNetwork withFeatureNames(List<String> names) {
    return new TrainedNetwork(network, weights, loss, encoder, classNames, names);
  }

  private static void requireNames(List<String> names, int classes) {
    if (!names.isEmpty() && names.size() != classes) {
      throw new IllegalArgumentException(
          "there are " + names.size() + " class names for " + classes + " classes");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("a class name is there twice: " + names);
    }
  }

  /**
   * How many classes it tells apart.
   *
   * @return the number of classes; 0 where labels are no class numbers
   */
  public int numClasses() {
    return loss.target() == Target.CLASS ? predictionWidth() : 0;
  }

  /**
   * How many numbers it predicts for a row.
   *
   * @return the number of classes, of labels, or of values: targets × quantiles for loss quantile,
   *     else targets
   */
  public int predictionWidth() {
    return loss.predictions(network.outputs());
  }

  /**
   * How many label numbers a row has.
   *
   * @return 1 where labels are classes, else the number of values or labels
   */
  public int targets() {
    return loss.targets(network.outputs());
  }

  /**
   * A prediction in the label's own units.
   *
   * @param j which of the {@link #predictionWidth}
   * @param linked as the loss's link gives it
   * @return the value; a probability as it is
   */
  public double decode(int j, float linked) {
    int ofTarget = predictionWidth() / targets();
    return loss.target() == Target.VALUES ? encoder.targets().decode(j / ofTarget, linked) : linked;
  }

  /**
   * Encodes what is to be added to a row's first logit.
   *
   * @param offset as in the table: in units of the first label where it is standardised, else in
   *     those of the logit
   * @return in units of the first logit
   */
  public float encodeOffset(double offset) {
    return encoder.encodeOffset(loss.labelScaling(), offset);
  }
}
