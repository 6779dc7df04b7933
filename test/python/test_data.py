"""Arrays of the model as .npy files, read back with numpy's own reader."""

import os

import pytest
from host_client import HostError, module, slot

np = pytest.importorskip("numpy")

MODEL = """
    import numpy as np
    rng = np.random.default_rng(1)
    plain = rng.normal(size=(5, 3))
    single = plain.astype(np.float32)
    half = plain.astype(np.float16)
    pixels = rng.integers(0, 256, size=(4, 2, 2, 3)).astype(np.uint8)
    truth = plain > 0
    large = np.arange(600000.0).reshape(600, 1000)
    turned = large.T
    strided = large[::3, 1::2]
    fortran = np.asfortranarray(plain)
    swapped = plain.astype(">f8")
    extended = plain.astype(np.longdouble)
    fixed = plain.copy()
    fixed.flags.writeable = False
    nothing = np.zeros((0, 3))
    nested = [[1, 2.5], [3, 4], [5, 6]]
    rows = [np.ones(3), np.zeros(3)]
    masked = np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0])
    odd = np.array([[np.nan, np.inf], [-np.inf, -0.0]])

    class Tensor:
        def __init__(self, held):
            self.held = held
        def detach(self):
            return Tensor(self.held)
        def cpu(self):
            return self
        def numpy(self):
            return self.held
    class Arraylike:
        def __array__(self, dtype=None, copy=None):
            return plain
    tensor, arraylike = Tensor(single), Arraylike()

    complexes = plain + 1j
    words = np.array(["a", "b"])
    objects = np.array([1.0, None], dtype=object)
    dates = np.array(["2026-01-01"], dtype="datetime64[D]")
    ragged = [[1, 2], [3]]
    number_words = [["1", "2"], ["3", "4"]]

    def load():
        return {"train": (plain, truth)}
    def fails():
        raise ValueError("no such data")
"""


@pytest.fixture
def loaded(host, write):
    file = write("model.py", MODEL)
    host.load(file)
    names = {}
    with open(file) as stream:
        exec(stream.read(), names)
    return host, names


def fetch(host, tmp_path, source, steps=()):
    file = str(tmp_path / "array.npy")
    return host.request("data", steps=list(steps), source=source, file=file), file


@pytest.mark.parametrize(
    "name, stored",
    [
        ("plain", "float64"),
        ("single", "float32"),
        ("half", "float32"),
        ("pixels", "uint8"),
        ("truth", "bool"),
        ("turned", "float64"),
        ("strided", "float64"),
        ("fortran", "float64"),
        ("swapped", "float64"),
        ("extended", "float64"),
        ("fixed", "float64"),
        ("nothing", "float64"),
        ("odd", "float64"),
    ],
)
def test_arrays_keep_every_number(loaded, tmp_path, name, stored):
    host, names = loaded
    reply, file = fetch(host, tmp_path, module(name))
    array = np.load(file)
    assert array.dtype == stored and array.flags.c_contiguous
    np.testing.assert_array_equal(array, names[name].astype(stored))
    assert reply["shape"] == list(names[name].shape)
    assert reply["dtype"] == names[name].dtype.name
    assert reply["columns"] is None and reply["leftOut"] == []


@pytest.mark.parametrize(
    "name, expected",
    [
        ("nested", [[1, 2.5], [3, 4], [5, 6]]),
        ("rows", [[1, 1, 1], [0, 0, 0]]),
        ("masked", [1, np.nan, 3]),
    ],
)
def test_what_lists_hold(loaded, tmp_path, name, expected):
    host, _ = loaded
    reply, file = fetch(host, tmp_path, module(name))
    np.testing.assert_array_equal(np.load(file), expected)
    assert reply["dtype"] == "float64"


@pytest.mark.parametrize("name, same", [("tensor", "single"), ("arraylike", "plain")])
def test_tensors_of_other_libraries(loaded, tmp_path, name, same):
    host, names = loaded
    _, file = fetch(host, tmp_path, module(name))
    np.testing.assert_array_equal(np.load(file), names[same])


