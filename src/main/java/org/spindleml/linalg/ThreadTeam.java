package org.spindleml.linalg;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The calling thread and some others that do their parts of one thing at once, again and again
 * (fork and join). Of use for parts of a few microseconds and more: who waits spins for a moment
 * before it sleeps, and with as many members as cores nobody has to wake up but the others.
 *
 * <p>A team belongs to one thread at a time, the one that calls {@link #run} and {@code ranges}.
 */
public final class ThreadTeam implements AutoCloseable {
  /** The calling thread, and nobody else. */
  public static final ThreadTeam ALONE = new ThreadTeam(1);

  /** About what it costs to put a thread to sleep and wake it up again. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** Numbers that one thread goes over in the time that another takes to join in. */
  private static final int SMALLEST_RANGE = 1 << 14;

  /** Numbers that stay in the first-level cache, of several arrays, from one loop to the next. */
  private static final int CHUNK = 1 << 11;

  private final Member[] others;
  private volatile Thread caller;
  private volatile boolean closed;

  /** What a member does. */
  @FunctionalInterface
  public interface Part {
    /**
     * Does it.
     *
     * @param member which member's part: 0 for the calling thread
     */
    void run(int member);
  }

  /** What is done to a range of an array. */
  @FunctionalInterface
  public interface Range {
    /**
     * Does it.
     *
     * @param from the first index
     * @param to the index behind the last
     */
    void run(int from, int to);
  }

  /** What is done to a range of an array with memory of a member's own. */
  @FunctionalInterface
  public interface MemberRange {
    /**
     * Does it.
     *
     * @param member who does it: 0 for the calling thread
     * @param from the first index
     * @param to the index behind the last
     */
    void run(int member, int from, int to);
  }

  /** What is asked of a range of an array. */
  @FunctionalInterface
  public interface Question {
    /**
     * Answers it.
     *
     * @param from the first index
     * @param to the index behind the last
     * @return the answer
     */
    boolean holds(int from, int to);
  }

  /**
   * Starts the other threads.
   *
   * @param members how many there are, the calling thread among them, at least 1
   */
  public ThreadTeam(int members) {
    others = new Member[members - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Member();
      others[i].start();
    }
  }

  /**
   * How many members there are.
   *
   * @return at least 1: the calling thread
   */
  public int members() {
    return others.length + 1;
  }

  /**
   * Lets the first members do their parts and waits for them all.
   *
   * <p>When the calling thread is interrupted, so are the others; this returns once they have
   * noticed.
   *
   * @param members how many parts there are, at most {@link #members}
   * @param part what each does
   * @throws CancellationException if the calling thread is interrupted; it stays so
   * @throws RuntimeException what a part has thrown, the caller's own first
   */
  public void run(int members, Part part) {
    caller = Thread.currentThread();
    for (int member = 1; member < members; member++) {
      others[member - 1].begin(part, member);
    }
    RuntimeException failure = null;
    try {
      part.run(0);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      awaitOthers(members);
    }
    for (int member = 1; member < members && failure == null; member++) {
      failure = others[member - 1].failure;
    }
    if (Thread.currentThread().isInterrupted() && !(failure instanceof CancellationException)) {
      throw new CancellationException("interrupted");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void awaitOthers(int members) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    if (interrupted) {
      interruptOthers(members);
    }
    for (int member = 1; member < members; member++) {
      Member other = others[member - 1];
      while (!await(() -> other.part == null)) {
        Thread.interrupted(); // else there is no sleeping
        interrupted = true;
        interruptOthers(members);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void interruptOthers(int members) {
    for (int member = 1; member < members; member++) {
      others[member - 1].interrupt();
    }
  }

  /** Waits; false if the thread is interrupted before. */
  private boolean await(BooleanSupplier done) {
    long spinUntil = System.nanoTime() + SPIN_NANOS;
    while (!done.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (System.nanoTime() < spinUntil) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    return true;
  }

  /**
   * Does something to all of an array, each member to ranges of it; to a short one the calling
   * thread alone. Ranges are short enough for several loops over one to read its numbers once.
   *
   * @param length of the array
   * @param range what is done to a range
   */
  public void ranges(int length, Range range) {
    ranges(length, (member, from, to) -> range.run(from, to));
  }

  /**
   * Does something to all of an array, as {@link #ranges(int, Range)} does.
   *
   * @param length of the array
   * @param range what a member does to a range
   */
  public void ranges(int length, MemberRange range) {
    int parts = Math.max(1, Math.min(members(), length / SMALLEST_RANGE));
    if (parts == 1) {
      chunks(0, 0, length, range);
    } else {
      run(
          parts,
          part -> chunks(part, bound(length, part, parts), bound(length, part + 1, parts), range));
    }
  }

  private static void chunks(int member, int from, int to, MemberRange range) {
    for (int chunk = from; chunk < to; chunk += CHUNK) {
      range.run(member, chunk, Math.min(chunk + CHUNK, to));
    }
  }

  /**
   * Asks something of all of an array, as {@link #ranges(int, Range)} does something to it.
   *
   * @param length of the array
   * @param question what is asked of a range; nothing depends on who asks which
   * @return whether it holds of all ranges
   */
  public boolean all(int length, Question question) {
    AtomicBoolean all = new AtomicBoolean(true);
    ranges(
        length,
        (from, to) -> {
          if (!question.holds(from, to)) {
            all.set(false);
          }
        });
    return all.get();
  }

  private static int bound(int length, int part, int parts) {
    return (int) ((long) length * part / parts);
  }

  /** Stops the other threads and waits until they have ended. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = Thread.interrupted();
    for (Member other : others) {
      LockSupport.unpark(other);
      try {
        other.join(TimeUnit.MINUTES.toMillis(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "a team of " + members() + " threads";
  }

  private final class Member extends Thread {
    /** What to do now; null when it is done. */
    private volatile Part part;

    private int index;
    private RuntimeException failure;

    Member() {
      super("spindle-gradient");
      setDaemon(true);
    }

    void begin(Part next, int member) {
      index = member;
      failure = null;
      part = next;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      while (true) {
        while (!await(() -> part != null || closed)) {
          Thread.interrupted(); // meant for a part that has ended
        }
        if (closed) {
          return;
        }
        Thread.interrupted();
        try {
          part.run(index);
        } catch (RuntimeException e) {
          failure = e;
        } catch (Error e) {
          failure = new IllegalStateException("a thread failed: " + e, e);
        } finally {
          part = null;
          LockSupport.unpark(caller);
        }
      }
    }
  }
}
