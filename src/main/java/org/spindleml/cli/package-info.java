/**
 * The {@code spindle} command: run files, commands, and what they print.
 *
 * <p>Read {@link org.spindleml.cli.Main} first.
 *
 * <p>Depends on everything; nothing depends on it.
 */
package org.spindleml.cli;
