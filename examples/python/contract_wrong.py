"""A model that no rule of names can read: weights in a nested table, a cost that is spread over two functions. The
function `gradient_lens` at the end says what is what; nothing else has to change. One gradient is wrong."""

import numpy as np

rng = np.random.default_rng(11)
table = {
    "encoder": {"kernel": rng.normal(size=(4, 2)), "offset": np.zeros(2)},
    "decoder": {"kernel": rng.normal(size=(2, 4)), "offset": np.zeros(4)},
}
measurements = rng.normal(size=(9, 4))


def squash(batch):
    return np.tanh(batch @ table["encoder"]["kernel"] + table["encoder"]["offset"])


def misfit(batch):
    code = squash(batch)
    rebuilt = code @ table["decoder"]["kernel"] + table["decoder"]["offset"]
    return code, rebuilt - batch


def energy(batch):
    _, residual = misfit(batch)
    return 0.5 * np.sum(residual**2) / len(batch)


def sensitivities(batch):
    code, residual = misfit(batch)
    slope = residual / len(batch)
    inner = (slope @ table["decoder"]["kernel"].T) * (1 - code**2)
    return [batch.T @ inner, inner.sum(0), code.T @ slope, slope.mean(0)]


def gradient_lens():
    names = ["K1", "o1", "K2", "o2"]
    arrays = [part[name] for part in table.values() for name in ("kernel", "offset")]
    return dict(
        parameters=dict(zip(names, arrays)),  # the live arrays
        cost=lambda: energy(measurements),  # a number
        gradients=lambda: dict(zip(names, sensitivities(measurements))),  # same names, same shapes
    )
