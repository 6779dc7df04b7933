"""What a host tells of the arrays that a run makes."""

import importlib.util
import textwrap

import pytest
from host_client import HostError, block, call, component, module, plan, slot, tensor, unblock

needs_numpy = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")

EDGES = [-1.0, 0.0, 5e-324, 1.0]
MOMENTS = "count nan infinite zeros mean rms deviation least greatest sampled".split()

HEAD = """
    import numpy as np
    W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    b = np.array([[0.5], [-20.0]])
    X = np.array([[1.0, -1.0, 0.5, 2.0], [0.0, 1.0, 1.0, 2.0], [1.0, 1.0, -3.0, 2.0]])
    def cost(): return (W ** 2).sum()
"""


class Seen:
    """A WireRecord as a test wants to read it. text: of its place."""

    def __init__(self, wire):
        self.wire = wire
        self.text = self.line = self.function = None
        place = wire["place"]
        if place is not None:
            with open(place["file"], encoding="utf-8") as stream:
                lines = stream.read().split("\n")
            lines = lines[place["line"] - 1 : place["endLine"]]
            lines[-1] = lines[-1][: place["endColumn"] - 1]
            lines[0] = lines[0][place["column"] - 1 :]
            self.text, self.function = "\n".join(lines), place["function"]
        self.target, self.shape, self.dtype = wire["target"], wire["shape"], wire["dtype"]
        self.zero_slices = wire["zeroSlices"]
        self.percentiles = unblock(wire["percentiles"])
        self.rows = [unblock(row) for row in wire["rows"]]
        self.columns = [unblock(column) for column in wire["columns"]]
        self.bins = dict(zip(wire["bins"], wire["counts"]))
        for name, value in zip(MOMENTS, unblock(wire["moments"])):
            setattr(self, name, value)


def observe(host, run, edges=EDGES, most=1000):
    """(Seen of all records, ScalesReply)."""
    reply = host.request("scales", run=run, edges=block(edges), most=most)
    seen = []
    while len(seen) < reply["records"]:
        seen += host.request("records", start=len(seen), count=7)["records"]
    return [Seen(wire) for wire in seen], reply


def gradient_run(host, write, body, head=HEAD, gradient=None, parameter=None, **options):
    """The records of the gradient steps of a model with one tensor, W; and the reply."""
    text = textwrap.dedent(head).lstrip("\n") + textwrap.dedent(body)
    host.load(write("model.py", text))
    bound = [tensor("W", parameter or module("W"), gradient or slot("g"))]
    host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], bound))
    return observe(host, "gradient", **options)


def told(records):
    return [(record.text, record.target) for record in records]


@needs_numpy
def test_functions_with_a_cache(host, write):
    body = """
        def linear(A, W, b):
            return W @ A + b
        def forward(X):
            cache = {}
            cache["Z" + str(1)] = linear(X, W, b)
            A1 = np.maximum(0, cache["Z1"])
            return A1, cache
        def grads():
            A1, cache = forward(X)
            dZ1 = A1 * (cache["Z1"] > 0)
            return np.dot(dZ1, X.T)
        """
    records, reply = gradient_run(host, write, body)
    assert told(records) == [
        (None, None),
        ("W @ A", None),
        ("W @ A + b", 'cache["Z" + str(1)]'),
        ('np.maximum(0, cache["Z1"])', "A1"),
        ('A1 * (cache["Z1"] > 0)', "dZ1"),
        ("np.dot(dZ1, X.T)", None),
    ]
    given, product, z, a = records[:4]
    assert given.shape == [3, 4] and given.rows[0] == [1.0, -1.0, 0.5, 2.0]
    assert product.function == z.function == "linear" and a.function == "forward"
    assert z.rows[0][0] - z.rows[0][1] == product.rows[0][0] - product.rows[0][1]
    assert a.zeros == 4 and a.zero_slices == [0, 1] and (a.least, a.greatest) == (0.0, 12.5)
    assert reply["dropped"] == 0 and reply["failure"] is None
    (weights,) = map(Seen, reply["parameters"])
    assert weights.shape == [2, 3] and weights.mean == 3.5 and weights.text is None
    assert weights.columns == [[1.0, 4.0], [2.0, 5.0]]


