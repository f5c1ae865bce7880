package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.table.Standardizer;

/** When a table stays sparse. */
class SparseFormTest {
  private static final int WIDTH = 100;
  private static final long ROWS = 1000;
  private static final RowLayout DENSE = new RowLayout(WIDTH, 1, true);

  private static Network network(NetworkOptions options) {
    return Network.of(WIDTH, List.of(new HiddenLayer(WIDTH, Activation.TANH)), 2, options);
  }

  /** So many cells that are not 0 in each of 1000 rows of 100 columns, all columns alike. */
  private static RowLayout layout(double cells, NetworkOptions options) {
    long[] nonZeros = new long[WIDTH];
    Arrays.fill(nonZeros, (long) (cells * ROWS / WIDTH));
    return DENSE.sparseWhereSmaller(Standardizer.identity(WIDTH), nonZeros, ROWS, network(options));
  }

  @Test
  void sparseWhereItTakesLessThanHalf() {
    // 2 · cells + 3 numbers a row against 102
    assertTrue(layout(23.9, NetworkOptions.PLAIN).isSparse());
    assertFalse(layout(24, NetworkOptions.PLAIN).isSparse());
    assertEquals(ROWS * (2 * 20 + 3), layout(20, NetworkOptions.PLAIN).numbers(ROWS));
    assertEquals(ROWS * 102, layout(50, NetworkOptions.PLAIN).numbers(ROWS));
  }

  @Test
  void sparseProductsWhereTheyAreFasterAndTheNetworkTakesThem() {
    assertTrue(layout(5, NetworkOptions.PLAIN).multipliesSparse());
    assertFalse(layout(20, NetworkOptions.PLAIN).multipliesSparse());
    assertTrue(layout(5, new NetworkOptions(Normalization.BATCH, false, 0)).multipliesSparse());
    for (NetworkOptions options :
        List.of(
            new NetworkOptions(Normalization.NONE, true, 0),
            new NetworkOptions(Normalization.NONE, false, 0.2))) {
      assertTrue(layout(5, options).isSparse());
      assertFalse(layout(5, options).multipliesSparse());
    }
  }

  @Test
  void theBaseRowHoldsScaledZerosThatAreNear() {
    double[] means = new double[WIDTH];
    double[] deviations = new double[WIDTH];
    long[] nonZeros = new long[WIDTH];
    Arrays.fill(deviations, 1);
    means[0] = 0.25;
    means[1] = 1e6;
    deviations[2] = 0;
    means[2] = 7;
    means[3] = -1;
    nonZeros[0] = 60;
    nonZeros[1] = 999;
    nonZeros[2] = ROWS;
    nonZeros[3] = 500;
    RowLayout layout =
        DENSE.sparseWhereSmaller(
            new Standardizer(means, deviations), nonZeros, ROWS, network(NetworkOptions.PLAIN));
    float[] base = new float[WIDTH];
    base[0] = -0.25f;
    base[3] = 1;
    // −7 / ∞
    base[2] = -0f;
    assertArrayEquals(base, layout.sparse().base());
    assertEquals((60 + ROWS + 500) / (double) ROWS, layout.sparse().cells());
  }

  @Test
  void saysWhatIsGained() {
    assertEquals(
        "rows stay sparse: 5.00 of 100 inputs on average, 12.4 MiB instead of 97.3 MiB",
        layout(5, NetworkOptions.PLAIN).describeSparse(250_000).orElseThrow());
    assertTrue(layout(50, NetworkOptions.PLAIN).describeSparse(ROWS).isEmpty());
  }
}
