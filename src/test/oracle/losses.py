"""Writes losses and their slopes on the logits from PyTorch, in double.

The result is src/test/resources/org/spindleml/nn/losses.csv: loss, its setting, logits, label, loss
less that of logits 0 (so that terms of the label alone do not count), slopes. What PyTorch has is
PyTorch's own, gamma its distribution; tweedie, quantile and focal are their papers' formulas under
its automatic differentiation. Numbers in are exact in float32. Run it from the project's directory
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


def quantile(z, y, tau):
    return torch.maximum(tau * (y - z), (tau - 1) * (y - z)).sum()


def logistic(z, y, _):
    return F.binary_cross_entropy_with_logits(z, y)


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
    "quantile": [(t, quantile) for t in (0.125, 0.5, 0.9)],
}
CLASSES = {
    "softmaxCrossEntropy": [
        (e, lambda z, y, e: F.cross_entropy(z, y.long(), label_smoothing=e)) for e in (0.0, 0.125)
    ],
    "focal": [(g, focal) for g in (0.0, 0.5, 2.0, 5.0)],
}


def row(name, setting, loss, logits, label):
    z = torch.tensor(logits, requires_grad=True)
    y = torch.tensor(label)
    zero = loss(torch.zeros_like(z), y, setting)
    value = loss(z, y, setting)
    value.backward()
    cells = [name, "" if setting is None else repr(setting)]
    cells += [" ".join(map(repr, logits)), repr(y.sum().item()), repr((value - zero).item())]
    return ",".join(cells + [" ".join(repr(g) for g in z.grad.tolist())])


os.makedirs(TO, exist_ok=True)
with open(TO + "/losses.csv", "w", newline="\n") as f:
    f.write("loss,setting,logits,label,lossAboveThatOfZero,slopes\n")
    for name, variants in VALUES.items():
        for setting, loss in variants:
            for z in (-5.0, -0.75, 0.25, 3.0):
                for y in (0.125, 0.5, 2.0, 40.0):
                    f.write(row(name, setting, loss, [z], [y]) + "\n")
    for z in (-9.0, -0.5, 0.25, 6.0):
        for y in (0.0, 1.0):
            f.write(row("logistic", None, logistic, [z], [y]) + "\n")
    for name, variants in CLASSES.items():
        for setting, loss in variants:
            for z in ([0.5, -1.0, 2.0], [9.0, -6.0, 0.125], [-0.25, -0.25, 0.0]):
                for y in (0.0, 1.0, 2.0):
                    f.write(row(name, setting, loss, z, y) + "\n")
