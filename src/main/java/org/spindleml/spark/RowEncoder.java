package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.nn.LabelScaling;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.RowLayout;

/**
 * Encodes rows of a table as a shard holds them: inputs, labels, then offset and weight where rows
 * have some of their own.
 *
 * @param layout how rows are packed
 * @param scaling of the labels, and so of offsets
 * @param classWeights a factor of the weight of each class's rows; empty where there is none
 * @param moments how raw values are encoded, see {@link TableEncoder#toArray}
 */
record RowEncoder(
    RowLayout layout, LabelScaling scaling, double[] classWeights, Broadcast<double[]> moments)
    implements Serializable {
  /** What a task encodes its rows with. */
  OfTask ofTask() {
    return new OfTask();
  }

  /** The moments at hand. */
  final class OfTask {
    private final TableEncoder encoder = TableEncoder.of(moments.value(), layout.inputs());
    private final RawLayout raws =
        new RawLayout(layout.inputs(), layout.targets(), layout.offset());

    /**
     * Of validation rows, whose labels may differ where those of all training rows are the same.
     */
    private final Standardizer validationLabels = encoder.targets().keepingDifferences();

    /**
     * Encodes a row.
     *
     * @param raw the row
     * @param validates whether it is a validation row: its weight is the table's own
     * @param encoded out: as many numbers as a dense row takes
     */
    void encode(double[] raw, boolean validates, float[] encoded) {
      encoder.encodeInputs(raw, 0, encoded, 0);
      int at = layout.inputs();
      Standardizer labels = validates ? validationLabels : encoder.targets();
      for (int j = 0; j < layout.targets(); j++) {
        encoded[at++] = labels.encode(j, raw[raws.labelAt() + j]);
      }
      if (layout.offset()) {
        encoded[at++] = encoder.encodeOffset(scaling, raws.offset(raw));
      }
      if (layout.weighted()) {
        double factor = validates ? 1 : classWeight(raw[raws.labelAt()]);
        encoded[at] = (float) (raw[raws.weightAt()] * factor);
      }
    }
  }

  private double classWeight(double label) {
    return classWeights.length == 0 ? 1 : classWeights[(int) label];
  }
}
