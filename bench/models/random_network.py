"""Random networks with a right gradient, and the same with one planted error.

`build(seed)` makes network number `seed`, always the same: a multilayer perceptron of depth 1 to 6 and
width 1 to 12 in which everything that has made gradient checks stumble comes up: tiny and huge
initialization, a bias in front of batch normalization (whose gradient is zero), layers that start at
zero, dead units, zero biases that leave relus on their kink, L2, few and many examples.

The formulas are kept in a form that neither overflows nor cancels, so that the gradients are right to
rounding. `python3 bench/right_networks.py` verifies that without Gradient Lens.
"""

import os

import numpy as np

EPSILON = 1e-5  # of batch normalization


# Activations: z -> (a, da/dz). Written with comparisons only, so that a complex step passes through.


def _where_positive(z, positive, negative):
    return np.where(z > 0, positive, negative)


def _sigmoid(z):
    e = np.exp(_where_positive(z, -z, z))
    return _where_positive(z, 1, e) / (1 + e)


def _softplus(z):
    return _where_positive(z, z, 0) + np.log1p(np.exp(_where_positive(z, -z, z)))


def _expm1_negative(z):
    return np.expm1(_where_positive(z, 0 * z, z))


def relu(z):
    return _where_positive(z, z, 0), _where_positive(z, 1, 0)


def leaky(z):
    return _where_positive(z, z, 0.01 * z), _where_positive(z, 1, 0.01)


def elu(z):
    negative = _expm1_negative(z)
    return _where_positive(z, z, negative), _where_positive(z, 1, negative + 1)


def tanh(z):
    a = np.tanh(z)
    return a, 1 - a * a


def sigmoid(z):
    a = _sigmoid(z)
    return a, a * (1 - a)


def softplus(z):
    return _softplus(z), _sigmoid(z)


ACTIVATIONS = {f.__name__: f for f in (relu, leaky, tanh, sigmoid, elu, softplus)}


# Losses: outputs and labels -> (cost, dcost/doutputs); examples are columns.


def binary(z, y):
    m = y.shape[1]
    return np.sum(_softplus(z) - y * z) / m, (_sigmoid(z) - y) / m


def softmax(z, y):
    m = y.shape[1]
    shifted = z - np.max(z, axis=0)
    e = np.exp(shifted)
    total = np.sum(e, axis=0)
    return np.sum(np.log(total) - np.sum(y * shifted, axis=0)) / m, (e / total - y) / m


def mse(z, y):
    m = y.shape[1]
    return np.sum((z - y) ** 2) / (2 * m), (z - y) / m


LOSSES = {f.__name__: f for f in (binary, softmax, mse)}


def configuration(seed):
    """What network number `seed` is like, as a dict that can be printed."""
    rng = np.random.default_rng([seed, 1])
    depth = int(rng.integers(1, 7))
    initialization = str(rng.choice(["scale", "he", "xavier"]))
    return {
        "seed": seed,
        "activation": str(rng.choice(sorted(ACTIVATIONS))),
        "loss": str(rng.choice(sorted(LOSSES))),
        "widths": [int(n) for n in rng.integers(1, 13, size=depth + 1)],
        "examples": int(rng.choice([2, 3, 5, 10, 32])),
        "initialization": initialization,
        "scale": float(10 ** rng.uniform(-3, np.log10(3))) if initialization == "scale" else None,
        "normalized": bool(rng.random() < 0.25),
        "zero_biases": bool(rng.random() < 0.4),
        "zero_layer": int(rng.integers(1, depth + 1)) if rng.random() < 0.15 else None,
        "dead_units": bool(rng.random() < 0.2),
        "l2": float(10 ** rng.uniform(-3, 0)) if rng.random() < 0.3 else 0.0,
    }


def _parameters(config, rng):
    parameters = {}
    widths = config["widths"]
    for l in range(1, len(widths)):
        n, n_prev = widths[l], widths[l - 1]
        scale = {"he": np.sqrt(2 / n_prev), "xavier": np.sqrt(1 / n_prev)}.get(
            config["initialization"], config["scale"])
        W = scale * rng.standard_normal((n, n_prev))
        b = 0.1 * rng.standard_normal((n, 1))
        if config["zero_biases"]:
            b[:] = 0
        if config["zero_layer"] == l:
            W[:] = 0
            b[:] = 0
        if config["dead_units"] and l < len(widths) - 1:
            b[rng.random((n, 1)) < 0.3] = -10
        parameters["W%d" % l] = W
        parameters["b%d" % l] = b
        if config["normalized"] and l < len(widths) - 1:
            parameters["gamma%d" % l] = rng.uniform(0.5, 1.5, (n, 1))
            parameters["beta%d" % l] = np.zeros((n, 1)) if config["zero_biases"] else rng.normal(0, 0.1, (n, 1))
    return parameters


def _labels(config, rng):
    shape = config["widths"][-1], config["examples"]
    if config["loss"] == "mse":
        return rng.standard_normal(shape)
    if config["loss"] == "binary":
        return (rng.random(shape) < 0.5).astype(float)
    return np.eye(shape[0])[:, rng.integers(0, shape[0], shape[1])]


