"""Plans with more than calls: layers under an upstream gradient, textbooks' costs, updates, accessors, state."""

import math

import pytest
from host_client import (
    HostError,
    accessors,
    call,
    change,
    component,
    literal,
    made,
    module,
    plan,
    slot,
    tensor,
    unblock,
)
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from gradient_lens_host import derived  # noqa: E402
from gradient_lens_host.failures import Failure  # noqa: E402


def gradient(host, number, count):
    values = host.request("values", kind="gradient", tensor=number, start=0, count=count)["values"]
    return unblock(values)


def parameter(host, number, count):
    values = host.request("values", kind="parameter", tensor=number, start=0, count=count)["values"]
    return unblock(values)


def slopes(host, number, count, step=1e-5):
    wire = host.request(
        "sweep", tensor=number, components={"start": 0, "count": count}, step=step, scheme="central"
    )
    plus, minus, width = (unblock(wire[key]) for key in ("plus", "minus", "width"))
    return [(upper - lower) / distance for upper, lower, distance in zip(plus, minus, width)]


def agrees(host, number, count):
    assert slopes(host, number, count) == pytest.approx(gradient(host, number, count), rel=1e-6, abs=1e-7)


# Layers


def test_a_layer_pair_under_an_upstream_gradient(host, write):
    text = """
        import numpy as np
        def affine_forward(x, w, b):
            return x @ w + b, (x, w, b)
        def affine_backward(dout, cache):
            x, w, b = cache
            return dout @ w.T, x.T @ dout, dout.sum(axis=0)
        """
    host.load(write("model.py", text))
    arrays = {
        "x": made([2, 3], [0.1, -0.2, 0.3, 0.4, 0.5, -0.6]),
        "w": made([3, 2], [1.0, 2.0, -1.0, 0.5, 0.25, 3.0]),
        "b": made([2], [0.5, -0.5]),
        "dout": made([2, 2], [0.7, -1.1, 0.2, 0.9]),
    }
    host.request("run", steps=[{"slot": name, "value": value} for name, value in arrays.items()])
    forward = call("out", "affine_forward", slot("x"), slot("w"), slot("b"))
    reply = host.request(
        "bind",
        **plan(
            [forward, {"slot": "J", "dot": [[slot("out", 0), slot("dout")]]}],
            slot("J"),
            [forward, call("back", "affine_backward", slot("dout"), slot("out", 1))],
            [tensor(name, slot(name), slot("back", place)) for place, name in enumerate("xwb")],
        )
    )
    assert reply["gradientRepeats"] is True
    assert [fact["gradient"]["fits"] for fact in reply["tensors"]] == [True] * 3
    for number, count in enumerate((6, 6, 2)):
        agrees(host, number, count)
    traced = host.request("trace")["gradients"]
    assert [fact["made"]["line"] for fact in traced] == [6, 6, 6]
    assert [fact["made"]["column"] for fact in traced] == [12, 24, 36]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.data())
def test_dot_is_the_sum_of_products(first, data):
    second = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(first), max_size=len(first)))
    exact = math.fsum(a * b for a, b in zip(first, second))
    size = math.fsum(abs(a * b) for a, b in zip(first, second))
    for one, other in (
        (first, second),
        (np.array(first), np.array(second)),
        (np.array(first).reshape(1, -1), np.array(second).reshape(-1, 1)),
        (np.array([first, first]).T[:, 0], second),
    ):
        assert derived.dot([(one, other)]) == pytest.approx(exact, abs=1e-13 * size + 1e-300)
    assert derived.dot([(first, second), (first, second)]) == pytest.approx(2 * exact, abs=1e-13 * size + 1e-300)


def test_dot_of_numbers_and_of_unlike_arrays():
    assert derived.dot([(2.0, 3), (np.float32(0.5), [4])]) == 8
    with pytest.raises(Failure, match=r"\(2, 3\) and \(3, 2\)"):
        derived.dot([(np.zeros((2, 3)), np.zeros((3, 2)))])
    with pytest.raises(Failure, match="not an array of numbers"):
        derived.dot([("text", 1.0)])


