"""Inverted dropout: each hidden unit is kept with the probability keep_prob, and what
is kept is divided by keep_prob, so that the next layer sees the same mean as before.

The cost of such a network is random: two calls differ. A gradient check therefore
needs keep_prob = 1, where nothing is dropped. (The masks are still applied.)
"""

import numpy as np


def load_points(m=40, seed=7):
    """Points in the plane, labelled by the quadrant they lie in: the XOR problem."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((2, m))
    Y = (X[0:1] * X[1:2] > 0).astype(float)
    return X, Y


def initialize_parameters(n_x, n_h1, n_h2, n_y, seed=8):
    rng = np.random.default_rng(seed)
    return {
        "W1": rng.standard_normal((n_h1, n_x)) * np.sqrt(2 / n_x),
        "b1": 0.1 * rng.standard_normal((n_h1, 1)),
        "W2": rng.standard_normal((n_h2, n_h1)) * np.sqrt(2 / n_h1),
        "b2": 0.1 * rng.standard_normal((n_h2, 1)),
        "W3": rng.standard_normal((n_y, n_h2)) * np.sqrt(2 / n_h2),
        "b3": 0.1 * rng.standard_normal((n_y, 1)),
    }


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def forward_propagation_with_dropout(X, parameters, keep_prob=0.8):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob
    A1 = A1 * D1 / keep_prob

    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob
    A2 = A2 * D2 / keep_prob

    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m


def backward_propagation_with_dropout(X, Y, cache, keep_prob=0.8):
    m = X.shape[1]
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache

    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2 / keep_prob       # the same units are off on the way back
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1 / keep_prob
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


X, Y = load_points()
parameters = initialize_parameters(2, 8, 5, 1)

if __name__ == "__main__":
    np.random.seed(0)
    for step in range(601):
        A3, cache = forward_propagation_with_dropout(X, parameters)
        if step % 200 == 0:
            print("step %3d  cost %.4f" % (step, compute_cost(A3, Y)))
        grads = backward_propagation_with_dropout(X, Y, cache)
        for name in parameters:
            parameters[name] -= 0.1 * grads["d" + name]
