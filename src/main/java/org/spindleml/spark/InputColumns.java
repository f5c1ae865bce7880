package org.spindleml.spark;

import java.util.List;
import org.spindleml.train.ClassWeights;

/**
 * Which columns of a table are what, and how much its rows count.
 *
 * @param features one column of vectors or arrays, or several columns of numbers, in the order of
 *     the network's inputs
 * @param label the column to predict: numbers, or vectors or arrays where there are several targets
 * @param weight the column of row weights; null where all rows weigh 1
 * @param offset the column of what is added to a row's first logit; null where nothing is
 * @param validation which rows judge the run instead of taking part in it
 * @param classWeights how much more or less the rows of each class count
 * @param skipInvalid whether rows with missing or impossible values are left out; otherwise they
 *     are an error
 */
public record InputColumns(
    List<String> features,
    String label,
    String weight,
    String offset,
    ValidationRows validation,
    ClassWeights classWeights,
    boolean skipInvalid) {
  /**
   * Columns without offset and validation rows, all classes of weight 1.
   *
   * @param features the feature columns
   * @param label the column to predict
   * @param weight the column of row weights; null where all rows weigh 1
   * @param skipInvalid whether bad rows are left out
   */
  public InputColumns(List<String> features, String label, String weight, boolean skipInvalid) {
    this(features, label, weight, null, ValidationRows.NONE, ClassWeights.NONE, skipInvalid);
  }
}
