package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two files that are a model. */
final class ModelBytes {
  private ModelBytes() {}

  /** SHA-256 of both. */
  static String hash(Path model) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    digest.update(Files.readAllBytes(model.resolve("weights.safetensors")));
    digest.update(Files.readAllBytes(model.resolve("model.json")));
    return HexFormat.of().formatHex(digest.digest());
  }
}
