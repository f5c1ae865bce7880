package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.spindleml.linalg.Gemm;

class DoctorCommandTest {
  @Test
  void saysWhatThereIsAndThatItWorks() {
    Ran ran = Ran.command("doctor");
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    List<String> names =
        ran.out()
            .lines()
            .map(line -> line.substring(0, 16).strip())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toList());
    assertEquals(
        List.of(
            "Spindle",
            "Spark",
            "Scala",
            "Java",
            "System",
            "Cores",
            "Memory",
            "Matrix products",
            "of bfloat16",
            "Master",
            "Executors",
            "Spark job"),
        names);
    assertTrue(ran.out().contains(Gemm.best().id()), ran.out());
    assertTrue(ran.out().contains("driver at "), ran.out());
    assertTrue(ran.out().contains("works"), ran.out());
  }
}
