"""A two-layer network as a class, as in class assignments: affine - relu - affine - softmax.

The weights live in `self.params`, and `loss` returns the loss together with the
gradients under the same names. Examples are rows: X has the shape (N, D).
"""

import numpy as np


class TwoLayerNet:
    def __init__(self, input_size=4, hidden_size=10, output_size=3, std=0.1, seed=0):
        rng = np.random.default_rng(seed)
        self.params = {}
        self.params["W1"] = std * rng.standard_normal((input_size, hidden_size))
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = std * rng.standard_normal((hidden_size, output_size))
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        """Return the scores if y is None, otherwise (loss, grads).

        X: (N, D) inputs; y: (N,) class numbers; reg: strength of the L2 regularization.
        """
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N = X.shape[0]

        # Forward
        pre = X.dot(W1) + b1
        hidden = np.maximum(0, pre)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores

        # Loss: the mean of -log(probability of the right class)
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_probs[np.arange(N), y].mean()
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        # Backward
        dscores = np.exp(log_probs)
        dscores[np.arange(N), y] -= 1
        dscores /= N

        grads = {}
        grads["W2"] = hidden.T.dot(dscores) + 2 * reg * W2
        grads["b2"] = dscores.sum(axis=0)
        dhidden = dscores.dot(W2.T)
        dpre = dhidden * (pre > 0)
        grads["W1"] = X.T.dot(dpre) + 2 * reg * W1
        grads["b1"] = dpre.sum(axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=0.5, reg=1e-3, num_iters=200):
        for it in range(num_iters):
            loss, grads = self.loss(X, y, reg)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]
            if it % 50 == 0:
                print("iteration %d: loss %f" % (it, loss))

    def predict(self, X):
        return np.argmax(self.loss(X), axis=1)


def init_toy_data(num_inputs=12, seed=1):
    rng = np.random.default_rng(seed)
    X = 3 * rng.standard_normal((num_inputs, 4))
    y = np.arange(num_inputs) % 3
    return X, y


if __name__ == "__main__":
    X, y = init_toy_data()
    net = TwoLayerNet()
    net.train(X, y)
    print("training accuracy:", np.mean(net.predict(X) == y))
