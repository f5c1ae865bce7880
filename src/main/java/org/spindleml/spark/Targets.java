package org.spindleml.spark;

import java.util.Arrays;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/**
 * What a table's labels ask of a network, checked against the loss and what the user expects.
 *
 * @param count the number of classes, values or yes-or-no labels
 * @param classWeights a factor of the weight of each class's rows; empty where there is none
 */
record Targets(int count, double[] classWeights) {
  /**
   * Reads what the first read has learnt.
   *
   * @param sums what it has learnt
   * @param columns which columns are what
   * @param loss the loss
   * @param required number of classes, values or labels that the user expects; 0 to take the data's
   * @param listener is told of classes without rows and of constant values
   * @throws InputException if loss, Params and labels do not fit
   */
  static Targets of(
      TableSums sums, InputColumns columns, Loss loss, int required, TrainingListener listener) {
    return loss.target() == Target.CLASS
        ? ofClasses(sums, columns, loss, required, listener)
        : ofValues(sums, columns, loss, required, listener);
  }

  private static Targets ofClasses(
      TableSums sums, InputColumns columns, Loss loss, int required, TrainingListener listener) {
    int width = sums.layout.targets();
    if (width != 1) {
      throw new InputException(
          "loss "
              + loss.label()
              + " takes one class number a row but column '"
              + columns.label()
              + "' holds "
              + width
              + " values; use loss multiLabelLogistic if they are 0 or 1");
    }
    int classes = InputChecks.classes(sums, required, columns.label(), listener);
    double[] weights = columns.classWeights().of(sums.classes.rowWeights(classes));
    if (weights.length > 0) {
      sums.classes.requireFloats(weights);
      listener.note("class weights " + Arrays.toString(weights));
    }
    return new Targets(classes, weights);
  }

  private static Targets ofValues(
      TableSums sums, InputColumns columns, Loss loss, int required, TrainingListener listener) {
    int width = sums.layout.targets();
    if (!columns.classWeights().areNone()) {
      throw new InputException(
          "classWeights are for classes; loss " + loss.label() + " has none, use weightCol");
    }
    if (width == 0) {
      throw new InputException("column '" + columns.label() + "' holds no values to predict");
    }
    if (required > 0 && required != width) {
      throw new InputException(
          "layers or thresholds are for "
              + required
              + (required == 1 ? " target" : " targets")
              + " but column '"
              + columns.label()
              + "' holds "
              + width
              + (width == 1 ? " value" : " values"));
    }
    if (columns.offset() != null && width > 1) {
      throw new InputException(
          "offsetCol '"
              + columns.offset()
              + "' is added to one target but column '"
              + columns.label()
              + "' holds "
              + width
              + " values; train one model for each");
    }
    if (loss.target() == Target.VALUES) {
      InputChecks.noteConstantTargets(sums, columns, loss, listener);
    }
    return new Targets(width, new double[0]);
  }
}