@needs_numpy
def test_a_class_with_attributes(host, write):
    body = """
        class Net:
            def forward(self, x):
                self.x = x
                self.z = np.dot(W, x)
                self.a = self.act(self.z)
                return self.a
            def act(self, z):
                return 1 / (1 + np.exp(-z))
        net = Net()
        def grads():
            y = net.forward(X)
            return y @ X.T
        """
    records, _ = gradient_run(host, write, body)
    assert told(records) == [
        (None, None),
        ("np.dot(W, x)", "self.z"),
        ("-z", None),
        ("np.exp(-z)", None),
        ("1 + np.exp(-z)", None),
        ("1 / (1 + np.exp(-z))", "self.a"),
        ("y @ X.T", None),
    ]


@needs_numpy
def test_layers_in_a_loop(host, write):
    body = """
        layers = [np.eye(4) * 1.5 for _ in range(6)]
        def grads():
            A = [np.ones((4, 2))]
            for M in layers:
                A.append(np.tanh(M @ A[-1]))
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    assert [r.text for r in records].count("M @ A[-1]") == 6
    assert [r.text for r in records].count("np.tanh(M @ A[-1])") == 6
    assert [r.text for r in records].count(None) == 6  # the layers, as operands
    assert records[-1].text == "W * 2"


@needs_numpy
def test_changes_in_place(host, write):
    body = """
        def grads():
            Z = W @ X
            Z += b
            np.maximum(Z, 0, out=Z)
            Z[...] = 2 * Z
            A = np.exp(Z, out=Z)
            return W + 0
        """
    records, _ = gradient_run(host, write, body)
    assert told(records) == [
        (None, None),
        ("W @ X", "Z"),
        ("Z += b", "Z"),
        ("np.maximum(Z, 0, out=Z)", "Z"),
        ("2 * Z", "Z[...]"),
        ("Z[...] = 2 * Z", "Z"),
        ("np.exp(Z, out=Z)", "A"),
        ("W + 0", None),
    ]
    assert records[1].least < 0 and records[3].least == 0 and records[5].greatest == 2 * records[3].greatest


@needs_numpy
def test_temporaries_that_numpy_uses_again(host, write):
    # From 256 kB on, `M @ M + 1.0` is written over `M @ M`: two arrays in one object.
    body = """
        M = np.full((200, 200), 0.5)
        def grads():
            Z = -(M @ M + 1.0) * 2.0
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    assert [(record.text, record.target, record.mean) for record in records[1:5]] == [
        ("M @ M", None, 50.0),
        ("M @ M + 1.0", None, 51.0),
        ("-(M @ M + 1.0)", None, -51.0),
        ("-(M @ M + 1.0) * 2.0", "Z", -102.0),
    ]


@needs_numpy
def test_an_accumulator_is_told_once_it_is_filled(host, write):
    body = """
        def product(W, X):
            Z = np.zeros((2, 4))
            for i in range(2):
                for j in range(4):
                    Z[i, j] = sum(W[i, k] * X[k, j] for k in range(3))
            return Z
        def filled(Z):
            A = np.empty_like(Z)
            for i in range(2):
                A[i] = Z[i] * 2
            kept.append(A)
        kept = []
        def grads():
            Z1 = product(W, X)
            filled(Z1)
            kept[:] = []
            other = np.zeros(5)
            other[2] = 1.0
            return W * 3
        """
    records, _ = gradient_run(host, write, body)
    found = [record for record in records if "]" in (record.text or "") and "=" in record.text]
    assert told(found) == [
        ("Z[i, j] = sum(W[i, k] * X[k, j] for k in range(3))", "Z"),
        ("A[i] = Z[i] * 2", "A"),
        ("other[2] = 1.0", "other"),
    ]
    assert not any("zeros" in (record.text or "") or "empty" in (record.text or "") for record in records)
    assert found[0].rows[0] == [4.0, 4.0, -6.5, 12.0]
    assert found[1].rows[0] == [8.0, 8.0, -13.0, 24.0]
    assert found[2].sampled == 5 and found[2].zeros == 4
    order = [record.text for record in records]
    assert order.index("other[2] = 1.0") < order.index("W * 3")


