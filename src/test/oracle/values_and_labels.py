"""Writes weighted metrics of values, quantiles and several labels from scikit-learn.

The result is src/test/resources/org/spindleml/metrics/values_and_labels.csv, a line a measure: its
name, what it takes (the power of a deviance, the probability of a quantile), predictions, labels,
weights, and the measure. A row's numbers are parted by spaces, rows by semicolons. Run it from the
project's directory with Debian's python3-sklearn.
"""

import os

import numpy as np
from sklearn import metrics as sk

TO = "src/test/resources/org/spindleml/metrics"
ROWS = 30
random = np.random.default_rng(20260115)
weights = random.integers(0, 4, ROWS) + 0.25 * random.integers(0, 2, ROWS)


def cell(table):
    rows = np.asarray(table, dtype=float).reshape(len(table), -1)
    return ";".join(" ".join(repr(float(x)) for x in row) for row in rows)


def line(name, argument, predictions, labels, value):
    return ",".join([name, argument, cell(predictions), cell(labels), cell(weights), repr(float(value))])


def lines():
    means = np.round(random.gamma(2.0, 1.0, ROWS) + 0.05, 3)
    counts = random.poisson(means).astype(float)
    positive = np.round(random.gamma(3.0, means / 3.0) + 0.01, 3)
    claims = np.where(random.random(ROWS) < 0.4, 0.0, positive)
    for power, labels in ((1.0, counts), (1.0, claims), (2.0, positive), (1.5, claims), (1.25, counts)):
        args = dict(sample_weight=weights, power=power)
        yield line("deviance", str(power), means, labels, sk.mean_tweedie_deviance(labels, means, **args))
        yield line("d2", str(power), means, labels, sk.d2_tweedie_score(labels, means, **args))
    poisson = sk.mean_poisson_deviance(counts, means, sample_weight=weights)
    yield line("deviance", "1.0", means, counts, poisson)
    gamma = sk.mean_gamma_deviance(positive, means, sample_weight=weights)
    yield line("deviance", "2.0", means, positive, gamma)

    values = np.round(random.normal(0.0, 3.0, ROWS), 3)
    guesses = np.round(values + random.normal(0.5, 1.0, ROWS), 3)
    for tau in (0.1, 0.5, 0.95):
        loss = sk.mean_pinball_loss(values, guesses, alpha=tau, sample_weight=weights)
        yield line("pinball", str(tau), guesses, values, loss)

    several = np.round(random.normal(0.0, [1.0, 10.0, 0.1], (ROWS, 3)), 3)
    close = np.round(several + random.normal(0.0, [0.5, 3.0, 0.2], (ROWS, 3)), 3)
    args = dict(sample_weight=weights)
    yield line("mse", "", close, several, sk.mean_squared_error(several, close, **args))
    yield line("rmse", "", close, several, sk.mean_squared_error(several, close, squared=False, **args))
    yield line("mae", "", close, several, sk.mean_absolute_error(several, close, **args))
    yield line("r2", "", close, several, sk.r2_score(several, close, **args))

    chances = np.round(random.random((ROWS, 4)) ** [1.0, 3.0, 0.5, 1.0], 4)
    truths = (random.random((ROWS, 4)) < 0.7 * chances + 0.1).astype(int)
    told = (chances > 0.5).astype(int)
    yield line("hammingLoss", "", chances, truths, sk.hamming_loss(truths, told, **args))
    yield line("subsetAccuracy", "", chances, truths, sk.accuracy_score(truths, told, **args))
    for average in ("micro", "macro"):
        args = dict(sample_weight=weights, average=average)
        yield line(average + "F1", "", chances, truths, sk.f1_score(truths, told, **args))
        yield line(average + "Precision", "", chances, truths, sk.precision_score(truths, told, **args))
        yield line(average + "Recall", "", chances, truths, sk.recall_score(truths, told, **args))
    each = [sk.log_loss(truths[:, j], chances[:, j], sample_weight=weights) for j in range(4)]
    yield line("logLoss", "", chances, truths, np.mean(each))


os.makedirs(TO, exist_ok=True)
with open(TO + "/values_and_labels.csv", "w", newline="\n") as f:
    f.write("measure,argument,predictions,labels,weights,value\n")
    for text in lines():
        f.write(text + "\n")
