package org.spindleml.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.HuberLoss;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.QuantileLoss;

class ModelFileTest {
  @Test
  void roundTripGivesEveryBit() throws Exception {
    List<TrainedNetwork> models = new ArrayList<>();
    models.add(SmallModels.classifier(1));
    models.add(SmallModels.logistic(2));
    models.add(SmallModels.regression(3));
    for (Normalization normalization : Normalization.values()) {
      models.add(SmallModels.normalized(normalization, 4));
    }
    Loss.all().forEach(loss -> models.add(SmallModels.of(loss, 4)));
    new LossSettings(0.1, 0.3, 1e-5, 1 + 0x1p-52, List.of(0.1, 0.9))
        .losses()
        .forEach(loss -> models.add(SmallModels.of(loss, 5)));
    for (TrainedNetwork model : models) {
      TrainedNetwork back = decode(ModelFile.encode(model));
      assertArrayEquals(model.weights(), back.weights());
      assertEquals(model.network().layers(), back.network().layers());
      assertEquals(model.loss(), back.loss());
      assertArrayEquals(model.encoder().inputs().means(), back.encoder().inputs().means());
      assertArrayEquals(
          model.encoder().inputs().deviations(), back.encoder().inputs().deviations());
      assertArrayEquals(model.encoder().targets().means(), back.encoder().targets().means());
      assertArrayEquals(
          model.encoder().targets().deviations(), back.encoder().targets().deviations());
      assertSameFiles(ModelFile.encode(model), ModelFile.encode(back));
    }
  }

