"""Times PyTorch's training of one network: `pytorch.py WIDTHS BATCH ROWS THREADS EPOCHS`.

Prints the rows a second of its median epoch, after one that does not count: Adam, ReLU between
dense layers, cross-entropy, rows shuffled every epoch and gathered batch by batch. The table is in
memory, in float32. `submit/spindle bench training --pytorch` runs it with Debian's python3-torch.
"""

import statistics
import sys
import time

import torch
from torch import nn


def network(widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def epoch(model, optimizer, features, labels, batch):
    order = torch.randperm(len(labels))
    for start in range(0, len(labels), batch):
        rows = order[start : start + batch]
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(features[rows]), labels[rows])
        loss.backward()
        optimizer.step()


def main(widths, batch, rows, threads, epochs):
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    widths = [int(width) for width in widths.split("-")]
    features = torch.randn(rows, widths[0])
    labels = torch.randint(widths[-1], (rows,))
    model = network(widths)
    optimizer = torch.optim.Adam(model.parameters())
    seconds = []
    for _ in range(1 + epochs):
        start = time.perf_counter()
        epoch(model, optimizer, features, labels, batch)
        seconds.append(time.perf_counter() - start)
    print(rows / statistics.median(seconds[1:]))


main(sys.argv[1], *map(int, sys.argv[2:]))
