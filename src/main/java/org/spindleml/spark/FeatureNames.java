package org.spindleml.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the features of a table are called: a column of numbers by itself, the numbers of a vector
 * as its attributes say, as VectorAssembler writes them, and what has no name by its column and
 * place.
 *
 * @param names one a feature; empty where no column of numbers and no attribute names one
 * @param nominal lines about features that are category numbers, which a network takes as amounts
 */
record FeatureNames(List<String> names, List<String> nominal) {
  /** What StringIndexer calls categories that it has not seen. */
  private static final String UNSEEN = "__unknown";

  /** Names that are longer together do not belong in a small file of a model: 2²⁰ characters. */
  private static final int MOST_CHARACTERS = 1 << 20;

  /**
   * Reads the names off a schema.
   *
   * @param schema the table's schema
   * @param columns the feature columns
   * @param widths how many numbers each of them holds; others may follow
   */
  static FeatureNames of(StructType schema, List<String> columns, int[] widths) {
    List<String> names = new ArrayList<>();
    List<String> nominal = new ArrayList<>();
    boolean named = false;
    for (int c = 0; c < columns.size(); c++) {
      StructField field = schema.fields()[Columns.find(schema, columns.get(c))];
      boolean isNumber = ColumnKind.isNumber(field.dataType());
      Attribute[] attributes = attributes(field, widths[c]);
      for (int i = 0; i < widths[c]; i++) {
        boolean hasName = attributes[i] != null && attributes[i].name().isDefined();
        String place = isNumber ? columns.get(c) : columns.get(c) + "_" + i;
        String name = hasName && !isNumber ? attributes[i].name().get() : place;
        names.add(name);
        named |= isNumber || hasName;
        if (attributes[i] instanceof NominalAttribute category) {
          addNominal(name, category, nominal);
        }
      }
    }
    boolean fits = names.stream().mapToLong(String::length).sum() <= MOST_CHARACTERS;
    return new FeatureNames(named && fits ? List.copyOf(names) : List.of(), nominal);
  }

  /**
   * Features that stand for categories not seen in training: OneHotEncoder makes them of the label
   * that StringIndexer keeps for these.
   *
   * @param schema the table's schema
   * @param columns the feature columns
   * @param widths how many numbers each of them holds; others may follow
   * @return their numbers
   */
  static Set<Integer> ofUnseen(StructType schema, List<String> columns, int[] widths) {
    Set<Integer> unseen = new HashSet<>();
    int feature = 0;
    for (int c = 0; c < columns.size(); c++) {
      StructField field = schema.fields()[Columns.find(schema, columns.get(c))];
      for (Attribute attribute : attributes(field, widths[c])) {
        if (attribute != null
            && attribute.name().isDefined()
            && attribute.name().get().endsWith(UNSEEN)) {
          unseen.add(feature);
        }
        feature++;
      }
    }
    return unseen;
  }

  /** One a number of the column; null where it has none. */
  private static Attribute[] attributes(StructField field, int width) {
    Attribute[] found = null;
    if (field.dataType() instanceof NumericType) {
      found = new Attribute[] {Attribute.fromStructField(field)};
    } else if (ColumnKind.of(field.dataType()).orElseThrow() == ColumnKind.VECTOR) {
      AttributeGroup group = AttributeGroup.fromStructField(field);
      found = group.attributes().isDefined() ? group.attributes().get() : null;
    }
    return found != null && found.length == width ? found : new Attribute[width];
  }

  /** Two categories are one number as well as two. */
  private static void addNominal(String name, NominalAttribute category, List<String> nominal) {
    int values = category.getNumValues().isDefined() ? (Integer) category.getNumValues().get() : 0;
    if (values != 2) {
      nominal.add(
          "feature '"
              + name
              + "' is a category"
              + (values == 0 ? "" : " of " + values)
              + " but is used as an amount; OneHotEncoder makes a feature of each");
    }
  }
}
