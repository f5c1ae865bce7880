package org.spindleml.cli;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.tool.JavaShellToolBuilder;

/**
 * JShell in this process, so that what is typed runs where the Spark session is: the program of
 * {@code submit/jshell}.
 */
public final class JavaShell {
  private JavaShell() {}

  /**
   * Runs JShell and ends this JVM with its exit code.
   *
   * @param args options and files of the jshell command
   * @throws Exception if JShell cannot work
   */
  public static void main(String[] args) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--execution", "local"));
    arguments.addAll(List.of(args));
    // Spark's threads would keep the JVM alive.
    System.exit(JavaShellToolBuilder.builder().start(arguments.toArray(String[]::new)));
  }
}
