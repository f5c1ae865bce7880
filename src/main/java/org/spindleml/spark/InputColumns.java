package org.spindleml.spark;

import java.util.List;

/**
 * Which columns of a table are what.
 *
 * @param features one column of vectors or arrays, or several columns of numbers, in the order of
 *     the network's inputs
 * @param label the column to predict
 * @param weight the column of row weights; null where all rows weigh 1
 * @param skipInvalid whether rows with missing or impossible values are left out; otherwise they
 *     are an error
 */
public record InputColumns(
    List<String> features, String label, String weight, boolean skipInvalid) {}
