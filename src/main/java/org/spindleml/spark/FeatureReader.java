package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
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

  private record Source(String column, int index, ColumnKind kind) implements Serializable {
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

  private static ColumnKind kind(String column, DataType type) {
    return ColumnKind.of(type)
        .orElseThrow(
            () ->
                new InputException(
                    "column '"
                        + column
                        + "' is of type "
                        + type.simpleString()
                        + "; features are vectors, arrays of numbers, or columns of numbers"
                        + " (turn categories into numbers with StringIndexer and OneHotEncoder)"));
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
    return widths(new RowCells(row));
  }

  /** The same, however Spark holds the row. */
  int[] widths(Cells row) {
    int[] widths = new int[sources.size()];
    for (int i = 0; i < widths.length; i++) {
      int index = sources.get(i).index();
      if (row.isNull(index)) {
        return null;
      }
      widths[i] = row.width(index);
    }
    return widths;
  }

  /** Whether each column holds as many numbers in a row as said, first of all; nulls do. */
  boolean hasWidths(Cells row, int[] widths) {
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (source.kind() != ColumnKind.NUMBER
          && !row.isNull(source.index())
          && row.width(source.index()) != widths[i]) {
        return false;
      }
    }
    return true;
  }

  /** The fault of a row with a null column: its first one. */
  RowFault nullFault(Cells row) {
    for (Source source : sources) {
      if (row.isNull(source.index())) {
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

  /**
   * Reads a row.
   *
   * @param row the row
   * @param widths how many numbers each feature column must hold; others may follow
   * @param into out: the features, one after the other, from index 0
   * @return what is wrong with the row; null if it is fine
   */
  public RowFault read(Row row, int[] widths, double[] into) {
    return read(new RowCells(row), widths, into);
  }

  /** The same, however Spark holds the row. */
  RowFault read(Cells row, int[] widths, double[] into) {
    int at = 0;
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (row.isNull(source.index())) {
        return source.nullFault();
      }
      int width = row.width(source.index());
      if (width != widths[i]) {
        return new RowFault(
            source.name() + " must hold " + widths[i] + " numbers in every row",
            width + " numbers");
      }
      RowFault fault = copy(source, row, widths[i], into, at);
      if (fault != null) {
        return fault;
      }
      at += widths[i];
    }
    return null;
  }

  private static RowFault copy(Source source, Cells row, int width, double[] into, int at) {
    int nullAt = row.copy(source.index(), into, at);
    if (nullAt == Cells.BAD_INDICES) {
      return new RowFault(
          source.name() + " has sparse vectors whose indices are no ascending places of theirs",
          "such a vector");
    }
    if (nullAt >= 0) {
      return new RowFault(source.name() + " has nulls", "null at position " + nullAt);
    }
    for (int j = 0; j < width; j++) {
      // NaN fails this as well
      if (!(Math.abs(into[at + j]) <= LARGEST)) {
        return new RowFault(
            source.name() + " has values that are NaN, infinite or beyond float32",
            into[at + j] + (source.kind() == ColumnKind.NUMBER ? "" : " at position " + j));
      }
    }
    return null;
  }
}