# Textbooks' costs


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0, 1)), min_size=1, max_size=12))
def test_costs_are_the_textbooks(pairs):
    a, y = [one for one, _ in pairs], [other for _, other in pairs]
    expected = {
        "squared-error": sum((p - q) ** 2 / 2 for p, q in pairs),
        "binary-cross-entropy": sum(-q * math.log(p) - (1 - q) * math.log(1 - p) for p, q in pairs),
        "cross-entropy": sum(-q * math.log(p) for p, q in pairs),
    }
    for kind, value in expected.items():
        assert derived.cost(kind, a, y) == pytest.approx(value, rel=1e-12, abs=1e-15)
        assert derived.cost(kind, np.array([a]), np.array(y)) == pytest.approx(value, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("plain", [True, False])
def test_costs_at_the_ends_of_their_range(plain, monkeypatch):
    if plain:
        monkeypatch.setattr(derived, "_numpy", lambda: None)
    one = (lambda *items: list(items)) if plain else (lambda *items: np.array(items))
    assert derived.cost("cross-entropy", one(0.0, 1.0), one(0.0, 1.0)) == 0
    assert derived.cost("binary-cross-entropy", one(0.0, 1.0), one(0.0, 1.0)) == 0
    assert derived.cost("binary-cross-entropy", one(1.0), one(0.0)) == math.inf
    assert derived.cost("cross-entropy", one(0.0), one(1.0)) == math.inf
    assert math.isnan(derived.cost("cross-entropy", one(-1.0), one(1.0)))
    assert derived.cost("binary-cross-entropy", one(1e-20), one(0.0)) == pytest.approx(1e-20, rel=1e-12)


PROBABILITIES = np.array([[0.2, 0.5, 0.3], [0.1, 0.1, 0.8]])


@pytest.mark.parametrize("plain", [True, False])
def test_class_numbers_pick_the_class_of_each_example(plain, monkeypatch):
    expected = -math.log(0.5) - math.log(0.8)
    kind = np.ndarray.tolist if plain else np.array
    if plain:
        monkeypatch.setattr(derived, "_numpy", lambda: None)
    for labels in ([1, 2], [[1], [2]]):
        found = derived.cost("cross-entropy", kind(PROBABILITIES), kind(np.array(labels)))
        assert found == pytest.approx(expected)
        found = derived.cost("cross-entropy", kind(PROBABILITIES.T), kind(np.array(labels)))
        assert found == pytest.approx(expected)
    assert derived.cost("cross-entropy", kind(PROBABILITIES[:1]), kind(np.array([1]))) == pytest.approx(
        -math.log(0.5)
    )


def test_a_square_output_has_its_classes_where_probabilities_sum_to_one():
    square = np.array([[0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.6, 0.3, 0.1]])
    expected = -math.log(0.5) - math.log(0.8) - math.log(0.6)
    assert derived.cost("cross-entropy", square, np.array([1, 2, 0])) == pytest.approx(expected)
    assert derived.cost("cross-entropy", square.T, np.array([1, 2, 0])) == pytest.approx(expected)


@pytest.mark.parametrize("labels", [[0, 3], [0.5, 1], [-1, 0], [0, 1, 2, 0], [[1, 0], [0, 1]]])
def test_labels_that_do_not_fit_the_output(labels):
    with pytest.raises(Failure, match=r"\(2, 3\) has no labels"):
        derived.cost("cross-entropy", PROBABILITIES, np.array(labels))


def test_a_cost_of_the_textbooks_in_a_plan(host, write):
    text = """
        import numpy as np
        W = np.array([[0.5, -0.25]])
        X = np.array([[1.0, 2.0, -1.0], [0.5, 0.25, 3.0]])
        Y = np.array([1, 0, 1])
        def forward(): return 1 / (1 + np.exp(-W @ X))
        def backward(A): return (A - Y) @ X.T
        """
    host.load(write("model.py", text))
    forward = call("A", "forward")
    host.request(
        "bind",
        **plan(
            [
                forward,
                {"slot": "J", "cost": "binary-cross-entropy", "output": slot("A"), "labels": module("Y")},
            ],
            slot("J"),
            [forward, call("dW", "backward", slot("A"))],
            [tensor("W", module("W"), slot("dW"))],
        )
    )
    agrees(host, 0, 2)


def test_a_step_that_cannot_be_done_is_named(host, write):
    host.load(write("model.py", "import numpy as np\nW = np.ones(2)\n"))
    steps = [
        {"slot": "a", "value": literal(1)},
        {"slot": "J", "dot": [[module("W"), made([3], [1, 2, 3])]]},
    ]
    with pytest.raises(HostError) as error:
        host.request("bind", **plan(steps, slot("J"), [], [tensor("W", module("W"), None)]))
    assert error.value.data["kind"] == "result"
    assert error.value.data["section"] == "cost"
    assert error.value.data["step"] == 1


# Some of the examples


@given(st.integers(0, 2), st.lists(st.integers(0, 1), max_size=4))
def test_take_is_numpys(axis, indices):
    array = np.arange(24.0).reshape(2, 3, 4)
    expected = array.take(indices, axis=axis)
    assert (derived.take(array, axis, indices) == expected).all()
    assert derived.take(array.tolist(), axis, indices) == expected.tolist()
    assert derived.take(tuple(array.tolist()), axis, indices) in (expected.tolist(), tuple(expected.tolist()))


def test_take_keeps_the_kind_and_the_rows():
    rows = [["a", 1], ("b", 2), object()]
    assert derived.take(rows, 0, [2, 0])[0] is rows[2]
    assert derived.take(("a", "b"), 0, [1]) == ("b",)
    assert derived.take(np.array([1, 2, 3]), 0, [2]).dtype == int
    for value, axis, indices in ((np.ones(3), 1, [0]), ([1.0], 0, [4]), ([1.0], 1, [0]), ("abc", 0, [0])):
        with pytest.raises(Failure, match="cannot be taken"):
            derived.take(value, axis, indices)


def test_a_cost_of_some_examples(host, write):
    text = """
        X = [1.0, 2.0, 3.0]
        w = [2.0]
        def cost(X): return sum(w[0] * x for x in X)
        def grads(X): return [sum(X)]
        """
    host.load(write("model.py", text))
    some = {"slot": "X", "take": module("X"), "axis": 0, "indices": [0, 2]}
    cost = [some, call("J", "cost", slot("X"))]
    host.request(
        "bind",
        **plan(cost, slot("J"), [some, call("g", "grads", slot("X"))], [tensor("w", module("w"), slot("g"))])
    )
    assert gradient(host, 0, 1) == [4.0]
    agrees(host, 0, 1)


# Updates

UPDATE = """
    import numpy as np
    class Net:
        def __init__(self):
            self.W = np.array([[1.0, -2.0]])
            self.b = 0.5
            self.p = [[0.25, 0.75]]
            self.lr = 0.1
            self.dW = None
        def cost(self):
            return float((self.W ** 2).sum()) + self.b ** 3 + self.p[0][0] * self.p[0][1]
        def step(self):
            dW = 2 * self.W
            self.W -= self.lr * dW
            self.b = self.b - self.lr * 3 * self.b ** 2
            a, b = self.p[0]
            self.p = [[a - self.lr * b, b - self.lr * a]]
        def replaced(self):
            self.W = self.W - self.lr * 2 * self.W
        def stepped(self, W, lr):
            return W - lr * 2 * W, lr
        def accumulate(self):
            self.dW = 2 * self.W if self.dW is None else self.dW + 2 * self.W
    net = Net()
    """


def test_updates_in_place_and_of_what_hangs_in_a_container(host, write):
    host.load(write("model.py", UPDATE))
    steps = [
        {"slot": "lr", "assign": module("net", ".lr"), "to": literal(0.125)},
        call("_", module("net", ".step")),
    ]
    tensors = [tensor(name, module("net", "." + name), change(0.125)) for name in ("W", "b", "p")]
    reply = host.request("bind", **plan([call("J", module("net", ".cost"))], slot("J"), steps, tensors))
    assert reply["gradientRepeats"] is True
    assert gradient(host, 0, 2) == [2.0, -4.0]
    for number, count in enumerate((2, 1, 2)):
        agrees(host, number, count)
    assert parameter(host, 0, 2) == [1.0, -2.0]
    assert parameter(host, 1, 1) == [0.5]
    assert parameter(host, 2, 2) == [0.25, 0.75]


def test_updates_that_replace_or_return_the_parameter(host, write):
    host.load(write("model.py", UPDATE))
    cost = [call("J", module("net", ".cost"))]
    rate = {"slot": "lr", "assign": module("net", ".lr"), "to": literal(0.5)}
    replaced = [rate, call("_", module("net", ".replaced"))]
    host.request("bind", **plan(cost, slot("J"), replaced, [tensor("W", module("net", ".W"), change(0.5))]))
    assert gradient(host, 0, 2) == [2.0, -4.0]
    returned = [call("new", module("net", ".stepped"), module("net", ".W"), literal(0.25))]
    planned = tensor("W", module("net", ".W"), change(0.25, after=slot("new", 0)))
    host.request("bind", **plan(cost, slot("J"), returned, [planned]))
    assert gradient(host, 0, 2) == [2.0, -4.0]
    host.request("costs", points=[[]])


def test_a_gradient_that_adds_up_is_the_change_of_itself(host, write):
    host.load(write("model.py", UPDATE))
    cost, steps = [call("J", module("net", ".cost"))], [call("_", module("net", ".accumulate"))]
    plain = tensor("W", module("net", ".W"), module("net", ".dW"))
    reply = host.request("bind", **plan(cost, slot("J"), steps, [plain]))
    assert reply["gradientRepeats"] is False
    changing = tensor("W", module("net", ".W"), change(-1, of=module("net", ".dW")))
    reply = host.request("bind", **plan(cost, slot("J"), steps, [changing]))
    assert reply["gradientRepeats"] is True
    assert gradient(host, 0, 2) == [2.0, -4.0]
    reply = host.request("bind", **plan(cost, slot("J"), steps, [changing], restore=True))
    assert reply["gradientRepeats"] is True


@pytest.mark.parametrize(
    "kind, apart, repeats",
    [
        ("float64", 1e-15, True),
        ("float64", 1e-6, False),
        ("float32", 1e-6, True),
        ("float32", 1e-2, False),
        ("float64", "np.inf", True),
    ],
)
def test_sums_in_another_order_give_the_same_gradient(host, write, kind, apart, repeats):
    model = f"""
        import numpy as np
        W, calls = np.array([1.0, -2.0]), [0]
        def cost():
            return float((W ** 2).sum())
        def gradient():
            calls[0] += 1
            return (W * np.array([2, 2 + calls[0] * {apart}])).astype("{kind}")
        """
    host.load(write("model.py", model))
    steps, planned = [call("dW", module("gradient"))], [tensor("W", module("W"), slot("dW"))]
    reply = host.request("bind", **plan([call("J", module("cost"))], slot("J"), steps, planned))
    assert reply["gradientRepeats"] is repeats


def test_an_update_of_another_shape_is_no_gradient(host, write):
    host.load(write("model.py", UPDATE))
    steps = [call("new", module("net", ".stepped"), literal(1.0), literal(0.25))]
    planned = tensor("W", module("net", ".W"), change(0.25, after=slot("new", 0)))
    reply = host.request("bind", **plan([call("J", module("net", ".cost"))], slot("J"), steps, [planned]))
    assert reply["tensors"][0]["gradient"] is None
    assert reply["tensors"][0]["found"]["type"] == "number"


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.125, 0.1, 3.0]),
)
def test_a_change_is_the_difference_by_the_rate(before, moved, rate):
    from gradient_lens_host.changes import Changes
    from gradient_lens_host.paths import Names
    from gradient_lens_host.vectors import NumpyVectors, PlainVectors

    for vectors in (NumpyVectors(np), PlainVectors()):
        values = {"old": list(before), "new": [item + moved for item in before]}
        planned = [
            {"parameter": None, "gradient": change(rate, of=module("old"), after=module("new"))},
        ]
        changes = Changes(planned, [None], Names(values, {}), vectors)
        (shape, dtype, vector), _ = changes.after(0, changes.before(), {})
        assert shape == [len(before)] and dtype == "float64"
        assert list(vector) == [(a - b) / rate for a, b in zip(before, values["new"])]


