package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Intel MKL, on processors with AMX: the same product as by definition, the same bits always. */
class MklGemmTest {
  @BeforeAll
  static void needKernel() {
    assumeTrue(
        Bf16Gemm.offered().isPresent(),
        () -> "no products of bfloat16 here: " + Bf16Gemm.whyNotOffered().orElseThrow());
  }

  /**
   * What the child processes of these tests run: float32 products before MKL is there, or after.
   */
  public static void main(String[] args) {
    if (Boolean.getBoolean("spindle.mklFirst")) {
      Bf16Gemm.offered();
    }
    float32().forEach(System.out::println);
    System.out.println(Bf16Gemm.whyNotOffered().orElse("offered"));
  }

  /** The kernel for float32 and the bits that it gives. */
  private static List<String> float32() {
    List<String> lines = new ArrayList<>(List.of(Gemm.best().id()));
    for (int seed = 0; seed < 5; seed++) {
      Product product = new Product(false, seed % 2 == 0, 256, 130 + seed, 784, 0, 0, 0f, seed);
      lines.add("" + Arrays.hashCode(product.bitsOn(Gemm.best())));
    }
    return lines;
  }

  private record Shape(boolean transposeA, boolean transposeB, int m, int n, int k, float beta) {
    float[] on(Bf16Gemm gemm) {
      SplittableRandom random = new SplittableRandom(m + n + k);
      try (Bf16Scratch scratch = new Bf16Scratch(gemm, m * n)) {
        Bf16Matrix a = matrix(scratch, random, m * k);
        Bf16Matrix b = matrix(scratch, random, k * n);
        float[] c = numbers(random, m * n);
        scratch.multiply(transposeA, transposeB, m, n, k, a, b, beta, c, 0);
        return c;
      }
    }

    private static Bf16Matrix matrix(Bf16Scratch scratch, SplittableRandom random, int length) {
      Bf16Matrix matrix = scratch.matrix(length);
      scratch.round(numbers(random, length), 0, length, matrix);
      return matrix;
    }

    private static float[] numbers(SplittableRandom random, int length) {
      float[] x = new float[length];
      for (int i = 0; i < length; i++) {
        x[i] = (float) random.nextDouble(-1, 1);
      }
      return x;
    }
  }

  private static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(false, false, 128, 70, 300, 1),
        new Shape(false, true, 61, 130, 97, 0),
        new Shape(true, false, 100, 64, 256, 1),
        new Shape(true, true, 33, 65, 129, 0),
        new Shape(false, false, 1, 64, 64, 1));
  }

  @Test
  void namesItself() {
    String id = Bf16Gemm.offered().orElseThrow().id();
    assertTrue(id.matches("mkl \\d+\\.\\d+\\S* \\d+ amx \\w+ \\d+-\\d+"), id);
  }

  @Test
  void agreesWithTheDefinition() {
    shapes()
        .forEach(
            shape ->
                assertArrayEquals(
                    shape.on(new NaiveBf16Gemm()),
                    shape.on(Bf16Gemm.offered().orElseThrow()),
                    2e-5f,
                    shape.toString()));
  }

  @Test
  void givesTheSameBitsToConcurrentCallers() throws Exception {
    Bf16Gemm gemm = Bf16Gemm.offered().orElseThrow();
    List<Shape> shapes = shapes().toList();
    List<float[]> want = shapes.stream().map(shape -> shape.on(gemm)).toList();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        calls.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    int s = i % shapes.size();
                    assertArrayEquals(want.get(s), shapes.get(s).on(gemm), 0f);
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }
  }

  /** MKL exports the names that OpenBLAS does. */
  @Test
  void leavesTheBitsOfFloat32Alone() throws Exception {
    List<String> without = ChildJvm.run(MklGemmTest.class).lines().toList();
    assertEquals("offered", without.get(without.size() - 1));
    assertEquals(
        without, ChildJvm.run(MklGemmTest.class, "-Dspindle.mklFirst=true").lines().toList());
  }

  @Test
  void isNotOfferedWhereItIsNotOnTheClassPath() throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("mkl"))
            .collect(Collectors.joining(File.pathSeparator));
    String said = ChildJvm.runOn(classPath, MklGemmTest.class);
    assertTrue(said.endsWith("org.bytedeco:mkl is not on the class path\n"), said);
  }

  @Test
  void isNotOfferedBesideTheJavaKernel() throws Exception {
    String said = ChildJvm.run(MklGemmTest.class, "-Dspindle.blas=java");
    assertTrue(said.endsWith("spindle.blas=java asks for the Java kernel\n"), said);
  }
}
