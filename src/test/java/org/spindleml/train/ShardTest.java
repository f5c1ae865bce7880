package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ShardTest {
  private static final RowLayout LAYOUT = new RowLayout(1, 1, false);

  private static long checksum(float... packed) {
    return new Shard(LAYOUT, packed).checksum();
  }

  @Test
  void aChecksumIsOfTheRowsWhateverTheirOrder() {
    long sum = checksum(1, 2, 3, 4, 5, 6);
    assertEquals(sum, checksum(5, 6, 1, 2, 3, 4));
    for (long other :
        new long[] {
          checksum(1, 2, 3, 4, 5, 7),
          checksum(2, 1, 3, 4, 5, 6),
          checksum(1, 4, 3, 2, 5, 6),
          checksum(1, 2, 3, 4),
          checksum(1, 2, 3, 4, 5, 6, 5, 6),
          checksum(1, 2, 1, 2, 5, 6),
          checksum()
        }) {
      assertNotEquals(sum, other);
    }
    assertNotEquals(checksum(0, 0), checksum(0, 0, 0, 0), "rows of zeros count");
    assertNotEquals(checksum(0, 0), checksum());
  }
}