@needs_numpy
def test_parts_of_what_hangs_in_a_dict(host, write):
    body = """
        def grads():
            g = {"W": np.zeros((2, 3)), "rows": [np.zeros(3), np.zeros(3)]}
            for i in range(2):
                for j in range(3):
                    g["W"][i, j] += 2 * W[i][j]
                    g["rows"][i][j] = W[i, j]
            return g["W"]
        """
    records, _ = gradient_run(host, write, body)
    found = [record for record in records if record.shape != [3] or record.target]
    assert [(record.text, record.target) for record in found if "=" in record.text] == [
        ('g["rows"][i][j] = W[i, j]', 'g["rows"][i]'),
        ('g["W"][i, j] += 2 * W[i][j]', 'g["W"]'),
        ('g["rows"][i][j] = W[i, j]', 'g["rows"][i]'),
    ]
    assert found[-2].mean == 7.0 and found[-1].rows == [[4.0, 5.0, 6.0]]


@needs_numpy
def test_parts_added_up(host, write):
    body = """
        def grads():
            dW = np.zeros_like(W)
            for j in range(3):
                dW[:, j] += 2 * W[:, j]
            return dW
        """
    records, _ = gradient_run(host, write, body)
    assert told(records)[-1] == ("dW[:, j] += 2 * W[:, j]", "dW")
    assert records[-1].mean == 7.0 and "np.zeros_like(W)" not in [r.text for r in records]


@needs_numpy
def test_transposes_are_no_news_and_minibatches_are(host, write):
    body = """
        def grads():
            XT = X.T
            turned = np.transpose(X)
            batch = X[:, 1:3]
            same = XT
            Z = W @ X
            ZT = Z.T
            P = ZT @ W
            return W * 1
        """
    records, _ = gradient_run(host, write, body)
    assert told(records) == [
        ("X[:, 1:3]", "batch"),
        (None, None),
        ("W @ X", "Z"),
        ("ZT @ W", "P"),
        ("W * 1", None),
    ]


@needs_numpy
def test_names_that_a_call_is_unpacked_into(host, write):
    body = """
        def layer(A):
            return W @ A, A
        def grads():
            Z, given = layer(X)
            A, B = np.tanh(Z), np.cos(Z)
            return (Q := Z @ X.T)
        """
    records, _ = gradient_run(host, write, body)
    assert told(records)[1:] == [
        ("W @ A", "Z"), ("np.tanh(Z)", "A"), ("np.cos(Z)", "B"), ("Z @ X.T", "Q")
    ]  # fmt: skip


