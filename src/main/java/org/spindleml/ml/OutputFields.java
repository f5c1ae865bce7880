package org.spindleml.ml;

import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** The columns that a model adds, with the attributes that Spark's own models give them. */
final class OutputFields {
  private OutputFields() {}

  /** A column of vectors of so many numbers; 0 where that is not known yet. */
  static StructField vector(String name, int size) {
    Metadata metadata =
        size == 0 || name.isEmpty()
            ? Metadata.empty()
            : new AttributeGroup(name, size).toMetadata();
    return new StructField(name, SQLDataTypes.VectorType(), false, metadata);
  }

  /**
   * A column of class numbers.
   *
   * @param classes 0 where they are not known yet
   * @param names what the classes are called; empty where they have no names
   */
  static StructField classNumber(String name, int classes, List<String> names) {
    NominalAttribute attribute = NominalAttribute.defaultAttr();
    Metadata metadata =
        classes == 0 || name.isEmpty()
            ? Metadata.empty()
            : names.isEmpty()
                ? attribute.withNumValues(classes).toMetadata()
                : attribute.withValues(names.toArray(new String[0])).toMetadata();
    return new StructField(name, DataTypes.DoubleType, false, metadata);
  }

  /** A column of class names. */
  static StructField className(String name) {
    return new StructField(name, DataTypes.StringType, false, Metadata.empty());
  }

  /** A column of values: numbers if it is one a row, else vectors; 0 where it is not known yet. */
  static StructField values(String name, int width) {
    if (width != 1) {
      return vector(name, width);
    }
    Metadata metadata =
        name.isEmpty() ? Metadata.empty() : NumericAttribute.defaultAttr().toMetadata();
    return new StructField(name, DataTypes.DoubleType, false, metadata);
  }
}
