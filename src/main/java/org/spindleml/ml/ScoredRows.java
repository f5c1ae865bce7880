package org.spindleml.ml;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.spindleml.linalg.Gemm;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Workspace;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.spark.RowFault;
import org.spindleml.table.InputException;

/** The scored rows of a partition. Reads as many rows as a block holds, and no further. */
final class ScoredRows implements Iterator<Row> {
  private static final int MOST_ROWS = 256;

  /** Numbers that a block of wide rows should not pass: 16 MiB of float32. */
  private static final int MOST_NUMBERS = 4 << 20;

  private final Iterator<Row> rows;
  private final TrainedNetwork model;
  private final FeatureWidths features;
  private final OffsetColumn offset;
  private final RowOutputs outputs;
  private final boolean skipInvalid;
  private final Batch batch;
  private final double[] raw;
  private final float[] encoded;
  private final Object[][] block;

  /** Made with the first row: an empty partition needs none. */
  private Workspace workspace;

  private int next;

  ScoredRows(
      Iterator<Row> rows,
      TrainedNetwork model,
      FeatureWidths features,
      OffsetColumn offset,
      RowOutputs outputs,
      boolean skipInvalid) {
    this.rows = rows;
    this.model = model;
    this.features = features;
    this.offset = offset;
    this.outputs = outputs;
    this.skipInvalid = skipInvalid;
    int inputs = model.network().inputs();
    int capacity = rows.hasNext() ? blockRows(model) : 0;
    batch = new Batch(capacity, inputs, 0);
    raw = new double[inputs];
    encoded = new float[inputs];
    block = new Object[capacity][];
  }

  private static int blockRows(TrainedNetwork model) {
    int widest = model.network().inputs();
    for (Layer layer : model.network().layers()) {
      widest = Math.max(widest, layer.outputs());
    }
    return Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / widest));
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
    RowFault fault = features.read(row, raw);
    if (fault == null) {
      model.encoder().encodeInputs(raw, 0, encoded, 0);
      fault = tooFar();
    }
    float addend = offset == null ? 0 : model.encodeOffset(offset.read(row));
    if (fault == null && offset != null) {
      fault = offsetFault(row, addend);
    }
    if (fault == null) {
      block[batch.rows()] = widened(row);
      batch.add(encoded, 0, 1, addend);
    } else if (!skipInvalid) {
      throw new InputException(
          "a row cannot be scored: " + fault + "; handleInvalid=skip leaves such rows out");
    }
  }

  private RowFault tooFar() {
    for (int i = 0; i < encoded.length; i++) {
      if (!Float.isFinite(encoded[i])) {
        return new RowFault(
            "feature " + i + " is beyond float32 in units of the training data's deviation",
            String.valueOf(raw[i]));
      }
    }
    return null;
  }

  private RowFault offsetFault(Row row, float addend) {
    RowFault fault = offset.fault(row);
    if (fault == null && !Float.isFinite(addend)) {
      return new RowFault(
          "the offset is beyond float32 in units of the training labels' deviation",
          String.valueOf(offset.read(row)));
    }
    return fault;
  }

  private Object[] widened(Row row) {
    Object[] values = new Object[row.size() + outputs.columns()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    return values;
  }
}
