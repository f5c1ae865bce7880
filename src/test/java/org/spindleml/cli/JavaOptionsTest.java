package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.spindleml.spark.SparkLine;

/** The scripts start Java as Spark itself would. */
class JavaOptionsTest {
  @Test
  void theFileHasTheOptionsOfThisSpark() throws IOException {
    SparkLine.assume("conf/java-options are those of 4.1", "4.1");
    List<String> file =
        Files.readAllLines(Path.of("conf/java-options")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertEquals(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")), file);
  }
}
