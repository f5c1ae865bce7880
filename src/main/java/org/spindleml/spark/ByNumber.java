package org.spindleml.spark;

import org.apache.spark.Partitioner;

/** Sends each pair of a shuffle to the partition whose number is its key, a {@link Long}. */
final class ByNumber extends Partitioner {
  private static final long serialVersionUID = 1L;
  private final int partitions;

  ByNumber(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return ((Long) key).intValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByNumber that && that.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
