package org.spindleml.metrics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spindleml.table.ExactSum;

/**
 * Weights of points in square cells of the plane: a picture of rows in bounded memory, whatever
 * their range. A cell is 2ᵏ wide; k is the least, from −100 on, with which the points lie in no
 * more cells than there may be. So a few points far away cost a few cells, not the fineness of the
 * others. Both k and the sums are functions of the set of points, not of the order in which they or
 * their parts come.
 *
 * <p>Points with a coordinate that float32 cannot hold have no cell.
 */
public final class CellSums {
  private static final int FINEST = -100;

  private static final Comparator<Cell> ORDER =
      Comparator.comparingDouble(Cell::x).thenComparingDouble(Cell::y);

  /**
   * A cell that has points.
   *
   * @param x its lowest first coordinate
   * @param y its lowest second coordinate
   * @param weight the sum of the points' weights
   */
  public record Cell(double x, double y, double weight) {}

  /** Which cell: whole multiples of the width, not −0. */
  private record Key(double x, double y) {
    Key halved() {
      return new Key(Math.floor(x / 2) + 0.0, Math.floor(y / 2) + 0.0);
    }
  }

  private final int most;
  private int power = FINEST;
  private Map<Key, ExactSum> sums = new HashMap<>();

  /**
   * No points.
   *
   * @param most how many cells there may be, at least 4: around 0, no width makes them fewer
   * @throws IllegalArgumentException if it is below 4
   */
  public CellSums(int most) {
    if (most < 4) {
      throw new IllegalArgumentException("at most " + most + " cells; 4 are needed");
    }
    this.most = most;
  }

  /**
   * Adds a point.
   *
   * @param x its first coordinate
   * @param y its second coordinate
   * @param weight above 0
   */
  public void add(double x, double y, double weight) {
    if (Math.abs(x) <= Float.MAX_VALUE && Math.abs(y) <= Float.MAX_VALUE) {
      Key key = new Key(index(x), index(y));
      sums.computeIfAbsent(key, k -> new ExactSum()).add(weight);
      coarsen();
    }
  }

  /** Scaling by a power of two is exact. */
  private double index(double coordinate) {
    return Math.floor(Math.scalb(coordinate, -power)) + 0.0;
  }

  /** Doubles the width until there are no more cells than there may be. */
  private void coarsen() {
    while (sums.size() > most) {
      coarsenOnce();
    }
  }

  private void coarsenOnce() {
    Map<Key, ExactSum> wider = new HashMap<>();
    sums.forEach((key, sum) -> join(wider, key.halved(), sum));
    sums = wider;
    power++;
  }

  private static void join(Map<Key, ExactSum> sums, Key key, ExactSum sum) {
    ExactSum there = sums.get(key);
    if (there == null) {
      sums.put(key, sum);
    } else {
      there.add(sum);
    }
  }

  /**
   * Adds another's points to these.
   *
   * @param other sums of other points; unchanged
   * @throws IllegalArgumentException if it may have another number of cells
   */
  public void merge(CellSums other) {
    if (other.most != most) {
      throw new IllegalArgumentException(
          "sums of at most " + most + " and of at most " + other.most + " cells");
    }
    while (power < other.power) {
      coarsenOnce();
    }
    other.sums.forEach(
        (key, sum) -> {
          Key here = key;
          for (int k = other.power; k < power; k++) {
            here = here.halved();
          }
          sums.computeIfAbsent(here, k -> new ExactSum()).add(sum);
        });
    coarsen();
  }

  /**
   * How wide a cell is.
   *
   * @return a power of two
   */
  public double width() {
    return Math.scalb(1.0, power);
  }

  /**
   * The cells that have points.
   *
   * @return by first, then by second coordinate
   */
  public List<Cell> cells() {
    double width = width();
    return sums.entrySet().stream()
        .map(
            entry ->
                new Cell(
                    entry.getKey().x * width,
                    entry.getKey().y * width,
                    entry.getValue().value().doubleValue()))
        .sorted(ORDER)
        .toList();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(power);
    out.writeInt(sums.size());
    for (Map.Entry<Key, ExactSum> entry : sums.entrySet()) {
      out.writeDouble(entry.getKey().x);
      out.writeDouble(entry.getKey().y);
      entry.getValue().write(out);
    }
  }

  /** Reads into sums without points. */
  void read(DataInputStream in) throws IOException {
    power = in.readInt();
    int cells = in.readInt();
    if (power < FINEST || cells > most) {
      throw new IOException(cells + " cells of width 2^" + power);
    }
    for (int i = 0; i < cells; i++) {
      ExactSum sum = new ExactSum();
      Key key = new Key(in.readDouble(), in.readDouble());
      sum.addFrom(in);
      sums.put(key, sum);
    }
  }

  @Override
  public String toString() {
    return sums.size() + " cells of width " + width();
  }
}
