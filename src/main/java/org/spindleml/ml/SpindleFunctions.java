package org.spindleml.ml;

import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.SparkSession;
import org.spindleml.spark.ClassicSession;
import org.spindleml.table.InputException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Models as functions of SQL.
 *
 * <pre>{@code
 * SpindleFunctions.register(spark, "predict", model);
 * spark.sql("SELECT id, predict(x, y).prediction FROM points");
 * table.withColumn("scored", functions.callUDF("predict", table.col("features")));
 * }</pre>
 *
 * <p>Arguments are the features: numbers, arrays of numbers and vectors, in the order of the
 * network's inputs; and behind them the offset, where the model has an {@code offsetCol}. The
 * result is what {@code transform} appends to a row: a struct with a field for each output column
 * that has a name, vectors as {@code ARRAY<DOUBLE>}; or, where one column alone has a name, as
 * always of a regression, its value. A row that cannot be scored is an error, or NULL where {@code
 * handleInvalid} is skip. Rows are scored one by one with the same bits as {@code predict(Vector)};
 * {@code transform} is faster.
 *
 * <p>A function lasts as long as its session, or until {@code DROP TEMPORARY FUNCTION}; one of the
 * same name is replaced. What is later set on the model does not change it.
 */
public final class SpindleFunctions {
  private SpindleFunctions() {}

  /**
   * Makes a classifier a function.
   *
   * @param spark the session
   * @param name of the function
   * @param model what to score with
   * @throws InputException if all outputs are turned off, the Params contradict the network, or the
   *     session is one of Spark Connect
   */
  public static void register(SparkSession spark, String name, MlpClassificationModel model) {
    MlpClassificationModel copy = model.copy(ParamMap.empty());
    register(
        spark, name, new SqlCall(name, copy, copy.shared(), copy.outputs(), copy.outputFields()));
  }

  /**
   * Makes a regression a function.
   *
   * @param spark the session
   * @param name of the function
   * @param model what to score with
   * @throws InputException if the output is turned off or the session is one of Spark Connect
   */
  public static void register(SparkSession spark, String name, MlpRegressionModel model) {
    MlpRegressionModel copy = model.copy(ParamMap.empty());
    register(
        spark,
        name,
        new SqlCall(name, copy, copy.shared(), new ValueOutputs(), copy.outputFields()));
  }

  private static void register(SparkSession spark, String name, SqlCall call) {
    SparkContext context = ClassicSession.context(spark, "function " + name);
    call.requireOutputs();
    spark
        .sessionState()
        .functionRegistry()
        .createOrReplaceTempFunction(
            name,
            arguments -> call.on(context, CollectionConverters.asJava(arguments)),
            "java_udf");
  }
}
