package org.spindleml.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainingRun;
import org.spindleml.spark.InputColumns;
import org.spindleml.spark.TrainedRows;
import org.spindleml.table.InputException;
import org.spindleml.train.ClassWeights;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
import org.spindleml.train.TrainingListener;

/**
 * Trains a multilayer perceptron that predicts a number, or several.
 *
 * <pre>{@code
 * MlpRegressionModel model =
 *     new MlpRegressor().setHiddenLayers(128, 64).setMaxIter(50).fit(training);
 * Dataset<Row> scored = model.transform(test);
 * }</pre>
 *
 * <p>The label is a number, or a vector or array with a number for each of several targets; each is
 * scaled by itself, and the loss of a row is the sum over its targets. The prediction is then a
 * vector; of a vector or array of one number it is a number.
 *
 * <p>Features are a vector, an array of numbers, a number, or several such columns. The same data,
 * Params and seed give the same model, bit for bit, on any cluster.
 */
public final class MlpRegressor extends Regressor<Vector, MlpRegressor, MlpRegressionModel>
    // Named one by one: PySpark finds methods of the interfaces that a class names itself, alone.
    implements TrainingSetters<MlpRegressor>,
        ScoringSetters<MlpRegressor>,
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
  private transient TrainingListener listener = TrainingListener.NONE;

  /** An estimator with the default Params. */
  public MlpRegressor() {
    this(Identifiable.randomUID("mlpRegressor"));
  }

  /**
   * An estimator with the default Params.
   *
   * @param uid its unique name
   */
  public MlpRegressor(String uid) {
    this(ParkedUid.park(uid));
  }

  private MlpRegressor(ParkedUid parked) {
    uid = parked.take();
    ownParams = new OwnParams(this, Task.REGRESSION);
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
   * Sets the error beyond which loss huber grows in proportion.
   *
   * @param delta a number above 0
   * @return this
   */
  public MlpRegressor setHuberDelta(double delta) {
    set(huberDelta(), delta);
    return this;
  }

  /**
   * Sets the power of the mean that the variance of loss tweedie goes with.
   *
   * @param power above 1 and below 2
   * @return this
   */
  public MlpRegressor setTweediePower(double power) {
    set(tweediePower(), power);
    return this;
  }

  /**
   * Sets the shares of labels below the predictions of loss quantile.
   *
   * @param probabilities ascending numbers above 0 and below 1
   * @return this
   */
  public MlpRegressor setQuantileProbabilities(double... probabilities) {
    set(quantileProbabilities(), probabilities);
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
  public MlpRegressor setTrainingListener(TrainingListener listener) {
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
  public MlpRegressionModel fit(Dataset<?> data) {
    TrainingRun training = run(data);
    return fitted(training)
        .summarised(TrainedRows.of(data, columns(), training.model(), getSeed()), training);
  }

  @Override
  public MlpRegressionModel train(Dataset<?> data) {
    return model(run(data));
  }

  private TrainingRun run(Dataset<?> data) {
    return fitting().fit(data, run -> fitted(run).write());
  }

  private MlpRegressionModel fitted(TrainingRun training) {
    MlpRegressionModel model = copyValues(model(training).setParent(this), ParamMap.empty());
    // They would double the model's files.
    model.clear(model.initialWeights());
    return model;
  }

  private MlpRegressionModel model(TrainingRun training) {
    return new MlpRegressionModel(uid, new SharedNetwork(training.model()));
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
    return new Fitting(this, columns(), null, listener);
  }

  private InputColumns columns() {
    return TableSchema.columns(this, featuresCol(), getLabelCol(), ClassWeights.NONE);
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
    TableSchema.check(schema, columns(), Settings.loss(this));
    // Without metadata, the schema does not say how many values vectors and arrays have.
    int targets = TableSchema.labels(schema, getLabelCol());
    int width = targets * Settings.loss(this).outputs(1);
    return TableSchema.append(schema, List.of(OutputFields.values(getPredictionCol(), width)));
  }

  @Override
  public MlpRegressor copy(ParamMap extra) {
    MlpRegressor copy = defaultCopy(extra);
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
  public static MLReader<MlpRegressor> read() {
    return SpindleReader.ofEstimators(MlpRegressor.class, MlpRegressor::new);
  }

  /**
   * Loads an estimator.
   *
   * @param path the directory in which it was saved
   * @return the estimator
   */
  public static MlpRegressor load(String path) {
    return read().load(path);
  }
}
