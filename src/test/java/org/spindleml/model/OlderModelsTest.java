package org.spindleml.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models of every version still load and predict what they did; see model_version1.py. */
class OlderModelsTest {
  @Test
  void version1() throws Exception {
    byte[] json = resource("version1/model.json");
    byte[] weights = resource("version1/weights.safetensors");
    TrainedNetwork model = ModelFile.decode(json, weights);
    Scorer scorer = new Scorer(model);
    String[] lines =
        new String(resource("version1/predictions.csv"), StandardCharsets.UTF_8).split("\n");
    assertEquals(4, lines.length);
    for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
      double[] v = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      double[] row = Arrays.copyOf(v, 3);
      assertArrayEquals(Arrays.copyOfRange(v, 3, 5), scorer.logits(row), 2e-6, line);
      assertArrayEquals(Arrays.copyOfRange(v, 5, 7), scorer.predictions(row), 1e-6, line);
    }
  }

  @Test
  void version1IsWrittenWithTheSameBytes() throws Exception {
    byte[] json = resource("version1/model.json");
    byte[] weights = resource("version1/weights.safetensors");
    Map<String, byte[]> files = ModelFile.encode(ModelFile.decode(json, weights));
    assertArrayEquals(json, files.get(ModelFile.MODEL));
    assertArrayEquals(weights, files.get(ModelFile.WEIGHTS));
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = OlderModelsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