@needs_numpy
def test_what_is_not_told(host, write):
    body = """
        calls = [0]
        def grads():
            mask = X > 0
            count = np.arange(5) * 2
            number = np.sum(X) * 2.0
            one = np.ones((1, 1)) * 3.0
            nothing = np.zeros((0, 3)) * 1.0
            words = np.array(["a", "b"])
            objects = np.array([1.0, None], dtype=object)
            complexes = np.ones(3) * 1j
            known = np.asarray(X)
            lengths = [3, 4, 5]
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    assert [record.text for record in records if record.text != "np.ones(3)"] == ["W * 2"]


@needs_numpy
def test_odd_values_do_no_harm(host, write):
    body = """
        class Odd(np.ndarray):
            def __array_finalize__(self, other): pass
            def any(self, *a, **k): raise RuntimeError("no")
        class Liar:
            @property
            def __class__(self): raise RuntimeError("no class")
            def __eq__(self, other): raise RuntimeError("no")
            def __len__(self): raise RuntimeError("no")
        class Rows(list):
            def __getitem__(self, key): raise RuntimeError("no")
        def odd(): return Liar()
        def grads():
            a = W.view(Odd) * 2
            l = odd()
            r = Rows([1.0, 2.0])
            held = [Liar(), odd()]
            m = np.ma.masked_array([1.0, 2.0], [0, 1]) * 2
            k = np.matrix([[1.0, 2.0], [3.0, 4.0]]) * 2
            f = W * 2
            f.flags.writeable = False
            h = f + f
            s = np.broadcast_to(np.float64(3.0), (4, 5)) * 1
            big = (W * 2).astype(">f8")
            return W * 2
        """
    records, reply = gradient_run(host, write, body)
    assert reply["failure"] is None
    found = {record.target: record for record in records}
    assert found["a"].mean == found["f"].mean == found["big"].mean == 7.0
    assert found["k"].shape == [2, 2] and "m" not in found and found["s"].rows[0] == [3.0] * 5


@needs_numpy
def test_memory_maps_and_data_frames(host, write, tmp_path):
    body = """
        try:
            import pandas
        except ImportError:
            pandas = None
        mapped = np.memmap(%r, dtype="float64", mode="w+", shape=(3, 4))
        mapped[...] = X
        def grads():
            Z = W @ mapped
            if pandas is not None:
                frame = pandas.DataFrame({"a": [1.0, 2.0]})
                frame["b"] = frame["a"] * 2
                frame.loc[0, "a"] = 3.0
                inner = frame.values @ np.ones(2)
            return W * 2
        """
    records, reply = gradient_run(host, write, body % str(tmp_path / "x.bin"))
    assert reply["failure"] is None
    assert told(records)[:2] == [(None, None), ("W @ mapped", "Z")]
    assert records[0].rows[0] == [1.0, -1.0, 0.5, 2.0]


@needs_numpy
def test_types_of_floats(host, write):
    body = """
        def grads():
            half = np.full((2, 3), 300.0, dtype=np.float16) * np.float16(100)
            single = np.full((2, 3), 1e30, dtype=np.float32) * np.float32(10)
            long = np.full(3, 2.0, dtype=np.longdouble) * 2
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    found = {record.target: record for record in records}
    assert (found["half"].dtype, found["half"].rms) == ("float16", 30000.0)
    assert found["single"].dtype == "float32" and found["single"].rms == pytest.approx(1e31, rel=1e-6)
    assert found["single"].infinite == 0 and found["single"].deviation == 0.0
    assert found["long"].mean == 4.0