class Network:
    def __init__(self, config):
        rng = np.random.default_rng([config["seed"], 2])
        self.config = config
        self.layers = len(config["widths"]) - 1
        self.activation = ACTIVATIONS[config["activation"]]
        self.loss = LOSSES[config["loss"]]
        self.X = rng.standard_normal((config["widths"][0], config["examples"]))
        self.Y = _labels(config, rng)
        self.parameters = _parameters(config, rng)

    def forward(self):
        """The outputs, and for each layer what its way back needs."""
        p, a, caches = self.parameters, self.X, []
        for l in range(1, self.layers + 1):
            z = p["W%d" % l] @ a + p["b%d" % l]
            cache = {"a_prev": a}
            if l < self.layers:
                if self.config["normalized"]:
                    centred = z - np.mean(z, axis=1, keepdims=True)
                    cache["std"] = np.sqrt(np.mean(centred * centred, axis=1, keepdims=True) + EPSILON)
                    cache["z_hat"] = centred / cache["std"]
                    z = p["gamma%d" % l] * cache["z_hat"] + p["beta%d" % l]
                a, cache["slope"] = self.activation(z)
            caches.append(cache)
        return z, caches

    def cost(self):
        z, _ = self.forward()
        J, _ = self.loss(z, self.Y)
        if self.config["l2"]:
            squares = sum(np.sum(self.parameters["W%d" % l] ** 2) for l in range(1, self.layers + 1))
            J = J + self.config["l2"] / (2 * self.config["examples"]) * squares
        return J

    def gradients(self):
        p, grads = self.parameters, {}
        z, caches = self.forward()
        _, dz = self.loss(z, self.Y)
        for l in range(self.layers, 0, -1):
            cache = caches[l - 1]
            if l < self.layers:
                dz = da * cache["slope"]
                if self.config["normalized"]:
                    z_hat = cache["z_hat"]
                    grads["gamma%d" % l] = np.sum(dz * z_hat, axis=1, keepdims=True)
                    grads["beta%d" % l] = np.sum(dz, axis=1, keepdims=True)
                    d_hat = dz * p["gamma%d" % l]
                    dz = (d_hat - np.mean(d_hat, axis=1, keepdims=True)
                          - z_hat * np.mean(d_hat * z_hat, axis=1, keepdims=True)) / cache["std"]
            grads["W%d" % l] = dz @ cache["a_prev"].T
            if self.config["l2"]:
                grads["W%d" % l] += self.config["l2"] / self.config["examples"] * p["W%d" % l]
            grads["b%d" % l] = np.sum(dz, axis=1, keepdims=True)
            da = p["W%d" % l].T @ dz
        return grads


def build(seed):
    """dict(parameters, cost, gradients, config) of a right network."""
    network = Network(configuration(seed))
    return dict(
        parameters=network.parameters,
        cost=network.cost,
        gradients=network.gradients,
        config=network.config,
    )


def build_wrong(seed, size=None):
    """The same network with one error in one tensor; `planted` tells which.

    `planted`: tensor; kind (`scale`, `entry` or `noise`); size = ||error|| / ||true gradient of that
    tensor||; relativeDifference, the textbook's, of that tensor. Without a size it lies between 0.01 and 1.
    Tensors whose gradient is a billionth of the whole or less are not chosen: it is noise.
    """
    model = build(seed)
    right = model["gradients"]
    rng = np.random.default_rng([seed, 3])
    true = right()
    whole = np.sqrt(sum(np.sum(g ** 2) for g in true.values()))
    candidates = sorted(name for name, g in true.items() if np.linalg.norm(g) > 1e-9 * whole)
    if not candidates:
        raise ValueError("every gradient of network %d is zero" % seed)
    name = str(rng.choice(candidates))
    kind = str(rng.choice(["scale", "entry", "noise"]))
    drawn = float(10 ** rng.uniform(-2, 0))
    size = drawn if size is None else size
    direction = rng.standard_normal(true[name].shape)
    if kind == "entry":
        entry = np.unravel_index(rng.integers(direction.size), direction.shape)
        only = np.zeros_like(direction)
        only[entry] = 1
        direction = only
    direction /= np.linalg.norm(direction)

    def gradients():
        grads = right()
        g = grads[name]
        grads[name] = g + size * (g if kind == "scale" else np.linalg.norm(g) * direction)
        return grads

    wrong = gradients()[name]
    difference = np.linalg.norm(wrong - true[name]) / (np.linalg.norm(wrong) + np.linalg.norm(true[name]))
    model["gradients"] = gradients
    model["planted"] = {"tensor": name, "kind": kind, "size": size, "relativeDifference": float(difference)}
    return model


def gradient_lens():
    """For a single check of this file: network number RANDOM_NETWORK (an environment variable), or 0."""
    model = build(int(os.environ.get("RANDOM_NETWORK", "0")))
    return dict(parameters=model["parameters"], cost=model["cost"], gradients=model["gradients"])
