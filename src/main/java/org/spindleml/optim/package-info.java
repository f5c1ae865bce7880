/**
 * A mean gradient becomes a step.
 *
 * <p>Read {@link org.spindleml.optim.Optimizer} first, the rules as values, then {@link
 * org.spindleml.optim.Schedule}, the learning rate as a pure function of the step. {@link
 * org.spindleml.optim.GradientClip} bounds a gradient before a rule sees it. An optimiser's memory
 * is the plain data of {@link org.spindleml.optim.OptimizerState}. {@link
 * org.spindleml.optim.Lbfgs} stands beside these rules: it asks an {@link
 * org.spindleml.optim.Objective} for gradients itself.
 *
 * <p>Depends on nothing else of Spindle but {@code linalg}.
 *
 * @serial exclude
 */
package org.spindleml.optim;
