package org.spindleml.linalg;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** Matrix products of bfloat16 by Intel MKL, which users add to the class path. */
final class MklGemm implements Bf16Gemm {
  private static final Pattern VERSION = Pattern.compile("Version (\\S+?)-Product Build (\\d+)");

  private final String id;

  private MklGemm(String id) {
    this.id = id;
  }

  /**
   * Loads the library.
   *
   * @param processor which MKL chooses its code by
   * @return the kernel
   * @throws LinkageError if this machine cannot load the library, or nobody has added it
   */
  static Bf16Gemm load(Processor processor) {
    Loader.load(mkl_rt.class);
    return new MklGemm("mkl " + version() + " amx " + processor);
  }

  private static String version() {
    byte[] text = new byte[200];
    mkl_rt.MKL_Get_Version_String(text, text.length);
    String whole = new String(text, StandardCharsets.US_ASCII).trim();
    Matcher version = VERSION.matcher(whole);
    return version.find() ? version.group(1) + " " + version.group(2) : whole;
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      ShortPointer a,
      ShortPointer b,
      float beta,
      FloatPointer c) {
    // Of this thread alone, and nanoseconds beside a product.
    mkl_rt.MKL_Set_Num_Threads_Local(1);
    mkl_rt.cblas_gemm_bf16bf16f32(
        mkl_rt.CblasRowMajor,
        transposeA ? mkl_rt.CblasTrans : mkl_rt.CblasNoTrans,
        transposeB ? mkl_rt.CblasTrans : mkl_rt.CblasNoTrans,
        m,
        n,
        k,
        1,
        a,
        transposeA ? m : k,
        b,
        transposeB ? k : n,
        beta,
        c,
        n);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
