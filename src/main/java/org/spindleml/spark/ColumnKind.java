package org.spindleml.spark;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** The forms in which a column can hold numbers, and how they are read as doubles. */
enum ColumnKind {
  /** Spark's vectors, dense or sparse. */
  VECTOR,

  /** Arrays of numbers of any type. */
  ARRAY,

  /** One number of any type, or a truth value. */
  NUMBER;

  /** The form of a column of some type; empty for one that holds no numbers. */
  static Optional<ColumnKind> of(DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return Optional.of(VECTOR);
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return Optional.of(ARRAY);
    }
    return isNumber(type) ? Optional.of(NUMBER) : Optional.empty();
  }

  /** The form of a value that is not null, of a column that holds numbers. */
  static ColumnKind ofValue(Object value) {
    if (value instanceof Vector) {
      return VECTOR;
    }
    return value instanceof scala.collection.Seq<?> ? ARRAY : NUMBER;
  }

  /** Whether a column of this type can be read by {@link #number}. */
  static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  /** A number or truth value of a row as a double. */
  static double number(Object value) {
    return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
  }

  /** How many numbers a value that is not null holds. */
  static int width(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof scala.collection.Seq<?> array ? array.size() : 1;
  }

  /**
   * Reads a value that is not null.
   *
   * @param value a vector, array or number, as this form says
   * @param into out: its numbers; NaN for a null in an array
   * @param at where to write them
   * @return the place of the first null in an array; −1 where there is none
   */
  int copy(Object value, double[] into, int at) {
    int nullAt = -1;
    switch (this) {
      case VECTOR -> copyVector((Vector) value, into, at);
      case NUMBER -> into[at] = number(value);
      case ARRAY -> {
        scala.collection.Seq<?> array = (scala.collection.Seq<?>) value;
        for (int j = array.size() - 1; j >= 0; j--) {
          Object element = array.apply(j);
          nullAt = element == null ? j : nullAt;
          into[at + j] = element == null ? Double.NaN : number(element);
        }
      }
    }
    return nullAt;
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
