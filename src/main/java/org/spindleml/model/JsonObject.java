package org.spindleml.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object read strictly: UTF-8 only, no doubled keys, nothing behind it, no value of another
 * type than asked for. A plain tree; nothing is bound to classes.
 */
final class JsonObject {
  /** Longest text read: a tree takes some 30 times its text, and our headers are far shorter. */
  static final int LONGEST = 16 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String what;
  private final JsonNode node;

  private JsonObject(String what, JsonNode node) throws ModelFormatException {
    if (!node.isObject()) {
      throw ModelFormatException.of(what, "an object", kind(node));
    }
    this.what = what;
    this.node = node;
  }

  /**
   * Reads an object.
   *
   * @param what the subject of errors
   * @param bytes the text
   * @return the object
   * @throws ModelFormatException if it is too long, not UTF-8 or not one strict JSON object
   */
  static JsonObject parse(String what, ByteBuffer bytes) throws ModelFormatException {
    if (bytes.remaining() > LONGEST) {
      throw ModelFormatException.of(what, "at most " + LONGEST + " bytes", bytes.remaining());
    }
    try {
      // A fresh decoder reports what is no UTF-8 instead of replacing it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return new JsonObject(what, MAPPER.readTree(text));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(what + " is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(what + " is not JSON: " + e.getOriginalMessage());
    }
  }

  /** The keys, in the order of the text. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Fails unless the keys are exactly these, in any order. */
  void requireKeys(String... expected) throws ModelFormatException {
    Set<String> keys = keys();
    if (!keys.equals(Set.of(expected))) {
      throw ModelFormatException.of(what, "the keys " + List.of(expected), keys);
    }
  }

  String text(String key) throws ModelFormatException {
    JsonNode value = value(key);
    if (!value.isTextual()) {
      throw ModelFormatException.of(what + ", " + key, "text", kind(value));
    }
    return value.textValue();
  }

  boolean truth(String key) throws ModelFormatException {
    JsonNode value = value(key);
    if (!value.isBoolean()) {
      throw ModelFormatException.of(what + ", " + key, "true or false", kind(value));
    }
    return value.booleanValue();
  }

  /** A whole number from {@code least} to 2³¹ − 1. */
  int integer(String key, int least) throws ModelFormatException {
    return (int) integer(what + ", " + key, value(key), least, Integer.MAX_VALUE);
  }

  /** A whole number from {@code least} to 2⁶³ − 1. */
  long integer(String key, long least) throws ModelFormatException {
    return integer(what + ", " + key, value(key), least, Long.MAX_VALUE);
  }

  /** All values by key, which must be numbers or arrays of several, finite as a double. */
  Map<String, List<Double>> numbers() throws ModelFormatException {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    for (String key : keys()) {
      JsonNode value = value(key);
      List<Double> ofKey = new ArrayList<>();
      if (value.isArray() && value.size() > 1) {
        for (JsonNode element : value) {
          ofKey.add(number(what + ", " + key + "[" + ofKey.size() + "]", element));
        }
      } else {
        ofKey.add(number(what + ", " + key, value));
      }
      numbers.put(key, ofKey);
    }
    return numbers;
  }

  private static double number(String what, JsonNode value) throws ModelFormatException {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw ModelFormatException.of(what, "a finite number", kind(value));
    }
    return value.doubleValue();
  }

  JsonObject object(String key) throws ModelFormatException {
    return new JsonObject(what + ", " + key, value(key));
  }

  List<JsonObject> objects(String key) throws ModelFormatException {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode element : array(key)) {
      objects.add(new JsonObject(what + ", " + key + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** Whole numbers from 0 to {@code most}. */
  List<Long> integers(String key, long most) throws ModelFormatException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : array(key)) {
      numbers.add(integer(what + ", " + key + "[" + numbers.size() + "]", element, 0, most));
    }
    return numbers;
  }

  List<String> texts(String key) throws ModelFormatException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(key)) {
      if (!element.isTextual()) {
        throw ModelFormatException.of(
            what + ", " + key + "[" + texts.size() + "]", "text", kind(element));
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private JsonNode array(String key) throws ModelFormatException {
    JsonNode value = value(key);
    if (!value.isArray()) {
      throw ModelFormatException.of(what + ", " + key, "an array", kind(value));
    }
    return value;
  }

  private JsonNode value(String key) throws ModelFormatException {
    JsonNode value = node.get(key);
    if (value == null) {
      throw ModelFormatException.of(what, "the key " + key, keys());
    }
    return value;
  }

  private static long integer(String what, JsonNode value, long least, long most)
      throws ModelFormatException {
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.longValue() < least || value.longValue() > most) {
      throw ModelFormatException.of(
          what,
          "a whole number from " + least + " to " + most,
          value.isNumber() ? value : kind(value));
    }
    return value.longValue();
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().toString().toLowerCase(Locale.ROOT);
  }
}
