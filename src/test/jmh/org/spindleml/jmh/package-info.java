/**
 * What a step is made of, measured by JMH, kernels by one thread. Read {@link
 * org.spindleml.jmh.GemmBenchmark} first, then {@link org.spindleml.jmh.StepBenchmark}, which puts
 * them together. docs/performance.md has the command.
 */
package org.spindleml.jmh;
