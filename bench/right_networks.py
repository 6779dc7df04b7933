"""Verifies without Gradient Lens that the random networks are what they are said to be:

    python3 bench/right_networks.py [COUNT]

Each gradient is compared with a complex step, or with central differences in extended precision where
the complex step is not confirmed by them; each planted error with its stated size. The networks of the
check itself, `bench/rightNetworks.ts`, are these.
"""

import collections
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "models"))
sys.path.insert(0, os.path.join(HERE, "..", "test", "fixtures", "models"))

import random_network  # noqa: E402
from reference import Model, Tensor, judge  # noqa: E402


def main(count):
    methods, properties = collections.Counter(), collections.Counter()
    worst, faults, unplantable = 0.0, 0, 0
    for seed in range(count):
        network = random_network.build(seed)
        tensors = {name: Tensor(network["parameters"], name) for name in network["parameters"]}
        result, method = judge(Model(tensors, network["cost"], network["gradients"]))
        methods[method] += 1
        config = network["config"]
        for name in ("normalized", "zero_biases", "zero_layer", "dead_units", "l2"):
            properties[name] += bool(config[name])
        properties[config["activation"]] += 1
        properties[config["loss"]] += 1
        largest = max(result.values())
        worst = max(worst, largest)
        if not largest <= 1e-7:
            faults += 1
            print("network %d: %s\n    %s" % (seed, {n: "%.1e" % d for n, d in result.items() if d > 1e-7}, config))
        try:
            planted = random_network.build_wrong(seed)
        except ValueError:
            unplantable += 1
            continue
        right, wrong = network["gradients"](), planted["gradients"]()
        changed = [name for name in right if not np.array_equal(right[name], wrong[name])]
        name = planted["planted"]["tensor"]
        size = np.linalg.norm(wrong[name] - right[name]) / np.linalg.norm(right[name])
        if changed != [name] or not abs(size / planted["planted"]["size"] - 1) < 1e-6:
            faults += 1
            print("planted %d: %s" % (seed, planted["planted"]))
    print("%d networks, %d faults, largest relative difference %.1e" % (count, faults, worst))
    print("without any gradient to plant an error in: %d" % unplantable)
    for title, counter in (("verified by", methods), ("with", properties)):
        print("%-12s %s" % (title, ", ".join("%s %d" % pair for pair in sorted(counter.items()))))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
