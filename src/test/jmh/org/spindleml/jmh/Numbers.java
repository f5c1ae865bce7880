package org.spindleml.jmh;

import java.util.SplittableRandom;

/** Numbers to compute with. */
final class Numbers {
  private Numbers() {}

  /** Between -1 and 1, the same each time. */
  static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(1);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }
}
