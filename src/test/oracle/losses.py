"""Writes losses and their slopes on the logits from PyTorch, in double.

The result is src/test/resources/org/spindleml/nn/losses.csv: loss, its settings, logits, labels,
loss less that of logits 0 (so that terms of the label alone do not count), slopes. What PyTorch has is
PyTorch's own, gamma its distribution; tweedie, quantile and focal are their papers' formulas under
its automatic differentiation; quantiles are sums of increments, target by target. Numbers in are exact in float32. Run it from the project's directory
with Debian's python3-torch.
"""

import os

import torch
from torch.nn import functional as F

TO = "src/test/resources/org/spindleml/nn"

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def gamma(z, y, shape=3.0):
    scale = torch.tensor(shape)
    return -torch.distributions.Gamma(scale, scale / z.exp()).log_prob(y).sum() / shape


def tweedie(z, y, p):
    mean = z.exp()
    return (-y * mean ** (1 - p) / (1 - p) + mean ** (2 - p) / (2 - p)).sum()


def quantile(z, y, taus):
    z = z.reshape(len(y), len(taus))
    q = torch.cumsum(torch.cat([z[:, :1], F.softplus(z[:, 1:])], 1), 1)
    e = y.reshape(-1, 1) - q
    tau = torch.tensor(taus)
    return torch.maximum(tau * e, (tau - 1) * e).mean(1).sum()


def logistic(z, y, _):
    return F.binary_cross_entropy_with_logits(z, y)


def multi_label(z, y, _):
    return F.binary_cross_entropy_with_logits(z, y, reduction="sum")


def focal(z, y, power):
    p = torch.softmax(z, 0)[y.long()]
    return -((1 - p) ** power) * p.log()


VALUES = {
    "squared": [(None, lambda z, y, _: F.mse_loss(z, y, reduction="sum") / 2)],
    "absolute": [(None, lambda z, y, _: F.l1_loss(z, y, reduction="sum"))],
    "huber": [(d, lambda z, y, d: F.huber_loss(z, y, reduction="sum", delta=d)) for d in (0.5, 1.0)],
    "poisson": [(None, lambda z, y, _: F.poisson_nll_loss(z, y, reduction="sum"))],
    "gamma": [(None, lambda z, y, _: gamma(z, y))],
    "tweedie": [(p, tweedie) for p in (1.25, 1.5, 1.875)],
    "quantile": [(t, quantile) for t in ((0.125,), (0.5,), (0.9,))],
}
CLASSES = {
    "softmaxCrossEntropy": [
        (e, lambda z, y, e: F.cross_entropy(z, y.long(), label_smoothing=e)) for e in (0.0, 0.125)
    ],
    "focal": [(g, focal) for g in (0.0, 0.5, 2.0, 5.0)],
}


def cell(numbers):
    return " ".join(map(repr, numbers)) if isinstance(numbers, (list, tuple)) else repr(numbers)


def row(name, setting, loss, logits, label):
    z = torch.tensor(logits, requires_grad=True)
    y = torch.tensor(label)
    zero = loss(torch.zeros_like(z), y, setting)
    value = loss(z, y, setting)
    value.backward()
    cells = [name, "" if setting is None else cell(setting), cell(logits), cell(label)]
    return ",".join(cells + [repr((value - zero).item()), cell(z.grad.tolist())])


os.makedirs(TO, exist_ok=True)
with open(TO + "/losses.csv", "w", newline="\n") as f:
    f.write("loss,settings,logits,labels,lossAboveThatOfZero,slopes\n")
    for name, variants in VALUES.items():
        for setting, loss in variants:
            for z in (-5.0, -0.75, 0.25, 3.0):
                for y in (0.125, 0.5, 2.0, 40.0):
                    f.write(row(name, setting, loss, [z], [y]) + "\n")
    for z in (-9.0, -0.5, 0.25, 6.0):
        for y in (0.0, 1.0):
            f.write(row("logistic", None, logistic, [z], [y]) + "\n")
    for taus in ((0.25, 0.75), (0.05, 0.5, 0.95)):
        for z in ([-2.0, 1.5, -0.5, 0.75, -4.0, 3.0], [0.5, -6.0, 2.0, -1.0, 0.25, 8.0]):
            for y in (-1.625, 0.625, 40.0):
                labels = [y + j for j in range(len(z) // len(taus))]
                f.write(row("quantile", taus, quantile, z, labels) + "\n")
    for z in ([0.5, -9.0, 2.0], [6.0, -0.25, 0.125]):
        for y in ([0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]):
            f.write(row("multiLabelLogistic", None, multi_label, z, y) + "\n")
    for name, variants in CLASSES.items():
        for setting, loss in variants:
            for z in ([0.5, -1.0, 2.0], [9.0, -6.0, 0.125], [-0.25, -0.25, 0.0]):
                for y in (0.0, 1.0, 2.0):
                    f.write(row(name, setting, loss, z, y) + "\n")
