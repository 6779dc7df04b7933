"""What values and functions look like from outside: the `Description` and `FunctionFact` of the protocol.

Descriptions are limited in depth and length and run none of the user's code: attributes come from `__dict__`
and `__slots__`, methods from the class.
"""

import sys

from . import wire
from .kinds import FUNCTION, METHOD
from .uses import Uses

DEPTH = 7  # net.layers[0].neurons[0].w[0].data
ENTRIES = 200  # of a mapping or an object: numbers, text and the like
ITEMS = 50  # of a sequence
MANY = 2000  # arrays and whatever may hold some, in either: a network has many tensors
_BUDGET = 20000  # descriptions in one value
_TEXT = 200  # characters
_AXES = 8  # of a nested list
_SCAN = 1 << 20  # numbers looked at for the range of an array

_CO_VARARGS, _CO_VARKEYWORDS = 4, 8
_PLAIN = (int, float, complex, str, bytes, type(None))
_PLAIN_OBJECTS = (("types", "SimpleNamespace"), ("argparse", "Namespace"))


class _Room:
    """What still fits into the description of a mapping or an object."""

    def __init__(self):
        self._plain, self._other = ENTRIES, MANY

    def takes(self, item):
        if isinstance(item, _PLAIN):
            self._plain -= 1
            return self._plain >= 0
        self._other -= 1
        return self._other >= 0


def _is_datum(item):
    """True for what long lists of data hold rather than lists of tensors or layers."""
    return isinstance(item, _PLAIN + (list, tuple))


class Describer:
    """Describes values of one model.

    project: whose classes count as the user's. sources: for what functions return.
    """

    def __init__(self, project, sources):
        self._project = project
        self._sources = sources
        self._left = _BUDGET
        self._uses = Uses(project, sources)
        self._around = set()  # objects that are being described

    def value(self, value, depth=DEPTH):
        """The Description of a value."""
        self._left = _BUDGET
        return self._value(value, depth)

    def _value(self, value, depth):
        try:
            return self._described(value, depth)
        except Exception:  # a class that answers for itself, even when asked what it is
            return _other(value)

    def _described(self, value, depth):
        self._left -= 1
        kind = type(value)
        if value is None:
            return {"type": "none"}
        if kind is bool:
            return {"type": "boolean", "value": value}
        if kind is int or kind is float:
            return _number(value, kind is int)
        if isinstance(value, str):
            return {"type": "text", "value": str.__str__(value)[:_TEXT]}
        numpy = sys.modules.get("numpy")
        if numpy is not None and hasattr(numpy, "generic"):
            if isinstance(value, numpy.ndarray):
                return array(value, numpy)
            if isinstance(value, numpy.bool_):
                return {"type": "boolean", "value": bool(value)}
            if isinstance(value, (numpy.floating, numpy.integer)):
                return _number(value, isinstance(value, numpy.integer))
        if isinstance(value, (int, float)):
            return _number(value, isinstance(value, int))
        if self._left <= 0:
            return _other(value)
        if isinstance(value, FUNCTION):
            return {"type": "function", "function": self.function(value)}
        if isinstance(value, METHOD) and isinstance(value.__func__, FUNCTION):
            return {"type": "function", "function": self.function(value.__func__, bound=True)}
        if isinstance(value, list):
            sample = _sample(value)
            shape = list_shape(sample)
            if shape:
                return _list(value, sample, shape)
        if depth <= 0:
            return _other(value)
        if isinstance(value, dict):
            return self._mapping(value, depth)
        if isinstance(value, (list, tuple)):
            return self._sequence(value, depth)
        if self._is_object(kind) and id(value) not in self._around:
            self._around.add(id(value))
            try:
                return self._object(value, depth)
            finally:
                self._around.discard(id(value))
        return _other(value)

    def _mapping(self, value, depth):
        entries = []
        room = _Room()
        for key, item in list(dict.items(value)):
            if type(key) in (str, int) or (type(key) is float and key == key and abs(key) != float("inf")):
                if room.takes(item):
                    entries.append({"key": key, "value": self._value(item, depth - 1)})
        return {"type": "mapping", "length": dict.__len__(value), "entries": entries}

    def _sequence(self, value, depth):
        plain = list if isinstance(value, list) else tuple
        shown = plain.__getitem__(value, slice(MANY))
        few = next((place for place, item in enumerate(shown) if place >= ITEMS and _is_datum(item)), MANY)
        items = [self._value(item, depth - 1) for item in shown[:few]]
        return {"type": "sequence", "kind": plain.__name__, "length": plain.__len__(value), "items": items}

    def _is_object(self, kind):
        return (kind.__module__, kind.__name__) in _PLAIN_OBJECTS or any(
            self._project.owns_class(base) for base in kind.__mro__[:-1]
        )

    def _object(self, value, depth):
        described = []
        room = _Room()
        for name, item in attributes(value):
            if room.takes(item):
                described.append({"name": name, "value": self._value(item, depth - 1)})
        methods = self.methods(type(value))
        return {
            "type": "object",
            "className": type(value).__name__,
            "attributes": described,
            "methods": methods,
        }

    def methods(self, kind):
        """The FunctionFacts of a class's methods that the user wrote, inherited ones last."""
        facts = {}
        for base in kind.__mro__:
            if not self._project.owns_class(base):
                continue
            for name, item in list(vars(base).items()):
                function, bound = item, True
                if isinstance(item, (staticmethod, classmethod)):
                    function, bound = item.__func__, isinstance(item, classmethod)
                if isinstance(function, FUNCTION) and name not in facts:
                    if name == "__call__" or not (name.startswith("__") and name.endswith("__")):
                        facts[name] = self.function(function, name, bound)
        return list(facts.values())

    def function(self, function, name=None, bound=False):
        """The FunctionFact of a function; `bound` leaves out its first argument."""
        shown = function
        for _ in range(10):
            inner = getattr(function, "__wrapped__", None)
            if not isinstance(inner, FUNCTION):
                break
            function = inner
        code = function.__code__
        source = self._sources.of(code.co_filename) if self._project.owns(code.co_filename) else None
        node = source.function(code) if source else None
        return {
            "name": name or shown.__name__,
            "parameters": self.parameters(function, bound),
            "file": code.co_filename,
            "line": node.lineno if node else code.co_firstlineno,
            "endLine": node.end_lineno if node else code.co_firstlineno,
            "returns": source.returns(node) if node else [],
            "uses": self._uses.of(function, node) if source else [],
        }

    def parameters(self, function, bound=False):
        """The ParameterFacts of a function, from its code object."""
        code = function.__code__
        names = code.co_varnames
        count, keywords = code.co_argcount, code.co_kwonlyargcount
        defaults = function.__defaults__ or ()
        keyword_defaults = function.__kwdefaults__ or {}
        facts = []
        for position, name in enumerate(names[:count]):
            fact = {"name": name, "kind": "positional"}
            if position >= count - len(defaults):
                fact["default"] = self._value(defaults[position - count + len(defaults)], 2)
            facts.append(fact)
        if bound and count:
            del facts[0]
        after = count + keywords
        if code.co_flags & _CO_VARARGS:
            facts.append({"name": names[after], "kind": "rest"})
            after += 1
        for name in names[count : count + keywords]:
            fact = {"name": name, "kind": "keyword"}
            if name in keyword_defaults:
                fact["default"] = self._value(keyword_defaults[name], 2)
            facts.append(fact)
        if code.co_flags & _CO_VARKEYWORDS:
            facts.append({"name": names[after], "kind": "rest-keyword"})
        return facts


