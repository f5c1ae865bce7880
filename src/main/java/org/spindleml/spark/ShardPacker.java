package org.spindleml.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.nn.LabelScaling;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.RowLayout;
import scala.Tuple2;

/**
 * The reduce side of the shuffle into shards: a shard's chunks, which arrive in any order, become
 * one array of encoded rows in canonical order: by key, and rows of the same key by content.
 *
 * @param layout how rows are packed
 * @param scaling of the labels, and so of offsets
 * @param classWeights a factor of the weight of each class's rows; empty where there is none
 * @param moments how raw values are encoded, see {@link TableEncoder#toArray}
 */
record ShardPacker(
    RowLayout layout, LabelScaling scaling, double[] classWeights, Broadcast<double[]> moments)
    implements Serializable {
  /**
   * Packs a shard.
   *
   * @param chunks what {@link ShardWriter}s made of this shard's rows
   * @param validates whether these are validation rows: their weights are the table's own, and
   *     their labels may differ where those of all training rows are the same
   * @return the packed rows
   */
  float[] pack(Iterator<Tuple2<Long, byte[]>> chunks, boolean validates) {
    TableEncoder encoder = TableEncoder.of(moments.value(), layout.inputs());
    Standardizer labels = validates ? encoder.targets().keepingDifferences() : encoder.targets();
    RawLayout raws = new RawLayout(layout.inputs(), layout.targets(), layout.offset());
    Records records = Records.of(chunks, raws.size());
    float[] packed = new float[Math.multiplyExact(records.count(), layout.stride())];
    double[] raw = new double[records.rawValues()];
    int at = 0;
    for (int record : records.inCanonicalOrder()) {
      records.read(record, raw);
      encode(encoder, labels, raws, raw, packed, at);
      if (layout.weighted()) {
        double factor = validates ? 1 : classWeight(raw[raws.labelAt()]);
        packed[at + layout.stride() - 1] = (float) (raw[raws.weightAt()] * factor);
      }
      at += layout.stride();
    }
    return packed;
  }

  private void encode(
      TableEncoder encoder,
      Standardizer labels,
      RawLayout raws,
      double[] raw,
      float[] packed,
      int at) {
    encoder.encodeInputs(raw, 0, packed, at);
    int to = at + layout.inputs();
    for (int j = 0; j < layout.targets(); j++) {
      packed[to++] = labels.encode(j, raw[raws.labelAt() + j]);
    }
    if (layout.offset()) {
      packed[to] = encoder.encodeOffset(scaling, raws.offset(raw));
    }
  }

  private double classWeight(double label) {
    return classWeights.length == 0 ? 1 : classWeights[(int) label];
  }

  /** All records of a shard, in the chunks they came in, and which chunk holds each of them. */
  private record Records(
      List<ByteBuffer> chunks, int[] firstOfChunk, int[] chunkOf, int rawValues) {
    static Records of(Iterator<Tuple2<Long, byte[]>> chunks, int rawValues) {
      List<ByteBuffer> buffers = new ArrayList<>();
      chunks.forEachRemaining(chunk -> buffers.add(ByteBuffer.wrap(chunk._2())));
      int[] first = new int[buffers.size() + 1];
      for (int i = 0; i < buffers.size(); i++) {
        int records = buffers.get(i).capacity() / ShardWriter.recordBytes(rawValues);
        first[i + 1] = Math.addExact(first[i], records);
      }
      int[] chunkOf = new int[first[buffers.size()]];
      for (int i = 0; i < buffers.size(); i++) {
        Arrays.fill(chunkOf, first[i], first[i + 1], i);
      }
      return new Records(buffers, first, chunkOf, rawValues);
    }

    int count() {
      return chunkOf.length;
    }

    private int offset(int record, int chunk) {
      return (record - firstOfChunk[chunk]) * ShardWriter.recordBytes(rawValues);
    }

    long key(int record) {
      int chunk = chunkOf[record];
      return chunks.get(chunk).getLong(offset(record, chunk));
    }

    void read(int record, double[] raw) {
      int chunk = chunkOf[record];
      int at = offset(record, chunk) + Long.BYTES;
      ByteBuffer bytes = chunks.get(chunk);
      for (int j = 0; j < raw.length; j++) {
        raw[j] = bytes.getDouble(at + j * Double.BYTES);
      }
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
      ByteBuffer a = slice(record);
      ByteBuffer b = slice(other);
      return a.compareTo(b) < 0;
    }

    private ByteBuffer slice(int record) {
      int chunk = chunkOf[record];
      return chunks.get(chunk).slice(offset(record, chunk), ShardWriter.recordBytes(rawValues));
    }
  }
}
