package org.spindleml.cli;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The Java kernel of Jupyter notebooks in this process: the program of {@code submit/notebook}.
 *
 * <p>The kernel is rapaio-jupyter-kernel, brought by the script and no dependency of Spindle's,
 * hence the reflection. Two races of its own make it deaf on a busy machine:
 *
 * <ul>
 *   <li>The channel that listens for requests is opened before the table of their handlers exists,
 *       and a request that comes in between ends the listening thread. Here the table exists from
 *       the start, empty, so that such a request is dropped; Jupyter repeats it every second.
 *   <li>A listening thread ends at once if it runs before the one that has started it says that it
 *       is to go on. Here others take their places, which know it before they start.
 * </ul>
 */
public final class NotebookKernel {
  private static final String KERNEL = "org.rapaio.jupyter.kernel.";

  private NotebookKernel() {}

  /**
   * Serves a notebook until Jupyter ends it.
   *
   * @param args the connection file that Jupyter wrote
   * @throws Exception if the kernel cannot work
   */
  public static void main(String[] args) throws Exception {
    // The kernel's messages about each request, on Jupyter's own terminal.
    Logger.getLogger("").setLevel(Level.WARNING);
    try {
      serve(Files.readString(Path.of(args[0])));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    // Spark's threads would keep the JVM alive.
    System.exit(0);
  }

  private static void serve(String connection) throws Exception {
    Class<?> properties = Class.forName(KERNEL + "core.ConnectionProperties");
    Class<?> channels = Class.forName(KERNEL + "channels.Channels");
    Class<?> kernel = Class.forName(KERNEL + "core.RapaioKernel");
    Object parsed =
        Class.forName(KERNEL + "core.Transform")
            .getMethod("fromJson", String.class, Class.class)
            .invoke(null, connection, properties);
    Object opened = channels.getConstructor(properties).newInstance(parsed);
    field(channels, "handlers").set(opened, Map.of());
    Object served = Class.forName(KERNEL + "MainApp").getField("kernel").get(null);
    channels.getMethod("connect", kernel).invoke(opened, served);
    for (String channel : List.of("heartbeat", "shell", "control")) {
      startAgain(field(channels, channel).get(opened));
    }
    channels.getMethod("joinUntilClose").invoke(opened);
  }

  /** Replaces the thread that listens to a channel. */
  private static void startAgain(Object channel) throws Exception {
    Field listener = field(channel.getClass(), "loopThread");
    Thread before = (Thread) listener.get(channel);
    Class<?> loop = before.getClass();
    Field running = field(loop, "running");
    running.set(before, false);
    before.join();
    Object after =
        loop.getConstructor(String.class, long.class, Runnable.class)
            .newInstance(
                before.getName(),
                field(loop, "sleep").get(before),
                field(loop, "loopBody").get(before));
    running.set(after, true);
    listener.set(channel, after);
    ((Thread) after).start();
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
