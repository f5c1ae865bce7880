package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * The map side of the shuffle into shards: rows are encoded and become chunks of bytes, each chunk
 * of one shard. A record of a chunk is a row, written as {@link RecordFormat} says.
 */
final class ShardWriter implements Iterator<Tuple2<Long, byte[]>> {
  private static final int CHUNK_BYTES = 1 << 16;

  /** All chunks together stay below this, however many shards there are. */
  private static final long BUFFERED_BYTES = 32L << 20;

  private final Iterator<Cells> rows;
  private final RowReader reader;
  private final int[] widths;
  private final RawLayout layout;
  private final RecordFormat format;
  private final ShardPlaces places;
  private final RowEncoder.OfTask encoder;
  private final double[] raw;
  private final float[] encoded;
  private final ByteBuffer[] chunks;
  private long bufferedBytes;
  private final Queue<Tuple2<Long, byte[]>> ready = new ArrayDeque<>();

  /**
   * A writer of one partition's rows.
   *
   * @param rows the rows
   * @param reader reads a row
   * @param widths how many numbers each feature column and the label column hold
   * @param encoder encodes a row
   * @param places where a row belongs
   */
  ShardWriter(
      Iterator<Cells> rows,
      RowReader reader,
      int[] widths,
      RowEncoder encoder,
      ShardPlaces places) {
    this.rows = rows;
    this.reader = reader;
    this.widths = widths;
    this.places = places;
    layout = reader.layout(widths);
    format = new RecordFormat(encoder.layout());
    this.encoder = encoder.ofTask();
    raw = new double[layout.size()];
    encoded = new float[encoder.layout().stride()];
    chunks = new ByteBuffer[places.all()];
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      add(rows.next());
    }
    if (ready.isEmpty()) {
      flushAll();
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void add(Cells row) {
    // The first read has reported bad rows: here they are only left out, like rows of weight 0.
    if (reader.read(row, widths, layout, raw) != null || raw[layout.weightAt()] == 0) {
      return;
    }
    boolean validates = reader.validates(row, raw);
    if (validates && places.validation() == 0) {
      return;
    }
    for (int j = 0; j < raw.length; j++) {
      raw[j] += 0.0; // −0.0 becomes 0.0: they are one value.
    }
    long key = places.key(raw);
    int shard = places.shard(key, validates);
    encoder.encode(raw, validates, encoded);
    int bytes = format.bytes(encoded);
    format.write(key, encoded, roomFor(shard, bytes));
    bufferedBytes += bytes;
    if (bufferedBytes >= BUFFERED_BYTES) {
      flushAll();
    }
  }

  private ByteBuffer roomFor(int shard, int needed) {
    ByteBuffer chunk = chunks[shard];
    if (chunk != null && chunk.remaining() >= needed) {
      return chunk;
    }
    if (chunk == null) {
      chunks[shard] = RecordFormat.buffer(needed);
    } else if (chunk.capacity() < CHUNK_BYTES) {
      chunks[shard] = RecordFormat.buffer(2 * chunk.capacity() + needed).put(chunk.flip());
    } else {
      flush(shard);
      chunks[shard] = RecordFormat.buffer(Math.max(needed, CHUNK_BYTES));
    }
    return chunks[shard];
  }

  private void flushAll() {
    for (int shard = 0; shard < chunks.length; shard++) {
      if (chunks[shard] != null) {
        flush(shard);
      }
    }
    bufferedBytes = 0;
  }

  private void flush(int shard) {
    ByteBuffer chunk = chunks[shard];
    ready.add(new Tuple2<>((long) shard, Arrays.copyOf(chunk.array(), chunk.position())));
    bufferedBytes -= chunk.position();
    chunks[shard] = null;
  }
}
