package org.spindleml.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.spindleml.spark.Columns;
import org.spindleml.table.InputException;

/**
 * Which columns of a run's table are what, by the names in its schema.
 *
 * @param features numbers, vectors and arrays
 * @param categories columns that are indexed and one-hot encoded
 * @param labels the columns to predict, one or several
 * @param weight the column of row weights; null where all rows weigh 1
 * @param offset the column of what is added to a row's logit; null where nothing is
 * @param validation the column of booleans that marks validation rows; null where there is none
 * @param missing what fills a column's missing numbers: "mean" or a number
 */
record RunColumns(
    List<String> features,
    List<String> categories,
    List<String> labels,
    String weight,
    String offset,
    String validation,
    Map<String, String> missing) {
  /**
   * Finds the columns. Where the run file names neither features nor categories, all columns of
   * numbers are features (or the one column of vectors or arrays that is called "features") and all
   * columns of strings categories.
   *
   * @param run the run file
   * @param schema of the table to train on
   * @param splitColumn a column that is neither
   * @return the columns, all of them there
   */
  static RunColumns of(RunFile run, StructType schema, Optional<String> splitColumn) {
    if (!run.has("columns.label")) {
      throw new InputException("the run file does not say which column to predict: columns.label");
    }
    List<String> labels = findAll(schema, run.strings("columns.label"));
    if (labels.isEmpty()) {
      throw new InputException("columns.label is an empty list; name at least one column");
    }
    String weight = run.has("columns.weight") ? find(schema, run.string("columns.weight")) : null;
    String offset = run.has("columns.offset") ? find(schema, run.string("columns.offset")) : null;
    String validation =
        run.has("columns.validation") ? find(schema, run.string("columns.validation")) : null;
    Set<String> taken = new TreeSet<>(labels);
    splitColumn.ifPresent(taken::add);
    taken.addAll(optional(weight));
    taken.addAll(optional(offset));
    taken.addAll(optional(validation));
    Optional<List<String>> features = run.strings("columns.features");
    Optional<List<String>> categories = run.strings("columns.categories");
    boolean all = features.isEmpty() && categories.isEmpty();
    Map<String, String> missing = new TreeMap<>();
    run.map("columns.missing").forEach((name, fill) -> missing.put(find(schema, name), fill));
    RunColumns columns =
        new RunColumns(
            all ? numbers(schema, taken) : findAll(schema, features),
            all ? strings(schema, taken) : findAll(schema, categories),
            labels,
            weight,
            offset,
            validation,
            missing);
    if (columns.features().isEmpty() && columns.categories().isEmpty()) {
      throw new InputException(
          "the table has no column to learn from besides '" + String.join("', '", labels) + "'");
    }
    columns.requireOneRole();
    columns.requireTypes(schema);
    return columns;
  }

  private static List<String> optional(String name) {
    return name == null ? List.of() : List.of(name);
  }

  private void requireTypes(StructType schema) {
    for (String name : features) {
      if (schema.apply(name).dataType() instanceof StringType) {
        throw new InputException(
            "column '"
                + name
                + "' is of type string; features are numbers, vectors or arrays: name it in"
                + " columns.categories, or say what marks its missing numbers:"
                + " data.options.nullValue");
      }
    }
    if (weight != null && schema.apply(weight).dataType() instanceof StringType) {
      throw new InputException(
          "column '" + weight + "' is of type string; weights are numbers of at least 0");
    }
    if (offset != null && schema.apply(offset).dataType() instanceof StringType) {
      throw new InputException("column '" + offset + "' is of type string; offsets are numbers");
    }
  }

  /** A feature that is the label would be predicted from itself. */
  private void requireOneRole() {
    Map<String, String> roles = new TreeMap<>();
    addRole(roles, "label", labels);
    addRole(roles, "weight", optional(weight));
    addRole(roles, "offset", optional(offset));
    addRole(roles, "validation", optional(validation));
    addRole(roles, "features", features);
    addRole(roles, "categories", categories);
    for (String name : missing.keySet()) {
      if (!features.contains(name)) {
        throw new InputException(
            "columns.missing." + name + ": column '" + name + "' is not one of the features");
      }
    }
  }

  private static void addRole(Map<String, String> roles, String role, List<String> names) {
    for (String name : names) {
      String other = roles.put(name, role);
      if (other != null) {
        throw new InputException(
            "column '"
                + name
                + "' is named "
                + (other.equals(role)
                    ? "twice in columns." + role
                    : "in columns." + other + " and columns." + role + "; leave one of them"));
      }
    }
  }

  /**
   * Checks that another table has the columns as well.
   *
   * @param schema the other table's
   * @param table what it is, for the message
   * @throws InputException naming the first column that is missing
   */
  void requireIn(StructType schema, String table) {
    List<String> names = new ArrayList<>(features);
    names.addAll(categories);
    names.addAll(labels);
    names.addAll(optional(weight));
    names.addAll(optional(offset));
    try {
      names.forEach(name -> find(schema, name));
    } catch (InputException e) {
      throw new InputException(table + ": " + e.getMessage(), e);
    }
  }

  private static String find(StructType schema, String name) {
    return schema.fieldNames()[Columns.find(schema, name)];
  }

  private static List<String> findAll(StructType schema, Optional<List<String>> names) {
    return names.orElse(List.of()).stream().map(name -> find(schema, name)).toList();
  }

  private static List<String> numbers(StructType schema, Set<String> taken) {
    if (Arrays.asList(schema.fieldNames()).contains("features")) {
      DataType type = schema.apply("features").dataType();
      if (type.equals(SQLDataTypes.VectorType()) || type instanceof ArrayType) {
        return List.of("features");
      }
    }
    return ofType(schema, taken, Set.of(NumericType.class, BooleanType.class));
  }

  private static List<String> strings(StructType schema, Set<String> taken) {
    return ofType(schema, taken, Set.of(StringType.class));
  }

  private static List<String> ofType(
      StructType schema, Set<String> taken, Set<Class<? extends DataType>> types) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      DataType found = schema.fields()[i].dataType();
      if (types.stream().anyMatch(type -> type.isInstance(found))
          && !taken.contains(schema.fieldNames()[i])) {
        names.add(schema.fieldNames()[i]);
      }
    }
    return names;
  }
}
