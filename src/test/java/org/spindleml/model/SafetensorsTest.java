package org.spindleml.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  @Test
  void roundTrip() throws Exception {
    byte[] file =
        Safetensors.write(
            List.of(
                Tensor.ofDoubles("wide", new double[] {Math.PI, -0.0}),
                Tensor.ofFloats(
                    "é \"quoted\"", List.of(2, 3), new float[] {9, 1, 2, 3, 4, 5, 6}, 1),
                Tensor.ofFloats("empty", List.of(0, 7), new float[0], 0),
                Tensor.ofFloats("scalar", List.of(), new float[] {42}, 0)));
    Map<String, Tensor> tensors = Safetensors.read(file);
    assertEquals(List.of("wide", "é \"quoted\"", "empty", "scalar"), List.copyOf(tensors.keySet()));
    assertArrayEquals(new double[] {Math.PI, -0.0}, tensors.get("wide").toDoubles());
    float[] floats = new float[8];
    tensors.get("é \"quoted\"").copyFloats(floats, 1);
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 0}, floats);
    assertEquals(List.of(0, 7), tensors.get("empty").shape());
    assertEquals(List.of(), tensors.get("scalar").shape());
  }

  @Test
  void bytesAreAsTheFormatSays() {
    byte[] file = Safetensors.write(List.of(Tensor.ofFloats("a", List.of(1), new float[] {1}, 0)));
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    assertArrayEquals(file(header + " ".repeat(56 - header.length()), 0, 0, 0x80, 0x3F), file);
    assertEquals(0, (file.length - 4) % 8);
  }

  @Test
  void readsWhatOthersMayWrite() throws Exception {
    String header =
        "{\"b\":{\"shape\":[1],\"data_offsets\":[4,8],\"dtype\":\"F32\"},"
            + "\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   ";
    Map<String, Tensor> tensors = Safetensors.read(file(header, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40));
    float[] floats = new float[2];
    tensors.get("a").copyFloats(floats, 0);
    tensors.get("b").copyFloats(floats, 1);
    assertArrayEquals(new float[] {1, 2}, floats);
    assertEquals(2, tensors.size());
    assertTrue(Safetensors.read(file("{}")).isEmpty());
  }

  @Test
  void headerLengthIsChecked() {
    assertRefused(new byte[7], "at least 8 bytes");
    for (long length :
        new long[] {0, 1, 3, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      byte[] file = file("{}");
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      assertRefused(file, Long.toUnsignedString(length));
    }
  }

  @Test
  void headerIsStrict() {
    assertRefused(file(" {}"), "'{' first");
    assertRefused(file("{} {}"), "not JSON");
    assertRefused(file("{}]"), "not JSON");
    assertRefused(file("{'a':1}"), "not JSON");
    assertRefused(file("{\"a\":1}"), "an object");
    assertRefused(file("{\"__metadata__\":{\"a\":1}}"), "text");
    assertRefused(file("{" + "\"a\":{".repeat(5000)), "not JSON");
    assertRefused(file("{\"a\":" + "[".repeat(5000)), "not JSON");
    byte[] latin = file("{\"e\":1}");
    latin[10] = (byte) 0xE9;
    assertRefused(latin, "UTF-8");
    String entry = entry("a", "F32", "[0]", "[0,0]");
    assertRefused(file("{" + entry + "," + entry + "}"), "'a'");
    assertRefused(file("{" + entry.replace("}", ",\"shape\":[0]}") + "}"), "shape");
    assertRefused(file("{" + entry.replace("}", ",\"more\":[0]}") + "}"), "more");
    assertRefused(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[0]}}"), "data_offsets");
  }

  @Test
  void tensorsAreChecked() {
    assertTensorRefused("F16", "[2]", "[0,4]", "F16");
    assertTensorRefused("f32", "[1]", "[0,4]", "f32");
    assertTensorRefused("F32", "[2]", "[0,4]", "8 bytes");
    assertTensorRefused("F64", "[1]", "[0,4]", "8 bytes");
    assertTensorRefused("F32", "[-1]", "[0,4]", "-1");
    assertTensorRefused("F32", "[1.0]", "[0,4]", "1.0");
    assertTensorRefused("F32", "[1e0]", "[0,4]", "whole number");
    assertTensorRefused("F32", "[\"1\"]", "[0,4]", "string");
    assertTensorRefused("F32", "[4294967297]", "[0,4]", "4294967297");
    assertTensorRefused("F32", "[2147483647,2147483647,2147483647]", "[0,4]", "2⁶³");
    // 2²¹ · 2²¹ · 2²⁰ · 4 = 2⁶⁴, which is 0 in 64 bits.
    assertTensorRefused("F32", "[2097152,2097152,1048576]", "[0,0]", "2⁶³");
    assertTensorRefused("F32", "1", "[0,4]", "an array");
    assertTensorRefused("F32", "[1]", "[0]", "begin");
    assertTensorRefused("F32", "[1]", "[0,4,4]", "begin");
    assertTensorRefused("F32", "[1]", "[4,0]", "begin");
    assertTensorRefused("F32", "[1]", "[-4,0]", "-4");
    assertTensorRefused("F32", "[1]", "[0,5]", "5");
    assertTensorRefused("F32", "[1]", "[18446744073709551612,0]", "data_offsets");
  }

  @Test
  void everyByteBelongsToOneTensor() {
    String a = entry("a", "F32", "[1]", "[0,4]");
    assertRefused(file("{" + a + "}", 0, 0, 0, 0, 9), "4 bytes as the tensors say");
    assertRefused(file("{}", 0), "0 bytes as the tensors say");
    String overlap = entry("b", "F32", "[1]", "[2,6]");
    assertRefused(file("{" + a + "," + overlap + "}", 0, 0, 0, 0, 0, 0), "tensor b, begin");
    String same = entry("b", "F32", "[1]", "[0,4]");
    assertRefused(file("{" + a + "," + same + "}", 0, 0, 0, 0), "begin");
    String hole = entry("b", "F32", "[1]", "[5,9]");
    assertRefused(file("{" + a + "," + hole + "}", 0, 0, 0, 0, 0, 0, 0, 0, 0), "tensor b, begin");
  }

  @Test
  void writerRefusesWhatNobodyCouldRead() {
    Tensor one = Tensor.ofFloats("a", List.of(1), new float[1], 0);
    assertThrows(IllegalArgumentException.class, () -> Safetensors.write(List.of(one, one)));
    Tensor wide = Tensor.ofDoubles("b", new double[1]);
    assertThrows(IllegalArgumentException.class, () -> Safetensors.write(List.of(one, wide)));
    Tensor metadata = Tensor.ofDoubles("__metadata__", new double[1]);
    assertThrows(IllegalArgumentException.class, () -> Safetensors.write(List.of(metadata)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Tensor("a", Tensor.Type.F32, List.of(2), ByteBuffer.allocate(4)));
  }

  private static void assertTensorRefused(String dtype, String shape, String offsets, String word) {
    assertRefused(file("{" + entry("a", dtype, shape, offsets) + "}", 0, 0, 0, 0), word);
  }

  private static String entry(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  private static byte[] file(String header, int... data) {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    for (int b : data) {
      file.put((byte) b);
    }
    return file.array();
  }

  private static void assertRefused(byte[] file, String word) {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> Safetensors.read(file));
    assertTrue(e.getMessage().contains(word), e.getMessage());
  }
}
