"""Results of the model as numbers: the cost as one float, gradients as flat float64 vectors."""

import sys

from .describe import leaves, list_shape


def number(value):
    """J as a float: a number, or an array or nested list of exactly one. Raises TypeError otherwise."""
    kind = type(value)
    if kind is int:
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    if isinstance(value, float):
        return float(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        if value.size != 1 or value.dtype.kind not in "iufO":
            raise TypeError
        if value.dtype.kind == "O":
            return number(value.item())
        return float(value.item())
    if isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise TypeError
        return number(value[0])
    if isinstance(value, (bool, str, bytes)) or not hasattr(kind, "__float__"):
        raise TypeError
    try:
        return float(value)
    except Exception:
        raise TypeError


def flat(value, vectors):
    """(shape, dtype, vector) of an ndarray, a number, or a rectangular nested list; None for anything else."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        # What is masked out of a gradient is none.
        kept = value.filled(0) if hasattr(value, "filled") else numpy.asarray(value)
        if kept.dtype.kind == "O":
            try:
                kept = kept.astype("float64")
            except (TypeError, ValueError):
                return None
        if kept.dtype.kind not in "biuf":
            return None
        shape = [int(length) for length in kept.shape]
        return shape, numpy.asarray(value).dtype.name, vectors.make(kept.reshape(-1).astype("float64"))
    if isinstance(value, (list, tuple)):
        shape = list_shape(value)
        if shape:
            return shape, "float64", vectors.make([float(item) for item in leaves(value, shape)])
        return _mixed(value, vectors, numpy)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [], "float64" if isinstance(value, float) else "int64", vectors.make([float(value)])
    return None


def _mixed(value, vectors, numpy):
    """Nested lists whose leaves are arrays of equal shape."""
    if numpy is None or not value:
        return None
    parts = [flat(item, vectors) for item in value]
    if any(part is None or part[0] != parts[0][0] for part in parts):
        return None
    return [len(parts)] + parts[0][0], "float64", vectors.make([item for part in parts for item in part[2]])


def fits(gradient, parameter):
    """True if two shapes are equal up to axes of length 1."""
    return [length for length in gradient if length != 1] == [length for length in parameter if length != 1]
