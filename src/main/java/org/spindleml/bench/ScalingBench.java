package org.spindleml.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.train.EpochSeconds;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How training grows with executors: a large batch with all that a cluster has, then with half of
 * them, down to one, while Spark lets the others go. The limit is how products alone grow.
 */
final class ScalingBench {
  private static final BenchNetwork NETWORK =
      new BenchNetwork(1 << 17, 1 << 16, BenchNetwork.LARGE.layers());

  /** Some seconds of products. */
  private static final int PRODUCTS = 400;

  private ScalingBench() {}

  static void run(Bench bench) {
    SparkContext spark = bench.spark().sparkContext();
    int most = spark.getExecutorIds().size();
    if (most < 2) {
      bench.figures().say("Scaling: needs a cluster of more than one executor.");
      return;
    }
    bench.figures().say("Scaling: the executors of " + spark.master() + ", then fewer of them.");
    Dataset<Row> table = NETWORK.table(bench);
    double rows = bench.rows(NETWORK.rows());
    double rowsOfAll = 0;
    double productsOfAll = 0;
    for (int executors = most; executors > 0; executors /= 2) {
      keep(spark, executors);
      String subject = NETWORK + ", batch " + NETWORK.batchSize() + ", executors " + executors;
      double products = products(bench);
      EpochTimes times =
          StepBench.epochs(bench, NETWORK.estimator(bench).setActivation("relu"), table);
      double seconds = times.median(bench.warmUps(), EpochSeconds::total);
      add(bench, subject, rows / seconds, "rows/s");
      add(
          bench,
          subject + ", outside of tasks' arithmetic",
          100 * (1 - times.median(bench.warmUps(), EpochSeconds::compute) / seconds),
          "%");
      add(bench, subject + ", products alone", products, "GFLOP/s");
      if (executors == most) {
        rowsOfAll = rows / seconds;
        productsOfAll = products;
      } else {
        String beside = "executors " + most + " beside " + executors;
        add(bench, beside, rowsOfAll * seconds / rows, "×");
        add(bench, beside + ", products alone", productsOfAll / products, "×");
      }
    }
  }

  /** Lets executors go until so many are left. */
  private static void keep(SparkContext spark, int executors) {
    spark.requestTotalExecutors(executors, 0, Map$.MODULE$.empty());
    List<String> all = CollectionConverters.asJava(spark.getExecutorIds());
    spark.killExecutors(CollectionConverters.asScala(all.subList(executors, all.size())).toSeq());
    while (spark.getExecutorIds().size() > executors) {
      Thread.onSpinWait();
    }
  }

  /** Floating-point operations a nanosecond, of a task on every core. */
  private static double products(Bench bench) {
    SparkContext spark = bench.spark().sparkContext();
    int tasks =
        spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    JavaRDD<Integer> seeds =
        JavaSparkContext.fromSparkContext(spark)
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
    int products = bench.quick() ? 1 : PRODUCTS;
    return tasks
        * Seconds.median(
            seeds.map(seed -> ProductLimit.gigaflops(seed, products)).collect().stream()
                .mapToDouble(g -> g)
                .toArray());
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.SCALING, subject, value, unit);
  }
}
