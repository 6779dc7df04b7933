"""Sources of a plan: where an argument or a result comes from, looked up step by step.

A *link* is (container, part, child): the place where a value hangs, so that it can be exchanged there.
"""

from . import wire
from .failures import Failure

_NOT_FINITE = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class Names:
    """What sources may refer to. module: the `__dict__` of the model's module; slots: results of `run`."""

    def __init__(self, module, slots):
        self.module = module
        self.slots = slots

    def links(self, source, local=None):
        """The links from the outermost container to the value of a source.

        local: slots that hide the lasting ones. Raises LookupError or AttributeError if there is no such
        value.
        """
        kind = source["from"]
        if kind == "slot":
            name = source["slot"]
            container = local if local is not None and name in local else self.slots
        elif kind == "module":
            container, name = self.module, source["name"]
        else:
            raise LookupError("a value that the plan itself makes")
        part = {"item": name}
        chain = [(container, part, container[name])]
        for part in source.get("path") or ():
            container = chain[-1][2]
            chain.append((container, part, get(container, part)))
        return chain

    def value(self, source, local=None):
        """The value of a slot or module source."""
        return self.links(source, local)[-1][2]


def of_step(step):
    """The sources that a step reads."""
    if "call" in step:
        return [step["call"]] + step["positional"] + list(step["keywords"].values())
    if "dot" in step:
        return [source for pair in step["dot"] for source in pair]
    return [step[name] for name in ("value", "output", "labels", "take", "to") if name in step]


def get(container, part):
    if "attribute" in part:
        return getattr(container, part["attribute"])
    return container[part["item"]]


def put(links, value):
    """Exchanges the value at the end of a chain of links; a tuple is rebuilt in its own container."""
    container, part, _ = links[-1]
    if "attribute" in part:
        setattr(container, part["attribute"], value)
    elif isinstance(container, tuple):
        if len(links) < 2:
            raise TypeError("a tuple cannot be changed")
        items = list(container)
        items[part["item"]] = value
        put(links[:-1], type(container)(*items) if hasattr(container, "_fields") else tuple(items))
    else:
        container[part["item"]] = value


def literal(value):
    """The value of a literal source."""
    return _NOT_FINITE.get(value, value) if isinstance(value, str) else value


def made_array(array, numpy):
    """The array of an array source: an ndarray, or nested lists where the model does without numpy."""
    numbers = wire.numbers(array["data"])
    shape = array["shape"]
    whole = array["dtype"] == "int64"
    size = 1
    for length in shape:
        size *= length
    if size != len(numbers):
        raise Failure("internal", "an array of shape %r has %d numbers" % (shape, len(numbers)))
    if numpy is not None:
        return numpy.array(numbers, dtype=array["dtype"]).reshape(shape)
    values = [int(number) for number in numbers] if whole else list(numbers)
    for length in reversed(shape[1:]):
        values = [values[start : start + length] for start in range(0, len(values), length)] if length else []
    return values if shape else values[0]
