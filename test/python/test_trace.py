"""Where gradients are made, in the ways that people make them."""

import importlib.util

import pytest
from host_client import call, module, plan, slot, tensor

needs_numpy = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")

HEAD = """
        import numpy as np
        W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        n = 2
        def cost(): return (W ** 2).sum()
"""


def trace(host, write, body, gradient=None, head=HEAD, files=()):
    """(text of `made` or None, texts of the changed lines, TracedGradient) of the one tensor of a model."""
    for name, text in dict(files).items():
        write(name, text)
    import textwrap

    text = textwrap.dedent(head).lstrip("\n") + textwrap.dedent(body)
    host.load(write("model.py", text))
    bound = [tensor("W", module("W"), gradient or slot("g"))]
    host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], bound))
    (item,) = host.request("trace")["gradients"]

    def shown(place):
        with open(place["file"], encoding="utf-8") as stream:
            line = stream.read().split("\n")[place["line"] - 1]
        assert place["endLine"] == place["line"]
        return line[place["column"] - 1 : place["endColumn"] - 1]

    return item["made"] and shown(item["made"]), [shown(place) for place in item["changed"]], item


@needs_numpy
def test_built_in_place(host, write):
    body = """
        def grads():
            dW = np.zeros((2, 3))
            for j in range(3):
                dW[:, j] += 2 * W[:, j]
            row = dW[0]
            row *= 1
            np.add.at(dW, [0], 0.0)
            np.add(dW, 0.0, out=dW)
            dW /= n
            dW.sort()
            return dW * 1 if False else dW
        """
    made, changed, item = trace(host, write, body)
    assert made == "np.zeros((2, 3))" and item["madeZero"] and item["made"]["function"] == "grads"
    expected = [
        "dW[:, j] += 2 * W[:, j]",
        "row *= 1",
        "np.add.at(dW, [0], 0.0)",
        "np.add(dW, 0.0, out=dW)",
        "dW /= n",
    ]
    assert changed == expected + ["dW.sort()"]


@needs_numpy
def test_an_empty_array_is_an_accumulator(host, write):
    body = """
        def grads():
            dW = np.empty_like(W)
            dW[...] = 2 * W
            return dW
        """
    made, changed, item = trace(host, write, body)
    assert (made, changed, item["madeZero"]) == ("np.empty_like(W)", ["dW[...] = 2 * W"], True)


@needs_numpy
def test_made_before_the_run_and_changed_in_it(host, write):
    body = """
        class Net:
            def __init__(self): self.grads = {"W": np.zeros((2, 3))}
            def back(self):
                self.grads["W"][:] = 0
                self.grads["W"] += 2 * W
        net = Net()
        def grads(): net.back()
        """
    made, changed, item = trace(host, write, body, module("net", ".grads", "W"))
    assert made == 'self.grads["W"][:] = 0' and item["madeZero"] and item["ordinal"] == 0
    assert changed == ['self.grads["W"] += 2 * W']


@needs_numpy
def test_filled_with_zeros(host, write):
    body = """
        dW, db = np.ones((2, 3)), [np.ones(3)]
        def grads():
            dW.fill(0)
            dW[0] += 2
            db[0].fill(0)
            return dW, db
        """
    made, changed, item = trace(host, write, body, slot("g", 0))
    assert (made, changed) == ("dW.fill(0)", ["dW[0] += 2"]) and item["madeZero"]


@needs_numpy
def test_a_part_of_a_larger_array(host, write):
    body = """
        def grads():
            both = np.stack([W, 2 * W])
            return both
        """
    made, _, _ = trace(host, write, body, slot("g", 1))
    assert made == "np.stack([W, 2 * W])"


@needs_numpy
def test_a_view_of_a_flat_gradient(host, write):
    body = """
        def grads():
            flat = np.zeros(8)
            out = flat[:6].reshape(2, 3)
            flat[:6] = (2 * W).ravel()
            return {"W": out}
        """
    made, changed, _ = trace(host, write, body, slot("g", "W"))
    assert (made, changed) == ("flat[:6].reshape(2, 3)", ["flat[:6] = (2 * W).ravel()"])


