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
import java.util.Locale;
import java.util.Map;
import org.spindleml.table.ExactMoments;
import org.spindleml.table.InputException;

/**
 * What the first read of a table learns: how many rows count, what is wrong with the others, the
 * moments of features and labels. Sums of parts add up to the sums of the whole, in any order but
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

  /** Rows to train on: without fault, of weight above 0. */
  long rows;

  /** Rows that validate: the same, but with no part in any moments or class weights. */
  long validationRows;

  /** The largest class of a row that validates; −1 if there is none. */
  int largestValidationClass = -1;

  /** Rows of weight 0: absent. */
  long absentRows;

  /**
   * How many numbers each feature column holds and, last, the label column; null before the first
   * row without nulls.
   */
  int[] widths;

  /** Rows whose columns hold so many numbers, or null. */
  long rowsOfWidths;

  /** Rows whose columns hold other numbers of values: by these numbers, in the order met. */
  final Map<List<Integer>, Faults> otherWidths = new LinkedHashMap<>();

  /** Moments of the features; null before the first row that counts. */
  ExactMoments features;

  /** What scales the labels; null before the first row without nulls. */
  TargetMoments labels;

  /** Rows of each class, where labels are classes. */
  final ClassTally classes;

  /** Faults by what is wrong, in the order met. */
  final Map<String, Faults> faults = new LinkedHashMap<>();

  /** How a row of {@link #widths} lies in an array. */
  RawLayout layout;

  private final RowReader reader;
  private long firstRowOfWidths;
  private double[] raw;

  /**
   * Sums over no rows.
   *
   * @param reader reads a row
   * @param weighClasses whether the weights of each class's rows are added up
   */
  TableSums(RowReader reader, boolean weighClasses) {
    this.reader = reader;
    classes = new ClassTally(weighClasses && reader.weight() >= 0);
  }

  /** Reads a row. */
  void add(Cells row) {
    rowsRead++;
    if (widths == null) {
      int[] found = reader.widths(row);
      RowFault tooWide = tooWide(found);
      if (tooWide != null) {
        addFault(tooWide, 1, rowsRead);
        return;
      }
      setWidths(found);
      firstRowOfWidths = rowsRead;
    }
    if (widths == null) {
      addFault(reader.nullFault(row), 1, rowsRead);
      return;
    }
    if (!reader.hasWidths(row, widths)) {
      addOtherWidths(row);
      return;
    }
    rowsOfWidths++;
    RowFault fault = reader.read(row, widths, layout, raw);
    if (fault != null) {
      addFault(fault, 1, rowsRead);
      return;
    }
    double weight = raw[layout.weightAt()];
    if (weight == 0) {
      absentRows++;
      return;
    }
    boolean ofClasses = reader.labels().classes() && layout.targets() == 1;
    if (reader.validates(row, raw)) {
      validationRows++;
      if (ofClasses) {
        largestValidationClass = Math.max(largestValidationClass, (int) raw[layout.labelAt()]);
      }
      return;
    }
    rows++;
    features.add(raw, 0, weight);
    labels.add(raw, weight);
    if (ofClasses) {
      classes.add((int) raw[layout.labelAt()], weight);
    }
  }

  /** A row that claims more numbers than can be measured: any number takes a few bytes to claim. */
  private RowFault tooWide(int[] found) {
    if (found == null) {
      return null;
    }
    int widest = 0;
    long numbers = 0;
    for (int i = 0; i < found.length; i++) {
      widest =
          Integer.toUnsignedLong(found[i]) > Integer.toUnsignedLong(found[widest]) ? i : widest;
      numbers += Integer.toUnsignedLong(found[i]); // below 0 is far too wide
    }
    long bytes = ExactMoments.bytes(numbers);
    long heap = Runtime.getRuntime().maxMemory();
    return bytes <= heap
        ? null
        : new RowFault(
            "column '" + reader.columns().get(widest) + "' holds more numbers than can be measured",
            String.format(
                Locale.ROOT,
                "%,d, which take %,.1f GiB where the heap has %,.1f GiB,",
                found[widest],
                bytes / 0x1p30,
                heap / 0x1p30));
  }

  private void setWidths(int[] found) {
    widths = found;
    if (found != null) {
      layout = reader.layout(found);
      features = new ExactMoments(layout.features());
      labels = new TargetMoments(reader.labels().loss().labelScaling(), layout);
      raw = new double[layout.size()];
    }
  }

  private void addOtherWidths(Cells row) {
    int[] found = reader.widths(row);
    if (found == null) {
      addFault(reader.nullFault(row), 1, rowsRead);
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
      out.writeLong(validationRows);
      out.writeInt(largestValidationClass);
      out.writeLong(absentRows);
      out.writeInt(faults.size());
      for (Map.Entry<String, Faults> fault : faults.entrySet()) {
        out.writeUTF(fault.getKey());
        out.writeLong(fault.getValue().rows);
        out.writeLong(fault.getValue().firstRow);
        out.writeUTF(fault.getValue().found);
      }
      classes.write(out);
      out.writeInt(widths == null ? -1 : widths.length);
      if (widths != null) {
        writeWidths(out, Arrays.stream(widths).boxed().toList(), rowsOfWidths, firstRowOfWidths);
        out.writeInt(otherWidths.size());
        for (Map.Entry<List<Integer>, Faults> other : otherWidths.entrySet()) {
          writeWidths(out, other.getKey(), other.getValue().rows, other.getValue().firstRow);
        }
        features.write(out);
        labels.write(out);
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
      validationRows += in.readLong();
      largestValidationClass = Math.max(largestValidationClass, in.readInt());
      absentRows += in.readLong();
      for (int faultsLeft = in.readInt(); faultsLeft > 0; faultsLeft--) {
        String problem = in.readUTF();
        long count = in.readLong();
        long firstRow = rowsBefore + in.readLong();
        addFault(new RowFault(problem, in.readUTF()), count, firstRow);
      }
      classes.addFrom(in);
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
      labels.addFrom(in);
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
      RowFault tooWide = tooWide(found);
      if (tooWide != null) { // for this heap; it was not for another
        throw new InputException(tooWide.toString());
      }
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
