package org.spindleml.report;

import java.util.List;
import org.spindleml.metrics.MultiLabelMetrics;

/**
 * How well each of several labels of a row is told, as a table.
 *
 * @param metrics the sums
 * @param names of the labels
 */
record LabelFigures(MultiLabelMetrics metrics, List<String> names) {
  String html() {
    HtmlTable table = new HtmlTable("label", "precision", "recall", "F1");
    for (int j = 0; j < metrics.labels(); j++) {
      table.row(names.get(j), metrics.precision(j), metrics.recall(j), metrics.f1(j));
    }
    return HtmlTable.block("Labels", table);
  }
}
