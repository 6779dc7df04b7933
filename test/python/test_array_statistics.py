"""Statistics of arrays against definitions in exact arithmetic, and against numpy's own."""

import math
from bisect import bisect_right
from fractions import Fraction

import pytest
from gradient_lens_host import array_statistics
from gradient_lens_host.array_statistics import PROBABILITIES, NumpyStatistics, PlainStatistics, stride
from hypothesis import assume, given, settings
from hypothesis import strategies as st

try:
    import numpy
except ImportError:
    numpy = None

EDGES = [-1e10, -1.0, 0.0, 5e-324, 1.0, 1e10]
KINDS = ["plain"] + (["numpy"] if numpy else [])
FLOATS = st.one_of(
    st.floats(width=64),
    st.sampled_from([0.0, -0.0, 1.0, math.nan, math.inf, -math.inf, 5e-324, 1e-200, 1e200, 1.7e308, -1.7e308]),
    st.floats(-10, 10),
)


def of(kind, shape, values):
    if kind == "plain":
        return PlainStatistics(EDGES).of(shape, values)
    return NumpyStatistics(EDGES).of(numpy.array(values, dtype="float64").reshape(shape))


@st.composite
def arrays(draw, numbers=FLOATS):
    shape = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    return shape, draw(st.lists(numbers, min_size=math.prod(shape), max_size=math.prod(shape)))


def close(found, exact, size):
    """Equal to round-off of numbers of a size."""
    return abs(Fraction(found) - exact) <= Fraction(1, 10**12) * size + Fraction(1, 10**322)


def root_is(found, exact_square, size):
    """found = √exact_square to round-off."""
    found = Fraction(found)
    least, most = found * (1 - Fraction(1, 10**12)), found * (1 + Fraction(1, 10**12))
    slack = Fraction(1, 10**12) * size + Fraction(1, 10**322)
    return max(Fraction(0), least - slack) ** 2 <= exact_square <= (most + slack) ** 2


@pytest.mark.parametrize("kind", KINDS)
@given(case=arrays())
def test_moments_are_exact_to_round_off(kind, case):
    shape, values = case
    found = of(kind, shape, values)
    finite = [Fraction(value) for value in values if value - value == 0]
    assert (found.count, found.shape) == (len(values), shape)
    assert found.nan == sum(value != value for value in values)
    assert found.infinite == sum(abs(value) == math.inf for value in values)
    assert found.zeros == sum(value == 0 for value in values)
    if not finite:
        assert all(value != value for value in found.moments()[4:9])
        return
    size = max(map(abs, finite))
    mean = sum(finite) / len(finite)
    assert (found.least, found.greatest) == (min(finite), max(finite))
    assert close(found.mean, mean, size)
    assert root_is(found.rms, sum(value**2 for value in finite) / len(finite), Fraction(0))
    spread = max(abs(value - mean) for value in finite)
    # Centring loses what the mean lost: round-off of the size.
    variance = sum((value - mean) ** 2 for value in finite) / len(finite)
    assert root_is(found.deviation, variance, size / 1000 + spread)


@pytest.mark.parametrize("kind", KINDS)
@given(case=arrays(st.sampled_from([0.0, -0.0, 0.0, 1.0, math.nan])))
def test_indices_that_hold_only_zeros(kind, case):
    shape, values = case
    found = of(kind, shape, values)
    for axis, length in enumerate(shape):
        inner = math.prod(shape[axis + 1 :])
        whole = [all(v == 0 for k, v in enumerate(values) if k // inner % length == at) for at in range(length)]
        assert found.zero_slices[axis] == sum(whole)


@pytest.mark.parametrize("kind", KINDS)
@given(case=arrays())
def test_bins_hold_what_lies_between_their_edges(kind, case):
    shape, values = case
    found = of(kind, shape, values)
    expected = {}
    for value in values:
        if value - value == 0:
            place = bisect_right(EDGES, value)
            expected[place] = expected.get(place, 0) + 1
    assert dict(zip(found.bins, found.counts)) == expected
    assert list(found.bins) == sorted(expected) and found.sampled == len(values)


@pytest.mark.parametrize("kind", KINDS)
@given(case=arrays(st.floats(-1e6, 1e6)))
def test_slices(kind, case):
    shape, values = case
    found = of(kind, shape, values)
    rows, columns = [list(row) for row in found.rows], [list(column) for column in found.columns]
    if len(shape) != 2:
        assert rows == [values] and columns == []
        return
    width = shape[1]
    assert rows == [values[:width], values[width : 2 * width]][: shape[0]]
    assert columns == [values[0::width], values[1::width]][:width]


@pytest.mark.skipif(numpy is None, reason="numpy is not installed")
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=50))
def test_percentiles_are_numpys(values):
    expected = numpy.percentile(numpy.array(values), [100 * p for p in PROBABILITIES])
    size = max(map(abs, values))
    for kind in KINDS:
        assert numpy.allclose(of(kind, [len(values)], values).percentiles, expected, rtol=0, atol=1e-12 * size)


