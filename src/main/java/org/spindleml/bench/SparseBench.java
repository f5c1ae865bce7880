package org.spindleml.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.train.LocalGradientSource;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.SparseForm;
import org.spindleml.train.SparseShardBuilder;
import org.spindleml.train.TrainingPlan;

/**
 * Gradients of rows of which most inputs are those of a base row: kept dense, kept sparse with
 * blocks made dense, and kept sparse with a first layer that multiplies cell by cell. Which of them
 * a table gets, {@link SparseForm} decides; here each of them is measured on the same rows.
 */
final class SparseBench {
  private static final int WIDTH = 2000;
  private static final int[] CELLS = {20, 100, 200, 400};
  private static final int SHARDS = 16;
  private static final long ROWS = 16_384;
  private static final int BLOCK = 256;
  private static final float[] BASE = new float[WIDTH];

  static {
    // About what a column of 1 % ones has for a 0.
    Arrays.fill(BASE, -0.1f);
  }

  private SparseBench() {}

  static void run(Bench bench) {
    bench.figures().say("Rows of " + WIDTH + " inputs, most of them alike: gradients, 2000-256-2.");
    for (int cells : CELLS) {
      double dense = rowsPerSecond(bench, cells, null);
      double blocks = rowsPerSecond(bench, cells, new SparseForm(BASE, cells, false));
      double products = rowsPerSecond(bench, cells, new SparseForm(BASE, cells, true));
      String subject = cells + " of " + WIDTH + " inputs";
      add(bench, subject + ", dense rows", dense, "rows/s");
      add(bench, subject + ", sparse rows, dense blocks", blocks, "rows/s");
      add(bench, subject + ", sparse products", products, "rows/s");
      add(bench, subject + ", sparse products beside dense rows", products / dense, "×");
    }
  }

  private static double rowsPerSecond(Bench bench, int cells, SparseForm form) {
    int rowsOfShard = Math.toIntExact(bench.rows(ROWS) / SHARDS);
    SplittableRandom random = new SplittableRandom(bench.seed());
    Shard[] shards =
        IntStream.range(0, SHARDS)
            .mapToObj(s -> shard(random, rowsOfShard, cells, form))
            .toArray(Shard[]::new);
    Network network = Network.of(WIDTH, List.of(new HiddenLayer(256, Activation.RELU)), 2);
    float[] weights = network.initialWeights(Initializer.AUTO, bench.seed());
    long rows = (long) SHARDS * rowsOfShard;
    TrainingPlan plan = new TrainingPlan(bench.seed(), rows, SHARDS, 1, SHARDS, BLOCK);
    try (LocalGradientSource source =
        new LocalGradientSource(network, new SoftmaxCrossEntropy(), plan, shards, bench.cores())) {
      return rows / Seconds.median(bench.warmUps(), bench.repeats(), () -> source.at(weights, 0));
    }
  }

  private static Shard shard(SplittableRandom random, int rows, int cells, SparseForm form) {
    RowLayout layout = new RowLayout(WIDTH, 1, false, false, form);
    SparseShardBuilder sparse = form == null ? null : new SparseShardBuilder(layout, rows);
    float[] dense = new float[form == null ? rows * layout.stride() : 0];
    for (int row = 0; row < rows; row++) {
      float[] inputs = BASE.clone();
      // One category of each of as many columns as there are cells.
      int categories = WIDTH / cells;
      for (int c = 0; c < cells; c++) {
        inputs[c * categories + random.nextInt(categories)] = 10;
      }
      float[] label = {random.nextInt(2)};
      if (form == null) {
        System.arraycopy(inputs, 0, dense, row * layout.stride(), WIDTH);
        dense[row * layout.stride() + WIDTH] = label[0];
      } else {
        for (int j = 0; j < WIDTH; j++) {
          sparse.add(j, inputs[j]);
        }
        sparse.endRow(label);
      }
    }
    return new Shard(layout, form == null ? dense : sparse.packed());
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.SPARSE, subject, value, unit);
  }
}
