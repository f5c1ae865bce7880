package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  @Test
  void aSnapshotHoldsAllOfIt() throws ReflectiveOperationException {
    RunHistory history = new RunHistory();
    history.epochs.add(new EpochRecord(3, 2, 1, 0.1, 5, new EpochSeconds(1, 2, 3)));
    history.bestWeights = new float[] {1, 2, 3};
    double next = 1;
    for (Field field : RunHistory.class.getDeclaredFields()) {
      if (field.getType() == double.class) {
        field.setDouble(history, next++);
      } else if (field.getType() == int.class) {
        field.setInt(history, (int) next++);
      }
    }
    Map<String, float[]> arrays = new HashMap<>();
    Map<String, Double> numbers = new HashMap<>();
    history.copyTo(arrays, numbers);
    RunHistory read = RunHistory.of(new Snapshot(1, null, arrays, numbers, history.epochs), 3);
    for (Field field : RunHistory.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && field.getType() != float[].class) {
        assertEquals(field.get(history), field.get(read), field.getName());
      }
    }
    assertArrayEquals(history.bestWeights, read.bestWeights);
  }
}
