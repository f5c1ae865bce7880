package org.spindleml.ml;

import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.metrics.Decisions;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.spark.ClassicSession;
import org.spindleml.spark.EvaluationColumns;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.table.InputException;
import scala.Tuple3;

/**
 * A trained classifier: appends logits, probabilities and the class number to a table; of loss
 * multiLabelLogistic, a vector of 0 and 1 for each label instead of the class number.
 */
public final class MlpClassificationModel
    extends ProbabilisticClassificationModel<Vector, MlpClassificationModel>
    // Named one by one: PySpark finds methods of the interfaces that a class names itself, alone.
    implements ScoringSetters<MlpClassificationModel>,
        ClassificationParams,
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
  private transient MlpClassificationTrainingSummary summary;

  /** A model without a network, which can hold Params and nothing else; Spark's tools need one. */
  public MlpClassificationModel() {
    this(Identifiable.randomUID("mlpClassificationModel"));
  }

  /**
   * A model without a network, which can hold Params and nothing else; Spark's tools need one.
   *
   * @param uid its unique name
   */
  public MlpClassificationModel(String uid) {
    this(ParkedUid.park(uid), null);
  }

  /** A model of a network, shared with its copies. */
  MlpClassificationModel(String uid, SharedNetwork shared) {
    this(ParkedUid.park(uid), shared);
    if (shared.network().loss().target() == Target.VALUES) {
      throw new InputException("the network is of a regression; load it with MlpRegressionModel");
    }
  }

  private MlpClassificationModel(ParkedUid parked, SharedNetwork shared) {
    uid = parked.take();
    ownParams = new OwnParams(this, Task.CLASSIFICATION);
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
   * Sets the column for the name of the predicted class.
   *
   * @param name a column name; empty for no such column
   * @return this
   */
  public MlpClassificationModel setPredictedLabelCol(String name) {
    set(predictedLabelCol(), name);
    return this;
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
          "this model has no network; get one from MlpClassifier.fit or MlpClassificationModel.load");
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
   * How many probabilities there are.
   *
   * @return the number of classes; of loss multiLabelLogistic, of labels
   */
  @Override
  public int numClasses() {
    return network().predictionWidth();
  }

  private boolean isMultiLabel() {
    return network().loss().target() == Target.LABELS;
  }

  /**
   * Predicts a class of a row whose offset is 0. Gives the same bits on every machine; {@link
   * #transform} may differ in the last bits of a probability.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return the class number, chosen with the thresholds where they are set
   * @throws IllegalStateException if the model predicts several labels
   */
  @Override
  public double predict(Vector features) {
    return decide(predictProbability(features));
  }

  /**
   * Predicts the labels of a row whose offset is 0, with the same bits on every machine.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return 1 for each label whose probability is above its threshold, 0.5 where none is set; 0 for
   *     the others
   * @throws IllegalStateException if the model predicts a class
   */
  public Vector predictLabels(Vector features) {
    if (!isMultiLabel()) {
      throw new IllegalStateException("this model predicts a class; use predict");
    }
    double[] probabilities = shared().scorer().predictions(features.toArray());
    return Vectors.dense(Decisions.ofLabels(probabilities, thresholdsOrNull()));
  }

  /**
   * Computes the logits of a row whose offset is 0.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return one number a class or label; of loss logistic −z and z
   */
  @Override
  public Vector predictRaw(Vector features) {
    double[] logits = shared().scorer().logits(features.toArray());
    return Vectors.dense(isMultiLabel() ? logits : ClassOutputs.raw(logits));
  }

  /**
   * Computes the probabilities of a row whose offset is 0.
   *
   * @param features as in the table, {@link #numFeatures} of them
   * @return one number a class or label
   */
  @Override
  public Vector predictProbability(Vector features) {
    return Vectors.dense(shared().scorer().predictions(features.toArray()));
  }

  @Override
  public Vector raw2probabilityInPlace(Vector rawPrediction) {
    double[] values = ((DenseVector) rawPrediction).values();
    Loss loss = network().loss();
    int outputs = network().network().outputs();
    float[] logits = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      // Of −z and z the last is the logit.
      logits[j] = (float) values[values.length - outputs + j];
    }
    float[] probabilities = new float[values.length];
    loss.link(logits, outputs, 1, probabilities);
    for (int k = 0; k < values.length; k++) {
      values[k] = probabilities[k];
    }
    return rawPrediction;
  }

  @Override
  public double raw2prediction(Vector rawPrediction) {
    return decide(raw2probability(rawPrediction));
  }

  @Override
  public double probability2prediction(Vector probability) {
    return decide(probability);
  }

  private double decide(Vector probability) {
    if (isMultiLabel()) {
      throw new IllegalStateException(
          "this model predicts " + numClasses() + " labels for a row; use predictLabels");
    }
    return Decisions.ofClass(probability.toArray(), thresholdsOrNull());
  }

  private double[] thresholdsOrNull() {
    return isDefined(thresholds()) ? getThresholds() : null;
  }

  /** What is appended to a row. */
  RowOutputs outputs() {
    double[] thresholds = thresholdsOrNull();
    if (thresholds != null && thresholds.length != numClasses()) {
      throw new InputException(
          "thresholds has "
              + thresholds.length
              + " numbers for "
              + numClasses()
              + (isMultiLabel() ? " labels" : " classes"));
    }
    boolean raw = !getRawPredictionCol().isEmpty();
    boolean probability = !getProbabilityCol().isEmpty();
    boolean prediction = !getPredictionCol().isEmpty();
    return isMultiLabel()
        ? new LabelOutputs(raw, probability, prediction, thresholds)
        : new ClassOutputs(raw, probability, prediction, namesOrNull(), thresholds);
  }

  private String[] namesOrNull() {
    if (getPredictedLabelCol().isEmpty()) {
      return null;
    }
    List<String> names = network().classNames();
    if (names.isEmpty()) {
      throw new InputException(
          "predictedLabelCol is "
              + getPredictedLabelCol()
              + " but the classes have no names: the labels were numbers, without attributes that"
              + " name them; set it to '' and take the class number");
    }
    return names.toArray(new String[0]);
  }

  /** Both of the class's ancestors declare it; there is no summary model. */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Tuple3 findSummaryModel() {
    return super.findSummaryModel();
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
        data, schema, features, offset, shared(), outputs(), getHandleInvalid());
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
    return List.of(
        OutputFields.vector(getRawPredictionCol(), numClasses()),
        OutputFields.vector(getProbabilityCol(), numClasses()),
        isMultiLabel()
            ? OutputFields.vector(getPredictionCol(), numClasses())
            : OutputFields.classNumber(getPredictionCol(), numClasses(), network().classNames()),
        OutputFields.className(getPredictedLabelCol()));
  }

  @Override
  public MlpClassificationModel copy(ParamMap extra) {
    MlpClassificationModel copy = new MlpClassificationModel(ParkedUid.park(uid), shared);
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
  public MlpClassificationTrainingSummary summary() {
    if (summary == null) {
      throw new IllegalStateException(
          "No training summary available for this MlpClassificationModel: a loaded model has none;"
              + " evaluate(Dataset) judges it by a table");
    }
    return summary;
  }

  /** Keeps a summary of its training on these rows. */
  MlpClassificationModel summarised(Dataset<?> rows, TrainingRun training) {
    summary = new MlpClassificationTrainingSummary(judged(), evaluationColumns(), rows, training);
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
  public MlpClassificationSummary evaluate(Dataset<?> data) {
    MlpClassificationModel judged = judged();
    judged.transformSchema(ClassicSession.schema(data, "evaluation"));
    EvaluationColumns columns = evaluationColumns();
    columns.require(data);
    return new MlpClassificationSummary(judged, columns, data);
  }

  private EvaluationColumns evaluationColumns() {
    return TableSchema.evaluation(this, getLabelCol(), network());
  }

  /** A copy that later changes of Params do not reach, with a name for every output needed. */
  private MlpClassificationModel judged() {
    MlpClassificationModel judged = copy(ParamMap.empty());
    judged.summary = null;
    if (getPredictionCol().isEmpty()) {
      judged.setPredictionCol(Identifiable.randomUID("prediction"));
    }
    if (getProbabilityCol().isEmpty()) {
      judged.setProbabilityCol(Identifiable.randomUID("probability"));
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
  public static MLReader<MlpClassificationModel> read() {
    return SpindleReader.ofModels(MlpClassificationModel.class, MlpClassificationModel::new);
  }

  /**
   * Loads a model.
   *
   * @param path the directory in which it was saved
   * @return the model
   */
  public static MlpClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "MlpClassificationModel " + (shared == null ? "without a network" : shared);
  }
}
