"""What observing a run costs beside the plain run, forward and backward:

    python3 bench/scales_overhead.py [ROUNDS]

A model host is started and spoken to as Gradient Lens does. In each round it makes a plain run of the network,
timed inside, and an observed one, timed from outside: with the instrumenting, the statistics of all arrays and of
the parameters, and the protocol; both are in the same process, one after the other, so that whatever else the
machine does hits both alike. The ratio is that of the whole observed run to the plain one. The records are
fetched afterwards, which is timed on its own.
"""

import os
import statistics
import struct
import sys
import time
from base64 import b64encode

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "models", "deep_network.py")
sys.path.insert(0, os.path.join(HERE, "models"))

import deep_network  # noqa: E402
from sweep_overhead import Host, call, literal, module, slot  # noqa: E402


def edges():
    """As `scaleEdges` in src/core/activation/edges.ts."""
    positive = sorted({5e-324, 2.5, 3.5, 5.0, 7.0} | {10 ** (k / 4) for k in range(-160, 161)})
    values = [-x for x in reversed(positive)] + [0.0] + positive
    return b64encode(struct.pack("<%dd" % len(values), *values)).decode()


def start(size):
    """A host with the network bound in it."""
    host = Host()
    with open(MODEL, encoding="utf-8") as file:
        source = file.read()
    host.ask("load", file=MODEL, source=source, projectRoot=HERE, leaveOut=[], moduleName="deep_network",
             seed=0, loadTimeout=60, evaluationTimeout=60)
    host.ask("run", steps=[call("model", module("build"), literal(size))])
    names = sorted(deep_network.build(size).parameters)
    host.ask(
        "bind",
        cost=[call("J", attribute("cost"))],
        J=slot("J"),
        gradient=[call("grads", attribute("gradients"))],
        tensors=[{"name": name, "parameter": dict(attribute("parameters"), path=[
            {"attribute": "parameters"}, {"item": name}]), "gradient": slot("grads", name)} for name in names],
        reseed=None)
    return host


def attribute(name):
    return {"from": "slot", "slot": "model", "path": [{"attribute": name}]}


def one_round(host):
    """Seconds of a plain run, of an observed one, and of fetching its records; the number of these."""
    reply = host.ask("run", steps=[call("seconds", module("bare"), slot("model"))])
    bare = reply["results"][0]["value"]
    begin = time.perf_counter()
    reply = host.ask("scales", run="gradient", edges=edges(), most=40000)
    observed = time.perf_counter() - begin
    assert reply["failure"] is None, reply["failure"]
    begin = time.perf_counter()
    for first in range(0, reply["records"], 200):
        host.ask("records", start=first, count=200)
    return bare, observed, time.perf_counter() - begin, reply["records"]


def main(rounds):
    print("%-20s %8s %14s %16s %8s %-17s %s" % (
        "network", "arrays", "plain (median)", "observed (median)", "ratio", "(quartiles)", "fetching"))
    for size in deep_network.SIZES:
        host = start(size)
        one_round(host)
        found = [one_round(host) for _ in range(rounds)]
        host.close()
        ratios = sorted(observed / bare for bare, observed, _, _ in found)
        print("%-20s %8d %11.2f ms %13.2f ms %8.2f (%.2f to %.2f) %8.1f ms" % (
            size, found[0][3],
            1e3 * statistics.median(one[0] for one in found),
            1e3 * statistics.median(one[1] for one in found),
            statistics.median(ratios), ratios[rounds // 4], ratios[-1 - rounds // 4],
            1e3 * statistics.median(one[2] for one in found)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
