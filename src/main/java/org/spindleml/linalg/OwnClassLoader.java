package org.spindleml.linalg;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads a few classes afresh and leaves the rest to its parent.
 *
 * <p>The bytes come from the parent as well; only the static state of the classes is our own.
 */
final class OwnClassLoader extends ClassLoader {
  private final String prefix;
  private final String name;

  /**
   * A loader with its own copies.
   *
   * @param parent where class files, resources and all other classes come from
   * @param prefix beginning of the names of the classes to load afresh
   * @param type one more class to load afresh
   */
  OwnClassLoader(ClassLoader parent, String prefix, Class<?> type) {
    super("spindle-netlib", parent);
    this.prefix = prefix;
    this.name = type.getName();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(prefix) && !name.equals(this.name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
