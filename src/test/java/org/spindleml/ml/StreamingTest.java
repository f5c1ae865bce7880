package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;

/** Rows are scored as they arrive in files. */
class StreamingTest {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("features", SQLDataTypes.VectorType());

  @TempDir Path directory;

  private String in;
  private String out;

  @BeforeEach
  void paths() {
    in = directory.resolve("in").toString();
    out = directory.resolve("out").toString();
  }

  /** Ten rows arrive, of which the last may have another one's number of features. */
  private void arrive(int first, boolean withBadRow) {
    List<Row> rows =
        IntStream.range(first, first + 10)
            .mapToObj(
                i -> {
                  boolean bad = withBadRow && i == first + 9;
                  return RowFactory.create(
                      i, bad ? Vectors.dense(i) : Vectors.dense(i, -1, 2, i % 3));
                })
            .toList();
    Tables.of(rows, SCHEMA).coalesce(1).write().mode("append").parquet(in);
  }

  private static MlpClassificationModel model() {
    List<String> names = List.of("low", "middle", "high");
    SharedNetwork named =
        new SharedNetwork(Tables.network(4, 3, "softmaxCrossEntropy").withClassNames(names));
    return new MlpClassificationModel("named", named).setPredictedLabelCol("name");
  }

  /** Scores what has arrived since the last time and ends. */
  private void run(MlpClassificationModel model) throws Exception {
    Dataset<Row> scored =
        model.transform(LocalSpark.session().readStream().schema(SCHEMA).parquet(in));
    assertTrue(scored.isStreaming());
    start(scored.writeStream().format("parquet").option("path", out));
  }

  private void start(DataStreamWriter<Row> writer) throws Exception {
    StreamingQuery query =
        writer
            .outputMode("append")
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
  }

  private List<Row> written() {
    return LocalSpark.session().read().parquet(out).orderBy("id").collectAsList();
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    arrive(0, false);
    run(model());
    assertEquals(10, written().size());
    arrive(10, true);
    // A bad row ends the query, with nothing of its batch written.
    Throwable error = assertThrows(StreamingQueryException.class, () -> run(model()));
    while (!(error instanceof InputException)) {
      error = error.getCause();
    }
    assertEquals(
        "a row cannot be scored: column 'features' must hold 4 numbers in every row (1 numbers);"
            + " handleInvalid=skip leaves such rows out",
        error.getMessage());
    assertEquals(10, written().size());
    // A loaded model goes on from the checkpoint, leaving the row out.
    model().save(directory.resolve("model").toString());
    MlpClassificationModel loaded =
        MlpClassificationModel.load(directory.resolve("model").toString());
    run(loaded.setHandleInvalid("skip"));
    List<Row> rows = written();
    assertEquals(
        IntStream.range(0, 19).boxed().toList(), rows.stream().map(row -> row.getInt(0)).toList());
    for (Row row : rows) {
      Vector features = row.getAs("features");
      double predicted = loaded.predict(features);
      assertEquals(predicted, row.<Double>getAs("prediction"));
      assertEquals(List.of("low", "middle", "high").get((int) predicted), row.getAs("name"));
    }
  }

  @Test
  void columnsKeepTheirAttributes() {
    arrive(0, false);
    Dataset<Row> stream = LocalSpark.session().readStream().schema(SCHEMA).parquet(in);
    Dataset<Row> table = LocalSpark.session().read().parquet(in);
    StructType expected = model().transform(table).schema();
    StructType found = model().transform(stream).schema();
    for (String output : List.of("rawPrediction", "probability", "prediction", "name")) {
      assertEquals(expected.apply(output), found.apply(output));
    }
    assertTrue(found.apply("prediction").metadata().json().contains("middle"));
  }

  @Test
  void functionsScoreStreams() throws Exception {
    arrive(0, true);
    SpindleFunctions.register(LocalSpark.session(), "tell", model().setHandleInvalid("skip"));
    Dataset<Row> stream = LocalSpark.session().readStream().schema(SCHEMA).parquet(in);
    start(
        stream
            .selectExpr("id", "tell(features).name AS name")
            .writeStream()
            .format("parquet")
            .option("path", out));
    List<Row> rows = written();
    assertEquals(10, rows.size());
    assertEquals(1, rows.stream().filter(row -> row.isNullAt(1)).count());
    assertTrue(rows.get(9).isNullAt(1));
  }
}
