/**
 * The network as mathematics: layers, activations, losses, initial weights, forward and backward.
 *
 * <p>Read {@link org.spindleml.nn.Network} first, then {@link org.spindleml.nn.Layer}. Layers and
 * losses hold shapes and rules. Weights are one flat {@code float[]} passed as an argument; scratch
 * memory lives in a {@link org.spindleml.nn.Workspace} owned by one thread.
 *
 * <p>Letters in the kernels: {@code x} a layer's inputs, {@code y} its outputs, {@code w} its
 * weights, {@code b} its bias, and {@code dx}, {@code dy}, {@code dw} the slope of the summed loss
 * on each of them (the text-book's delta is {@code dy} on a layer's weighted sums). Every matrix is
 * row-major; a block of rows has one row of the table in each of its rows.
 *
 * <p>Depends on {@code linalg}.
 *
 * @serial exclude
 */
package org.spindleml.nn;
