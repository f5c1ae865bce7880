"""Writes training with batch norm and with layer norm as PyTorch does it, in float64.

The result is src/test/resources/org/spindleml/nn/normalization.csv: rows of "case,what,name,numbers".
Networks 4-6-6-3, activations tanh and swish, softmax cross-entropy, 12 rows of weight 1. What:
  inputs, labels     the rows, the same for both cases
  weights            initial weights by name, in our names and layouts
  gradient           of the mean loss in training, by name, at the initial weights
  loss               mean loss of each of 3 steps of gradient descent at rate 0.5 (float64)
  trained            weights by name after these steps, running statistics among them
  logits             of a prediction with them
PyTorch's running variance has n − 1 where ours has n, and its momentum of step t = 0, 1 … is set to
max(0.1, 1 / (t + 1)), which is ours: so the script takes n − 1 back out. Run it from the project's
directory with Debian's python3-torch.
"""

import torch
from torch import nn

TO = "src/test/resources/org/spindleml/nn/normalization.csv"
ROWS, INPUTS, HIDDEN, OUTPUTS = 12, 4, 6, 3

torch.manual_seed(20261122)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def rounded(t):
    return (t * 64).round() / 64  # exact in float32


X = rounded(torch.randn(ROWS, INPUTS) * 2 + 1)
Y = torch.randint(OUTPUTS, (ROWS,))


def norm(case):
    return nn.BatchNorm1d(HIDDEN) if case == "batch" else nn.LayerNorm(HIDDEN)


def network(case):
    # Where batch norm follows, the sum's bias is there but has no effect on training.
    net = nn.Sequential()
    net.add_module("hidden1", nn.Linear(INPUTS, HIDDEN))
    net.add_module("norm1", norm(case))
    net.add_module("tanh", nn.Tanh())
    net.add_module("hidden2", nn.Linear(HIDDEN, HIDDEN))
    net.add_module("norm2", norm(case))
    net.add_module("swish", nn.SiLU())
    net.add_module("output", nn.Linear(HIDDEN, OUTPUTS))
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(rounded(p + 0.25 * torch.randn_like(p)))
    return net


def named(net, gradients=False):
    """Our names and layouts: a weight matrix is inputs × outputs."""
    for name, module in net.named_children():
        if isinstance(module, nn.Linear):
            w, b = module.weight, module.bias
            yield name + ".weight", (w.grad if gradients else w).t()
            yield name + ".bias", b.grad if gradients else b
        elif not isinstance(module, (nn.Tanh, nn.SiLU)):
            layer = "hidden" + name[-1]
            w, b = module.weight, module.bias
            yield layer + ".gain", w.grad if gradients else w
            yield layer + ".shift", b.grad if gradients else b
            if isinstance(module, nn.BatchNorm1d) and not gradients:
                yield layer + ".runningMean", module.running_mean
                yield layer + ".runningVariance", module.running_var


def write(f, case, what, name, numbers):
    flat = numbers.detach().reshape(-1).tolist()
    f.write(",".join([case, what, name, " ".join(repr(float(v)) for v in flat)]) + "\n")


with open(TO, "w", newline="\n") as f:
    f.write("case,what,name,numbers\n")
    write(f, "both", "inputs", "x", X)
    write(f, "both", "labels", "y", Y)
    for case in ("batch", "layer"):
        net = network(case)
        norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm1d)]
        for name, values in named(net):
            write(f, case, "weights", name, values)
        for t in range(3):
            for m in norms:
                m.momentum = max(0.1, 1 / (t + 1))
                # What PyTorch will multiply by n / (n − 1) before it adds it.
                m.before = m.running_var.clone()
            net.zero_grad()
            loss = nn.functional.cross_entropy(net(X), Y)
            loss.backward()
            for m in norms:
                kept = (1 - m.momentum) * m.before
                m.running_var = kept + (m.running_var - kept) * (ROWS - 1) / ROWS
            if t == 0:
                for name, values in named(net, gradients=True):
                    write(f, case, "gradient", name, values)
            write(f, case, "loss", str(t), loss)
            with torch.no_grad():
                for p in net.parameters():
                    p -= 0.5 * p.grad
        for name, values in named(net):
            write(f, case, "trained", name, values)
        net.eval()
        write(f, case, "logits", "z", net(X))
