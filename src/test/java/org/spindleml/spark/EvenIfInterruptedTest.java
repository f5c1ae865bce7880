package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvenIfInterruptedTest {
  private static final IllegalStateException FIRST = new IllegalStateException("first");
  private static final IllegalStateException SECOND = new IllegalStateException("second");

  private static Integer fail() {
    throw FIRST;
  }

  @Test
  void releasesAfterTheWorkAndStaysInterrupted() {
    List<Boolean> interrupted = new ArrayList<>();
    Thread.currentThread().interrupt();
    int result =
        EvenIfInterrupted.using(
            () -> interrupted.add(Thread.currentThread().isInterrupted()), () -> 7);
    assertTrue(Thread.interrupted());
    assertEquals(7, result);
    assertEquals(List.of(false), interrupted);
  }

  @Test
  void anErrorOfTheWorkIsTheOneThatIsThrown() {
    List<String> released = new ArrayList<>();
    Runnable release =
        () -> {
          released.add("once");
          throw SECOND;
        };
    Exception thrown =
        assertThrows(
            IllegalStateException.class,
            () -> EvenIfInterrupted.using(release, EvenIfInterruptedTest::fail));
    assertSame(FIRST, thrown);
    assertArrayEquals(new Throwable[] {SECOND}, thrown.getSuppressed());
    assertEquals(List.of("once"), released);
    assertSame(
        SECOND,
        assertThrows(IllegalStateException.class, () -> EvenIfInterrupted.using(release, () -> 7)));
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
