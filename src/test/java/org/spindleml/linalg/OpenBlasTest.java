package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ludovic.netlib.blas.BLAS;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The native kernel: where it loads, and that its bits depend on values and shapes alone. */
@EnabledOnOs(OS.LINUX)
class OpenBlasTest {
  private static final Product PRODUCT = new Product(false, true, 61, 130, 97, 0, 0, 0f, 29);

  /** What the child processes of these tests run. */
  public static void main(String[] args) {
    System.out.println(Gemm.best().id());
    System.out.println(Gemm.whyNotNative().orElse("native"));
  }

  @Test
  void isTheBestKernel() {
    assertEquals(Optional.empty(), Gemm.whyNotNative());
    assertTrue(Gemm.best().id().matches("openblas 0\\.3\\.31 [\\w-]+"), Gemm.best().id());
    assertTrue(!Gemm.best().id().endsWith("unknown"), Gemm.best().id());
    assertNull(System.getProperty("dev.ludovic.netlib.blas.nativeLibPath"));
  }

  @Test
  void givesTheSameBitsAnywhereInAnArray() {
    int[] want = PRODUCT.bitsOn(Gemm.best());
    for (int offset = 0; offset < 20; offset++) {
      for (int gap = 0; gap < 5; gap++) {
        assertArrayEquals(want, PRODUCT.at(offset, gap).bitsOn(Gemm.best()));
      }
    }
  }

  @Test
  void givesTheSameBitsToConcurrentCallers() throws Exception {
    int[] want = PRODUCT.bitsOn(Gemm.best());
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        calls.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    Gemm.best().useOneThread();
                    assertArrayEquals(want, PRODUCT.bitsOn(Gemm.best()));
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

  /** As in a Spark process in which two sessions bring our jar. */
  @Test
  void loadsInASecondClassLoader() throws Exception {
    Gemm.best();
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader second =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> gemm = second.loadClass(Gemm.class.getName());
      Object why = gemm.getMethod("whyNotNative").invoke(null);
      assertEquals(Optional.empty(), why);
      Object best = gemm.getMethod("best").invoke(null);
      assertEquals(Gemm.best().id(), gemm.getMethod("id").invoke(best));
      Class<?> product = second.loadClass(Product.class.getName());
      var constructor = product.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      var bitsOn = product.getDeclaredMethod("bitsOn", gemm);
      bitsOn.setAccessible(true);
      Object same = constructor.newInstance(false, true, 61, 130, 97, 0, 0, 0f, 29L);
      assertArrayEquals(PRODUCT.bitsOn(Gemm.best()), (int[]) bitsOn.invoke(same, best));
    }
  }

  /** A bare JVM without Spark's options has no Vector API, but the same native kernel. */
  @Test
  void loadsInABareJvm() throws Exception {
    assertEquals(
        List.of(Gemm.best().id(), "native"), ChildJvm.run(OpenBlasTest.class).lines().toList());
  }

  @Test
  void fallsBackWhereNothingCanBeExtracted(@TempDir Path dir) throws Exception {
    Path file = Files.createFile(dir.resolve("no-directory"));
    List<String> said =
        ChildJvm.run(
                OpenBlasTest.class,
                "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
                "-Duser.home=" + file,
                "-Djava.io.tmpdir=" + file)
            .lines()
            .toList();
    assertTrue(said.get(0).startsWith("java Java11BLAS jdk "), said::toString);
    assertTrue(said.get(1).startsWith("OpenBLAS does not load here: "), said::toString);
  }

  /**
   * What Spark does at its first large product, before ours: its binding takes the system's BLAS.
   */
  static final class AfterSpark {
    public static void main(String[] args) {
      System.out.println(BLAS.getInstance().getClass().getSimpleName());
      OpenBlasTest.main(args);
    }
  }

  @Test
  void anotherBlasInTheProcessIsNotTakenForOurs() throws Exception {
    assumeTrue(
        Stream.of("x86_64", "aarch64")
            .anyMatch(cpu -> Files.exists(Path.of("/usr/lib/" + cpu + "-linux-gnu/libblas.so.3"))),
        "needs a BLAS of the system: Debian's package libblas3");
    List<String> said = ChildJvm.run(AfterSpark.class).lines().toList();
    assertEquals("JNIBLAS", said.get(0));
    assertTrue(said.get(1).startsWith("java "), said::toString);
    assertTrue(said.get(2).contains("Spark has loaded"), said::toString);
    List<String> kept =
        ChildJvm.run(AfterSpark.class, "-Ddev.ludovic.netlib.blas.nativeLib=none").lines().toList();
    assertEquals(List.of(Gemm.best().id(), "native"), kept.subList(1, 3));
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    String said = ChildJvm.run(OpenBlasTest.class, "-Dspindle.blas=java");
    assertTrue(said.startsWith("java "), said);
    assertTrue(said.contains("spindle.blas=java asks for the Java kernel"), said);
  }

  @Test
  void refusesAnUnknownChoice() throws Exception {
    String said = ChildJvm.fail(OpenBlasTest.class, "-Dspindle.blas=mkl");
    assertTrue(
        said.contains("IllegalArgumentException: spindle.blas is mkl; it can be native"), said);
  }
}
