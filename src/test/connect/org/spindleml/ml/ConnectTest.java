package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Filter;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.ManagedChannelBuilder;
import org.sparkproject.connect.grpc.StatusRuntimeException;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;

/** A Spark Connect server with Spindle on its class path, and what a client can ask of it. */
class ConnectTest {
  private static final String TRAIN = "data/two-spirals-train.csv";
  private static final String TEST = "data/two-spirals-test.csv";
  private static final String SESSION = UUID.randomUUID().toString();

  private static ManagedChannel channel;
  private static SparkConnectServiceBlockingStub server;

  @TempDir private java.nio.file.Path directory;

  @BeforeAll
  static void startServer() {
    SparkSession spark = LocalSpark.session();
    SparkEnv.get().conf().set("spark.connect.grpc.binding.port", "0");
    SparkConnectService.start(spark.sparkContext());
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", port())
            .usePlaintext()
            .build();
    server = SparkConnectServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stopServer() {
    channel.shutdownNow();
    SparkConnectService.stop(scala.Option.empty(), scala.Option.empty());
  }

  @Test
  void fitsAndTransformsByMessages() {
    String model = fit(params());
    MlpClassificationModel local = classifier().fit(csv(LocalSpark.session(), TRAIN));
    long right = local.transform(csv(LocalSpark.session(), TEST)).filter("prediction = label").count();
    assertTrue(right > 0);
    assertEquals(right, rows(right(transformed(model, MlParams.getDefaultInstance()))));
  }

  @Test
  void paramsOfAModelCanBeSentWithTheRequest() {
    MlParams renamed =
        MlParams.newBuilder().putParams("predictionCol", text("spiral")).build();
    Relation scored = transformed(fit(params()), renamed);
    assertEquals(
        List.of("x", "y", "label", "rawPrediction", "probability", "spiral"), columns(scored));
  }

  @Test
  void modelsAreWrittenAndRead() {
    String path = directory.resolve("model").toString();
    String model = fit(params());
    command(
        MlCommand.newBuilder()
            .setWrite(
                MlCommand.Write.newBuilder()
                    .setObjRef(ObjectRef.newBuilder().setId(model))
                    .setPath(path))
            .build());
    MlOperator type =
        MlOperator.newBuilder()
            .setName(MlpClassificationModel.class.getName())
            .setType(MlOperator.OperatorType.OPERATOR_TYPE_MODEL)
            .build();
    String read =
        command(
                MlCommand.newBuilder()
                    .setRead(MlCommand.Read.newBuilder().setOperator(type).setPath(path))
                    .build())
            .getOperatorInfo()
            .getObjRef()
            .getId();
    MlParams none = MlParams.getDefaultInstance();
    assertEquals(rows(right(transformed(model, none))), rows(right(transformed(read, none))));
  }

  @Test
  void aWrongParamIsOurMessage() {
    MlParams wrong = params().toBuilder().putParams("solver", text("newton")).build();
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> fit(wrong));
    assertTrue(e.getMessage().contains("solver"), e.getMessage());
    assertTrue(e.getMessage().contains("newton"), e.getMessage());
  }