@given(st.integers(1, 10**9))
def test_strides_take_values_from_everywhere(count):
    step = stride(count)
    taken = -(-count // step)
    assert math.gcd(step, count) == 1
    assert taken <= 10000 and (taken == count or taken >= 880)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [[1000, 64], [64, 1000], [40, 40, 40], [64000]])
def test_a_sample_stands_for_a_large_array(kind, shape):
    # Every row has its own level, and every column: a sample of few rows would be far off.
    count, width = math.prod(shape), shape[-1]
    height = count // width
    values = [math.sin(k * 12.9898) * 4 + (k // width) / height + (k % width) / width for k in range(count)]
    found = of(kind, shape, values)
    ordered = sorted(values)
    assert 1900 <= found.sampled <= 10000 and sum(found.counts) == found.sampled
    for probability, value in zip(PROBABILITIES, found.percentiles):
        share = bisect_right(ordered, value) / count
        assert abs(share - probability) < 3.5 * math.sqrt(probability * (1 - probability) / found.sampled)


@pytest.mark.skipif(numpy is None, reason="numpy is not installed")
@settings(max_examples=40)
@given(
    arrays(st.sampled_from([0.0, 0.0, 0.0, 1.5, -2.0, math.nan, 1e200])),
    st.integers(1, 7),
    st.sampled_from(["C", "F", "reversed", "strided"]),
)
def test_neither_blocks_nor_layout_matter(case, block, layout):
    shape, values = case
    array = numpy.array(values).reshape(shape)
    whole = of("numpy", shape, values)
    if layout == "F":
        array = numpy.asfortranarray(array)
    elif layout == "reversed":
        array = array[::-1].copy()[::-1]
    elif layout == "strided":
        array = numpy.repeat(array, 2, axis=-1)[..., ::2]
    keep = array_statistics._BLOCK
    array_statistics._BLOCK = block
    try:
        found = NumpyStatistics(EDGES).of(array)
    finally:
        array_statistics._BLOCK = keep
    for name in ("count", "nan", "infinite", "zeros", "zero_slices", "shape", "sampled", "bins", "counts"):
        assert getattr(found, name) == getattr(whole, name), name
    for name in ("least", "greatest", "mean", "rms", "deviation"):
        one, other = getattr(found, name), getattr(whole, name)
        assert one == pytest.approx(other, rel=1e-12, abs=1e-12, nan_ok=True)
    for one, other in zip(list(found.rows) + list(found.columns), list(whole.rows) + list(whole.columns)):
        assert numpy.array_equal(one, other, equal_nan=True)
    assert (len(found.rows), len(found.columns)) == (len(whole.rows), len(whole.columns))


@pytest.mark.skipif(numpy is None, reason="numpy is not installed")
@given(st.integers(0, 2**32 - 1), st.floats(-6, 6))
def test_a_small_deviation_about_a_large_mean(seed, power):
    draw = numpy.random.default_rng(seed).normal(size=500)
    values = 1.0 + 10.0 ** (-6 - power / 3) * draw
    assume(numpy.std(values) > 1e-9)
    found = NumpyStatistics(EDGES).of(values)
    exact = [Fraction(value) for value in values.tolist()]
    mean = sum(exact) / 500
    assert root_is(found.deviation, sum((value - mean) ** 2 for value in exact) / 500, Fraction(1, 10**14))


@pytest.mark.skipif(numpy is None, reason="numpy is not installed")
@pytest.mark.parametrize("dtype", ["float16", "float32", ">f4", ">f8", "longdouble"])
def test_every_float_type_is_summed_in_float64(dtype):
    values = numpy.full((300, 40), 0.1, dtype=dtype)
    found = NumpyStatistics(EDGES).of(values)
    exact = float(values[0, 0])
    assert found.mean == found.rms == found.least == exact and found.deviation == 0.0
    values[::2] *= -1
    found = NumpyStatistics(EDGES).of(values)
    assert abs(found.mean) < 1e-15 and found.rms == pytest.approx(exact, rel=1e-14)
