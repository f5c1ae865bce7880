package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spindleml.nn.Network;
import org.spindleml.optim.Optimizer;

class TrainingSettingsTest {
  private static Optimizer rule(Solver solver) {
    TrainingSettings settings = SomeSettings.of(solver, 32);
    return settings.optimizer(Network.of(3, settings.hidden(), 2));
  }

  @Test
  void everySolverIsARuleOfItsName() {
    assertEquals("gradient descent", rule(Solver.GD).toString());
    assertEquals("gradient descent", rule(Solver.SGD).toString());
    assertEquals("momentum 0.9", rule(Solver.MOMENTUM).toString());
    assertEquals("nesterov, momentum 0.9", rule(Solver.NESTEROV).toString());
    assertEquals("adagrad, epsilon 1.0E-10", rule(Solver.ADAGRAD).toString());
    assertEquals("rmsprop, alpha 0.99, epsilon 1.0E-8", rule(Solver.RMSPROP).toString());
    assertEquals("adam, beta1 0.9, beta2 0.999, epsilon 1.0E-8", rule(Solver.ADAM).toString());
    assertEquals(
        "adamw, weight decay 0.01, beta1 0.9, beta2 0.999, epsilon 1.0E-8",
        rule(Solver.ADAMW).toString());
  }
}
