"""L2 regularization (weight decay): the cost also grows with the size of the weights,

    J = cross-entropy + lambda / (2 m) * (sum of all squared weights),

so each dW gets one more term, lambda / m * W. Biases are not regularized.
"""

import numpy as np

lambd = 0.7


def load_points(m=40, seed=5):
    """Two overlapping clouds of points in the plane."""
    rng = np.random.default_rng(seed)
    Y = (np.arange(m) % 2).reshape(1, m).astype(float)
    X = rng.standard_normal((2, m)) + (2 * Y - 1) * np.array([[0.8], [0.5]])
    return X, Y


def initialize_parameters(layer_sizes, seed=6):
    rng = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n, n_prev = layer_sizes[l], layer_sizes[l - 1]
        parameters["W%d" % l] = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        parameters["b%d" % l] = 0.1 * rng.standard_normal((n, 1))
    return parameters


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def relu(Z):
    return np.maximum(0, Z)


def forward_propagation(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    squares = sum(np.sum(np.square(parameters[W])) for W in ("W1", "W2", "W3"))
    return cross_entropy + lambd / (2 * m) * squares


def backward_propagation_with_regularization(X, Y, cache, lambd):
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache

    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


X, Y = load_points()
parameters = initialize_parameters([2, 6, 3, 1])

if __name__ == "__main__":
    for step in range(601):
        A3, cache = forward_propagation(X, parameters)
        if step % 200 == 0:
            cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            print("step %3d  cost %.4f" % (step, cost))
        grads = backward_propagation_with_regularization(X, Y, cache, lambd)
        for name in parameters:
            parameters[name] -= 0.3 * grads["d" + name]
