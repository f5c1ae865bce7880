"""Writes three whole networks from PyTorch, in double: one forward and backward pass, and training.

The result is src/test/resources/org/spindleml/nn/networks.csv: network, quantity, setting, numbers.
Table and initial weights are drawn here and are exact in float32; matrices are inputs × outputs, row
by row, under Spindle's names. Then come logits, mean loss and mean gradient of the weighted rows,
and for every solver, schedule, penalty and clipping of the gradient the mean loss on all rows
before the first and after each of ten steps. Solvers and schedules are those of optimizers.py. Run
it from the project's directory with Debian's python3-torch.
"""

import torch
from optimizers import SCHEDULES, SOLVERS, STEPS
from torch import nn
from torch.nn import functional as F

TO = "src/test/resources/org/spindleml/nn/networks.csv"
ROWS = 8

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class Network(nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.steps = []
        for i, (width, activation) in enumerate(hidden):
            name = "hidden%d" % (i + 1)
            self.add(name, nn.Linear(inputs, width))
            if isinstance(activation, nn.PReLU):
                self.add(name + "_slopes", activation)
            else:
                self.steps.append(activation)
            inputs = width
        self.add("output", nn.Linear(inputs, outputs))

    def add(self, name, module):
        self.add_module(name, module)
        self.steps.append(module)

    def forward(self, x):
        for step in self.steps:
            x = step(x)
        return x


def softmax_cross_entropy(z, y):
    return F.cross_entropy(z, y[:, 0].long(), reduction="none")


def logistic(z, y):
    return F.binary_cross_entropy_with_logits(z, y, reduction="none")[:, 0]


def squared(z, y):
    return F.mse_loss(z, y, reduction="none").sum(1) / 2


# Network, loss of each row, labels.
NETWORKS = {
    "classes": (
        lambda: Network(5, [(7, F.relu), (4, torch.tanh)], 3),
        softmax_cross_entropy,
        lambda random: torch.randint(3, (ROWS, 1), generator=random).double(),
    ),
    "oneOutput": (
        lambda: Network(4, [(6, F.gelu), (5, nn.PReLU(5))], 1),
        logistic,
        lambda random: torch.randint(2, (ROWS, 1), generator=random).double(),
    ),
    "twoTargets": (
        lambda: Network(6, [(8, F.elu), (8, F.silu)], 2),
        squared,
        lambda random: 2 * torch.randn((ROWS, 2), generator=random),
    ),
}
PENALTY, ELASTIC_NET = 0.0625, 0.25
CLIP_NORM, CLIP_VALUE = 0.125, 0.03125


def single(x):
    return x.float().double()


def spindles_name(name):
    return name.replace("_slopes.weight", ".slope")


def is_matrix(parameter):
    return parameter.dim() == 2


def numbers(x):
    x = x.detach()
    return " ".join(map(repr, (x.t() if x.dim() == 2 else x).reshape(-1).tolist()))


def table(x):
    return " ".join(map(repr, x.reshape(-1).tolist()))


def mean_loss(network, loss, inputs, labels, weights):
    return (weights * loss(network(inputs), labels)).sum() / weights.sum()


def penalty(network):
    matrices = [p for p in network.parameters() if is_matrix(p)]
    absolute = sum(p.abs().sum() for p in matrices)
    squares = sum((p * p).sum() for p in matrices)
    return PENALTY * (ELASTIC_NET * absolute + (1 - ELASTIC_NET) / 2 * squares)


def by_norm(parameters):
    nn.utils.clip_grad_norm_(parameters, CLIP_NORM)


def by_value(parameters):
    nn.utils.clip_grad_value_(parameters, CLIP_VALUE)


def training(make, loss, rows, solver, rate, schedule=None, cost=None, clip=None):
    """Mean losses before the first step and after each of ten; only matrices decay."""
    network = make()
    matrices = [p for p in network.parameters() if is_matrix(p)]
    others = [p for p in network.parameters() if not is_matrix(p)]
    groups = [{"params": matrices}, {"params": others}]
    if solver == "adamw":
        groups[1]["weight_decay"] = 0.0
    rule = SOLVERS[solver][1](groups, rate)
    follows = schedule(rule) if schedule else None
    losses = []
    for _ in range(STEPS + 1):
        rule.zero_grad()
        value = mean_loss(network, loss, *rows)
        value = value + cost(network) if cost else value
        losses.append(repr(value.item()))
        value.backward()
        if clip:
            clip(network.parameters())
        rule.step()
        if follows:
            follows.step()
    return " ".join(losses)


def lines(name, make, loss, draw_labels):
    random = torch.Generator().manual_seed(20260114)

    def normal(*shape):
        return single(torch.randn(shape, generator=random))

    network = make()
    start = {k: 0.5 * normal(*v.shape) for k, v in network.state_dict().items()}
    network.load_state_dict(start)

    def again():
        other = make()
        other.load_state_dict(start)
        return other

    inputs = normal(ROWS, network.hidden1.in_features)
    labels = single(draw_labels(random))
    weights = single(0.5 + 2 * torch.rand(ROWS, generator=random))
    rows = (inputs, labels, weights)
    yield "inputs", "", table(inputs)
    yield "labels", "", table(labels)
    yield "weights", "", table(weights)
    for key, value in network.named_parameters():
        yield "parameter", spindles_name(key), numbers(value)
    yield "logits", "", table(network(inputs))
    value = mean_loss(network, loss, *rows)
    yield "meanLoss", "", repr(value.item())
    value.backward()
    for key, p in network.named_parameters():
        yield "gradient", spindles_name(key), numbers(p.grad)
    for solver, (rate, _) in SOLVERS.items():
        yield "solver", solver + " %r" % rate, training(again, loss, rows, solver, rate)
    for schedule, follow in SCHEDULES.items():
        yield "schedule", schedule, training(again, loss, rows, "sgd", 0.1, schedule=follow)
    yield (
        "penalty",
        "%r %r" % (PENALTY, ELASTIC_NET),
        training(again, loss, rows, "sgd", 0.1, cost=penalty),
    )
    yield "clipNorm", repr(CLIP_NORM), training(again, loss, rows, "sgd", 0.1, clip=by_norm)
    yield "clipValue", repr(CLIP_VALUE), training(again, loss, rows, "sgd", 0.1, clip=by_value)


with open(TO, "w", newline="\n") as f:
    f.write("network,quantity,setting,numbers\n")
    for name, (make, loss, draw_labels) in NETWORKS.items():
        for quantity, setting, values in lines(name, make, loss, draw_labels):
            f.write(",".join([name, quantity, setting, values]) + "\n")