@needs_numpy
def test_numbers_beyond_the_range(host, write):
    body = """
        def grads():
            large = W * 1e200
            small = W * 1e-200
            odd = np.log(np.array([-1.0, 0.0, 1.0, np.e]))
            none = odd[:2] * 1
            lost = large * large
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    found = {record.target: record for record in records}
    assert found["large"].rms == pytest.approx((91 / 6) ** 0.5 * 1e200, rel=1e-14)
    assert found["large"].deviation == pytest.approx((35 / 12) ** 0.5 * 1e200, rel=1e-14)
    assert found["small"].rms == pytest.approx((91 / 6) ** 0.5 * 1e-200, rel=1e-14)
    odd = found["odd"]
    assert (odd.nan, odd.infinite, odd.zeros, odd.mean, odd.greatest) == (1, 1, 1, 0.5, 1.0)
    assert odd.bins == {2: 1, 4: 1} and odd.percentiles[3] == 0.5
    none = found["none"]
    assert none.mean != none.mean and none.least != none.least and none.percentiles[0] != none.percentiles[0]
    assert (none.nan, none.infinite, none.bins) == (1, 1, {})
    assert found["lost"].infinite == 6 and found["lost"].rms != found["lost"].rms


@needs_numpy
def test_no_array_is_kept_alive(host, write):
    body = """
        import weakref, gc
        alive, most = [], [0]
        def note(array):
            alive.append(weakref.ref(array))
            most[0] = max(most[0], sum(ref() is not None for ref in alive))
        def grads():
            most[0] = 0
            for _ in range(200):
                Z = np.zeros(100)
                note(Z)
                Z[3] = 1.0
                A = Z * 2
                note(A)
            return W * 2
        def held(): return most[0]
        """
    records, _ = gradient_run(host, write, body)
    assert [record.text for record in records].count("Z[3] = 1.0") == 200
    (reply,) = host.request("run", steps=[call("most", "held")])["results"]
    assert reply["value"] < 25


@needs_numpy
def test_many_arrays_are_counted(host, write):
    body = """
        def grads():
            for k in range(50):
                Z = W * k
            return W * 2
        """
    records, reply = gradient_run(host, write, body, most=10)
    assert len(records) == 10 and reply["dropped"] == 41


@needs_numpy
def test_room_for_slices_ends(host, write):
    body = """
        rows = np.ones((2, 20000))
        def grads():
            for k in range(300):
                Z = rows * 2.0
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    assert len(records[0].rows[0]) == 16384 and records[0].columns == [[2.0, 2.0], [2.0, 2.0]]
    room = sum(8 * len(part) for record in records for part in record.rows + record.columns)
    assert room <= 64 << 20 and room > 60 << 20
    assert records[299].rows == [] and records[299].columns == [] and records[299].mean == 2.0


@needs_numpy
def test_shapes_of_slices(host, write):
    body = """
        def grads():
            vector = np.arange(5.0) + 0
            row = np.arange(5.0).reshape(1, 5) + 0
            cube = np.arange(24.0).reshape(2, 3, 4) + 0
            turned = np.asfortranarray(np.arange(6.0).reshape(2, 3)) + 0
            cube[1] = 0
            again = cube * 1
            return W * 2
        """
    records, _ = gradient_run(host, write, body)
    found = {record.target: record for record in records}
    assert found["vector"].rows == [[0, 1, 2, 3, 4]] and found["vector"].columns == []
    assert found["row"].rows == [[0, 1, 2, 3, 4]] and found["row"].columns == [[0.0], [1.0]]
    assert found["turned"].rows == [[0, 1, 2], [3, 4, 5]] and found["turned"].columns == [[0, 3], [1, 4]]
    assert found["again"].rows == [list(range(12)) + [0] * 12] and found["again"].zero_slices == [1, 0, 0]
    assert found["vector"].zero_slices == [1]


@needs_numpy
def test_the_run_fails_in_the_middle(host, write):
    body = """
        armed = []
        def grads():
            Z = W @ X
            Z[0, 0] = 7.0
            if armed: raise ValueError("no more")
            return W * 2
        def arm(): armed.append(1)
        """
    gradient_run(host, write, body)
    host.request("run", steps=[call("r", "arm")])
    records, reply = observe(host, "gradient")
    assert told(records)[1:] == [("W @ X", "Z"), ("Z[0, 0] = 7.0", "Z")]
    failure = reply["failure"]
    assert failure["message"] == "no more" and failure["type"] == "ValueError"
    assert failure["section"] == "gradient" and failure["line"] == 11
    (cost,) = unblock(host.request("costs", points=[[]])["costs"])
    assert cost == 91.0


