"""Parameters of awkward kinds and in awkward places; cost functions that change them; random costs."""

import importlib.util

import pytest
from host_client import HostError, call, component, literal, module, normal, plan, slot, tensor, unblock

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
needs_numpy = pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not installed")


def bind(host, write, text, tensors, reseed=None, steps=()):
    host.load(write("model.py", text))
    host.request("run", steps=list(steps))
    bound = [tensor(name, source, slot("g", name)) for name, source in tensors.items()]
    return host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], bound, reseed))


def notes(reply, kind):
    return [{k: v for k, v in note.items() if k != "kind"} for note in reply["notes"] if note["kind"] == kind]


def check(host, reply):
    """The gradients agree with differences, and every evaluation restores."""
    start = unblock(host.request("costs", points=[[]])["costs"])
    for number, fact in enumerate(reply["tensors"]):
        count = 1
        for length in fact["shape"]:
            count *= length
        if not count:
            continue
        wire = host.request(
            "sweep", tensor=number, components={"start": 0, "count": count}, step=1e-5, scheme="central"
        )
        plus, minus, width = (unblock(wire[key]) for key in ("plus", "minus", "width"))
        values = unblock(
            host.request("values", kind="gradient", tensor=number, start=0, count=count)["values"]
        )
        for upper, lower, distance, value in zip(plus, minus, width, values):
            assert (upper - lower) / distance == pytest.approx(value, rel=1e-7, abs=1e-7)
        host.request(
            "costs", points=[[normal(number, 0, count, step=0.1)], [component(number, count - 1, 0.1)]]
        )
        assert unblock(host.request("costs", points=[[]])["costs"]) == start == unblock(reply["costs"])[:1]


def test_numbers_in_every_container(host, write):
    text = """
        class Net:
            w = 0
        net = Net()
        net.w = 2
        theta = 1.5
        d = {"c": 3}
        items = [0.25, "x"]
        both = (0.5, [1.0])
        def cost():
            return net.w ** 2 * theta + d["c"] ** 3 * items[0] + both[0] ** 2 + both[1][0]
        def grads():
            return {"w": 2 * net.w * theta, "t": net.w ** 2, "c": 3 * d["c"] ** 2 * items[0], "i": d["c"] **
            3,
                    "b": 2 * both[0], "l": [1.0]}
        """
    tensors = {
        "w": module("net", ".w"),
        "t": module("theta"),
        "c": module("d", "c"),
        "i": module("items", 0),
        "b": module("both", 0),
        "l": module("both", 1),
    }
    reply = bind(host, write, text, tensors)
    assert notes(reply, "promoted") == [{"names": ["w", "c"], "dtype": "int64"}]
    check(host, reply)


def test_a_number_in_a_slot(host, write):
    text = """
        def make(): return 1.5
        def cost(t): return t ** 3
        def grad(t): return 3 * t ** 2
        """
    host.load(write("model.py", text))
    host.request("run", steps=[call("t", "make")])
    steps = [call("J", "cost", slot("t"))], slot("J"), [call("g", "grad", slot("t"))]
    reply = host.request("bind", **plan(*steps, [tensor("t", slot("t"), slot("g"))]))
    check(host, reply)
    costs = unblock(host.request("costs", points=[[component(0, 0, 0.5)], []])["costs"])
    assert costs == [8.0, 3.375]


@needs_numpy
@pytest.mark.parametrize("dtype", ["float32", "float16", "int64", ">f8", "object"])
def test_promotion_reaches_every_owner(host, write, dtype):
    text = """
        import numpy as np
        class Layer:
            def __init__(self, W): self.W = W
        params = {"W": np.array([[1, 2], [-3, 1]]).astype("%s")}
        layers = [Layer(params["W"])]
        pair = (params["W"], 1)
        def make(W):
            return lambda: (W ** 2).sum()
        first = make(params["W"])
        X = np.array([1, 2], "float32")
        def cost(X=X):
            return first() + (X @ layers[0].W).sum() + (pair[0] * 3).sum()
        def grads():
            W = params["W"]
            return {"W": 2 * W + X[:, None] + 3}
        """
    reply = bind(host, write, text % dtype, {"W": module("params", "W")})
    assert reply["tensors"][0]["dtype"] == "float64"
    if dtype != ">f8":
        assert notes(reply, "promoted") == [{"names": ["W"], "dtype": dtype}]
    check(host, reply)


