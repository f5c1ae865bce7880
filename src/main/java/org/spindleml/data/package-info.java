/**
 * Tables made from their published formulas, for examples, tests and measurements of scale.
 *
 * <p>Read {@link org.spindleml.data.GeneratedTable} first, then {@link
 * org.spindleml.data.TwoSpirals}. Every row is a function of seed and row index, the same on every
 * machine: any part of a table can be made anywhere, in any order.
 *
 * <p>Depends on nothing else of Spindle.
 */
package org.spindleml.data;