@needs_numpy
def test_the_run_takes_too_long(host, write):
    body = """
        armed = []
        def grads():
            Z = W @ X
            while armed: pass
            return W * 2
        def arm(): armed.append(1)
        """
    text = textwrap.dedent(HEAD).lstrip("\n") + textwrap.dedent(body)
    host.load(write("model.py", text), evaluationTimeout=0.3)
    bound = [tensor("W", module("W"), slot("g"))]
    host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], bound))
    host.request("run", steps=[call("r", "arm")])
    records, reply = observe(host, "gradient")
    assert told(records)[1:] == [("W @ X", "Z")]
    assert reply["failure"]["kind"] == "timeout" and reply["failure"]["line"] == 10
    assert host.request("costs", points=[[]])


@needs_numpy
def test_the_cost_alone(host, write):
    body = "\ndef grads(): return W * 2\n"
    gradient_run(host, write, body)
    records, reply = observe(host, "cost")
    assert told(records) == [("W ** 2", None)] and len(reply["parameters"]) == 1


@needs_numpy
def test_at_other_weights(host, write):
    body = "\ndef grads():\n    Z = W @ X\n    return W * 2\n"
    gradient_run(host, write, body)
    new = [1.0, 0.0, 0.0, 0.0, 0.0, 2.0]
    point = [
        {"direction": {"kind": "parameter", "tensor": 0}, "step": -1.0},
        {"direction": {"kind": "values", "tensor": 0, "start": 0, "data": block(new)}, "step": 1.0},
    ]
    host.request("move", point=point)
    records, reply = observe(host, "gradient")
    assert Seen(reply["parameters"][0]).rows == [new[:3], new[3:]]
    assert records[1].rows == [[1.0, -1.0, 0.5, 2.0], [2.0, 2.0, -6.0, 4.0]]
    host.request("move", point=[])
    _, reply = observe(host, "gradient")
    assert Seen(reply["parameters"][0]).mean == 3.5


@needs_numpy
def test_directions_of_values(host, write):
    gradient_run(host, write, "\ndef grads(): return 2 * W\n")
    values = {"kind": "values", "tensor": 0, "start": 2, "data": block([3.0, 4.0])}
    reply = host.request("directions", directions=[values])
    assert unblock(reply["norms"]) == [5.0] and unblock(reply["gradientDots"]) == [2 * (3 * 3.0 + 4 * 4.0)]
    moved = [{"direction": values, "step": 1.0}]
    singles = [component(0, 2, 3.0), component(0, 3, 4.0)]
    one, other = unblock(host.request("costs", points=[moved, singles])["costs"])
    assert one == other == 91 - 9 - 16 + 36 + 64
    with pytest.raises(HostError):
        host.request("directions", directions=[dict(values, start=5)])


def test_networks_of_lists(host, write):
    head = """
        import math
        W = [[0.5, -1.0], [2.0, 0.25], [1.0, 1.0]]
        x = [1.0, 2.0]
        def cost(): return sum(w * w for row in W for w in row)
        """
    body = """
        def linear(W, x):
            return [sum(w * v for w, v in zip(row, x)) for row in W]
        def grads():
            z = linear(W, x)
            a = []
            for v in z:
                a.append(math.tanh(v))
            y = [max(0.0, v) for v in z]
            ragged = [[1.0], [1.0, 2.0]]
            d = [[0.0] * 2 for _ in range(3)]
            for i in range(3):
                for j in range(2):
                    d[i][j] += 2 * W[i][j]
            return d
        """
    records, reply = gradient_run(host, write, body, head=head)
    found = [record for record in records if "ragged" not in (record.target or "")]
    assert told(found)[:3] == [
        ("[sum(w * v for w, v in zip(row, x)) for row in W]", "z"),
        ("a.append(math.tanh(v))", "a"),
        ("[max(0.0, v) for v in z]", "y"),
    ]
    z = found[0]
    assert z.shape == [3] and z.dtype == "float64" and z.rows == [[-1.5, 2.5, 3.0]]
    (d,) = [record for record in records if "d" in (record.target or "").split("[")[0]]
    assert d.shape == [3, 2] and d.columns[0] == [1.0, 4.0, 2.0] and d.target == "d"
    assert records[-1].wire is d.wire and len(records) < 12
    assert Seen(reply["parameters"][0]).shape == [3, 2]
    assert all(record.shape != [2, 2] for record in records)


