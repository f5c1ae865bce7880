package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.spark.Columns;
import org.spindleml.spark.FeatureReader;
import org.spindleml.spark.InputColumns;
import org.spindleml.table.InputException;

/** What estimators and models ask of a table's schema, and what they add to it. */
final class TableSchema {
  private TableSchema() {}

  /** The feature columns: {@code featuresCols} where it is set, else {@code featuresCol}. */
  static List<String> features(MlpParams params, Param<String> featuresCol) {
    if (!params.isSet(params.featuresCols()) || params.getFeaturesCols().length == 0) {
      return List.of(params.getOrDefault(featuresCol));
    }
    if (params.isSet(featuresCol)) {
      throw new InputException(
          "featuresCol is "
              + params.getOrDefault(featuresCol)
              + " but featuresCols is "
              + String.join(", ", params.getFeaturesCols())
              + "; set one of the two");
    }
    return List.of(params.getFeaturesCols());
  }

  /** The columns to train on. */
  static InputColumns columns(MlpParams params, Param<String> featuresCol, String label) {
    boolean weighted = params.isSet(params.weightCol()) && !params.getWeightCol().isEmpty();
    return new InputColumns(
        features(params, featuresCol),
        label,
        weighted ? params.getWeightCol() : null,
        InvalidRows.named(params.getHandleInvalid()) == InvalidRows.SKIP);
  }

  /**
   * Checks names and types of the columns to train on.
   *
   * @throws InputException naming the column, the type found and what to do
   */
  static void check(StructType schema, InputColumns columns) {
    FeatureReader.of(schema, columns.features());
    Columns.findNumber(schema, columns.label(), "the label");
    if (columns.weight() != null) {
      Columns.findNumber(schema, columns.weight(), "the weight");
    }
  }

  /**
   * Appends output columns.
   *
   * @param outputs the columns; those without a name are turned off
   * @throws InputException if the table has a column of such a name, or two outputs share one
   */
  static StructType append(StructType schema, List<StructField> outputs) {
    List<StructField> fields = new ArrayList<>(Arrays.asList(schema.fields()));
    for (StructField output : outputs) {
      if (output.name().isEmpty()) {
        continue;
      }
      for (StructField field : fields) {
        if (field.name().equalsIgnoreCase(output.name())) {
          throw new InputException(
              "the table already has a column '"
                  + field.name()
                  + "'; drop it, or give the output another name (predictionCol, probabilityCol,"
                  + " rawPredictionCol)");
        }
      }
      fields.add(output);
    }
    return new StructType(fields.toArray(StructField[]::new));
  }
}
