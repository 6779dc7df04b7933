"""A network with one hidden layer, written as in a first deep learning course.

Three kinds of flowers are told apart by four measurements:

    Z1 = W1 X + b1      A1 = tanh(Z1)
    Z2 = W2 A1 + b2     A2 = softmax(Z2)

Every column of X is one example, so X has the shape (features, examples).
"""

import numpy as np


def load_flowers(m=48, seed=1):
    """m flowers around three centres; Y holds one 1 per column (one-hot)."""
    rng = np.random.default_rng(seed)
    kinds = np.arange(m) % 3
    centres = np.array([[-1.0, 0.5, -1.2, -1.0],
                        [0.1, -0.6, 0.3, 0.2],
                        [0.9, 0.2, 1.0, 1.1]])
    X = centres[kinds].T + 0.4 * rng.standard_normal((4, m))
    Y = np.eye(3)[kinds].T
    return X, Y


def initialize_parameters(n_x, n_h, n_y, seed=2):
    rng = np.random.default_rng(seed)
    W1 = rng.standard_normal((n_h, n_x)) * np.sqrt(1 / n_x)
    b1 = np.zeros((n_h, 1))
    W2 = rng.standard_normal((n_y, n_h)) * np.sqrt(1 / n_h)
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = softmax(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    """Cross-entropy, averaged over the examples."""
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2)) / m


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]

    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=0.5):
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


X, Y = load_flowers()
parameters = initialize_parameters(n_x=4, n_h=5, n_y=3)

if __name__ == "__main__":
    for step in range(301):
        A2, cache = forward_propagation(X, parameters)
        if step % 100 == 0:
            print("step %3d  cost %.4f" % (step, compute_cost(A2, Y)))
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
