package org.spindleml.train;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The calling thread and some more, which do the parts of one thing at a time: a call returns when
 * all parts are done. Not for several callers at once.
 *
 * <p>A step of a small network takes some ten microseconds, and waking a thread that sleeps takes
 * longer. So whoever waits first spins for a while, then sleeps; nobody spins where there are more
 * threads than processors.
 */
final class Crew implements AutoCloseable {
  /**
   * Longer than the driver's share of a small step, 5 µs; short beside the 40 µs of a leaf, which a
   * busy machine may want to compute on the very processor that spins.
   */
  private static final long SPIN_NANOS = 10_000;

  private final Member[] members;
  private final long spinNanos;

  // What is to be done, written before the round is, read after it.
  private IntConsumer work;
  private int parts;
  private Thread caller;

  /** How often there was something to do; negative when there never will be again. */
  private volatile long round;

  /** A thread that does the part of its number in every round. */
  private final class Member implements Runnable {
    private final int part;
    private final Thread thread;
    private Throwable failure;

    /** The last round whose part is done. */
    private volatile long done;

    Member(int part) {
      this.part = part;
      thread = new Thread(this, "spindle-gradient-" + part);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      while (awaitNextRound()) {
        failure = part < parts ? attempt(part) : null;
        finish();
        LockSupport.unpark(caller);
      }
    }

    /** No interrupt outlives the part that it was for. */
    private synchronized void finish() {
      Thread.interrupted();
      done = round;
    }

    private synchronized void interruptPart() {
      if (done != round) {
        thread.interrupt();
      }
    }

    private boolean awaitNextRound() {
      long start = System.nanoTime();
      while (round == done) {
        pause(start);
      }
      return round > done;
    }

    /** Waits for the part; whether the caller was interrupted meanwhile. */
    private boolean await() {
      boolean interrupted = false;
      long start = System.nanoTime();
      while (done != round) {
        pause(start);
        if (Thread.interrupted()) {
          interrupted = true;
          interruptMembers();
        }
      }
      return interrupted;
    }
  }

  /**
   * Starts the threads.
   *
   * @param size how many threads there are, the calling one included
   */
  Crew(int size) {
    spinNanos = size <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    members = new Member[size - 1];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i + 1);
    }
    for (Member member : members) {
      member.thread.start();
    }
  }

  /**
   * Does all parts at once and waits for them.
   *
   * @param name of the whole, for errors
   * @param count how many parts there are, at most one a thread
   * @param part does a part, by its number; part 0 on the calling thread
   * @throws CancellationException if the calling thread is interrupted; it stays so
   * @throws IllegalStateException if a part failed, with the cause
   */
  void run(String name, int count, IntConsumer part) {
    work = part;
    parts = count;
    caller = Thread.currentThread();
    round++;
    for (Member member : members) {
      LockSupport.unpark(member.thread);
    }
    Throwable failure = attempt(0);
    if (failure != null) {
      interruptMembers();
    }
    boolean interrupted = false;
    for (Member member : members) {
      interrupted |= member.await();
      failure = failure == null ? member.failure : failure;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      Interruption.check("in " + name);
      throw new IllegalStateException(name + " failed", failure);
    }
  }

  private Throwable attempt(int part) {
    try {
      work.accept(part);
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private void interruptMembers() {
    for (Member member : members) {
      member.interruptPart();
    }
  }

  private void pause(long since) {
    if (System.nanoTime() - since < spinNanos) {
      Thread.onSpinWait();
    } else {
      LockSupport.park(this);
    }
  }

  /** Ends the threads and waits until they have ended. */
  @Override
  public void close() {
    round = Long.MIN_VALUE;
    boolean interrupted = Thread.interrupted();
    for (Member member : members) {
      LockSupport.unpark(member.thread);
      try {
        member.thread.join(TimeUnit.MINUTES.toMillis(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
