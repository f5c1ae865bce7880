package org.spindleml.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spindleml.table.InputException;

/**
 * How much more or less the rows of each class count: a factor of the row's own weight, in the loss
 * of training alone.
 *
 * @param balanced whether each class counts as much as any other
 * @param given otherwise a number above 0 for each class; empty where all classes count the same
 */
public record ClassWeights(boolean balanced, List<Double> given) {
  /** Every row counts as its own weight says. */
  public static final ClassWeights NONE = new ClassWeights(false, List.of());

  /** Each class counts as much as any other. */
  public static final ClassWeights BALANCED = new ClassWeights(true, List.of());

  private static final String BALANCED_NAME = "balanced";

  /**
   * Reads what a user wrote.
   *
   * @param words "balanced", or a number for each class; none where all classes count the same
   * @return the weights
   * @throws InputException if they are neither
   */
  public static ClassWeights of(String... words) {
    if (words.length == 1 && BALANCED_NAME.equalsIgnoreCase(words[0])) {
      return BALANCED;
    }
    List<Double> given = new ArrayList<>();
    for (String word : words) {
      double weight = number(word);
      // NaN fails this as well
      if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
        throw new InputException(
            "classWeights must be "
                + BALANCED_NAME
                + ", or a number above 0 for each class, found "
                + Arrays.toString(words));
      }
      given.add(weight);
    }
    return new ClassWeights(false, List.copyOf(given));
  }

  private static double number(String word) {
    try {
      return word == null ? Double.NaN : Double.parseDouble(word);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * Whether every row counts as its own weight says.
   *
   * @return true if there are no class weights
   */
  public boolean areNone() {
    return !balanced && given.isEmpty();
  }

  /**
   * The weight of each class. Balanced is n / (K n꜀), with n꜀ the weight of the rows of class c, n
   * of all rows and K the number of classes that have rows (King and Zeng, "Logistic Regression in
   * Rare Events Data", 2001, as scikit-learn has it): the mean weight of a row stays.
   *
   * @param rowWeights sum of the weights of each class's rows; 0 for a class without rows
   * @return one number a class; 1 for a class without rows if balanced; empty if there are none
   * @throws InputException if there are more or fewer weights than classes
   */
  public double[] of(double[] rowWeights) {
    if (areNone()) {
      return new double[0];
    }
    if (!balanced) {
      if (given.size() != rowWeights.length) {
        throw new InputException(
            "classWeights has "
                + given.size()
                + " numbers but there are "
                + rowWeights.length
                + " classes");
      }
      return given.stream().mapToDouble(Double::doubleValue).toArray();
    }
    double sum = Arrays.stream(rowWeights).sum();
    long classes = Arrays.stream(rowWeights).filter(weight -> weight > 0).count();
    return Arrays.stream(rowWeights).map(w -> w > 0 ? sum / (classes * w) : 1).toArray();
  }

  @Override
  public String toString() {
    return balanced ? BALANCED_NAME : given.toString();
  }
}
