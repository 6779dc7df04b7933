"""A client of the real host process, and short forms of the protocol's values."""

import base64
import json
import os
import struct
import subprocess
import sys
import threading

HOST = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "python", "gradient_lens_host"))


class HostError(Exception):
    """A JSON-RPC error; `data` is the HostFailure, if there is one."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]
        self.data = error.get("data") or {}


class HostClient:
    """Starts a host and speaks the protocol with it. `output` is what it wrote to standard error."""

    def __init__(self, python=None, environment=None):
        command = [python or sys.executable, "-u", HOST]
        variables = dict(os.environ, PYTHONHASHSEED="0", **(environment or {}))
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=variables)
        self._errors = []
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        self._identifier = 0

    def _drain(self):
        for chunk in iter(lambda: self.process.stderr.read1(65536), b""):
            self._errors.append(chunk)

    @property
    def output(self):
        return b"".join(self._errors).decode("utf-8", "replace")

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def receive(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the host ended; it said: " + self.output)
            if not line.strip():
                break
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length).decode("utf-8"))

    def request(self, method, **params):
        self._identifier += 1
        message = {"jsonrpc": "2.0", "id": self._identifier, "method": method, "params": params}
        self.send(frame(json.dumps(message).encode()))
        reply = self.receive()
        assert reply["id"] == self._identifier, reply
        if "error" in reply:
            raise HostError(reply["error"])
        return reply["result"]

    def load(self, file, source=None, **options):
        """Loads a file; by default the text on disk, without time limits that matter."""
        if source is None:
            with open(str(file), encoding="utf-8", newline="") as stream:
                source = stream.read()
        params = dict(
            file=str(file),
            source=source,
            projectRoot=os.path.dirname(str(file)),
            leaveOut=[],
            moduleName="gradient_lens_model",
            seed=0,
            loadTimeout=60,
            evaluationTimeout=60,
        )
        params.update(options)
        return self.request("load", **params)

    def close(self):
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self._reader.join(5)
            self.process.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def frame(body):
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def unblock(text):
    data = base64.b64decode(text)
    return list(struct.unpack("<%dd" % (len(data) // 8), data))


def block(values):
    return base64.b64encode(struct.pack("<%dd" % len(values), *values)).decode()


def path(parts):
    """["a", 0, ".b"] → item "a", item 0, attribute "b"."""
    is_attribute = [isinstance(part, str) and part.startswith(".") for part in parts]
    return [{"attribute": p[1:]} if a else {"item": p} for p, a in zip(parts, is_attribute)]


def slot(name, *parts):
    return {"from": "slot", "slot": name, "path": path(parts)}


def module(name, *parts):
    return {"from": "module", "name": name, "path": path(parts)}


def literal(value):
    return {"from": "literal", "value": value}


def made(shape, values, dtype="float64"):
    return {"from": "array", "array": {"shape": shape, "dtype": dtype, "data": block(values)}}


def call(result, function, *positional, **keywords):
    if isinstance(function, str):
        function = module(function)
    return {"slot": result, "call": function, "positional": list(positional), "keywords": keywords}


def tensor(name, parameter, gradient):
    return {"name": name, "parameter": parameter, "gradient": gradient}


def accessors(get, set):
    return {"get": get, "set": set}


def change(rate, of=None, after=None):
    found = {"from": "change", "rate": rate}
    found.update((key, value) for key, value in (("of", of), ("after", after)) if value)
    return found


def plan(cost, J, gradient, tensors, reseed=None, restore=False):
    found = {"cost": cost, "J": J, "gradient": gradient, "tensors": tensors, "reseed": reseed}
    return dict(found, restore=True) if restore else found


def component(number, index, step=None):
    direction = {"kind": "component", "tensor": number, "index": index}
    return direction if step is None else {"direction": direction, "step": step}


def normal(number, start, count, seed=1, unit=True, step=None):
    direction = {
        "kind": "normal",
        "tensor": number,
        "start": start,
        "count": count,
        "seed": seed,
        "unit": unit,
    }
    return direction if step is None else {"direction": direction, "step": step}
