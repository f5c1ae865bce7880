package org.spindleml.linalg;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/**
 * Binds the OpenBLAS that our jars carry to a {@link Gemm}.
 *
 * <p>Two libraries work together. JavaCPP extracts OpenBLAS and sets its thread count; its products
 * would copy heap arrays. netlib's JNI library multiplies heap arrays in place, on whichever BLAS a
 * system property names when it is loaded. Spark loads netlib too, usually before us and without
 * the property, so we load netlib's classes a second time through {@link OwnClassLoader}.
 */
final class OpenBlas {
  private static final String NETLIB = "dev.ludovic.netlib.blas.";
  private static final String LIBRARY_PATH = NETLIB + "nativeLibPath";

  /**
   * Where JavaCPP looks for libraries that it cannot load from the jars. A second class loader
   * cannot load our OpenBLAS again and would take the system's instead, should there be one:
   * another version, other bits. With nowhere to look it goes on with ours, which the process holds
   * already.
   */
  private static final String SYSTEM_LIBRARIES = "java.library.path";

  /** The processor kernels that OpenBLAS 0.3.31 for x86-64 chooses from. */
  private static final String CORES =
      "Prescott Core2 Nehalem Barcelona Sandybridge Bulldozer Piledriver Steamroller Excavator"
          + " Haswell Zen SkylakeX Cooperlake SapphireRapids";

  private OpenBlas() {}

  /**
   * Loads the library.
   *
   * @return a kernel on OpenBLAS, already set to one thread
   * @throws ReflectiveOperationException if the class path is incomplete
   * @throws IOException if the library cannot be extracted or found again
   * @throws LinkageError if this machine cannot load the library
   */
  static Gemm load() throws ReflectiveOperationException, IOException {
    withProperty(SYSTEM_LIBRARIES, "", () -> Loader.load(openblas_nolapack.class));
    Pointer setNumThreads = symbol("openblas_set_num_threads");
    Path library = fileAt(setNumThreads.address());
    requireOurs(library, "this process was started with another OpenBLAS, " + library);
    Path multiplying = fileAt(symbol("sgemm_").address());
    requireOurs(
        multiplying,
        "this process multiplies with "
            + multiplying
            + ", which Spark has loaded for itself; -D"
            + NETLIB
            + "nativeLib=none in Spark's extraJavaOptions keeps it from that");
    String version = openblas_nolapack.OPENBLAS_VERSION.replace("OpenBLAS", "").trim();
    // A function pointer of JavaCPP is the address of a place that holds the function's address.
    SetNumThreads oneThread = new SetNumThreads(new PointerPointer<>(1).put(setNumThreads));
    Gemm gemm = bind(library, oneThread, "openblas " + version + " " + core());
    gemm.useOneThread();
    return gemm;
  }

  /**
   * netlib asks the process for its functions, not the library that it has loaded: whichever
   * library was first gives them.
   */
  private static void requireOurs(Path library, String otherwise) throws IOException {
    if (!library.getFileName().toString().startsWith("libopenblas_nolapack")) {
      throw new IOException(otherwise);
    }
  }

  private static Gemm bind(Path library, SetNumThreads setNumThreads, String id)
      throws ReflectiveOperationException {
    ClassLoader own =
        new OwnClassLoader(OpenBlas.class.getClassLoader(), NETLIB, OpenBlasGemm.class);
    return withProperty(
        LIBRARY_PATH,
        library.toString(),
        () -> {
          Method netlib = own.loadClass(NETLIB + "JNIBLAS").getMethod("getInstance");
          netlib.setAccessible(true);
          Constructor<?> gemm =
              own.loadClass(OpenBlasGemm.class.getName()).getDeclaredConstructors()[0];
          gemm.setAccessible(true);
          return (Gemm) gemm.newInstance(netlib.invoke(null), setNumThreads, id);
        });
  }

  /** What loads a library, and reads a system property while it does. */
  private interface Loading<T> {
    T run() throws ReflectiveOperationException;
  }

  private static <T> T withProperty(String name, String value, Loading<T> loading)
      throws ReflectiveOperationException {
    // The one lock that every copy of this class shares, should several class loaders hold one.
    synchronized (System.class) {
      String before = System.getProperty(name);
      System.setProperty(name, value);
      try {
        return loading.run();
      } finally {
        if (before == null) {
          System.clearProperty(name);
        } else {
          System.setProperty(name, before);
        }
      }
    }
  }

  /**
   * The processor kernel in use: {@code gotoblas} points at the table of one of {@link #CORES}. The
   * library for arm64 has no choice, hence no such pointer; there the platform says it all.
   */
  private static String core() {
    Pointer choice = Loader.addressof("gotoblas");
    if (choice == null) {
      return Loader.getPlatform();
    }
    long chosen = new PointerPointer<>(choice).get(0).address();
    for (String core : CORES.split(" ")) {
      Pointer table = Loader.addressof("gotoblas_" + core.toUpperCase(Locale.ROOT));
      if (table != null && table.address() == chosen) {
        return core;
      }
    }
    return "unknown";
  }

  private static Pointer symbol(String name) {
    Pointer address = Loader.addressof(name);
    if (address == null) {
      throw new UnsatisfiedLinkError(name + " is not to be found in OpenBLAS");
    }
    return address;
  }

  /**
   * The file mapped at an address. With several copies of the library on disk, this is the one
   * whose thread count we set, hence the one to multiply with.
   */
  private static Path fileAt(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] part = line.split("\\s+", 6); // from-to, rights, offset, device, inode, path
      String[] range = part[0].split("-");
      if (Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
          && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0) {
        return Path.of(part[5]);
      }
    }
    throw new IOException("OpenBLAS is loaded, but its file is not in /proc/self/maps");
  }
}
