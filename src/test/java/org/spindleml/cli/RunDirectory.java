package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spindleml.spark.LocalSpark;

/**
 * A directory with tables, a run file and what commands make of them. In run files "DIR" stands for
 * the directory.
 *
 * @param path the directory
 */
record RunDirectory(Path path) {
  /** The session that commands find running. */
  static SparkSession spark() {
    SparkSession spark = LocalSpark.session();
    SparkSession.setDefaultSession(spark);
    return spark;
  }

  /** Writes a text file. */
  Path write(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text.replace("DIR", path.toString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Path output() {
    return path.resolve("out");
  }

  /** Runs a command on a run file of this text; results go to the directory "out". */
  Ran command(String command, String run, String... settings) {
    return onFile(command, write("run.conf", run), settings);
  }

  /** Runs a command on a run file; results go to the directory "out". */
  Ran onFile(String command, Path run, String... settings) {
    spark();
    List<String> args = new ArrayList<>(List.of(command, run.toString()));
    args.add("output.directory=" + output());
    args.addAll(List.of(settings));
    return Ran.command(args.toArray(new String[0]));
  }

  /** Runs a command that must go well. */
  String done(String command, String run, String... settings) {
    return done(command(command, run, settings));
  }

  static String done(Ran ran) {
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    return ran.out();
  }

  /** Runs a command that must refuse its input; says the message, with DIR for the directory. */
  String refusal(String command, String run, String... settings) {
    return refusal(command(command, run, settings));
  }

  String refusal(Ran ran) {
    assertEquals(2, ran.exitCode(), ran.toString());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("spindle: "), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
    return ran.err().strip().substring("spindle: ".length()).replace(path.toString(), "DIR");
  }

  JsonNode report() {
    try {
      return new ObjectMapper().readTree(output().resolve("report.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A metric of the test table. */
  double metric(String name) {
    JsonNode metric = report().get("test").get(name);
    assertTrue(metric != null, () -> report().toString());
    return metric.asDouble();
  }

  /** The predictions, as a person would read them. */
  Dataset<Row> predictions() {
    return spark()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(output().resolve("predictions.csv").toString());
  }
}
