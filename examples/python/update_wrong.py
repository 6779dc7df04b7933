"""A class that trains in place: no gradient is ever returned or kept, only the weights change. What an update changes,
divided by the learning rate, is the gradient. The derivative of tanh is wrong here."""

import numpy as np

rng = np.random.default_rng(3)
X = rng.normal(size=(12, 3))
y = (X[:, :1] - X[:, 1:2] + 0.5 * rng.normal(size=(12, 1)) > 0).astype(float)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Network:
    def __init__(self, n_inputs=3, n_hidden=4):
        self.W1 = rng.normal(size=(n_inputs, n_hidden))
        self.b1 = np.zeros(n_hidden)
        self.W2 = rng.normal(size=(n_hidden, 1))
        self.b2 = np.zeros(1)

    def forward(self, X):
        self.hidden = np.tanh(X @ self.W1 + self.b1)
        self.output = sigmoid(self.hidden @ self.W2 + self.b2)
        return self.output

    def loss(self, X, y):
        p = self.forward(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def train_step(self, X, y, learning_rate=0.1):
        self.forward(X)
        error = (self.output - y) / len(X)
        delta = (error @ self.W2.T) * (1 - self.hidden)
        self.W2 -= learning_rate * self.hidden.T @ error
        self.b2 -= learning_rate * error.sum(axis=0)
        self.W1 -= learning_rate * X.T @ delta
        self.b1 -= learning_rate * delta.sum(axis=0)


if __name__ == "__main__":
    network = Network()
    for step in range(500):
        network.train_step(X, y)
    print("loss", network.loss(X, y))
