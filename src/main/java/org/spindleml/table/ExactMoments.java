package org.spindleml.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Weighted means and deviations of columns, rounded once from exact sums: the same bits in whatever
 * order and grouping the rows were added.
 */
public final class ExactMoments {
  /** Digits of the quotients: more than enough to round a double from. */
  private static final MathContext PRECISION = new MathContext(40);

  /**
   * Squares are summed of x · 2³⁰⁰: those of large values stay far from overflow, and the last bit
   * of those of small ones, down to 1e-220, above the smallest double.
   */
  private static final double SQUARES_OF = 0x1p300;

  private static final BigDecimal ONE_OF_SQUARES = new BigDecimal(0x1p-600);

  /**
   * What moments take of memory, about.
   *
   * @param width number of columns
   * @return bytes, on a 64-bit virtual machine
   */
  public static long bytes(long width) {
    return 2 * width * ExactSum.BYTES;
  }

  private final ExactSum weight = new ExactSum();
  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final long[] nonZeros;

  /**
   * Moments over no rows.
   *
   * @param width number of columns
   */
  public ExactMoments(int width) {
    sums = new ExactSum[width];
    squares = new ExactSum[width];
    nonZeros = new long[width];
    for (int j = 0; j < width; j++) {
      sums[j] = new ExactSum();
      squares[j] = new ExactSum();
    }
  }

  /**
   * Adds a row.
   *
   * @param values holds the row's values; all finite, of magnitude below 2¹²⁸
   * @param from where they begin
   * @param rowWeight the row's weight, more than 0
   */
  public void add(double[] values, int from, double rowWeight) {
    weight.add(rowWeight);
    for (int j = 0; j < sums.length; j++) {
      double x = values[from + j];
      if (x == 0) {
        continue;
      }
      nonZeros[j]++;
      double scaled = x * SQUARES_OF;
      double square = scaled * scaled;
      double rest = Math.fma(scaled, scaled, -square);
      if (rowWeight == 1) {
        sums[j].add(x);
        squares[j].add(square);
        squares[j].add(rest);
      } else {
        sums[j].addProduct(rowWeight, x);
        squares[j].addProduct(rowWeight, square);
        squares[j].addProduct(rowWeight, rest);
      }
    }
  }

  /**
   * How many of the rows added so far are not 0, whatever their weights.
   *
   * @return a copy, one number a column
   */
  public long[] nonZeros() {
    return nonZeros.clone();
  }

  /**
   * The standardizer of the rows added so far.
   *
   * @return their weighted means and population deviations
   * @throws IllegalStateException if no row was added
   */
  public Standardizer standardizer() {
    BigDecimal total = weight.value();
    if (total.signum() <= 0) {
      throw new IllegalStateException("moments over no rows");
    }
    double[] means = new double[sums.length];
    double[] deviations = new double[sums.length];
    for (int j = 0; j < sums.length; j++) {
      BigDecimal sum = sums[j].value();
      means[j] = sum.divide(total, PRECISION).doubleValue();
      // variance = (Σw Σwx² − (Σwx)²) / (Σw)², the numerator exact
      BigDecimal square = squares[j].value().multiply(ONE_OF_SQUARES);
      BigDecimal numerator = square.multiply(total).subtract(sum.multiply(sum));
      deviations[j] =
          numerator.signum() <= 0
              ? 0
              : numerator.round(PRECISION).sqrt(PRECISION).divide(total, PRECISION).doubleValue();
    }
    return new Standardizer(means, deviations);
  }

  /**
   * Writes the moments, to travel.
   *
   * @param out where to
   * @throws IOException if {@code out} fails
   */
  public void write(DataOutput out) throws IOException {
    weight.write(out);
    for (int j = 0; j < sums.length; j++) {
      sums[j].write(out);
      squares[j].write(out);
      out.writeLong(nonZeros[j]);
    }
  }

  /**
   * Adds moments that {@link #write} wrote, of as many columns.
   *
   * @param in where from
   * @throws IOException if {@code in} fails
   */
  public void addFrom(DataInput in) throws IOException {
    weight.addFrom(in);
    for (int j = 0; j < sums.length; j++) {
      sums[j].addFrom(in);
      squares[j].addFrom(in);
      nonZeros[j] += in.readLong();
    }
  }
}
