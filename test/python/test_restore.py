"""Whatever an evaluation does, the parameters are bit by bit what they were: after it, and where a request fails."""

import importlib.util
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from host_client import HostClient, HostError, call, component, module, normal, plan, slot, tensor, unblock

pytestmark = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")

# The cost does what the last entry of `todo` says, where its arrays are not what they were at the beginning.
MODEL = """
    import numpy as np

    rng = np.random.default_rng(3)
    frozen = rng.standard_normal((2, 3))
    frozen.flags.writeable = False
    p = {
        "plain": rng.standard_normal((3, 2)),
        "single": rng.standard_normal((2, 2)).astype(np.float32),
        "strided": rng.standard_normal((6, 6))[::2, 1:4],
        "reversed": rng.standard_normal(4)[::-1],
        "fortran": np.asfortranarray(rng.standard_normal((3, 2))),
        "point": np.array(0.75),
        "empty": np.zeros((0, 3)),
        "frozen": frozen,
        "special": np.array([-0.0, 5e-324, 1e300, np.nextafter(1.0, 2.0)]),
        "rows": [[0.1, -0.0], [2.5, 1e-310]],
        "number": 0.3,
    }
    todo = []

    def state():
        return b"".join(np.asarray(value, dtype=float).tobytes() for value in p.values())

    start = []

    def begin():
        start.append((state(), [id(value) for name, value in p.items() if name != "number"]))

    def kept():
        return float(start == [(state(), [id(value) for name, value in p.items() if name != "number"])])

    def wish(what):
        todo.append(what)

    def cost():
        away = start and state() != start[0][0] or any(np.iscomplexobj(value) for value in p.values())
        if todo and away:
            if todo[-1] == "raise":
                raise ValueError("no")
            if todo[-1] == "interrupt":
                raise KeyboardInterrupt
            if todo[-1] == "exit":
                raise SystemExit(3)
            if todo[-1] == "nan":
                return float("nan")
            if todo[-1] == "array":
                return np.zeros(2)
        return sum((np.asarray(value) ** 2).sum() for name, value in p.items() if name != "special")

    def grads():
        return {name: 2 * np.asarray(value) for name, value in p.items()}
    """
NAMES = "plain single strided reversed fortran point empty frozen special rows number".split()
SIZES = [6, 4, 9, 4, 6, 1, 0, 6, 4, 4, 1]

numbers = st.integers(0, len(NAMES) - 1)
requests = st.tuples(
    st.sampled_from(["central", "forward", "complex", "component", "normal", "move"]),
    numbers,
    st.floats(1e-8, 0.5),
)
wishes = st.sampled_from(["nothing", "raise", "interrupt", "exit", "nan", "array"])


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A host with the model bound in it."""
    file = tmp_path_factory.mktemp("restore") / "model.py"
    file.write_text(textwrap.dedent(MODEL))
    with HostClient() as client:
        client.load(file)
        tensors = [tensor(name, module("p", name), slot("g", name)) for name in NAMES]
        client.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], tensors))
        client.request("run", steps=[call("none", "begin")])
        yield client


def ask(client, kind, number, step):
    count = SIZES[number]
    if kind in ("central", "forward", "complex"):
        components = {"start": 0, "count": count}
        client.request("sweep", tensor=number, components=components, step=step, scheme=kind)
    elif kind == "component":
        points = [[component(number, index, step)] for index in range(count)]
        client.request("costs", points=points + [[]])
    elif kind == "normal":
        client.request("costs", points=[[normal(number, 0, count, step=step)]])
    elif count:
        client.request("move", point=[component(number, count - 1, step)])
        client.request("move", point=[])


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes, st.lists(requests, min_size=1, max_size=4))
def test_the_bits_and_the_objects_stay(model, wish, asked):
    client = model
    client.request("run", steps=[call("none", "wish", {"from": "literal", "value": wish})])
    before = unblock(client.request("costs", points=[[]])["costs"])
    for kind, number, step in asked:
        try:
            ask(client, kind, number, step)
        except HostError as error:
            assert kind in ("complex", "move") or wish == "interrupt", error.data
        (result,) = client.request("run", steps=[call("kept", "kept")])["results"]
        assert result["value"] == 1, (kind, NAMES[number], wish)
    assert unblock(client.request("costs", points=[[]])["costs"]) == before
