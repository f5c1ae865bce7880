package org.spindleml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The source holds nothing that could run what a file says, or listen to anybody. */
class SecurityTest {
  /** Objects of Java's, or of other formats, that choose their own classes; scripts; ports. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "\\b(ObjectInputStream|ObjectInput|readUnshared|XMLDecoder|XStream|SnakeYaml|Kryo"
              + "|enableDefaultTyping|activateDefaultTyping|JsonTypeInfo|DefaultParamsReader"
              + "|ScriptEngine|GroovyShell|ServerSocket|ServerSocketChannel|DatagramSocket"
              + "|HttpServer)\\b|\\.(objectFile|readObject)\\(");

  /** Ways to start another program; the benchmark beside PyTorch starts Python. */
  private static final Pattern PROCESS =
      Pattern.compile("\\bProcessBuilder\\b|getRuntime\\(\\)\\.exec");

  /** Ways to load a class by a name. */
  private static final Pattern BY_NAME =
      Pattern.compile("Class\\.forName|\\bloadClass\\(|\\bdefineClass\\(|classForName");

  /** Their names are constants of these files: parts of the JDK, of netlib, of the Java kernel. */
  private static final Set<String> LOADERS =
      Set.of("JavaGemm.java", "NotebookKernel.java", "OpenBlas.java", "OwnClassLoader.java");

  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|^\\s*//[^\n]*", Pattern.DOTALL | Pattern.MULTILINE);

  private static List<String> uses(Pattern pattern, String code) {
    Matcher found = pattern.matcher(COMMENT.matcher(code).replaceAll(""));
    List<String> uses = new ArrayList<>();
    while (found.find()) {
      uses.add(found.group());
    }
    return uses;
  }

  @Test
  void readersRunNothing() throws IOException {
    Set<String> loaders = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String code = Files.readString(file);
        assertEquals(List.of(), uses(FORBIDDEN, code), file::toString);
        if (!file.endsWith("PyTorch.java")) {
          assertEquals(List.of(), uses(PROCESS, code), file::toString);
        }
        if (!uses(BY_NAME, code).isEmpty()) {
          loaders.add(file.getFileName().toString());
        }
      }
    }
    assertEquals(new TreeSet<>(LOADERS), loaders);
  }

  @Test
  void whatIsForbiddenIsNoticed() {
    for (String code :
        List.of(
            "new ObjectInputStream(in)",
            "Object o = in.readObject();",
            "import java.beans.XMLDecoder;",
            "mapper.activateDefaultTyping(validator)",
            "spark.objectFile(path)",
            "new ServerSocket(0)")) {
      assertTrue(!uses(FORBIDDEN, code).isEmpty(), code);
    }
    for (String code : List.of("Runtime.getRuntime().exec(command)", "new ProcessBuilder(words)")) {
      assertTrue(!uses(PROCESS, code).isEmpty(), code);
    }
    assertEquals(List.of("Class.forName"), uses(BY_NAME, "Class.forName(json.text(\"class\"))"));
    assertEquals(List.of(), uses(FORBIDDEN, "/** Never an ObjectInputStream. */ int x;"));
  }
}
