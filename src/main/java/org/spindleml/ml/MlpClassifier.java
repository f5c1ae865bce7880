package org.spindleml.ml;

import java.util.Arrays;
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
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Target;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.ClassicSession;
import org.spindleml.spark.InputColumns;
import org.spindleml.spark.TrainedRows;
import org.spindleml.table.InputException;
import org.spindleml.train.ClassWeights;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
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
 * <p>Labels are the class numbers 0, 1, 2 …, or strings, which are numbered in alphabetical order;
 * or, for loss {@code multiLabelLogistic}, vectors or arrays of 0 and 1, one for each of several
 * labels that a row may have at once. Features are a vector, an array of numbers, a number, or
 * several such columns. {@code thresholds}, one a class or label, also say how many there are. The
 * same data, Params and seed give the same model, bit for bit, on any cluster.
 */
public final class MlpClassifier
    extends ProbabilisticClassifier<Vector, MlpClassifier, MlpClassificationModel>
    // Named one by one: PySpark finds methods of the interfaces that a class names itself, alone.
    implements TrainingSetters<MlpClassifier>,
        ScoringSetters<MlpClassifier>,
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
   * Sets a factor of the weight of each class's rows, for the loss of training alone.
   *
   * @param weights a number above 0 for each class; none: 1 for each
   * @return this
   */
  public MlpClassifier setClassWeights(double... weights) {
    set(classWeights(), Arrays.stream(weights).mapToObj(Double::toString).toArray(String[]::new));
    return this;
  }

  /**
   * Sets that all classes count the same in the loss of training, however many rows they have.
   *
   * @param balanced the word "balanced"
   * @return this
   */
  public MlpClassifier setClassWeights(String balanced) {
    set(classWeights(), new String[] {balanced});
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
   * @param listener is called on the thread that calls fit; copies share it, so that a
   *     CrossValidator whose parallelism is above 1 calls it from several threads at once, of
   *     several runs
   * @return this
   */
  public MlpClassifier setTrainingListener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Trains.
   *
   * @param data a table with the feature, label, weight and offset columns; others are left alone
   * @return the model
   * @throws InputException if Params contradict each other or the table cannot be trained on,
   *     before any training
   * @throws DivergedException if a number became infinite or NaN and {@code divergence} is error
   */
  @Override
  public MlpClassificationModel fit(Dataset<?> data) {
    TrainingRun training = run(data);
    return fitted(training)
        .summarised(TrainedRows.of(data, columns(), training.model(), getSeed()), training);
  }

  @Override
  public MlpClassificationModel train(Dataset<?> data) {
    return model(run(data));
  }

  private TrainingRun run(Dataset<?> data) {
    requireNames(ClassicSession.schema(data, "training"));
    return fitting().fit(data, run -> fitted(run).write());
  }

  private MlpClassificationModel fitted(TrainingRun training) {
    MlpClassificationModel model = copyValues(model(training).setParent(this), ParamMap.empty());
    // They would double the model's files.
    model.clear(model.initialWeights());
    return model;
  }

  private MlpClassificationModel model(TrainingRun training) {
    return new MlpClassificationModel(uid, new SharedNetwork(training.model()));
  }

  /**
   * Tries learning rates, from small to large, on the rows, network and solver of a training run: a
   * learning-rate range test. Schedule, {@code stepSize}, {@code maxIter} and {@code tol} do not
   * count.
   *
   * @param data a table as for {@link #fit}
   * @param range the rates
   * @return the losses met, and a suggestion for {@code stepSize}
   * @throws InputException as {@link #fit}
   */
  public RateCurve findLearningRate(Dataset<?> data, RateRange range) {
    return fitting().findLearningRate(data, range);
  }

  private Fitting fitting() {
    return new Fitting(this, columns(), isDefined(thresholds()) ? getThresholds() : null, listener);
  }

  private InputColumns columns() {
    return TableSchema.columns(
        this, featuresCol(), getLabelCol(), ClassWeights.of(getClassWeights()));
  }

  /** Names of classes are known before training, or nobody can be told them. */
  private void requireNames(StructType schema) {
    if (!getPredictedLabelCol().isEmpty() && !ClassNames.areNamed(schema, getLabelCol())) {
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
   * Checks a table's columns and adds the model's, with the number and names of the classes where
   * the label's attributes tell them.
   *
   * @param schema the table's
   * @return the schema after the model's transform
   * @throws InputException naming the column, what was found and what to do
   */
  @Override
  public StructType transformSchema(StructType schema) {
    TableSchema.check(schema, columns(), Settings.loss(this));
    requireNames(schema);
    boolean several = Settings.loss(this).target() == Target.LABELS;
    ClassNames classes = several ? ClassNames.NONE : ClassNames.ofSchema(schema, getLabelCol());
    int width = several ? TableSchema.labels(schema, getLabelCol()) : classes.classes();
    return TableSchema.append(
        schema,
        List.of(
            OutputFields.vector(getRawPredictionCol(), width),
            OutputFields.vector(getProbabilityCol(), width),
            several
                ? OutputFields.vector(getPredictionCol(), width)
                : OutputFields.classNumber(getPredictionCol(), width, classes.names()),
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
