package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.table.InputException;

class ColumnsTest {
  private static StructType schema(String... names) {
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, "double");
    }
    return schema;
  }

  @Test
  void findsOddNames() {
    StructType schema = schema("a.b", "a b", "`q`", "it's", "", "Ünï", "a");
    for (int i = 0; i < schema.size(); i++) {
      assertEquals(i, Columns.find(schema, schema.fieldNames()[i]));
    }
  }

  @Test
  void otherCaseIsAcceptedWhereItIsClear() {
    assertEquals(1, Columns.find(schema("x", "Label"), "lABEL"));
    assertEquals(1, Columns.find(schema("Label", "label"), "label"));
    String error =
        assertThrows(InputException.class, () -> Columns.find(schema("Label", "label"), "LABEL"))
            .getMessage();
    assertTrue(error.contains("'LABEL' stands for 2 columns"), error);
  }

  @Test
  void namesWhatIsMissingOrDoubled() {
    String missing =
        assertThrows(InputException.class, () -> Columns.find(schema("a", "b"), "c")).getMessage();
    assertEquals("there is no column 'c'; the table has a, b", missing);
    String doubled =
        assertThrows(InputException.class, () -> Columns.find(schema("a", "a"), "a")).getMessage();
    assertTrue(doubled.contains("'a' stands for 2 columns"), doubled);
  }

  @Test
  void selectsByPlaceWhateverTheNames() {
    Row row = RowFactory.create(1.0, 2.0, 3.0, 4.0);
    Dataset<Row> table = Tables.of(schema("a.b", "x", "x", "`c`"), List.of(row), 1);
    Row selected = Columns.select(table, List.of(3, 1, 0, 1)).first();
    assertEquals(RowFactory.create(4.0, 2.0, 1.0, 2.0), selected);
  }

  @Test
  void trainsOnOddNamesBesideDoubledOnes() {
    StructType schema = schema("in.put", "the label", "x", "x");
    List<Row> rows =
        List.of(RowFactory.create(1.0, 0.0, 9.0, 9.0), RowFactory.create(2.0, 1.0, 9.0, 9.0));
    Dataset<Row> table = Tables.of(schema, rows, 1);
    Dataset<Row> plain =
        table.select(table.col("`in.put`").as("x"), table.col("the label").as("y"));
    assertArrayEquals(
        weights(plain, new InputColumns(List.of("x"), "y", null, false)),
        weights(table, new InputColumns(List.of("IN.PUT"), "the label", null, false)));
  }

  private static float[] weights(Dataset<Row> table, InputColumns columns) {
    return Tables.fit(table, columns).result().weights();
  }
}
