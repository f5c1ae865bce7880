package org.spindleml.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.spindleml.table.ExactMoments;

/**
 * What the first read of a table learns: how many rows count, what is wrong with the others, the
 * moments of features and label. Sums of parts add up to the sums of the whole, in any order but
 * for the row numbers of faults, which count parts in the order they are added.
 */
final class TableSums {
  /** Rows with one fault. */
  static final class Faults {
    long rows;
    final long firstRow;
    final String found;

    Faults(long rows, long firstRow, String found) {
      this.rows = rows;
      this.firstRow = firstRow;
      this.found = found;
    }
  }

  /** Rows met, good and bad. */
  long rowsRead;

  /** Rows that count: without fault, of weight above 0. */
  long rows;

  /** Rows of weight 0: absent. */
  long absentRows;

  /** How many numbers each feature column holds; null before the first row without nulls. */
  int[] widths;

  /** Moments of the features; null before the first row that counts. */
  ExactMoments features;

  /** Moments of the label. */
  final ExactMoments label = new ExactMoments(1);

  /** Rows of each class, where labels are classes. */
  final Map<Integer, Long> classRows = new TreeMap<>();

  /** Faults by what is wrong, in the order met. */
  final Map<String, Faults> faults = new LinkedHashMap<>();

  private double[] raw;

  /** Reads a row. */
  void add(Row row, RowReader reader) {
    rowsRead++;
    if (widths == null) {
      setWidths(reader.features().widths(row));
    }
    if (widths == null) {
      addFault(new RowFault("feature columns have nulls", "null"), 1, rowsRead);
      return;
    }
    RowFault fault = reader.read(row, widths, raw);
    if (fault != null) {
      addFault(fault, 1, rowsRead);
      return;
    }
    int width = raw.length - 2;
    double weight = raw[width + 1];
    if (weight == 0) {
      absentRows++;
      return;
    }
    rows++;
    features.add(raw, 0, weight);
    label.add(raw, width, weight);
    if (reader.classes()) {
      classRows.merge((int) raw[width], 1L, Long::sum);
    }
  }

  private void setWidths(int[] found) {
    widths = found;
    if (found != null) {
      int width = Arrays.stream(found).sum();
      features = new ExactMoments(width);
      raw = new double[width + 2];
    }
  }

  private void addFault(RowFault fault, long count, long firstRow) {
    Faults known = faults.get(fault.problem());
    if (known == null) {
      faults.put(fault.problem(), new Faults(count, firstRow, fault.found()));
    } else {
      known.rows += count;
    }
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(rowsRead);
      out.writeLong(rows);
      out.writeLong(absentRows);
      out.writeInt(faults.size());
      for (Map.Entry<String, Faults> fault : faults.entrySet()) {
        out.writeUTF(fault.getKey());
        out.writeLong(fault.getValue().rows);
        out.writeLong(fault.getValue().firstRow);
        out.writeUTF(fault.getValue().found);
      }
      out.writeInt(classRows.size());
      for (Map.Entry<Integer, Long> one : classRows.entrySet()) {
        out.writeInt(one.getKey());
        out.writeLong(one.getValue());
      }
      label.write(out);
      out.writeInt(widths == null ? -1 : widths.length);
      if (widths != null) {
        for (int width : widths) {
          out.writeInt(width);
        }
        features.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Adds the sums of the next part of the table. */
  void addFrom(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long rowsBefore = rowsRead;
      rowsRead += in.readLong();
      rows += in.readLong();
      absentRows += in.readLong();
      for (int faultsLeft = in.readInt(); faultsLeft > 0; faultsLeft--) {
        String problem = in.readUTF();
        long count = in.readLong();
        long firstRow = rowsBefore + in.readLong();
        addFault(new RowFault(problem, in.readUTF()), count, firstRow);
      }
      for (int classesLeft = in.readInt(); classesLeft > 0; classesLeft--) {
        classRows.merge(in.readInt(), in.readLong(), Long::sum);
      }
      label.addFrom(in);
      addFeatures(in, rowsBefore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addFeatures(DataInputStream in, long rowsBefore) throws IOException {
    int columns = in.readInt();
    if (columns < 0) {
      return;
    }
    int[] found = new int[columns];
    for (int i = 0; i < columns; i++) {
      found[i] = in.readInt();
    }
    if (widths == null) {
      setWidths(found);
    }
    if (Arrays.equals(widths, found)) {
      features.addFrom(in);
    } else {
      addFault(
          new RowFault(
              "feature columns must hold the same number of values in every row",
              Arrays.toString(found) + " here, " + Arrays.toString(widths) + " in earlier rows"),
          1,
          rowsBefore + 1);
    }
  }
}
