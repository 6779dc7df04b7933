"""A script without a single function: data, weights, and a loop that trains. One of its four gradients is wrong."""

import numpy as np

rng = np.random.default_rng(8)
X = rng.normal(size=(30, 2))
y = (X[:, :1] ** 2 + X[:, 1:] ** 2 < 1.2).astype(float)

W1 = rng.normal(size=(2, 6))
b1 = np.zeros(6)
W2 = rng.normal(size=(6, 1))
b2 = np.zeros(1)
learning_rate = 0.5

for epoch in range(1000):
    # forward
    h = np.tanh(X @ W1 + b1)
    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    # backward
    dz2 = (p - y) / len(X)
    dW2 = h.T @ dz2
    db2 = dz2.sum(axis=0)
    dz1 = (dz2 @ W2.T) * (1 - h**2)
    dW1 = X.T @ dz1
    db1 = dz2.sum(axis=0)

    # update
    W1 -= learning_rate * dW1
    b1 -= learning_rate * db1
    W2 -= learning_rate * dW2
    b2 -= learning_rate * db2

print("loss", loss)
