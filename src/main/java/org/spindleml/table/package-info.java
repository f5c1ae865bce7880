/**
 * Raw columns become network inputs.
 *
 * <p>Read {@link org.spindleml.table.TableEncoder} first, then {@link
 * org.spindleml.table.ExactSum}, which makes statistics independent of the order of the rows.
 *
 * <p>Depends on nothing else of Spindle but {@code linalg} and {@code nn}.
 *
 * @serial exclude
 */
package org.spindleml.table;
