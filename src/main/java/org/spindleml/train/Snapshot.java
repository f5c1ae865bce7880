package org.spindleml.train;

import java.util.List;
import java.util.Map;

/**
 * Everything a run is between two steps, copied: plain data by name, of which a checkpoint is made
 * and from which a run goes on as if it had never stopped.
 *
 * @param step steps done; of solver l-bfgs iterations
 * @param ended why the run ended, or null where it goes on
 * @param arrays weights, best weights, what the solver remembers; not to be changed
 * @param numbers all that is one number
 * @param epochs how each epoch went
 */
public record Snapshot(
    long step,
    StopReason ended,
    Map<String, float[]> arrays,
    Map<String, Double> numbers,
    List<EpochRecord> epochs) {
  /**
   * Keeps the epochs and the two tables; arrays are kept as they are.
   *
   * @param step steps done
   * @param ended why the run ended, or null
   * @param arrays the arrays by name
   * @param numbers the numbers by name
   * @param epochs how each epoch went
   */
  public Snapshot {
    arrays = Map.copyOf(arrays);
    numbers = Map.copyOf(numbers);
    epochs = List.copyOf(epochs);
  }

  /**
   * A copy of one of the arrays.
   *
   * @throws IllegalArgumentException if there is none of that name and length
   */
  float[] array(String name, int length) {
    float[] array = arrays.get(name);
    if (array == null || array.length != length) {
      throw new IllegalArgumentException(
          "the snapshot should have "
              + length
              + " numbers "
              + name
              + ", found "
              + (array == null ? "none" : array.length));
    }
    return array.clone();
  }

  /**
   * One of the numbers.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  double number(String name) {
    Double number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the snapshot has no number " + name);
    }
    return number;
  }

  @Override
  public String toString() {
    return "step " + step + (ended == null ? "" : ", ended: " + ended);
  }
}
