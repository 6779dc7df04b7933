"""Small right models in the styles that people write, each with its plan.

STYLES: name → (source text, steps of `run`, plan, whether it needs numpy).
"""

from host_client import call, literal, made, module, plan, slot, tensor

_X = [0.1 * ((7 * k) % 13 - 6) for k in range(15)]
_Y = [0.0, 1.0, 0.0, 1.0, 1.0]

COURSE = """
import numpy as np

def initialize_parameters(n_x=3, n_h=4, n_y=1):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x)
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h)
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

def compute_cost(A2, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m)

def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = np.dot(dZ2, cache["A1"].T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(cache["A1"], 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""


def course_plan(gradient="d"):
    forward = call("f", "forward_propagation", slot("X"), slot("p"))
    return plan(
        [forward, call("J", "compute_cost", slot("f", 0), slot("Y"))],
        slot("J"),
        [forward, call("g", "backward_propagation", slot("p"), slot("f", 1), slot("X"), slot("Y"))],
        [tensor(name, slot("p", name), slot("g", gradient + name)) for name in ("W1", "b1", "W2", "b2")],
    )


COURSE_RUN = [
    call("p", "initialize_parameters"),
    {"slot": "X", "value": made([3, 5], _X)},
    {"slot": "Y", "value": made([1, 5], _Y)},
]

LAYERS = """
import numpy as np

def initialize(dims=(3, 4, 4, 1)):
    rng = np.random.default_rng(0)
    p = {}
    for l in range(1, len(dims)):
        p["W" + str(l)] = rng.standard_normal((dims[l], dims[l - 1]))
        p["b" + str(l)] = 0.1 * rng.standard_normal((dims[l], 1))
    return p

def forward(X, p):
    caches, A = [], X
    for l in range(1, len(p) // 2 + 1):
        A_prev = A
        Z = p["W" + str(l)] @ A_prev + p["b" + str(l)]
        A = np.tanh(Z)
        caches.append((A_prev, A))
    return A, caches

def cost(A, Y):
    return np.mean((A - Y) ** 2)

def backward(A, Y, p, caches):
    grads = {}
    dA = 2 * (A - Y) / A.size
    for l in reversed(range(1, len(caches) + 1)):
        A_prev, A_l = caches[l - 1]
        dZ = dA * (1 - A_l ** 2)
        grads["dW" + str(l)] = dZ @ A_prev.T
        grads["db" + str(l)] = np.zeros_like(p["b" + str(l)])
        grads[f"db{l}"] += dZ.sum(axis=1, keepdims=True)
        dA = p["W" + str(l)].T @ dZ
    return grads
"""

_layers_forward = call("f", "forward", slot("X"), slot("p"))
LAYERS_PLAN = plan(
    [_layers_forward, call("J", "cost", slot("f", 0), slot("Y"))],
    slot("J"),
    [_layers_forward, call("g", "backward", slot("f", 0), slot("Y"), slot("p"), slot("f", 1))],
    [tensor(k + n, slot("p", k + n), slot("g", "d" + k + n)) for n in "123" for k in "Wb"],
)
LAYERS_RUN = [call("p", "initialize")] + COURSE_RUN[1:]

PARAMS_CLASS = """
import numpy as np

class TwoLayerNet:
    def __init__(self, input_size=3, hidden_size=4, output_size=2, std=0.5):
        np.random.seed(0)
        self.params = {}
        self.params["W1"] = std * np.random.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size) + 0.1
        self.params["W2"] = std * np.random.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N = X.shape[0]
        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        scores = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(probs[range(N), y]).mean() + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        dscores = probs.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads = {}
        grads["W2"] = hidden.T.dot(dscores)
        grads["b2"] = np.sum(dscores, axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[hidden <= 0] = 0
        grads["W1"] = X.T.dot(dhidden)
        grads["b1"] = np.sum(dhidden, axis=0)
        grads["W2"] += 2 * reg * W2
        grads["W1"] += 2 * reg * W1
        return loss, grads
"""

PARAMS_RUN = [
    call("net", "TwoLayerNet", hidden_size=literal(4)),
    {"slot": "X", "value": made([5, 3], _X)},
    {"slot": "y", "value": made([5], [0, 1, 1, 0, 1], "int64")},
]
_loss = call("r", slot("net", ".loss"), slot("X"), y=slot("y"), reg=literal(0.05))
PARAMS_PLAN = plan(
    [_loss],
    slot("r", 0),
    [_loss],
    [tensor(n, slot("net", ".params", n), slot("r", 1, n)) for n in ("W1", "b1", "W2", "b2")],
)

ATTRIBUTES = """
import numpy as np

rng = np.random.RandomState(3)

class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_in, n_out)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

class Network:
    def __init__(self):
        self.layers = [Dense(3, 4), Dense(4, 1)]

    def forward(self, x):
        self.hidden = np.tanh(self.layers[0].forward(x))
        return self.layers[1].forward(self.hidden)

    def loss(self, x, y):
        return ((self.forward(x) - y) ** 2).mean()

    def backward(self, x, y):
        out = self.forward(x)
        grad = self.layers[1].backward(2 * (out - y) / out.size)
        self.layers[0].backward(grad * (1 - self.hidden ** 2))

