package org.spindleml.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spindleml.linalg.Gemm;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;

/** The threads of this process as a source of gradients and a judge, over shards that it holds. */
public final class LocalGradientSource implements GradientSource, AutoCloseable {
  private final TrainingPlan plan;
  private final Shard[] shards;
  private final ThreadTeam team;
  private final List<Worker> workers = new ArrayList<>();
  private final Shard[] validation;
  private final List<ShardJudge> judges = new ArrayList<>();
  private final SumRounding rounding;

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
    this(network, loss, plan, shards, null, new Shard[0], slots);
  }

  /**
   * Starts the threads.
   *
   * @param network the network
   * @param loss the loss of a row
   * @param plan which rows make which step
   * @param shards all shards of the table, by index
   * @param judge how validation rows are judged; null where there are none
   * @param validation all shards of validation rows, by index: a power of two, or none
   * @param slots threads to use; more than the plan has leaves are of no use
   */
  public LocalGradientSource(
      Network network,
      Loss loss,
      TrainingPlan plan,
      Shard[] shards,
      Judge judge,
      Shard[] validation,
      int slots) {
    this.plan = plan;
    this.shards = shards;
    this.validation = validation;
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
              new SumTree(network.sumFormat())));
    }
    int judging = validation.length == 0 ? 0 : ShardJudge.tasks(validation.length, slots);
    for (int task = 0; task < judging; task++) {
      judges.add(new ShardJudge(network, judge, shards[0].layout(), plan.blockSize()));
    }
    team = new ThreadTeam(Math.max(tasks, judging));
    rounding = new SumRounding(network.sumFormat(), team);
  }

  @Override
  public GradientSum at(float[] weights, long step) {
    return sum(weights, new Turn.Step(step));
  }

  @Override
  public GradientSum round(float[] weights, Round round) {
    return sum(weights, round);
  }

  private GradientSum sum(float[] weights, Turn turn) {
    team.run(workers.size(), worker -> compute(workers.get(worker), weights, turn));
    SumTree tree = new SumTree(rounding);
    for (Worker worker : workers) {
      for (SumTree.Node node : worker.tree().nodes()) {
        tree.push(node.level(), node.index(), node.sum());
      }
    }
    return tree.root(plan.leaves());
  }

  private void compute(Worker worker, float[] weights, Turn turn) {
    worker.tree().clear();
    turn.addLeaves(
        worker.leaves(), worker.from(), worker.to(), weights, s -> shards[s], worker.tree());
  }

  @Override
  public EvaluationSums evaluate(float[] weights) {
    if (judges.isEmpty()) {
      return GradientSource.super.evaluate(weights);
    }
    int run = validation.length / judges.size();
    EvaluationSums[] sums = new EvaluationSums[judges.size()];
    team.run(
        judges.size(),
        task -> {
          int from = task * run;
          sums[task] = judges.get(task).sum(from, from + run, s -> validation[s], weights);
        });
    return ShardJudge.merge(Arrays.asList(sums));
  }

  @Override
  public ThreadTeam team() {
    return team;
  }

  /**
   * Stops the threads and waits until they have ended, which takes them a block at most. Not to be
   * called while another thread waits for a gradient.
   */
  @Override
  public void close() {
    team.close();
    workers.forEach(worker -> worker.leaves().close());
  }

  @Override
  public String toString() {
    return "this process, threads " + workers.size();
  }
}
