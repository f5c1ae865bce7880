package org.spindleml.linalg;

import java.util.Optional;

/**
 * The kernel of this process and why it is not the native one.
 *
 * @param kernel the kernel in use
 * @param whyNotNative empty if the kernel is the native one
 */
record GemmChoice(Gemm kernel, Optional<String> whyNotNative) {

  static GemmChoice get() {
    return OfThisProcess.CHOICE;
  }

  private static final class OfThisProcess {
    static final GemmChoice CHOICE = new GemmChoice(new JavaGemm(), Optional.of("not built yet"));
  }
}
