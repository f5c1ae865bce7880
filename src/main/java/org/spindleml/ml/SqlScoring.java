package org.spindleml.ml;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.spindleml.model.Scorer;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.spark.RowFault;
import scala.runtime.AbstractFunction1;

/**
 * Scores the arguments of one call, a row, on {@link Scorer}, so that a row gives the same bits
 * whatever stands around it. Many threads may share one.
 */
final class SqlScoring extends AbstractFunction1<Row, Object> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final BroadcastNetwork network;
  private final FeatureWidths features;
  private final OffsetColumn offset;
  private final RowOutputs outputs;
  private final boolean skipInvalid;

  /** Put together once a task, at its first row. */
  private transient volatile Machine machine;

  private record Machine(RowInputs inputs, Scorer scorer) {}

  SqlScoring(
      BroadcastNetwork network,
      FeatureWidths features,
      OffsetColumn offset,
      RowOutputs outputs,
      boolean skipInvalid) {
    this.network = network;
    this.features = features;
    this.offset = offset;
    this.outputs = outputs;
    this.skipInvalid = skipInvalid;
  }

  @Override
  public Object apply(Row arguments) {
    RowInputs inputs = machine().inputs();
    int width = inputs.model().network().inputs();
    double[] raw = new double[width];
    RowFault fault = inputs.read(arguments, raw, new float[width]);
    if (fault == null) {
      return outputs(machine().scorer().logits(raw, inputs.offset(arguments)));
    }
    if (skipInvalid) {
      return null;
    }
    throw RowInputs.refusal(fault, "gives NULL for such rows");
  }

  /** A second thread may build a second machine; each works. */
  private Machine machine() {
    Machine built = machine;
    if (built == null) {
      TrainedNetwork model = network.arrived();
      built = new Machine(new RowInputs(model, features, offset), new Scorer(model));
      machine = built;
    }
    return built;
  }

  /** The one output, or a row of several; vectors as arrays. */
  private Object outputs(double[] logits) {
    float[] z = new float[logits.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = (float) logits[j];
    }
    Object[] values = new Object[outputs.columns()];
    outputs.write(machine().inputs().model(), z, 1, new Object[][] {values}, 0);
    for (int k = 0; k < values.length; k++) {
      values[k] = values[k] instanceof Vector vector ? vector.toArray() : values[k];
    }
    return values.length == 1 ? values[0] : RowFactory.create(values);
  }
}
