package org.spindleml.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Rows whose feature columns hold so many numbers, or null. */
  long rowsOfWidths;

  /**
   * Rows whose feature columns hold other numbers of values: by these numbers, in the order met.
   */
  final Map<List<Integer>, Faults> otherWidths = new LinkedHashMap<>();

  /** Moments of the features; null before the first row that counts. */
  ExactMoments features;

  /** Moments of the label. */
  final ExactMoments label = new ExactMoments(1);

  /** Rows of each class, where labels are classes. */
  final Map<Integer, Long> classRows = new TreeMap<>();

  /** Faults by what is wrong, in the order met. */
  final Map<String, Faults> faults = new LinkedHashMap<>();

  private long firstRowOfWidths;
  private double[] raw;

  /** Reads a row. */
  void add(Row row, RowReader reader) {
    rowsRead++;
    if (widths == null) {
      setWidths(reader.features().widths(row));
      firstRowOfWidths = rowsRead;
    }
    if (widths == null) {
      addFault(reader.features().nullFault(row), 1, rowsRead);
      return;
    }
    if (!reader.features().hasWidths(row, widths)) {
      addOtherWidths(row, reader.features());
      return;
    }
    rowsOfWidths++;
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

  private void addOtherWidths(Row row, FeatureReader features) {
    int[] found = features.widths(row);
    if (found == null) {
      addFault(features.nullFault(row), 1, rowsRead);
    } else {
      addOtherWidths(Arrays.stream(found).boxed().toList(), 1, rowsRead);
    }
  }

  private void addOtherWidths(List<Integer> found, long count, long firstRow) {
    Faults known = otherWidths.get(found);
    if (known == null) {
      otherWidths.put(found, new Faults(count, firstRow, found.toString()));
    } else {
      known.rows += count;
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
        writeWidths(out, Arrays.stream(widths).boxed().toList(), rowsOfWidths, firstRowOfWidths);
        out.writeInt(otherWidths.size());
        for (Map.Entry<List<Integer>, Faults> other : otherWidths.entrySet()) {
          writeWidths(out, other.getKey(), other.getValue().rows, other.getValue().firstRow);
        }
        features.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeWidths(
      DataOutputStream out, List<Integer> widths, long rows, long firstRow) throws IOException {
    for (int width : widths) {
      out.writeInt(width);
    }
    out.writeLong(rows);
    out.writeLong(firstRow);
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
    boolean sameWidths = addWidths(in, columns, rowsBefore);
    for (int others = in.readInt(); others > 0; others--) {
      addWidths(in, columns, rowsBefore);
    }
    if (sameWidths) {
      features.addFrom(in);
    }
  }

  /** Counts rows of some widths; true if these are the table's. */
  private boolean addWidths(DataInputStream in, int columns, long rowsBefore) throws IOException {
    int[] found = new int[columns];
    for (int i = 0; i < columns; i++) {
      found[i] = in.readInt();
    }
    long count = in.readLong();
    long firstRow = rowsBefore + in.readLong();
    if (widths == null) {
      setWidths(found);
      firstRowOfWidths = firstRow;
    }
    if (!Arrays.equals(widths, found)) {
      addOtherWidths(Arrays.stream(found).boxed().toList(), count, firstRow);
      return false;
    }
    rowsOfWidths += count;
    return true;
  }
}
