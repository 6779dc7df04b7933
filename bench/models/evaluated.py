"""A network of 4,070 parameters, and the bare loop of evaluations that an exhaustive check is measured against."""

import time

import numpy as np

rng = np.random.default_rng(1)
sizes = [60, 50, 20]
X = rng.standard_normal((60, 160))
Y = np.eye(20)[rng.integers(20, size=160)].T
parameters = {}
for layer in (1, 2):
    parameters["W%d" % layer] = rng.standard_normal((sizes[layer], sizes[layer - 1])) / np.sqrt(sizes[layer - 1])
    parameters["b%d" % layer] = 0.1 * rng.standard_normal((sizes[layer], 1))


def forward():
    A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    Z2 = Z2 - Z2.max(axis=0)
    return A1, Z2 - np.log(np.exp(Z2).sum(axis=0))


def cost():
    return -np.sum(Y * forward()[1]) / Y.shape[1]


def gradients():
    A1, log_p = forward()
    dZ2 = (np.exp(log_p) - Y) / Y.shape[1]
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - A1 ** 2)
    return {
        "W1": dZ1 @ X.T,
        "b1": dZ1.sum(axis=1, keepdims=True),
        "W2": dZ2 @ A1.T,
        "b2": dZ2.sum(axis=1, keepdims=True),
    }


def bare(evaluations):
    """Seconds for so many evaluations of the cost, and nothing else."""
    started = time.perf_counter()
    for _ in range(evaluations):
        cost()
    return time.perf_counter() - started


def gradient_lens():
    return dict(parameters=parameters, cost=cost, gradients=gradients)
