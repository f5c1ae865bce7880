package org.spindleml.ml;

import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.Columns;
import org.spindleml.spark.DataFrameTraining;
import org.spindleml.spark.Execution;
import org.spindleml.spark.InputColumns;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/**
 * Trains a multilayer perceptron that tells classes apart.
 *
 * <pre>{@code
 * MlpClassificationModel model =
 *     new MlpClassifier().setHiddenLayers(128, 64).setMaxIter(50).fit(training);
 * Dataset<Row> scored = model.transform(test);
 * }</pre>
 *
 * <p>Labels are the class numbers 0, 1, 2 …, or strings, which are numbered in alphabetical order.
 * Features are a vector, an array of numbers, a number, or several such columns. {@code
 * thresholds}, one a class, also say how many classes there are. The same data, Params and seed
 * give the same model, bit for bit, on any cluster.
 */
public final class MlpClassifier
    extends ProbabilisticClassifier<Vector, MlpClassifier, MlpClassificationModel>
    implements TrainingSetters<MlpClassifier>, ClassificationParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final OwnParams ownParams;
  private transient TrainingListener listener = TrainingListener.NONE;

  /** An estimator with the default Params. */
  public MlpClassifier() {
    this(Identifiable.randomUID("mlpClassifier"));
  }

  /**
   * An estimator with the default Params.
   *
   * @param uid its unique name
   */
  public MlpClassifier(String uid) {
    this(ParkedUid.park(uid));
  }

  private MlpClassifier(ParkedUid parked) {
    uid = parked.take();
    ownParams = new OwnParams(this, Task.CLASSIFICATION);
    DefaultValues.set(this, ownParams);
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
   * Sets the share of a row that loss softmaxCrossEntropy counts for all classes alike.
   *
   * @param share at least 0 and below 1
   * @return this
   */
  public MlpClassifier setLabelSmoothing(double share) {
    set(labelSmoothing(), share);
    return this;
  }

  /**
   * Sets how much less loss focal counts a row the better its class is told.
   *
   * @param gamma at least 0
   * @return this
   */
  public MlpClassifier setFocalGamma(double gamma) {
    set(focalGamma(), gamma);
    return this;
  }

  /**
   * Sets the column for the name of the predicted class.
   *
   * @param name a column name; empty for no such column
   * @return this
   */
  public MlpClassifier setPredictedLabelCol(String name) {
    set(predictedLabelCol(), name);
    return this;
  }

  /**
   * Sets who follows the training. Not a Param: it is copied but not saved.
   *
   * @param listener is called on the thread that calls fit
   * @return this
   */
  public MlpClassifier setTrainingListener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Trains.
   *
   * @param data a table with the feature, label and weight columns; others are left alone
   * @return the model
   * @throws InputException if Params contradict each other or the table cannot be trained on,
   *     before any training
   */
  @Override
  public MlpClassificationModel fit(Dataset<?> data) {
    return copyValues(train(data).setParent(this), ParamMap.empty());
  }

  @Override
  public MlpClassificationModel train(Dataset<?> data) {
    InputColumns columns = columns();
    check(data.schema(), columns);
    Settings settings = Settings.of(this, isDefined(thresholds()) ? getThresholds() : null);
    DataFrameTraining.Fitted fitted =
        DataFrameTraining.fit(
            data,
            columns,
            settings.training(),
            settings.inputs(),
            settings.classes(),
            Execution.named(getExecution()),
            listener == null ? TrainingListener.NONE : listener);
    return new MlpClassificationModel(uid, new SharedNetwork(fitted.model()));
  }

  private InputColumns columns() {
    return TableSchema.columns(this, featuresCol(), getLabelCol());
  }

  private void check(StructType schema, InputColumns columns) {
    TableSchema.check(ClassNames.numbered(schema, getLabelCol()), columns);
    boolean named =
        ClassNames.areStrings(schema, getLabelCol())
            || !ClassNames.ofField(schema.fields()[Columns.find(schema, getLabelCol())])
                .names()
                .isEmpty();
    if (!named && !getPredictedLabelCol().isEmpty()) {
      throw new InputException(
          "predictedLabelCol is "
              + getPredictedLabelCol()
              + " but column '"
              + getLabelCol()
              + "' has numbers without attributes that name the classes; set predictedLabelCol to"
              + " '', or labelCol to a column of strings");
    }
  }

  /**
   * Checks a table's columns and adds the model's.
   *
   * @param schema the table's
   * @return the schema after the model's transform
   * @throws InputException naming the column, what was found and what to do
   */
  @Override
  public StructType transformSchema(StructType schema) {
    check(schema, columns());
    return TableSchema.append(
        schema,
        List.of(
            OutputFields.perClass(getRawPredictionCol(), 0),
            OutputFields.perClass(getProbabilityCol(), 0),
            OutputFields.classNumber(getPredictionCol(), 0, List.of()),
            OutputFields.className(getPredictedLabelCol())));
  }

  @Override
  public MlpClassifier copy(ParamMap extra) {
    MlpClassifier copy = defaultCopy(extra);
    copy.listener = listener;
    return copy;
  }

  @Override
  public MLWriter write() {
    return new SpindleWriter(this, null);
  }

  /**
   * A reader of saved estimators.
   *
   * @return the reader
   */
  public static MLReader<MlpClassifier> read() {
    return SpindleReader.ofEstimators(MlpClassifier.class, MlpClassifier::new);
  }

  /**
   * Loads an estimator.
   *
   * @param path the directory in which it was saved
   * @return the estimator
   */
  public static MlpClassifier load(String path) {
    return read().load(path);
  }
}
