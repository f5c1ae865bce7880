package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command in a report trains the run once more, but tells no secret. */
class RunArgumentsTest {
  private static String again(String... settings) {
    RunArguments arguments = new RunArguments();
    new CommandLine(CommandSpec.forAnnotatedObject(arguments))
        .parseArgs(
            Stream.concat(Stream.of("a.conf"), Arrays.stream(settings)).toArray(String[]::new));
    assertEquals(1, arguments.again().size());
    return arguments.again().get(0);
  }

  @Test
  void settingsAreRepeated() {
    assertEquals("submit/spindle train a.conf", again());
    assertEquals(
        "submit/spindle train a.conf params.maxIter=5 'columns.label=a b'"
            + " data.train.path=s3a://bucket/keys/monkey.csv",
        again(
            "params.maxIter=5",
            "columns.label=a b",
            "data.train.path=s3a://bucket/keys/monkey.csv"));
  }

  @Test
  void secretsAreNot() {
    for (String key :
        List.of(
            "data.train.options.password",
            "data.train.options.sslTrustStorePassword",
            "data.options.\"fs.s3a.secret.key\"",
            "data.options.PASSWD",
            "data.options.apiKey",
            "data.options.oauthToken",
            "data.options.credentials")) {
      String again = again(key + "=kq7Zr2 vVx9=?&x", "task=regression");
      assertEquals(
          "submit/spindle train a.conf '" + key + "=*********(redacted)' task=regression", again);
    }
    assertEquals(
        "submit/spindle train a.conf"
            + " 'data.options.url=jdbc:x://*********(redacted)@host/db?a=b&password=*********(redacted)&c=d'",
        again("data.options.url=jdbc:x://me:kq7Zr2@host/db?a=b&password=kq7Zr2&c=d"));
  }
}
