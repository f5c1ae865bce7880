package org.spindleml.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.table.InputException;

/**
 * What the classes of a label column are called: its strings in alphabetical order (that of Java's
 * {@link String#compareTo}), which are then numbered 0, 1, 2 …; or what the attributes of a column
 * of class numbers say, as StringIndexer writes them.
 *
 * @param names of the classes 0, 1, 2 …; empty where nothing names them
 * @param classes how many classes there are; 0 where only the data can say
 * @param areStrings whether the column has strings and not class numbers
 */
public record ClassNames(List<String> names, int classes, boolean areStrings) {
  /** No name and no number of classes. */
  public static final ClassNames NONE = new ClassNames(List.of(), 0, false);

  /** More different strings than this are no classes, but identifiers or text. */
  private static final int MOST = 10_000;

  /**
   * Whether a column has strings.
   *
   * @param schema the table's schema
   * @param column the label column
   * @return false if it has anything else
   * @throws InputException if there is no such column
   */
  public static boolean areStrings(StructType schema, String column) {
    return schema.fields()[Columns.find(schema, column)].dataType() instanceof StringType;
  }

  /**
   * Whether classes have names: strings do, and numbers whose attributes say so.
   *
   * @param schema the table's schema
   * @param column the label column
   * @return false if classes are known by their numbers alone
   * @throws InputException if there is no such column
   */
  public static boolean areNamed(StructType schema, String column) {
    return areStrings(schema, column) || !ofSchema(schema, column).names().isEmpty();
  }

  /**
   * Reads what a column's attributes say.
   *
   * @param schema the table's schema
   * @param column the label column
   * @return the names; {@link #NONE} of strings, which only the data can tell, and of numbers
   *     without attributes
   * @throws InputException if there is no such column
   */
  public static ClassNames ofSchema(StructType schema, String column) {
    return ofField(schema.fields()[Columns.find(schema, column)]);
  }

  /**
   * Reads the names: of strings by a job, else from the schema.
   *
   * @param data the table
   * @param column the label column
   * @return the names
   * @throws InputException if there is no such column, or it has more different strings than
   *     classes can be
   */
  public static ClassNames of(Dataset<?> data, String column) {
    StructType schema = data.schema();
    if (!areStrings(schema, column)) {
      return ofSchema(schema, column);
    }
    Dataset<Row> labels = Columns.select(data, List.of(Columns.find(schema, column))).toDF("label");
    Set<String> names = new TreeSet<>();
    Column plain = labels.col("label").cast(DataTypes.StringType);
    for (Row row : labels.select(plain).na().drop().distinct().limit(MOST + 1).collectAsList()) {
      names.add(row.getString(0));
    }
    if (names.size() > MOST) {
      throw new InputException(
          "column '" + column + "' has more than " + MOST + " different strings; is it the label?");
    }
    if (names.size() == 1) {
      throw new InputException(
          "column '"
              + column
              + "' has one class only ('"
              + names.iterator().next()
              + "'); there is nothing to tell apart");
    }
    return new ClassNames(List.copyOf(names), names.size(), true);
  }

  private static ClassNames ofField(StructField field) {
    if (!(field.dataType() instanceof NumericType)) {
      return NONE;
    }
    Attribute attribute = Attribute.fromStructField(field);
    if (attribute instanceof NominalAttribute nominal) {
      int classes = nominal.getNumValues().isDefined() ? (Integer) nominal.getNumValues().get() : 0;
      return new ClassNames(list(nominal.values()), classes, false);
    }
    if (attribute instanceof BinaryAttribute binary) {
      return new ClassNames(list(binary.values()), 2, false);
    }
    return NONE;
  }

  private static List<String> list(scala.Option<String[]> values) {
    return values.isDefined() ? List.of(values.get()) : List.of();
  }

  /**
   * The number of classes to train for.
   *
   * @param column the label column, for errors
   * @param required what the user said; 0 for nothing
   * @return the number; 0 where only the data can say
   * @throws InputException if the user said another number than the column
   */
  int required(String column, int required) {
    if (classes > 0 && required > 0 && classes != required) {
      throw new InputException(
          "column '"
              + column
              + "' has "
              + classes
              + " classes"
              + (names.isEmpty() ? "" : " (" + shortList() + ")")
              + " but layers or thresholds are for "
              + required);
    }
    return required > 0 ? required : classes;
  }

  private String shortList() {
    int shown = Math.min(names.size(), 10);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }

  /**
   * A table whose label column has class numbers instead of strings; null and unknown strings are
   * null and −1.
   *
   * @param data the table
   * @param column the label column
   * @return the same table where labels are numbers already
   */
  Dataset<Row> numbered(Dataset<?> data, String column) {
    if (!areStrings) {
      return data.toDF();
    }
    int label = Columns.find(data.schema(), column);
    Dataset<Row> renamed = Columns.numbered(data);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < data.columns().length; i++) {
      Column same = Columns.at(renamed, i);
      columns.add(i == label ? number(same) : same);
    }
    return renamed.select(columns.toArray(Column[]::new)).toDF(data.columns());
  }

  /**
   * The class number of a name.
   *
   * @param label a column of names
   * @return a column of doubles; null where the name is null, −1 where it is unknown
   */
  public Column number(Column label) {
    Column classes = functions.lit(names.toArray(new String[0]));
    Column position = functions.array_position(classes, label.cast(DataTypes.StringType));
    return position.minus(1).cast(DataTypes.DoubleType);
  }

  /**
   * The schema that {@link #numbered} gives.
   *
   * @param schema the table's schema
   * @param column the label column
   * @return the same schema where labels are numbers already
   * @throws InputException if there is no such column
   */
  public static StructType numbered(StructType schema, String column) {
    if (!areStrings(schema, column)) {
      return schema;
    }
    StructField[] fields = schema.fields().clone();
    int label = Columns.find(schema, column);
    StructField field = fields[label];
    fields[label] =
        new StructField(field.name(), DataTypes.DoubleType, field.nullable(), field.metadata());
    return new StructType(fields);
  }
}
