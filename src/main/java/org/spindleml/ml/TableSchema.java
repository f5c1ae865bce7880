package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.Columns;
import org.spindleml.spark.EvaluationColumns;
import org.spindleml.spark.FeatureReader;
import org.spindleml.spark.InputColumns;
import org.spindleml.spark.LabelDomain;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.spark.ValidationRows;
import org.spindleml.table.InputException;
import org.spindleml.train.ClassWeights;

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
  static InputColumns columns(
      MlpParams params, Param<String> featuresCol, String label, ClassWeights classWeights) {
    return new InputColumns(
        features(params, featuresCol),
        label,
        nameOrNull(params, params.weightCol()),
        nameOrNull(params, params.offsetCol()),
        new ValidationRows(
            nameOrNull(params, params.validationIndicatorCol()), params.getValidationFraction()),
        classWeights,
        skipsInvalid(params));
  }

  /** Whether rows that cannot be used are left out. */
  static boolean skipsInvalid(MlpParams params) {
    return InvalidRows.named(params.getHandleInvalid()) == InvalidRows.SKIP;
  }

  /** The columns to judge a model by. */
  static EvaluationColumns evaluation(MlpParams params, String label, TrainedNetwork network) {
    return new EvaluationColumns(
        label, nameOrNull(params, params.weightCol()), LabelDomain.of(network));
  }

  private static String nameOrNull(MlpParams params, Param<String> column) {
    boolean named = params.isSet(column) && !params.getOrDefault(column).isEmpty();
    return named ? params.getOrDefault(column) : null;
  }

  /** Whether rows have an offset. */
  static boolean hasOffset(MlpParams params) {
    return nameOrNull(params, params.offsetCol()) != null;
  }

  /**
   * Finds the offset column of a table to score.
   *
   * @return the column; null where nothing is added to logits
   * @throws InputException if the table lacks it
   */
  static OffsetColumn offset(StructType schema, MlpParams params, Loss loss) {
    if (!hasOffset(params)) {
      return null;
    }
    String name = params.getOrDefault(params.offsetCol());
    try {
      return OffsetColumn.of(schema, name, loss);
    } catch (InputException e) {
      throw new InputException(
          e.getMessage() + "; set offsetCol to '' to predict without offsets", e);
    }
  }

  /**
   * Checks names and types of the columns to train on.
   *
   * @param loss says whether labels may be strings, and whether there may be an offset
   * @throws InputException naming the column, the type found and what to do
   */
  static void check(StructType schema, InputColumns columns, Loss loss) {
    FeatureReader.of(schema, columns.features());
    boolean classes = loss.target() == Target.CLASS;
    StructType numbered = classes ? ClassNames.numbered(schema, columns.label()) : schema;
    Columns.findLabel(numbered, columns.label());
    if (columns.weight() != null) {
      Columns.findNumber(schema, columns.weight(), "the weight");
    }
    if (columns.offset() != null) {
      OffsetColumn.of(schema, columns.offset(), loss);
    }
    if (columns.validation().indicator() != null) {
      ValidationRows.find(schema, columns.validation().indicator());
    }
  }

  /** How many labels a row has as far as the schema tells; 0 where it does not. */
  static int labels(StructType schema, String label) {
    return Math.max(0, FeatureWidths.noted(schema.fields()[Columns.findLabel(schema, label)]));
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