def attributes(value):
    """The (name, value) pairs in an object's `__dict__` and `__slots__`, without calling its code."""
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        own = {}
    for name, item in list(own.items()):
        if isinstance(name, str):
            yield name, item
    for kind in type(value).__mro__:
        slots = vars(kind).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            descriptor = vars(kind).get(name)
            if type(descriptor).__name__ == "member_descriptor":
                try:
                    yield name, descriptor.__get__(value)
                except AttributeError:
                    pass


def array(value, numpy):
    """The ArrayDescription of an ndarray; a very large one's range is that of its first million numbers."""
    kind = value.dtype.kind
    if kind not in "biufcO":
        return _other(value)
    shape = [int(length) for length in value.shape]
    fact = {
        "type": "array",
        "container": "array",
        "shape": shape,
        "dtype": value.dtype.name,
        "identity": id(value),
    }
    if kind in "biuf" and value.size:
        numbers = numpy.asarray(value)
        if numbers.size > _SCAN:
            numbers = numbers[: max(1, _SCAN * len(numbers) // numbers.size)]
        with numpy.errstate(all="ignore"):
            fact["min"] = wire.number(numbers.min())
            fact["max"] = wire.number(numbers.max())
            fact["integerValued"] = kind in "biu" or _whole(numbers, numpy)
    return fact


def _whole(numbers, numpy):
    """True if every float of an array is a whole number; a few of them usually settle it."""
    first = numbers.flat[:64]
    return bool((numpy.floor(first) == first).all() and (numpy.floor(numbers) == numbers).all())


def list_shape(value):
    """The shape of a rectangular nested list (or list of tuples) of numbers; None for anything else."""
    shape = []
    level = [value]
    while True:
        length = len(level[0])
        if not length or any(len(row) != length for row in level):
            return None
        shape.append(length)
        below = [item for row in level for item in row]
        kinds = set(map(type, below))
        if all(_is_number(kind) for kind in kinds):
            return shape
        if len(shape) > _AXES or not kinds <= {list, tuple}:
            return None
        level = below


def _is_number(kind):
    if kind in (float, int):
        return True
    return kind is not bool and (
        issubclass(kind, (float, int)) or kind.__module__ == "numpy" and _is_numpy_number(kind)
    )


def _is_numpy_number(kind):
    numpy = sys.modules["numpy"]
    return issubclass(kind, (numpy.floating, numpy.integer))


def leaves(value, shape):
    """The numbers of a rectangular nested list, row-major."""
    for _ in shape[1:]:
        value = [item for row in value for item in row]
    return value


def _sample(value):
    """The nested list itself, or of a very large one the first rows: about a million numbers."""
    size, row = len(value), value
    for _ in range(_AXES):
        if not row or not isinstance(row[0], (list, tuple)):
            break
        row = row[0]
        size *= len(row)
    return value if size <= _SCAN else value[: max(1, _SCAN * len(value) // size)]


def _list(value, sample, shape):
    """The ArrayDescription of a nested list, of which `sample` has that shape."""
    numbers = leaves(sample, shape)
    low = high = numbers[0]
    for number in numbers:
        if number != number:
            low = high = number
            break
        if number < low:
            low = number
        elif number > high:
            high = number
    integers = all(isinstance(number, int) for number in numbers)
    return {
        "type": "array",
        "container": "list",
        "shape": [len(value)] + shape[1:],
        "dtype": "int64" if integers else "float64",
        "min": wire.number(low),
        "max": wire.number(high),
        "integerValued": integers or all(number == number and number % 1 == 0 for number in numbers),
        "identity": id(value),
    }


def _number(value, integer):
    try:
        shown = wire.number(value)
    except OverflowError:
        shown = "Infinity" if value > 0 else "-Infinity"
    return {"type": "number", "value": shown, "integer": integer}


def _other(value):
    return {"type": "other", "className": type(value).__name__}
