"""State that is put back: exactly, in place, and without the parameters."""

import collections
import copy
import random
import sys
import types
from array import array

import pytest
from host_client import HostError, call, component, module, plan, slot, tensor, unblock
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from gradient_lens_host.paths import Names  # noqa: E402
from gradient_lens_host.state import Snapshot  # noqa: E402
from gradient_lens_host.tensors import ArrayTensor, ListTensor, NumberTensor, Place  # noqa: E402
from gradient_lens_host.vectors import vectors  # noqa: E402


class Own:
    """A class of the user's."""

    shared = 0


class Slotted:
    __slots__ = ("a", "b")


class OwnProject:
    """Everything of this module belongs to the user."""

    def owns_class(self, kind):
        return kind.__module__ == __name__

    def owns(self, file):
        return file == __file__


PROJECT = OwnProject()


def snapshot(root, tensors=()):
    return Snapshot([root], tensors, PROJECT)


atoms = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3))
arrays = st.lists(st.floats(), max_size=4).map(np.array)


def holders(inside):
    lists = st.lists(inside, max_size=3)
    names = st.sampled_from("abcd")
    return st.one_of(
        lists,
        lists.map(tuple),
        lists.map(collections.deque),
        st.dictionaries(names, inside, max_size=3),
        st.dictionaries(names, inside, max_size=3).map(collections.OrderedDict),
        st.dictionaries(names, inside, max_size=3).map(own),
    )


def own(attributes):
    value = Own()
    vars(value).update(attributes)
    return value


def shape(value, seen=None):
    """A value as nested tuples of identities and bits; what is shared shows as such."""
    seen = {} if seen is None else seen
    if id(value) in seen:
        return ("again", seen[id(value)])
    seen[id(value)] = len(seen)
    if isinstance(value, np.ndarray):
        return (id(value), value.tobytes(), value.shape)
    if isinstance(value, dict):
        return (id(value), tuple((key, shape(item, seen)) for key, item in value.items()))
    if isinstance(value, (list, tuple, collections.deque)):
        return (id(value), tuple(shape(item, seen) for item in value))
    if isinstance(value, Own):
        return (id(value), shape(vars(value), seen))
    return (id(value),)


def change(value, draw):
    """Changes something in a value, in place."""
    how = draw(st.integers(0, 3))
    if isinstance(value, np.ndarray):
        value[...] = draw(st.floats())
    elif isinstance(value, dict):
        if how == 0:
            value.clear()
        elif how == 1:
            value[draw(st.sampled_from("abcdefg"))] = draw(atoms)
        elif how == 2 and value:
            key, item = next(iter(value.items()))
            del value[key]
            value[key] = item
    elif isinstance(value, (list, collections.deque)):
        if how == 0:
            value.clear()
        elif how == 1:
            value.append(draw(atoms))
        elif how == 2:
            value.reverse()
        elif value:
            value[0] = [value[0]]
    elif isinstance(value, Own):
        change(vars(value), draw)


def reachable(value, seen):
    if id(value) in seen:
        return
    seen[id(value)] = value
    items = value.values() if isinstance(value, dict) else vars(value).values() if isinstance(value, Own) else ()
    for item in value if isinstance(value, (list, tuple, collections.deque)) else items:
        reachable(item, seen)


@settings(max_examples=200)
@given(st.recursive(st.one_of(atoms, arrays), holders, max_leaves=12), st.data())
def test_state_is_put_back_exactly_and_in_place(value, data):
    root = {"value": value, "alias": value, "__builtins__": {}}
    before = shape(root)
    kept = snapshot(root)
    for _ in range(2):
        for again in range(2):
            things = {}
            reachable(root, things)
            for item in list(things.values()):
                if item is not root and data.draw(st.booleans()):
                    change(item, data.draw)
            root["new"] = 1
            kept.restore_all()
            assert shape(root) == before
    kept.restore_all()
    assert shape(root) == before