SCRIPT = """
    import numpy as np
    import helper
    rng = np.random.default_rng(1)
    X = rng.normal(size=(3, 5))
    W = rng.normal(size=(3, 3))
    A = X
    for layer in range(4):
        Z = W @ A
        A = np.maximum(0, Z)
    def later(A):
        return A * 2.0
    B = later(A)
    C = helper.scaled(B)
    if failing:
        raise RuntimeError("stopped")
    D = C + 1.0
"""


@needs_numpy
@pytest.mark.parametrize("failing", [False, True])
def test_a_load_observed(host, write, failing):
    write("helper.py", "calls = []\ndef scaled(x):\n    calls.append(1)\n    y = x * 0.5\n    return y\n")
    condition = "if len(helper.calls) > 1 and %s:" % failing
    text = textwrap.dedent(SCRIPT).lstrip("\n").replace("if failing:", condition)
    host.load(write("model.py", text))
    records, reply = observe(host, "load")
    texts = told(records)
    assert texts[:4] == [
        ("rng.normal(size=(3, 5))", "X"),
        ("rng.normal(size=(3, 3))", "W"),
        ("W @ A", "Z"),
        ("np.maximum(0, Z)", "A"),
    ]
    assert texts.count(("W @ A", "Z")) == 4 and ("A * 2.0", "B") in texts
    assert ("x * 0.5", "y") in texts and (("C + 1.0", "D") in texts) is not failing
    assert reply["parameters"] == []
    if failing:
        assert reply["failure"]["message"] == "stopped" and reply["failure"]["line"] == 15
    else:
        assert reply["failure"] is None
    again, _ = observe(host, "load")
    for one, other in zip(again[:4], records[:4]):
        assert one.wire["moments"] == other.wire["moments"]
    assert host.request("run", steps=[call("r", "later", module("X"))])["results"][0]["shape"] == [3, 5]


@needs_numpy
def test_a_load_in_sections(host, write):
    text = """
        import numpy as np
        X = np.ones((2, 3)) * 2
        raise ValueError("a cell that fails")
        Z = X @ X.T
        """
    file = write("model.py", text)
    sections = [{"line": 1, "endLine": 2}, {"line": 3, "endLine": 3}, {"line": 4, "endLine": 4}]
    host.load(file, sections=sections)
    records, reply = observe(host, "load")
    assert told(records) == [("np.ones((2, 3))", None), ("np.ones((2, 3)) * 2", "X"), ("X @ X.T", "Z")]
    assert reply["failure"] is None


def test_a_load_that_leaves_statements_out(host, write):
    file = write("model.py", "a = [1.0, 2.0]\nb = [3.0, 4.0]\nc = [5.0, 6.0]\n")
    host.load(file, leaveOut=[{"line": 2, "endLine": 2}])
    records, _ = observe(host, "load")
    assert told(records) == [("[1.0, 2.0]", "a"), ("[5.0, 6.0]", "c")]


def test_nothing_loaded_bound_or_observed(host, write):
    with pytest.raises(HostError):
        observe(host, "load")
    host.load(write("model.py", "x = 1\n"))
    with pytest.raises(HostError):
        observe(host, "gradient")
    with pytest.raises(HostError):
        host.request("records", start=0, count=1)


@needs_numpy
def test_a_file_that_is_nested_too_deeply(host, write):
    body = "\ndef grads():\n    s = %s\n    return W * 2\n" % " + ".join(["1.0 * X"] * 900)
    records, reply = gradient_run(host, write, body)
    assert (reply["failure"] is None) == bool(records)
    if reply["failure"] is not None:
        assert reply["failure"]["kind"] == "syntax" and reply["failure"]["file"].endswith("model.py")
