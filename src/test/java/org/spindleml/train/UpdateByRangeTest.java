package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.AdaGrad;
import org.spindleml.optim.Adam;
import org.spindleml.optim.AdamW;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Nesterov;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.RmsProp;
import org.spindleml.optim.Span;

/** A network large enough for several threads to share out its update. */
class UpdateByRangeTest {
  private static final RowLayout LAYOUT = new RowLayout(5, 1, true);
  private static final Network NETWORK =
      Network.of(
          5,
          List.of(new HiddenLayer(230, Activation.TANH), new HiddenLayer(230, Activation.RELU)),
          3,
          new NetworkOptions(Normalization.BATCH, false, 0));
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  static List<Optimizer> optimizers() {
    return List.of(
        new GradientDescent(),
        Momentum.defaults(),
        Nesterov.defaults(),
        AdaGrad.defaults(),
        RmsProp.defaults(),
        Adam.defaults(),
        AdamW.defaults(List.of(new Span(100, 40_000), new Span(50_000, 50_100))));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void bitsDoNotDependOnThreads(Optimizer optimizer) {
    Shard[] shards = SomeShards.draw(LAYOUT, new Random(3), 300, 200, 157, 310);
    float[] alone = train(optimizer, shards, 1);
    assertEquals(NETWORK.size(), alone.length);
    for (int threads : new int[] {2, 3}) {
      assertArrayEquals(alone, train(optimizer, shards, threads), 0, threads + " threads");
    }
    float[] start = NETWORK.initialWeights(Initializer.AUTO, 1);
    assertFalse(Arrays.equals(start, alone));
  }

  private static float[] train(Optimizer optimizer, Shard[] shards, int threads) {
    long rows = Arrays.stream(SomeShards.rows(shards)).sum();
    TrainingPlan plan = new TrainingPlan(9, rows, shards.length, 3, 4, 100);
    try (LocalGradientSource source =
        new LocalGradientSource(NETWORK, LOSS, plan, shards, threads)) {
      return new Trainer(
              source,
              new Penalty(1e-3, 0.5, List.of(new Span(0, 1000))),
              new GradientClip(1, 0.1),
              optimizer,
              MaxNorm.NONE,
              RunningStatistics.of(NETWORK),
              new ConstantSchedule(0.01),
              Plateau.NONE,
              Validation.NONE,
              plan,
              3,
              0,
              TrainingListener.NONE)
          .train(NETWORK.initialWeights(Initializer.AUTO, 1))
          .weights();
    }
  }
}
