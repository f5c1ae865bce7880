package org.spindleml.model;

import java.io.IOException;

/** A model file is not what it should be. The message says what, what was expected and found. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Longest piece of a file that a message repeats. */
  private static final int LONGEST = 200;

  /**
   * An error with a message.
   *
   * @param message what is wrong; cut where it is very long
   */
  public ModelFormatException(String message) {
    super(shorten(message, 4 * LONGEST));
  }

  /**
   * An error that compares.
   *
   * @param what the subject, for example "model.json, units"
   * @param expected what belongs there
   * @param found what is there
   * @return the exception
   */
  static ModelFormatException of(String what, Object expected, Object found) {
    return new ModelFormatException(
        shorten(what, LONGEST)
            + ": expected "
            + shorten(String.valueOf(expected), LONGEST)
            + ", found "
            + shorten(String.valueOf(found), LONGEST));
  }

  private static String shorten(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
