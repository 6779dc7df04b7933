"""The host itself: one request after another, from standard input to standard output."""

import os
import sys

from . import data, failures, guard, inventory, rpc, streams, wire
from .describe import Describer
from .failures import Failure
from .loader import Loader
from .model import Model
from .paths import Names
from .program import Program
from .project import Project
from .sources import Sources
from .watchdog import Watchdog, leave

# Instrumented loops, and large arrays on their way to the disk, take longer.
_FACTORS = {"trace": 10, "data": 10, "scales": 5}


class Host:
    """Answers requests about one model. Method names are those of `HostRequests`."""

    def __init__(self, writer):
        self._writer = writer
        self._pending = None  # id of the request that is being answered
        self._watchdog = Watchdog(self._reached)
        self._project = None
        self._names = None
        self._model = None
        self._wanted = None  # parameters of the load
        self._twins = None  # of all runs that are observed
        self._observer = None  # of the latest run that was observed
        self._evaluation_limit = 10.0
        self._methods = {
            name: getattr(self, "_" + name)
            for name in (
                "load", "run", "bind", "costs", "sweep", "directions", "values", "move", "trace", "data",
                "scales", "records",
            )
        }  # fmt: skip

    def answer(self, message):
        """Carries out a request and sends the reply. Notifications are ignored: none concern a host."""
        identifier = message.get("id")
        method = message.get("method")
        if not isinstance(method, str):
            self._send(rpc.error(identifier, rpc.INVALID_REQUEST, "a request needs a method"))
            return
        if "id" not in message:
            return
        if method not in self._methods:
            self._send(rpc.error(identifier, rpc.METHOD_NOT_FOUND, "there is no method %s" % method))
            return
        self._pending = identifier
        limit = self._evaluation_limit
        params = message.get("params")
        if method == "load" and isinstance(params, dict):
            limit = params.get("loadTimeout", limit)
        elif method in _FACTORS:
            limit *= _FACTORS[method]
        try:
            if not isinstance(params, dict):
                raise Failure("internal", "parameters must be an object")
            self._watchdog.start(limit)
            try:
                result = self._methods[method](params)
            finally:
                self._watchdog.stop()
                self._put_back()
            reply = rpc.result(identifier, result)
            streams.flush()
            self._send(reply)
        except Failure as failure:
            self._fail(failure)
        except MemoryError:
            self._fail(Failure("memory", "out of memory"))
        except KeyboardInterrupt as error:  # raised by the model: nobody else interrupts a request
            self._fail(failures.from_exception(error, self._project, self._sources))
        except Exception as error:
            self._fail(self._fault(error))

    def _fail(self, failure):
        streams.flush()
        self._send(rpc.error(self._pending, rpc.FAILURE, str(failure), failure.data))

    def _fault(self, error):
        """The Failure for a fault of the host, or for parameters that are not as the protocol wants them."""
        message = "%s: %s" % (type(error).__name__, error)
        return Failure("internal", message, type=type(error).__name__, trace=failures.plain_trace(error))

    def _send(self, message):
        rpc.write(self._writer, message)

    def _put_back(self):
        guard.put_back()
        name = guard.take_replaced()
        if name is not None:
            raise failures.replaced_builtin(name, self._project, self._sources)

    def _reached(self, frame, kind, message):
        failure = failures.from_frame(frame, self._project, kind, message)
        self._send(rpc.error(self._pending, rpc.FAILURE, str(failure), failure.data))

    def _load(self, params):
        if self._project is not None:
            raise Failure("internal", "a host loads one file")
        self._evaluation_limit = params["evaluationTimeout"]
        self._wanted = params
        self._watchdog.most = params.get("memoryLimit")
        self._project = Project(params["file"], params["projectRoot"])
        self._sources = Sources()
        self._describer = Describer(self._project, self._sources)
        loader = Loader(self._project, self._sources, params.get("opened"))
        module = loader.carry_out(params, params["loadTimeout"], self._watchdog.start)
        self._watchdog.stop()
        guard.put_back()
        self._names = Names(vars(module), {})
        self._seeds = loader.seeds
        found = inventory.take(module, self._project, self._sources, self._describer, loader.stand_ins.found)
        if loader.failed is not None:
            found["failed"] = loader.failed
        return found

    def _run(self, params):
        """Runs steps once, each as a program of its own: a failing one leaves the results before it."""
        names = self._loaded()
        results = []
        for number, step in enumerate(params["steps"]):
            try:
                program = Program("run", [step], None, names, first=number)
                self._watchdog.pulse[0] += 1
                (value,) = program.run()
            except BaseException as error:
                raise failures.from_exception(error, self._project, self._sources)
            names.slots[step["slot"]] = value
            results.append(self._describer.value(value))
        return {"results": results}

    def _data(self, params):
        """Writes an array of the model to a file, after the steps that make it."""
        self._run(params)
        try:
            step = {"slot": "", "value": params["source"]}
            (value,) = Program("run", [step], None, self._loaded()).run()
            return data.write(value, params["file"])
        except BaseException as error:
            raise failures.from_exception(error, self._project, self._sources)

    def _bind(self, params):
        names = self._loaded()
        if self._model is not None:
            self._model.restore()
            self._model = None
        self._model = Model(
            params, names, self._project, self._sources, self._describer, self._watchdog, self._seeds
        )
        return self._model.bound

    def _costs(self, params):
        return {"costs": wire.block(self._bound().costs(params["points"]))}

    def _sweep(self, params):
        model, number, components = self._bound(), params["tensor"], params["components"]
        size = model.tensors[number].size
        if isinstance(components, dict):
            components = range(components["start"], components["start"] + components["count"])
        if any(not 0 <= index < size for index in components):
            raise Failure("internal", "tensor %r has %d components" % (number, size))
        if params["scheme"] == "complex":
            with _Compiled():
                from . import complex_step  # seldom needed, and not at once
            plus, width = complex_step.sweep(model, number, components, params["step"])
            minus = ()
        else:
            plus, minus, width = model.sweep(number, components, params["step"], params["scheme"])
        return {"plus": wire.block(plus), "minus": wire.block(minus), "width": wire.block(width)}

    def _directions(self, params):
        facts = [self._bound().directions.facts(direction) for direction in params["directions"]]
        return {
            "norms": wire.block([norm for norm, _ in facts]),
            "gradientDots": wire.block([dot for _, dot in facts]),
        }

    def _values(self, params):
        values = self._bound().values(params["kind"], params["tensor"], params["start"], params["count"])
        return {"values": wire.block(values)}

    def _move(self, params):
        cost, norms = self._bound().move(params["point"])
        return {"cost": wire.number(cost), "gradientNorms": wire.block(norms)}

    def _trace(self, _):
        self._loaded()
        with _Compiled():
            from .trace import Tracer  # seldom needed, and not at once
        return {"gradients": self._bound().trace(Tracer(self._project, self._sources))}

    def _scales(self, params):
        self._loaded()
        self._observer = None
        with _Compiled():
            from . import scales  # seldom needed, and not at once
        load = params["run"] == "load"
        model = None if load else self._bound()
        limit = self._wanted["loadTimeout"] if load else self._evaluation_limit
        if self._twins is None:
            self._twins = scales.new_twins()
        run = scales.Scales(self._project, self._sources, self._twins, params)
        self._observer = run.observer
        return run.carry_out(model, self._wanted, limit * _FACTORS["scales"], self._watchdog.start)

    def _records(self, params):
        if self._observer is None:
            raise Failure("internal", "no run was observed")
        return {"records": self._observer.page(params["start"], params["count"])}

    def _loaded(self):
        if self._names is None:
            raise Failure("internal", "no file is loaded")
        return self._names

    def _bound(self):
        if self._model is None:
            raise Failure("internal", "no plan is bound")
        return self._model


class _Compiled:
    """A context in which modules of the host's own are imported, and kept compiled as they are elsewhere."""

    def __enter__(self):
        self._kept, sys.dont_write_bytecode = sys.dont_write_bytecode, False

    def __exit__(self, *_):
        sys.dont_write_bytecode = self._kept
        return False


def main():
    """Serves until the end of input."""
    reader, writer = streams.take_over()
    host = Host(writer)
    try:
        while True:
            try:
                message = rpc.read(reader)
            except rpc.ProtocolError as error:
                rpc.write(writer, rpc.error(None, error.code, str(error)))
                if error.fatal:
                    break
                continue
            if message is None:
                break
            host.answer(message)
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    streams.flush()
    leave()