  @Test
  void negativeZeroAndSubnormalsSurvive() throws Exception {
    TrainedNetwork model = SmallModels.logistic(4);
    model.weights()[0] = -0f;
    model.weights()[1] = Float.MIN_VALUE;
    float[] back = decode(ModelFile.encode(model)).weights();
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(back[0]));
    assertEquals(Float.MIN_VALUE, back[1]);
  }

  @Test
  void localeDoesNotMatter() throws Exception {
    Map<String, byte[]> expected = ModelFile.encode(SmallModels.classifier(1));
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        Map<String, byte[]> files = ModelFile.encode(SmallModels.classifier(1));
        assertSameFiles(expected, files);
        decode(files);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void holdsEveryParameterByNameAndShape() throws Exception {
    TrainedNetwork model = SmallModels.classifier(1);
    Map<String, Tensor> tensors = Safetensors.read(ModelFile.encode(model).get(ModelFile.WEIGHTS));
    List<String> names = new ArrayList<>();
    names.addAll(List.of("inputs.mean", "inputs.deviation", "targets.mean", "targets.deviation"));
    model.network().parameters().forEach(parameter -> names.add(parameter.name()));
    assertEquals(names, List.copyOf(tensors.keySet()));
    Layer first = model.network().layers().get(0);
    assertEquals(List.of(first.inputs(), first.outputs()), tensors.get("hidden1.weight").shape());
  }

  @Test
  void newerVersionIsRefusedByName() {
    assertRefused(
        "\"version\" : 1,", "\"version\" : 2, \"later\" : true,", "version 2", "up to 1", "newer");
  }

  @Test
  void describesWhatIsWrong() {
    assertRefused("spindle-model", "spindle-checkpoint", "format", "spindle-checkpoint");
    assertRefused("\"inputs\" : 4,", "", "keys", "inputs");
    assertRefused("\"inputs\"", "\"extra\" : 0, \"inputs\"", "extra");
    assertRefused("\"inputs\"", "\"inputs\" : 4, \"inputs\"", "inputs");
    assertRefused("\"inputs\" : 4", "\"inputs\" : \"4\"", "inputs", "whole number", "string");
    assertRefused("\"inputs\" : 4", "\"inputs\" : 4.0", "inputs", "whole number", "4.0");
    assertRefused("\"inputs\" : 4", "\"inputs\" : 0", "inputs", "from 1", "found 0");
    assertRefused("\"inputs\" : 4", "\"inputs\" : 5", "hidden1.weight", "[5, 6]", "[4, 6]");
    assertRefused("\"units\" : 6", "\"units\" : 2147483647", "weights");
    assertRefused("\"units\" : 6", "\"units\" : 99999999999999999999", "units");
    assertRefused("\"prelu\"", "\"relu\"", "hidden1.slope");
    assertRefused("\"prelu\"", "\"java.lang.Runtime\"", "unknown activation");
    assertRefused("\"prelu\"", "null", "activation", "null");
    assertRefused("\"squared\"", "\"cubed\"", "unknown loss 'cubed'");
    assertRefused("\"regression\"", "\"classification\"", "task");
    assertRefused("\"classes\" : 0", "\"classes\" : 2", "classes");
    assertRefused("}\n", "} {}", "not JSON");
    assertRefused("Sha256\" : \"", "Sha256\" : \"0", "SHA-256");
  }

  @Test
  void quantilesAreANumberOrAnArray() {
    String one = "\"lossSettings\" : {\n    \"quantileProbabilities\" : 0.5\n  }";
    TrainedNetwork median = SmallModels.of(new QuantileLoss(0.5), 3);
    assertTrue(new String(ModelFile.encode(median).get(ModelFile.MODEL), UTF_8).contains(one));
    String several = "\"quantileProbabilities\" : [ 0.1, 0.5, 0.9 ]";
    TrainedNetwork model = SmallModels.of(new QuantileLoss(0.1, 0.5, 0.9), 3);
    assertTrue(new String(ModelFile.encode(model).get(ModelFile.MODEL), UTF_8).contains(several));
    assertRefused(model, "0.1, 0.5", "0.5, 0.1", "quantileProbabilities must be ascending");
    assertRefused(model, "0.1, 0.5", "0.1, \"x\"", "quantileProbabilities[1]", "string");
    assertRefused(model, ", 0.9", "", "no model", "9 logits");
  }

  @Test
  void featureNamesAreThoseOfTheInputs() throws Exception {
    List<String> names = List.of("x", "x", "\u00fc\"\n", "");
    TrainedNetwork model = SmallModels.regression(2).withFeatureNames(names);
    assertEquals(4, model.network().inputs());
    assertEquals(names, decode(ModelFile.encode(model)).featureNames());
    assertRefused(model, "[ \"x\", ", "[ ", "there are 3 names for 4 features");
    assertRefused(model, "[ \"x\", ", "[ 3, ", "featureNames[0]", "text", "number");
  }

  @Test
  void classNamesAreThoseOfTheClasses() throws Exception {
    TrainedNetwork model = SmallModels.logistic(2).withClassNames(List.of("no", "\u00fc\"\n"));
    assertEquals(model.classNames(), decode(ModelFile.encode(model)).classNames());
    String names = "[ \"no\", ";
    assertRefused(model, names, "[ ", "1 class names for 2 classes");
    assertRefused(model, names, "[ 3, ", "classNames[0]", "text", "number");
    assertRefused(model, "[ \"no\", \"\u00fc", "[ \"\u00fc\\\"\\n\", \"\u00fc", "there twice");
    assertThrows(
        IllegalArgumentException.class,
        () -> SmallModels.regression(3).withClassNames(List.of("a", "b")));
  }

  @Test
  void lossSettingsAreThoseOfTheLoss() {
    String huber = "\"huber\",\n  \"lossSettings\" : {\n    \"huberDelta\" : 0.5\n  }";
    TrainedNetwork model = SmallModels.of(new HuberLoss(0.5), 3);
    assertTrue(new String(ModelFile.encode(model).get(ModelFile.MODEL), UTF_8).contains(huber));
    assertRefused(model, huber, "\"huber\"", "lossSettings", "huberDelta", "found {}");
    assertRefused(model, "\"huber\"", "\"squared\"", "lossSettings", "found {huberDelta=[0.5]}");
    assertRefused(model, "huberDelta", "focalGamma", "lossSettings", "focalGamma=[0.5]");
    assertRefused(model, "huberDelta", "delta", "unknown setting of a loss 'delta'");
    assertRefused(model, "0.5", "-1", "huberDelta must be a number above 0");
    assertRefused(model, "0.5", "1e999", "huberDelta");
    assertRefused(model, "0.5", "[ 0.5, 1 ]", "huberDelta is one number, found [0.5, 1.0]");
    assertRefused(model, "0.5", "[ 0.5 ]", "huberDelta", "a finite number", "array");
    assertRefused(model, "0.5", "\"0.5\"", "huberDelta", "finite number", "string");
    assertRefused(model, "lossSettings", "lossSetting", "keys", "lossSetting");
    assertRefused(model, "{\n    \"huberDelta\" : 0.5\n  }", "null", "lossSettings", "null");
  }

  @Test
  void optionsAreThereOnlyWhereUsed() throws Exception {
    String plain = new String(ModelFile.encode(SmallModels.regression(3)).get("model.json"), UTF_8);
    assertFalse(plain.contains("normalization") || plain.contains("residual"), plain);
    TrainedNetwork model = SmallModels.normalized(Normalization.BATCH, 3);
    Map<String, byte[]> files = ModelFile.encode(model);
    assertEquals(model.network().options(), decode(files).network().options());
    String batch = "\"normalization\" : \"batch\",\n  \"residual\" : true,";
    assertTrue(new String(files.get(ModelFile.MODEL), UTF_8).contains(batch));
    String layer = "\"normalization\" : \"layer\",";
    assertRefused(model, batch, layer, "hidden1.running");
    assertRefused(model, batch, "", "hidden1.gain");
    assertRefused(model, "\"batch\"", "\"bach\"", "unknown normalization 'bach'");
    assertRefused(model, "true", "1", "residual", "true or false", "number");
    TrainedNetwork plainLayers = SmallModels.regression(3);
    assertRefused(plainLayers, "\"outputs\"", "\"residual\" : true, \"outputs\"", "as wide");
  }

  @Test
  void aNegativeVarianceIsRefused() {
    TrainedNetwork model = SmallModels.normalized(Normalization.BATCH, 3);
    model.weights()[model.network().layers().get(1).runningVarianceAt()] = -0.5f;
    Map<String, byte[]> files = ModelFile.encode(model);
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> decode(files));
    assertTrue(e.getMessage().contains("hidden2.runningVariance"), e.getMessage());
    assertTrue(e.getMessage().contains("-0.5"), e.getMessage());
  }

  @Test
  void weightsOfAnotherModelAreRefused() {
    byte[] json = ModelFile.encode(SmallModels.regression(3)).get(ModelFile.MODEL);
    byte[] weights = ModelFile.encode(SmallModels.regression(4)).get(ModelFile.WEIGHTS);
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ModelFile.decode(json, weights));
    assertTrue(e.getMessage().contains("SHA-256"), e.getMessage());
  }

  @Test
  void notFiniteIsRefusedBothWays() throws Exception {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      TrainedNetwork model = SmallModels.regression(3);
      Map<String, byte[]> files = new HashMap<>(ModelFile.encode(model));
      byte[] weights = files.get(ModelFile.WEIGHTS).clone();
      // The last float is output.bias[1].
      ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(weights.length - 4, bad);
      byte[] json = ModelFuzzTest.withHashOf(weights, files.get(ModelFile.MODEL));
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> ModelFile.decode(json, weights));
      assertTrue(e.getMessage().contains("output.bias"), e.getMessage());
      model.weights()[0] = bad;
      assertThrows(IllegalArgumentException.class, () -> ModelFile.encode(model));
    }
  }

  @Test
  void saysNothingOfTimeAndPlace() {
    String json = new String(ModelFile.encode(SmallModels.regression(3)).get("model.json"), UTF_8);
    for (String word : List.of("time", "host", "uid", "/")) {
      assertFalse(json.contains(word), json);
    }
  }

  /**
   * Replaces a piece of a model.json, the regression's by default, and expects an error with these
   * words.
   */
  private static void assertRefused(String piece, String by, String... words) {
    assertRefused(SmallModels.regression(3), piece, by, words);
  }

  private static void assertRefused(
      TrainedNetwork model, String piece, String by, String... words) {
    Map<String, byte[]> files = ModelFile.encode(model);
    String json = new String(files.get(ModelFile.MODEL), UTF_8);
    assertTrue(json.contains(piece), json);
    byte[] changed = json.replace(piece, by).getBytes(UTF_8);
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> ModelFile.decode(changed, files.get(ModelFile.WEIGHTS)));
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
  }

  private static TrainedNetwork decode(Map<String, byte[]> files) throws ModelFormatException {
    return ModelFile.decode(files.get(ModelFile.MODEL), files.get(ModelFile.WEIGHTS));
  }

  private static void assertSameFiles(Map<String, byte[]> expected, Map<String, byte[]> files) {
    assertEquals(expected.keySet(), files.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, files.get(name), name));
  }
}
