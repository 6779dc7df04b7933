"""A network of 940 parameters with hand-written gradients, in variants that checkers are compared on.

Columns are examples. `CASE` is `plain`, or what makes the gradients hard to judge, though they are
right: `kink` (one example is all zeros, as padding is, and so are the biases: its ReLUs are exactly at 0), `zeros` (the
first layer is all zeros), `dropout`, `offset` (J + 1e8). With `WRONG_ENTRY` one entry of dW1 is off.
"""

import numpy as np

CASE = "plain"
WRONG_ENTRY = False

rng = np.random.RandomState(1)
X = rng.randn(20, 50)
Y = np.eye(10)[rng.randint(10, size=50)].T
parameters = {
    "W1": rng.randn(30, 20) * np.sqrt(2 / 20),
    "b1": 0.1 * rng.randn(30, 1),
    "W2": rng.randn(10, 30) * np.sqrt(1 / 30),
    "b2": 0.1 * rng.randn(10, 1),
}
if CASE == "kink":
    X[:, 0] = 0
    parameters["b1"][:] = 0
if CASE == "zeros":
    parameters["W1"][:] = 0
    parameters["b1"][:] = 0
keep_prob = 0.8 if CASE == "dropout" else 1.0


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    D1 = np.ones(A1.shape)
    if keep_prob < 1:
        D1 = (np.random.rand(*A1.shape) < keep_prob) / keep_prob
        A1 = A1 * D1
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    Z2 = Z2 - Z2.max(axis=0)
    A2 = np.exp(Z2) / np.exp(Z2).sum(axis=0)
    return A2, (Z1, D1, A1, A2)


def compute_cost(A2, Y):
    cost = -np.sum(Y * np.log(A2)) / Y.shape[1]
    return cost + 1e8 if CASE == "offset" else cost


def backward_propagation(X, Y, parameters, cache):
    Z1, D1, A1, A2 = cache
    dZ2 = (A2 - Y) / Y.shape[1]
    dZ1 = (parameters["W2"].T @ dZ2) * D1 * (Z1 > 0)
    dW1 = dZ1 @ X.T
    if WRONG_ENTRY:
        dW1[4, 7] += 0.005
    return {
        "dW1": dW1,
        "db1": dZ1.sum(axis=1, keepdims=True),
        "dW2": dZ2 @ A1.T,
        "db2": dZ2.sum(axis=1, keepdims=True),
    }
