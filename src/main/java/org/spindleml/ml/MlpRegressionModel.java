package org.spindleml.ml;

import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Target;
import org.spindleml.spark.ClassicSession;
import org.spindleml.spark.EvaluationColumns;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.table.InputException;

/**
 * A trained regression: appends the prediction to a table, a number, or a vector where there are
 * several targets or quantiles.
 */
public final class MlpRegressionModel extends RegressionModel<Vector, MlpRegressionModel>
    // Named one by one: PySpark finds methods of the interfaces that a class names itself, alone.
    implements ScoringSetters<MlpRegressionModel>,
        RegressionParams,
        MlpParams,
        ColumnParams,
        NetworkParams,
        SolverParams,
        ValidationParams,
        RunParams,
        MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final OwnParams ownParams;
  private final SharedNetwork shared;

  /** Null where the model was not just trained: it is neither saved nor serialised. */
  private transient MlpRegressionTrainingSummary summary;

  /** A model without a network, which can hold Params and nothing else; Spark's tools need one. */
  public MlpRegressionModel() {
    this(Identifiable.randomUID("mlpRegressionModel"));
  }

  /**
   * A model without a network, which can hold Params and nothing else; Spark's tools need one.
   *
   * @param uid its unique name
   */
  public MlpRegressionModel(String uid) {
    this(ParkedUid.park(uid), null);
  }

  /** A model of a network, shared with its copies. */
  MlpRegressionModel(String uid, SharedNetwork shared) {
    this(ParkedUid.park(uid), shared);
    if (shared.network().loss().target() != Target.VALUES) {
      throw new InputException(
          "the network is of a classifier; load it with MlpClassificationModel");
    }
  }

  private MlpRegressionModel(ParkedUid parked, SharedNetwork shared) {
    uid = parked.take();
    ownParams = new OwnParams(this, Task.REGRESSION);
    DefaultValues.set(this, ownParams);
    this.shared = shared;
  }

  @Override
  public String uid() {
    return uid == null ? ParkedUid.current() : uid;
  }

  @Override
  public OwnParams ownParams() {
    return ownParams;
  }

  @Override
  public String explainParam(Param<?> param) {
    return ManualEntry.of(this, param);
  }

  /**
   * What was trained, ready to be saved or scored without Spark.
   *
   * @return the network, its weights and what its inputs and outputs mean; not to be changed
   */
  public TrainedNetwork network() {
    return shared().network();
  }

  SharedNetwork shared() {
    if (shared == null) {
      throw new IllegalStateException(
          "this model has no network; get one from MlpRegressor.fit or MlpRegressionModel.load");
    }
    return shared;
  }

  @Override
  public int numFeatures() {
    return network().network().inputs();
  }

  /**
   * The weights in the order of Spark's perceptron: layer by layer the outputs × inputs matrix,
   * column by column, then the bias, then gain, shift and slopes where the layer has some; at the
   * end the running statistics of batch norm. They refer to standardised inputs.
   *
   * @return a copy
   */
  public Vector weights() {
    return shared().weights();
  }

  /**
   * The weights by name: "hidden1.weight", outputs × inputs; "hidden1.bias" and, where the layer
   * has them, "hidden1.gain", "hidden1.shift" and "hidden1.slope", outputs × 1; and so on to
   * "output.bias"; then the running statistics of batch norm, "hidden1.runningMean" and
   * "hidden1.runningVariance". They refer to standardised inputs.
   *
   * @return copies, in the order of the layers
   */
  public Map<String, Matrix> parameters() {
    return shared().parameters();
  }

  /**
   * How many numbers are predicted for a row.
   *
   * @return targets × quantiles for loss quantile, else the number of targets
   */
  public int numPredictions() {
    return network().predictionWidth();
  }

  /**
   * Predicts a number for a row whose offset is 0. Gives the same bits on every machine; {@link
   * #transform} may differ in the last bits.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return the prediction in the label's own units
   * @throws IllegalStateException if the model predicts several numbers
   */
  @Override
  public double predict(Vector features) {
    if (numPredictions() > 1) {
      throw new IllegalStateException(
          "this model predicts " + numPredictions() + " numbers for a row; use predictValues");
    }
    return shared().scorer().predict(features.toArray());
  }

  /**
   * Predicts all numbers of a row whose offset is 0, with the same bits on every machine.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return {@link #numPredictions} numbers in the labels' own units: target by target, of each the
   *     quantiles where there are several
   */
  public Vector predictValues(Vector features) {
    return Vectors.dense(shared().scorer().predictions(features.toArray()));
  }

  /**
   * Appends the outputs to a table: lazily, row by row as they are asked for, from one forward pass
   * over blocks of rows. Outputs without a name are turned off.
   *
   * @param data a table with the feature columns and, where {@code offsetCol} is set, the offset;
   *     label and weight are not needed
   * @return the table and the outputs
   * @throws InputException if a column is missing, of a wrong type or there already
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    StructType given = ClassicSession.schema(data, "prediction");
    FeatureWidths features = features(given);
    OffsetColumn offset = offset(given);
    StructType schema = append(given);
    if (schema.length() == given.length()) {
      return data.toDF();
    }
    return Transformation.apply(
        data, schema, features, offset, shared(), new ValueOutputs(), getHandleInvalid());
  }

  /**
   * Checks a table's columns and adds the outputs.
   *
   * @param schema the table's
   * @return the schema after {@link #transform}
   * @throws InputException naming the column, what was found and what to do
   */
  @Override
  public StructType transformSchema(StructType schema) {
    features(schema);
    offset(schema);
    return append(schema);
  }

  private FeatureWidths features(StructType schema) {
    return Transformation.features(schema, TableSchema.features(this, featuresCol()), shared());
  }

  private OffsetColumn offset(StructType schema) {
    return TableSchema.offset(schema, this, network().loss());
  }

  private StructType append(StructType schema) {
    return TableSchema.append(schema, outputFields());
  }

  /** The columns that are appended; those without a name are turned off. */
  List<StructField> outputFields() {
    return List.of(OutputFields.values(getPredictionCol(), numPredictions()));
  }

  @Override
  public MlpRegressionModel copy(ParamMap extra) {
    MlpRegressionModel copy = new MlpRegressionModel(ParkedUid.park(uid), shared);
    copy.summary = summary;
    return copyValues(copy, extra).setParent(parent());
  }

  /**
   * Whether there is a summary of the training.
   *
   * @return false of a model that was loaded
   */
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * How the training went and how good the model is on its table.
   *
   * @return the summary; columns are named as they were when the model was trained
   * @throws IllegalStateException if there is none
   */
  public MlpRegressionTrainingSummary summary() {
    if (summary == null) {
      throw new IllegalStateException(
          "No training summary available for this MlpRegressionModel: a loaded model has none;"
              + " evaluate(Dataset) judges it by a table");
    }
    return summary;
  }

  /** Keeps a summary of its training on these rows. */
  MlpRegressionModel summarised(Dataset<?> rows, TrainingRun training) {
    summary = new MlpRegressionTrainingSummary(judged(), evaluationColumns(), rows, training);
    return this;
  }

  /**
   * Judges the model by a table. Its columns are checked now, in one job; metrics are computed when
   * they are asked for.
   *
   * @param data a table as for {@link #transform}, with labels as in training and, where {@code
   *     weightCol} is set, weights
   * @return how good the model is
   * @throws InputException if a column is missing or of a wrong type, there are no rows, a label is
   *     missing or none of the model's, or a weight is negative or not finite
   */
  public MlpRegressionSummary evaluate(Dataset<?> data) {
    MlpRegressionModel judged = judged();
    judged.transformSchema(ClassicSession.schema(data, "evaluation"));
    EvaluationColumns columns = evaluationColumns();
    columns.require(data);
    return new MlpRegressionSummary(judged, columns, data);
  }

  private EvaluationColumns evaluationColumns() {
    return TableSchema.evaluation(this, getLabelCol(), network());
  }

  /** A copy that later changes of Params do not reach, with a name for every output needed. */
  private MlpRegressionModel judged() {
    MlpRegressionModel judged = copy(ParamMap.empty());
    judged.summary = null;
    if (getPredictionCol().isEmpty()) {
      judged.setPredictionCol(Identifiable.randomUID("prediction"));
    }
    return judged;
  }

  /**
   * How much memory the model takes, as Spark Connect counts it: without its summary, which refers
   * to the session.
   *
   * @return bytes
   */
  public long estimatedSize() {
    return shared == null ? 0 : shared.size();
  }

  @Override
  public MLWriter write() {
    return new SpindleWriter(this, network());
  }

  /**
   * A reader of saved models.
   *
   * @return the reader
   */
  public static MLReader<MlpRegressionModel> read() {
    return SpindleReader.ofModels(MlpRegressionModel.class, MlpRegressionModel::new);
  }

  /**
   * Loads a model.
   *
   * @param path the directory in which it was saved
   * @return the model
   */
  public static MlpRegressionModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "MlpRegressionModel " + (shared == null ? "without a network" : shared);
  }
}
