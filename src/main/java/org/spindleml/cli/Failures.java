package org.spindleml.cli;

import java.util.List;
import java.util.function.Predicate;
import org.spindleml.ml.DivergedException;
import org.spindleml.table.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line and an exit code. */
final class Failures {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  /** Arguments that picocli could not read. */
  int badArguments(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    print(command, message(failure));
    return BAD_INPUT;
  }

  /** A command that threw. */
  int report(Exception failure, CommandLine command, boolean verbose) {
    Throwable refusal = find(failure, InputException.class::isInstance);
    Throwable badInput = refusal != null ? refusal : find(failure, SparkFaults::isBadInput);
    Throwable diverged = find(failure, DivergedException.class::isInstance);
    if (refusal != null) {
      print(command, refusal.getMessage());
    } else if (diverged != null) {
      print(command, diverged.getMessage());
    } else if (badInput != null) {
      print(command, SparkFaults.sentence(badInput));
    } else {
      String hint = verbose ? "" : " (run again with --verbose for the stack trace)";
      print(command, describe(rootCause(failure)) + hint);
    }
    if (verbose) {
      failure.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return badInput != null ? BAD_INPUT : FAILED;
  }

  /** The names of the commands, as a sentence lists them. */
  static String commands(CommandSpec spec) {
    return String.join(", ", spec.root().subcommands().keySet());
  }

  private static void print(CommandLine command, String message) {
    command.getErr().println("spindle: " + oneLine(message));
    command.getErr().flush();
  }

  private static String message(ParameterException failure) {
    CommandSpec spec = failure.getCommandLine().getCommandSpec();
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return failure.getMessage();
    }
    String found = unmatched.getUnmatched().get(0);
    // In the order of their names: picocli leaves equally near ones in the order of a hash table.
    List<String> nearest = unmatched.getSuggestions().stream().sorted().toList();
    boolean command = spec == spec.root() && !unmatched.isUnknownOption();
    String what = command ? "there is no command '" : "unknown argument '";
    if (unmatched.isUnknownOption()) {
      what = "unknown option '";
    }
    String advice = "";
    if (command) {
      advice = "; the commands are " + commands(spec);
    } else if (!nearest.isEmpty()) {
      advice = "; did you mean " + String.join(" or ", nearest) + "?";
    }
    return what + found + "'" + advice;
  }

  private static Throwable find(Throwable failure, Predicate<Throwable> kind) {
    Throwable cause = failure;
    while (cause != null && !kind.test(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return message == null || message.isBlank() ? kind : kind + ": " + message;
  }

  /** Spark's messages carry whole plans and stack traces after their first line. */
  private static String oneLine(String message) {
    return message.strip().lines().findFirst().orElse("");
  }
}
