package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {
  /** More threads than processors do not spin. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40})
  void everyPartIsDoneOnceARound(int size) {
    long[] sums = new long[size];
    long[] expected = new long[size];
    try (Crew crew = new Crew(size)) {
      for (int round = 0; round < 1000; round++) {
        int r = round;
        int parts = 1 + round % size;
        crew.run("a round", parts, part -> sums[part] += (long) r * part);
        for (int part = 0; part < parts; part++) {
          expected[part] += (long) r * part;
        }
        assertArrayEquals(expected, sums);
      }
    }
  }

  @Test
  void partsRunAtOnceAndTheFirstOnTheCallingThread() {
    Thread[] threads = new Thread[3];
    CountDownLatch all = new CountDownLatch(3);
    try (Crew crew = new Crew(3)) {
      crew.run(
          "a meeting",
          3,
          part -> {
            threads[part] = Thread.currentThread();
            all.countDown();
            try {
              all.await();
            } catch (InterruptedException e) {
              throw new CancellationException();
            }
          });
    }
    assertSame(Thread.currentThread(), threads[0]);
    assertFalse(threads[1].isAlive());
    assertFalse(threads[2].isAlive());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFailureIsToldAndOverWithItsRound(int failing) {
    ArithmeticException cause = new ArithmeticException();
    int[] done = new int[3];
    try (Crew crew = new Crew(3)) {
      for (int round = 0; round < 100; round++) {
        IllegalStateException told =
            assertThrows(
                IllegalStateException.class,
                () ->
                    crew.run(
                        "step 7",
                        3,
                        part -> {
                          if (part == failing) {
                            throw cause;
                          }
                        }));
        assertEquals("step 7 failed", told.getMessage());
        assertSame(cause, told.getCause());
        crew.run("the next", 3, part -> done[part]++);
      }
    }
    assertArrayEquals(new int[] {100, 100, 100}, done);
    assertFalse(Thread.interrupted());
  }

  /** The caller is asleep when it is interrupted; the others end as soon as they are told. */
  @Test
  void anInterruptOfTheCallerReachesAll() throws InterruptedException {
    CountDownLatch working = new CountDownLatch(2);
    boolean[] cancelled = new boolean[1];
    Thread caller =
        new Thread(
            () -> {
              try (Crew crew = new Crew(3)) {
                CancellationException told =
                    assertThrows(
                        CancellationException.class,
                        () -> crew.run("step 7", 3, part -> workUntilInterrupted(part, working)));
                assertEquals("training was interrupted in step 7", told.getMessage());
                cancelled[0] = Thread.currentThread().isInterrupted();
              }
            });
    caller.start();
    working.await();
    caller.interrupt();
    caller.join();
    assertTrue(cancelled[0]);
  }

  private static void workUntilInterrupted(int part, CountDownLatch working) {
    if (part == 0) {
      return;
    }
    working.countDown();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
    throw new CancellationException();
  }
}
