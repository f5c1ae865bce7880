package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.spindleml.table.InputException;

class FeatureReaderTest {
  private static Dataset<Row> query(String expressions) {
    return LocalSpark.session().sql("select " + expressions);
  }

  private static double[] read(Dataset<Row> table, String... columns) {
    FeatureReader reader = FeatureReader.of(table.schema(), List.of(columns));
    double[] expected = read(reader, new RowCells(table.first()));
    assertArrayEquals(expected, read(reader, internal(table)), "as Spark holds it");
    return expected;
  }

  private static double[] read(FeatureReader reader, Cells row) {
    int[] widths = reader.widths(row);
    assertTrue(reader.hasWidths(row, widths));
    double[] into = new double[Arrays.stream(widths).sum()];
    Arrays.fill(into, 99);
    assertNull(reader.read(row, widths, into));
    return into;
  }

  /** The first row of a table as Spark holds it. */
  private static Cells internal(Dataset<Row> table) {
    return new InternalCells(table.schema())
        .of(table.queryExecution().executedPlan().executeTake(1)[0]);
  }

  private static RowFault fault(Dataset<Row> table, int[] widths, String... columns) {
    FeatureReader reader = FeatureReader.of(table.schema(), List.of(columns));
    double[] into = new double[Arrays.stream(widths).sum()];
    RowFault fault = reader.read(table.first(), widths, into);
    assertEquals(fault, reader.read(internal(table), widths, into), "as Spark holds it");
    return fault;
  }

  @Test
  void readsNumbersOfEveryType() {
    Dataset<Row> table =
        query(
            "cast(1 as tinyint) a, cast(2 as smallint) b, 3 c, 4L d, cast(5.5 as float) e,"
                + " 6.25D f, cast(7.125 as decimal(10,3)) g, true h, false i");
    assertArrayEquals(
        new double[] {1, 2, 3, 4, 5.5, 6.25, 7.125, 1, 0},
        read(table, "a", "b", "c", "d", "e", "f", "g", "h", "i"));
  }

  @Test
  void readsArraysOfEveryType() {
    Dataset<Row> table =
        query(
            "array(1.5D, 2D) a, array(cast(0.5 as float)) b, array(3, 4) c, array(5L) d,"
                + " array(cast(6.5 as decimal(3,1))) e, cast(array() as array<double>) f");
    assertArrayEquals(
        new double[] {1.5, 2, 0.5, 3, 4, 5, 6.5}, read(table, "a", "b", "c", "d", "e", "f"));
  }

  @Test
  void readsVectorsDenseAndSparseAndMixtures() {
    Dataset<Row> table =
        Tables.of(
            Tables.SCHEMA,
            List.of(
                Tables.rowOf(
                    org.apache.spark.ml.linalg.Vectors.sparse(
                        4, new int[] {1, 3}, new double[] {5, 7}),
                    2.0)),
            1);
    assertArrayEquals(new double[] {2, 0, 5, 0, 7, 1}, read(table, "label", "features", "weight"));
    assertArrayEquals(new double[] {2, 2}, read(table, "label", "label"));
  }

  @Test
  void refusesWhatIsNoNumber() {
    Dataset<Row> table =
        query(
            "'x' a, array('x') b, named_struct('x', 1D) c, array(array(1D)) d, map(1, 2) e,"
                + " current_date() f, binary('x') g, array(true) h");
    String[] types = {
      "string",
      "array<string>",
      "struct<x:double>",
      "array<array<double>>",
      "map<int,int>",
      "date",
      "binary",
      "array<boolean>"
    };
    for (int i = 0; i < types.length; i++) {
      String column = table.columns()[i];
      String error =
          assertThrows(
                  InputException.class, () -> FeatureReader.of(table.schema(), List.of(column)))
              .getMessage();
      assertTrue(error.contains("column '" + column + "' is of type " + types[i] + ";"), error);
    }
    assertThrows(InputException.class, () -> FeatureReader.of(table.schema(), List.of()));
  }

  @Test
  void saysWhatIsWrongWithARow() {
    Dataset<Row> table =
        query(
            "cast(null as double) a, array(1D, null) b, 1e39D c, array(0D, double('NaN')) d,"
                + " -double('Infinity') e, cast(null as array<double>) f, array(1D, 2D, 3D) g");
    int[] one = {1};
    int[] two = {2};
    assertEquals("column 'a' has nulls (null)", fault(table, one, "a").toString());
    assertEquals("column 'b' has nulls (null at position 1)", fault(table, two, "b").toString());
    String impossible = " has values that are NaN, infinite or beyond float32 (";
    assertEquals("column 'c'" + impossible + "1.0E39)", fault(table, one, "c").toString());
    assertEquals(
        "column 'd'" + impossible + "NaN at position 1)", fault(table, two, "d").toString());
    assertEquals("column 'e'" + impossible + "-Infinity)", fault(table, one, "e").toString());
    assertEquals("column 'f' has nulls (null)", fault(table, two, "f").toString());
    assertEquals(
        "column 'g' must hold 2 numbers in every row (3 numbers)",
        fault(table, two, "g").toString());
    FeatureReader reader = FeatureReader.of(table.schema(), List.of("g", "a"));
    assertNull(reader.widths(table.first()));
  }

  @Test
  void numbersOfEveryTypeReadTheSameInAnError() {
    Dataset<Row> table =
        query(
            "cast(1 as tinyint) a, cast(-2 as smallint) b, 3 c, 4L d, cast(0.1 as float) e, 1e39D f,"
                + " cast(7.125 as decimal(10,4)) g, cast(1e-8 as decimal(30,10)) h, true i,"
                + " cast(null as int) j");
    Cells row = new RowCells(table.first());
    Cells internal = internal(table);
    for (int i = 0; i < table.columns().length; i++) {
      assertEquals(row.text(i), internal.text(i));
    }
  }

  @Test
  void theLargestFloatIsFine() {
    assertArrayEquals(
        new double[] {Float.MAX_VALUE, -Float.MAX_VALUE},
        read(query("double(3.4028234663852886e38) a, double(-3.4028234663852886e38) b"), "a", "b"));
  }
}
