"""Statistics of one array of floats, as `ArrayStatistics` of the protocol: of lists, or of ndarrays in few passes.

Sums are exact to round-off also where squares leave the range of float64; a large array is read in blocks, so
that what is needed besides it is little.
"""

import math
import sys
from array import array as numbers
from bisect import bisect_right

LONGEST_SLICE = 16384  # values of a row or column
PROBABILITIES = (0.0668, 0.1587, 0.3085, 0.5, 0.6915, 0.8413, 0.9332)

_NAN = float("nan")
# Values that percentiles and histogram are taken from: up to so many all of them, then a part, so many at most.
_ALL, _PART, _MOST = 2048, 64, 10000
_FEW = 512  # of what is only passing
_BLOCK = 1 << 20  # values read at once
_SINGLE = 1 << 13  # values that BLAS sums in the calling thread
_SMALL, _LARGE = 1e-280, 1e280  # sums of squares beyond these may have lost some of them
_CANCELLED = 1e-4  # Σx²/n − mean² is exact enough above this share of Σx²/n


class Statistics:
    """What a record says of an array: the fields of `ArrayStatistics`, and the first two rows and columns.

    bins: those that hold anything, ascending, and counts: how much; rows, columns: sequences of floats.
    """

    __slots__ = (
        "shape", "count", "nan", "infinite", "zeros", "mean", "rms", "deviation", "least", "greatest",
        "zero_slices", "percentiles", "sampled", "bins", "counts", "rows", "columns",
    )  # fmt: skip

    def __init__(self, shape, count):
        self.shape = shape
        self.count = count
        self.nan = self.infinite = self.zeros = self.sampled = 0
        self.mean = self.rms = self.deviation = self.least = self.greatest = _NAN
        self.zero_slices = [0] * len(shape)
        self.percentiles = numbers("d", [_NAN] * len(PROBABILITIES))
        self.bins, self.counts = numbers("I"), numbers("I")
        self.rows = self.columns = ()

    def moments(self):
        """In the order of the protocol's block."""
        return (
            self.count, self.nan, self.infinite, self.zeros, self.mean, self.rms, self.deviation,
            self.least, self.greatest, self.sampled,
        )  # fmt: skip


def stride(count, passing=False):
    """The step between the values that a sample of `count` values is made of; a smaller one of what is only passing.

    It shares no factor with the count, so that along every axis all indices come in turn.
    """
    wanted = step = -(-count // (_FEW if passing else max(_ALL, min(_MOST, count // _PART))))
    while step > 1 and math.gcd(step, count) > 1:
        step -= 1
    if -(-count // step) <= _MOST:
        return step
    while math.gcd(wanted, count) > 1:
        wanted += 1
    return wanted


def around_percentiles(count):
    """Between which two of so many ascending values each percentile lies: all lower places, then all upper ones."""
    lower = [int(probability * (count - 1)) for probability in PROBABILITIES]
    return lower + [min(place + 1, count - 1) for place in lower]


def percentiles_of(count, around):
    """At PROBABILITIES, interpolated between the values at `around_percentiles` of so many finite ones."""
    found, half = numbers("d"), len(PROBABILITIES)
    for probability, one, other in zip(PROBABILITIES, around[:half], around[half:]):
        share = probability * (count - 1) % 1.0
        found.append(one if one == other else one * (1 - share) + other * share)
    return found


class PlainStatistics:
    """Of nested lists, without numpy. edges: of the histograms, ascending."""

    def __init__(self, edges):
        self._edges = list(edges)

    def of(self, shape, values, passing=False):
        """The Statistics of a list of numbers in row-major order."""
        found = Statistics(list(shape), len(values))
        finite = [float(value) for value in values if value - value == 0]
        found.nan = sum(value != value for value in values)
        found.infinite = len(values) - len(finite) - found.nan
        found.zeros = sum(value == 0 for value in finite)
        if finite:
            self._moments(found, finite)
        if found.zeros:
            found.zero_slices = _zero_slices(found.shape, values)
        sample = values[:: stride(len(values), passing)]
        ordered = sorted(float(value) for value in sample if value - value == 0)
        found.sampled = len(sample)
        if ordered:
            around = [ordered[place] for place in around_percentiles(len(ordered))]
            found.percentiles = percentiles_of(len(ordered), around)
        for value in ordered:
            place = bisect_right(self._edges, value)
            if not found.bins or found.bins[-1] != place:
                found.bins.append(place)
                found.counts.append(0)
            found.counts[-1] += 1
        found.rows, found.columns = _slices(found.shape, values)
        return found

    def _moments(self, found, finite):
        found.least, found.greatest = min(finite), max(finite)
        scale = max(-found.least, found.greatest)
        if scale == 0:
            found.mean = found.rms = found.deviation = 0.0
            return
        count, scale = len(finite), _power_of_two(scale)
        scaled = [value / scale for value in finite]
        mean = math.fsum(scaled) / count
        found.mean = mean * scale
        found.rms = math.sqrt(math.fsum(value * value for value in scaled) / count) * scale
        found.deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in scaled) / count) * scale