def test_what_changed_once_is_put_back_by_the_quick_way():
    root = {"count": 0, "cache": [1.0], "X": np.zeros(3), "still": np.ones(3)}
    kept = snapshot(root)
    for restore in (kept.restore_all, kept.restore, kept.restore):
        root["count"] += 1
        root["cache"].append(2.0)
        root["X"] += 1
        restore()
        assert root["count"] == 0 and root["cache"] == [1.0] and not root["X"].any()


def test_state_in_every_place():
    slotted = Slotted()
    slotted.a = [1]

    def counter():
        calls = 0
        seen = []

        def count(history=[]):
            nonlocal calls
            calls += 1
            seen.append(calls)
            history.append(calls)
            count.total = calls
            Own.shared += 1
            Own.added = calls
            return calls

        return count, lambda: (calls, list(seen), list(count.__defaults__[0]), vars(count).copy())

    count, look = counter()
    numbers, room, counts = array("d", [1.0, float("nan")]), bytearray(b"ab"), {1, 2}
    default = collections.defaultdict(list, a=[1])
    space = types.SimpleNamespace(x=1)
    root = dict(s=slotted, c=count, n=numbers, r=room, k=counts, d=default, o=[Own()], p=space)
    root["items"] = np.array([[1], {"a": 2}], dtype=object)
    root["base"] = np.arange(4.0)
    root["view"] = root["base"][1:3]
    kept = snapshot(root)
    for restore in (kept.restore_all, kept.restore):
        slotted.a.append(2)
        slotted.b = 3
        assert count() == 1
        numbers[0] = 5.0
        room[0] = 7
        counts.add(3)
        default["b"].append(1)
        default["a"].append(1)
        space.x = space.y = 2
        root["items"][0].append(5)
        root["items"][1] = None
        root["view"] += 1
        restore()
        assert slotted.a == [1] and not hasattr(slotted, "b")
        assert look() == (0, [], [], {})
        assert Own.shared == 0 and not hasattr(Own, "added")
        assert numbers[0] == 1.0 and room == b"ab" and counts == {1, 2}
        assert default == {"a": [1]} and vars(space) == {"x": 1}
        assert root["items"].tolist() == [[1], {"a": 2}]
        assert root["base"].tolist() == [0, 1, 2, 3]


def test_generators_of_random_numbers():
    def draw():
        shared = (random.random(), np.random.rand())
        return shared + (root["a"].random(), root["b"].rand(), root["c"].standard_normal())

    root = {"a": random.Random(1), "b": np.random.RandomState(2), "c": np.random.default_rng(3)}
    kept = snapshot(root)
    first = draw()
    kept.restore_all()
    assert draw() == first
    kept.restore()
    assert draw() == first
    assert draw() != first


