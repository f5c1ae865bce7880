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

  /** A weighted square is the sum of four doubles. */
  private static final int MOST_ROWS = ExponentBins.MOST_ADDITIONS / 4;

  private static final int FEWEST_ROWS = 4;

  /** What a processor's cache has room for. */
  private static final int NUMBERS_AT_ONCE = 1 << 15;

  /**
   * What moments take of memory, about.
   *
   * @param width number of columns
   * @return bytes, on a 64-bit virtual machine
   */
  public static long bytes(long width) {
    return 2 * width * ExactSum.BYTES + width * rowsAtOnce(width) * Double.BYTES;
  }

  /** Rows that wait to be summed together. */
  private static int rowsAtOnce(long width) {
    return (int) Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, NUMBERS_AT_ONCE / Math.max(1, width)));
  }

  private final ExactSum weight = new ExactSum();
  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final long[] nonZeros;

  /** Rows that are still to be summed, column by column, and their weights. */
  private final double[] rows;

  private final double[] rowWeights;
  private int waiting;

  /** Of one column at a time. */
  private final ExponentBins sumBins = new ExponentBins();

  private final ExponentBins squareBins = new ExponentBins();

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
    rowWeights = new double[rowsAtOnce(width)];
    rows = new double[Math.multiplyExact(width, rowWeights.length)];
  }

  /**
   * Adds a row.
   *
   * @param values holds the row's values; all finite, of magnitude below 2¹²⁸
   * @param from where they begin
   * @param rowWeight the row's weight, more than 0
   */
  public void add(double[] values, int from, double rowWeight) {
    if (waiting == rowWeights.length) {
      sumWaiting();
    }
    System.arraycopy(values, from, rows, waiting * sums.length, sums.length);
    rowWeights[waiting++] = rowWeight;
  }

  private void sumWaiting() {
    for (int row = 0; row < waiting; row++) {
      weight.add(rowWeights[row]);
    }
    for (int j = 0; j < sums.length; j++) {
      for (int row = 0; row < waiting; row++) {
        addToBins(rows[row * sums.length + j], rowWeights[row], j);
      }
      sumBins.moveTo(sums[j]);
      squareBins.moveTo(squares[j]);
    }
    waiting = 0;
  }

  private void addToBins(double x, double rowWeight, int column) {
    if (x == 0) {
      return;
    }
    nonZeros[column]++;
    double scaled = x * SQUARES_OF;
    double square = scaled * scaled;
    double rest = Math.fma(scaled, scaled, -square);
    if (rowWeight == 1) {
      sumBins.add(x);
      squareBins.add(square);
      squareBins.add(rest);
    } else {
      sumBins.addProduct(rowWeight, x);
      squareBins.addProduct(rowWeight, square);
      squareBins.addProduct(rowWeight, rest);
    }
  }

  /**
   * How many of the rows added so far are not 0, whatever their weights.
   *
   * @return a copy, one number a column
   */
  public long[] nonZeros() {
    sumWaiting();
    return nonZeros.clone();
  }

  /**
   * The standardizer of the rows added so far.
   *
   * @return their weighted means and population deviations
   * @throws IllegalStateException if no row was added
   */
  public Standardizer standardizer() {
    sumWaiting();
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
    sumWaiting();
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
