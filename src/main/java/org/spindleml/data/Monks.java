package org.spindleml.data;

import java.util.Arrays;
import java.util.List;
import org.spindleml.data.GeneratedTable.Column;

/**
 * The three MONK's problems: robots described by six categories, and a logical rule to be found.
 *
 * <p>S. B. Thrun and 23 others, The MONK's Problems: A Performance Comparison of Different Learning
 * Algorithms, CMU-CS-91-197, 1991. Each table has all 432 robots for testing, and a part of them
 * for training, as many as in the paper. Which ones is drawn here from the seed; the paper's own
 * choice is another.
 */
public enum Monks {
  /** (head shape = body shape) or (jacket colour is red); 124 rows to learn from. */
  FIRST(124, 0) {
    @Override
    public boolean holds(int[] a) {
      return a[0] == a[1] || a[4] == 1;
    }
  },
  /** Exactly two of the six attributes have their first value; 169 rows to learn from. */
  SECOND(169, 0) {
    @Override
    public boolean holds(int[] a) {
      return Arrays.stream(a).filter(value -> value == 1).count() == 2;
    }
  },
  /**
   * (jacket is green and holds a sword) or (jacket is not blue and body is no octagon); 122 rows to
   * learn from, 5 % of them (6) with the wrong label.
   */
  THIRD(122, 6) {
    @Override
    public boolean holds(int[] a) {
      return (a[4] == 3 && a[3] == 1) || (a[4] != 4 && a[1] != 3);
    }
  };

  private static final int[] CATEGORIES = {3, 3, 2, 3, 4, 2};
  private static final int ROBOTS = 432;

  private final int trainRows;
  private final int wrongLabels;

  Monks(int trainRows, int wrongLabels) {
    this.trainRows = trainRows;
    this.wrongLabels = wrongLabels;
  }

  /**
   * The rule of this problem.
   *
   * @param attributes six categories counted from 1: head shape, body shape, is smiling, holding,
   *     jacket colour, has tie
   * @return whether the robot belongs to the class
   */
  public abstract boolean holds(int[] attributes);

  /**
   * The rows to learn from, in the order of the full table.
   *
   * @param seed decides which rows, and which labels are wrong
   * @return columns a1 … a6 and label 0 or 1
   */
  public GeneratedTable train(long seed) {
    int[] shuffled = shuffledRobots(Draws.of(seed, ordinal()));
    int[] wrong = Arrays.copyOf(shuffled, wrongLabels);
    int[] chosen = Arrays.copyOf(shuffled, trainRows);
    Arrays.sort(wrong);
    Arrays.sort(chosen);
    return new GeneratedTable(
        fileName("train"),
        columns(),
        trainRows,
        index -> {
          int robot = chosen[(int) index];
          double[] row = row(robot);
          if (Arrays.binarySearch(wrong, robot) >= 0) {
            row[6] = 1 - row[6];
          }
          return row;
        });
  }

  /**
   * All 432 rows, with their true labels.
   *
   * @return columns a1 … a6 and label 0 or 1
   */
  public GeneratedTable test() {
    return new GeneratedTable(fileName("test"), columns(), ROBOTS, index -> row((int) index));
  }

  private String fileName(String part) {
    return "monks-" + (ordinal() + 1) + "-" + part;
  }

  private static List<Column> columns() {
    return GeneratedTable.numbered("a", CATEGORIES.length, 0, new Column("label", 0));
  }

  /** Robot by number: the last attribute changes fastest. */
  private double[] row(int robot) {
    int[] attributes = new int[CATEGORIES.length];
    int rest = robot;
    for (int i = attributes.length - 1; i >= 0; i--) {
      attributes[i] = 1 + rest % CATEGORIES[i];
      rest /= CATEGORIES[i];
    }
    double[] row = Arrays.copyOf(Arrays.stream(attributes).asDoubleStream().toArray(), 7);
    row[6] = holds(attributes) ? 1 : 0;
    return row;
  }

  /** Fisher and Yates, as Durstenfeld wrote it (1964). */
  private static int[] shuffledRobots(Draws draws) {
    int[] robots = new int[ROBOTS];
    for (int i = 0; i < ROBOTS; i++) {
      int j = draws.below(i + 1);
      robots[i] = robots[j];
      robots[j] = i;
    }
    return robots;
  }
}
