package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A program of a user's own gets Spindle by its coordinates, or as a jar, from spark-submit. */
class InstallIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private static final String PROGRAM =
      """
      import org.apache.spark.sql.*;
      import org.spindleml.ml.*;

      public class Program {
        public static void main(String[] args) {
          SparkSession spark = SparkSession.builder().getOrCreate();
          Dataset<Row> table =
              spark.range(200).selectExpr("id % 7 AS x", "CAST(id % 7 > 3 AS INT) AS label");
          MlpClassificationModel model =
              new MlpClassifier().setFeaturesCols("x").setHiddenLayers(8)
                  .setStepSize(0.05).setMaxIter(200).fit(table);
          System.out.println("right " + model.transform(table).where("prediction = label").count());
          spark.stop();
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void asAJar() throws Exception {
    submit("--jars", TARGET.resolve("spindle-" + VERSION + "-all.jar").toString());
  }

  @Test
  void byCoordinates() throws Exception {
    Path local = repositoryOf(CommandLine.class);
    Path home =
        Files.createDirectories(directory.resolve("repository/org/spindleml/spindle/" + VERSION));
    Files.copy(
        TARGET.resolve("spindle-" + VERSION + ".jar"), home.resolve("spindle-" + VERSION + ".jar"));
    Files.copy(Path.of("pom.xml"), home.resolve("spindle-" + VERSION + ".pom"));
    Ran ran =
        submit(
            "--packages",
            "org.spindleml:spindle:" + VERSION,
            "--repositories",
            directory.resolve("repository").toUri() + "," + local.toUri(),
            "--conf",
            "spark.jars.ivy=" + directory.resolve("ivy"));
    assertTrue(ran.err().contains("org.spindleml#spindle;" + VERSION), ran.err());
  }

  /** The local repository that a class of a dependency came from. */
  private static Path repositoryOf(Class<?> type) throws Exception {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    assumeFalse(Files.isDirectory(jar), "dependencies do not come from a repository");
    // …/info/picocli/picocli/VERSION/picocli-VERSION.jar
    return jar.getParent().getParent().getParent().getParent().getParent();
  }

  private Ran submit(String... options) throws Exception {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path source = Files.writeString(directory.resolve("Program.java"), PROGRAM);
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()));
    Path jar = directory.resolve("program.jar");
    assertEquals(
        0,
        new ProcessBuilder("jar", "--create", "--file", jar.toString(), "-C", classes + "", ".")
            .start()
            .waitFor());
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "@" + Path.of("conf/java-options").toAbsolutePath(),
                "-Xmx1g",
                "-cp",
                Files.readString(TARGET.resolve("spark-jars.txt")).strip(),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]",
                "--class",
                "Program"));
    command.addAll(List.of(options));
    command.add(jar.toString());
    ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
    process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Ran ran = Ran.process(process, directory);
    assertEquals(0, ran.exitCode(), ran.toString());
    assertTrue(Stream.of(ran.out().split("\n")).anyMatch("right 200"::equals), ran::toString);
    return ran;
  }
}
