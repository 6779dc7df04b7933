"""What an observed run leaves behind: statistics of its arrays, which themselves are let go."""

import sys

from . import wire
from .array_statistics import NumpyStatistics, PlainStatistics
from .describe import leaves, list_shape

_ROOM = 64 << 20  # bytes of rows and columns


class Record:
    """One array. site: number of the place that made it or changed it last; None if it was there before the run.

    order: (time of the making or change, number of the record).
    """

    __slots__ = ("site", "target", "dtype", "statistics", "order")

    def __init__(self, site, target, dtype, statistics, order):
        self.site = site
        self.target = target
        self.dtype = dtype
        self.statistics = statistics
        self.order = order


class Recording:
    """The records of one run. edges: of the histograms; most: records to keep; `dropped` counts the others."""

    def __init__(self, edges, most):
        numpy = sys.modules.get("numpy")
        self._array = getattr(numpy, "ndarray", ())
        self._numpy = numpy if self._array else None
        self._statistics = PlainStatistics(edges) if self._numpy is None else NumpyStatistics(edges)
        self._most = most
        self._room = _ROOM
        self._names = {}  # of dtypes
        self._records = {}  # number → Record
        self._number = 0
        self.dropped = 0
        self.ordered = []

    def add(self, site, target, value, time, passing):
        """Records an ndarray or a list of floats as it is now. None if there are too many.

        passing: it is only a step of a calculation, for which a smaller sample will do.
        """
        if len(self._records) >= self._most:
            self.dropped += 1
            return None
        self._number += 1
        statistics = self.statistics(value, passing)
        record = Record(site, target, self._dtype(value), statistics, (time, self._number))
        self._keep_slices(record.statistics)
        self._records[self._number] = record
        return record

    def remove(self, record):
        """Forgets a record that a later one stands for."""
        self._records.pop(record.order[1], None)

    def finish(self):
        """Puts the records in order; afterwards they are in `ordered`."""
        self.ordered = sorted(self._records.values(), key=lambda record: record.order)

    def statistics(self, value, passing=False):
        """The Statistics of an ndarray or a rectangular nested list."""
        if isinstance(value, self._array):
            return self._statistics.of(self._numpy.asarray(value), passing)
        if self._numpy is not None:
            return self._statistics.of(self._numpy.array(value, dtype="float64"), passing)
        shape = list_shape(value)
        return self._statistics.of(shape, list(leaves(value, shape)), passing)

    def _dtype(self, value):
        if not isinstance(value, self._array):
            return "float64"
        name = self._names.get(value.dtype)
        if name is None:  # which takes its time
            name = self._names[value.dtype] = value.dtype.name
        return name

    def vector(self, shape, vector):
        """The Statistics of a flat vector of a model, as an array of this shape."""
        if self._numpy is not None:
            return self._statistics.of(vector.reshape(shape))
        return self._statistics.of(shape, vector.tolist())

    def _keep_slices(self, statistics):
        needed = 8 * sum(map(len, statistics.rows)) + 8 * sum(map(len, statistics.columns))
        if needed > self._room:
            statistics.rows = statistics.columns = ()
        else:
            self._room -= needed


def wire_record(place, target, dtype, statistics):
    """A `WireRecord`."""
    return {
        "place": place,
        "target": target,
        "shape": statistics.shape,
        "dtype": dtype,
        "moments": wire.block(statistics.moments()),
        "zeroSlices": statistics.zero_slices,
        "percentiles": wire.block(statistics.percentiles),
        "bins": statistics.bins.tolist(),
        "counts": statistics.counts.tolist(),
        "rows": [wire.block(row) for row in statistics.rows],
        "columns": [wire.block(column) for column in statistics.columns],
    }
