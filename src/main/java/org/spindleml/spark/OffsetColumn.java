package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.LabelScaling;
import org.spindleml.nn.LogisticLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;

/**
 * The column of what is added to a row's first logit.
 *
 * @param name its name
 * @param index its place in a row
 * @param loss says in which units offsets are
 */
public record OffsetColumn(String name, int index, Loss loss) implements Serializable {
  /**
   * The largest offset, and its negative the smallest, of a loss with log link: e to the power of
   * it is an exposure of 10¹³, beyond which float32 has no room for what the network adds.
   */
  private static final double LARGEST_OF_LOG_LINK = 30;

  /**
   * Finds the column.
   *
   * @param schema the table's schema
   * @param name its name
   * @param loss says in which units offsets are
   * @return the column
   * @throws InputException if there is none, it holds no numbers, or the loss has more than one
   *     logit
   */
  public static OffsetColumn of(StructType schema, String name, Loss loss) {
    if (loss.target() == Target.CLASS && !(loss instanceof LogisticLoss)) {
      throw new InputException(
          "offsetCol '"
              + name
              + "' is added to the one logit of a row but loss "
              + loss.label()
              + " has one for each class; use loss logistic, which tells two classes apart");
    }
    return new OffsetColumn(name, Columns.findNumber(schema, name, "the offset"), loss);
  }

  /** The same column at another place. */
  OffsetColumn at(int newIndex) {
    return new OffsetColumn(name, newIndex, loss);
  }

  /**
   * Reads a row's offset.
   *
   * @param row the row
   * @return the offset; NaN for null
   */
  public double read(Row row) {
    return read(new RowCells(row));
  }

  /** The same, however Spark holds the row. */
  double read(Cells row) {
    return row.isNull(index) ? Double.NaN : row.number(index);
  }

  /**
   * What is wrong with a row's offset.
   *
   * @param row the row
   * @return the fault; null if the offset is fine
   */
  public RowFault fault(Row row) {
    return fault(new RowCells(row));
  }

  /** The same, however Spark holds the row. */
  RowFault fault(Cells row) {
    boolean logLink = loss.labelScaling() == LabelScaling.MEAN;
    // NaN fails this as well
    if (Math.abs(read(row)) <= (logLink ? LARGEST_OF_LOG_LINK : Float.MAX_VALUE)) {
      return null;
    }
    String domain =
        logLink
            ? "numbers from -30 to 30 for loss "
                + loss.label()
                + ", whose predictions are multiplied by e to the power of them"
            : "finite numbers";
    return new RowFault("offsets in column '" + name + "' must be " + domain, row.text(index));
  }
}
