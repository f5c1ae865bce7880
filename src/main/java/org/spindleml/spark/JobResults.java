package org.spindleml.spark;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.rdd.RDD;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** The results of a job, one by one as they arrive, in the thread that waits for them. */
final class JobResults {
  private static final ExecutionContext AT_ONCE =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private JobResults() {}

  /** What Spark tells of a job. */
  private sealed interface Event {}

  private record Result(int index, byte[] bytes) implements Event {}

  private record End(Try<BoxedUnit> outcome) implements Event {}

  /**
   * Runs a job and takes its results while others are computed or under way.
   *
   * @param rdd its partitions
   * @param task what is done with each
   * @param taker takes a partition's result and index; never for two at once
   * @throws CancellationException if the calling thread is interrupted; it stays so. Then, and when
   *     the taker fails, the job is cancelled
   */
  static <T> void forEach(
      RDD<T> rdd, Function1<Iterator<T>, byte[]> task, ObjIntConsumer<byte[]> taker) {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job =
        rdd.context().submitJob(rdd, task, partitions(rdd), new Store(events), new Nothing());
    job.onComplete(new Ended(events), AT_ONCE);
    boolean done = false;
    try {
      Event event = events.take();
      while (event instanceof Result result) {
        taker.accept(result.bytes(), result.index());
        event = events.take();
      }
      done = true;
      ((End) event).outcome().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a job ran");
    } finally {
      if (!done) {
        job.cancel();
      }
    }
  }

  private static Seq<Object> partitions(RDD<?> rdd) {
    IntStream all = IntStream.range(0, rdd.getNumPartitions());
    return CollectionConverters.asScala(all.<Object>mapToObj(Integer::valueOf).toList()).toSeq();
  }

  /** Spark calls this in the thread that schedules all jobs: it must not be kept waiting. */
  private static final class Store extends AbstractFunction2<Object, byte[], BoxedUnit> {
    private final BlockingQueue<Event> events;

    Store(BlockingQueue<Event> events) {
      this.events = events;
    }

    @Override
    public BoxedUnit apply(Object index, byte[] bytes) {
      events.add(new Result((Integer) index, bytes));
      return BoxedUnit.UNIT;
    }
  }

  /** Behind the last result, or a failure. */
  private static final class Ended extends AbstractFunction1<Try<BoxedUnit>, BoxedUnit> {
    private final BlockingQueue<Event> events;

    Ended(BlockingQueue<Event> events) {
      this.events = events;
    }

    @Override
    public BoxedUnit apply(Try<BoxedUnit> outcome) {
      events.add(new End(outcome));
      return BoxedUnit.UNIT;
    }
  }

  private static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }
}
