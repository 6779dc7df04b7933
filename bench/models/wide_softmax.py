"""A classifier of images of 28 × 28 pixels, 784-256-128-10: 235,146 parameters. Columns are examples.

PLANTED_ERROR is `none`, or what is planted in the gradients: `entry`, `ten` entries, `row` and `column` of dW1, `tensor`
(dW2 without the slope of ReLU), `bias` (db1 is a mean over the examples), `transposed` (the first half of dW2) or `sign`
(of dW3). PLANTED_SEED is the seed of the network and of the place.
"""

import json
import os

import numpy as np

ERROR = os.environ.get("PLANTED_ERROR", "none")
SEED = int(os.environ.get("PLANTED_SEED", "0"))

rng = np.random.default_rng(SEED)
widths = [784, 256, 128, 10]
X = rng.random((784, 32))
Y = np.eye(10)[rng.integers(10, size=32)].T
parameters = {}
for layer in range(1, 4):
    fan_in = widths[layer - 1]
    parameters["W%d" % layer] = rng.normal(size=(widths[layer], fan_in)) * np.sqrt(2 / fan_in)
    parameters["b%d" % layer] = np.zeros((widths[layer], 1))


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = np.maximum(0, Z2)
    Z3 = parameters["W3"] @ A2 + parameters["b3"]
    E = np.exp(Z3 - Z3.max(axis=0))
    A3 = E / E.sum(axis=0)
    return A3, (Z1, A1, Z2, A2, A3)


def compute_cost(A3, Y):
    return -np.sum(Y * np.log(A3)) / Y.shape[1]


def backward_propagation(X, Y, parameters, cache):
    Z1, A1, Z2, A2, A3 = cache
    m = Y.shape[1]
    dZ3 = (A3 - Y) / m
    dA2 = parameters["W3"].T @ dZ3
    dZ2 = dA2 * (Z2 > 0)
    dZ1 = (parameters["W2"].T @ dZ2) * (Z1 > 0)
    gradients = {}
    for layer, dZ, A in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
        gradients["dW%d" % layer] = dZ @ A.T
        gradients["db%d" % layer] = dZ.sum(axis=1, keepdims=True)
    plant(gradients, dA2 @ A1.T)
    return gradients


def plant(gradients, unmasked):
    """An error of at least half of each entry, in entries that are not zero."""
    random = np.random.default_rng(SEED)
    dW1, dW2 = gradients["dW1"], gradients["dW2"]
    places = random.choice(np.flatnonzero(dW1), 10, replace=False)
    factors = random.choice([-1.0, 0.0, 0.5, 1.5, 2.0, 10.0], 10)
    row, column = divmod(places[0], dW1.shape[1])
    if ERROR == "entry":
        dW1.flat[places[:1]] *= factors[:1]
    elif ERROR == "ten":
        dW1.flat[places] *= factors
    elif ERROR == "row":
        dW1[row] *= 0.5
    elif ERROR == "column":
        dW1[:, column] = 0
    elif ERROR == "tensor":
        gradients["dW2"] = unmasked
    elif ERROR == "bias":
        gradients["db1"] = gradients["db1"] / X.shape[1]
    elif ERROR == "transposed":
        dW2[:, :128] = dW2[:, :128].T.copy()
    elif ERROR == "sign":
        gradients["dW3"] = -gradients["dW3"]


def score(name, found):
    """Of the components of a tensor found to be wrong (row-major, JSON): how many are, how many more there are, and how many
    are right."""
    global ERROR
    cache = forward_propagation(X, parameters)[1]
    computed = backward_propagation(X, Y, parameters, cache)["d" + name]
    planted, ERROR = ERROR, "none"
    true = backward_propagation(X, Y, parameters, cache)["d" + name]
    ERROR = planted
    wrong = set(np.flatnonzero(computed != true).tolist())
    found = set(json.loads(found))
    return json.dumps([len(found & wrong), len(wrong - found), len(found - wrong)])
