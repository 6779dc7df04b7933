"""Ten tanh layers whose weights are 0.01 · randn, whatever their fan-in: activations and gradients vanish."""

import numpy as np

layer_dims = [64] * 10 + [1]


def initialize_parameters(layer_dims):
    rng = np.random.default_rng(1)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, m = layer_dims[l - 1], layer_dims[l]
        parameters["W" + str(l)] = rng.standard_normal((m, n)) * 0.01
        parameters["b" + str(l)] = np.zeros((m, 1))
    return parameters


def forward_propagation(X, parameters):
    A = X
    L = len(parameters) // 2
    caches = []
    for l in range(1, L + 1):
        A_prev = A
        Z = parameters["W" + str(l)] @ A_prev + parameters["b" + str(l)]
        A = 1 / (1 + np.exp(-Z)) if l == L else np.tanh(Z)
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
            dZ = dA * (1 - A_prev**2)
    return grads


rng = np.random.default_rng(2)
X = rng.standard_normal((64, 200))
Y = (X[:1] + X[1:2] > 0).astype(float)
parameters = initialize_parameters(layer_dims)
