package org.spindleml.ml;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.spindleml.spark.OffsetColumn;

/**
 * Scores a partition, block by block as rows are asked for.
 *
 * @param network the network
 * @param features reads a row's features
 * @param offset what is added to a row's first logit; null for nothing
 * @param outputs what is appended to a row
 * @param skipInvalid whether rows that cannot be scored are left out instead of being an error
 */
record BlockScoring(
    BroadcastNetwork network,
    FeatureWidths features,
    OffsetColumn offset,
    RowOutputs outputs,
    boolean skipInvalid)
    implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    RowInputs inputs = new RowInputs(network.arrived(), features, offset);
    return new ScoredRows(rows, inputs, outputs, skipInvalid);
  }
}
