# Two moons, one hidden layer, everything in one file: data, network, training, plot.
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(0)

# Data: two interleaved half circles, one example per row
n = 100
t = np.pi * np.random.rand(n)
side = np.arange(n) % 2
X = np.c_[np.cos(t) + side, np.sin(t)]
X[side == 1, 1] = 0.5 - X[side == 1, 1]
X += 0.15 * np.random.randn(n, 2)
y = side.reshape(-1, 1)

# Network
hidden_units = 8
params = {
    "W1": np.random.randn(2, hidden_units) * 0.7,
    "b1": np.zeros((1, hidden_units)),
    "W2": np.random.randn(hidden_units, 1) * 0.5,
    "b2": np.zeros((1, 1)),
}


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def forward(params, X):
    h = np.tanh(X @ params["W1"] + params["b1"])
    p = sigmoid(h @ params["W2"] + params["b2"])
    return h, p


def loss(params, X, y):
    h, p = forward(params, X)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def gradients(params, X, y):
    h, p = forward(params, X)
    dz2 = (p - y) / len(X)
    dW2 = h.T @ dz2
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = dz2 @ params["W2"].T * (1 - h ** 2)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


# Training
learning_rate = 1.0
history = []
for epoch in range(3000):
    grads = gradients(params, X, y)
    for name in params:
        params[name] -= learning_rate * grads[name]
    history.append(loss(params, X, y))
    if epoch % 500 == 0:
        print("epoch", epoch, "loss", history[-1])

h, p = forward(params, X)
print("accuracy", np.mean((p > 0.5) == y))

# Pictures
plt.figure(figsize=(8, 3))
plt.subplot(1, 2, 1)
plt.plot(history)
plt.xlabel("epoch")
plt.ylabel("loss")
plt.subplot(1, 2, 2)
plt.scatter(X[:, 0], X[:, 1], c=y.ravel(), cmap="coolwarm")
plt.show()
