package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * All records of a shard, in the chunks they came in, whatever their order.
 *
 * @param format how records are written
 * @param chunks what {@link ShardWriter}s made of the shard's rows
 * @param chunkOf which chunk holds each record
 * @param places where in its chunk each record begins
 */
record ShardRecords(RecordFormat format, List<ByteBuffer> chunks, int[] chunkOf, int[] places) {
  static ShardRecords of(Iterator<Tuple2<Long, byte[]>> chunks, RecordFormat format) {
    List<ByteBuffer> buffers = new ArrayList<>();
    chunks.forEachRemaining(chunk -> buffers.add(RecordFormat.records(chunk._2())));
    int count = 0;
    for (ByteBuffer chunk : buffers) {
      for (int at = 0; at < chunk.capacity(); at += format.bytes(chunk, at)) {
        count = Math.incrementExact(count);
      }
    }
    int[] chunkOf = new int[count];
    int[] places = new int[count];
    int record = 0;
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer chunk = buffers.get(i);
      for (int at = 0; at < chunk.capacity(); at += format.bytes(chunk, at)) {
        chunkOf[record] = i;
        places[record++] = at;
      }
    }
    return new ShardRecords(format, buffers, chunkOf, places);
  }

  int count() {
    return places.length;
  }

  private ByteBuffer chunk(int record) {
    return chunks.get(chunkOf[record]);
  }

  private long key(int record) {
    return chunk(record).getLong(places[record]);
  }

  /** See {@link RecordFormat#read(ByteBuffer, int, float[], int)}. */
  void read(int record, float[] row, int to) {
    format.read(chunk(record), places[record], row, to);
  }

  /** See {@link RecordFormat#read(ByteBuffer, int, int[], float[], float[])}. */
  int read(int record, int[] columns, float[] inputs, float[] tail) {
    return format.read(chunk(record), places[record], columns, inputs, tail);
  }

  /** Record numbers, sorted by key and, where keys are equal, by content. */
  int[] inCanonicalOrder() {
    // The high half of the key is enough to sort nearly all; the low half carries the record.
    long[] sorted = new long[count()];
    for (int record = 0; record < sorted.length; record++) {
      sorted[record] = (key(record) & 0xFFFFFFFF00000000L) ^ Long.MIN_VALUE | record;
    }
    Arrays.sort(sorted);
    int[] order = new int[sorted.length];
    for (int i = 0; i < order.length; i++) {
      int record = (int) sorted[i];
      int hole = i;
      while (hole > 0 && isBefore(record, order[hole - 1])) {
        order[hole] = order[hole - 1];
        hole--;
      }
      order[hole] = record;
    }
    return order;
  }

  private boolean isBefore(int record, int other) {
    int byKey = Long.compareUnsigned(key(record), key(other));
    if (byKey != 0) {
      return byKey < 0;
    }
    return slice(record).compareTo(slice(other)) < 0;
  }

  private ByteBuffer slice(int record) {
    ByteBuffer chunk = chunk(record);
    int at = places[record];
    return chunk.slice(at, format.bytes(chunk, at));
  }
}
