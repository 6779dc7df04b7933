"""A parameter that is read by one call of the model's and written by another."""

import sys

from . import convert


class Unreadable(Exception):
    """The functions do not serve as a parameter; `found` is what `get` returned, if that is the reason."""

    def __init__(self, message, *found):
        super().__init__(message)
        self.found = found


class AccessorTensor:
    """Like the others in `tensors`; every write gives the model a new value of the kind that it gave.

    get, set: functions that look up the model's two functions.
    """

    def __init__(self, name, get, set, vectors):
        self.name = name
        self._get, self._set = get, set
        self._vectors = vectors
        self.value = get()()
        self.flat = self
        self.place = _NoPlace()
        found = convert.flat(self.value, vectors)
        if found is None:
            raise Unreadable("not an array of numbers", self.value)
        self.shape, self.dtype, vector = found
        self.size = len(vector)
        self._kind = _kind(self.value)
        self._try(vector)
        self.dtype = convert.flat(get()(), vectors)[1]

    def _try(self, vector):
        """Makes sure that what is written is there when it is read again."""
        self.write(vector)
        if not self._vectors.same(self.read(), vector):
            raise self._unlike()
        if self.size:
            value = float(vector[0])
            self[0] = value + max(1.0, abs(value)) / 8
            kept = self._vectors.same(self.read(), vector)
            self.write(vector)
            if kept:
                raise self._unlike()

    def _unlike(self):
        return Unreadable("`get` does not return what `set` was given")

    def current(self):
        """What the model holds now."""
        return self._get()()

    def read(self):
        found = convert.flat(self.current(), self._vectors)
        if found is None or len(found[2]) != self.size:
            raise Unreadable("`get` returns something else than at first")
        return found[2]

    def write(self, vector):
        """A vector, or a list of numbers of any kind."""
        self._set()(self._kind(vector, self.shape))

    def __getitem__(self, index):
        return self.read()[index]

    def __setitem__(self, index, value):
        vector = self.read()
        vector[index] = value
        self.write(vector)

    def overlaps(self, other):
        """Never as far as can be told."""
        return False

    shares_part = overlaps


class _NoPlace:
    """Of a value that hangs nowhere."""

    def kept(self):
        return True

    def put_back(self):
        """Nothing is replaced."""


def _kind(value):
    """The function (vector, shape) → a new value of the same kind."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray):
        return lambda vector, shape: numpy.array(vector).reshape(shape)
    if isinstance(value, (list, tuple)):
        return _nested
    if numpy is not None and isinstance(value, numpy.generic):
        return lambda vector, _: numpy.array(vector)[0]
    return lambda vector, _: _numbers(vector)[0]


def _numbers(vector):
    return vector if isinstance(vector, list) else vector.tolist()


def _nested(vector, shape):
    values = _numbers(vector)
    for length in reversed(shape[1:]):
        values = [values[start : start + length] for start in range(0, len(values), length)]
    return values
