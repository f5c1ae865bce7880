package org.spindleml.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Target;

/** The rows of a table that a run learned from: neither left out nor held out to validate. */
public final class TrainedRows {
  private TrainedRows() {}

  /**
   * Chooses the rows; nothing is computed yet. A row whose features cannot be read may be among
   * them: scoring leaves it out.
   *
   * @param table the table that was trained on
   * @param columns as in training
   * @param model what was trained
   * @param seed as in training
   * @return the rows, with all columns
   */
  public static Dataset<Row> of(
      Dataset<?> table, InputColumns columns, TrainedNetwork model, long seed) {
    Dataset<Row> rows = table.toDF();
    if (columns.skipInvalid()) {
      rows =
          new EvaluationColumns(columns.label(), columns.weight(), LabelDomain.of(model))
              .usable(rows);
    }
    ValidationRows validation = columns.validation();
    if (validation.areNone()) {
      return rows;
    }
    StructType schema = rows.schema();
    Dataset<Row> renamed = Columns.numbered(rows);
    Column trains =
        validation.indicator() == null
            ? byContent(renamed, schema, columns, model, seed)
            : Columns.at(renamed, ValidationRows.find(schema, validation.indicator()))
                .eqNullSafe(false);
    return renamed.filter(trains).toDF(rows.columns());
  }

  private static Column byContent(
      Dataset<Row> renamed,
      StructType schema,
      InputColumns columns,
      TrainedNetwork model,
      long seed) {
    boolean strings =
        model.loss().target() == Target.CLASS && ClassNames.areStrings(schema, columns.label());
    StructType numbered = strings ? ClassNames.numbered(schema, columns.label()) : schema;
    RowReader reader = RowReader.of(numbered, columns, model.loss(), 0, seed);
    int label = reader.labels().index();
    List<String> names = model.classNames();
    ClassNames classes = new ClassNames(names, names.size(), strings);
    Column[] read =
        reader.indices().stream()
            .map(i -> strings && i == label ? label(classes, renamed, i) : Columns.at(renamed, i))
            .toArray(Column[]::new);
    return functions
        .udf(new Trains(reader.compacted()), DataTypes.BooleanType)
        .apply(functions.struct(read));
  }

  private static Column label(ClassNames classes, Dataset<Row> renamed, int index) {
    return classes.number(Columns.at(renamed, index));
  }

  /** Whether a row of the columns that are read has no fault and does not validate. */
  private record Trains(RowReader reader) implements UDF1<Row, Boolean>, Serializable {
    @Override
    public Boolean call(Row row) {
      Cells cells = new RowCells(row);
      int[] widths = reader.widths(cells);
      if (widths == null) {
        return false;
      }
      RawLayout layout = reader.layout(widths);
      double[] raw = new double[layout.size()];
      return reader.read(cells, widths, layout, raw) == null && !reader.validates(cells, raw);
    }
  }
}