def _power_of_two(size):
    """A power of two near a positive number, by which dividing is exact and cannot overflow."""
    return 2.0 ** max(-1021, min(1022, math.frexp(size)[1]))


def _zero_slices(shape, values):
    """For each axis, how many of its indices hold only zeros."""
    found, inner = [], len(values)
    for length in shape:
        inner //= length
        zero = [True] * length
        for number, value in enumerate(values):
            if value != 0:
                zero[number // inner % length] = False
        found.append(sum(zero))
    return found


def _slices(shape, values):
    if len(shape) != 2:
        return [values[:LONGEST_SLICE]], []
    height, width = shape
    rows = [values[row * width : row * width + min(width, LONGEST_SLICE)] for row in range(min(height, 2))]
    columns = [values[column::width][:LONGEST_SLICE] for column in range(min(width, 2))]
    return rows, columns


class NumpyStatistics:
    """Of ndarrays of any float type, in float64."""

    def __init__(self, edges):
        self._numpy = numpy = sys.modules["numpy"]
        self._edges = numpy.array(edges, dtype="float64")

    def of(self, array, passing=False):
        """The Statistics of a non-empty ndarray."""
        numpy = self._numpy
        with numpy.errstate(all="ignore"):
            found = Statistics([int(length) for length in array.shape], int(array.size))
            turned = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
            laid_out = array.T if turned else array  # rows one after another in memory
            self._moments(found, laid_out)
            if turned:
                found.zero_slices.reverse()
            self._distribution(found, laid_out, passing)
            found.rows, found.columns = self._slices(array)
        return found

    def _blocks(self, array):
        """Parts of an array along its first axis, each as a contiguous float64 ndarray."""
        height = len(array)
        step = max(1, _BLOCK * height // array.size)
        for start in range(0, height, step):
            part = array if step >= height else array[start : start + step]
            yield self._numpy.ascontiguousarray(part, dtype="float64")

    def _moments(self, found, array):
        numpy = self._numpy
        total = squares = 0.0
        least, greatest = float("inf"), -float("inf")
        zeros = _Zeros(numpy, found)
        for part in self._blocks(array):
            flat = part.reshape(-1)
            squares += _square(flat)
            total += float(numpy.add.reduce(flat))
            low, high = float(numpy.minimum.reduce(flat)), float(numpy.maximum.reduce(flat))
            least, greatest = min(least, low), max(greatest, high)
            zeros.add(part, flat, low <= 0 <= high or low != low)
        zeros.finish()
        count = found.count
        if least == greatest == 0 and squares == 0:
            found.mean = found.rms = found.deviation = found.least = found.greatest = 0.0
            return
        mean_square = squares / count
        mean = total / count
        variance = mean_square - mean * mean
        if not _SMALL < squares < _LARGE:  # NaN as well
            self._carefully(found, array)
            return
        found.least, found.greatest = least, greatest
        found.mean, found.rms = mean, math.sqrt(mean_square)
        if variance < _CANCELLED * mean_square:
            if least == greatest:
                found.mean, found.rms, variance = least, abs(least), 0.0
            else:
                variance = self._centred(array, 1.0, mean, count)
        found.deviation = math.sqrt(variance)

    def _centred(self, array, scale, mean, count):
        """Σ(x/scale − mean)²/n of the finite values."""
        numpy, squares, rest = self._numpy, 0.0, 0.0
        for part in self._blocks(array):
            flat = _finite(numpy, part) / scale - mean
            squares += _square(flat)
            rest += float(numpy.add.reduce(flat))
        return max(0.0, squares - rest * rest / count) / count

    def _carefully(self, found, array):
        """The moments of an array that holds NaN, infinity, or numbers whose squares leave the range."""
        numpy = self._numpy
        finite, least, greatest = 0, float("inf"), -float("inf")
        for part in self._blocks(array):
            flat = _finite(numpy, part)
            found.nan += int(numpy.count_nonzero(part != part))
            finite += flat.size
            if flat.size:
                least = min(least, float(flat.min()))
                greatest = max(greatest, float(flat.max()))
        found.infinite = found.count - finite - found.nan
        if not finite:
            return
        found.least, found.greatest = least, greatest
        scale = max(-least, greatest)
        if scale == 0:
            found.mean = found.rms = found.deviation = 0.0
            return
        scale = _power_of_two(scale)
        total = squares = 0.0
        for part in self._blocks(array):
            flat = _finite(numpy, part) / scale
            total += float(numpy.add.reduce(flat))
            squares += _square(flat)
        mean = total / finite
        found.mean, found.rms = mean * scale, math.sqrt(squares / finite) * scale
        found.deviation = math.sqrt(self._centred(array, scale, mean, finite)) * scale

    def _distribution(self, found, array, passing):
        """Percentiles and histogram."""
        numpy = self._numpy
        step = stride(array.size, passing)
        sample = array.reshape(-1)[::step] if array.flags.c_contiguous else array.flat[::step]
        ordered = numpy.array(sample, dtype="float64")  # a copy
        found.sampled = int(ordered.size)
        if found.nan or found.infinite:
            ordered = ordered[numpy.isfinite(ordered)]
        if not ordered.size:
            return
        ordered.sort()
        around = ordered[around_percentiles(ordered.size)].tolist()
        found.percentiles = percentiles_of(ordered.size, around)
        first, last = numpy.searchsorted(self._edges, ordered[[0, -1]], "right").tolist()
        below = numpy.empty(last - first + 2, "uint32")  # values below the edges of these bins
        below[0], below[-1] = 0, ordered.size
        below[1:-1] = numpy.searchsorted(ordered, self._edges[first:last])
        counts = below[1:] - below[:-1]
        held = numpy.flatnonzero(counts)
        found.bins = numbers("I", (held + first).astype("uint32").tobytes())
        found.counts = numbers("I", counts[held].tobytes())

    def _slices(self, array):
        if array.ndim != 2:
            flat = array.reshape(-1) if array.flags.c_contiguous else array.flat
            return [self._copy(flat[:LONGEST_SLICE])], []
        rows = [self._copy(array[row, :LONGEST_SLICE]) for row in range(min(2, array.shape[0]))]
        columns = [self._copy(array[:LONGEST_SLICE, column]) for column in range(min(2, array.shape[1]))]
        return rows, columns

    def _copy(self, values):
        return self._numpy.array(values, dtype="float64")


class _Zeros:
    """Counts the zeros of an array block by block, and the indices of each axis that hold nothing else."""

    def __init__(self, numpy, found):
        self._numpy = numpy
        self._found = found
        # For each axis but the first: which indices held only zeros so far; False if none did.
        self._other = [None] * len(found.shape)

    def add(self, part, flat, possible):
        """The next block, which holds zeros only if `possible`."""
        numpy, found = self._numpy, self._found
        zeros = flat == 0 if possible else None
        count = int(numpy.count_nonzero(zeros)) if possible else 0
        found.zeros += count
        axes = range(part.ndim)
        if not count:
            self._other = [False] * part.ndim
            return
        zeros = zeros.reshape(part.shape)
        for axis in axes:
            if axis and self._other[axis] is False or count * part.shape[axis] < part.size:
                self._other[axis] = False  # too few zeros for any index
                continue
            others = tuple(other for other in axes if other != axis)
            whole = numpy.logical_and.reduce(zeros, others) if others else zeros
            if axis == 0:
                found.zero_slices[0] += int(numpy.count_nonzero(whole))
            else:
                before = self._other[axis]
                self._other[axis] = whole if before is None else numpy.logical_and(before, whole)

    def finish(self):
        for axis, whole in enumerate(self._other):
            if axis and whole is not None and whole is not False:
                self._found.zero_slices[axis] = int(self._numpy.count_nonzero(whole))


def _square(flat):
    """Σx² of a contiguous vector, in parts too short for BLAS to wake its threads, which costs more than the sum."""
    return sum(float(part.dot(part)) for part in _parts(flat))


def _parts(flat):
    for start in range(0, flat.size, _SINGLE):
        yield flat[start : start + _SINGLE]


def _finite(numpy, part):
    flat = part.reshape(-1)
    finite = numpy.isfinite(flat)
    return flat if finite.all() else flat[finite]
