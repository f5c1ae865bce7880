package org.spindleml.spark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.spindleml.table.InputException;

/** Finds columns by the names users write, dots, spaces and other case included. */
public final class Columns {
  /** Names that an error lists. */
  private static final int MOST_NAMES = 20;

  private Columns() {}

  /**
   * Finds a column.
   *
   * @param schema the table's schema
   * @param name the name; other case is accepted where that leaves one column
   * @return its index
   * @throws InputException if there is none, or more than one
   */
  public static int find(StructType schema, String name) {
    List<String> names = Arrays.asList(schema.fieldNames());
    List<Integer> found = places(names, name::equals);
    if (found.isEmpty()) {
      found = places(names, name::equalsIgnoreCase);
    }
    if (found.isEmpty()) {
      throw new InputException("there is no column '" + name + "'; " + advice(name, names));
    }
    if (found.size() > 1) {
      throw new InputException(
          "the name '" + name + "' stands for " + found.size() + " columns; rename all but one");
    }
    return found.get(0);
  }

  private static List<Integer> places(List<String> names, Predicate<String> isMeant) {
    return IntStream.range(0, names.size())
        .filter(i -> isMeant.test(names.get(i)))
        .boxed()
        .toList();
  }

  private static String advice(String name, List<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Optional<String> nearest =
        names.stream().min(Comparator.comparingInt(other -> distance.apply(other, name)));
    boolean near = nearest.isPresent() && distance.apply(nearest.get(), name) <= name.length() / 3;
    int more = names.size() - MOST_NAMES;
    return (near ? "did you mean '" + nearest.get() + "'? The table has " : "the table has ")
        + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * Finds a column of numbers.
   *
   * @param schema the table's schema
   * @param name the name
   * @param role what the column is for, for the error: "the label"
   * @return its index
   * @throws InputException if there is none, or it holds something else
   */
  public static int findNumber(StructType schema, String name, String role) {
    int index = find(schema, name);
    DataType type = schema.fields()[index].dataType();
    if (!ColumnKind.isNumber(type)) {
      throw new InputException(
          "column '"
              + name
              + "' is of type "
              + type.simpleString()
              + "; "
              + role
              + " must be a number (StringIndexer makes class numbers of strings)");
    }
    return index;
  }

  /**
   * Finds a column of labels: numbers, or vectors or arrays of them.
   *
   * @param schema the table's schema
   * @param name the name
   * @return its index
   * @throws InputException if there is none, or it holds something else
   */
  public static int findLabel(StructType schema, String name) {
    int index = find(schema, name);
    DataType type = schema.fields()[index].dataType();
    if (ColumnKind.of(type).isEmpty()) {
      throw new InputException(
          "column '"
              + name
              + "' is of type "
              + type.simpleString()
              + "; the label must be a number, or a vector or array of numbers (StringIndexer makes"
              + " class numbers of strings)");
    }
    return index;
  }

  /**
   * Selects columns by index, which no odd or doubled name can confuse.
   *
   * @param data the table
   * @param indices which columns
   * @return a table of just these, in this order
   */
  static Dataset<Row> select(Dataset<?> data, List<Integer> indices) {
    Dataset<Row> renamed = numbered(data);
    return renamed.select(indices.stream().map(i -> at(renamed, i)).toArray(Column[]::new));
  }

  /** The same table with names that nothing can confuse. */
  static Dataset<Row> numbered(Dataset<?> data) {
    String[] unique = new String[data.columns().length];
    Arrays.setAll(unique, i -> "c" + i);
    return data.toDF(unique);
  }

  /** A column of a table that has such names. */
  static Column at(Dataset<Row> numbered, int index) {
    return numbered.col("c" + index);
  }
}
