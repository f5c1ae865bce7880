package org.spindleml.table;

/**
 * What a user gave cannot be used: a file, a column, a value, an option.
 *
 * <p>The message is one line that says what was found, what was expected and what to do; commands
 * print it alone and end with exit code 2.
 */
public final class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Bad input.
   *
   * @param message one line a user can act on
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * Bad input, noticed through another exception.
   *
   * @param message one line a user can act on
   * @param cause what noticed it
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