def test_assigning_to_a_slot_and_to_the_module(host, write):
    text = "rate = 0.5\nclass Net:\n    lr = 1\nnet = Net()\ndef read(n): return (rate, n.lr)\n"
    host.load(write("model.py", text))
    host.request(
        "run",
        steps=[
            call("n", "Net"),
            {"slot": "a", "assign": slot("n", ".lr"), "to": literal(0.25)},
            {"slot": "b", "assign": module("rate"), "to": literal(2.0)},
        ],
    )
    (read,) = host.request("run", steps=[call("r", "read", slot("n"))])["results"]
    assert [item["value"] for item in read["items"]] == [2.0, 0.25]


# Accessors

NODES = """
    class Value:
        def __init__(self, data):
            self.__data = data
        def get(self): return self.__data
        def set(self, data): self.__data = data
        def lose(self, data): pass
        def tell(self): return "nothing"
    w = Value(%s)
    def cost():
        v = w.get()
        v = v if isinstance(v, float) else v[0] if not isinstance(v[0], list) else v[0][0]
        return v ** 2 + 0.0
    def grads():
        v = w.get()
        v = v if isinstance(v, float) else v[0] if not isinstance(v[0], list) else v[0][0]
        return %s
    """


def bind_accessors(host, write, value, grads, set_name=".set", get_name=".get", **options):
    host.load(write("model.py", NODES % (value, grads)))
    pair = accessors(module("w", get_name), module("w", set_name))
    return host.request(
        "bind",
        **plan([call("J", "cost")], slot("J"), [call("g", "grads")], [tensor("w", pair, slot("g"))], **options)
    )


