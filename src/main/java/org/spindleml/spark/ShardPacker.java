package org.spindleml.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.nn.LabelScaling;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.RowLayout;
import org.spindleml.train.SparseShardBuilder;
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
    RawLayout raws = new RawLayout(layout.inputs(), layout.targets(), layout.offset());
    ShardRecords records = ShardRecords.of(chunks, new RecordFormat(raws, layout.isSparse()));
    TableEncoder encoder = TableEncoder.of(moments.value(), layout.inputs());
    Tail tail = new Tail(encoder, raws, validates);
    return layout.isSparse()
        ? packSparse(records, encoder, raws, tail)
        : packDense(records, encoder, raws, tail);
  }

  private float[] packDense(ShardRecords records, TableEncoder encoder, RawLayout raws, Tail tail) {
    float[] packed = new float[Math.multiplyExact(records.count(), layout.stride())];
    double[] raw = new double[raws.size()];
    int at = 0;
    for (int record : records.inCanonicalOrder()) {
      records.read(record, raw);
      encoder.encodeInputs(raw, 0, packed, at);
      tail.encode(raw, packed, at + layout.inputs());
      at += layout.stride();
    }
    return packed;
  }

  private float[] packSparse(
      ShardRecords records, TableEncoder encoder, RawLayout raws, Tail tail) {
    SparseShardBuilder shard = new SparseShardBuilder(layout, records.count());
    Standardizer inputs = encoder.inputs();
    // What a raw 0 becomes is not what the base row has here: every row has a cell.
    int[] everyRow =
        IntStream.range(0, layout.inputs())
            .filter(j -> inputs.encode(j, 0) != layout.sparse().base()[j])
            .toArray();
    double[] raw = new double[raws.size()];
    int[] columns = new int[layout.inputs()];
    float[] encodedTail = new float[layout.tail()];
    for (int record : records.inCanonicalOrder()) {
      int cells = records.read(record, columns, raw);
      int i = 0;
      int e = 0;
      while (i < cells || e < everyRow.length) {
        int column = i < cells ? columns[i] : Integer.MAX_VALUE;
        if (e < everyRow.length && everyRow[e] <= column) {
          i += everyRow[e] == column ? 1 : 0;
          column = everyRow[e++];
        } else {
          i++;
        }
        shard.add(column, inputs.encode(column, raw[column]));
      }
      tail.encode(raw, encodedTail, 0);
      shard.endRow(encodedTail);
      for (i = 0; i < cells; i++) {
        raw[columns[i]] = 0;
      }
    }
    return shard.packed();
  }

  /** Encodes what follows a row's inputs. */
  private final class Tail {
    private final TableEncoder encoder;
    private final Standardizer labels;
    private final RawLayout raws;
    private final boolean validates;

    Tail(TableEncoder encoder, RawLayout raws, boolean validates) {
      this.encoder = encoder;
      this.raws = raws;
      this.validates = validates;
      labels = validates ? encoder.targets().keepingDifferences() : encoder.targets();
    }

    void encode(double[] raw, float[] packed, int at) {
      int to = at;
      for (int j = 0; j < layout.targets(); j++) {
        packed[to++] = labels.encode(j, raw[raws.labelAt() + j]);
      }
      if (layout.offset()) {
        packed[to++] = encoder.encodeOffset(scaling, raws.offset(raw));
      }
      if (layout.weighted()) {
        double factor = validates ? 1 : classWeight(raw[raws.labelAt()]);
        packed[to] = (float) (raw[raws.weightAt()] * factor);
      }
    }
  }

  private double classWeight(double label) {
    return classWeights.length == 0 ? 1 : classWeights[(int) label];
  }
}
