package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.nn.CounterRandom.Purpose;

class DropoutTest {
  private static final CounterRandom RANDOM = CounterRandom.of(42, Purpose.DROPOUT);

  /** The mask of rows [from, to) of a leaf's step. */
  private static float[] mask(Dropout dropout, CounterRandom random, int from, int to, int width) {
    float[] ones = new float[(to - from) * width];
    Arrays.fill(ones, 1);
    dropout.apply(random, from, ones, ones, 0, to - from, width);
    return ones;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 0.2, 0.5, 0.9, 0.999})
  void dropsItsShareAndKeepsTheMean(double rate) {
    int width = 63;
    int count = 4000 * width;
    int[] droppedOfUnit = new int[width];
    double sum = 0;
    int dropped = 0;
    float[] mask = mask(new Dropout(rate, 1), RANDOM, 0, 4000, width);
    for (int i = 0; i < count; i++) {
      assertTrue(mask[i] == 0 || Math.abs(mask[i] * (1 - rate) - 1) < 0.02, () -> "rate " + rate);
      sum += mask[i];
      dropped += mask[i] == 0 ? 1 : 0;
      droppedOfUnit[i % width] += mask[i] == 0 ? 1 : 0;
    }
    // Six binomial deviations, and half a 2⁻¹⁶th that the rate is rounded by.
    double bound = 6 * Math.sqrt(rate * (1 - rate) * count) + 0x1p-17 * count;
    assertEquals(rate * count, dropped, bound);
    assertEquals(1, sum / count, 6 * Math.sqrt(rate / (1 - rate) / count));
    for (int unit : droppedOfUnit) {
      assertEquals(rate * 4000, unit, 6 * Math.sqrt(rate * (1 - rate) * 4000) + 1);
    }
  }

  @Test
  void neighboursDropIndependently() {
    float[] mask = mask(new Dropout(0.5, 1), RANDOM, 0, 4000, 64);
    for (int distance : new int[] {1, 2, 3, 4, 5, 16, 63, 64, 65, 128}) {
      int both = 0;
      int pairs = mask.length - distance;
      for (int i = 0; i < pairs; i++) {
        both += mask[i] == 0 && mask[i + distance] == 0 ? 1 : 0;
      }
      assertEquals(pairs / 4.0, both, 6 * Math.sqrt(3.0 / 16 * pairs), "distance " + distance);
    }
  }

  @Test
  void dependsOnSeedStepLeafLayerAndRowOnly() {
    Dropout dropout = new Dropout(0.5, 1);
    float[] whole = mask(dropout, RANDOM.at(3).at(1), 0, 100, 31);
    for (int cut : new int[] {1, 7, 50, 99}) {
      float[] left = mask(dropout, RANDOM.at(3).at(1), 0, cut, 31);
      float[] right = mask(dropout, RANDOM.at(3).at(1), cut, 100, 31);
      assertArrayEquals(Arrays.copyOf(whole, left.length), left);
      assertArrayEquals(Arrays.copyOfRange(whole, left.length, whole.length), right);
    }
    List<float[]> others =
        List.of(
            mask(dropout, RANDOM.at(4).at(1), 0, 100, 31),
            mask(dropout, RANDOM.at(3).at(2), 0, 100, 31),
            mask(dropout, CounterRandom.of(43, Purpose.DROPOUT).at(3).at(1), 0, 100, 31),
            mask(new Dropout(0.5, 2), RANDOM.at(3).at(1), 0, 100, 31),
            mask(dropout, RANDOM.at(3).at(1), 100, 200, 31));
    for (float[] other : others) {
      int same = 0;
      for (int i = 0; i < whole.length; i++) {
        same += whole[i] == other[i] ? 1 : 0;
      }
      assertEquals(whole.length / 2.0, same, 6 * Math.sqrt(whole.length / 4.0));
    }
  }

  @Test
  void blocksOfAnySizeSeeTheSameMasks() {
    Network network =
        Network.of(
            6,
            List.of(new HiddenLayer(9, Activation.TANH, 0.5), new HiddenLayer(5, Activation.ELU)),
            1,
            new NetworkOptions(Normalization.NONE, false, 0.2));
    float[] w = network.initialWeights(Initializer.AUTO, 1);
    ReferenceNetwork any = new ReferenceNetwork(6, List.of(), 1, new SquaredLoss());
    java.util.Random random = new java.util.Random(1);
    Rows rows = Rows.draw(40, any, new double[7], random);
    GradientSum whole = new GradientSum(network.size());
    Workspace workspace = new Workspace(network, 40);
    Batch batch = rows.batch();
    batch.place(RANDOM, 0);
    network.addGradient(w, batch, any.loss(), workspace, whole);
    for (int size : new int[] {1, 7, 25}) {
      GradientSum parts = new GradientSum(network.size());
      for (int from = 0; from < 40; from += size) {
        Batch part = rows.batch(from, Math.min(40, from + size));
        part.place(RANDOM, from);
        network.addGradient(w, part, any.loss(), workspace, parts);
      }
      assertEquals(whole.lossSum(), parts.lossSum(), 1e-5 * whole.lossSum());
      assertArrayEquals(whole.gradient(), parts.gradient(), 1e-4f, "blocks of " + size);
    }
    Batch homeless = rows.batch();
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class,
            () -> network.addGradient(w, homeless, any.loss(), workspace, whole));
    assertEquals("dropout needs to know where in its step a batch is", error.getMessage());
  }

  @Test
  void predictionsDropNothing() {
    HiddenLayer half = new HiddenLayer(8, Activation.RELU, 0.5);
    NetworkOptions inputs = new NetworkOptions(Normalization.NONE, false, 0.5);
    Network network = Network.of(4, List.of(half, half), 2, inputs);
    Network plain = network.withoutDropout();
    assertTrue(plain.layers().stream().allMatch(Layer::isPlain));
    assertEquals(NetworkOptions.PLAIN, plain.options());
    float[] w = network.initialWeights(Initializer.AUTO, 1);
    assertArrayEquals(plain.initialWeights(Initializer.AUTO, 1), w);
    Batch batch = new Batch(1, 4, 0);
    batch.add(new float[] {1, 2, 3, 4}, 0, 1);
    assertArrayEquals(
        plain.forward(w, batch, new Workspace(plain, 1)),
        network.forward(w, batch, new Workspace(network, 1)));
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Dropout(rate, 0));
    }
    assertFalse(new Dropout(0, 0).isOn());
    // The smallest rate drops something, the largest leaves something.
    assertTrue(new Dropout(1e-9, 0).isOn());
    float[] mask = mask(new Dropout(1 - 1e-9, 0), RANDOM, 0, 10_000, 64);
    for (float factor : mask) {
      assertTrue(factor == 0 || factor == 65536f);
    }
  }
}
