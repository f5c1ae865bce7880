package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a class from its text, as a user would, and loads it. */
final class CompiledSource {
  private CompiledSource() {}

  /**
   * Compiles a class without package against the tests' class path.
   *
   * @param name of the class
   * @param text its source; errors and warnings fail
   * @param into a directory of its own for the class file
   */
  static Class<?> load(String name, String text, Path into) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
          }
        };
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-d", Files.createDirectories(into).toString(), "-proc:none");
    boolean compiled =
        compiler.getTask(messages, null, null, options, null, List.of(source)).call();
    assertTrue(compiled, messages::toString);
    return loader(into).loadClass(name);
  }

  /** Not closed: the class may load others as long as it lives. */
  private static ClassLoader loader(Path directory) throws IOException {
    URL[] urls = {directory.toUri().toURL()};
    return new URLClassLoader(urls, CompiledSource.class.getClassLoader());
  }
}
