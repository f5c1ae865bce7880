package org.spindleml.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spindleml.nn.LabelScaling;

class TableEncoderTest {
  private static TableEncoder encoder(double mean, double deviation) {
    Standardizer targets = new Standardizer(new double[] {mean, 7}, new double[] {deviation, 100});
    return new TableEncoder(Standardizer.identity(3), targets);
  }

  @Test
  void anOffsetIsInUnitsOfTheFirstLogit() {
    TableEncoder encoder = encoder(5, 250);
    assertEquals(4f, encoder.encodeOffset(LabelScaling.MEAN_AND_DEVIATION, 1000));
    assertEquals(0.7f, encoder.encodeOffset(LabelScaling.MEAN, 0.7), "a logarithm");
    assertEquals(0.7f, encoder.encodeOffset(LabelScaling.NONE, 0.7), "log-odds");
  }

  @Test
  void anOffsetOfAConstantLabelCountsNothing() {
    assertEquals(0f, encoder(5, 0).encodeOffset(LabelScaling.MEAN_AND_DEVIATION, 1000));
  }

  @Test
  void travelsAsNumbers() {
    TableEncoder back = TableEncoder.of(encoder(5, 250).toArray(), 3);
    assertEquals(2, back.targets().width());
    assertEquals(107, back.targets().decode(1, 1));
    assertEquals(4f, back.encodeOffset(LabelScaling.MEAN_AND_DEVIATION, 1000));
  }
}
