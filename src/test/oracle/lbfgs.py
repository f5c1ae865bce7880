"""Writes how far SciPy's L-BFGS-B gets on a small network from three initial weights.

The result is src/test/resources/org/spindleml/train/lbfgs.csv: for each start the cost after so
many gradients, and the initial weights. The network is 4-6-3 with tanh, softmax cross-entropy and
half the squares of the weight matrices times 0.01; its 90 rows are those of a formula, so that
the test makes the same ones. Everything is computed in double. Run it from the project's directory
with Debian's python3-scipy.
"""

import math
import os

import numpy
import scipy.optimize

TO = "src/test/resources/org/spindleml/train"
ROWS, INPUTS, HIDDEN, CLASSES = 90, 4, 6, 3
LAMBDA = 0.01

x = numpy.array([[math.sin(1 + r * (i + 1) * 0.7) for i in range(INPUTS)] for r in range(ROWS)])
x = x.astype(numpy.float32).astype(float)
label = numpy.array([(r * r // 7 + (1 if x[r, 0] * x[r, 1] > 0 else 0)) % CLASSES for r in range(ROWS)])
sizes = [INPUTS * HIDDEN, HIDDEN, HIDDEN * CLASSES, CLASSES]
cuts = numpy.cumsum(sizes)[:-1]


def cost(w):
    w1, b1, w2, b2 = numpy.split(w, cuts)
    w1, w2 = w1.reshape(INPUTS, HIDDEN), w2.reshape(HIDDEN, CLASSES)
    y = numpy.tanh(x @ w1 + b1)
    z = y @ w2 + b2
    z -= z.max(axis=1, keepdims=True)
    p = numpy.exp(z)
    total = p.sum(axis=1, keepdims=True)
    loss = (numpy.log(total[:, 0]) - z[numpy.arange(ROWS), label]).mean()
    dz = p / total
    dz[numpy.arange(ROWS), label] -= 1
    dz /= ROWS
    dy = dz @ w2.T * (1 - y * y)
    gradient = [
        (x.T @ dy + LAMBDA * w1).ravel(),
        dy.sum(axis=0),
        (y.T @ dz + LAMBDA * w2).ravel(),
        dz.sum(axis=0),
    ]
    return loss + LAMBDA / 2 * ((w1**2).sum() + (w2**2).sum()), numpy.concatenate(gradient)


os.makedirs(TO, exist_ok=True)
with open(TO + "/lbfgs.csv", "w", newline="\n") as f:
    f.write("cost,gradients," + ",".join("w%d" % i for i in range(sum(sizes))) + "\n")
    for seed in range(1, 4):
        start = numpy.random.default_rng(seed).uniform(-0.5, 0.5, sum(sizes))
        start = start.astype(numpy.float32).astype(float)
        found = scipy.optimize.minimize(
            cost,
            start,
            jac=True,
            method="L-BFGS-B",
            options=dict(maxcor=10, ftol=1e-10, gtol=1e-9, maxiter=5000, maxfun=5000),
        )
        print(found.message, found.fun, found.nfev, found.nit)
        f.write(",".join([repr(float(found.fun)), str(found.nfev)] + [repr(float(v)) for v in start]) + "\n")
