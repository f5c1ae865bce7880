package org.spindleml.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Parameter;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;

/**
 * A trained network as two files: {@value #MODEL} says what it is, {@value #WEIGHTS} holds its
 * numbers (see {@link Safetensors}). The same network gives the same bytes on every machine: no
 * time, name, host, path or core count is in them. Reading gives back every bit.
 *
 * <p>{@value #WEIGHTS} holds {@code inputs.mean}, {@code inputs.deviation}, {@code targets.mean}
 * and {@code targets.deviation} as F64, then each {@link Parameter} by its name as F32 in its own
 * shape.
 *
 * <p>Needs {@code com.fasterxml.jackson.core:jackson-databind} on the class path. Spark brings it;
 * a program without Spark adds it, any version from 2.15 of Jackson 2.
 */
public final class ModelFile {
  /** Name of the file that says what the network is. */
  public static final String MODEL = "model.json";

  /** Name of the file with the numbers. */
  public static final String WEIGHTS = "weights.safetensors";

  /** Version written; this and older ones are read. */
  public static final int VERSION = 1;

  private static final String FORMAT = "spindle-model";

  private static final List<String> KEYS =
      List.of(
          "format",
          "version",
          "task",
          "classes",
          "inputs",
          "hiddenLayers",
          "outputs",
          "loss",
          "weightsSha256");

  /** The numbers that a loss was made with; there only where it has some. */
  private static final String LOSS_SETTINGS = "lossSettings";

  /** What is done to weighted sums; there only if something is. */
  private static final String NORMALIZATION = "normalization";

  /** Whether layers add their inputs to their outputs; there only if they do. */
  private static final String RESIDUAL = "residual";

  /** What the classes are called; there only where they have names. */
  private static final String CLASS_NAMES = "classNames";

  /** What the features are called; there only where they have names. */
  private static final String FEATURE_NAMES = "featureNames";

  private static final Set<String> OPTIONAL_KEYS =
      Set.of(LOSS_SETTINGS, NORMALIZATION, RESIDUAL, CLASS_NAMES, FEATURE_NAMES);

  private ModelFile() {}

