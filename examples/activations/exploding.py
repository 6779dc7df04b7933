"""The textbook's example: 150 layers of W = 1.5·I without activation functions. A grows by 1.5 per layer, 1.5¹⁵⁰ ≈ 2.6e26."""

import numpy as np

layers = 150
rng = np.random.default_rng(1)
X = rng.standard_normal((4, 20))
Y = rng.standard_normal((4, 20))
parameters = {"W" + str(l): 1.5 * np.eye(4) for l in range(1, layers + 1)}


def forward(X, parameters):
    A = X
    cache = [A]
    for l in range(1, layers + 1):
        A = np.dot(parameters["W" + str(l)], A)
        cache.append(A)
    return A, cache


def compute_cost(A, Y):
    return np.sum((A - Y) ** 2) / (2 * Y.shape[1])


def backward(A, Y, cache, parameters):
    m = Y.shape[1]
    grads = {}
    dZ = (A - Y) / m
    for l in range(layers, 0, -1):
        grads["dW" + str(l)] = np.dot(dZ, cache[l - 1].T)
        dZ = np.dot(parameters["W" + str(l)].T, dZ)
    return grads
