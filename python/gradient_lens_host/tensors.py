"""Parameters, each behind one small interface, so that an evaluation can change them where they are.

name, shape, size, dtype    dtype: as it is after promotion
flat[i]                     the live component i, row-major; can be assigned
read()                      all components as a new vector
current()                   what hangs in the parameter's place now, whatever it is
write(vector)               puts all components back
place                       how the value hangs in its containers
"""

import sys

from . import paths
from .describe import list_shape


class Place:
    """Where a value hangs: its chain of links.

    inner: further links, to the rows of a nested list. is_number: the last link's child is the number itself,
    which changes, so only the links before it are kept.
    """

    def __init__(self, names, source, inner=(), is_number=False):
        self._names = names
        self._source = source
        self.links = names.links(source) + list(inner)
        self._kept = self.links[:-1] if is_number else self.links

    def kept(self):
        """True if the same objects hang there as when this was made."""
        try:
            return all(paths.get(container, part) is child for container, part, child in self._kept)
        except (LookupError, AttributeError):
            return False

    def put_back(self):
        """Hangs the objects back where they were."""
        for number, (container, part, child) in enumerate(self._kept):
            try:
                changed = paths.get(container, part) is not child
            except (LookupError, AttributeError):
                changed = True
            if changed:
                paths.put(self.links[: number + 1], child)

    def current(self):
        """What hangs there now, whatever it is."""
        return self._names.value(self._source)

    def fresh(self):
        """The links as they are now; they change where a number hangs in a tuple."""
        return self._names.links(self._source)


class _Placed:
    """What tensors that hang in a container have in common."""

    def current(self):
        try:
            return self.place.current()
        except (LookupError, AttributeError, TypeError):
            return None


class ArrayTensor(_Placed):
    """An ndarray of float64, changed in place."""

    def __init__(self, name, value, place, dtype, vectors):
        numpy = sys.modules["numpy"]
        self.name = name
        self.dtype = dtype
        self.place = place
        self.value = value
        self.array = numpy.asarray(value)
        self.shape = [int(length) for length in value.shape]
        self.size = int(value.size)
        self.flat = self.array.reshape(-1) if self.array.flags.c_contiguous else self.array.flat
        self._vectors = vectors

    def read(self):
        return self._vectors.make(self.array.reshape(-1))

    def write(self, vector):
        self.array[...] = vector.reshape(self.array.shape)

    def shares_part(self, other):
        """True if some components, and not all, are those of the other tensor as well."""
        whole = isinstance(other, ArrayTensor) and _extent(self.array) == _extent(other.array)
        return not whole and self._shares(other) is True

    def overlaps(self, other):
        """True if both live in the same memory, as far as can be told."""
        return self._shares(other) is not False

    def _shares(self, other):
        """None if it is too hard to tell."""
        if not isinstance(other, ArrayTensor):
            return False
        numpy = sys.modules["numpy"]
        if not numpy.may_share_memory(self.array, other.array):
            return False
        try:
            return bool(numpy.shares_memory(self.array, other.array, max_work=10000))
        except Exception:
            return None


class ListTensor(_Placed):
    """A rectangular nested list of numbers, changed in place."""

    def __init__(self, name, value, place, dtype, vectors):
        self.name = name
        self.dtype = dtype
        self.place = place
        self.value = value
        self.shape = list_shape(value)
        rows = [value]
        for _ in self.shape[1:]:
            rows = [row for outer in rows for row in outer]
        self._rows = rows
        self._width = self.shape[-1]
        self.size = len(rows) * self._width
        self._kind = type(rows[0][0])
        self.flat = rows[0] if len(rows) == 1 else _Rows(rows, self._width)
        self._vectors = vectors

    def read(self):
        return self._vectors.make([float(item) for row in self._rows for item in row])

    def write(self, vector):
        width, kind = self._width, self._kind
        for number, row in enumerate(self._rows):
            items = vector[number * width : (number + 1) * width].tolist()
            row[:] = items if kind is float else [kind(item) for item in items]

    def overlaps(self, other):
        return isinstance(other, ListTensor) and self.value is other.value

    def shares_part(self, other):
        """Never: a list is another one's as a whole."""
        return False


def _extent(array):
    """Where the memory of an array begins and ends, whatever the order of its axes, and how much of it is used."""
    spans = [(length - 1) * stride for length, stride in zip(array.shape, array.strides)]
    start = array.__array_interface__["data"][0]
    low, high = sum(span for span in spans if span < 0), sum(span for span in spans if span > 0)
    return start + low, start + high, array.size


class _Rows:
    """The components of a nested list by one index."""

    def __init__(self, rows, width):
        self._rows = rows
        self._width = width

    def __getitem__(self, index):
        return self._rows[index // self._width][index % self._width]

    def __setitem__(self, index, value):
        self._rows[index // self._width][index % self._width] = value


class NumberTensor(_Placed):
    """One float in a container; numbers cannot be changed in place, so the container's entry is."""

    def __init__(self, name, value, place, dtype, vectors):
        self.name = name
        self.dtype = dtype
        self.place = place
        self.value = value
        self.shape = []
        self.size = 1
        self.flat = self
        self._kind = type(value)
        self._vectors = vectors

    def _links(self):
        links = self.place.links
        return self.place.fresh() if isinstance(links[-1][0], tuple) else links

    def __getitem__(self, _):
        container, part, _ = self._links()[-1]
        return paths.get(container, part)

    def __setitem__(self, _, value):
        self.hang(value if self._kind is float else self._kind(value))

    def hang(self, value):
        """Puts a number of any kind in the place."""
        paths.put(self._links(), value)

    def read(self):
        return self._vectors.make([float(self[0])])

    def write(self, vector):
        self[0] = float(vector[0])

    def overlaps(self, other):
        """Never: an entry of a container is nobody else's."""
        return False

    shares_part = overlaps
