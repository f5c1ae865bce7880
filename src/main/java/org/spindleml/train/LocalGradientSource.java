package org.spindleml.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.spindleml.linalg.Gemm;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;

/** The threads of this process as a source of gradients, over shards that it holds. */
public final class LocalGradientSource implements GradientSource, AutoCloseable {
  private final TrainingPlan plan;
  private final Shard[] shards;
  private final ExecutorService pool;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final int size;

  /** A thread's own scratch memory and the leaves that are its part of every step. */
  private record Worker(int from, int to, LeafGradients leaves, SumTree tree) {}

  /**
   * Starts the threads.
   *
   * @param network the network
   * @param loss the loss of a row
   * @param plan which rows make which step
   * @param shards all shards of the table, by index
   * @param slots threads to use; more than the plan has leaves are of no use
   */
  public LocalGradientSource(
      Network network, Loss loss, TrainingPlan plan, Shard[] shards, int slots) {
    this.plan = plan;
    this.shards = shards;
    Gemm.best().useOneThread();
    int[] shardRows = new int[shards.length];
    for (int s = 0; s < shards.length; s++) {
      shardRows[s] = shards[s].rows();
    }
    int tasks = plan.tasks(slots);
    for (int task = 0; task < tasks; task++) {
      workers.add(
          new Worker(
              plan.firstLeaf(task, tasks),
              plan.firstLeaf(task + 1, tasks),
              new LeafGradients(network, loss, shards[0].layout(), plan, shardRows),
              new SumTree(network.size())));
    }
    size = network.size();
    pool =
        Executors.newFixedThreadPool(
            tasks,
            task -> {
              Thread thread = new Thread(task, "spindle-gradient");
              thread.setDaemon(true);
              threads.add(thread);
              return thread;
            });
  }

  @Override
  public GradientSum at(float[] weights, long step) {
    List<Future<?>> running = new ArrayList<>();
    for (Worker worker : workers) {
      running.add(pool.submit(() -> compute(worker, weights, step)));
    }
    try {
      for (Future<?> part : running) {
        part.get();
      }
    } catch (InterruptedException e) {
      running.forEach(part -> part.cancel(true));
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted in step " + step);
    } catch (ExecutionException e) {
      throw new IllegalStateException("step " + step + " failed", e.getCause());
    }
    SumTree tree = new SumTree(size);
    for (Worker worker : workers) {
      for (SumTree.Node node : worker.tree().nodes()) {
        tree.push(node.level(), node.index(), node.sum());
      }
    }
    return tree.root(plan.leaves());
  }

  private void compute(Worker worker, float[] weights, long step) {
    worker.tree().clear();
    worker
        .leaves()
        .addLeaves(worker.from(), worker.to(), step, weights, s -> shards[s], worker.tree());
  }

  /** Stops the threads and waits until they have ended, which takes them a block at most. */
  @Override
  public void close() {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) { // a pool calls itself terminated before its threads are
      try {
        thread.join(TimeUnit.MINUTES.toMillis(1));
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
    return "this process, threads " + workers.size();
  }
}
