"""Course-style networks of three sizes, and the bare evaluations that a sweep over them is measured against."""

import time

import numpy as np

SIZES = {
    "2-4-1, m 10": ([2, 4, 1], 10),
    "12-20-7-5-1, m 50": ([12, 20, 7, 5, 1], 50),
    "64-32-10, m 200": ([64, 32, 10], 200),
}


def build(size):
    """dict(parameters, cost, gradients) of a tanh network with a quadratic cost."""
    widths, m = SIZES[size]
    rng = np.random.default_rng(0)
    layers = range(1, len(widths))
    parameters = {}
    for l in layers:
        parameters["W%d" % l] = rng.standard_normal((widths[l], widths[l - 1])) / np.sqrt(widths[l - 1])
        parameters["b%d" % l] = 0.1 * rng.standard_normal((widths[l], 1))
    X = rng.standard_normal((widths[0], m))
    Y = rng.standard_normal((widths[-1], m))

    def forward():
        activations = [X]
        for l in layers:
            activations.append(np.tanh(np.dot(parameters["W%d" % l], activations[-1]) + parameters["b%d" % l]))
        return activations

    def cost():
        return np.sum((forward()[-1] - Y) ** 2) / (2 * m)

    def gradients():
        activations, grads = forward(), {}
        dA = (activations[-1] - Y) / m
        for l in reversed(layers):
            dZ = dA * (1 - activations[l] ** 2)
            grads["W%d" % l] = np.dot(dZ, activations[l - 1].T)
            grads["b%d" % l] = np.sum(dZ, axis=1, keepdims=True)
            dA = np.dot(parameters["W%d" % l].T, dZ)
        return grads

    return dict(parameters=parameters, cost=cost, gradients=gradients)


def bare(model, evaluations):
    """Seconds for so many evaluations of the cost and nothing else."""
    cost = model["cost"]
    start = time.perf_counter()
    for _ in range(evaluations):
        cost()
    return time.perf_counter() - start
