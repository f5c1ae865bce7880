package org.spindleml.spark;

import java.util.Iterator;
import org.spindleml.train.RowLayout;
import org.spindleml.train.SparseShardBuilder;
import scala.Tuple2;

/**
 * The reduce side of the shuffle into shards: a shard's chunks, which arrive in any order, become
 * one array of rows in canonical order: by key, and rows of the same key by content.
 */
final class ShardPacker {
  private ShardPacker() {}

  /**
   * Packs a shard.
   *
   * @param chunks what {@link ShardWriter}s made of this shard's rows
   * @param layout how rows are packed
   * @return the packed rows
   */
  static float[] pack(Iterator<Tuple2<Long, byte[]>> chunks, RowLayout layout) {
    ShardRecords records = ShardRecords.of(chunks, new RecordFormat(layout));
    return layout.isSparse() ? packSparse(records, layout) : packDense(records, layout);
  }

  private static float[] packDense(ShardRecords records, RowLayout layout) {
    float[] packed = new float[Math.multiplyExact(records.count(), layout.stride())];
    int at = 0;
    for (int record : records.inCanonicalOrder()) {
      records.read(record, packed, at);
      at += layout.stride();
    }
    return packed;
  }

  private static float[] packSparse(ShardRecords records, RowLayout layout) {
    SparseShardBuilder shard = new SparseShardBuilder(layout, records.count());
    int[] columns = new int[layout.inputs()];
    float[] inputs = new float[layout.inputs()];
    float[] tail = new float[layout.tail()];
    for (int record : records.inCanonicalOrder()) {
      int cells = records.read(record, columns, inputs, tail);
      for (int i = 0; i < cells; i++) {
        shard.add(columns[i], inputs[i]);
      }
      shard.endRow(tail);
    }
    return shard.packed();
  }
}
