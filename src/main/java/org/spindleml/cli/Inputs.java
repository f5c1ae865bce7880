package org.spindleml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of a table become the network's: missing numbers are filled, categories indexed
 * and one-hot encoded, each into a column of its own beside the table's.
 *
 * @param stages the stages, none where the table's own columns do
 * @param names the columns that the network reads
 */
record Inputs(List<PipelineStage> stages, String[] names) {
  /**
   * Plans the columns.
   *
   * @param train the table to train on, which means are taken from
   * @param columns which of its columns are what
   */
  static Inputs of(Dataset<Row> train, RunColumns columns) {
    StructType schema = train.schema();
    Map<String, String> copies = new TreeMap<>();
    List<String> inputs = new ArrayList<>();
    for (String name : columns.features()) {
      String fill = columns.missing().get(name);
      if (fill == null) {
        inputs.add(name);
      } else {
        String filled = free(schema, copies, name + "_filled");
        copies.put(filled, MissingNumbers.expression(train, name, fill));
        inputs.add(filled);
      }
    }
    List<String> texts = new ArrayList<>();
    for (String name : columns.categories()) {
      String text = free(schema, copies, name + "_text");
      copies.put(text, "CAST(" + Sql.quoted(name) + " AS STRING)");
      texts.add(text);
    }
    List<PipelineStage> stages = new ArrayList<>();
    if (!copies.isEmpty()) {
      stages.add(new SQLTransformer().setStatement(statement(copies)));
    }
    if (!texts.isEmpty()) {
      String[] indices = texts.stream().map(text -> text + "_index").toArray(String[]::new);
      String[] oneHot = texts.stream().map(text -> text + "_one_hot").toArray(String[]::new);
      stages.add(indexer(texts.toArray(new String[0]), indices));
      stages.add(
          new OneHotEncoder().setInputCols(indices).setOutputCols(oneHot).setDropLast(false));
      inputs.addAll(List.of(oneHot));
    }
    return new Inputs(stages, inputs.toArray(new String[0]));
  }

  private static String free(StructType schema, Map<String, String> copies, String name) {
    StructType all = schema;
    for (String copy : copies.keySet()) {
      all = all.add(copy, "string");
    }
    return Sql.free(all, name);
  }

  private static String statement(Map<String, String> copies) {
    StringBuilder statement = new StringBuilder("SELECT *");
    copies.forEach(
        (name, sql) -> statement.append(", ").append(sql).append(" AS ").append(Sql.quoted(name)));
    return statement.append(" FROM __THIS__").toString();
  }

  private static StringIndexer indexer(String[] texts, String[] indices) {
    return new StringIndexer()
        .setInputCols(texts)
        .setOutputCols(indices)
        .setStringOrderType("alphabetAsc")
        // Missing and unseen categories share an index of their own.
        .setHandleInvalid("keep");
  }
}
