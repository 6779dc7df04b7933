"""The state of a model, put back to what it was: for costs and gradients that depend on the calls before.

State is whatever hangs in the user's modules and in slots: in dicts, lists, sets, attributes, arrays, generators
of random numbers, and in the classes, closures and default arguments of the user's own. Parameters are left
out: evaluations move them.
"""

import sys

from . import keepers
from .accessors import AccessorTensor
from .kinds import FUNCTION, METHOD
from .failures import Failure
from .tensors import ArrayTensor, ListTensor

_OBJECTS = 1000000  # looked at
_BYTES = 1 << 30  # of arrays
_ATOMS = frozenset((int, float, str, bytes, bool, complex, type(None), type(sys), type(len)))
_PLAIN_OBJECTS = ("SimpleNamespace", "Namespace")


class Snapshot:
    """What everything reachable from the roots (dicts) holds now. `restore` brings it back.

    tensors: the parameters, whose numbers are left alone.
    """

    def __init__(self, roots, tensors, project):
        self._project = project
        self._array = getattr(sys.modules.get("numpy"), "ndarray", ())
        self._seen = {id(vars(sys.modules["builtins"]))}  # ids of what was looked at, or is a parameter
        self._moving = {}  # id of a container → its keys that hold numbers that are parameters
        self._rewritten = [tensor for tensor in tensors if isinstance(tensor, AccessorTensor)]
        for tensor in tensors:
            self._leave_out(tensor)
        self._owned = {}  # class → whether its instances are looked into
        self._bytes = 0
        self._kept = []
        self._changing = []  # those of the kept that have ever been found changed
        self._take(list(roots))

    def restore(self):
        """Puts back what has been seen to change, which is cheap: for the tight loop."""
        self._put_back(self._changing)

    def restore_all(self):
        """Puts back whatever has changed, and remembers it for `restore`."""
        changed = self._put_back(self._kept)
        known = set(map(id, self._changing))
        self._changing += [keeper for keeper in changed if id(keeper) not in known]

    def _put_back(self, kept):
        values = [tensor.read() for tensor in self._rewritten]
        changed = [keeper for keeper in kept if keeper.put_back()]
        for tensor, vector in zip(self._rewritten, values):
            if changed:
                tensor.write(vector)
        return changed

    def _leave_out(self, tensor):
        if isinstance(tensor, AccessorTensor):
            return
        if isinstance(tensor, ArrayTensor):
            self._seen.update((id(tensor.value), id(keepers.owner(tensor.array, self._array))))
        elif isinstance(tensor, ListTensor):
            level = [tensor.value]
            for _ in tensor.shape:
                self._seen.update(map(id, level))
                level = [row for rows in level for row in rows]
        else:
            for container, part, _ in reversed(tensor.place.links):
                if not isinstance(container, tuple):
                    key = part["attribute"] if "attribute" in part else part["item"]
                    self._moving.setdefault(id(container), set()).add(key)
                    break

    # Looking

    def _take(self, waiting):
        for generator in keepers.shared_generators():
            self._kept.append(generator)
        looked = 0
        while waiting:
            value = waiting.pop()
            if type(value) in _ATOMS or id(value) in self._seen:
                continue
            looked += 1
            if looked > _OBJECTS:
                raise _too_large("more than %d objects" % _OBJECTS)
            if not isinstance(value, self._array):
                self._seen.add(id(value))
            waiting.extend(self._look(value))

    def _look(self, value):
        """Keeps what a value holds; what hangs in it is to be looked at next."""
        moving = self._moving.get(id(value), ())
        if isinstance(value, self._array):
            return self._look_at_array(value)
        found = []
        if isinstance(value, dict):
            found += self._keep(keepers.DictKeeper(value, moving))
        elif isinstance(value, list):
            found += self._keep(keepers.ListKeeper(value, moving))
        elif isinstance(value, set) or keepers.is_a(value, "collections", "deque"):
            found += self._keep(keepers.WholeKeeper(value))
        elif isinstance(value, bytearray) or keepers.is_a(value, "array", "array"):
            found += self._keep(keepers.BufferKeeper(value))
        elif isinstance(value, tuple):
            found += value
        elif isinstance(value, FUNCTION):
            if self._project.owns(value.__code__.co_filename):
                found += self._keep(keepers.FunctionKeeper(value))
                found += (value.__dict__, value.__kwdefaults__)
            return found
        elif isinstance(value, METHOD):
            return (value.__self__, value.__func__)
        elif isinstance(value, type):
            return self._keep(keepers.ClassKeeper(value, moving)) if self._project.owns_class(value) else ()
        else:
            generator = keepers.generator(value)
            if generator is not None:
                return self._keep(generator)
            if keepers.is_a(value, "functools", "partial"):
                found += (value.func, value.args, value.keywords)
        if self._is_owned(type(value)):
            found += self._keep(keepers.ObjectKeeper(value, moving))
            found.append(type(value))
        return found

    def _look_at_array(self, value):
        owner = keepers.owner(value, self._array)
        if id(owner) in self._seen:
            return ()
        self._seen.add(id(owner))
        if not owner.flags.writeable:
            return ()
        self._bytes += owner.nbytes
        if self._bytes > _BYTES:
            raise _too_large("more than %d MB of arrays" % (_BYTES >> 20))
        self._keep(keepers.ArrayKeeper(owner))
        return owner.reshape(-1).tolist() if owner.dtype.kind == "O" else ()

    def _keep(self, keeper):
        self._kept.append(keeper)
        return keeper.inside()

    def _is_owned(self, kind):
        owned = self._owned.get(kind)
        if owned is None:
            owned = kind.__name__ in _PLAIN_OBJECTS or any(map(self._project.owns_class, kind.__mro__[:-1]))
            self._owned[kind] = owned
        return owned


def _too_large(what):
    message = "what the model changes cannot be put back, since its values are too many (%s); use less data"
    return Failure("result", message % what)
