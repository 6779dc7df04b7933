"""Eight ReLU layers with He's initialization, √(2/n): activations and gradients keep their scale."""

import numpy as np

layer_dims = [64, 64, 64, 64, 64, 64, 64, 64, 1]


def initialize_parameters(layer_dims):
    rng = np.random.default_rng(1)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, m = layer_dims[l - 1], layer_dims[l]
        parameters["W" + str(l)] = rng.standard_normal((m, n)) * np.sqrt(2 / n)
        parameters["b" + str(l)] = np.zeros((m, 1))
    return parameters


def forward_propagation(X, parameters):
    A = X
    L = len(parameters) // 2
    caches = []
    for l in range(1, L + 1):
        A_prev = A
        Z = parameters["W" + str(l)] @ A_prev + parameters["b" + str(l)]
        A = 1 / (1 + np.exp(-Z)) if l == L else np.maximum(0, Z)
        caches.append((A_prev, Z))
    return A, caches


def compute_cost(AL, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


def backward_propagation(AL, Y, caches, parameters):
    m = Y.shape[1]
    L = len(caches)
    grads = {}
    dZ = AL - Y
    for l in range(L, 0, -1):
        A_prev, Z = caches[l - 1]
        grads["dW" + str(l)] = dZ @ A_prev.T / m
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = parameters["W" + str(l)].T @ dZ
            dZ = dA * (caches[l - 2][1] > 0)
    return grads


rng = np.random.default_rng(2)
X = rng.standard_normal((64, 200))
Y = (X[:1] + X[1:2] > 0).astype(float)
parameters = initialize_parameters(layer_dims)
