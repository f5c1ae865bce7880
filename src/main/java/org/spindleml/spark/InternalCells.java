package org.spindleml.spark;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of Spark's own rows, read where they lie: no object is made of a number, an array or
 * a vector. One instance serves all rows of a partition, one after the other.
 */
final class InternalCells implements Cells {
  /** A vector is a struct of type (0 for sparse, 1 for dense), size, indices and values. */
  private static final int VECTOR_FIELDS = 4;

  private static final int TYPE = 0;
  private static final int SIZE = 1;
  private static final int INDICES = 2;
  private static final int VALUES = 3;
  private static final byte SPARSE = 0;

  private final ColumnKind[] kinds;

  /** Of a column's numbers, or of an array's elements; null for vectors. */
  private final NumberType[] numbers;

  private final DataType[] types;
  private InternalRow row;

  /**
   * Cells of no row yet.
   *
   * @param schema the rows' schema, all of numbers, arrays and vectors
   */
  InternalCells(StructType schema) {
    types = Arrays.stream(schema.fields()).map(field -> field.dataType()).toArray(DataType[]::new);
    kinds = new ColumnKind[types.length];
    numbers = new NumberType[types.length];
    for (int i = 0; i < types.length; i++) {
      kinds[i] = ColumnKind.of(types[i]).orElseThrow();
      numbers[i] =
          switch (kinds[i]) {
            case VECTOR -> null;
            case ARRAY -> NumberType.of(((ArrayType) types[i]).elementType());
            case NUMBER -> NumberType.of(types[i]);
          };
    }
  }

  /** These cells, of another row. */
  InternalCells of(InternalRow next) {
    row = next;
    return this;
  }

  @Override
  public boolean isNull(int column) {
    return row.isNullAt(column);
  }

  @Override
  public int width(int column) {
    return switch (kinds[column]) {
      case NUMBER -> 1;
      case ARRAY -> row.getArray(column).numElements();
      case VECTOR -> {
        InternalRow vector = row.getStruct(column, VECTOR_FIELDS);
        yield vector.getByte(TYPE) == SPARSE
            ? vector.getInt(SIZE)
            : vector.getArray(VALUES).numElements();
      }
    };
  }

  @Override
  public double number(int column) {
    return numbers[column].read(row, column);
  }

  @Override
  public int copy(int column, double[] into, int at) {
    return switch (kinds[column]) {
      case NUMBER -> {
        into[at] = number(column);
        yield -1;
      }
      case ARRAY -> copyArray(row.getArray(column), numbers[column], into, at);
      case VECTOR -> copyVector(row.getStruct(column, VECTOR_FIELDS), into, at);
    };
  }

  private static int copyArray(ArrayData array, NumberType type, double[] into, int at) {
    int nullAt = -1;
    for (int j = array.numElements() - 1; j >= 0; j--) {
      boolean isNull = array.isNullAt(j);
      nullAt = isNull ? j : nullAt;
      into[at + j] = isNull ? Double.NaN : type.read(array, j);
    }
    return nullAt;
  }

  private static int copyVector(InternalRow vector, double[] into, int at) {
    ArrayData values = vector.getArray(VALUES);
    if (vector.getByte(TYPE) != SPARSE) {
      for (int j = values.numElements() - 1; j >= 0; j--) {
        into[at + j] = values.getDouble(j);
      }
      return -1;
    }
    int size = vector.getInt(SIZE);
    Arrays.fill(into, at, at + size, 0);
    ArrayData indices = vector.getArray(INDICES);
    int count = indices.numElements();
    if (count != values.numElements()) {
      return BAD_INDICES;
    }
    int last = -1;
    for (int k = 0; k < count; k++) {
      int index = indices.getInt(k);
      // Files may hold what Spark's own vectors refuse; the value would take another column's
      // place.
      if (index <= last || index >= size) {
        return BAD_INDICES;
      }
      into[at + index] = values.getDouble(k);
      last = index;
    }
    return -1;
  }

  @Override
  public String text(int column) {
    return String.valueOf(row.get(column, types[column]));
  }
}