  /**
   * Writes a network.
   *
   * @param model the network
   * @return the content of {@value #WEIGHTS} and {@value #MODEL} by name, in the order in which to
   *     write them
   * @throws IllegalArgumentException if a weight is NaN or infinite or the weights do not fit in
   *     one array of bytes
   */
  public static Map<String, byte[]> encode(TrainedNetwork model) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.ofDoubles("inputs.mean", model.encoder().inputs().means()));
    tensors.add(Tensor.ofDoubles("inputs.deviation", model.encoder().inputs().deviations()));
    tensors.add(Tensor.ofDoubles("targets.mean", model.encoder().targets().means()));
    tensors.add(Tensor.ofDoubles("targets.deviation", model.encoder().targets().deviations()));
    for (Parameter parameter : model.network().parameters()) {
      if (!VectorMath.allFinite(model.weights(), parameter.at(), parameter.length())) {
        throw new IllegalArgumentException(parameter.name() + " has a NaN or infinite weight");
      }
      tensors.add(
          Tensor.ofFloats(parameter.name(), parameter.shape(), model.weights(), parameter.at()));
    }
    byte[] weights = Safetensors.write(tensors);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(WEIGHTS, weights);
    files.put(MODEL, describe(model, sha256(weights)));
    return Collections.unmodifiableMap(files);
  }

  private static byte[] describe(TrainedNetwork model, String sha256) {
    Network network = model.network();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeNumberField("version", VERSION);
      json.writeStringField("task", task(model.loss()));
      json.writeNumberField("classes", model.numClasses());
      json.writeNumberField("inputs", network.inputs());
      json.writeArrayFieldStart("hiddenLayers");
      for (Layer layer : network.layers().subList(0, network.layers().size() - 1)) {
        json.writeStartObject();
        json.writeNumberField("units", layer.outputs());
        json.writeStringField("activation", layer.activation().label());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeOptions(json, network.options());
      json.writeNumberField("outputs", network.outputs());
      json.writeStringField("loss", model.loss().label());
      writeSettings(json, model.loss());
      writeNames(json, CLASS_NAMES, model.classNames());
      writeNames(json, FEATURE_NAMES, model.featureNames());
      json.writeStringField("weightsSha256", sha256);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    return bytes.toByteArray();
  }

  /** Only those that differ from a plain network's, as with {@link #writeSettings}. */
  private static void writeOptions(JsonGenerator json, NetworkOptions options) throws IOException {
    if (options.normalization() != Normalization.NONE) {
      json.writeStringField(NORMALIZATION, options.normalization().label());
    }
    if (options.residual()) {
      json.writeBooleanField(RESIDUAL, true);
    }
  }

  /** Only of a loss that has some: so models without are written as before there were any. */
  private static void writeSettings(JsonGenerator json, Loss loss) throws IOException {
    if (!loss.settings().isEmpty()) {
      json.writeObjectFieldStart(LOSS_SETTINGS);
      for (Map.Entry<String, List<Double>> setting : new TreeMap<>(loss.settings()).entrySet()) {
        json.writeFieldName(setting.getKey());
        writeNumbers(json, setting.getValue());
      }
      json.writeEndObject();
    }
  }

  /** One number is written as it is, several as an array. */
  private static void writeNumbers(JsonGenerator json, List<Double> numbers) throws IOException {
    if (numbers.size() == 1) {
      json.writeNumber(numbers.get(0));
    } else {
      double[] several = numbers.stream().mapToDouble(Double::doubleValue).toArray();
      json.writeArray(several, 0, several.length);
    }
  }

  private static void writeNames(JsonGenerator json, String key, List<String> names)
      throws IOException {
    if (!names.isEmpty()) {
      json.writeArrayFieldStart(key);
      for (String name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
  }

  /**
   * Reads a network. Allocates a small multiple of the files' own sizes and runs no code of theirs.
   *
   * @param modelJson content of {@value #MODEL}
   * @param weights content of {@value #WEIGHTS}
   * @return the network
   * @throws ModelFormatException if a file is damaged, they do not belong together, a number is NaN
   *     or infinite, or a newer version wrote them
   */
  public static TrainedNetwork decode(byte[] modelJson, byte[] weights)
      throws ModelFormatException {
    JsonObject json = JsonObject.parse(MODEL, ByteBuffer.wrap(modelJson));
    requireReadable(json);
    try {
      List<HiddenLayer> hidden = new ArrayList<>();
      for (JsonObject layer : json.objects("hiddenLayers")) {
        layer.requireKeys("units", "activation");
        Activation activation = Activation.named(layer.text("activation"));
        hidden.add(new HiddenLayer(layer.integer("units", 1), activation));
      }
      int inputs = json.integer("inputs", 1);
      Network network = Network.of(inputs, hidden, json.integer("outputs", 1), options(json));
      Loss loss = loss(json);
      requireEqual(WEIGHTS + ", SHA-256", json.text("weightsSha256"), sha256(weights));
      Map<String, Tensor> tensors = Safetensors.read(weights);
      TableEncoder encoder =
          new TableEncoder(standardizer(tensors, "inputs"), standardizer(tensors, "targets"));
      TrainedNetwork model = new TrainedNetwork(network, weights(tensors, network), loss, encoder);
      requireEqual(MODEL + ", task", task(loss), json.text("task"));
      requireEqual(MODEL + ", classes", model.numClasses(), json.integer("classes", 0));
      return model
          .withClassNames(names(json, CLASS_NAMES))
          .withFeatureNames(names(json, FEATURE_NAMES));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("this is no model: " + e.getMessage());
    }
  }

  private static List<String> names(JsonObject json, String key) throws ModelFormatException {
    return json.keys().contains(key) ? json.texts(key) : List.of();
  }

  private static NetworkOptions options(JsonObject json) throws ModelFormatException {
    Set<String> keys = json.keys();
    Normalization normalization = Normalization.NONE;
    if (keys.contains(NORMALIZATION)) {
      normalization = Normalization.named(json.text(NORMALIZATION));
    }
    boolean residual = keys.contains(RESIDUAL) && json.truth(RESIDUAL);
    return new NetworkOptions(normalization, residual, 0);
  }

  private static Loss loss(JsonObject json) throws ModelFormatException {
    Map<String, List<Double>> settings =
        json.keys().contains(LOSS_SETTINGS) ? json.object(LOSS_SETTINGS).numbers() : Map.of();
    Loss loss = Loss.named(json.text("loss"), LossSettings.of(settings));
    requireEqual(MODEL + ", " + LOSS_SETTINGS, loss.settings(), settings);
    return loss;
  }

  private static void requireReadable(JsonObject json) throws ModelFormatException {
    requireEqual(MODEL + ", format", FORMAT, json.text("format"));
    int version = json.integer("version", 1);
    if (version > VERSION) {
      throw new ModelFormatException(
          "the model is of format version "
              + version
              + ", this Spindle reads up to "
              + VERSION
              + "; use a newer Spindle");
    }
    List<String> keys = new ArrayList<>(KEYS);
    OPTIONAL_KEYS.stream().filter(json.keys()::contains).forEach(keys::add);
    json.requireKeys(keys.toArray(new String[0]));
  }

  /** Collects the weights; what they allocate has been found in the file before. */
  private static float[] weights(Map<String, Tensor> tensors, Network network)
      throws ModelFormatException {
    List<Parameter> parameters = network.parameters();
    for (Parameter parameter : parameters) {
      take(tensors, parameter.name(), Tensor.Type.F32, parameter.shape());
    }
    requireNoOthers(tensors, parameters);
    float[] w = new float[network.size()];
    for (Parameter parameter : parameters) {
      tensors.get(parameter.name()).copyFloats(w, parameter.at());
      if (!VectorMath.allFinite(w, parameter.at(), parameter.length())) {
        throw ModelFormatException.of(parameter.name(), "finite weights", "NaN or infinity");
      }
    }
    requireVariances(network, w);
    return w;
  }

  private static void requireVariances(Network network, float[] w) throws ModelFormatException {
    for (Layer layer : network.layers()) {
      if (layer.normalization() == Normalization.BATCH) {
        for (int i = layer.runningVarianceAt(); i < layer.statisticsEnd(); i++) {
          if (!(w[i] >= 0)) {
            throw ModelFormatException.of(
                layer.name() + ".runningVariance", "numbers of at least 0", w[i]);
          }
        }
      }
    }
  }

  private static Standardizer standardizer(Map<String, Tensor> tensors, String name)
      throws ModelFormatException {
    Tensor means = take(tensors, name + ".mean", Tensor.Type.F64, null);
    Tensor deviations = take(tensors, name + ".deviation", Tensor.Type.F64, means.shape());
    if (means.shape().size() != 1) {
      throw ModelFormatException.of(means.name(), "one dimension", means.shape());
    }
    return new Standardizer(means.toDoubles(), deviations.toDoubles());
  }

  /** Finds a tensor of that type and, unless it is null, that shape. */
  private static Tensor take(
      Map<String, Tensor> tensors, String name, Tensor.Type type, List<Integer> shape)
      throws ModelFormatException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw ModelFormatException.of(WEIGHTS, "a tensor " + name, tensors.keySet());
    }
    requireEqual(name + ", dtype", type, tensor.type());
    if (shape != null) {
      requireEqual(name + ", shape", shape, tensor.shape());
    }
    return tensor;
  }

  private static void requireNoOthers(Map<String, Tensor> tensors, List<Parameter> parameters)
      throws ModelFormatException {
    Set<String> others = new LinkedHashSet<>(tensors.keySet());
    others.removeAll(
        Set.of("inputs.mean", "inputs.deviation", "targets.mean", "targets.deviation"));
    parameters.forEach(parameter -> others.remove(parameter.name()));
    if (!others.isEmpty()) {
      throw ModelFormatException.of(WEIGHTS, "the network's tensors only", "also " + others);
    }
  }

  private static String task(Loss loss) {
    return switch (loss.target()) {
      case CLASS -> "classification";
      case VALUES -> "regression";
      case LABELS -> "multiLabel";
    };
  }

  private static void requireEqual(String what, Object expected, Object found)
      throws ModelFormatException {
    if (!expected.equals(found)) {
      throw ModelFormatException.of(what, expected, found);
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** A SHA-256 of no bytes yet. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
