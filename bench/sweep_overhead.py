"""What an exhaustive sweep costs beyond its 2N evaluations of the cost:

    python3 bench/sweep_overhead.py [ROUNDS]

A model host is started and spoken to as Gradient Lens does. In each round it makes 2N bare evaluations, timed
inside, and a central sweep over all N components, timed from outside with all of the protocol; both are
in the same process, one after the other, so that whatever else the machine does hits both alike.
"""

import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = os.path.join(HERE, "..", "python", "gradient_lens_host")
MODEL = os.path.join(HERE, "models", "sweep_model.py")
sys.path.insert(0, os.path.join(HERE, "models"))

import sweep_model  # noqa: E402


class Host:
    """A model host as a child process: JSON-RPC with Content-Length over its standard streams."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-u", HOST],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.requests = 0

    def ask(self, method, **params):
        self.requests += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self.requests, "method": method, "params": params}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the host ended during `%s`" % method)
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif line == b"\r\n":
                break
        reply = json.loads(self.process.stdout.read(length).decode())
        if "error" in reply:
            raise RuntimeError("%s: %s" % (method, reply["error"]))
        return reply["result"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


def slot(name, *path):
    return {"from": "slot", "slot": name, "path": [{"item": item} for item in path]}


def call(into, function, *positional):
    return {"slot": into, "call": function, "positional": list(positional), "keywords": {}}


def module(name):
    return {"from": "module", "name": name}


def literal(value):
    return {"from": "literal", "value": value}


def start(size):
    """A host with the network bound in it, and the number of components of each tensor."""
    host = Host()
    with open(MODEL, encoding="utf-8") as file:
        source = file.read()
    host.ask("load", file=MODEL, source=source, projectRoot=HERE, leaveOut=[], moduleName="sweep_model",
             seed=0, loadTimeout=60, evaluationTimeout=60)
    host.ask("run", steps=[call("model", module("build"), literal(size))])
    names = sorted(sweep_model.build(size)["parameters"])
    bound = host.ask(
        "bind",
        cost=[call("J", slot("model", "cost"))],
        J=slot("J"),
        gradient=[call("grads", slot("model", "gradients"))],
        tensors=[{"name": name, "parameter": slot("model", "parameters", name), "gradient": slot("grads", name)}
                 for name in names],
        reseed=None)
    sizes = []
    for tensor in bound["tensors"]:
        count = 1
        for n in tensor["shape"]:
            count *= n
        sizes.append(count)
    return host, sizes


def one_round(host, sizes):
    """Seconds of 2N bare evaluations and of a sweep over N components."""
    reply = host.ask("run", steps=[call("seconds", module("bare"), slot("model"), literal(2 * sum(sizes)))])
    bare = reply["results"][0]["value"]
    begin = time.perf_counter()
    for tensor, count in enumerate(sizes):
        host.ask("sweep", tensor=tensor, components={"start": 0, "count": count}, step=1e-5, scheme="central")
    return bare, time.perf_counter() - begin


def main(rounds):
    print("%-20s %8s %14s %14s %8s %s" % ("network", "N", "bare (median)", "sweep (median)", "ratio", "(quartiles)"))
    for size in sweep_model.SIZES:
        host, sizes = start(size)
        one_round(host, sizes)
        pairs = [one_round(host, sizes) for _ in range(rounds)]
        host.close()
        ratios = sorted(sweep / bare for bare, sweep in pairs)
        print("%-20s %8d %11.2f ms %11.2f ms %8.3f (%.3f to %.3f)" % (
            size, sum(sizes),
            1e3 * statistics.median(bare for bare, _ in pairs),
            1e3 * statistics.median(sweep for _, sweep in pairs),
            statistics.median(ratios), ratios[rounds // 4], ratios[-1 - rounds // 4]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
