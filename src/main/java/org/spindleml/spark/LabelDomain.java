package org.spindleml.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;

/**
 * Which labels a model can be judged by.
 *
 * @param target what is predicted
 * @param classes how many classes there are, where classes are predicted
 * @param width how many labels a row has: in one column of numbers or, if more than 1, of vectors
 *     or arrays
 * @param names what the classes are called, where labels may be strings; else empty
 */
public record LabelDomain(Target target, int classes, int width, List<String> names) {
  /** Names that an error lists. */
  private static final int MOST_NAMES = 10;

  /**
   * The labels that a model was trained on.
   *
   * @param model the model
   * @return its labels
   */
  public static LabelDomain of(TrainedNetwork model) {
    Target target = model.loss().target();
    int classes = target == Target.CLASS ? model.predictionWidth() : 0;
    return new LabelDomain(target, classes, model.targets(), model.classNames());
  }

  /**
   * The same labels where each is in a column of its own.
   *
   * @return the domain of one such column
   */
  public LabelDomain ofOne() {
    return new LabelDomain(target, classes, 1, names);
  }

  /**
   * The same labels by name.
   *
   * @param others what the classes are called
   * @return the domain
   */
  public LabelDomain named(List<String> others) {
    return new LabelDomain(target, classes, width, others);
  }

  /**
   * Whether a label is one of these.
   *
   * @param label the label's column
   * @param name its name, for the error
   * @param type its type
   * @return a truth value, or null for null
   * @throws InputException if no label of this type can be
   */
  Column holds(Column label, String name, DataType type) {
    if (type instanceof StringType && !names.isEmpty()) {
      return label.cast("string").isin(names.toArray());
    }
    if (ColumnKind.of(type).isEmpty() || width > 1 && ColumnKind.isNumber(type)) {
      throw new InputException(
          "column '"
              + name
              + "' of the table to evaluate is of type "
              + type.simpleString()
              + "; the model was trained on "
              + typeText());
    }
    if (ColumnKind.isNumber(type)) {
      return holdsNumber(label.cast("double"));
    }
    Column values =
        type instanceof ArrayType
            ? label.cast("array<double>")
            : org.apache.spark.ml.functions.vector_to_array(label, "float64");
    return functions.size(values).equalTo(width).and(functions.forall(values, this::holdsNumber));
  }

  private String typeText() {
    if (width > 1) {
      return "vectors or arrays of " + width + " numbers";
    }
    return names.isEmpty() ? "numbers" : "strings";
  }

  private Column holdsNumber(Column number) {
    return switch (target) {
      case CLASS ->
          number.geq(0).and(number.lt(classes)).and(number.equalTo(functions.rint(number)));
      case LABELS -> number.equalTo(0).or(number.equalTo(1));
      case VALUES -> functions.abs(number).leq(Double.MAX_VALUE);
    };
  }

  /** What labels must be, for errors: "whole numbers 0…2". */
  String text(DataType type) {
    if (type instanceof StringType) {
      int shown = Math.min(names.size(), MOST_NAMES);
      return "one of "
          + String.join(", ", names.subList(0, shown))
          + (shown < names.size() ? ", …" : "");
    }
    String number =
        switch (target) {
          case CLASS -> "whole numbers 0…" + (classes - 1);
          case LABELS -> "0 or 1";
          case VALUES -> "finite numbers";
        };
    return width > 1 ? width + " times " + number : number;
  }
}
