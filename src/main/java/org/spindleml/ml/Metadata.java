package org.spindleml.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.SparkSession;
import org.spindleml.model.ModelFormatException;
import scala.Option;

/**
 * The file {@value #FILE} beside a saved estimator or model: one line of JSON in Spark's own form,
 * so that Pipelines and CrossValidators find the class and its Params. Read as a plain tree; the
 * only class that it can name is the one that is being read.
 */
final class Metadata {
  static final String FILE = "metadata/part-00000";

  /** Marks the directory as complete, as Spark's own writers do. */
  private static final String SUCCESS = "metadata/_SUCCESS";

  /** Room for about three million {@code initialWeights}; all else is short. */
  private static final int LONGEST = 64 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final JsonNode json;

  private Metadata(String where, JsonNode json) {
    this.where = where;
    this.json = json;
  }

  /** Writes the metadata of an estimator or model; the last file to be written. */
  static void write(Params owner, HadoopFiles files, SparkSession session) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("class", owner.getClass().getName());
    json.put("timestamp", System.currentTimeMillis());
    json.put("sparkVersion", session.version());
    json.put("uid", owner.uid());
    ObjectNode values = json.putObject("paramMap");
    ObjectNode defaults = json.putObject("defaultParamMap");
    for (Param<?> param : owner.params()) {
      put(param, owner.get(param), values);
      put(param, owner.getDefault(param), defaults);
    }
    byte[] line = (MAPPER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > LONGEST) {
      throw new IOException(
          "the Params take "
              + line.length
              + " bytes as JSON; at most "
              + LONGEST
              + " are read; initialModelPath instead of initialWeights takes a few only");
    }
    files.write(FILE, line);
    files.write(SUCCESS, new byte[0]);
  }

  /** {@code value} is of the Param's own type; the two come from one owner. */
  @SuppressWarnings("unchecked")
  private static void put(Param<?> param, Option<?> value, ObjectNode into)
      throws JsonProcessingException {
    if (value.isDefined()) {
      String text = ((Param<Object>) param).jsonEncode(value.get());
      into.set(param.name(), MAPPER.readTree(text));
    }
  }

  /**
   * Reads metadata.
   *
   * @param files the directory of the estimator or model
   * @param expected the class that it must be of
   * @throws ModelFormatException if it is of another class, damaged or too long
   */
  static Metadata read(HadoopFiles files, Class<?> expected) throws IOException {
    String where = files + "/" + FILE;
    JsonNode json;
    try {
      json = MAPPER.readTree(files.read(FILE, LONGEST));
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(where + " is not JSON: " + e.getOriginalMessage());
    }
    Metadata metadata = new Metadata(where, json);
    String found = metadata.text("class");
    if (!found.equals(expected.getName())) {
      throw new ModelFormatException(
          where + ": expected the class " + expected.getName() + ", found " + found);
    }
    return metadata;
  }

  /** The uid of what was saved. */
  String uid() throws ModelFormatException {
    return text("uid");
  }

  private String text(String key) throws ModelFormatException {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw new ModelFormatException(where + ": expected text under the key " + key);
    }
    return value.textValue();
  }

  /**
   * Gives an estimator or model the Params of what was saved, and the defaults of the version that
   * saved it.
   *
   * @throws ModelFormatException naming a Param that is unknown or has an impossible value
   */
  void setParams(Params owner) throws ModelFormatException {
    for (Map.Entry<String, JsonNode> entry : fields("paramMap")) {
      Param<Object> param = param(owner, entry.getKey());
      owner.set(param, decode(param, entry.getValue()));
    }
    for (Map.Entry<String, JsonNode> entry : fields("defaultParamMap")) {
      Param<Object> param = param(owner, entry.getKey());
      owner.setDefault(param, decode(param, entry.getValue()));
    }
  }

  private Set<Map.Entry<String, JsonNode>> fields(String key) throws ModelFormatException {
    JsonNode value = json.path(key);
    if (!value.isObject()) {
      throw new ModelFormatException(where + ": expected an object under the key " + key);
    }
    return value.properties();
  }

  private Param<Object> param(Params owner, String name) throws ModelFormatException {
    if (!owner.hasParam(name)) {
      Set<String> names = new TreeSet<>();
      for (Param<?> param : owner.params()) {
        names.add(param.name());
      }
      throw new ModelFormatException(
          where
              + ": there is no Param "
              + name
              + "; a newer Spindle may have written it. There are "
              + String.join(", ", names));
    }
    return owner.getParam(name);
  }

  private Object decode(Param<Object> param, JsonNode value) throws ModelFormatException {
    try {
      Object decoded = param.jsonDecode(value.toString());
      param.validate(decoded);
      return decoded;
    } catch (Exception e) {
      // Scala declares no exceptions: json4s throws checked ones.
      throw new ModelFormatException(
          where + ": Param " + param.name() + " cannot be " + value + ": " + e.getMessage());
    }
  }
}
