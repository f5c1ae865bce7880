package org.spindleml.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Layer;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Named;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.spark.Execution;
import org.spindleml.table.InputException;
import org.spindleml.train.ClassWeights;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.Solver;

/**
 * The Params that Spark's base classes lack, built once for one owner: names, manual entries,
 * checks. {@link MlpParams} shows them; their defaults are in {@link DefaultValues}.
 */
final class OwnParams implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  final Task task;
  final StringArrayParam featuresCols;
  final Param<String> weightCol;
  final Param<String> offsetCol;
  final Param<String> validationIndicatorCol;
  final DoubleParam validationFraction;
  final Param<String> validationMetric;
  final IntParam patience;
  final DoubleParam minImprovement;
  final StringArrayParam classWeights;
  final Param<String> predictedLabelCol;
  final Param<String> handleInvalid;
  final IntArrayParam hiddenLayers;
  final IntArrayParam layers;
  final StringArrayParam activation;
  final Param<String> loss;
  final DoubleParam labelSmoothing;
  final DoubleParam focalGamma;
  final DoubleParam huberDelta;
  final DoubleParam tweediePower;
  final DoubleArrayParam quantileProbabilities;
  final Param<String> normalization;
  final BooleanParam residual;
  final DoubleArrayParam dropout;
  final DoubleParam inputDropout;
  final Param<String> initializer;
  final Param<Vector> initialWeights;
  final Param<String> initialModelPath;
  final Param<String> solver;
  final DoubleParam stepSize;
  final Param<String> learningRateSchedule;
  final DoubleParam warmupFraction;
  final IntParam cosineCycles;
  final DoubleParam momentum;
  final DoubleParam weightDecay;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final DoubleParam gradientClipNorm;
  final DoubleParam gradientClipValue;
  final DoubleParam maxNorm;
  final IntParam maxIter;
  final DoubleParam tol;
  final IntParam batchSize;
  final IntParam blockSize;
  final IntParam localSteps;
  final IntParam virtualWorkers;
  final DoubleParam outerMomentum;
  final LongParam seed;
  final BooleanParam standardize;
  final Param<String> execution;
  final Param<String> checkpointDir;
  final IntParam checkpointInterval;
  final DoubleParam checkpointSeconds;
  final Param<String> checkpointFailure;
  final Param<String> divergence;
  final Param<String> resume;
  final Param<String> precision;
  final Param<String> gradientPrecision;

  /** Builds the Params of an owner, whose uid must be known by now. */
  OwnParams(Params owner, Task task) {
    this.task = task;
    String uid = owner.uid();
    featuresCols =
        new StringArrayParam(
            owner,
            "featuresCols",
            "names of several columns that together are the features, in the order of the"
                + " network's inputs: numbers, vectors or arrays of numbers. Used instead of"
                + " featuresCol",
            (Check<String[]>) OwnParams::checkFeaturesCols);
    weightCol =
        text(
            uid,
            "weightCol",
            "name of the column of row weights, numbers of at least 0: a row of weight 2 counts"
                + " like two rows, a row of weight 0 is absent. Not set or empty: all rows weigh 1",
            anyName -> {});
    offsetCol =
        text(
            uid,
            "offsetCol",
            "name of the column of what is added to a row's logit, in training and in prediction;"
                + (task == Task.CLASSIFICATION
                    ? " log-odds of class 1. Of losses logistic and, with one label,"
                        + " multiLabelLogistic alone"
                    : " in the label's units or, of losses poisson, gamma and tweedie, the logarithm"
                        + " of an exposure. One target only")
                + ". Not set or empty: nothing is added",
            anyName -> {});
    validationIndicatorCol =
        text(
            uid,
            "validationIndicatorCol",
            "name of the column of booleans, true for validation rows: they have no part in"
                + " training but judge it after every epoch, and the weights that they judge best"
                + " are kept. Not set or empty: validationFraction decides",
            anyName -> {});
    validationFraction =
        new DoubleParam(
            uid,
            "validationFraction",
            "share of rows that become validation rows, at least 0 and below 1; 0 for none. They"
                + " are chosen by a hash of their content and the seed: the same rows on any"
                + " cluster, equal rows together",
            Check.fraction("validationFraction"));
    validationMetric =
        text(
            uid,
            "validationMetric",
            "what judges the validation rows: "
                + choices(task.metrics().toArray(Named[]::new))
                + ". Which of them there are depends on the loss. loss is the one that is trained,"
                + (task == Task.CLASSIFICATION
                    ? " class weights included, without penalty; all others count rows by weightCol"
                        + " alone, and f1 is the mean over classes or labels"
                    : " without penalty; the others are in the label's units, and of several targets"
                        + " the mean"),
            name -> Named.find("validationMetric", name, task.metrics()));
    patience =
        new IntParam(
            uid,
            "patience",
            "training stops once so many epochs in a row have not improved the validation metric by"
                + " more than minImprovement, at least 0; 0 for never, and the best weights are"
                + " kept all the same. Schedules that fall to 0 gain most at their end, which a"
                + " small patience would cut off; 5 to 10 suit constant and plateau",
            Check.wholeNumber("patience", 0));
    minImprovement =
        new DoubleParam(
            uid,
            "minImprovement",
            "what an epoch must improve the validation metric by to count for patience, in the"
                + " metric's own units, at least 0. The best weights are kept however small the"
                + " difference",
            Check.notNegative("minImprovement"));
    classWeights =
        new StringArrayParam(
            owner,
            "classWeights",
            "factors of the row weights, for the loss of training alone: balanced, which makes all"
                + " classes count the same, or a number above 0 for each class. Empty: 1 for each."
                + " Not of loss multiLabelLogistic",
            (Check<String[]>) ClassWeights::of);
    predictedLabelCol =
        text(
            uid,
            "predictedLabelCol",
            "name of the output column for the name of the predicted class: the label's string, or"
                + " what the attributes of the label column call the class. Empty: no such column",
            anyName -> {});
    handleInvalid =
        text(
            uid,
            "handleInvalid",
            "what becomes of rows with nulls, values that are NaN, infinite or beyond float32,"
                + " vectors of a wrong size, or impossible labels, weights and offsets: "
                + choices(InvalidRows.values())
                + ". error stops and says which column and what was found; skip leaves the rows"
                + " out; a function of SQL gives NULL for them",
            InvalidRows::named);
    hiddenLayers =
        new IntArrayParam(
            owner,
            "hiddenLayers",
            "units of each hidden layer, from the inputs to the outputs, each at least 1. The"
                + " widths of the inputs and the outputs come from the data. Empty: no hidden"
                + " layer, a linear model",
            (Check<int[]>) units -> checkUnits("hiddenLayers", units, 0));
    layers =
        new IntArrayParam(
            owner,
            "layers",
            "units of all layers as Spark's perceptron takes them: [inputs, hidden…, outputs]. An"
                + " alternative to hiddenLayers that also fixes what the data must look like;"
                + (task == Task.CLASSIFICATION
                    ? " the outputs are the number of classes (1 for loss logistic) or, of loss"
                        + " multiLabelLogistic, of labels"
                    : " the outputs are the number of targets, times that of quantileProbabilities"
                        + " for loss quantile"),
            (Check<int[]>) units -> checkUnits("layers", units, 2));
    activation =
        new StringArrayParam(
            owner,
            "activation",
            "activation of the hidden layers, one name for all or one a layer: "
                + choices(Activation.values()),
            (Check<String[]>) OwnParams::checkActivations);
    loss =
        text(
            uid,
            "loss",
            "what training makes small, the weighted mean over rows: " + task.lossNames(),
            name -> task.loss(name, LossSettings.DEFAULTS));
    labelSmoothing =
        new DoubleParam(
            uid,
            "labelSmoothing",
            "share of every row that is counted for all classes alike instead of its own, at least"
                + " 0 and below 1. Of loss softmaxCrossEntropy alone",
            Check.fraction("labelSmoothing"));
    focalGamma =
        new DoubleParam(
            uid,
            "focalGamma",
            "how much less a row counts the better its class is told, at least 0; 0 is softmax"
                + " cross-entropy. Of loss focal alone",
            Check.notNegative("focalGamma"));
    huberDelta =
        new DoubleParam(
            uid,
            "huberDelta",
            "the error beyond which loss huber grows in proportion instead of squared, above 0: in"
                + " standard deviations of the label where standardize is true, else in the"
                + " label's own units. Of loss huber alone",
            Check.positive("huberDelta"));
    tweediePower =
        new DoubleParam(
            uid,
            "tweediePower",
            "the power of the mean that the label's variance is proportional to, above 1 (poisson)"
                + " and below 2 (gamma). Of loss tweedie alone",
            Check.between("tweediePower", 1, 2));
    quantileProbabilities =
        new DoubleArrayParam(
            owner,
            "quantileProbabilities",
            "the shares of labels that should lie below the predictions, ascending numbers above 0"
                + " and below 1; each is predicted, and none crosses another. Of loss quantile"
                + " alone",
            (Check<double[]>) OwnParams::checkQuantiles);
    normalization =
        text(
            uid,
            "normalization",
            "what is done to the weighted sums of the hidden layers before the activation: "
                + choices(Normalization.values())
                + ". batch scales each unit over the rows that are computed together, which are at"
                + " most blockSize of a step's rows and the same on any cluster; predictions take"
                + " running statistics. layer scales each row over the units of the layer",
            Normalization::named);
    residual =
        new BooleanParam(
            uid,
            "residual",
            "whether each hidden layer that is as wide as the layer before it adds its input to its"
                + " output");
    dropout =
        new DoubleArrayParam(
            owner,
            "dropout",
            "share of the hidden layers' outputs that is set to 0 while training, at least 0 and"
                + " below 1; one number for all layers or one a layer. The others are multiplied by"
                + " 1 / (1 - share). Not with solver l-bfgs",
            (Check<double[]>) OwnParams::checkDropout);
    inputDropout =
        new DoubleParam(
            uid,
            "inputDropout",
            "share of the network's inputs that is set to 0 while training, at least 0 and below 1:"
                + " the mean of a feature where standardize is true. Not with solver l-bfgs",
            Check.fraction("inputDropout"));
    initializer =
        text(
            uid,
            "initializer",
            "how initial weights are drawn: "
                + choices(Initializer.values())
                + ". auto takes the one that fits each layer's activation",
            Initializer::named);
    initialWeights =
        new TypedParam<>(
            uid,
            "initialWeights",
            "all weights to begin with instead of drawn ones, in the order of a model's weights():"
                + " layer by layer the outputs × inputs matrix column by column, then the bias,"
                + " then what else the layer trains. They refer to standardised columns. A trained"
                + " model does not keep this Param",
            (Check<Vector>) OwnParams::checkInitialWeights,
            Vector.class);
    initialModelPath =
        text(
            uid,
            "initialModelPath",
            "directory of a saved model whose weights to begin with instead of drawn ones: a model"
                + " of this library, a pipeline with one such model, or a directory with"
                + " model.json and weights.safetensors. Inputs, hidden layers and outputs must be"
                + " the same. Columns are scaled as they were for that model, not anew, otherwise"
                + " its weights would mean something else",
            path -> Check.require(!path.isEmpty(), "initialModelPath", "a path", "''"));
    solver =
        text(
            uid,
            "solver",
            "the rule that turns gradients into steps: "
                + choices(Solver.values())
                + ". gd and l-bfgs take all rows for every step, the others batchSize rows. l-bfgs"
                + " finds the lengths of its steps itself, by a line search: stepSize,"
                + " learningRateSchedule, warmupFraction, momentum, weightDecay and batchSize are"
                + " not used. Dropout, maxNorm and clipping of gradients are refused",
            Solver::named);
    stepSize =
        new DoubleParam(
            uid,
            "stepSize",
            "the learning rate, above 0; the highest one where a schedule changes it. Not of solver"
                + " l-bfgs",
            Check.positive("stepSize"));
    learningRateSchedule =
        text(
            uid,
            "learningRateSchedule",
            "how the learning rate of any solver but l-bfgs changes after the warm-up: "
                + choices(LearningRateSchedule.values())
                + ". Over the steps of maxIter step falls to a tenth after each third, exponential"
                + " to a hundredth, inverse (inverse time) to a tenth, polynomial in a straight"
                + " line to 0, cosine to 0, flatCosine too but only from 75 % on; oneCycle rises"
                + " from a 25th over 30 %, then falls to almost 0; plateau falls to a tenth"
                + " whenever five epochs in a row have not lowered the training loss by 1e-4 of"
                + " it",
            LearningRateSchedule::named);
    warmupFraction =
        new DoubleParam(
            uid,
            "warmupFraction",
            "share of all steps over which the learning rate first rises from 0 to stepSize, at"
                + " least 0 and below 1. Not of oneCycle, which has a rise of its own, nor of solver"
                + " l-bfgs",
            Check.fraction("warmupFraction"));
    cosineCycles =
        new IntParam(
            uid,
            "cosineCycles",
            "how often schedule cosine falls to 0, each time from stepSize and over an equal share"
                + " of the steps behind the warm-up, at least 1; 1 for no restart. Of schedule"
                + " cosine alone",
            Check.wholeNumber("cosineCycles", 1));
    momentum =
        new DoubleParam(
            uid,
            "momentum",
            "share of the last step that the next one keeps, at least 0 and below 1. Of the"
                + " solvers momentum and nesterov alone",
            Check.fraction("momentum"));
    weightDecay =
        new DoubleParam(
            uid,
            "weightDecay",
            "every step shrinks the weight matrices by this times the learning rate, at least 0."
                + " Of solver adamw alone; biases do not decay",
            Check.notNegative("weightDecay"));
    regParam =
        new DoubleParam(
            uid,
            "regParam",
            "strength of a penalty on the weight matrices that is added to the cost, at least 0; 0"
                + " for none. Biases are exempt",
            Check.notNegative("regParam"));
    elasticNetParam =
        new DoubleParam(
            uid,
            "elasticNetParam",
            "what the penalty is made of, from 0 (half the squares of the weights, L2) to 1 (their"
                + " absolute values, L1). Above 0 solver l-bfgs is OWL-QN, which makes weights exactly 0",
            Check.share("elasticNetParam"));
    gradientClipNorm =
        new DoubleParam(
            uid,
            "gradientClipNorm",
            "a mean gradient longer than this (Euclidean norm over all weights) is shortened to it,"
                + " at least 0; 0 for never. Behind gradientClipValue. Not with solver l-bfgs",
            Check.notNegative("gradientClipNorm"));
    gradientClipValue =
        new DoubleParam(
            uid,
            "gradientClipValue",
            "each slope of the mean gradient is cut to between this and its negative, at least 0; 0"
                + " for never. Not with solver l-bfgs",
            Check.notNegative("gradientClipValue"));
    maxNorm =
        new DoubleParam(
            uid,
            "maxNorm",
            "after every step a unit's incoming weights that are longer than this (Euclidean norm,"
                + " without the bias) are shortened to it, at least 0; 0 for never. Not with solver"
                + " l-bfgs",
            Check.notNegative("maxNorm"));
    maxIter =
        new IntParam(
            uid,
            "maxIter",
            "epochs at most, that is passes over all rows; iterations for solvers gd and l-bfgs. At"
                + " least 0",
            Check.wholeNumber("maxIter", 0));
    tol =
        new DoubleParam(
            uid,
            "tol",
            "training stops once the mean loss has changed by no more than this fraction of itself"
                + " in each of ten epochs in a row; solver l-bfgs once one iteration has lowered it"
                + " by no more than that. At least 0; 0 for never",
            Check.notNegative("tol"));
    batchSize =
        new IntParam(
            uid,
            "batchSize",
            "rows of one step, over all workers together, at least 1. Results do not depend on the"
                + " number of workers. Solvers gd and l-bfgs take all rows",
            Check.wholeNumber("batchSize", 1));
    blockSize =
        new IntParam(
            uid,
            "blockSize",
            "rows that a thread computes at once while training, at least 1; small parts of a step"
                + " next to each other are computed together, up to 9/4 as many rows. A matter of"
                + " speed and memory, and of the last bits; normalization batch takes its"
                + " statistics over blockSize rows at most",
            Check.wholeNumber("blockSize", 1));
    localSteps =
        new IntParam(
            uid,
            "localSteps",
            "steps that every virtual worker takes by itself, on its own rows and weights, before"
                + " the weights of all are averaged, at least 1; 1 averages the gradients of every"
                + " step. Fewer averages make small steps on a cluster faster. An epoch ends with"
                + " an average. Not with solvers gd and l-bfgs",
            Check.wholeNumber("localSteps", 1));
    virtualWorkers =
        new IntParam(
            uid,
            "virtualWorkers",
            "how many virtual workers share the rows where localSteps is above 1: a power of two, at"
                + " most batchSize; the model depends on it, but not on how many cores carry the"
                + " virtual workers out. Each takes batchSize / virtualWorkers rows a step. Small"
                + " tables have fewer: one for each shard at most",
            Check.powerOfTwo("virtualWorkers"));
    outerMomentum =
        new DoubleParam(
            uid,
            "outerMomentum",
            "share of the last average's move that the next one keeps where localSteps is above 1,"
                + " at least 0 and below 1; 0 takes the average as it is",
            Check.fraction("outerMomentum"));
    seed =
        new LongParam(
            uid,
            "seed",
            "seed of initial weights, row order and dropout. The same data, Params and seed give the same"
                + " model, bit for bit",
            Check.anyLong("seed"));
    standardize =
        new BooleanParam(
            uid,
            "standardize",
            "whether features"
                + (task == Task.REGRESSION ? " and labels" : "")
                + " are scaled to mean 0 and deviation 1 for training"
                + (task == Task.REGRESSION
                    ? "; losses poisson, gamma and tweedie divide labels by their mean instead"
                    : "")
                + ". Predictions are in the table's own units either way");
    execution =
        text(
            uid,
            "execution",
            "where steps are computed: "
                + choices(Execution.values())
                + ". cluster runs one Spark job a step, local uses threads of the driver, auto is"
                + " local where Spark's master is local. The model is the same, bit for bit",
            Execution::named);
    checkpointDir =
        text(
            uid,
            "checkpointDir",
            "directory, on any file system of Hadoop's, in which the run is saved while it trains,"
                + " and from which it goes on with the same bits; its own, for one run at a time."
                + " Not set or empty: the run is not saved",
            anyName -> {});
    checkpointInterval =
        new IntParam(
            uid,
            "checkpointInterval",
            "iterations, as maxIter counts them, from one checkpoint to the next, at least 1; -1"
                + " for any number",
            Check.intervalOrNone("checkpointInterval"));
    checkpointSeconds =
        new DoubleParam(
            uid,
            "checkpointSeconds",
            "seconds from one checkpoint to the next, if checkpointInterval has not asked for one"
                + " before, at least 0; 0 for any number",
            Check.notNegative("checkpointSeconds"));
    checkpointFailure =
        text(
            uid,
            "checkpointFailure",
            "what to do when a checkpoint cannot be written: "
                + choices(CheckpointFailure.values())
                + ". warn says so once and trains on; error ends the run, whose earlier"
                + " checkpoints stay",
            CheckpointFailure::named);
    divergence =
        text(
            uid,
            "divergence",
            "what to do where a number of training becomes infinite or NaN, which ends it: "
                + choices(Divergence.values())
                + ". return gives the model before it, with a note and the stop reason; error"
                + " fails, with that model saved in checkpointDir, if that is set",
            Divergence::named);
    resume =
        text(
            uid,
            "resume",
            "what to do with checkpoints that are in checkpointDir already: "
                + choices(Resume.values())
                + ". auto goes on from the newest, if there is one; must fails where there is none;"
                + " never removes them and begins anew",
            Resume::named);
    precision =
        text(
            uid,
            "precision",
            "what the matrix products of training take: "
                + choices(Precision.values())
                + ". bf16 rounds weights, inputs and slopes of layers with at least "
                + Layer.FEWEST_ROUNDED
                + " inputs and units to 8 significant bits as they enter a product; sums, weights"
                + " and solver stay float32. It takes a processor with AMX and org.bytedeco:mkl on"
                + " the class path; elsewhere products are float32 and the summary's notes say why",
            Precision::named);
    gradientPrecision =
        text(
            uid,
            "gradientPrecision",
            "what sums of gradients are kept in while they are added and sent: "
                + choices(Precision.values())
                + ". bf16 rounds every sum to 8 significant bits, with any number of tasks to the"
                + " same bits, so that tasks send half the bytes; weights and solver stay float32."
                + " Not with solver l-bfgs",
            Precision::named);
  }

  private static Param<String> text(String uid, String name, String doc, Lookup lookup) {
    return new TypedParam<>(uid, name, doc, Check.named(name, lookup), String.class);
  }

  private static String choices(Named[] choices) {
    return String.join(", ", Arrays.stream(choices).map(Named::label).toList());
  }

  private static void checkFeaturesCols(String[] names) {
    for (String name : names) {
      Check.require(
          name != null && !name.isEmpty(), "featuresCols", "column names", Arrays.toString(names));
    }
    List<String> unique = Arrays.stream(names).distinct().toList();
    if (unique.size() < names.length) {
      throw new InputException("featuresCols names a column twice: " + String.join(", ", names));
    }
  }

  private static void checkUnits(String name, int[] units, int fewest) {
    boolean positive = Arrays.stream(units).allMatch(width -> width >= 1);
    Check.require(
        positive && units.length >= fewest,
        name,
        (fewest > 0 ? "at least " + fewest + " " : "") + "whole numbers of at least 1",
        Arrays.toString(units));
  }

  private static void checkQuantiles(double[] probabilities) {
    try {
      new QuantileLoss(probabilities);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private static void checkDropout(double[] shares) {
    Check.require(shares.length > 0, "dropout", "one number, or one a hidden layer", "none");
    Check<Object> fraction = Check.fraction("dropout");
    Arrays.stream(shares).forEach(fraction::check);
  }

  private static void checkInitialWeights(Vector weights) {
    Check.require(weights != null, "initialWeights", "a vector", null);
    for (int i = 0; i < weights.size(); i++) {
      double weight = weights.apply(i);
      if (!Float.isFinite((float) weight)) {
        throw new InputException(
            "initialWeights must be finite numbers of float32, found " + weight + " at index " + i);
      }
    }
  }

  private static void checkActivations(String[] names) {
    Check.require(names.length > 0, "activation", "one name, or one a hidden layer", "none");
    Check<String> known = Check.named("activation", Activation::named);
    Arrays.stream(names).forEach(known::check);
  }
}
