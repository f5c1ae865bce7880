package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** When a run is saved, and by whom. */
class CheckpointsTest {
  private final List<String> notes = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  /** Keeps the steps it was given, once it may. */
  private static class Store implements CheckpointStore {
    final List<Long> steps = Collections.synchronizedList(new ArrayList<>());
    Thread thread;

    @Override
    public Optional<Snapshot> begin(RunHeader run, TrainingListener told) {
      return Optional.empty();
    }

    @Override
    public void save(Snapshot snapshot) throws IOException {
      thread = Thread.currentThread();
      steps.add(snapshot.step());
    }

    @Override
    public String toString() {
      return "the store";
    }
  }

  private static Function<StopReason, Snapshot> at(long step) {
    return reason -> new Snapshot(step, reason, Map.of(), Map.of(), List.of());
  }

  private Checkpoints begin(CheckpointStore store, int interval, double seconds) {
    return new Checkpoints(store, interval, seconds, false, null, listener);
  }

  @Test
  void everySoManyIterationsAndAtTheEnd() throws Exception {
    Store store = new Store();
    Checkpoints checkpoints = begin(store, 2, 0);
    for (int step = 1; step <= 5; step++) {
      checkpoints.step(step, at(step));
      // Each is written before the next one is due.
      while (store.steps.size() < step / 2) {
        Thread.onSpinWait();
      }
    }
    checkpoints.end(StopReason.MAX_ITER, at(5));
    assertEquals(List.of(2L, 4L, 5L), store.steps);
    assertFalse(store.thread.isAlive(), "its thread has ended");
    assertEquals(List.of(), notes);
  }

  @Test
  void noStepWaitsForASlowDisk() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    Store store =
        new Store() {
          @Override
          public void save(Snapshot snapshot) throws IOException {
            try {
              slow.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            super.save(snapshot);
          }
        };
    Checkpoints checkpoints = begin(store, 1, 0);
    for (int step = 1; step <= 100; step++) {
      checkpoints.step(step, at(step)); // returns though nothing is written
    }
    slow.countDown();
    checkpoints.end(StopReason.MAX_ITER, at(100));
    assertEquals(List.of(1L, 100L), store.steps);
  }

  private static Store full() {
    return new Store() {
      @Override
      public void save(Snapshot snapshot) throws IOException {
        super.save(snapshot);
        throw new IOException("no space left");
      }
    };
  }

  @Test
  void troubleEndsARunThatMustBeSaved() {
    Store full = full();
    Checkpoints checkpoints = new Checkpoints(full, 1, 0, true, null, listener);
    UncheckedIOException error =
        assertThrows(
            UncheckedIOException.class,
            () -> {
              while (true) {
                checkpoints.step(1, at(1));
              }
            });
    checkpoints.cancel(at(1));
    assertTrue(error.getMessage().contains("no space left"), error.getMessage());
    assertFalse(full.thread.isAlive());
    Checkpoints atTheEnd = new Checkpoints(full, 0, 0, true, null, listener);
    assertThrows(UncheckedIOException.class, () -> atTheEnd.end(StopReason.MAX_ITER, at(2)));
    atTheEnd.cancel(at(2));
    assertFalse(full.thread.isAlive());
  }

  @Test
  void troubleIsToldOnceAndTheRunGoesOn() {
    Store full = full();
    Checkpoints checkpoints = begin(full, 1, 0);
    for (int step = 1; step <= 5; step++) {
      int before = full.steps.size();
      while (full.steps.size() == before) {
        checkpoints.step(step, at(step));
      }
    }
    checkpoints.end(StopReason.MAX_ITER, at(5));
    assertEquals(
        List.of(
            "no checkpoint was written to the store: no space left; training goes on, earlier"
                + " checkpoints are as they were"),
        notes);
    assertFalse(full.thread.isAlive());
  }

  @Test
  void whatIsWrittenIsNotWrittenAgainAndADivergedRunIsNot() {
    Store store = new Store();
    Checkpoints checkpoints = begin(store, 1, 0);
    checkpoints.step(1, at(1));
    checkpoints.cancel(at(1));
    assertEquals(List.of(1L), store.steps);
    begin(store, 1, 0).end(StopReason.DIVERGED, at(2));
    begin(store, 1, 0).cancel(null);
    assertEquals(List.of(1L), store.steps);
    assertNull(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("spindle-checkpoint"))
            .findAny()
            .orElse(null));
  }

  @Test
  void bothValuesOfADifferenceAreNamed() {
    RunHeader before = new RunHeader(Map.of("seed", "1", "layers", "4, 8"));
    RunHeader now = new RunHeader(Map.of("seed", "2", "layers", "4, 8", "maxNorm", "1.0"));
    List<String> differences = before.differences(now);
    assertEquals(2, differences.size());
    assertTrue(differences.contains("seed was 1, is now 2"), differences::toString);
    assertTrue(differences.contains("maxNorm was not set, is now 1.0"), differences::toString);
    assertEquals(List.of(), before.differences(before));
  }
}
