package org.spindleml.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Adds the sums of a table's partitions, from the first to the last, whichever is ready first: one
 * table in the same partitions gives the same bits. Where there are many partitions a task adds
 * them, so that what the driver receives does not grow with their number; it would pass {@code
 * spark.driver.maxResultSize}.
 *
 * @param <S> sums
 * @param empty makes sums of no rows
 * @param adder adds packed sums to others
 * @param packer packs sums
 */
record PartitionSums<S>(Empty<S> empty, Adder<S> adder, Packer<S> packer) implements Serializable {
  /** So many the driver adds itself: a second stage would take longer. */
  static final int FEW = 8;

  /** Makes sums of no rows. */
  interface Empty<S> extends Serializable {
    S get();
  }

  /** Adds packed sums to others. */
  interface Adder<S> extends Serializable {
    void add(S sums, byte[] packed);
  }

  /** Packs sums. */
  interface Packer<S> extends Serializable {
    byte[] pack(S sums);
  }

  /**
   * Adds, in one job.
   *
   * @param partitions the packed sums of each partition
   * @return the sums of the table
   */
  S of(JavaRDD<byte[]> partitions) {
    boolean few = partitions.getNumPartitions() <= FEW;
    return sum((few ? partitions : inOneTask(partitions)).collect());
  }

  private JavaRDD<byte[]> inOneTask(JavaRDD<byte[]> partitions) {
    JavaRDD<Tuple2<Integer, byte[]>> numbered =
        partitions.mapPartitionsWithIndex(
            (index, packed) -> List.of(new Tuple2<>(index, packed.next())).iterator(), false);
    return JavaPairRDD.fromJavaRDD(numbered)
        .repartitionAndSortWithinPartitions(new HashPartitioner(1))
        .values()
        .mapPartitions(all -> List.of(packer.pack(sum(() -> all))).iterator());
  }

  private S sum(Iterable<byte[]> ordered) {
    S sums = empty.get();
    ordered.forEach(packed -> adder.add(sums, packed));
    return sums;
  }
}