  @Test
  void attributesOfForeignModelsAreNotAllowed() {
    MlCommand fetch =
        MlCommand.newBuilder()
            .setFetch(
                org.apache.spark.connect.proto.Fetch.newBuilder()
                    .setObjRef(ObjectRef.newBuilder().setId(fit(params())))
                    .addMethods(
                        org.apache.spark.connect.proto.Fetch.Method.newBuilder()
                            .setMethod("weights")))
            .build();
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> command(fetch));
    assertTrue(e.getMessage().contains("weights"), e.getMessage());
  }

  @Test
  void aTableOfAConnectSessionNeedsAClassicOne() throws java.io.IOException {
    try (SparkSession remote =
        org.apache.spark.sql.connect.SparkSession.builder()
            .remote("sc://127.0.0.1:" + port())
            .create()) {
      Dataset<Row> table = csv(remote, TRAIN);
      assertInstanceOf(org.apache.spark.sql.connect.Dataset.class, table);
      InputException e = assertThrows(InputException.class, () -> classifier().fit(table));
      assertEquals(
          "training needs a classic Spark session, made with master(...): a Spark Connect session,"
              + " made with remote(...), has no RDDs",
          e.getMessage());
      MlpClassificationModel model = classifier().fit(csv(LocalSpark.session(), TRAIN));
      e = assertThrows(InputException.class, () -> model.transform(table));
      assertEquals(
          "prediction needs a classic Spark session, made with master(...): a Spark Connect session,"
              + " made with remote(...), has no RDDs",
          e.getMessage());
    }
  }

  private static int port() {
    return SparkConnectService$.MODULE$.localPort();
  }

  private static MlpClassifier classifier() {
    return new MlpClassifier("same")
        .setFeaturesCols("x", "y")
        .setHiddenLayers(8, 8)
        .setActivation("gelu")
        .setStepSize(0.01)
        .setMaxIter(5);
  }

  /** The settings of {@link #classifier}, of every type that a message carries but vectors. */
  private static MlParams params() {
    return MlParams.newBuilder()
        .putParams("featuresCols", list(STRING, text("x"), text("y")))
        .putParams("hiddenLayers", list(INTEGER, whole(8), whole(8)))
        .putParams("activation", list(STRING, text("gelu")))
        .putParams("stepSize", Expression.Literal.newBuilder().setDouble(0.01).build())
        .putParams("maxIter", whole(5))
        .putParams("seed", Expression.Literal.newBuilder().setLong(1).build())
        .putParams("standardize", Expression.Literal.newBuilder().setBoolean(true).build())
        .putParams("solver", text("adamw"))
        .build();
  }

  private static final DataType STRING =
      DataType.newBuilder().setString(DataType.String.getDefaultInstance()).build();
  private static final DataType INTEGER =
      DataType.newBuilder().setInteger(DataType.Integer.getDefaultInstance()).build();

  private static Expression.Literal text(String value) {
    return Expression.Literal.newBuilder().setString(value).build();
  }

  private static Expression.Literal whole(int value) {
    return Expression.Literal.newBuilder().setInteger(value).build();
  }

  private static Expression.Literal list(DataType type, Expression.Literal... values) {
    return Expression.Literal.newBuilder()
        .setArray(
            Expression.Literal.Array.newBuilder()
                .setElementType(type)
                .addAllElements(List.of(values)))
        .build();
  }

  private static String fit(MlParams params) {
    MlOperator estimator =
        MlOperator.newBuilder()
            .setName(MlpClassifier.class.getName())
            .setUid("same")
            .setType(MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR)
            .build();
    MlCommand.Fit fit =
        MlCommand.Fit.newBuilder()
            .setEstimator(estimator)
            .setParams(params)
            .setDataset(table(TRAIN))
            .build();
    return command(MlCommand.newBuilder().setFit(fit).build())
        .getOperatorInfo()
        .getObjRef()
        .getId();
  }

  private static Relation transformed(String model, MlParams params) {
    MlRelation.Transform transform =
        MlRelation.Transform.newBuilder()
            .setObjRef(ObjectRef.newBuilder().setId(model))
            .setParams(params)
            .setInput(table(TEST))
            .build();
    return Relation.newBuilder()
        .setMlRelation(MlRelation.newBuilder().setTransform(transform))
        .build();
  }

  private static Relation right(Relation scored) {
    Expression same =
        Expression.newBuilder()
            .setExpressionString(
                Expression.ExpressionString.newBuilder().setExpression("prediction = label"))
            .build();
    return Relation.newBuilder()
        .setFilter(Filter.newBuilder().setInput(scored).setCondition(same))
        .build();
  }

  private static Relation table(String path) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setDataSource(
                    Read.DataSource.newBuilder()
                        .setFormat("csv")
                        .putOptions("header", "true")
                        .putOptions("inferSchema", "true")
                        .addPaths(path)))
        .build();
  }

  private static Dataset<Row> csv(SparkSession spark, String path) {
    return spark.read().option("header", true).option("inferSchema", true).csv(path);
  }

  private static MlCommandResult command(MlCommand command) {
    Plan plan =
        Plan.newBuilder().setCommand(Command.newBuilder().setMlCommand(command)).build();
    return execute(plan).stream()
        .filter(ExecutePlanResponse::hasMlCommandResult)
        .findFirst()
        .orElseThrow()
        .getMlCommandResult();
  }

  private static long rows(Relation relation) {
    return execute(Plan.newBuilder().setRoot(relation).build()).stream()
        .filter(ExecutePlanResponse::hasArrowBatch)
        .mapToLong(response -> response.getArrowBatch().getRowCount())
        .sum();
  }

  private static List<String> columns(Relation relation) {
    return execute(Plan.newBuilder().setRoot(relation).build()).stream()
        .filter(ExecutePlanResponse::hasSchema)
        .findFirst()
        .orElseThrow()
        .getSchema()
        .getStruct()
        .getFieldsList()
        .stream()
        .map(DataType.StructField::getName)
        .toList();
  }

  private static List<ExecutePlanResponse> execute(Plan plan) {
    Iterator<ExecutePlanResponse> responses =
        server.executePlan(
            ExecutePlanRequest.newBuilder()
                .setSessionId(SESSION)
                .setUserContext(UserContext.newBuilder().setUserId("someone"))
                .setPlan(plan)
                .build());
    List<ExecutePlanResponse> all = new ArrayList<>();
    responses.forEachRemaining(all::add);
    return all;
  }
}
