"""What one object holds, kept so that it can be put back into the same object.

Every keeper has `inside()`, what hangs in the object, and `put_back()`, which is true if something had changed.
Objects are compared by identity, numbers in arrays by their bits. None of the user's code is run.
"""

import sys

_GONE = object()


class DictKeeper:
    """The entries of a dict, in their order, but for the keys in `moving`."""

    def __init__(self, value, moving):
        self._value = value
        self._moving = moving
        ordered = getattr(sys.modules.get("collections"), "OrderedDict", dict)
        self._kind = ordered if isinstance(value, ordered) else dict
        self._saved = {key: self._kind.__getitem__(value, key) for key in self._kind.keys(value)}

    def inside(self):
        return [item for key, item in self._saved.items() if key not in self._moving]

    def put_back(self):
        value, kind, saved = self._value, self._kind, self._saved
        for key in self._moving:
            if kind.__contains__(value, key):
                saved[key] = kind.__getitem__(value, key)
        if len(value) == len(saved) and all(
            one is other and item is kept
            for (one, item), (other, kept) in zip(kind.items(value), saved.items())
        ):
            return False
        for key in [key for key in kind.keys(value) if key not in saved]:
            kind.__delitem__(value, key)
        for key, item in saved.items():
            if kind.get(value, key, _GONE) is not item:
                kind.__setitem__(value, key, item)
        if list(kind.keys(value)) != list(saved):
            kind.clear(value)
            for key, item in saved.items():
                kind.__setitem__(value, key, item)
        return True


class ListKeeper:
    """The items of a list, but for the places in `moving`."""

    def __init__(self, value, moving):
        self._value = value
        self._moving = moving
        self._saved = list.copy(value)

    def inside(self):
        return [item for place, item in enumerate(self._saved) if place not in self._moving]

    def put_back(self):
        value, saved = self._value, self._saved
        for place in self._moving:
            if place < list.__len__(value):
                saved[place] = list.__getitem__(value, place)
        if list.__len__(value) == len(saved) and all(map(_is, list.__iter__(value), saved)):
            return False
        list.__setitem__(value, slice(None), saved)
        return True


class WholeKeeper:
    """A set or a deque, emptied and filled again."""

    def __init__(self, value):
        self._value = value
        self._saved = list(value)

    def inside(self):
        return self._saved

    def put_back(self):
        value, saved = self._value, self._saved
        if len(value) == len(saved) and all(map(_is, value, saved)):
            return False
        value.clear()
        (value.update if isinstance(value, set) else value.extend)(saved)
        return True


class BufferKeeper:
    """The bytes of a bytearray, or the numbers of an `array.array`."""

    def __init__(self, value):
        self._value = value
        self._saved = value[:]

    def inside(self):
        return ()

    def put_back(self):
        if memoryview(self._value).cast("B") == memoryview(self._saved).cast("B"):
            return False
        self._value[:] = self._saved
        return True


class ArrayKeeper:
    """The contents of an ndarray that owns its memory."""

    def __init__(self, value):
        self._value = value
        self._saved = value.copy(order="K")

    def inside(self):
        return ()

    def put_back(self):
        value, saved = self._value, self._saved
        if value.size != saved.size:
            return False  # resized: what refers to its memory cannot be known
        if value.shape != saved.shape:
            value.shape = saved.shape
        if _same_bits(value, saved):
            return False
        value[...] = saved
        return True


class ObjectKeeper:
    """The attributes of an object, in its `__dict__` and its `__slots__`, but for the names in `moving`."""

    def __init__(self, value, moving):
        self._value = value
        self._moving = moving
        try:
            self._dict = object.__getattribute__(value, "__dict__")
        except AttributeError:
            self._dict = None
        self._attributes = None if self._dict is None else DictKeeper(self._dict, moving)
        self._slots = [
            (descriptor, _read(descriptor, value))
            for name, descriptor in _slots(type(value))
            if name not in moving
        ]

    def inside(self):
        found = [] if self._attributes is None else self._attributes.inside()
        return found + [item for _, item in self._slots if item is not _GONE]

    def put_back(self):
        value, changed = self._value, False
        if self._attributes is not None:
            if object.__getattribute__(value, "__dict__") is not self._dict:
                object.__setattr__(value, "__dict__", self._dict)
                changed = True
            changed = self._attributes.put_back() or changed
        for descriptor, item in self._slots:
            if _read(descriptor, value) is not item:
                changed = True
                if item is _GONE:
                    descriptor.__delete__(value)
                else:
                    descriptor.__set__(value, item)
        return changed


