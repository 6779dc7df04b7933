"""Single modules of the host, without a process."""

import io
import json
import math
import random
import textwrap
from array import array

import pytest
from gradient_lens_host import convert, paths, rpc, wire
from gradient_lens_host.describe import leaves, list_shape
from gradient_lens_host.sources import Source
from gradient_lens_host.stand_ins import Inert
from gradient_lens_host.vectors import PlainVectors, vectors
from hypothesis import given
from hypothesis import strategies as st

try:
    import numpy
except ImportError:
    numpy = None

FLOATS = st.floats(width=64)
KINDS = [PlainVectors()] + ([vectors()] if numpy else [])


@given(st.lists(FLOATS))
def test_blocks_keep_every_bit(values):
    block = wire.block(values)
    assert wire.numbers(block).tobytes() == array("d", values).tobytes()
    if numpy is not None:
        assert wire.block(numpy.array(values, dtype=float)) == block


@given(FLOATS)
def test_numbers_survive_json(value):
    shown = json.loads(json.dumps(wire.number(value), allow_nan=False))
    known = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
    back = known[shown] if isinstance(shown, str) else shown
    assert back == value or value != value and back != back
    assert math.copysign(1, back) == math.copysign(1, value) or value != value


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())))
def test_messages_survive_the_framing(message):
    stream = io.BytesIO()
    rpc.write(stream, message)
    rpc.write(stream, {"next": 1})
    stream.seek(0)
    assert rpc.read(stream) == message
    assert rpc.read(stream) == {"next": 1}
    assert rpc.read(stream) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    stream = io.BytesIO(data)
    for _ in range(400):
        try:
            if rpc.read(stream) is None:
                return
        except rpc.ProtocolError:
            pass
    raise AssertionError("the reader does not get on")


@st.composite
def nested(draw):
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    numbers = draw(st.lists(FLOATS, min_size=math.prod(shape), max_size=math.prod(shape)))
    value = numbers
    for length in reversed(shape[1:]):
        value = [value[k : k + length] for k in range(0, len(value), length)]
    return shape, numbers, value


@given(nested())
def test_nested_lists(case):
    shape, numbers, value = case
    assert list_shape(value) == shape
    assert leaves(value, shape) == numbers
    found = convert.flat(value, PlainVectors())
    assert found[0] == shape and found[2].tobytes() == array("d", numbers).tobytes()
    made = paths.made_array({"shape": shape, "dtype": "float64", "data": wire.block(numbers)}, None)
    assert repr(made) == repr(value)


def test_lists_that_are_no_arrays():
    for value in ([], [[]], [[1], 2], [[1], [2, 3]], ["a"], [True], [None], [[1.0], ["b"]]):
        assert list_shape(value) is None


@pytest.mark.parametrize("kind", KINDS)
@given(values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20), exponent=st.integers(-310, 300))
def test_norms_at_every_scale(kind, values, exponent):
    scaled = [value * 10.0**exponent for value in values]
    expected = math.hypot(*scaled) if len(scaled) > 1 else abs(scaled[0])
    assert kind.norm(kind.make(scaled)) == pytest.approx(expected, rel=1e-12, abs=1e-320)


@pytest.mark.parametrize("kind", KINDS)
def test_norms_of_what_is_not_finite(kind):
    assert kind.norm(kind.make([1.0, math.inf])) == math.inf
    assert math.isnan(kind.norm(kind.make([1.0, math.nan])))
    assert kind.norm(kind.make([])) == 0
    assert not kind.finite(kind.make([math.nan])) and kind.finite(kind.make([1e308]))
    assert kind.same(kind.make([math.nan]), kind.make([math.nan]))
    assert not kind.same(kind.make([0.0]), kind.make([-0.0]))


@pytest.mark.skipif(numpy is None, reason="numpy is not installed")
def test_both_kinds_of_vectors_agree():
    plain, fast = KINDS
    assert list(plain.normal(7, 50)) == list(fast.normal(7, 50))
    large = fast.normal(7, 5000)
    assert abs(large.mean()) < 0.1 and abs(large.std() - 1) < 0.05
    assert (large == fast.normal(7, 5000)).all() and (large != fast.normal(8, 5000)).any()
    first = [random.Random(1).random() for _ in range(9)]
    assert plain.dot(plain.make(first), plain.make(first)) == pytest.approx(
        fast.dot(fast.make(first), fast.make(first))
    )
    one, other = plain.make(first), fast.make(first)
    plain.add(one, 2, plain.make([1.0, 2.0]), 0.5)
    fast.add(other, 2, fast.make([1.0, 2.0]), 0.5)
    assert list(one) == list(other)


@given(st.lists(st.integers(1, 5), max_size=4), st.lists(st.integers(1, 5), max_size=4))
def test_shapes_fit_up_to_axes_of_length_one(first, second):
    assert convert.fits(first, first + [1]) and convert.fits([1] + first, first)
    assert convert.fits(first, second) == ([n for n in first if n != 1] == [n for n in second if n != 1])


@given(st.text(alphabet="aä∇𝛼 ", max_size=12), st.integers(0, 12))
def test_columns_count_utf16_units(text, position):
    before = text[:position]
    offset = len(before.encode("utf-8"))
    assert Source("f.py", text).column(1, offset) == len(before.encode("utf-16-le")) // 2 + 1


def test_returned_texts():
    text = textwrap.dedent("""\
        def f(ä):
            if ä:
                return (ä,
                        2)
            else:
                try:
                    return ä
                except E:
                    return
            with a: return b
            class C:
                def m(self): return 7
            return lambda: 3
        """)
    source = Source("f.py", text)
    code = compile(text, "f.py", "exec").co_consts[0]
    node = source.function(code)
    assert source.returns(node) == [["ä", "2"], ["ä"], [], ["b"], ["lambda: 3"]]


def test_inert_objects():
    inert = Inert("plt")
    assert list(inert) == [] and len(inert) == 0 and bool(inert)
    inert.anything = 3
    inert["key"] = 4
    assert isinstance(inert.anything, Inert) and isinstance(inert["key"], Inert)

    def function():
        """Decorated."""

    assert inert(function) is function


def test_numbers_of_the_cost():
    assert convert.number([[3]]) == 3.0 and convert.number(2) == 2.0
    assert convert.number(10**400) == float("inf") and convert.number(-(10**400)) == float("-inf")
    for value in (None, "1", True, [], [1, 2], 1j, {}, b"1", object()):
        with pytest.raises(TypeError):
            convert.number(value)
