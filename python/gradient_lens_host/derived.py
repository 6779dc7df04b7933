"""Steps of a plan that call nothing of the model: products, textbooks' costs, some of the examples."""

import math
import sys

from . import convert, paths
from .describe import leaves, list_shape
from .failures import Failure
from .vectors import PlainVectors

_PLAIN = PlainVectors()


def dot(pairs):
    """Σ ⟨a, b⟩ over the pairs, in float64."""
    return math.fsum(_products(first, second) for first, second in pairs)


def _products(first, second):
    numpy = _numpy()
    shape, first = _numbers(first, numpy)
    other, second = _numbers(second, numpy)
    if not convert.fits(shape, other):
        raise _unfit("arrays of the shapes %s and %s cannot be multiplied and summed", shape, other)
    if numpy is not None:
        return float(numpy.dot(first, second))
    return math.fsum(a * b for a, b in zip(first, second))


def cost(kind, output, labels):
    """A textbook's cost of an output and its labels, summed over all components.

    Labels that are one whole number for each example, where the output has a number for each class, count as
    one-hot.
    """
    numpy = _numpy()
    shape, output = _numbers(output, numpy)
    other, labels = _numbers(labels, numpy)
    if not convert.fits(shape, other):
        labels = _one_hot(shape, output, other, labels)
        if numpy is not None:
            labels = numpy.array(labels, dtype="float64")
    if numpy is not None:
        with numpy.errstate(all="ignore"):
            return float(_NUMPY_COSTS[kind](numpy, output, labels))
    return math.fsum(_COSTS[kind](a, y) for a, y in zip(output, labels))


def _squared_error(numpy, a, y):
    error = a - y
    return 0.5 * (error * error).sum()


def _binary_cross_entropy(numpy, a, y):
    return -(_times(numpy, y, numpy.log(a)) + _times(numpy, 1.0 - y, numpy.log1p(-a))).sum()


def _cross_entropy(numpy, a, y):
    return -_times(numpy, y, numpy.log(a)).sum()


def _times(numpy, y, logarithm):
    """y ln a, which is 0 where y is, also where a is."""
    return numpy.where(y == 0, 0.0, y * logarithm)


_NUMPY_COSTS = {
    "squared-error": _squared_error,
    "binary-cross-entropy": _binary_cross_entropy,
    "cross-entropy": _cross_entropy,
}


def _times_log(y, a, logarithm=math.log, zero=0.0):
    if y == 0:
        return 0.0
    if a == zero:
        return -math.inf if y > 0 else math.inf
    try:
        return y * logarithm(a)
    except ValueError:  # of a negative number
        return math.nan


_COSTS = {
    "squared-error": lambda a, y: 0.5 * (a - y) * (a - y),
    "binary-cross-entropy": lambda a, y: -_times_log(y, a) - _times_log(1.0 - y, -a, math.log1p, -1.0),
    "cross-entropy": lambda a, y: -_times_log(y, a),
}


def _one_hot(shape, output, other, labels):
    """Class numbers as one-hot labels in the output's shape, row-major."""
    long = [length for length in shape if length != 1]
    count = len(labels)
    rows, columns = long if len(long) == 2 else (1, len(output))
    axes = []  # that may be those of the classes
    if len(long) <= 2 and convert.fits(other, [count]):
        axes += [1] if rows == count and _are_classes(labels, columns) else []
        axes += [0] if columns == count and _are_classes(labels, rows) else []
    if not axes:
        raise _unfit("an output of the shape %s has no labels of the shape %s", shape, other)
    axis = min(axes, key=lambda axis: _distance(output, rows, columns, axis)) if len(axes) == 2 else axes[0]
    hot = [0.0] * (rows * columns)
    for example, label in enumerate(labels):
        hot[example * columns + int(label) if axis else int(label) * columns + example] = 1.0
    return hot


def _are_classes(labels, classes):
    return all(label % 1 == 0 and 0 <= label < classes for label in labels)


def _distance(output, rows, columns, axis):
    """How far the sums along an axis are from 1, as they are for the probabilities of one example."""
    if axis:
        sums = [math.fsum(output[row * columns : (row + 1) * columns]) for row in range(rows)]
    else:
        sums = [math.fsum(output[column::columns]) for column in range(columns)]
    return math.fsum(abs(total - 1.0) for total in sums)


def _numbers(value, numpy):
    """(shape, float64 vector); of an array that already is one, a view of it."""
    if numpy is not None and isinstance(value, numpy.ndarray) and value.dtype.kind in "biuf":
        shown = numpy.asarray(value)
        return list(shown.shape), shown.reshape(-1).astype("float64", copy=False)
    if numpy is None and isinstance(value, (list, tuple)):
        shape = list_shape(value)
        if shape:
            return shape, [float(item) for item in leaves(value, shape)]
    elif isinstance(value, bool):
        value = float(value)
    found = convert.flat(value, _PLAIN)
    if found is None:
        raise Failure("result", "a %s is not an array of numbers" % type(value).__name__)
    shape, _, vector = found
    return shape, vector if numpy is None else numpy.array(vector, dtype="float64")


def take(value, axis, indices):
    """The entries at `indices` along an axis, in a container of the same kind; rows of lists are shared."""
    numpy = _numpy()
    try:
        if isinstance(value, (list, tuple)):
            return _take_of_list(value, axis, indices)
        if numpy is not None and isinstance(value, numpy.ndarray):
            return value.take(indices, axis=axis)
        if hasattr(value, "iloc"):  # of a data frame
            return value.take(indices, axis=axis)
    except (IndexError, TypeError, ValueError) as error:  # numpy's AxisError is both of the first
        raise Failure("result", "these examples cannot be taken: %s" % error)
    raise Failure("result", "examples cannot be taken of a %s" % type(value).__name__)


def _take_of_list(value, axis, indices):
    kind = tuple if isinstance(value, tuple) else list
    if axis < 0:
        raise ValueError("an axis of a list is counted from 0")
    if axis == 0:
        return kind([value[index] for index in indices])
    return kind([take(row, axis - 1, indices) for row in value])


def assign(container, part, value):
    """Puts a value where another one hangs; returns it."""
    paths.put([(container, part, None)], value)
    return value


def _unfit(message, first, second):
    return Failure("result", message % (tuple(first), tuple(second)))


def _numpy():
    numpy = sys.modules.get("numpy")
    return numpy if hasattr(numpy, "ndarray") else None
