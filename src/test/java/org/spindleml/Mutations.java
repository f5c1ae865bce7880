package org.spindleml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage to files, for readers that must expect anything. */
public final class Mutations {
  /** Where most of what a reader decides upon is. */
  private static final int BEGINNING = 700;

  private final Random random;
  private final byte[] symbols;

  /**
   * A sequence of damages.
   *
   * @param seed of the sequence
   * @param symbols what the format is made of, put in more often than other bytes
   */
  public Mutations(long seed, String symbols) {
    random = new Random(seed);
    this.symbols = symbols.getBytes(UTF_8);
  }

  /**
   * Damages a file in one to four places.
   *
   * @param original the file; not changed
   * @return another file
   */
  public byte[] of(byte[] original) {
    byte[] mutated = original;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      mutated = mutate(mutated);
    }
    return mutated;
  }

  /** Flips, sets, cuts, doubles or inserts, more often near the beginning. */
  private byte[] mutate(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int region = random.nextBoolean() ? bytes.length : Math.min(bytes.length, BEGINNING);
    int at = random.nextInt(region);
    int until = at + random.nextInt(Math.min(40, bytes.length - at) + 1);
    byte[] copy = bytes.clone();
    switch (random.nextInt(7)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt();
      case 2 -> copy[at] = symbols[random.nextInt(symbols.length)];
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> copy = splice(bytes, at, until, new byte[0]);
      case 5 -> copy = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, until));
      default -> {
        byte[] inserted = new byte[1 + random.nextInt(12)];
        for (int i = 0; i < inserted.length; i++) {
          inserted[i] = symbols[random.nextInt(symbols.length)];
        }
        copy = splice(bytes, at, at, inserted);
      }
    }
    return copy;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + inserted.length);
    System.arraycopy(inserted, 0, result, from, inserted.length);
    System.arraycopy(bytes, to, result, from + inserted.length, bytes.length - to);
    return result;
  }
}
