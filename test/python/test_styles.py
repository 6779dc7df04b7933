"""Models in every style through the protocol: gradients against differences, exact restore, trace."""

import importlib.util
import math

import pytest
from host_client import HostClient, component, normal, unblock
from styles import STYLES

HAS_NUMPY = importlib.util.find_spec("numpy") is not None


@pytest.fixture(params=list(STYLES))
def bound(request, write, host):
    """(host, plan, bind reply, text) of a model in one style."""
    text, steps, plan, needs_numpy = STYLES[request.param]
    if needs_numpy and not HAS_NUMPY:
        pytest.skip("numpy is not installed")
    host.load(write("model.py", text))
    host.request("run", steps=steps)
    return host, plan, host.request("bind", **plan), text.lstrip("\n")


def gradient(host, number, size):
    return unblock(host.request("values", kind="gradient", tensor=number, start=0, count=size)["values"])


def parameter(host, number, size):
    return unblock(host.request("values", kind="parameter", tensor=number, start=0, count=size)["values"])


def base_cost(host):
    return unblock(host.request("costs", points=[[]])["costs"])[0]


def size(fact):
    return math.prod(fact["shape"])


def test_gradients_agree_with_a_sweep(bound):
    host, _, reply, _ = bound
    for number, fact in enumerate(reply["tensors"]):
        assert fact["gradient"]["fits"] and fact["gradient"]["finite"]
        components = {"start": 0, "count": size(fact)}
        wire = host.request("sweep", tensor=number, components=components, step=1e-5, scheme="central")
        plus, minus, width = (unblock(wire[key]) for key in ("plus", "minus", "width"))
        for expected, upper, lower, distance in zip(gradient(host, number, size(fact)), plus, minus, width):
            assert abs((upper - lower) / distance - expected) <= 1e-8 * (1 + abs(expected))


def test_evaluations_restore_the_bits(bound):
    host, _, reply, _ = bound
    first, second = unblock(reply["costs"])
    assert first == second == base_cost(host)
    for number, fact in enumerate(reply["tensors"]):
        before = parameter(host, number, size(fact))
        host.request("sweep", tensor=number, components=[size(fact) - 1, 0], step=1e-3, scheme="forward")
        points = [
            [component(number, 0, 0.5)],
            [normal(number, 0, size(fact), step=0.1), component(number, 0, -1.0)],
            [{"direction": {"kind": "parameter", "tensor": number}, "step": 2.0}],
        ]
        host.request("costs", points=points)
        host.request("move", point=points[1])
        assert parameter(host, number, size(fact)) != before
        host.request("move", point=[])
        assert parameter(host, number, size(fact)) == before
        assert base_cost(host) == first


def test_directional_derivatives(bound):
    host, _, reply, _ = bound
    for number, fact in enumerate(reply["tensors"]):
        count = size(fact)
        facts = host.request(
            "directions", directions=[normal(number, 0, count, seed=4), component(number, count - 1)]
        )
        norms, dots = unblock(facts["norms"]), unblock(facts["gradientDots"])
        assert norms[0] == pytest.approx(1, abs=1e-14) and norms[1] == 1
        assert dots[1] == gradient(host, number, count)[-1]
        points = [[normal(number, 0, count, seed=4, step=step)] for step in (1e-5, -1e-5)]
        upper, lower = unblock(host.request("costs", points=points)["costs"])
        assert (upper - lower) / 2e-5 == pytest.approx(dots[0], abs=1e-8)


def test_trace_names_a_line_for_every_gradient(bound):
    host, plan, reply, text = bound
    before = [gradient(host, number, size(fact)) for number, fact in enumerate(reply["tensors"])]
    traced = host.request("trace")["gradients"]
    assert [item["tensor"] for item in traced] == [item["name"] for item in plan["tensors"]]
    lines = text.split("\n")
    for item in traced:
        place = item["made"]
        line = lines[place["line"] - 1]
        assert place["line"] == place["endLine"]
        assert line[place["column"] - 1 : place["endColumn"] - 1].strip()
        assert place["function"] in ("<lambda>",) or "def %s" % place["function"] in text
    assert base_cost(host) == unblock(reply["costs"])[0]
    host.request("bind", **plan)
    assert [gradient(host, number, size(fact)) for number, fact in enumerate(reply["tensors"])] == before


def test_the_same_seed_gives_the_same_bits(bound, write):
    _, plan, reply, text = bound
    with HostClient() as other:
        other.load(write("again/model.py", text))
        steps = next(style[1] for style in STYLES.values() if style[0].lstrip("\n") == text)
        other.request("run", steps=steps)
        again = other.request("bind", **plan)
    assert again["costs"] == reply["costs"]
    assert [fact["gradient"] for fact in again["tensors"]] == [fact["gradient"] for fact in reply["tensors"]]


def where(host):
    """tensor → (text range of `made`, lines changed)."""
    return {item["tensor"]: item for item in host.request("trace")["gradients"]}


def places(text, item):
    lines = text.lstrip("\n").split("\n")
    made = item["made"]
    found = made and lines[made["line"] - 1][made["column"] - 1 : made["endColumn"] - 1]
    return found, [lines[change["line"] - 1].strip() for change in item["changed"]]


def traced(host, write, style):
    text, steps, plan, needs_numpy = STYLES[style]
    if needs_numpy and not HAS_NUMPY:
        pytest.skip("numpy is not installed")
    host.load(write("model.py", text))
    host.request("run", steps=steps)
    host.request("bind", **plan)
    return {name: places(text, item) for name, item in where(host).items()}, where(host)


def test_trace_of_course_functions(host, write):
    found, items = traced(host, write, "course")
    assert found["W1"] == ("np.dot(dZ1, X.T) / m", [])
    assert found["b2"] == ("np.sum(dZ2, axis=1, keepdims=True) / m", [])
    assert (
        items["W2"]["ordinal"] < items["W1"]["ordinal"]
        and items["W1"]["made"]["function"] == "backward_propagation"
    )


def test_trace_of_keys_that_are_computed(host, write):
    found, items = traced(host, write, "layers")
    assert found["W2"] == ("dZ @ A_prev.T", [])
    assert found["b2"][1] == ['grads[f"db{l}"] += dZ.sum(axis=1, keepdims=True)']
    assert items["b1"]["madeZero"] and not items["W1"]["madeZero"]


def test_trace_of_changes_in_place(host, write):
    found, _ = traced(host, write, "params class")
    assert found["W2"] == ("hidden.T.dot(dscores)", ['grads["W2"] += 2 * reg * W2'])
    assert found["b1"] == ("np.sum(dhidden, axis=0)", [])


def test_trace_of_closures(host, write):
    found, _ = traced(host, write, "contract")
    assert found["W"] == ("X.T @ dZ", [])


def test_trace_of_plain_lists_and_numbers(host, write):
    found, items = traced(host, write, "plain Python")
    assert found["W"] == ("[[0.0 for _ in row] for row in W]", ["dW[i][j] += dz * x[j]"])
    assert found["b"] == ("[]", ["db.append(0.0)", "db[i] += dz"])
    assert found["scale"][0] == "dscale += (a[i] - y[i]) ** 2"
    assert items["W"]["madeZero"] and items["b"]["madeZero"]
