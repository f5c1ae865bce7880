package org.spindleml.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.nn.Layer;

/**
 * A network that is measured.
 *
 * @param rows of its table
 * @param batchSize rows of a step
 * @param layers units, from the inputs to the classes
 */
record BenchNetwork(long rows, int batchSize, List<Integer> layers) {
  static final BenchNetwork SMALL = new BenchNetwork(500_000, 256, List.of(14, 64, 32, 2));
  static final BenchNetwork PICTURES = new BenchNetwork(60_000, 256, List.of(784, 128, 10));
  static final BenchNetwork LARGE = new BenchNetwork(60_000, 1024, List.of(784, 512, 256, 10));

  /** A small table, a table of pictures with a small and a large network, a table of physics. */
  static final List<BenchNetwork> ALL =
      List.of(
          SMALL, new BenchNetwork(100_000, 1024, List.of(28, 300, 300, 300, 2)), PICTURES, LARGE);

  /** Weights and biases. */
  int size() {
    int size = 0;
    for (int l = 1; l < layers.size(); l++) {
      size += (layers.get(l - 1) + 1) * layers.get(l);
    }
    return size;
  }

  /**
   * Floating-point operations that training on a row cannot do without: two for each weight of a
   * layer forward, two for the weight's gradient, two for the gradient of the layer's inputs, which
   * the first layer does not need.
   */
  long operations() {
    long operations = -2L * layers.get(0) * layers.get(1);
    for (int l = 1; l < layers.size(); l++) {
      operations += 6L * layers.get(l - 1) * layers.get(l);
    }
    return operations;
  }

  /** Whether a layer is large enough for products of bfloat16. */
  boolean hasLargeLayer() {
    return IntStream.range(1, layers.size())
        .anyMatch(l -> Math.min(layers.get(l - 1), layers.get(l)) >= Layer.FEWEST_ROUNDED);
  }

  /** Its table: one cloud of points a class. */
  Dataset<Row> table(Bench bench) {
    int classes = layers.get(layers.size() - 1);
    return Clouds.table(bench, bench.rows(rows), layers.get(0), classes);
  }

  int[] units() {
    return layers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Our estimator of this network. */
  MlpClassifier estimator(Bench bench) {
    int[] units = units();
    return new MlpClassifier()
        .setHiddenLayers(Arrays.copyOfRange(units, 1, units.length - 1))
        .setBatchSize(batchSize)
        .setTol(0)
        .setSeed(bench.seed());
  }

  @Override
  public String toString() {
    return layers.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }
}