@pytest.mark.parametrize("restore", [False, True])
@pytest.mark.parametrize(
    ("value", "grads", "shape"),
    [("1.5", "2 * v", []), ("[1.5, 2.0]", "[2 * v, 0]", [2]), ("[[1.5], [2.0]]", "[[2 * v], [0.0]]", [2, 1])],
)
def test_accessors(host, write, value, grads, shape, restore):
    reply = bind_accessors(host, write, value, grads, restore=restore)
    count = math.prod(shape)
    assert reply["tensors"][0]["shape"] == shape
    agrees(host, 0, count)
    assert parameter(host, 0, count) == [1.5, 2.0][:count]
    at = unblock(host.request("costs", points=[[], [component(0, 0, 0.5)], []])["costs"])
    assert at == [2.25, 4.0, 2.25]


def test_accessors_of_arrays_get_a_new_array_each_time(host, write):
    text = """
        import numpy as np
        kept = []
        class Layer:
            def __init__(self): self.__W = np.array([[1, 2]])
            def get(self): return self.__W
            def set(self, W):
                kept.append(W)
                self.__W = W
        layer = Layer()
        def cost(): return float((layer.get() ** 2).sum())
        def grads(): return 2 * layer.get()
        def shared(): return len({id(W) for W in kept}) < len(kept)
        """
    host.load(write("model.py", text))
    pair = accessors(module("layer", ".get"), module("layer", ".set"))
    reply = host.request(
        "bind",
        **plan([call("J", "cost")], slot("J"), [call("g", "grads")], [tensor("W", pair, slot("g"))])
    )
    assert reply["tensors"][0]["dtype"] == "float64"
    agrees(host, 0, 2)
    (shared,) = host.request("run", steps=[call("s", "shared")])["results"]
    assert shared["value"] is False


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"set_name": ".lose"}, "does not return what `set` was given"),
        ({"get_name": ".tell"}, "not an array of numbers"),
        ({"get_name": ".set"}, "missing 1 required positional argument"),
    ],
)
def test_accessors_that_do_not_serve(host, write, names, message):
    with pytest.raises(HostError, match=message) as error:
        bind_accessors(host, write, "1.5", "2 * v", **names)
    assert error.value.data["tensor"] == "w"
    assert error.value.data["section"] == "tensors"
