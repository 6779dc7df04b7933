"""The numpy side of `bench/normalizationStatistics.ts`:

    python3 bench/normalization_statistics.py make FILE EXAMPLES FEATURES
    python3 bench/normalization_statistics.py serve FILE

`make` writes a float64 array of examples × features. `serve` keeps it in memory and for each line on standard input
writes one with the wall and processor seconds of a pass: mean, variance, minimum, maximum and a histogram of 24 bins of each
feature; of the quantiles, which are no part of that pass, if the line is `quantiles`; of reading the file if it is `read`.
"""

import sys
import time

import numpy as np

LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def make(path, examples, features):
    random = np.random.default_rng(1)
    data = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(examples, features))
    scale, shift = 10.0 ** random.uniform(-2, 3, features), random.normal(0, 10, features)
    for first in range(0, examples, 5000):
        rows = min(5000, examples - first)
        data[first:first + rows] = random.normal(size=(rows, features)) * scale + shift
    data.flush()


def one_pass(data):
    data.mean(0), data.var(0), data.min(0), data.max(0)
    for feature in range(data.shape[1]):
        np.histogram(data[:, feature], bins=24)


def timed(work, *arguments):
    wall, processor = time.perf_counter(), time.process_time()
    work(*arguments)
    print(time.perf_counter() - wall, time.process_time() - processor, flush=True)


def serve(path):
    data = np.load(path)
    for line in sys.stdin:
        if line.strip() == "quantiles":
            timed(np.quantile, data, LEVELS, 0)
        elif line.strip() == "read":
            timed(np.load, path)
        else:
            timed(one_pass, data)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        serve(sys.argv[2])
