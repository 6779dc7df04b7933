"""What other checkers of gradients say of variants of `models/peers_network.py`: called by `peers.ts`.

`python peers.py ROUNDS FILE ...` prints one line of JSON for each checker, with an answer for each file.
"""

import importlib
import importlib.util
import json
import sys
import time

import numpy as np

# Where a checker gives a number and no verdict: relative differences up to this are taken for right, the textbook's bound.
AGREES = 1e-5


class Network:
    """A model file as functions of one vector θ, with a count of the evaluations of its cost."""

    def __init__(self, file):
        spec = importlib.util.spec_from_file_location("model", file)
        self.module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.shapes = {name: value.shape for name, value in self.module.parameters.items()}
        self.theta = self.vector(self.module.parameters)
        self.evaluations = 0

    def vector(self, parts):
        return np.concatenate([parts[name].ravel() for name in self.shapes])

    def parts(self, theta):
        """A dict of arrays, copied from θ."""
        parts, start = {}, 0
        for name, shape in self.shapes.items():
            size = int(np.prod(shape))
            parts[name] = theta[start : start + size].reshape(shape).copy()
            start += size
        return parts

    def forward(self, parameters):
        self.evaluations += 1
        A2, cache = self.module.forward_propagation(self.module.X, parameters)
        return self.module.compute_cost(A2, self.module.Y), cache

    def backward(self, parameters, cache):
        grads = self.module.backward_propagation(self.module.X, self.module.Y, parameters, cache)
        return {name: grads["d" + name] for name in self.shapes}

    def cost(self, theta):
        return self.forward(self.parts(theta))[0]

    def gradient(self, theta):
        parameters = self.parts(theta)
        return self.vector(self.backward(parameters, self.forward(parameters)[1]))


def course_loop(network):
    """`gradient_check_n` as courses teach it: θ is copied twice for each component; ε = 1e-7, a mistake above 2e-7."""
    theta, computed = network.theta, network.gradient(network.theta)
    numerical = np.zeros(theta.size)
    for i in range(theta.size):
        plus, minus = np.copy(theta), np.copy(theta)
        plus[i] += 1e-7
        minus[i] -= 1e-7
        numerical[i] = (network.cost(plus) - network.cost(minus)) / 2e-7
    difference = relative_difference(np.linalg.norm(numerical - computed), computed, numerical)
    return difference <= 2e-7, difference


def check_grad(network):
    from scipy.optimize import check_grad

    error = check_grad(network.cost, network.gradient, network.theta)
    difference = relative_difference(error, network.gradient(network.theta))
    return difference <= AGREES, error


def numdifftools(network):
    import numdifftools

    computed = network.gradient(network.theta)
    numerical = numdifftools.Gradient(network.cost)(network.theta)
    difference = relative_difference(np.linalg.norm(numerical - computed), computed, numerical)
    return difference <= AGREES, difference


def gradcheck(network, fast):
    import torch
    from torch.autograd.gradcheck import GradcheckError

    class HandWritten(torch.autograd.Function):
        """The same forward and backward pass, on the same numbers."""

        @staticmethod
        def forward(ctx, *tensors):
            ctx.parameters = {name: tensor.detach().numpy() for name, tensor in zip(network.shapes, tensors)}
            cost, ctx.cache = network.forward(ctx.parameters)
            return torch.tensor(cost, dtype=torch.float64)

        @staticmethod
        def backward(ctx, upstream):
            grads = network.backward(ctx.parameters, ctx.cache)
            return tuple(upstream * torch.from_numpy(grads[name]) for name in network.shapes)

    inputs = [torch.from_numpy(part).requires_grad_() for part in network.parts(network.theta).values()]
    try:
        torch.autograd.gradcheck(HandWritten.apply, inputs, fast_mode=fast)
    except GradcheckError as error:
        return False, "fails: " + str(error).strip().split(" for ")[0]
    return True, "passes"


def relative_difference(error, computed, numerical=None):
    """‖e‖ / (‖g‖ + ‖ĝ‖); without g, twice ‖ĝ‖ stands for the sum."""
    other = computed if numerical is None else numerical
    return error / (np.linalg.norm(computed) + np.linalg.norm(other))


CHECKERS = [
    ("course-style loop over copies of θ", None, course_loop),
    ("`scipy.optimize.check_grad`", "scipy", check_grad),
    ("`numdifftools.Gradient`", "numdifftools", numdifftools),
    ("`torch.autograd.gradcheck`", "torch", lambda network: gradcheck(network, False)),
    ("`torch.autograd.gradcheck`, fast mode", "torch", lambda network: gradcheck(network, True)),
]


def version_of(package):
    """None where it is not installed."""
    try:
        return importlib.import_module(package).__version__
    except ImportError:
        return None


def answer(checker, file, rounds):
    """What is said of a file: accepted or not, in which words or number, after how many evaluations; median seconds."""
    seconds = []
    for _ in range(rounds):
        network = Network(file)
        started = time.perf_counter()
        accepts, says = checker(network)
        seconds.append(time.perf_counter() - started)
    return {
        "accepts": bool(accepts),
        "says": says,
        "evaluations": network.evaluations,
        "seconds": sorted(seconds)[rounds // 2],
    }


def main(rounds, files):
    for name, package, checker in CHECKERS:
        version = np.__version__ if package is None else version_of(package)
        answers = []
        if version is not None:
            checker(Network(files[0]))  # Imports are not timed.
            answers = [answer(checker, file, rounds) for file in files]
        checked = {"name": name, "package": package or "numpy", "version": version, "answers": answers}
        print(json.dumps(checked), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
