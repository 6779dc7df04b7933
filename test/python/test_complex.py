"""The complex step: derivatives without differences, real arrays put back exactly, and models that are real only."""

import importlib.util
import math

import pytest
from host_client import HostError, accessors, call, component, literal, module, plan, slot, tensor, unblock

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
needs_numpy = pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not installed")

TINY = 1e-20


def bind(host, write, text, tensors, **options):
    host.load(write("model.py", text))
    bound = [tensor(name, source, slot("g", name)) for name, source in tensors.items()]
    steps = [call("J", "cost")], slot("J"), [call("g", "grads")]
    return host.request("bind", **plan(*steps, bound, **options))


def derivatives(host, number, count, step=TINY):
    wire = host.request(
        "sweep", tensor=number, components={"start": 0, "count": count}, step=step, scheme="complex"
    )
    assert wire["minus"] == ""
    plus, width = unblock(wire["plus"]), unblock(wire["width"])
    return [imaginary / distance for imaginary, distance in zip(plus, width)]


def check(host, reply):
    """All derivatives are the gradients to the last digits, and nothing is left of them in the model."""
    start = host.request("costs", points=[[]])["costs"]
    for number, fact in enumerate(reply["tensors"]):
        count = math.prod(fact["shape"])
        values = unblock(
            host.request("values", kind="gradient", tensor=number, start=0, count=count)["values"]
        )
        assert derivatives(host, number, count) == pytest.approx(values, rel=1e-13, abs=1e-15)
        assert host.request("costs", points=[[]])["costs"] == start
    moved = host.request("move", point=[])
    assert len(unblock(moved["gradientNorms"])) == len(reply["tensors"])


NETWORK = """
    import numpy as np
    rng = np.random.default_rng(1)
    X, Y = rng.standard_normal((3, 5)), rng.standard_normal((2, 5))
    %s
    def cost():
        A = np.tanh(W @ X + b)
        return 0.5 * ((V @ A - Y) ** 2).sum()
    def grads():
        A = np.tanh(W @ X + b)
        E = V @ A - Y
        D = V.T @ E * (1 - A ** 2)
        return {"W": D @ X.T, "b": D.sum(axis=1, keepdims=True), "V": E @ A.T}
    """


@needs_numpy
@pytest.mark.parametrize(
    "W",
    [
        "rng.standard_normal((4, 3))",
        "np.asfortranarray(rng.standard_normal((4, 3)))",
        "rng.standard_normal((8, 6))[::2, 1:4]",
        "rng.standard_normal((4, 3))[::-1]",
        "rng.standard_normal((4, 3)).astype(np.float32)",
        "np.broadcast_to(rng.standard_normal(3), (4, 3))",
        "np.frombuffer(rng.standard_normal((4, 3)).tobytes()).reshape(4, 3)",
        "np.matrix(rng.standard_normal((4, 3)))",
    ],
)
def test_layouts_of_arrays(host, write, W):
    text = NETWORK % "W = %s\n    b, V = rng.standard_normal((4, 1)), rng.standard_normal((2, 4))" % W
    if "matrix" in W:
        text = text.replace("W @ X", "np.asarray(W @ X)")
    check(host, bind(host, write, text, {name: module(name) for name in "WbV"}))


@needs_numpy
def test_views_of_one_vector(host, write):
    text = """
        theta = np.linspace(-1, 1, 24)
        W, b, V = theta[:12].reshape(4, 3), theta[12:16].reshape(4, 1), theta[16:].reshape(4, 2).T
        decay = 0.5
        """.replace("\n        ", "\n    ")
    text = NETWORK % text
    text = text.replace(".sum()\n", ".sum() + decay * (theta @ theta)\n", 1)
    for gradient, name in (("D @ X.T", "W"), ("keepdims=True)", "b"), ("E @ A.T", "V")):
        text = text.replace(gradient, "%s + 2 * decay * %s" % (gradient, name))
    check(host, bind(host, write, text, {name: module(name) for name in "WbV"}))


@needs_numpy
def test_arrays_in_objects_tuples_closures_and_defaults(host, write):
    text = """
        import numpy as np
        class Layer:
            def __init__(self, W):
                self.W = W
        shared = np.array([1.0, 2.0])
        layer, pair = Layer(shared), (shared, "x")
        named = {"scale": np.float64(1.5), "shift": np.array(0.25)}
        def closed(W):
            return lambda: W.sum()
        total = closed(shared)
        def last(W=shared):
            return W[1]
        def cost():
            squares = (layer.W ** 2).sum()
            return squares * named["scale"] + pair[0][0] ** 3 + total() * last() + np.sin(named["shift"])
        def grads():
            a, b = layer.W
            s = named["scale"]
            return {"W": [2 * a * s + 3 * a ** 2 + b, 2 * b * s + a + 2 * b], "s": a * a + b * b,
                    "t": np.cos(named["shift"])}
        def alike():
            return float(layer.W is shared and pair[0] is shared and last.__defaults__[0] is shared)
        """
    tensors = {"W": module("layer", ".W"), "s": module("named", "scale"), "t": module("named", "shift")}
    check(host, bind(host, write, text, tensors))
    results = host.request("run", steps=[call("same", "alike")])["results"]
    assert results[0]["value"] == 1


def test_models_of_plain_numbers(host, write):
    text = """
        W, v = [[0.5, -1.0], [2.0, 0.25]], 0.75
        def cost():
            return sum(w * w * v for row in W for w in row) + W[0][0] * W[1][1]
        def grads():
            g = [[2 * w * v for w in row] for row in W]
            g[0][0] += W[1][1]
            g[1][1] += W[0][0]
            return {"W": g, "v": sum(w * w for row in W for w in row)}
        """
    check(host, bind(host, write, text, {"W": module("W"), "v": module("v")}))