@needs_numpy
def test_a_gradient_made_in_another_file(host, write):
    files = {"lib/backward.py": "def dot_grad(x):\n    y = 2 * x\n    return y\n"}
    body = """
        from lib.backward import dot_grad
        def grads():
            g = dot_grad(W)
            return g
        """
    made, _, item = trace(host, write, body, files=files)
    assert (
        made == "2 * x"
        and item["made"]["file"].endswith("backward.py")
        and item["made"]["function"] == "dot_grad"
    )


@needs_numpy
def test_numbers_added_up(host, write):
    head = """
        import numpy as np
        W = np.float64(3.0)
        def cost(): return 2 * W
        """
    body = """
        def grads():
            total = 0
            for k in range(2):
                total += W / W
            return total
        """
    made, changed, _ = trace(host, write, body, head=head)
    assert (made, changed) == ("total += W / W", [])


@needs_numpy
def test_lookups_make_nothing(host, write):
    body = """
        store = {"made": {"W": 2 * W}, "view": (2 * W)[:]}
        def grads():
            first = store["made"]["W"]
            second = store.get("view")
            return first, second, np.asarray(first)
        """
    for part in (0, 1, 2):
        from host_client import HostClient

        with HostClient() as client:
            assert trace(client, write, body, slot("g", part))[0] is None


@needs_numpy
def test_the_sum_of_lists_of_arrays(host, write):
    body = """
        def one(): return [W * 1.0]
        def grads():
            nabla = [np.zeros(w.shape) for w in [W]]
            for k in range(2):
                delta = one()
                nabla = [nw + dnw for nw, dnw in zip(nabla, delta)]
            return nabla
        """
    made, _, item = trace(host, write, body, slot("g", 0))
    assert made == "W * 1.0" and not item["madeZero"]


@needs_numpy
def test_transposed_negated_and_indexed(host, write):
    for expression, expected in (
        ("(2 * W.T).T", "(2 * W.T).T"),
        ("-(-2 * W)", "-(-2 * W)"),
        ("(2 * W)[:]", "(2 * W)[:]"),
    ):
        from host_client import HostClient

        with HostClient() as client:
            made, _, _ = trace(client, write, "\ndef grads():\n    return %s\n" % expression)
        assert made == expected


@needs_numpy
def test_arrays_die_as_they_would(host, write):
    body = """
        import gc, weakref
        alive = []
        def grads():
            alive.clear()
            for k in range(5):
                temporary = W * k
                alive.append(weakref.ref(temporary))
            del temporary
            assert not any(ref() is not None for ref in alive), "kept alive"
            return 2 * W
        """
    assert trace(host, write, body)[0] == "2 * W"


@needs_numpy
def test_a_trace_that_fails_is_empty(host, write):
    body = """
        import sys
        def grads():
            if hasattr(__import__("builtins"), "__gl_probe__"):
                raise RuntimeError("seen")
            return 2 * W
        """
    made, changed, item = trace(host, write, body)
    assert made is None and changed == [] and item["madeZero"] is False


@needs_numpy
def test_changed_places_are_at_most_twenty(host, write):
    body = "\ndef grads():\n    dW = 2 * W\n" + "".join(
        "    dW += %d * W - %d * W\n" % (k, k) for k in range(30)
    )
    made, changed, _ = trace(host, write, body + "    return dW\n")
    assert made == "2 * W" and len(changed) == 20 and changed[0] == "dW += 0 * W - 0 * W"


@needs_numpy
def test_repeating_a_trace_gives_the_same(host, write):
    body = "\ndef grads():\n    dW = np.zeros_like(W)\n    dW[0] += 2 * W[0]\n    return dW\n"
    _, _, first = trace(host, write, body)
    assert host.request("trace")["gradients"] == [first]
