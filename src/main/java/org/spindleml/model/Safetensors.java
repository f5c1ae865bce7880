package org.spindleml.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The safetensors format: 8 bytes with the length of the header, little-endian; the header, JSON
 * {@code {name: {"dtype", "shape", "data_offsets"}}}, padded with spaces; the numbers, without
 * holes. Source: Hugging Face, <a
 * href="https://github.com/huggingface/safetensors#format">"safetensors: format"</a>.
 *
 * <p>We write and read {@code F32} and {@code F64}. The reader believes nothing before it has
 * checked it, and its tensors are views of the file's bytes.
 */
public final class Safetensors {
  /** Largest file: what fits in an array. */
  static final int LONGEST_FILE = Integer.MAX_VALUE - 8;

  /** A key of the header for remarks, not a tensor. */
  private static final String METADATA = "__metadata__";

  private static final String HEADER = "safetensors header";

  private record Span(long begin, long end, String name) {}

  private Safetensors() {}

  /**
   * Writes tensors in the given order. The same tensors give the same bytes.
   *
   * @param tensors the tensors; wider types first, so that each begins at a multiple of its
   *     numbers' size, which some readers need
   * @return the file
   * @throws IllegalArgumentException if two names are equal or one is {@code __metadata__}, a
   *     tensor would begin unaligned or the file would pass 2³¹ − 9 bytes
   */
  public static byte[] write(List<Tensor> tensors) {
    long dataLength = 0;
    for (Tensor tensor : tensors) {
      if (dataLength % tensor.type().bytes != 0) {
        throw new IllegalArgumentException(
            "tensor " + tensor.name() + " is not aligned; give wider types first");
      }
      dataLength += tensor.data().remaining();
    }
    byte[] header = header(tensors);
    long length = Long.BYTES + header.length + dataLength;
    if (length > LONGEST_FILE) {
      throw new IllegalArgumentException(
          "tensors take " + length + " bytes in one file; at most " + LONGEST_FILE + " fit");
    }
    ByteBuffer file = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    for (Tensor tensor : tensors) {
      file.put(tensor.data().duplicate());
    }
    return file.array();
  }

  private static byte[] header(List<Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<String> names = new HashSet<>();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      long begin = 0;
      for (Tensor tensor : tensors) {
        if (!names.add(tensor.name()) || tensor.name().equals(METADATA)) {
          throw new IllegalArgumentException("the name " + tensor.name() + " is taken");
        }
        long end = begin + tensor.data().remaining();
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.type().name());
        json.writeArrayFieldStart("shape");
        for (int dimension : tensor.shape()) {
          json.writeNumber(dimension);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    while (bytes.size() % Long.BYTES != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @param file its bytes; the tensors are views of them
   * @return the tensors by name, in the header's order
   * @throws ModelFormatException if anything is not as the format says, or a type is neither F32
   *     nor F64
   */
  public static Map<String, Tensor> read(byte[] file) throws ModelFormatException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < Long.BYTES) {
      throw ModelFormatException.of("safetensors file", "at least 8 bytes", file.length);
    }
    long headerLength = bytes.getLong();
    int most = Math.min(bytes.remaining(), JsonObject.LONGEST);
    if (headerLength < 2 || headerLength > most) {
      throw ModelFormatException.of(
          HEADER, "2 to " + most + " bytes", Long.toUnsignedString(headerLength));
    }
    if (bytes.get(Long.BYTES) != '{') {
      throw ModelFormatException.of(HEADER, "'{' first", bytes.get(Long.BYTES));
    }
    JsonObject header = JsonObject.parse(HEADER, slice(bytes, 0, (int) headerLength));
    ByteBuffer data =
        slice(bytes, (int) headerLength, bytes.remaining() - (int) headerLength)
            .order(ByteOrder.LITTLE_ENDIAN);
    return tensors(header, data);
  }

  private static Map<String, Tensor> tensors(JsonObject header, ByteBuffer data)
      throws ModelFormatException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Span> spans = new ArrayList<>();
    for (String name : header.keys()) {
      JsonObject entry = header.object(name);
      if (name.equals(METADATA)) {
        for (String key : entry.keys()) {
          entry.text(key);
        }
        continue;
      }
      entry.requireKeys("dtype", "shape", "data_offsets");
      Tensor.Type type = type(name, entry.text("dtype"));
      List<Integer> shape =
          entry.integers("shape", Integer.MAX_VALUE).stream().map(Long::intValue).toList();
      List<Long> offsets = entry.integers("data_offsets", data.remaining());
      if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
        throw ModelFormatException.of(
            "tensor " + name + ", data_offsets", "[begin, end] with begin ≤ end", offsets);
      }
      int begin = offsets.get(0).intValue();
      int length = offsets.get(1).intValue() - begin;
      long expected = Tensor.bytes(type, shape);
      if (length != expected) {
        throw ModelFormatException.of(
            "tensor " + name + " of " + type + " and shape " + shape,
            expected < 0 ? "fewer than 2⁶³ bytes" : expected + " bytes",
            length);
      }
      spans.add(new Span(begin, offsets.get(1), name));
      tensors.put(name, new Tensor(name, type, shape, slice(data, begin, length)));
    }
    requireNoHoles(spans, data.remaining());
    return tensors;
  }

  private static Tensor.Type type(String name, String dtype) throws ModelFormatException {
    for (Tensor.Type type : Tensor.Type.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw ModelFormatException.of("tensor " + name + ", dtype", "F32 or F64", dtype);
  }

  private static void requireNoHoles(List<Span> spans, int dataLength) throws ModelFormatException {
    spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long end = 0;
    for (Span span : spans) {
      if (span.begin() != end) {
        throw ModelFormatException.of("tensor " + span.name() + ", begin", end, span.begin());
      }
      end = span.end();
    }
    if (end != dataLength) {
      throw ModelFormatException.of(
          "safetensors data", end + " bytes as the tensors say", dataLength);
    }
  }

  /** A part of the bytes between position and limit. */
  private static ByteBuffer slice(ByteBuffer bytes, int at, int length) {
    return bytes.slice(bytes.position() + at, length);
  }
}
