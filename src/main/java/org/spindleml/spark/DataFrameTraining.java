package org.spindleml.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.LabelScaling;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.Target;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.Penalty;
import org.spindleml.table.InputException;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.CheckpointSettings;
import org.spindleml.train.Checkpoints;
import org.spindleml.train.GradientSource;
import org.spindleml.train.InitialWeights;
import org.spindleml.train.Judge;
import org.spindleml.train.LbfgsTrainer;
import org.spindleml.train.LocalGradientSource;
import org.spindleml.train.LocalStepSettings;
import org.spindleml.train.LocalSteps;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RowLayout;
import org.spindleml.train.RunHeader;
import org.spindleml.train.RunningStatistics;
import org.spindleml.train.Shard;
import org.spindleml.train.Solver;
import org.spindleml.train.Trainer;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingResult;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.Validation;
import org.spindleml.train.WarmStart;

/**
 * From a DataFrame to a trained network: check and measure the table, shuffle it into shards, make
 * a source of gradients of them, train.
 */
public final class DataFrameTraining {
  private DataFrameTraining() {}

  /**
   * Trains a network on a table.
   *
   * @param table the table; class labels may be strings
   * @param columns which columns are what
   * @param settings the user's choices
   * @param requiredInputs width that the user expects of a row; 0 to take the data's
   * @param requiredTargets number of classes, values or labels that the user expects; 0 to take the
   *     data's
   * @param execution where the steps are computed
   * @param saved where the run is saved, and goes on from
   * @param listener follows the run
   * @return the trained network and its history; no notes, which the listener was told
   * @throws InputException if the table cannot be trained on; nothing has been trained then
   * @throws CancellationException if the calling thread is interrupted; it stays so, and jobs that
   *     it waited for are cancelled; or if somebody else cancels a job
   * @throws IllegalStateException if a task fails too often, beginning with the first cause; if the
   *     Spark context is stopped
   */
  public static TrainingRun fit(
      Dataset<?> table,
      InputColumns columns,
      TrainingSettings settings,
      int requiredInputs,
      int requiredTargets,
      Execution execution,
      CheckpointSettings saved,
      TrainingListener listener) {
    SparkContext spark = ClassicSession.context(table.sparkSession(), "training");
    requireBatchTable(table);
    // Refused before any work, whether the run uses them or not.
    ApplicationSettings.of(spark.getConf());
    String description = spark.getLocalProperty("spark.job.description");
    spark.setJobDescription("Spindle: reading the training data");
    String tag = "spindle-" + UUID.randomUUID();
    spark.addJobTag(tag);
    try {
      boolean classes = settings.loss().target() == Target.CLASS;
      ClassNames names = classes ? ClassNames.of(table, columns.label()) : ClassNames.NONE;
      if (settings.network().initialWeights() instanceof WarmStart model) {
        model.requireClasses(names.names());
      }
      Dataset<Row> data = names.numbered(table, columns.label());
      int required = names.required(columns.label(), requiredTargets);
      long seed = settings.run().seed();
      RowReader reader = RowReader.of(data.schema(), columns, settings.loss(), required, seed);
      InputRows rows = InputRows.of(Columns.select(data, reader.indices()));
      RowReader compact = reader.compacted();
      TableSums sums = InputChecks.read(rows, compact, columns, listener);
      requireWidth(sums.layout.features(), requiredInputs);
      FeatureNames features = FeatureNames.of(data.schema(), columns.features(), sums.widths);
      features.nominal().forEach(listener::note);
      Targets targets = Targets.of(sums, columns, settings.loss(), required, listener);
      Network network = network(sums.layout.features(), targets.count(), settings);
      if (settings.network().initialWeights() instanceof WarmStart model) {
        model.of(network, seed); // Refuses another network before its scaling is used.
      }
      TableEncoder encoder = encoder(sums, settings, columns, data.schema(), listener);
      RowLayout layout =
          layout(sums.layout, columns)
              .sparseWhereSmaller(encoder.inputs(), sums.features.nonZeros(), sums.rows, network);
      TrainingPlan plan = TrainingPlan.of(sums.rows, layout, settings);
      boolean local =
          execution == Execution.LOCAL || execution == Execution.AUTO && spark.isLocal();
      requireFits(
          spark,
          local,
          RunSize.of(network, layout, plan, sums.validationRows, settings, !saved.isNone()));
      float[] initialWeights = settings.network().initialWeights().of(network, seed);
      if (settings.network().initialWeights() instanceof WarmStart model) {
        model.farFeature(sums.features.standardizer()).ifPresent(listener::note);
      }
      listener.note(plan.describe(network));
      layout.describeSparse(plan.rows() + sums.validationRows).ifPresent(listener::note);
      if (!settings.run().localSteps().isNone()) {
        listener.note(settings.run().localSteps().describe(plan));
      }
      HeldOut held = heldOut(sums, layout, network, encoder, targets, settings);
      if (!held.isNone()) {
        listener.note(
            String.format(
                Locale.ROOT,
                "validating on %,d rows by %s",
                held.rows(),
                held.judge().metric().label()));
      }
      // Lost shards are packed again: the encoder stays on the executors until the run is over.
      Broadcast<double[]> moments =
          JavaSparkContext.fromSparkContext(spark).broadcast(encoder.toArray());
      LabelScaling scaling = settings.loss().labelScaling();
      ShardPacker packer = new ShardPacker(layout, scaling, targets.classWeights(), moments);
      JavaRDD<float[]> packed =
          Shards.pack(rows, compact, sums.widths, packer, ShardPlaces.of(plan, held.shards()));
      RunIdentity run =
          new RunIdentity(network, plan, held, settings, initialWeights, encoder, saved);
      TrainingResult result =
          EvenIfInterrupted.using(
              moments::destroy, () -> train(spark, packed, layout, run, local, listener));
      TrainedNetwork trained =
          new TrainedNetwork(network.withoutDropout(), result.weights(), settings.loss(), encoder);
      return new TrainingRun(
          trained.withClassNames(names.names()).withFeatureNames(features.names()),
          result,
          plan.rows(),
          List.of());
    } catch (Exception e) {
      // Spark, being Scala, throws it without saying so, and lets its job run on.
      if (e instanceof InterruptedException) {
        spark.cancelJobsWithTag(tag);
        Thread.currentThread().interrupt();
        CancellationException cancelled = new CancellationException("training was interrupted");
        cancelled.initCause(e);
        throw cancelled;
      }
      FailedRun.explain(e, spark);
      throw e;
    } finally {
      spark.removeJobTag(tag);
      spark.setJobDescription(description);
    }
  }

