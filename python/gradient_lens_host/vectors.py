"""Flat float64 vectors: `array('d')`, or ndarrays where the model uses numpy, with the same operations."""

import math
import sys
from array import array

_SMALL, _LARGE = 1e-140, 1e140  # beyond these, squares leave the range of float64
_FEW = 2000  # numbers; below, Python's generator is quicker than loading numpy's


class PlainVectors:
    """Vectors of a model without numpy."""

    def make(self, values):
        """A new vector of a sequence of numbers or another vector."""
        return array("d", values)

    def multiples(self, vector, factor):
        return array("d", [factor * item for item in vector])

    def quotients(self, vector, divisor):
        return array("d", [item / divisor for item in vector])

    def add(self, target, start, vector, factor):
        """target[start : start + n] += factor · vector."""
        for number, item in enumerate(vector, start):
            target[number] += factor * item

    def dot(self, first, second):
        return math.fsum(a * b for a, b in zip(first, second))

    def largest(self, vector):
        """The largest absolute value; 0 for no numbers, NaN if one of them is."""
        largest = 0.0
        for item in vector:
            if item != item:
                return item
            largest = max(largest, abs(item))
        return largest

    def finite(self, vector):
        return all(item - item == 0 for item in vector)

    def same(self, first, second):
        """True if the bits are equal."""
        return first.tobytes() == second.tobytes()

    def normal(self, seed, count):
        """Seeded normal numbers."""
        import random

        draw = random.Random(seed).gauss
        return array("d", [draw(0.0, 1.0) for _ in range(count)])

    def inside(self, vector, sides):
        """A copy that is zero outside a box; `sides` has (from, to, length) of each axis, row-major."""
        kept = range(1)
        for low, high, length in sides:
            kept = [start * length + index for start in kept for index in range(low, high)]
        result = array("d", bytes(8 * len(vector)))
        for index in kept:
            result[index] = vector[index]
        return result

    def norm(self, vector):
        """‖v‖₂, also where the squares alone would underflow or overflow."""
        largest = self.largest(vector)
        if largest == 0 or largest - largest != 0:
            return largest
        if _SMALL < largest < _LARGE:
            return math.sqrt(self.dot(vector, vector))
        scaled = self.multiples(vector, 1 / largest) if largest > 1e-300 else self.multiples(vector, 1e300)
        return math.sqrt(self.dot(scaled, scaled)) * (largest if largest > 1e-300 else 1e-300)


class NumpyVectors(PlainVectors):
    """Vectors of a model with numpy."""

    def __init__(self, numpy):
        self._numpy = numpy

    def make(self, values):
        return self._numpy.array(values, dtype="float64")

    def multiples(self, vector, factor):
        return vector * factor

    def quotients(self, vector, divisor):
        return vector / divisor

    def add(self, target, start, vector, factor):
        target[start : start + len(vector)] += factor * vector

    def dot(self, first, second):
        return float(self._numpy.dot(first, second))

    def largest(self, vector):
        return float(self._numpy.abs(vector).max()) if len(vector) else 0.0

    def finite(self, vector):
        return bool(self._numpy.isfinite(vector).all())

    def same(self, first, second):
        return bool((first.view("int64") == second.view("int64")).all())

    def inside(self, vector, sides):
        shape = [length for _, _, length in sides]
        box = tuple(slice(low, high) for low, high, _ in sides)
        result = self._numpy.zeros(len(vector))
        result.reshape(shape)[box] = vector.reshape(shape)[box]
        return result

    def normal(self, seed, count):
        if count <= _FEW:
            return self.make(super().normal(seed, count))
        # The stream of RandomState is frozen, so a seed gives the same direction with every version of numpy.
        return self._numpy.random.RandomState(seed % 2**32).standard_normal(count)


def vectors():
    """The kind of vectors for the model as it is loaded now."""
    numpy = sys.modules.get("numpy")
    return NumpyVectors(numpy) if numpy is not None and hasattr(numpy, "ndarray") else PlainVectors()
