"""From the planned parameters to tensors: found in the model, promoted to float64, made writable."""

import sys

from . import holders, paths
from .accessors import AccessorTensor, Unreadable
from .describe import list_shape
from .failures import Failure, from_exception
from .tensors import ArrayTensor, ListTensor, NumberTensor, Place

_MANY = 300  # tensors; beyond, shared memory is not looked for


def find(plan, names, project, sources, describer, vectors):
    """(tensors, notes) of a plan. Raises Failure where a parameter is not numeric."""
    numpy = sys.modules.get("numpy")
    promoted = {}  # dtype as found → names
    exchanges = {}  # id → new array
    olds = []  # kept alive, so that the ids stay theirs
    for planned in plan["tensors"]:
        value = _value(planned, names)
        if numpy is not None and isinstance(value, numpy.ndarray):
            dtype = value.dtype.name
            if id(value) not in exchanges:
                new = _float64(value, numpy)
                if new is not value:
                    olds.append(value)
                    exchanges[id(value)] = new
            if dtype != "float64":
                promoted.setdefault(dtype, []).append(planned["name"])
    for name, value in _data(plan, names, numpy):
        if id(value) not in exchanges:
            olds.append(value)
            exchanges[id(value)] = value.astype("float64")
            promoted.setdefault(value.dtype.name, []).append(name)
    if exchanges:
        roots = [names.slots] + [vars(module) for module in project.modules()]
        holders.exchange(roots, lambda value: exchanges.get(id(value), value), project, [])
    tensors = []
    for planned in plan["tensors"]:
        try:
            tensors.append(_tensor(planned, names, exchanges, promoted, numpy, vectors))
        except Unreadable as error:
            found = describer.value(error.found[0]) if error.found else None
            raise Failure("result", str(error), section="tensors", tensor=planned["name"], found=found)
        except BaseException as error:
            if "get" in planned["parameter"]:  # the user's own functions
                failure = from_exception(error, project, sources, "tensors")
                failure.data["tensor"] = planned["name"]
                raise failure
            if not isinstance(error, (TypeError, AttributeError, ValueError)):
                raise
            found = describer.value(_value(planned, names))
            message = str(error) or "not an array of numbers"
            raise Failure("result", message, section="tensors", tensor=planned["name"], found=found)
    _refuse_parts(tensors)
    notes = [{"kind": "promoted", "names": group, "dtype": dtype} for dtype, group in promoted.items()]
    return tensors, notes + [{"kind": "tied", "names": group} for group in _tied(tensors)]


def _lookup(names, source):
    return lambda: names.value(source)


def _value(planned, names):
    source = planned["parameter"]
    try:
        return None if "get" in source else names.value(source)
    except (LookupError, AttributeError, TypeError) as error:
        message = "%s: %s" % (type(error).__name__, error)
        raise Failure("result", message, section="tensors", tensor=planned["name"])


def _float64(value, numpy):
    """The array itself if it can be perturbed in place or is not real, else a copy that can."""
    kind = value.dtype.kind
    if kind == "f" and value.dtype == numpy.float64 and value.dtype.isnative and value.flags.writeable:
        return value
    if kind not in "iufO":
        return value
    try:
        return numpy.array(value, dtype="float64", order="K", copy=True, subok=True)
    except (TypeError, ValueError):
        return value


def _data(plan, names, numpy):
    """(name, array) of the arrays of a shorter float type that the plan's calls are given."""
    if numpy is None:
        return
    waiting = []
    for step in plan["cost"] + plan["gradient"]:
        waiting += paths.of_step(step)
    for source in waiting:
        if source["from"] == "list":
            waiting += source["items"]
            continue
        if source["from"] == "mapping":
            waiting += [item for _, item in source["entries"]]
            continue
        try:
            value = names.value(source)
        except (LookupError, AttributeError, TypeError):
            continue
        if isinstance(value, numpy.ndarray) and value.dtype in (numpy.float32, numpy.float16):
            yield source.get("slot") or source.get("name"), value


def _tensor(planned, names, exchanges, promoted, numpy, vectors):
    name, source = planned["name"], planned["parameter"]
    if "get" in source:
        return AccessorTensor(name, _lookup(names, source["get"]), _lookup(names, source["set"]), vectors)
    value = names.value(source)
    if numpy is not None and isinstance(value, numpy.ndarray):
        if id(value) in exchanges:
            paths.put(names.links(source), exchanges[id(value)])
            value = names.value(source)
        if value.dtype.kind != "f":
            raise TypeError
        return ArrayTensor(name, value, Place(names, source), value.dtype.name, vectors)
    if isinstance(value, list):
        if not list_shape(value):
            raise TypeError
        inner = []
        if _lists_of_floats(value, inner):
            promoted.setdefault("int64", []).append(name)
        return ListTensor(name, value, Place(names, source, inner), "float64", vectors)
    if isinstance(value, bool) or not _is_number(value, numpy):
        raise TypeError
    if type(value) is not float and not (numpy is not None and type(value) is numpy.float64):
        dtype = value.dtype.name if hasattr(value, "dtype") else "int64" if isinstance(value, int) else None
        value = numpy.float64(value) if hasattr(value, "dtype") else float(value)
        paths.put(names.links(source), value)
        if dtype:
            promoted.setdefault(dtype, []).append(name)
    return NumberTensor(name, value, Place(names, source, is_number=True), "float64", vectors)


def _is_number(value, numpy):
    kinds = (int, float) if numpy is None else (int, float, numpy.integer, numpy.floating)
    return isinstance(value, kinds)


def _lists_of_floats(value, inner):
    """Makes the rows of a nested list lists and its numbers floats, in place; collects the links to the rows.

    Returns True if a number was an integer.
    """
    changed = False
    for number, item in enumerate(value):
        if isinstance(item, (list, tuple)):
            if isinstance(item, tuple):
                item = value[number] = list(item)
            inner.append((value, {"item": number}, item))
            changed = _lists_of_floats(item, inner) or changed
        elif isinstance(item, int):
            value[number] = float(item)
            changed = True
    return changed


def _refuse_parts(tensors):
    """A component of two tensors, of which neither is the other, has no gradient of its own in either."""
    for number, tensor in enumerate(tensors if len(tensors) <= _MANY else ()):
        for other in tensors[number + 1 :]:
            if tensor.shares_part(other):
                message = (
                    "`%s` and `%s` share a part of their memory, which has no gradient of its own "
                    "in either. Make one of them a copy" % (tensor.name, other.name)
                )
                raise Failure("result", message, section="tensors")


def _tied(tensors):
    """Groups of names of tensors that share memory."""
    groups = []
    taken = set()
    for number, tensor in enumerate(tensors if len(tensors) <= _MANY else ()):
        if number in taken:
            continue
        others = [k for k in range(number + 1, len(tensors)) if tensor.overlaps(tensors[k])]
        if others:
            taken.update(others)
            groups.append([tensor.name] + [tensors[k].name for k in others])
    return groups
