/**
 * The training loop over any source of gradients, and the source that is this process.
 *
 * <p>Read {@link org.spindleml.train.Trainer} first, which is the whole program in one loop (but
 * for solver l-bfgs, {@link org.spindleml.train.LbfgsTrainer}), then {@link
 * org.spindleml.train.GradientSource}, the one seam between the loop and where gradients come from.
 * {@link org.spindleml.train.TrainingPlan} says which rows make which step, {@link
 * org.spindleml.train.SumTree} in which order sums are added: together they make a trained model a
 * function of data, Params and seed alone. {@link org.spindleml.train.Round} is what virtual
 * workers do where not every step is averaged. {@link org.spindleml.train.Validation} says which
 * weights are kept where rows that take no part judge them, {@link org.spindleml.train.Judge} how
 * they do. {@link org.spindleml.train.InitialWeights} says where a run begins, {@link
 * org.spindleml.train.RateFinder} tries learning rates instead of training. A {@link
 * org.spindleml.train.Snapshot} is a run between two steps, {@link org.spindleml.train.Checkpoints}
 * says when one is kept.
 *
 * <p>Depends on {@code linalg}, {@code nn}, {@code optim}, {@code table} and {@code metrics}.
 *
 * @serial exclude
 */
package org.spindleml.train;
