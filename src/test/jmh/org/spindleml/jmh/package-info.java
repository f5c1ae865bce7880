/**
 * Kernels measured by JMH, one thread each: what a step is made of. Read {@link
 * org.spindleml.jmh.GemmBenchmark} first, then {@link org.spindleml.jmh.StepBenchmark}, which puts
 * them together. docs/performance.md has the command.
 */
package org.spindleml.jmh;