net = Network()
x = rng.randn(5, 3)
y = rng.randn(5, 1)
"""

_names = [(layer, name) for layer in (0, 1) for name in "Wb"]
ATTRIBUTES_PLAN = plan(
    [call("J", module("net", ".loss"), module("x"), module("y"))],
    slot("J"),
    [call("_", module("net", ".backward"), module("x"), module("y"))],
    [
        tensor("%s%d" % (n, k), module("net", ".layers", k, "." + n), module("net", ".layers", k, ".d" + n))
        for k, n in _names
    ],
)

LISTS = """
import numpy as np

class Network(object):
    def __init__(self, sizes):
        np.random.seed(5)
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def cost(self, x, y):
        for b, w in zip(self.biases, self.weights):
            x = sigmoid(np.dot(w, x) + b)
        return 0.5 * np.sum((x - y) ** 2)

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        for b, w in zip(self.biases, self.weights):
            activation = sigmoid(np.dot(w, activation) + b)
            activations.append(activation)
        delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, len(self.weights) + 1):
            delta = np.dot(self.weights[-l + 1].T, delta) * activations[-l] * (1 - activations[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
"""

LISTS_RUN = [
    {"slot": "sizes", "value": {"from": "list", "items": [literal(3), literal(4), literal(2)]}},
    call("net", "Network", slot("sizes")),
    {"slot": "x", "value": made([3, 1], [0.2, -0.4, 0.9])},
    {"slot": "y", "value": made([2, 1], [0, 1])},
]
LISTS_PLAN = plan(
    [call("J", slot("net", ".cost"), slot("x"), slot("y"))],
    slot("J"),
    [call("g", slot("net", ".backprop"), slot("x"), slot("y"))],
    [
        tensor("%s[%d]" % (name, k), slot("net", "." + name, k), slot("g", position, k))
        for position, name in enumerate(("biases", "weights"))
        for k in (0, 1)
    ],
)

CONTRACT = """
import numpy as np

class Net:
    W = np.array([[0.5, -0.3], [0.2, 0.7]])
    b = np.array([0.1, -0.1])

net = Net()
X = np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.3]])

def make():
    W, b = net.W, net.b
    def cost():
        return (np.tanh(X @ W + b) ** 2).sum()
    def gradients():
        A = np.tanh(X @ W + b)
        dZ = 2 * A * (1 - A ** 2)
        return {"W": X.T @ dZ, "b": dZ.sum(0)}
    return cost, gradients

def gradient_lens():
    cost, gradients = make()
    return dict(parameters={"W": net.W, "b": net.b}, cost=lambda: cost(), gradients=lambda: gradients())
"""
CONTRACT_RUN = [call("contract", "gradient_lens")]
CONTRACT_PLAN = plan(
    [call("J", slot("contract", "cost"))],
    slot("J"),
    [call("g", slot("contract", "gradients"))],
    [tensor(n, slot("contract", "parameters", n), slot("g", n)) for n in ("W", "b")],
)

PLAIN = """
import math

W = [[0.5, -0.25, 0.1], [0.3, 0.8, -0.6]]
b = [0, 0]
scale = 2
data = [([1.0, 2.0, -1.0], [0.0, 1.0]), ([0.5, 0.1, 0.2], [1.0, 0.0])]

def forward(x):
    return [math.tanh(sum(w * v for w, v in zip(row, x)) + c) for row, c in zip(W, b)]

def loss():
    total = 0.0
    for x, y in data:
        total += scale * sum((a - t) ** 2 for a, t in zip(forward(x), y))
    return total

def backward():
    dW = [[0.0 for _ in row] for row in W]
    db = []
    dscale = 0.0
    for _ in b:
        db.append(0.0)
    for x, y in data:
        a = forward(x)
        for i in range(len(b)):
            dscale += (a[i] - y[i]) ** 2
            dz = scale * 2 * (a[i] - y[i]) * (1 - a[i] ** 2)
            db[i] += dz
            for j in range(len(x)):
                dW[i][j] += dz * x[j]
    return dW, db, dscale
"""
PLAIN_PLAN = plan(
    [call("J", "loss")],
    slot("J"),
    [call("g", "backward")],
    [tensor(n, module(n), slot("g", k)) for k, n in enumerate(("W", "b", "scale"))],
)

STYLES = {
    "course": (COURSE, COURSE_RUN, course_plan(), True),
    "layers": (LAYERS, LAYERS_RUN, LAYERS_PLAN, True),
    "params class": (PARAMS_CLASS, PARAMS_RUN, PARAMS_PLAN, True),
    "attributes": (ATTRIBUTES, [], ATTRIBUTES_PLAN, True),
    "lists of weights": (LISTS, LISTS_RUN, LISTS_PLAN, True),
    "contract": (CONTRACT, CONTRACT_RUN, CONTRACT_PLAN, True),
    "plain Python": (PLAIN, [], PLAIN_PLAN, False),
}
