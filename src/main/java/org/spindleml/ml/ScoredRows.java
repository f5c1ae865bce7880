package org.spindleml.ml;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.spindleml.linalg.Gemm;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Workspace;
import org.spindleml.spark.RowFault;

/** The scored rows of a partition. Reads as many rows as a block holds, and no further. */
final class ScoredRows implements Iterator<Row> {
  private static final int MOST_ROWS = 256;

  /** Numbers that a block of wide rows should not pass: 16 MiB of float32. */
  private static final int MOST_NUMBERS = 4 << 20;

  private final Iterator<Row> rows;
  private final TrainedNetwork model;
  private final RowInputs inputs;
  private final RowOutputs outputs;
  private final boolean skipInvalid;
  private final Batch batch;
  private final double[] raw;
  private final float[] encoded;
  private final Object[][] block;

  /** Made with the first row: an empty partition needs none. */
  private Workspace workspace;

  private int next;

  ScoredRows(Iterator<Row> rows, RowInputs inputs, RowOutputs outputs, boolean skipInvalid) {
    this.rows = rows;
    this.inputs = inputs;
    model = inputs.model();
    this.outputs = outputs;
    this.skipInvalid = skipInvalid;
    int width = model.network().inputs();
    int capacity = rows.hasNext() ? blockRows(model) : 0;
    batch = new Batch(capacity, width, 0);
    raw = new double[width];
    encoded = new float[width];
    block = new Object[capacity][];
  }

  private static int blockRows(TrainedNetwork model) {
    return Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / model.network().widest()));
  }

  @Override
  public boolean hasNext() {
    while (next == batch.rows() && rows.hasNext()) {
      scoreBlock();
    }
    return next < batch.rows();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object[] row = block[next];
    block[next++] = null;
    return RowFactory.create(row);
  }

  private void scoreBlock() {
    batch.clear();
    next = 0;
    while (batch.rows() < batch.capacity() && rows.hasNext()) {
      add(rows.next());
    }
    if (batch.rows() > 0) {
      if (workspace == null) {
        Gemm.best().useOneThread();
        workspace = new Workspace(model.network(), batch.capacity());
      }
      float[] logits = model.network().forward(model.weights(), batch, workspace);
      int at = block[0].length - outputs.columns();
      outputs.write(model, logits, batch.rows(), block, at);
    }
  }

  private void add(Row row) {
    RowFault fault = inputs.read(row, raw, encoded);
    if (fault == null) {
      block[batch.rows()] = widened(row);
      batch.add(encoded, 0, 1, inputs.addend(row));
    } else if (!skipInvalid) {
      throw RowInputs.refusal(fault, "leaves such rows out");
    }
  }

  private Object[] widened(Row row) {
    Object[] values = new Object[row.size() + outputs.columns()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    return values;
  }
}