class ClassKeeper:
    """The values among the attributes of a class; its functions stay as they are."""

    def __init__(self, value, moving):
        self._value = value
        self._moving = moving
        self._saved = self._values()

    def _values(self):
        return {
            name: item
            for name, item in vars(self._value).items()
            if not (name.startswith("__") and name.endswith("__") or name in self._moving)
            and not hasattr(type(item), "__get__")
        }

    def inside(self):
        bases = list(self._value.__mro__[1:])
        functions = [getattr(item, "__func__", item) for item in vars(self._value).values()]
        return bases + functions + list(self._saved.values())

    def put_back(self):
        now, saved, changed = self._values(), self._saved, False
        for name in now:
            if name not in saved:
                type.__delattr__(self._value, name)
                changed = True
        for name, item in saved.items():
            if now.get(name, _GONE) is not item:
                type.__setattr__(self._value, name, item)
                changed = True
        return changed


class FunctionKeeper:
    """The variables that a function has of those around it; its default values hang in it."""

    def __init__(self, value):
        self._cells = [(cell, _contents(cell)) for cell in value.__closure__ or ()]
        self._defaults = value.__defaults__

    def inside(self):
        return [item for _, item in self._cells if item is not _GONE] + list(self._defaults or ())

    def put_back(self):
        changed = False
        for cell, item in self._cells:
            if _contents(cell) is not item:
                changed = True
                if item is _GONE:
                    del cell.cell_contents
                else:
                    cell.cell_contents = item
        return changed


class GeneratorKeeper:
    """The state of a generator of random numbers, read and set by two functions."""

    def __init__(self, get, set):
        self._get, self._set = get, set
        self._saved = get()

    def inside(self):
        return ()

    def put_back(self):
        if _same(self._get(), self._saved):
            return False
        self._set(self._saved)
        return True


def generator(value):
    """The keeper of a generator of random numbers; None for other objects."""
    random, numpy = sys.modules.get("random"), sys.modules.get("numpy.random")
    if random is not None and isinstance(value, random.Random):
        return GeneratorKeeper(value.getstate, value.setstate)
    if isinstance(value, getattr(numpy, "RandomState", ())):
        return GeneratorKeeper(value.get_state, value.set_state)
    if isinstance(value, getattr(numpy, "Generator", ())):
        bits = value.bit_generator
        return GeneratorKeeper(lambda: bits.state, lambda state: setattr(bits, "state", state))
    return None


def shared_generators():
    """The keepers of the generators that belong to the modules `random`, `numpy.random` and `torch`."""
    names = (("random", "getstate", "setstate"), ("numpy.random", "get_state", "set_state"))
    for name, get, set in names + (("torch", "get_rng_state", "set_rng_state"),):
        module = sys.modules.get(name)
        if hasattr(module, get) and hasattr(module, set):
            yield GeneratorKeeper(getattr(module, get), getattr(module, set))


def is_a(value, module, kind):
    """True for an instance of a class of a module that may not be loaded."""
    return isinstance(value, getattr(sys.modules.get(module), kind, ()))


def owner(value, array):
    """The ndarray that owns the memory of another one, as far as ndarrays go."""
    while isinstance(value.base, array):
        value = value.base
    return value


def _is(one, other):
    return one is other


def _contents(cell):
    try:
        return cell.cell_contents
    except ValueError:  # not yet bound
        return _GONE


def _slots(kind):
    for base in kind.__mro__:
        for name, descriptor in list(vars(base).items()):
            if type(descriptor).__name__ == "member_descriptor" and base.__module__ != "builtins":
                yield name, descriptor


def _read(descriptor, value):
    try:
        return descriptor.__get__(value)
    except AttributeError:
        return _GONE


def _same_bits(one, other):
    if one.dtype.kind == "O":
        return all(map(_is, one.reshape(-1).tolist(), other.reshape(-1).tolist()))
    if one.flags.c_contiguous and other.flags.c_contiguous and one.size:
        return bool((one.reshape(-1).view("uint8") == other.reshape(-1).view("uint8")).all())
    return bool((one == other).all())


def _same(one, other):
    """Equality of the states of generators: nested dicts and tuples, which may hold arrays."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(item, other[key]) for key, item in one.items())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(_same, one, other))
    equal = one == other
    return bool(equal.all() if hasattr(equal, "all") else equal)
