"""Networks that people write with numpy, for `bench/scales_overhead.py`: ReLU layers, softmax and cross-entropy."""

import time

import numpy as np

SIZES = {
    "784-256-256-256-10": ([784, 256, 256, 256, 10], 1000),
    "20 layers of 256": ([256] * 20 + [10], 256),
}


def softmax(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


class Network:
    def __init__(self, size, seed=0):
        widths, examples = SIZES[size]
        rng = np.random.default_rng(seed)
        self.layers = len(widths) - 1
        self.parameters = {}
        for layer, (inputs, units) in enumerate(zip(widths, widths[1:]), 1):
            self.parameters["W%d" % layer] = rng.normal(size=(units, inputs)) * np.sqrt(2 / inputs)
            self.parameters["b%d" % layer] = np.zeros((units, 1))
        self.X = rng.normal(size=(widths[0], examples))
        self.Y = np.eye(widths[-1])[rng.integers(widths[-1], size=examples)].T

    def forward(self):
        A, cache = self.X, {"A0": self.X}
        for layer in range(1, self.layers + 1):
            Z = self.parameters["W%d" % layer] @ A + self.parameters["b%d" % layer]
            A = np.maximum(0, Z) if layer < self.layers else softmax(Z)
            cache["Z%d" % layer], cache["A%d" % layer] = Z, A
        return A, cache

    def cost(self):
        A, _ = self.forward()
        return -np.sum(self.Y * np.log(A + 1e-12)) / self.Y.shape[1]

    def gradients(self):
        A, cache = self.forward()
        grads, m = {}, self.Y.shape[1]
        dZ = (A - self.Y) / m
        for layer in range(self.layers, 0, -1):
            grads["W%d" % layer] = dZ @ cache["A%d" % (layer - 1)].T
            grads["b%d" % layer] = dZ.sum(axis=1, keepdims=True)
            if layer > 1:
                dA = self.parameters["W%d" % layer].T @ dZ
                dZ = dA * (cache["Z%d" % (layer - 1)] > 0)
        return grads


def build(size):
    return Network(size)


def bare(network):
    """Seconds of one plain forward and backward run."""
    start = time.perf_counter()
    network.gradients()
    return time.perf_counter() - start
