package org.spindleml.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.spark.ClassicSession;
import org.spindleml.spark.FeatureReader;
import org.spindleml.spark.OffsetColumn;

/** From a table to the table with a model's outputs. */
final class Transformation {
  private Transformation() {}

  /** Checks a schema and reads off it how a row's features are found. */
  static FeatureWidths features(StructType schema, List<String> columns, SharedNetwork network) {
    FeatureReader reader = FeatureReader.of(schema, columns);
    return FeatureWidths.of(schema, columns, reader, network.network().network().inputs());
  }

  /**
   * Plans the scoring of a table; nothing is computed before its rows are asked for.
   *
   * @param data the table
   * @param schema the table's schema with the outputs appended
   * @param features reads a row's features
   * @param offset what is added to a row's first logit; null for nothing
   * @param network the network
   * @param outputs what is appended, as many values as the schema has more columns
   * @param handleInvalid name of what becomes of rows that cannot be scored
   */
  static Dataset<Row> apply(
      Dataset<?> data,
      StructType schema,
      FeatureWidths features,
      OffsetColumn offset,
      SharedNetwork network,
      RowOutputs outputs,
      String handleInvalid) {
    BroadcastNetwork broadcast =
        network.on(ClassicSession.context(data.sparkSession(), "prediction"));
    boolean skipInvalid = InvalidRows.named(handleInvalid) == InvalidRows.SKIP;
    Dataset<Row> scored =
        data.toDF()
            .mapPartitions(
                new BlockScoring(broadcast, features, offset, outputs, skipInvalid),
                Encoders.row(schema));
    return withAttributes(scored, schema);
  }

  /** An encoder drops what the schema says of its columns beyond name and type. */
  private static Dataset<Row> withAttributes(Dataset<Row> scored, StructType schema) {
    String[] unique = new String[schema.length()];
    Arrays.setAll(unique, i -> "c" + i);
    // Unique names first: a table may have a name twice, or names that only quotes tell from paths.
    Dataset<Row> renamed = scored.toDF(unique);
    Column[] columns = new Column[unique.length];
    for (int i = 0; i < columns.length; i++) {
      StructField field = schema.fields()[i];
      columns[i] = renamed.col(unique[i]).as(field.name(), field.metadata());
    }
    return renamed.select(columns);
  }
}
