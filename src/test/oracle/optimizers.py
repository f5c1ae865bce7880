"""Writes ten steps of every solver (float32) and schedule (double) in PyTorch.

The results are src/test/resources/org/spindleml/optim/{solvers,schedules,plateau}.csv. The problem
is the parabola Σ aᵢ (wᵢ − bᵢ)² / 2 over four weights with the slopes aᵢ (wᵢ − bᵢ), each a float32
product; every second step the learning rate is halved, so that rules that keep it in their memory
differ. No weight passes 0, where a relative error would say nothing. Run it from the project's
directory with Debian's python3-torch.
"""

import os

import torch

TO = "src/test/resources/org/spindleml/optim"
STEPS = 10
A = torch.tensor([1.0, 10.0, 0.25, -2.0])
B = torch.tensor([3.0, 5.0, -6.0, 0.125])
START = [1.0, 2.0, -3.0, 0.75]

torch.set_num_threads(1)
optim, schedules = torch.optim, torch.optim.lr_scheduler

SOLVERS = {
    "sgd": (0.0625, lambda w, lr: optim.SGD(w, lr)),
    "momentum": (0.03125, lambda w, lr: optim.SGD(w, lr, momentum=0.9)),
    "nesterov": (0.03125, lambda w, lr: optim.SGD(w, lr, momentum=0.9, nesterov=True)),
    "adagrad": (0.5, lambda w, lr: optim.Adagrad(w, lr)),
    "rmsprop": (0.0625, lambda w, lr: optim.RMSprop(w, lr)),
    "adam": (0.125, lambda w, lr: optim.Adam(w, lr)),
    "adamw": (0.125, lambda w, lr: optim.AdamW(w, lr, weight_decay=0.1)),
}

# The shapes of the Param learningRateSchedule, over a run of ten steps.
SCHEDULES = {
    "constant": lambda o: schedules.ConstantLR(o, factor=1),
    "step": lambda o: schedules.StepLR(o, step_size=4, gamma=0.1),
    "exponential": lambda o: schedules.ExponentialLR(o, gamma=0.01 ** (1 / STEPS)),
    "inverse": lambda o: schedules.LambdaLR(o, lambda t: 1 / (1 + 9 * t / STEPS)),
    "polynomial": lambda o: schedules.PolynomialLR(o, total_iters=STEPS, power=1.0),
    "cosine": lambda o: schedules.CosineAnnealingLR(o, T_max=STEPS),
    "restartedCosine": lambda o: schedules.CosineAnnealingWarmRestarts(o, T_0=STEPS // 2),
    # PyTorch's peak is at step pct_start · total_steps − 1, its end at step total_steps − 1.
    "oneCycle": lambda o: schedules.OneCycleLR(
        o, max_lr=0.1, total_steps=STEPS + 1, pct_start=4 / (STEPS + 1), cycle_momentum=False
    ),
    # Flat over 7 steps: 3 / 4 of 10, rounded down.
    "flatCosine": lambda o: schedules.SequentialLR(
        o,
        [schedules.ConstantLR(o, factor=1), schedules.CosineAnnealingLR(o, T_max=3)],
        milestones=[7],
    ),
}

# Mean losses of epochs: a fall, a creep below the threshold, one good epoch in time, a rise.
LOSSES = [2.0, 1.5, 1.25] + [1.25 - 1e-5 * i for i in range(1, 8)] + [1.0, 1.1, 1.2, 1.0, 1.0]
LOSSES += [0.9] + [0.9] * 11 + [0.5]


def steps_of(rate, make):
    w = torch.nn.Parameter(torch.tensor(START))
    rule = make([w], rate)
    for t in range(STEPS):
        for group in rule.param_groups:
            group["lr"] = rate if t % 2 == 0 else rate / 2
        w.grad = A * (w.detach() - B)
        rule.step()
        yield [repr(v) for v in w.detach().double().tolist()]


def rates_of(make):
    rule = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    schedule = make(rule)
    for t in range(STEPS):
        yield repr(rule.param_groups[0]["lr"])
        rule.step()
        schedule.step()


def plateau_rates():
    rule = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    # PyTorch counts one epoch more than its patience.
    schedule = schedules.ReduceLROnPlateau(rule, factor=0.1, patience=4, threshold=1e-4)
    for loss in LOSSES:
        schedule.step(loss)
        yield loss, rule.param_groups[0]["lr"]


if __name__ == "__main__":
    os.makedirs(TO, exist_ok=True)
    with open(TO + "/solvers.csv", "w", newline="\n") as f:
        f.write("solver,learningRate,step,w0,w1,w2,w3\n")
        for name, (rate, make) in SOLVERS.items():
            for t, weights in enumerate(steps_of(rate, make)):
                f.write(",".join([name, repr(rate), str(t + 1)] + weights) + "\n")
    with open(TO + "/schedules.csv", "w", newline="\n") as f:
        f.write("schedule,step,learningRate\n")
        for name, make in SCHEDULES.items():
            for t, rate in enumerate(rates_of(make)):
                f.write("%s,%d,%s\n" % (name, t, rate))
    with open(TO + "/plateau.csv", "w", newline="\n") as f:
        f.write("meanLoss,learningRateAfter\n")
        for loss, rate in plateau_rates():
            f.write("%r,%r\n" % (loss, rate))
