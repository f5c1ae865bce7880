package org.spindleml.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.table.InputException;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a call of a model's function in a query becomes.
 *
 * @param name of the function
 * @param params the model's Params
 * @param network its network
 * @param outputs what transform appends to a row
 * @param fields the columns of these; those without a name are turned off
 */
record SqlCall(
    String name,
    MlpParams params,
    SharedNetwork network,
    RowOutputs outputs,
    List<StructField> fields) {

  /** Refuses a model that appends nothing. */
  void requireOutputs() {
    if (named().isEmpty()) {
      throw new InputException(
          "function " + name + " would have no result: the model's output columns have no name");
    }
  }

  private List<StructField> named() {
    return fields.stream().filter(field -> !field.name().isEmpty()).toList();
  }

  /**
   * Plans a call.
   *
   * @param spark the network is broadcast to its executors
   * @param arguments of the call, whose types Spark has found out already
   * @throws InputException if they are not the features and, where there is one, the offset
   */
  Expression on(SparkContext spark, List<Expression> arguments) {
    StructType schema = schema(arguments);
    List<String> columns = List.of(schema.fieldNames());
    boolean hasOffset = TableSchema.hasOffset(params);
    int features = columns.size() - (hasOffset ? 1 : 0);
    if (features < 1) {
      throw new InputException(
          "function "
              + name
              + " takes the features"
              + (hasOffset ? " and, last, the offset" : "")
              + ", found "
              + arguments.size()
              + (arguments.size() == 1 ? " argument" : " arguments"));
    }
    SqlScoring scoring =
        new SqlScoring(
            network.on(spark),
            Transformation.features(schema, columns.subList(0, features), network),
            hasOffset
                ? OffsetColumn.of(schema, columns.get(features), network.network().loss())
                : null,
            outputs,
            skipsInvalid());
    return new ScalaUDF(
        scoring,
        result(),
        seq(List.of(row(columns, arguments))),
        seq(List.of()),
        Option.empty(),
        Option.apply(name),
        skipsInvalid(),
        true);
  }

  private boolean skipsInvalid() {
    return InvalidRows.named(params.getHandleInvalid()) == InvalidRows.SKIP;
  }

  private DataType result() {
    StructType struct = new StructType();
    for (StructField field : named()) {
      boolean isVector = field.dataType().equals(SQLDataTypes.VectorType());
      DataType type =
          isVector ? DataTypes.createArrayType(DataTypes.DoubleType, false) : field.dataType();
      struct = struct.add(field.name(), type, false);
    }
    return struct.length() == 1 ? struct.fields()[0].dataType() : struct;
  }

  /** The arguments as a row: a function of Spark's takes no more than 22. */
  private static Expression row(List<String> names, List<Expression> arguments) {
    List<Expression> parts = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      parts.add(new Literal(UTF8String.fromString(names.get(i)), DataTypes.StringType));
      parts.add(arguments.get(i));
    }
    return new CreateNamedStruct(seq(parts));
  }

  private static StructType schema(List<Expression> arguments) {
    List<StructField> fields = new ArrayList<>();
    for (Expression argument : arguments) {
      boolean isColumn = argument instanceof NamedExpression;
      String text = isColumn ? ((NamedExpression) argument).name() : argument.sql();
      boolean isTaken = fields.stream().anyMatch(field -> field.name().equals(text));
      String name = isTaken ? text + " (argument " + (fields.size() + 1) + ")" : text;
      Metadata metadata = isColumn ? ((NamedExpression) argument).metadata() : Metadata.empty();
      fields.add(new StructField(name, argument.dataType(), argument.nullable(), metadata));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