def test_an_array_that_was_given_another_shape():
    root = {"a": np.array([[0.0, 1, 2], [3, 4, 5]])}
    kept = snapshot(root)
    root["a"].shape = (3, 2)
    root["a"][...] = 0
    kept.restore_all()
    assert root["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_read_only_arrays_and_objects_of_libraries_are_left_alone():
    fixed = np.zeros(2)
    fixed.flags.writeable = False
    library = copy.copy(collections.Counter(a=1))
    root = {"fixed": fixed, "c": library, "m": sys, "f": print, "k": int}
    kept = snapshot(root)
    library["a"] = 5
    kept.restore_all()
    assert library == {"a": 1}


def test_parameters_are_left_out():
    net = Own()
    net.W = np.arange(4.0)
    net.half = net.W[:2]
    net.b = 1.5
    net.rows = [[1.0], [2.0]]
    net.pair = (0.5, [1])
    net.other = [0]
    root = {"net": net, "number": 2.5, "alias": net.rows}
    names = Names(root, {})

    def place(*parts, **options):
        source = {"from": "module", "name": parts[0], "path": [{"attribute": p} for p in parts[1:2]]}
        source["path"] += [{"item": p} for p in parts[2:]]
        return Place(names, source, **options)

    kind = vectors()
    tensors = [
        ArrayTensor("W", net.half, place("net", "half"), "float64", kind),
        ListTensor("rows", net.rows, place("net", "rows"), "float64", kind),
        NumberTensor("b", net.b, place("net", "b", is_number=True), "float64", kind),
        NumberTensor("p", 0.5, place("net", "pair", 0, is_number=True), "float64", kind),
        NumberTensor("n", 2.5, place("number", is_number=True), "float64", kind),
    ]
    kept = snapshot(root, tensors)
    for restore in (kept.restore_all, kept.restore):
        for tensor_ in tensors:
            tensor_.write(kind.make([9.0] * tensor_.size))
        pair = net.pair
        net.other.append(1)
        net.added = 1
        root["added"] = 1
        restore()
        assert all(list(tensor_.read()) == [9.0] * tensor_.size for tensor_ in tensors)
        assert net.pair is pair and net.other == [0]
        assert not hasattr(net, "added") and "added" not in root


def test_too_much_state(monkeypatch):
    monkeypatch.setattr("gradient_lens_host.state._BYTES", 1000)
    with pytest.raises(Exception, match="cannot be put back") as error:
        snapshot({"X": np.zeros(1000)})
    assert error.value.data["kind"] == "result"
    monkeypatch.setattr("gradient_lens_host.state._OBJECTS", 10)
    with pytest.raises(Exception, match="more than 10 objects"):
        snapshot({"X": [[1] for _ in range(20)]})


# In a plan

HIDDEN = """
    import numpy as np
    class Net:
        def __init__(self):
            self.W = np.array([1.0, -2.0])
            self.h = np.zeros(2)
            self.calls = 0
            self.dW = np.zeros(2)
        def cost(self):
            self.calls += 1
            self.h = np.tanh(self.h + self.W)
            return float((self.h ** 2).sum()) * self.calls
        def grads(self):
            h = np.tanh(self.h + self.W)
            self.dW += 2 * h * (1 - h ** 2)
            return self.dW
    net = Net()
    """


@pytest.mark.parametrize("restore", [False, True])
def test_hidden_state(host, write, restore):
    host.load(write("model.py", HIDDEN))
    planned = [tensor("W", module("net", ".W"), slot("g"))]
    cost, steps = [call("J", module("net", ".cost"))], [call("g", module("net", ".grads"))]
    reply = host.request("bind", **plan(cost, slot("J"), steps, planned, restore=restore))
    first, second = unblock(reply["costs"])
    assert (first == second) is restore
    assert reply["gradientRepeats"] is restore
    if restore:
        wire = host.request(
            "sweep", tensor=0, components={"start": 0, "count": 2}, step=1e-6, scheme="central"
        )
        plus, minus, width = (unblock(wire[key]) for key in ("plus", "minus", "width"))
        values = host.request("values", kind="gradient", tensor=0, start=0, count=2)["values"]
        slopes = [(a - b) / d for a, b, d in zip(plus, minus, width)]
        assert slopes == pytest.approx(unblock(values), rel=1e-7)
        assert unblock(host.request("costs", points=[[], [component(0, 0, 0.1)], []])["costs"])[::2] == [
            first,
            first,
        ]
        host.request("trace")
        assert host.request("move", point=[])["cost"] == first
        again = host.request("bind", **plan(cost, slot("J"), steps, planned, restore=True))
        assert unblock(again["costs"]) == [first, first]


def test_restored_random_numbers(host, write):
    text = """
        import numpy as np
        rng = np.random.default_rng(5)
        W = np.ones(3)
        def cost(): return float((W * rng.standard_normal(3) * np.random.rand(3)).sum())
        """
    host.load(write("model.py", text))
    planned = [tensor("W", module("W"), None)]
    reply = host.request("bind", **plan([call("J", "cost")], slot("J"), [], planned, restore=True))
    first, second = unblock(reply["costs"])
    assert first == second


def test_too_much_state_in_a_plan(host, write):
    host.load(write("model.py", "W = [1.0]\nrows = [[k] for k in range(1000001)]\ndef cost(): return W[0]\n"))
    planned = [tensor("W", module("W"), None)]
    with pytest.raises(HostError, match="cannot be put back") as error:
        host.request("bind", **plan([call("J", "cost")], slot("J"), [], planned, restore=True))
    assert error.value.data["kind"] == "result"