@needs_numpy
def test_data_of_a_shorter_type_is_promoted(host, write):
    text = """
        import numpy as np
        X = np.array([0.1, 0.2, 0.3], np.float32)
        labels = np.array([1, 2, 3])
        w = np.array([0.5, -1.0, 2.0])
        def cost(X, labels):
            assert X.dtype == np.float64 and labels.dtype == np.int64
            return ((X - X.mean()) * w * labels).sum()
        def grads(X, labels):
            return {"w": (X - X.mean()) * labels}
        """
    host.load(write("model.py", text))
    arguments = module("X"), module("labels")
    tensors = [tensor("w", module("w"), slot("g", "w"))]
    steps = [call("J", "cost", *arguments)], slot("J"), [call("g", "grads", *arguments)]
    reply = host.request("bind", **plan(*steps, tensors))
    assert notes(reply, "promoted") == [{"names": ["X"], "dtype": "float32"}]
    check(host, reply)


@needs_numpy
@pytest.mark.parametrize(
    "array",
    [
        "np.arange(6.0).reshape(2, 3).T",
        "np.asfortranarray(np.arange(6.0).reshape(3, 2))",
        "np.arange(24.0).reshape(6, 4)[::2, 1:3]",
        "np.broadcast_to(np.array([1.0, 2.0]), (3, 2))",
        "np.matrix(np.arange(6.0).reshape(3, 2))",
        "np.ma.masked_array(np.arange(6.0).reshape(3, 2))",
        "np.frombuffer(np.arange(6.0).tobytes()).reshape(3, 2)",
        "np.arange(6.0).reshape(3, 1, 2)",
    ],
)
def test_layouts_of_arrays(host, write, array):
    text = """
        import numpy as np
        W = %s
        scale = np.arange(1.0, 7).reshape(W.shape)
        def cost():
            return (scale * np.asarray(W) ** 2).sum()
        def grads():
            return {"W": 2 * scale * np.asarray(W)}
        """
    check(host, bind(host, write, text % array, {"W": module("W")}))


@needs_numpy
def test_arrays_of_no_dimension_and_numpy_scalars(host, write):
    text = """
        import numpy as np
        p = {"a": np.array(0.5), "b": np.float64(2.0), "c": np.float32(1.0), "e": np.zeros((0, 3))}
        def cost():
            return p["a"] ** 2 * p["b"] + p["c"]
        def grads():
            return {"a": 2 * p["a"] * p["b"], "b": [[p["a"] ** 2]], "c": np.ones(1), "e": p["e"]}
        """
    reply = bind(host, write, text, {name: module("p", name) for name in "abce"})
    assert notes(reply, "promoted") == [{"names": ["c"], "dtype": "float32"}]
    assert all(fact["gradient"]["fits"] for fact in reply["tensors"])
    check(host, reply)


def test_nested_lists_of_integers_and_tuples(host, write):
    text = """
        W = [(1, 2), [3, 4]]
        def cost():
            return sum(w ** 2 for row in W for w in row)
        def grads():
            return {"W": [[2 * w for w in row] for row in W]}
        """
    reply = bind(host, write, text, {"W": module("W")})
    assert notes(reply, "promoted") == [{"names": ["W"], "dtype": "int64"}]
    check(host, reply)


@needs_numpy
def test_parameters_that_are_no_numbers(host, write):
    for value, kind in (
        ("np.array([1j])", "array"),
        ("np.array(['a'])", "other"),
        ("np.array([True])", "array"),
    ):
        from host_client import HostClient

        with HostClient() as client, pytest.raises(HostError) as caught:
            text = "import numpy as np\nW = %s\ndef cost(): return 1.0\ndef grads(): return {}\n" % value
            bind(client, write, text, {"W": module("W")})
        assert (caught.value.data["kind"], caught.value.data["found"]["type"]) == ("result", kind)


@needs_numpy
def test_tied_tensors(host, write):
    text = """
        import numpy as np
        flat = np.arange(6.0)
        p = {"E": flat[:4].reshape(2, 2), "O": flat[:4].reshape(2, 2).T, "b": flat[4:], "c": flat[:4].copy()}
        def cost(): return flat.sum() + p["c"].sum()
        def grads(): return {}
        """
    reply = bind(host, write, text, {name: module("p", name) for name in "EObc"})
    assert notes(reply, "tied") == [{"names": ["E", "O"]}]


@needs_numpy
@pytest.mark.parametrize("other", ["flat[2:]", "flat[::2]"])
def test_tensors_that_share_a_part_are_refused(host, write, other):
    text = """
        import numpy as np
        flat = np.arange(6.0)
        p = {"a": flat, "b": %s}
        def cost(): return flat.sum()
        def grads(): return {}
        """
    with pytest.raises(HostError) as raised:
        bind(host, write, text % other, {name: module("p", name) for name in "ab"})
    assert "`a` and `b` share a part of their memory" in str(raised.value)


