package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyMemberDoesItsPartEachTime(int members) {
    AtomicIntegerArray runs = new AtomicIntegerArray(members);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (ThreadTeam team = new ThreadTeam(members)) {
      assertEquals(members, team.members());
      for (int run = 0; run < 5000; run++) {
        int parts = 1 + run % members;
        team.run(
            parts,
            member -> {
              runs.incrementAndGet(member);
              threads.add(Thread.currentThread());
            });
      }
    }
    assertEquals(members, threads.size());
    assertTrue(threads.contains(Thread.currentThread()));
    int sum = 0;
    for (int member = 0; member < members; member++) {
      sum += runs.get(member);
    }
    int expected = 0;
    for (int run = 0; run < 5000; run++) {
      expected += 1 + run % members;
    }
    assertEquals(expected, sum);
    assertEquals(5000, runs.get(0));
  }

  /** Plain writes of one run are seen by the next, whoever makes them. */
  @Test
  void whatOneRunWritesTheNextOneReads() {
    int members = 4;
    long[] values = new long[members];
    try (ThreadTeam team = new ThreadTeam(members)) {
      for (int run = 0; run < 20_000; run++) {
        int shift = run;
        team.run(members, member -> values[(member + shift) % members]++);
      }
    }
    long[] expected = new long[members];
    Arrays.fill(expected, 20_000);
    assertArrayEquals(expected, values);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2047, 2048, 2049, 1 << 14, (1 << 15) - 1, 1 << 15, 100_003, 1_000_001})
  void rangesCoverAnArrayOnce(int length) {
    int[] touched = new int[length];
    int[] once = new int[length];
    Arrays.fill(once, 1);
    try (ThreadTeam team = new ThreadTeam(3)) {
      team.ranges(
          length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              touched[i]++;
            }
          });
      assertArrayEquals(once, touched);
      assertTrue(team.all(length, (from, to) -> touched[from] == 1));
      if (length > 0) {
        touched[length - 1] = 7;
        assertFalse(team.all(length, (from, to) -> touched[to - 1] == 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatAPartThrowsReachesTheCallerOnceAllAreDone(int failing) {
    IllegalStateException failure = new IllegalStateException("broken");
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    try (ThreadTeam team = new ThreadTeam(3)) {
      RuntimeException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  team.run(
                      3,
                      member -> {
                        runs.incrementAndGet(member);
                        if (member == failing) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      assertEquals("[1, 1, 1]", runs.toString());
      team.run(3, member -> runs.incrementAndGet(member));
      assertEquals(2, runs.get(failing));
    }
  }

  @Test
  void anErrorInAnotherThreadIsNotLost() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      RuntimeException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  team.run(
                      2,
                      member -> {
                        if (member == 1) {
                          throw new OutOfMemoryError("no room");
                        }
                      }));
      assertEquals("a thread failed: java.lang.OutOfMemoryError: no room", thrown.getMessage());
    }
  }

  @Test
  void anInterruptReachesAllMembersAndStays() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                begun.await();
                caller.interrupt();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    interrupter.start();
    AtomicIntegerArray noticed = new AtomicIntegerArray(3);
    try (ThreadTeam team = new ThreadTeam(3)) {
      assertThrows(
          CancellationException.class,
          () ->
              team.run(
                  3,
                  member -> {
                    if (member == 0) {
                      return; // the caller waits for the others
                    }
                    begun.countDown();
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      noticed.incrementAndGet(member);
                    }
                  }));
      assertTrue(Thread.interrupted());
      interrupter.join();
      assertEquals(1, noticed.get(1));
      assertEquals(1, noticed.get(2));
      team.run(3, member -> assertFalse(Thread.currentThread().isInterrupted()));
    }
  }

  @RepeatedTest(20)
  void closingEndsTheThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (ThreadTeam team = new ThreadTeam(4)) {
      team.run(4, member -> threads.add(Thread.currentThread()));
    }
    threads.remove(Thread.currentThread());
    assertEquals(3, threads.size());
    threads.forEach(thread -> assertFalse(thread.isAlive()));
  }
}
