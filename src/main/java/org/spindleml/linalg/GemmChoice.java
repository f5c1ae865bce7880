package org.spindleml.linalg;

import java.util.Locale;
import java.util.Optional;

/**
 * The kernel of this process, and why it is not the native one.
 *
 * @param kernel the kernel in use
 * @param whyNotNative a sentence for people; empty if the kernel is the native one
 */
record GemmChoice(Gemm kernel, Optional<String> whyNotNative) {
  private static final String PROPERTY = "spindle.blas";
  private static GemmChoice ofThisProcess;

  static synchronized GemmChoice get() {
    if (ofThisProcess == null) {
      ofThisProcess = choose(System.getProperty(PROPERTY, "native"));
    }
    return ofThisProcess;
  }

  private static GemmChoice choose(String wanted) {
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "java" -> java(PROPERTY + "=java asks for the Java kernel");
      case "native" -> nativeOrJava();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is " + wanted + "; it can be native (the default) or java");
    };
  }

  private static GemmChoice nativeOrJava() {
    try {
      return new GemmChoice(OpenBlas.load(), Optional.empty());
    } catch (Exception | LinkageError e) {
      GemmChoice choice = java("OpenBLAS does not load here: " + rootOf(e));
      System.getLogger(Gemm.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "{0}. Matrix products run on {1}, several times slower.",
              choice.whyNotNative.orElseThrow(),
              choice.kernel);
      return choice;
    }
  }

  private static GemmChoice java(String why) {
    return new GemmChoice(new JavaGemm(), Optional.of(why));
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }
}
