"""One run of a model, observed: the requests `scales` and `records`."""

import sys

from . import wire
from .failures import Failure
from .interrupt import Interrupter
from .loader import Loader
from .observe import Observer
from .observe_rewrite import INERT, ScaleRewriter
from .probes import Twins
from .recording import Recording, wire_record

_GRACE = 2.0  # seconds for the run to end once it has been interrupted


class Scales:
    """Carries out one ScalesRequest; `observer` then gives its records.

    twins: of `new_twins`, the same for all requests.
    """

    def __init__(self, project, sources, twins, params):
        self._project = project
        self._sources = sources
        self._run = params["run"]
        self._twins = twins
        self._recording = Recording(wire.numbers(params["edges"]), params["most"])
        self.observer = Observer(project, sources, self._recording, twins)

    def carry_out(self, model, wanted, seconds, restart):
        """The ScalesReply. model: None for a load, of which `wanted` is the LoadRequest.

        seconds: for the run. restart: starts the watchdog's clock afresh, with a limit.
        """
        parameters = [] if model is None else self._parameters(model)
        failure = None
        restart(seconds + _GRACE)
        with Interrupter() as interrupter:
            try:
                with interrupter.after(seconds):
                    if model is None:
                        self._load(wanted, seconds, restart)
                    else:
                        model.observe(self.observer, self._run)
            except Failure as stopped:
                failure = stopped.data
                if interrupter.fired and failure.get("type") == "KeyboardInterrupt":
                    failure.update(kind="timeout", message=_too_long(seconds))
                    del failure["type"]
            except KeyboardInterrupt:  # not in the model's code
                failure = Failure("timeout", _too_long(seconds)).data
        error = self._twins.failed.get(self._project.file)
        if failure is None and error is not None:
            deep = isinstance(error, (RecursionError, MemoryError))
            text = "it is nested too deeply" if deep else str(error)
            failure = Failure("syntax", text, type=type(error).__name__, file=self._project.file).data
        return {
            "records": len(self._recording.ordered),
            "dropped": self._recording.dropped,
            "parameters": parameters,
            "failure": failure,
        }

    def _parameters(self, model):
        """WireRecords of the tensors; a single number is an array of one."""
        found = []
        for tensor, vector in zip(model.tensors, model.base):
            self.observer.know(tensor.value)
            statistics = self._recording.vector(tensor.shape or [1], vector)
            found.append(wire_record(None, None, tensor.dtype, statistics))
        return found

    def _load(self, wanted, seconds, restart):
        """Runs the file once more, in a module of its own; what is known by its name stays what it was."""
        loader = Loader(self._project, self._sources, wanted.get("opened"), self.observer)
        with _Kept():
            try:
                with self.observer:
                    loader.carry_out(wanted, seconds, restart)
            finally:
                if loader.module is not None:
                    vars(loader.module).update(INERT)


def _too_long(seconds):
    return "longer than %g seconds" % seconds


def new_twins():
    """The instrumented code of the user's files, once it is made."""
    return Twins(ScaleRewriter)


class _Kept:
    """A context after which what a load changes of Python's own state is as before."""

    def __enter__(self):
        random = sys.modules.get("numpy.random")
        self._lists = [(kept, list(kept)) for kept in (sys.meta_path, sys.path, sys.argv)]
        self._modules = dict(sys.modules)
        self._random = [(random, random.default_rng)] if hasattr(random, "default_rng") else []

    def __exit__(self, *_):
        for kept, content in self._lists:
            kept[:] = content
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
        for random, default_rng in self._random:
            random.default_rng = default_rng
        return False
