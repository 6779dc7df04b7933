"""As in course notes: no cost and no backward pass, a loop of tanh layers with 0.01 · randn. Activations vanish."""

import numpy as np

rng = np.random.default_rng(1)
dims = [256] * 7
hs = []
x = rng.standard_normal((16, dims[0]))
for Din, Dout in zip(dims[:-1], dims[1:]):
    W = 0.01 * rng.standard_normal((Din, Dout))
    x = np.tanh(x.dot(W))
    hs.append(x)