@pytest.mark.parametrize(
    "name, holds",
    [
        ("complexes", "complex numbers"),
        ("words", "text"),
        ("number_words", "text"),
        ("objects", "objects"),
        ("dates", "dates"),
        ("ragged", "lists of different lengths"),
    ],
)
def test_what_is_no_numbers_is_refused(loaded, tmp_path, name, holds):
    host, _ = loaded
    with pytest.raises(HostError) as error:
        fetch(host, tmp_path, module(name))
    assert error.value.data["kind"] == "result"
    assert holds in error.value.data["message"]
    assert fetch(host, tmp_path, module("plain"))[0]["shape"] == [5, 3]


def test_what_a_function_returns(loaded, tmp_path):
    host, names = loaded
    step = {"slot": "data", "call": module("load"), "positional": [], "keywords": {}}
    reply, file = fetch(host, tmp_path, slot("data", "train", 0), [step])
    np.testing.assert_array_equal(np.load(file), names["plain"])
    assert reply["shape"] == [5, 3]


def test_a_function_that_raises(loaded, tmp_path):
    host, _ = loaded
    step = {"slot": "data", "call": module("fails"), "positional": [], "keywords": {}}
    with pytest.raises(HostError) as error:
        fetch(host, tmp_path, slot("data"), [step])
    assert error.value.data["kind"] == "exception"
    assert error.value.data["function"] == "fails"


def test_a_folder_that_is_not_there(loaded, tmp_path):
    host, _ = loaded
    with pytest.raises(HostError) as error:
        host.request("data", steps=[], source=module("plain"), file=str(tmp_path / "no" / "x.npy"))
    assert error.value.data["type"] == "FileNotFoundError"


def test_lists_without_numpy(host, write, tmp_path):
    host.load(write("plain.py", "X = [[i + 0.5, -i] for i in range(70000)]\nwords = ['a']\n"))
    reply, file = fetch(host, tmp_path, module("X"))
    np.testing.assert_array_equal(np.load(file), [[i + 0.5, -i] for i in range(70000)])
    assert reply["shape"] == [70000, 2]
    with pytest.raises(HostError) as error:
        fetch(host, tmp_path, module("words"))
    assert "no numbers" in error.value.data["message"]


def test_data_frames(host, write, tmp_path):
    pytest.importorskip("pandas")
    text = """
        import pandas as pd
        frame = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 2.5], "town": ["x", "y", "z"]})
        whole = pd.DataFrame({"a": pd.array([1, None], dtype="Int64")})
        series = frame["b"]
        words = frame[["town"]]
    """
    host.load(write("frames.py", text))
    reply, file = fetch(host, tmp_path, module("frame"))
    np.testing.assert_array_equal(np.load(file), [[1, 0.5], [2, np.nan], [3, 2.5]])
    assert reply["columns"] == ["a", "b"]
    assert [left["name"] for left in reply["leftOut"]] == ["town"]
    _, file = fetch(host, tmp_path, module("whole"))
    np.testing.assert_array_equal(np.load(file), [[1], [np.nan]])
    reply, file = fetch(host, tmp_path, module("series"))
    np.testing.assert_array_equal(np.load(file), [0.5, np.nan, 2.5])
    assert reply["shape"] == [3]
    with pytest.raises(HostError) as error:
        fetch(host, tmp_path, module("words"))
    assert "text" in error.value.data["message"]


def test_a_large_array_takes_no_second_one(host, write, tmp_path):
    if not os.path.exists("/proc/self/status"):
        pytest.skip("the peak of the memory is not told here")
    host.load(write("large.py", "import numpy as np\nX = np.ones((25000, 1000)).T\n"))

    def peak():
        with open("/proc/%d/status" % host.process.pid) as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

    before = peak()
    fetch(host, tmp_path, module("X"))
    assert peak() - before < 40000  # kB, of an array of 200 000
