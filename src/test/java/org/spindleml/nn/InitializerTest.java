package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {
  private static final int INPUTS = 300;
  private static final int OUTPUTS = 500;

  private static float[] draw(Initializer initializer) {
    float[] w = new float[INPUTS * OUTPUTS];
    CounterRandom random = new CounterRandom(5);
    initializer.draw(w, 0, INPUTS, OUTPUTS, Activation.LINEAR, random);
    return w;
  }

  /** The mean of xⁿ. */
  private static double moment(float[] x, int n) {
    double sum = 0;
    for (float v : x) {
      sum += StrictMath.pow(v, n);
    }
    return sum / x.length;
  }

  @ParameterizedTest
  @CsvSource({
    "GLOROT_UNIFORM, 0.0025", // 2 / 800
    "GLOROT_NORMAL, 0.0025",
    "HE_UNIFORM, 0.00666667", // 2 / 300
    "HE_NORMAL, 0.00666667",
    "LECUN_UNIFORM, 0.00333333", // 1 / 300
    "LECUN_NORMAL, 0.00333333",
  })
  void meanVarianceAndShapeFitTheRule(Initializer rule, double variance) {
    float[] w = draw(rule);
    // 150 000 draws: the mean is off by σ/387, the variance by a fraction of 1/274 at most.
    assertEquals(0, moment(w, 1), 5 * Math.sqrt(variance / w.length));
    assertEquals(variance, moment(w, 2), variance * 5 * Math.sqrt(2.0 / w.length));
    double kurtosis = moment(w, 4) / (variance * variance);
    double largest = 0;
    for (float v : w) {
      largest = Math.max(largest, Math.abs(v));
    }
    if (rule.label().endsWith("Uniform")) {
      assertEquals(1.8, kurtosis, 0.05);
      assertTrue(largest <= Math.sqrt(3 * variance) * (1 + 1e-7));
      assertTrue(largest > 0.999 * Math.sqrt(3 * variance));
    } else {
      assertEquals(3, kurtosis, 0.1);
      assertTrue(largest > 4 * Math.sqrt(variance) && largest < 6 * Math.sqrt(variance));
    }
  }

  @ParameterizedTest
  @CsvSource({"30, 50", "50, 30", "40, 40", "1, 7"})
  void theShorterSideOfAnOrthogonalMatrixIsOrthonormal(int inputs, int outputs) {
    float[] w = new float[3 + inputs * outputs];
    Initializer.ORTHOGONAL.draw(w, 3, inputs, outputs, Activation.LINEAR, new CounterRandom(5));
    int vectors = Math.min(inputs, outputs);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(inputs, outputs); i++) {
          dot +=
              outputs <= inputs
                  ? (double) w[3 + i * outputs + a] * w[3 + i * outputs + b]
                  : (double) w[3 + a * outputs + i] * w[3 + b * outputs + i];
        }
        assertEquals(a == b ? 1 : 0, dot, 1e-6);
      }
    }
  }

  @Test
  void zerosAreZero() {
    assertArrayEquals(new float[INPUTS * OUTPUTS], draw(Initializer.ZEROS));
  }

  @ParameterizedTest
  @EnumSource
  void autoIsTheFittingRule(Activation activation) {
    float[] auto = new float[12];
    Initializer.AUTO.draw(auto, 0, 3, 4, activation, new CounterRandom(1));
    float[] fitting = new float[12];
    Initializer.fitting(activation).draw(fitting, 0, 3, 4, activation, new CounterRandom(1));
    assertArrayEquals(fitting, auto);
  }

  @Test
  void biasesAreZeroSlopesAQuarterWeightsNeither() {
    Network network = Network.of(4, List.of(new HiddenLayer(3, Activation.PRELU)), 2);
    float[] w = network.initialWeights(Initializer.AUTO, 1);
    for (Parameter parameter : network.parameters()) {
      for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
        if (parameter.isWeight()) {
          assertTrue(w[i] != 0, parameter.name());
        } else {
          assertEquals(parameter.name().endsWith("slope") ? 0.25f : 0f, w[i], parameter.name());
        }
      }
    }
  }

  @Test
  void layersAndSeedsDiffer() {
    HiddenLayer square = new HiddenLayer(6, Activation.TANH);
    Network network = Network.of(6, List.of(square, square), 6);
    float[] w = network.initialWeights(Initializer.AUTO, 1);
    assertArrayEquals(w, network.initialWeights(Initializer.AUTO, 1));
    assertFalse(Arrays.equals(w, network.initialWeights(Initializer.AUTO, 2)));
    float[] first = Arrays.copyOfRange(w, 0, 36);
    float[] second = Arrays.copyOfRange(w, 42, 78);
    assertFalse(Arrays.equals(first, second));
    for (int i = 0; i < 36; i++) {
      assertTrue(first[i] != second[i], "weight " + i);
    }
  }

  /** If this fails, users' seeds no longer give the models they gave: say so in the changelog. */
  @ParameterizedTest
  @CsvSource({
    "AUTO, 523c1d6e5d1596ca1c28e9910df7c50b49223e44e1666dd67b9ace037af6b7c4",
    "GLOROT_UNIFORM, 97c990df70b66326fc2d207144689109789f2361f2ba7f25a76ea47c16af14f7",
    "GLOROT_NORMAL, e6466c5bd3daccd5ba5cf8aebe5816c2c9aabc52e0c68afe190899e6629f651e",
    "HE_UNIFORM, 3a5676853e7513aa87966ad9afa861a5879caaf55022985778eb8bc3cb334797",
    "HE_NORMAL, 88671a5f203b05f3ab42bb924b17f0829d6c87bfcc81b73aaf8e31a4479d92a4",
    "LECUN_UNIFORM, b5ff7809897d61c41c0efd801505d15180437bb4a58cae3731eb7f0e0549b2cf",
    "LECUN_NORMAL, 88b0d383c6b035feb97c974b755ecbb4198d96843e04da431117ef3aa8e4fe2c",
  })
  void bitsArePinned(Initializer rule, String sha256) throws Exception {
    List<HiddenLayer> hidden =
        List.of(new HiddenLayer(7, Activation.PRELU), new HiddenLayer(3, Activation.TANH));
    float[] w = Network.of(5, hidden, 2).initialWeights(rule, 42);
    ByteBuffer bytes = ByteBuffer.allocate(4 * w.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(w);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }
}
