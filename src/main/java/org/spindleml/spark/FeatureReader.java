package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.spindleml.table.InputException;

/**
 * Reads a row's features as doubles: from vectors (dense or sparse), from arrays of numbers, from
 * columns of numbers, or from any mixture of them, one after the other.
 */
public final class FeatureReader implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Finite as a double but beyond the largest float32 is not finite for the network. */
  private static final double LARGEST = Float.MAX_VALUE;

  private enum Kind {
    VECTOR,
    ARRAY,
    NUMBER
  }

  private record Source(String column, int index, Kind kind) implements Serializable {
    String name() {
      return "column '" + column + "'";
    }

    RowFault nullFault() {
      return new RowFault(name() + " has nulls", "null");
    }
  }

  private final List<Source> sources;

  private FeatureReader(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * A reader of rows of a table.
   *
   * @param schema the rows' schema
   * @param columns the feature columns, in the order of the network's inputs
   * @return the reader
   * @throws InputException naming the column that is missing or of a type that cannot be used
   */
  public static FeatureReader of(StructType schema, List<String> columns) {
    if (columns.isEmpty()) {
      throw new InputException("no feature column is named; set featuresCol or featuresCols");
    }
    List<Source> sources = new ArrayList<>();
    for (String column : columns) {
      int index = Columns.find(schema, column);
      sources.add(new Source(column, index, kind(column, schema.fields()[index].dataType())));
    }
    return new FeatureReader(sources);
  }

  private static Kind kind(String column, DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return Kind.VECTOR;
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return Kind.ARRAY;
    }
    if (isNumber(type)) {
      return Kind.NUMBER;
    }
    throw new InputException(
        "column '"
            + column
            + "' is of type "
            + type.simpleString()
            + "; features are vectors, arrays of numbers, or columns of numbers"
            + " (turn categories into numbers with StringIndexer and OneHotEncoder)");
  }

  /** Whether a column of this type can be read by {@link #number}. */
  static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  /** A number or truth value of a row as a double. */
  static double number(Object value) {
    return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
  }

  /**
   * The same reader for rows that hold just the feature columns, in order.
   *
   * @return a reader of columns 0, 1, 2 …
   */
  FeatureReader compacted() {
    List<Source> compacted = new ArrayList<>();
    for (Source source : sources) {
      compacted.add(new Source(source.column(), compacted.size(), source.kind()));
    }
    return new FeatureReader(compacted);
  }

  /**
   * Where the feature columns stand.
   *
   * @return their indices in the schema
   */
  List<Integer> indices() {
    return sources.stream().map(Source::index).toList();
  }

  /**
   * How many numbers each feature column holds in a row.
   *
   * @param row the row
   * @return one width a column; null if a column is null in this row
   */
  public int[] widths(Row row) {
    int[] widths = new int[sources.size()];
    for (int i = 0; i < widths.length; i++) {
      Object value = row.get(sources.get(i).index());
      if (value == null) {
        return null;
      }
      widths[i] = width(value);
    }
    return widths;
  }

  /** Whether each column holds as many numbers in a row as said; nulls do. */
  boolean hasWidths(Row row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      Object value = row.get(sources.get(i).index());
      if (value != null && width(value) != widths[i]) {
        return false;
      }
    }
    return true;
  }

  /** The fault of a row with a null column: its first one. */
  RowFault nullFault(Row row) {
    for (Source source : sources) {
      if (row.isNullAt(source.index())) {
        return source.nullFault();
      }
    }
    throw new IllegalArgumentException("no feature column is null");
  }

  /**
   * The feature columns.
   *
   * @return their names as users wrote them
   */
  List<String> columns() {
    return sources.stream().map(Source::column).toList();
  }

  private static int width(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof scala.collection.Seq<?> array ? array.size() : 1;
  }

  /**
   * Reads a row.
   *
   * @param row the row
   * @param widths how many numbers each feature column must hold
   * @param into out: the features, one after the other, from index 0
   * @return what is wrong with the row; null if it is fine
   */
  public RowFault read(Row row, int[] widths, double[] into) {
    int at = 0;
    for (int i = 0; i < widths.length; i++) {
      Source source = sources.get(i);
      Object value = row.get(source.index());
      if (value == null) {
        return source.nullFault();
      }
      if (width(value) != widths[i]) {
        return new RowFault(
            source.name() + " must hold " + widths[i] + " numbers in every row",
            width(value) + " numbers");
      }
      RowFault fault = copy(source, value, widths[i], into, at);
      if (fault != null) {
        return fault;
      }
      at += widths[i];
    }
    return null;
  }

  private static RowFault copy(Source source, Object value, int width, double[] into, int at) {
    switch (source.kind()) {
      case VECTOR -> copyVector((Vector) value, into, at);
      case NUMBER -> into[at] = number(value);
      case ARRAY -> {
        scala.collection.Seq<?> array = (scala.collection.Seq<?>) value;
        for (int j = 0; j < width; j++) {
          Object element = array.apply(j);
          if (element == null) {
            return new RowFault(source.name() + " has nulls", "null at position " + j);
          }
          into[at + j] = number(element);
        }
      }
    }
    for (int j = 0; j < width; j++) {
      // NaN fails this as well
      if (!(Math.abs(into[at + j]) <= LARGEST)) {
        return new RowFault(
            source.name() + " has values that are NaN, infinite or beyond float32",
            into[at + j] + (source.kind() == Kind.NUMBER ? "" : " at position " + j));
      }
    }
    return null;
  }

  private static void copyVector(Vector vector, double[] into, int at) {
    if (vector instanceof SparseVector sparse) {
      Arrays.fill(into, at, at + sparse.size(), 0);
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int k = 0; k < indices.length; k++) {
        into[at + indices[k]] = values[k];
      }
    } else {
      System.arraycopy(vector.toArray(), 0, into, at, vector.size());
    }
  }
}
