package org.spindleml.linalg;

import java.io.IOException;
import java.util.Optional;

/**
 * The bfloat16 kernel of this process, or why there is none.
 *
 * @param kernel the kernel
 * @param whyNot a part of a sentence for people; empty if there is a kernel
 */
record Bf16Choice(Optional<Bf16Gemm> kernel, Optional<String> whyNot) {
  private static Bf16Choice ofThisProcess;

  static synchronized Bf16Choice get() {
    if (ofThisProcess == null) {
      ofThisProcess = choose();
    }
    return ofThisProcess;
  }

  private static Bf16Choice choose() {
    // OpenBLAS comes first: where MKL is loaded before, its symbols take the place of OpenBLAS's.
    Optional<String> noLibrary = Gemm.whyNotNative();
    if (noLibrary.isPresent()) {
      return none(noLibrary.get());
    }
    try {
      Processor processor = Processor.read();
      if (!processor.has("amx_bf16")) {
        return none("this processor (" + processor + ") has no AMX for bfloat16");
      }
      return new Bf16Choice(Optional.of(MklGemm.load(processor)), Optional.empty());
    } catch (NoClassDefFoundError e) {
      return none("org.bytedeco:mkl is not on the class path");
    } catch (IOException | LinkageError e) {
      return none("Intel MKL does not load here: " + e);
    }
  }

  private static Bf16Choice none(String why) {
    return new Bf16Choice(Optional.empty(), Optional.of(why));
  }
}
