package org.spindleml.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spindleml.OracleLine;

/**
 * A network, its table and what PyTorch computed of them: src/test/oracle/networks.py.
 *
 * @param name its name in the file
 * @param hidden its hidden layers
 * @param loss its loss
 * @param lines what the file has of it
 */
public record OracleNetwork(
    String name, List<HiddenLayer> hidden, Loss loss, List<OracleLine> lines) {
  private static final Map<String, List<HiddenLayer>> HIDDEN =
      Map.of(
          "classes",
          List.of(new HiddenLayer(7, Activation.RELU), new HiddenLayer(4, Activation.TANH)),
          "oneOutput",
          List.of(new HiddenLayer(6, Activation.GELU), new HiddenLayer(5, Activation.PRELU)),
          "twoTargets",
          List.of(new HiddenLayer(8, Activation.ELU), new HiddenLayer(8, Activation.SWISH)));

  private static final Map<String, Loss> LOSSES =
      Map.of(
          "classes", new SoftmaxCrossEntropy(),
          "oneOutput", new LogisticLoss(),
          "twoTargets", new SquaredLoss());

  /**
   * All networks of the file.
   *
   * @return three
   */
  public static List<OracleNetwork> all() {
    List<OracleLine> lines = OracleLine.read(OracleNetwork.class, "networks.csv");
    return lines.stream().map(OracleLine::subject).distinct().map(name -> of(name, lines)).toList();
  }

  private static OracleNetwork of(String name, List<OracleLine> lines) {
    List<OracleLine> own = lines.stream().filter(line -> line.subject().equals(name)).toList();
    return new OracleNetwork(name, HIDDEN.get(name), LOSSES.get(name), own);
  }

  /**
   * The lines of a quantity.
   *
   * @param quantity for example "solver"
   * @return its lines, in the order of the file
   */
  public List<OracleLine> lines(String quantity) {
    return lines.stream().filter(line -> line.quantity().equals(quantity)).toList();
  }

  double[] numbers(String quantity) {
    return lines(quantity).get(0).numbers();
  }

  /**
   * How many rows its table has.
   *
   * @return rows
   */
  public int count() {
    return numbers("weights").length;
  }

  /**
   * How many labels a row has.
   *
   * @return labels
   */
  public int targets() {
    return numbers("labels").length / count();
  }

  private int inputs() {
    return numbers("inputs").length / count();
  }

  private int outputs() {
    return numbers("logits").length / count();
  }

  /**
   * The network in the core.
   *
   * @return layers and shapes
   */
  public Network network() {
    return Network.of(inputs(), hidden, outputs());
  }

  ReferenceNetwork reference() {
    return new ReferenceNetwork(inputs(), hidden, outputs(), loss);
  }

  /** Numbers of the network's parameters ("parameter" or "gradient") in its flat order. */
  double[] flat(String quantity) {
    double[] flat = new double[network().size()];
    for (Parameter parameter : network().parameters()) {
      OracleLine line =
          lines(quantity).stream()
              .filter(candidate -> candidate.setting().equals(parameter.name()))
              .findFirst()
              .orElseThrow();
      System.arraycopy(line.numbers(), 0, flat, parameter.at(), parameter.length());
    }
    return flat;
  }

  /**
   * Where training begins.
   *
   * @return the network's weights
   */
  public float[] initialWeights() {
    return EveryNetwork.toFloats(flat("parameter"));
  }

  /** The table. */
  Rows rows() {
    return new Rows(
        byRow(numbers("inputs"), inputs()),
        byRow(numbers("labels"), targets()),
        numbers("weights"));
  }

  /**
   * The table as shards hold it: inputs, labels, weight of every row.
   *
   * @return the packed rows
   */
  public float[] packed() {
    int stride = inputs() + targets() + 1;
    float[] packed = new float[count() * stride];
    for (int r = 0; r < count(); r++) {
      int at = r * stride;
      for (int j = 0; j < inputs(); j++) {
        packed[at + j] = (float) numbers("inputs")[r * inputs() + j];
      }
      for (int k = 0; k < targets(); k++) {
        packed[at + inputs() + k] = (float) numbers("labels")[r * targets() + k];
      }
      packed[at + stride - 1] = (float) numbers("weights")[r];
    }
    return packed;
  }

  private static double[][] byRow(double[] numbers, int width) {
    double[][] rows = new double[numbers.length / width][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(numbers, r * width, (r + 1) * width));
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }
}
