package org.spindleml.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonksTest {
  /** Class sizes over all 432 robots, as in the paper's report. */
  private static final int[] POSITIVE = {216, 142, 228};

  @Test
  void theFirstRuleHoldsOnEveryRow() {
    for (double[] row : rows(Monks.FIRST.test())) {
      assertEquals(row[0] == row[1] || row[4] == 1 ? 1 : 0, row[6]);
    }
  }

  @Test
  void theSecondRuleHoldsOnEveryRow() {
    for (double[] row : rows(Monks.SECOND.test())) {
      int first = 0;
      for (int i = 0; i < 6; i++) {
        first += row[i] == 1 ? 1 : 0;
      }
      assertEquals(first == 2 ? 1 : 0, row[6]);
    }
  }

  @Test
  void theThirdRuleHoldsOnEveryRow() {
    for (double[] row : rows(Monks.THIRD.test())) {
      boolean holds = (row[4] == 3 && row[3] == 1) || (row[4] != 4 && row[1] != 3);
      assertEquals(holds ? 1 : 0, row[6]);
    }
  }

  @Test
  void everyRobotComesOnceAndClassesHaveThePapersSizes() {
    for (Monks problem : Monks.values()) {
      List<double[]> rows = rows(problem.test());
      assertEquals(432, rows.size());
      assertEquals(432, distinctRobots(rows));
      assertEquals(POSITIVE[problem.ordinal()], rows.stream().mapToDouble(r -> r[6]).sum());
    }
  }

  @Test
  void trainingRowsAreDistinctAndWrongOnlyInTheThird() {
    int[] sizes = {124, 169, 122};
    int[] wrongLabels = {0, 0, 6};
    for (Monks problem : Monks.values()) {
      for (long seed = 0; seed < 20; seed++) {
        List<double[]> rows = rows(problem.train(seed));
        assertEquals(sizes[problem.ordinal()], rows.size());
        assertEquals(rows.size(), distinctRobots(rows));
        long wrong =
            rows.stream().filter(row -> problem.holds(robot(row)) != (row[6] == 1)).count();
        assertEquals(wrongLabels[problem.ordinal()], wrong, problem + " seed " + seed);
      }
    }
  }

  private static long distinctRobots(List<double[]> rows) {
    HashSet<List<Integer>> robots = new HashSet<>();
    rows.forEach(
        row -> {
          int[] a = robot(row);
          robots.add(List.of(a[0], a[1], a[2], a[3], a[4], a[5]));
        });
    return robots.size();
  }

  private static int[] robot(double[] row) {
    int[] attributes = new int[6];
    for (int i = 0; i < 6; i++) {
      attributes[i] = (int) row[i];
    }
    return attributes;
  }

  private static List<double[]> rows(GeneratedTable table) {
    List<double[]> rows = new ArrayList<>();
    for (long i = 0; i < table.rows(); i++) {
      rows.add(table.formula().row(i));
    }
    return rows;
  }
}
