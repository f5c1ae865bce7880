package org.spindleml.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code spindle} command.
 *
 * <p>Exit codes: 0 done; 2 bad input, with one line that says what to change; 1 any other failure,
 * with its root cause in one line. {@code --verbose} adds the stack trace.
 */
@Command(
    name = "spindle",
    description = "Neural networks on Spark DataFrames.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Versions.class,
    mixinStandardHelpOptions = true,
    // A new command is one more line here.
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      FindLrCommand.class,
      GenerateCommand.class,
      ExplainCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and every warning.")
  private boolean verbose;

  private Main() {}

  /**
   * Runs one command and ends this JVM with its exit code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(run(args, stream(FileDescriptor.out), stream(FileDescriptor.err)));
  }

  /**
   * Runs one command.
   *
   * @param args the command and its arguments
   * @param out where results are printed
   * @param err where errors are printed
   * @return the exit code
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    Main main = new Main();
    Failures failures = new Failures();
    return new CommandLine(main)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(failures::badArguments)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> failures.report(failure, command, main.verbose))
        .execute(args);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "give a command, one of " + Failures.commands(spec) + " (--help says more)");
  }

  /** UTF-8 whatever the locale, so that output is the same everywhere. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
