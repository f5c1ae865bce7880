"""Writes weighted metrics from scikit-learn.

The result is src/test/resources/org/spindleml/metrics/metrics.csv: table, quantity, setting,
numbers. Tables of two classes hold scores (probabilities of class 1), labels and weights; one of
four classes holds probabilities row by row; one of values, predictions that are exact in float32.
Run it from the project's directory with Debian's python3-sklearn.
"""

import os

import numpy as np
from sklearn import metrics

TO = "src/test/resources/org/spindleml/metrics"
SEED = 20260114
SMALLEST_PROBABILITY = 1e-15


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def weights(random, rows):
    """Some of them 0, many 1."""
    return np.where(random.random(rows) < 0.3, 1.0, random.integers(0, 8, rows) / 4)


def of_scores(random, scores, order):
    """Labels that are likelier the higher a score is in the order; at least one of each class."""
    labels = (random.random(len(scores)) < order).astype(float)
    labels[:2] = 0, 1
    w = weights(random, len(scores))
    w[:2] = 1
    return scores, labels, w


def usual(random):
    z = random.normal(0, 1.5, 300)
    return of_scores(random, sigmoid(z), sigmoid(z))


def timid(random):
    """Probabilities of 0.5 ± 0.01."""
    z = random.normal(0, 1, 300)
    return of_scores(random, sigmoid(0.04 * z), sigmoid(2 * z))


def ties(random):
    scores = np.rint(8 * sigmoid(random.normal(0, 2, 300))) / 8
    return of_scores(random, np.clip(scores, 0, 1), np.clip(scores, 0.1, 0.9))


def rare(random):
    """One row of fifty is positive, and scores are as low."""
    z = random.normal(-5, 1, 600)
    return of_scores(random, sigmoid(z), sigmoid(2 * z + 5))


def sure(random):
    """Probabilities down to 1e-17 and up to 1 − 1e-17, which is 1."""
    z = random.normal(0, 15, 300)
    return of_scores(random, sigmoid(z), sigmoid(z / 15))


def crowded_at_zero(random):
    """1e-7 apart, in steps from 1 to 400."""
    k = random.permutation(400) + 1
    return of_scores(random, 1e-7 * k, sigmoid(k / 100 - 2))


def crowded_at_one(random):
    k = random.permutation(400) + 1
    return of_scores(random, 1 - 1e-7 * k, sigmoid(2 - k / 100))


def crowded_at_both(random):
    k = random.permutation(400) - 200
    scores = np.where(k < 0, 1e-7 * (201 + k), 1 - 1e-7 * (201 - k))
    return of_scores(random, scores, sigmoid(k / 50))


def told_apart(random):
    z = random.normal(0, 1, 100)
    return sigmoid(z), (z > 0.5).astype(float), weights(random, 100) + 0.25


def told_wrongly(random):
    scores, labels, w = told_apart(random)
    return scores, 1 - labels, w


TWO_CLASSES = [usual, timid, ties, rare, sure, crowded_at_zero, crowded_at_one, crowded_at_both]
TWO_CLASSES += [told_apart, told_wrongly]


def text(x):
    return " ".join(repr(int(v)) if v == int(v) else repr(float(v)) for v in np.ravel(x))


def two_classes(make):
    scores, labels, w = make(np.random.default_rng(SEED))
    yield "scores", "", scores
    yield "labels", "", labels
    yield "weights", "", w
    yield "areaUnderRoc", "", metrics.roc_auc_score(labels, scores, sample_weight=w)
    precision = metrics.average_precision_score(labels, scores, sample_weight=w)
    yield "areaUnderPrecisionRecall", "", precision
    yield from classes(np.column_stack([1 - scores, scores]), labels, w)


def four_classes():
    """Class 3 is rare and never predicted."""
    random = np.random.default_rng(SEED)
    labels = random.choice(4, 200, p=[0.5, 0.3, 0.18, 0.02])
    z = random.normal(0, 1, (200, 4)) + 1.5 * np.eye(4)[labels] - [0, 0, 0, 9]
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    w = weights(random, 200)
    yield "probabilities", "", p
    yield "labels", "", labels
    yield "weights", "", w
    yield from classes(p, labels, w)


def classes(p, labels, w):
    predicted = p.argmax(1)
    occurring = list(range(p.shape[1]))
    options = {"labels": occurring, "sample_weight": w, "zero_division": 0}
    yield "accuracy", "", metrics.accuracy_score(labels, predicted, sample_weight=w)
    options_of_loss = {"labels": occurring, "sample_weight": w, "eps": SMALLEST_PROBABILITY}
    yield "logLoss", "", metrics.log_loss(labels, p, **options_of_loss)
    for average, name in ((None, "each"), ("macro", "macro"), ("weighted", "weighted")):
        scores = metrics.precision_recall_fscore_support(
            labels, predicted, average=average, **options
        )
        for quantity, numbers in zip(("precision", "recall", "f1"), scores):
            yield quantity, name, numbers
    balanced = metrics.balanced_accuracy_score(labels, predicted, sample_weight=w)
    yield "balancedAccuracy", "", balanced
    matrix = metrics.confusion_matrix(labels, predicted, labels=occurring, sample_weight=w)
    yield "confusion", "", matrix


def values():
    random = np.random.default_rng(SEED)
    labels = random.normal(40, 5, 200).astype(np.float32).astype(float)
    predictions = (labels + random.normal(0.5, 2, 200)).astype(np.float32).astype(float)
    w = weights(random, 200)
    yield "predictions", "", predictions
    yield "labels", "", labels
    yield "weights", "", w
    squared = metrics.mean_squared_error(labels, predictions, sample_weight=w)
    yield "meanSquaredError", "", squared
    yield "rootMeanSquaredError", "", squared**0.5
    absolute = metrics.mean_absolute_error(labels, predictions, sample_weight=w)
    yield "meanAbsoluteError", "", absolute
    yield "r2", "", metrics.r2_score(labels, predictions, sample_weight=w)
    for tau in (0.125, 0.5, 0.9):
        pinball = metrics.mean_pinball_loss(labels, predictions, sample_weight=w, alpha=tau)
        yield "quantileLoss", repr(tau), pinball


os.makedirs(TO, exist_ok=True)
with open(TO + "/metrics.csv", "w", newline="\n") as f:
    f.write("table,quantity,setting,numbers\n")
    for make in TWO_CLASSES:
        for quantity, setting, numbers in two_classes(make):
            f.write(",".join([make.__name__, quantity, setting, text(numbers)]) + "\n")
    for name, make in (("four_classes", four_classes), ("values", values)):
        for quantity, setting, numbers in make():
            f.write(",".join([name, quantity, setting, text(numbers)]) + "\n")
