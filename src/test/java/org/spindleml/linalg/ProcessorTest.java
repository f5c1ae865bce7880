package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void isTheFirstOfTheDescription() {
    Processor processor =
        Processor.of(
            List.of(
                "processor\t: 0",
                "vendor_id\t: GenuineIntel",
                "cpu family\t: 6",
                "model\t\t: 143",
                "model name\t: Intel(R) Xeon(R)",
                "flags\t\t: fpu amx_bf16 avx512f",
                "",
                "processor\t: 1",
                "model\t\t: 7",
                "flags\t\t: fpu"));
    assertEquals("GenuineIntel 6-143", processor.toString());
    assertTrue(processor.has("amx_bf16"));
    assertFalse(processor.has("amx"));
  }

  @Test
  void withoutDescriptionHasNothing() {
    Processor processor = Processor.of(List.of());
    assertEquals(System.getProperty("os.arch"), processor.toString());
    assertFalse(processor.has("amx_bf16"));
  }
}
