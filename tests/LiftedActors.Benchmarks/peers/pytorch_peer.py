"""The PyTorch side of `lifted bench speed`.

Started as `pytorch_peer.py THREADS`, it answers one JSON object per line of standard input by one per line of standard output,
so that both sides can take turns. Times are of the work alone: reading data and judging a network happen outside the clock.
"""

import json
import math
import os
import sys
import time

THREADS = sys.argv[1]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = THREADS  # read when the libraries are loaded

import numpy  # noqa: E402
import torch  # noqa: E402

torch.set_num_threads(int(THREADS))

ACTIVATIONS = {
    "soft-threshold": lambda threshold: torch.nn.Softshrink(threshold),
    "relu": lambda: torch.nn.ReLU(),
    "leaky-relu": lambda slope: torch.nn.LeakyReLU(slope),
    "tanh": lambda: torch.nn.Tanh(),
}


class Training:
    """Back-propagation and Adam on a perceptron whose weights begin as ours do, W ~ N(0, scale^2 / n_in) and b = 0."""

    def __init__(self, request):
        torch.manual_seed(request.get("seed", 1))
        folder = request["data"]
        self.inputs, self.targets, self.test_inputs, self.test_targets = (
            torch.from_numpy(numpy.load(os.path.join(folder, part + ".npy")))
            for part in ("inputs", "targets", "test_inputs", "test_targets"))
        self.batch = request["batch"]
        self.net = network(request).to(self.inputs.dtype)
        self.adam = torch.optim.Adam(self.net.parameters(), lr=request["rate"], foreach=request.get("foreach", False))

    def epochs(self):
        """Endless mini-batches; every sample once an epoch."""
        while True:
            yield from torch.randperm(len(self.inputs)).split(self.batch)

    def step(self, samples):
        self.adam.zero_grad(set_to_none=True)
        loss(self.net(self.inputs[samples]), self.targets[samples]).backward()
        self.adam.step()

    def judge(self, by):
        with torch.no_grad():
            if by == "loss":
                return loss(self.net(self.inputs), self.targets).item()
            seen, clean = self.net(self.test_inputs).clamp(0, 1), self.test_targets.clamp(0, 1)
            return (-10 * ((seen - clean) ** 2).mean(1).double().log10()).mean().item()


def loss(outputs, targets):
    return torch.nn.functional.mse_loss(outputs, targets, reduction="sum") * (0.5 / len(targets))


def network(request):
    widths, layers = request["widths"], []
    for inputs, outputs in zip(widths, widths[1:]):
        linear = torch.nn.Linear(inputs, outputs)
        torch.nn.init.normal_(linear.weight, std=request.get("scale", 1) / math.sqrt(inputs))
        torch.nn.init.zeros_(linear.bias)
        layers += [linear, ACTIVATIONS[request["activation"]](*request.get("parameters", []))]
    return torch.nn.Sequential(*layers[:-1])


TRAININGS = {}


def epoch(request):
    """One epoch; training goes on from request to request, so that only the first pays for Adam's moments."""
    key = json.dumps(request, sort_keys=True)
    training = TRAININGS.setdefault(key, None) or Training(request)
    TRAININGS[key] = training
    start = time.perf_counter()
    for samples in torch.randperm(len(training.inputs)).split(training.batch):
        training.step(samples)
    return {"seconds": time.perf_counter() - start}


def reach(request):
    """Trains from the start until a quality is reached, judged every few steps outside the clock."""
    training, goal, by = Training(request), request["goal"], request["by"]
    seconds, batches = 0.0, training.epochs()
    for steps in range(request["every"], request["steps"] + 1, request["every"]):
        start = time.perf_counter()
        for _ in range(request["every"]):
            training.step(next(batches))
        seconds += time.perf_counter() - start
        value = training.judge(by)
        if value <= goal if by == "loss" else value >= goal:
            return {"seconds": seconds, "steps": steps}
        if not math.isfinite(value):
            break
    return {"seconds": None, "steps": steps, "value": value}


def sweep(request):
    """The median time of one forward and backward pass, layer by layer; with a rate, a step of Adam follows."""
    key = json.dumps(request, sort_keys=True)
    if key not in TRAININGS:
        kind = torch.float64 if request["bytes"] == 8 else torch.float32
        ends = (torch.randn(request["batch"], request["widths"][end], dtype=kind) for end in (0, -1))
        net = network(request).to(kind)
        adam = torch.optim.Adam(net.parameters(), lr=request["rate"], foreach=True) if "rate" in request else None
        TRAININGS[key] = net, adam, *ends
    net, adam, inputs, targets = TRAININGS[key]
    times = []
    while sum(times) < request["window"]:
        net.zero_grad(set_to_none=True)
        start = time.perf_counter()
        loss(net(inputs), targets).backward()
        if adam:
            adam.step()
        times.append(time.perf_counter() - start)
    return {"seconds": sorted(times)[len(times) // 2]}


def main():
    works = {"epoch": epoch, "reach": reach, "sweep": sweep}
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = works[request.pop("do")](request)
        except Exception as fault:  # told to the other side, which ends the run
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
