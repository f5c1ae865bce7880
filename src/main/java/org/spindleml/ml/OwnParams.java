package org.spindleml.ml;

import java.util.Arrays;
import java.util.List;
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
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Named;
import org.spindleml.spark.Execution;
import org.spindleml.table.InputException;
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
  final Param<String> initializer;
  final Param<String> solver;
  final DoubleParam stepSize;
  final Param<String> learningRateSchedule;
  final DoubleParam warmupFraction;
  final DoubleParam momentum;
  final DoubleParam weightDecay;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final DoubleParam gradientClipNorm;
  final DoubleParam gradientClipValue;
  final IntParam maxIter;
  final DoubleParam tol;
  final IntParam batchSize;
  final IntParam blockSize;
  final LongParam seed;
  final BooleanParam standardize;
  final Param<String> execution;

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
                + " vectors of a wrong size, or impossible labels and weights: "
                + choices(InvalidRows.values())
                + ". error stops and says which column and what was found; skip leaves the rows"
                + " out",
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
                    ? " the outputs are the number of classes (1 for loss logistic)"
                    : " there is 1 output"),
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
            "the share of labels that should lie below the prediction, above 0 and below 1; one"
                + " number. Of loss quantile alone",
            (Check<double[]>) OwnParams::checkQuantiles);
    initializer =
        text(
            uid,
            "initializer",
            "how initial weights are drawn: "
                + choices(Initializer.values())
                + ". auto takes the one that fits each layer's activation",
            Initializer::named);
    solver =
        text(
            uid,
            "solver",
            "the rule that turns gradients into steps: "
                + choices(Solver.values())
                + ". gd takes all rows for every step, the others batchSize rows",
            Solver::named);
    stepSize =
        new DoubleParam(
            uid,
            "stepSize",
            "the learning rate, above 0; the highest one where a schedule changes it",
            Check.positive("stepSize"));
    learningRateSchedule =
        text(
            uid,
            "learningRateSchedule",
            "how the learning rate changes after the warm-up: "
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
                + " least 0 and below 1. Not of oneCycle, which has a rise of its own",
            Check.fraction("warmupFraction"));
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
                + " absolute values, L1)",
            Check.share("elasticNetParam"));
    gradientClipNorm =
        new DoubleParam(
            uid,
            "gradientClipNorm",
            "a mean gradient longer than this (Euclidean norm over all weights) is shortened to it,"
                + " at least 0; 0 for never. Behind gradientClipValue",
            Check.notNegative("gradientClipNorm"));
    gradientClipValue =
        new DoubleParam(
            uid,
            "gradientClipValue",
            "each slope of the mean gradient is cut to between this and its negative, at least 0; 0"
                + " for never",
            Check.notNegative("gradientClipValue"));
    maxIter =
        new IntParam(
            uid,
            "maxIter",
            "epochs at most, that is passes over all rows; iterations for solver gd. At least 0",
            Check.wholeNumber("maxIter", 0));
    tol =
        new DoubleParam(
            uid,
            "tol",
            "training stops once the mean loss has changed by no more than this fraction of itself"
                + " in each of ten epochs in a row. At least 0; 0 for never",
            Check.notNegative("tol"));
    batchSize =
        new IntParam(
            uid,
            "batchSize",
            "rows of one step, over all workers together, at least 1. Results do not depend on the"
                + " number of workers. Solver gd takes all rows",
            Check.wholeNumber("batchSize", 1));
    blockSize =
        new IntParam(
            uid,
            "blockSize",
            "rows that a thread computes at once while training, at least 1. A matter of speed and"
                + " memory, and of the last bits",
            Check.wholeNumber("blockSize", 1));
    seed =
        new LongParam(
            uid,
            "seed",
            "seed of initial weights and row order. The same data, Params and seed give the same"
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
  }

  private static Param<String> text(String uid, String name, String doc, Lookup lookup) {
    return new Param<>(uid, name, doc, Check.named(name, lookup), String.class);
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
    Check.require(
        probabilities.length == 1,
        "quantileProbabilities",
        "one number; train one model a quantile",
        Arrays.toString(probabilities));
    Check.between("quantileProbabilities", 0, 1).check(probabilities[0]);
  }

  private static void checkActivations(String[] names) {
    Check.require(names.length > 0, "activation", "one name, or one a hidden layer", "none");
    Check<String> known = Check.named("activation", Activation::named);
    Arrays.stream(names).forEach(known::check);
  }
}
