package org.spindleml.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.spindleml.nn.LabelScaling;
import org.spindleml.nn.Loss;
import org.spindleml.table.InputException;
import org.spindleml.table.Standardizer;
import org.spindleml.train.TrainingListener;

/** The first read of a table: everything that can be wrong with it is said before any training. */
final class InputChecks {
  /** Features that a note lists. */
  private static final int MOST_NAMES = 10;

  private InputChecks() {}

  /**
   * Reads a table once.
   *
   * @param rows its rows, of the columns that the reader takes
   * @param reader reads a row
   * @param columns whether bad rows are left out instead of being an error (columns of mixed sizes
   *     always are one) and whether classes are weighed
   * @param listener is told what was left out
   * @return what the read has learnt; at least one row counts
   * @throws InputException naming column, fault, number of rows and the first of them
   */
  static TableSums read(
      InputRows rows, RowReader reader, InputColumns columns, TrainingListener listener) {
    boolean weighClasses = !columns.classWeights().areNone();
    TableSums sums =
        new PartitionSums<>(
                () -> new TableSums(reader, weighClasses), TableSums::addFrom, TableSums::toBytes)
            .of(rows.mapPartitions(part -> List.of(sums(part, reader, weighClasses)).iterator()));
    requireOneWidth(sums, reader.columns());
    report(sums, columns.skipInvalid(), listener);
    requireBothKinds(sums, columns.validation());
    return sums;
  }

  private static byte[] sums(Iterator<Cells> rows, RowReader reader, boolean weighClasses) {
    TableSums sums = new TableSums(reader, weighClasses);
    rows.forEachRemaining(sums::add);
    return sums.toBytes();
  }

  /**
   * Whether rows are left out or not: which of the sizes would be the right one, nobody can say.
   */
  private static void requireOneWidth(TableSums sums, List<String> columns) {
    for (Map.Entry<List<Integer>, TableSums.Faults> other : sums.otherWidths.entrySet()) {
      int i = 0;
      while (other.getKey().get(i) == sums.widths[i]) {
        i++;
      }
      throw new InputException(
          String.format(
              Locale.ROOT,
              "column '%s' must hold the same number of values in every row: found %d in row %s,"
                  + " but %d in %,d rows",
              columns.get(i),
              other.getKey().get(i),
              rows(other.getValue()),
              sums.widths[i],
              sums.rowsOfWidths));
    }
  }

  /** "7", or "7 and 2 other rows". */
  private static String rows(TableSums.Faults faults) {
    String first = String.format(Locale.ROOT, "%,d", faults.firstRow);
    long others = faults.rows - 1;
    return others == 0
        ? first
        : String.format(
            Locale.ROOT, "%s and %,d other row%s", first, others, others == 1 ? "" : "s");
  }

  private static void report(TableSums sums, boolean skipInvalid, TrainingListener listener) {
    for (Map.Entry<String, TableSums.Faults> entry : sums.faults.entrySet()) {
      TableSums.Faults faults = entry.getValue();
      String line =
          String.format(
              Locale.ROOT, "%s: found %s in row %s", entry.getKey(), faults.found, rows(faults));
      if (!skipInvalid) {
        throw new InputException(line + "; handleInvalid=skip leaves such rows out");
      }
      listener.note("left out: " + line);
    }
    if (sums.absentRows > 0) {
      listener.note(sums.absentRows + " rows of weight 0 are left out");
    }
    if (sums.rowsRead == 0) {
      throw new InputException("the table to train on has no rows");
    }
    if (sums.rows + sums.validationRows == 0) {
      throw new InputException(
          "none of the " + sums.rowsRead + " rows can be used: all are invalid or of weight 0");
    }
  }

  /** Where rows validate, some must, and some must be left to train on. */
  private static void requireBothKinds(TableSums sums, ValidationRows validation) {
    if (!validation.areNone() && (sums.rows == 0 || sums.validationRows == 0)) {
      boolean none = sums.validationRows == 0;
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s makes %s of %,d rows a validation row%s",
              validation.named(),
              none ? "none" : "each",
              sums.rows + sums.validationRows,
              none ? "; there is nothing to judge by" : "; there is nothing left to train on"));
    }
  }

  /**
   * How many classes the labels have. One that only validation rows have counts: the network then
   * has an output for it, but nothing to learn it from.
   *
   * @param sums what the first read has learnt
   * @param required what the user said; 0 for the largest label + 1
   * @param labelName the label column, for errors
   * @param listener is told of classes without rows
   * @return the number of classes, at least 2
   */
  static int classes(TableSums sums, int required, String labelName, TrainingListener listener) {
    int largest = Math.max(sums.classes.largest(), sums.largestValidationClass);
    if (sums.classes.size() < 2) {
      throw new InputException(
          "column '"
              + labelName
              + "' has one class only ("
              + sums.classes.largest()
              + (sums.validationRows > 0 ? " in the rows to train on);" : ");")
              + " there is nothing to tell apart");
    }
    int classes = required > 0 ? required : largest + 1;
    int empty = classes - sums.classes.size();
    if (empty > 0) {
      String toTrainOn = sums.validationRows > 0 ? " to train on" : "";
      listener.note(
          empty
              + " of the "
              + classes
              + " classes 0…"
              + (classes - 1)
              + " have no rows"
              + toTrainOn);
    }
    return classes;
  }

  /**
   * Says which features are the same in every row: they encode to 0 and carry nothing. A place that
   * is kept for categories that training does not see is meant to.
   *
   * @param inputs means and deviations of the features
   * @param sums what the first read has learnt
   * @param columns the feature columns, by name
   * @param unseen the features that are such places
   * @param listener is told
   */
  static void noteConstantFeatures(
      Standardizer inputs,
      TableSums sums,
      List<String> columns,
      Set<Integer> unseen,
      TrainingListener listener) {
    double[] deviations = inputs.deviations();
    List<String> constant = new ArrayList<>();
    int feature = 0;
    for (int i = 0; i < columns.size(); i++) {
      for (int j = 0; j < sums.widths[i]; j++) {
        if (deviations[feature] == 0 && !unseen.contains(feature)) {
          constant.add(
              "'" + columns.get(i) + "'" + (sums.widths[i] == 1 ? "" : " at position " + j));
        }
        feature++;
      }
    }
    if (!constant.isEmpty()) {
      int more = constant.size() - MOST_NAMES;
      listener.note(
          constant.size()
              + " of "
              + feature
              + (constant.size() == 1
                  ? " features is the same in every row and carries nothing: "
                  : " features are the same in every row and carry nothing: ")
              + String.join(", ", constant.subList(0, Math.min(MOST_NAMES, constant.size())))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** Says that there is nothing to learn where all values to predict are the same. */
  static void noteConstantTargets(
      TableSums sums, InputColumns columns, Loss loss, TrainingListener listener) {
    Standardizer labels = sums.labels.found();
    boolean shifted =
        columns.offset() != null && loss.labelScaling() == LabelScaling.MEAN_AND_DEVIATION;
    int targets = sums.layout.targets();
    for (int j = 0; j < targets; j++) {
      if (labels.deviations()[j] == 0) {
        listener.note(
            (targets == 1 ? "" : "value " + j + " of ")
                + "column '"
                + columns.label()
                + "'"
                + (shifted ? " less column '" + columns.offset() + "'" : "")
                + " is "
                + labels.means()[j]
                + " in every row");
      }
    }
  }
}