@needs_numpy
def test_parameters_behind_functions(host, write):
    text = """
        import numpy as np
        hidden = {"W": np.array([1.0, 2.0])}
        def get(): return hidden["W"].copy()
        def set(value): hidden["W"] = value
        def cost(): return (np.exp(hidden["W"])).sum()
        def grads(): return {"W": np.exp(hidden["W"])}
        """
    check(host, bind(host, write, text, {"W": accessors(module("get"), module("set"))}))


@needs_numpy
@pytest.mark.parametrize("options", [{}, {"restore": True}, {"reseed": 3}])
def test_costs_that_change_parameters_and_state(host, write, options):
    text = """
        import numpy as np
        class Net: pass
        net = Net()
        net.W, net.V, net.calls = np.array([1.0, 2.0]), np.array([3.0]), 0
        def cost():
            result = (net.W ** 3).sum() + net.V[0] ** 2 * net.W[0]
            net.W *= 0.9
            net.V = net.V - 1
            net.calls += 1
            return result
        def grads():
            return {"W": 3 * net.W ** 2 + [net.V[0] ** 2, 0], "V": 2 * net.V * net.W[0]}
        """
    check(host, bind(host, write, text, {"W": module("net", ".W"), "V": module("net", ".V")}, **options))


@needs_numpy
def test_kinks_that_look_at_the_real_part_first(host, write):
    text = """
        import numpy as np
        W = np.array([1.0, -2.0, 0.5])
        def cost(): return (np.maximum(W, 0) ** 2).sum() + np.where(W > 0, W, 0.1 * W).sum()
        def grads(): return {"W": 2 * np.maximum(W, 0) + np.where(W > 0, 1, 0.1)}
        """
    check(host, bind(host, write, text, {"W": module("W")}))


def test_a_component_that_the_cost_does_not_read_has_the_derivative_zero(host, write):
    text = """
        W, unused = [1.0, 2.0], 3.0
        def cost(): return W[0] ** 2
        def grads(): return {"W": [2 * W[0], 0.0], "unused": 0.0}
        """
    check(host, bind(host, write, text, {"W": module("W"), "unused": module("unused")}))


def refusal(host, write, text, **options):
    bind(host, write, text, {"W": module("W")}, **options)
    before = host.request("costs", points=[[]])
    with pytest.raises(HostError) as caught:
        derivatives(host, 0, 2)
    assert host.request("costs", points=[[]]) == before
    plus = host.request(
        "sweep", tensor=0, components={"start": 0, "count": 2}, step=1e-6, scheme="central"
    )["plus"]
    assert all(math.isfinite(value) for value in unblock(plus))
    return caught.value.data


@needs_numpy
@pytest.mark.parametrize(
    "line, told",
    [
        ("return float((W ** 2).sum())", "imaginary"),
        ("Z[...] = W; return (Z ** 2).sum()", "imaginary"),
        ("return (W.astype(float) ** 2).sum()", "imaginary"),
        ("return math.exp(W[0]) + W[1]", "imaginary"),
        ("assert W.dtype == float; return (W ** 2).sum()", "AssertionError"),
        ("np.add(W, 1, out=Z); return (Z ** 2).sum()", "UFuncTypeError"),
        ("if W.dtype != float: sys.exit('no'); \n    return W.sum()", "no"),
    ],
)
def test_models_that_are_real_only_are_refused_at_their_line(host, write, line, told):
    head = "import math, sys\nimport numpy as np\nW, Z = np.array([1.0, 2.0]), np.zeros(2)\ndef cost():\n    "
    line = line.replace("; return", "\n    return")
    found = refusal(host, write, head + line + "\ndef grads(): return {'W': 2 * W}\n")
    assert found["kind"] == "not-complex" and told in found["message"]
    assert found["line"] in (5, 6) and found["function"] == "cost"


@needs_numpy
@pytest.mark.parametrize("expression", ["np.abs(W).sum()", "np.linalg.norm(W)", "(W.real ** 2).sum()"])
def test_a_cost_that_stays_real_is_refused(host, write, expression):
    text = """
        import numpy as np
        W = np.array([1.0, 2.0])
        def cost(): return %s
        def grads(): return {"W": W}
        """
    found = refusal(host, write, text % expression)
    assert found["kind"] == "not-complex" and "line" not in found


def test_lists_that_are_real_only_are_refused(host, write):
    text = """
        import math
        W = [1.0, 2.0]
        def cost(): return sum(math.exp(w) for w in W)
        def grads(): return {"W": [math.exp(w) for w in W]}
        """
    found = refusal(host, write, text)
    assert found["kind"] == "not-complex" and found["line"] == 3


@needs_numpy
def test_a_cost_that_is_no_finite_number_there_has_no_derivative(host, write):
    text = """
        import numpy as np
        W = np.array([1.0, 2.0])
        def cost(): return np.where(np.iscomplex(W), np.nan, W).sum()
        def grads(): return {"W": np.ones(2)}
        """
    bind(host, write, text, {"W": module("W")})
    assert all(math.isnan(value) for value in derivatives(host, 0, 2))


@needs_numpy
def test_at_a_moved_base_point(host, write):
    text = """
        import numpy as np
        W = np.array([1.0, 2.0])
        def cost(): return (W ** 3).sum()
        def grads(): return {"W": 3 * W ** 2}
        """
    bind(host, write, text, {"W": module("W")})
    host.request("move", point=[component(0, 0, 1.0)])
    assert derivatives(host, 0, 2) == pytest.approx([12, 12], rel=1e-14)
