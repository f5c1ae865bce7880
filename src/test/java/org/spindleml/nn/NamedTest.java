package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NamedTest {
  @Test
  void everyChoiceIsFoundByItsNameInAnyCase() {
    for (Activation activation : Activation.values()) {
      assertEquals(activation, Activation.named(activation.label()));
      assertEquals(activation, Activation.named(activation.label().toUpperCase(Locale.ROOT)));
    }
    for (Initializer initializer : Initializer.values()) {
      assertEquals(initializer, Initializer.named(initializer.label()));
    }
    for (Loss loss : Loss.all()) {
      assertEquals(loss, Loss.named(loss.label()));
    }
  }

  @Test
  void aMisspeltNameListsTheChoices() {
    assertEquals(
        "unknown activation 'rellu'; choose one of linear, sigmoid, tanh, softmax, relu, leakyRelu,"
            + " prelu, elu, swish, gelu, selu, softplus, mish",
        refusal(() -> Activation.named("rellu")));
    assertEquals(
        "unknown loss ''; choose one of softmaxCrossEntropy, logistic, focal, multiLabelLogistic, squared,"
            + " absolute, huber, poisson, gamma, tweedie, quantile",
        refusal(() -> Loss.named("")));
    assertEquals(
        "unknown initializer 'he'; choose one of auto, glorotUniform, glorotNormal, heUniform,"
            + " heNormal, lecunUniform, lecunNormal, orthogonal, zeros",
        refusal(() -> Initializer.named("he")));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(IllegalArgumentException.class, action).getMessage();
  }
}