@needs_numpy
def test_what_is_masked_out_of_a_gradient_is_zero(host, write):
    text = """
        import numpy as np
        w = np.ma.masked_array([1.0, 2.0], mask=[0, 1])
        def cost(): return float((w.filled(0) ** 2).sum())
        def grads(): return {"w": 2 * w}
        """
    reply = bind(host, write, text, {"w": module("w")})
    assert reply["tensors"][0]["gradient"]["norm"] == 2


@needs_numpy
def test_cost_that_changes_its_parameters(host, write):
    text = """
        import numpy as np
        class Net: pass
        net = Net()
        net.W, net.V, net.s = np.array([1.0, 2.0]), np.array([3.0]), 0.5
        net.kept = np.array([1.0])
        calls = []
        def cost():
            result = (net.W ** 2).sum() + net.V[0] ** 2 + net.s * net.kept[0]
            net.W *= 0.9
            net.V = net.V - 1
            net.s += 1
            return result
        def grads():
            g = {"W": 2 * net.W, "V": 2 * net.V, "s": net.kept[0], "kept": [net.s]}
            net.kept += 1
            return g
        """
    names = ["W", "V", "s", "kept"]
    reply = bind(host, write, text, {name: module("net", "." + name) for name in names})
    assert notes(reply, "mutated") == [
        {"by": "cost", "names": ["W", "s"]},
        {"by": "gradient", "names": ["kept"]},
    ]
    assert notes(reply, "replaced") == [{"by": "cost", "names": ["V"]}]
    check(host, reply)


def test_lists_that_are_replaced(host, write):
    text = """
        W = [[1.0, 2.0], [3.0, 4.0]]
        def cost():
            global W
            result = sum(w ** 2 for row in W for w in row)
            W[0] = [9.0, 9.0]
            W = [[0.0]]
            return result
        def grads():
            return {"W": [[2 * w for w in row] for row in W]}
        """
    reply = bind(host, write, text, {"W": module("W")})
    assert notes(reply, "replaced") == [{"by": "cost", "names": ["W"]}]
    check(host, reply)


def test_random_costs(host, write):
    text = """
        import random
        W = [1.0, 2.0]
        rng = random.Random(5)
        def cost(): return W[0] * random.random() + W[1] * rng.random()
        def grads(): return {"W": [random.random(), rng.random()]}
        """
    tensors = {"W": module("W")}
    first, second = unblock(bind(host, write, text, tensors)["costs"])
    assert first != second
    host.request("move", point=[component(0, 0, 1.0)])
    reseeded = plan(
        [call("J", "cost")], slot("J"), [call("g", "grads")], [tensor("W", module("W"), slot("g", "W"))], 3
    )
    check(host, host.request("bind", **reseeded))


@needs_numpy
def test_random_costs_of_numpy(host, write):
    text = """
        import numpy as np
        W = np.array([1.0, 2.0, 3.0])
        rng, old = np.random.default_rng(1), np.random.RandomState(2)
        def draws():
            return np.array([np.random.rand(), rng.random(), old.rand()]) * np.random.default_rng().random()
        def cost(): return (W * draws()).sum()
        def grads(): return {"W": draws()}
        """
    check(host, bind(host, write, text, {"W": module("W")}, reseed=3))


def test_binding_twice(host, write):
    text = """
        W = [1.0, 2.0]
        def cost(k=1): return sum(w ** (k + 1) for w in W)
        def grads(k=1): return {"W": [(k + 1) * w ** k for w in W]}
        """
    check(host, bind(host, write, text, {"W": module("W")}))
    host.request("move", point=[component(0, 0, 5.0)])
    steps = [call("J", "cost", literal(2))], slot("J"), [call("g", "grads", k=literal(2))]
    reply = host.request("bind", **plan(*steps, [tensor("W", module("W"), slot("g", "W"))]))
    assert unblock(reply["costs"]) == [9, 9]
    check(host, reply)


def test_moves_start_from_the_original(host, write):
    text = """
        W = [1.0, 2.0]
        def cost(): return W[0] ** 2 + W[1]
        def grads(): return {"W": [2 * W[0], 1.0]}
        """
    bind(host, write, text, {"W": module("W")})
    for _ in range(2):
        moved = host.request("move", point=[component(0, 0, 1.0), component(0, 0, 1.0)])
        assert moved["cost"] == 11 and unblock(moved["gradientNorms"])[0] == pytest.approx(37**0.5)
    assert unblock(host.request("costs", points=[[component(0, 1, 1.0)], []])["costs"]) == [12, 11]
    moved = host.request("move", point=[])
    assert moved["cost"] == 3 and unblock(moved["gradientNorms"])[0] == pytest.approx(5**0.5)
