package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spindleml.table.InputException;

class ClassWeightsTest {
  @Test
  void balancedIsRowsByClassesTimesRowsOfTheClass() {
    // compute_class_weight("balanced", [0, 1, 3], [0] * 6 + [1] * 3 + [3]) of scikit-learn
    assertArrayEquals(
        new double[] {10.0 / 18, 10.0 / 9, 1, 10.0 / 3},
        ClassWeights.of("Balanced").of(new double[] {6, 3, 0, 1}),
        1e-15);
  }

  @Test
  void balancedKeepsTheMeanWeight() {
    double[] rowWeights = {0.25, 12.5, 100};
    double[] weights = ClassWeights.BALANCED.of(rowWeights);
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += weights[c] * rowWeights[c];
      assertEquals(112.75 / 3, weights[c] * rowWeights[c], 1e-12);
    }
    assertEquals(112.75, sum, 1e-12);
  }

  @Test
  void givenAreOneAClass() {
    assertEquals(new ClassWeights(false, List.of(1.0, 2.5)), ClassWeights.of("1", "2.5"));
    assertArrayEquals(
        new double[] {1, 2.5}, ClassWeights.of("1", "2.5").of(new double[] {4, 4}), 0);
    assertEquals(
        "classWeights has 2 numbers but there are 3 classes",
        assertThrows(
                InputException.class, () -> ClassWeights.of("1", "2").of(new double[] {4, 4, 4}))
            .getMessage());
  }

  @Test
  void noneAreNone() {
    assertTrue(ClassWeights.of().areNone());
    assertEquals(0, ClassWeights.NONE.of(new double[] {1, 2}).length);
  }
}
