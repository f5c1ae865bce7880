package org.spindleml.train;

import org.spindleml.nn.CounterRandom;

/**
 * A permutation of [0, size) that is evaluated index by index and needs no memory: a Feistel
 * network over the factors of a domain just above the size, walking on where it lands outside
 * (Black, Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002).
 */
final class KeyedPermutation {
  private static final int ROUNDS = 4;

  /** A small domain has few round functions to choose from: it takes more rounds to mix. */
  private static final int ROUNDS_OF_SMALL_DOMAIN = 12;

  private static final int SMALL_DOMAIN = 64;

  private final int size;
  private final int left;
  private final int right;
  private final CounterRandom[] rounds;

  /**
   * The permutation of a key.
   *
   * @param random the key
   * @param size how many indices there are
   */
  KeyedPermutation(CounterRandom random, int size) {
    this.size = size;
    left = Math.max(1, (int) Math.ceil(Math.sqrt(size)));
    right = (int) (((long) size + left - 1) / left);
    rounds = new CounterRandom[size <= SMALL_DOMAIN ? ROUNDS_OF_SMALL_DOMAIN : ROUNDS];
    for (int round = 0; round < rounds.length; round++) {
      rounds[round] = random.at(round);
    }
  }

  /**
   * Evaluates the permutation.
   *
   * @param index in [0, size)
   * @return the index's image in [0, size)
   */
  int apply(int index) {
    long image = index;
    do {
      image = cross(image);
    } while (image >= size);
    return (int) image;
  }

  /** One pass over the domain left × right: each round adds a function of one part to the other. */
  private long cross(long index) {
    int a = (int) (index / right);
    int b = (int) (index % right);
    for (int round = 0; round < rounds.length; round += 2) {
      a = wrap(a + (int) rounds[round].below(b, left), left);
      b = wrap(b + (int) rounds[round + 1].below(a, right), right);
    }
    return (long) a * right + b;
  }

  private static int wrap(int sum, int bound) {
    return sum >= bound ? sum - bound : sum;
  }
}
