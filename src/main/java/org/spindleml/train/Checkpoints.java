package org.spindleml.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * When a run is saved. A state is copied between two steps and written by a thread of its own, so
 * that no step waits for a disk: where that thread is not done yet, the next copy is taken later.
 * Trouble with writing is told and training goes on, or it ends the run, as the user chooses.
 */
public final class Checkpoints {
  /** For a run that is not saved. */
  public static final Checkpoints NONE =
      new Checkpoints(null, 0, 0, false, null, TrainingListener.NONE);

  /** What a cancelled run leaves to a write before it is interrupted. */
  private static final long PATIENCE_SECONDS = 3;

  private final CheckpointStore store;
  private final int interval;
  private final double seconds;
  private final boolean mustWrite;
  private final Snapshot resumed;
  private final TrainingListener listener;
  private final ExecutorService writer;
  private Thread thread;
  private Future<?> writing;
  private Mark written;
  private String trouble;
  private boolean due;
  private long lastNanos = System.nanoTime();

  /** Tells states apart without holding them. */
  private record Mark(long step, int epochs, StopReason ended) {
    static Mark of(Snapshot snapshot) {
      return new Mark(snapshot.step(), snapshot.epochs().size(), snapshot.ended());
    }
  }

  /**
   * The checkpoints of a run.
   *
   * @param store where they go; null for nowhere
   * @param interval iterations from one to the next; 0 or less for any number
   * @param seconds from one to the next; 0 for any number
   * @param mustWrite whether a checkpoint that cannot be written ends the run
   * @param resumed where the run goes on; null to begin with the first step
   * @param listener is told of trouble
   */
  public Checkpoints(
      CheckpointStore store,
      int interval,
      double seconds,
      boolean mustWrite,
      Snapshot resumed,
      TrainingListener listener) {
    this.store = store;
    this.interval = interval;
    this.seconds = seconds;
    this.mustWrite = mustWrite;
    this.resumed = resumed;
    this.listener = listener;
    writer = store == null ? null : Executors.newSingleThreadExecutor(this::thread);
  }

  private Thread thread(Runnable task) {
    thread = new Thread(task, "spindle-checkpoint");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the run goes on; empty to begin with the first step. */
  Optional<Snapshot> resumed() {
    return Optional.ofNullable(resumed);
  }

  /**
   * After a step: saves the run where it is time to.
   *
   * @param iteration iterations done, if the step ended one, else 0
   * @param state makes a copy of the state, given null for a run that goes on
   * @throws UncheckedIOException if the one before was not written and must be
   */
  void step(long iteration, Function<StopReason, Snapshot> state) {
    if (store == null) {
      return;
    }
    due |= iteration > 0 && interval > 0 && iteration % interval == 0;
    due |= seconds > 0 && System.nanoTime() - lastNanos >= seconds * 1e9;
    if (due && (writing == null || writing.isDone())) {
      tellTrouble();
      failIfMustWrite();
      write(state.apply(null));
    }
  }

  private void write(Snapshot snapshot) {
    due = false;
    lastNanos = System.nanoTime();
    written = Mark.of(snapshot);
    writing =
        writer.submit(
            () -> {
              store.save(snapshot);
              return null;
            });
  }

  /**
   * Saves the end of a run, waits until it is written and stops the thread that writes.
   *
   * @param reason why it ended
   * @param state makes a copy of the state
   * @throws UncheckedIOException if it was not written and must be
   */
  void end(StopReason reason, Function<StopReason, Snapshot> state) {
    if (store != null) {
      last(reason == StopReason.DIVERGED ? null : state.apply(reason), Long.MAX_VALUE);
      failIfMustWrite();
    }
  }

  /**
   * Saves where a run was cancelled and stops the thread that writes, all within seconds.
   *
   * @param state makes a copy of the state; null where it is not between two steps
   */
  void cancel(Function<StopReason, Snapshot> state) {
    if (store != null && !writer.isShutdown()) {
      last(state == null ? null : state.apply(null), TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
    }
  }

  private void last(Snapshot snapshot, long nanos) {
    boolean interrupted = Thread.interrupted();
    try {
      long until = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
      if (await(until) && snapshot != null && !isWritten(snapshot)) {
        tellTrouble();
        write(snapshot);
        await(until);
      }
      tellTrouble();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      writer.shutdownNow();
      join();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isWritten(Snapshot snapshot) {
    return trouble == null && Mark.of(snapshot).equals(written);
  }

  /** Waits for the write under way; false if time is up. */
  private boolean await(long until) throws InterruptedException {
    if (writing == null) {
      return true;
    }
    try {
      writing.get(
          until == Long.MAX_VALUE ? until : Math.max(0, until - System.nanoTime()),
          TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return true; // Told by tellTrouble.
    } catch (TimeoutException e) {
      listener.note("the last checkpoint was not written in time, in " + store);
      return false;
    }
    return true;
  }

  /** Tells what went wrong in the write before, once for as long as it stays the same. */
  private void tellTrouble() {
    if (writing == null || !writing.isDone()) {
      return;
    }
    String now = null;
    try {
      writing.get();
    } catch (ExecutionException e) {
      now = "no checkpoint was written to " + store + ": " + e.getCause().getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (now != null && !now.equals(trouble)) {
      String then = mustWrite ? "" : "; training goes on, earlier checkpoints are as they were";
      listener.note(now + then);
    }
    trouble = now;
  }

  private void failIfMustWrite() {
    if (mustWrite && trouble != null) {
      throw new UncheckedIOException(
          trouble
              + "; checkpointFailure=error ends the run, earlier checkpoints are as they were: make"
              + " room or mend the directory and run it again, it goes on from the last one",
          new IOException(trouble));
    }
  }

  private void join() {
    if (thread == null) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
