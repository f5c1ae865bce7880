package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;

/**
 * A table as shards: its rows in canonical order, cut into ranges of the key space, one partition a
 * shard, each a single packed {@code float[]}; behind the shards of training rows those of
 * validation rows.
 */
final class Shards {
  /** How much of the table one job brings to the driver at most. */
  private static final long BYTES_PER_JOB = 128L << 20;

  private Shards() {}

  /**
   * Shuffles a table into shards; lazily, as Spark does.
   *
   * @param rows the table's rows
   * @param reader reads a row
   * @param widths how many numbers each feature column and the label column hold
   * @param packer encodes and packs
   * @param places which shard a row belongs to
   * @return one partition a shard, each with one array
   */
  static JavaRDD<float[]> pack(
      InputRows rows, RowReader reader, int[] widths, ShardPacker packer, ShardPlaces places) {
    boolean sparse = packer.layout().isSparse();
    return rows.mapPartitions(part -> new ShardWriter(part, reader, widths, sparse, places))
        .mapToPair(chunk -> chunk)
        .partitionBy(new ByNumber(places.all()))
        .mapPartitionsWithIndex(
            (shard, chunks) -> List.of(packer.pack(chunks, places.validates(shard))).iterator(),
            true);
  }

  /**
   * Brings a run of shards into this process.
   *
   * @param packed the shards
   * @param layout how rows are packed
   * @param first the first shard
   * @param count how many there are in the run
   * @param rows how many rows these have in all
   * @return the shards of the run by index
   */
  static Shard[] collect(
      JavaRDD<float[]> packed, RowLayout layout, int first, int count, long rows) {
    if (count == 0) {
      return new Shard[0];
    }
    long bytesPerShard = Float.BYTES * layout.numbers(rows / count + 1);
    int shardsPerJob = (int) Math.max(1, BYTES_PER_JOB / bytesPerShard);
    JavaRDD<byte[]> bytes = packed.map(Shards::toBytes);
    List<Shard> shards = new ArrayList<>();
    for (int from = first; from < first + count; from += shardsPerJob) {
      int to = Math.min(from + shardsPerJob, first + count);
      int[] partitions = IntStream.range(from, to).toArray();
      for (List<byte[]> one : bytes.collectPartitions(partitions)) {
        shards.add(new Shard(layout, toFloats(one.get(0))));
      }
    }
    requireSameRows(rows, shards.stream().mapToLong(Shard::rows).sum());
    return shards.toArray(new Shard[0]);
  }

  /** Java's serializer takes a {@code byte[]} at once, a {@code float[]} number by number. */
  private static byte[] toBytes(float[] packed) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, packed.length));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(packed);
    return bytes.array();
  }

  private static float[] toFloats(byte[] bytes) {
    float[] packed = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(packed);
    return packed;
  }

  /** Says how large the largest shard is where identical rows have made it one of a kind. */
  static void noteUneven(int[] shardRows, TrainingPlan plan, TrainingListener listener) {
    int largest = Arrays.stream(shardRows).max().orElse(0);
    // Of different rows, at least 256 a shard, none ever gets so many.
    if (largest > 4 * (plan.rows() / plan.shards() + 1)) {
      listener.note(
          String.format(
              Locale.ROOT,
              "many rows are identical: the largest of %d shards holds %,d of %,d rows",
              plan.shards(),
              largest,
              plan.rows()));
    }
  }

  /**
   * Stops a run whose input changed between its two reads: it would count rows twice or not at all.
   *
   * @param checked rows of the first read
   * @param packed rows of the second
   * @throws IllegalStateException if they differ
   */
  static void requireSameRows(long checked, long packed) {
    if (checked != packed) {
      throw new IllegalStateException(
          "the training data changed while it was read: "
              + checked
              + " rows at first, then "
              + packed
              + "; write the table to a file first if its query is not deterministic");
    }
  }
}