  private static void requireBatchTable(Dataset<?> data) {
    if (data.isStreaming()) {
      throw new InputException(
          "training needs a table with an end: this is a streaming DataFrame; write it to a file");
    }
  }

  private static void requireWidth(int found, int required) {
    if (required > 0 && required != found) {
      throw new InputException(
          "the input layer has " + required + " units but the rows have " + found + " features");
    }
  }

  private static Network network(int inputs, int targets, TrainingSettings settings) {
    try {
      NetworkSettings chosen = settings.network();
      int logits = settings.loss().outputs(targets);
      return Network.of(inputs, chosen.hidden(), logits, chosen.options());
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private static void requireFits(SparkContext spark, boolean local, RunSize size) {
    if (local) {
      size.requireFits(Runtime.getRuntime().maxMemory(), threads(spark));
    } else {
      size.requireFits(Capacity.of(spark));
    }
  }

  /** Threads that compute where training runs in this process. */
  private static int threads(SparkContext spark) {
    return spark.isLocal()
        ? ClusterGradientSource.slots(spark)
        : Runtime.getRuntime().availableProcessors();
  }

  private static RowLayout layout(RawLayout raw, InputColumns columns) {
    boolean weighted = columns.weight() != null || !columns.classWeights().areNone();
    return new RowLayout(raw.features(), raw.targets(), raw.offset(), weighted);
  }

  private static TableEncoder encoder(
      TableSums sums,
      TrainingSettings settings,
      InputColumns columns,
      StructType schema,
      TrainingListener listener) {
    if (settings.network().initialWeights() instanceof WarmStart model) {
      return model.encoder();
    }
    if (!settings.standardize()) {
      RawLayout layout = sums.layout;
      return new TableEncoder(
          Standardizer.identity(layout.features()), Standardizer.identity(layout.targets()));
    }
    Standardizer inputs = sums.features.standardizer();
    Set<Integer> unseen = FeatureNames.ofUnseen(schema, columns.features(), sums.widths);
    InputChecks.noteConstantFeatures(inputs, sums, columns.features(), unseen, listener);
    return new TableEncoder(inputs, sums.labels.standardizer());
  }

  private static HeldOut heldOut(
      TableSums sums,
      RowLayout layout,
      Network network,
      TableEncoder encoder,
      Targets targets,
      TrainingSettings settings) {
    Validation validation = settings.validation();
    if (validation.isNone() || sums.validationRows == 0) {
      return HeldOut.NONE;
    }
    if (settings.loss().target() == Target.CLASS) {
      validation.requireClasses(targets.count());
    }
    Judge judge =
        new Judge(
            settings.loss(),
            network.outputs(),
            encoder.targets(),
            targets.classWeights(),
            validation.metric(),
            validation.thresholds());
    return new HeldOut(
        judge, TrainingPlan.shards(sums.validationRows, layout), sums.validationRows);
  }

  private static TrainingResult train(
      SparkContext spark,
      JavaRDD<float[]> packed,
      RowLayout layout,
      RunIdentity run,
      boolean local,
      TrainingListener listener) {
    TrainingPlan plan = run.plan();
    HeldOut held = run.held();
    Loss loss = run.settings().loss();
    boolean anyKernel = ApplicationSettings.of(spark.getConf()).mixedKernels();
    if (local) {
      Shard[] shards = Shards.collect(packed, layout, 0, plan.shards(), plan.rows());
      Shard[] validation =
          Shards.collect(packed, layout, plan.shards(), held.shards(), held.rows());
      Shards.noteUneven(Arrays.stream(shards).mapToInt(Shard::rows).toArray(), plan, listener);
      try (LocalGradientSource source =
          new LocalGradientSource(
              run.network(), loss, plan, shards, held.judge(), validation, threads(spark))) {
        listener.note("training on " + source + ", kernel " + run.network().kernel());
        Supplier<RunHeader> header =
            () ->
                run.header(
                    ShardCounts.of(layout, 0, shards),
                    ShardCounts.of(layout, plan.shards(), validation),
                    run.network().kernel(),
                    anyKernel);
        TrainingListener follower = listener.and(new FailedRun.UntilStopped(spark));
        return train(source, run, header, follower);
      }
    }
    try (ClusterGradientSource source =
        new ClusterGradientSource(
            packed.rdd(),
            run.network(),
            loss,
            layout,
            plan,
            held,
            Capacity.of(spark).gatherBytes(),
            listener)) {
      spark.setJobDescription("Spindle: training " + run.network());
      Shards.noteUneven(source.counts().rows(), plan, listener);
      listener.note("training on " + source + ", kernel " + run.network().kernel());
      return train(
          source,
          run,
          () -> run.header(source.counts(), source.heldCounts(), source.kernel(), anyKernel),
          listener);
    }
  }

  private static TrainingResult train(
      GradientSource source,
      RunIdentity run,
      Supplier<RunHeader> header,
      TrainingListener listener) {
    Checkpoints checkpoints =
        run.saved().isNone() ? Checkpoints.NONE : run.saved().begin(header.get(), listener);
    TrainingSettings settings = run.settings();
    TrainingPlan plan = run.plan();
    Network network = run.network();
    Validation validation = run.held().isNone() ? Validation.NONE : settings.validation();
    network
        .whyNotRounded()
        .ifPresent(why -> listener.note("precision bf16 is not used on the driver's host: " + why));
    if (settings.update().solver() == Solver.L_BFGS) {
      return new LbfgsTrainer(
              source,
              settings.update().penalty(network),
              RunningStatistics.of(network),
              validation,
              plan.rows(),
              settings.run().maxIter(),
              settings.run().tol(),
              listener)
          .train(run.initialWeights(), checkpoints);
    }
    long steps = (long) settings.run().maxIter() * plan.stepsPerEpoch();
    boolean drawn = settings.network().initialWeights() instanceof InitialWeights.Drawn;
    RunningStatistics ofNetwork = RunningStatistics.of(network);
    RunningStatistics statistics = drawn ? ofNetwork : ofNetwork.given();
    LocalStepSettings local = settings.run().localSteps();
    LocalSteps inner = local.rule(settings.update(), network, statistics);
    return new Trainer(
            source,
            local.isNone() ? inner.penalty() : Penalty.NONE,
            local.isNone() ? inner.clip() : GradientClip.NONE,
            local.isNone() ? inner.optimizer() : local.outer(),
            inner.maxNorm(),
            local.isNone() ? statistics : statistics.replaced(),
            settings.rate().schedule(steps),
            inner,
            settings.rate().plateau(),
            validation,
            plan,
            settings.run().maxIter(),
            settings.run().tol(),
            listener)
        .train(run.initialWeights(), checkpoints);
  }
}
