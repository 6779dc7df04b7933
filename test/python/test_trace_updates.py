"""Where the gradient of an update is made: where what moves the parameter was, or else at the update."""

import pytest
from host_client import HostClient, call, change, module, plan, slot, tensor
from test_trace import HEAD, trace

np = pytest.importorskip("numpy")

NET = """
    class Net:
        lr = 0.5
        step = 0.5
        def __init__(self):
            self.W = W
            self.b = 1.5
            self.dW = np.zeros((2, 3))
            self.grads = {}
            self.weights = [W, W[0]]
    net = Net()
    params = {"W": W}
"""


def where(host, write, body, gradient):
    return trace(host, write, NET + "    def grads():\n" + body, gradient, head=HEAD)[:2]


@pytest.mark.parametrize(
    ("body", "made", "changed"),
    [
        ("dW = 2 * W\n        net.W -= net.lr * dW", "2 * W", []),
        ("dW = 2 * W\n        net.W -= dW * net.lr / n", "2 * W", []),
        ("dW = 2 * W\n        net.W += -net.lr * dW", "2 * W", []),
        ("dW = 2 * W\n        net.W[...] -= net.lr * dW", "2 * W", []),
        ("dW = 2 * W\n        w = net.W\n        w -= net.lr * dW", "2 * W", []),
        ("step = net.lr * (2 * W)\n        net.W -= step", "net.lr * (2 * W)", []),
        ("net.grads['W'] = 2 * W\n        net.W -= net.lr * net.grads['W']", "2 * W", []),
        ("dW = np.zeros_like(W)\n        dW += 2 * W\n        net.W -= net.lr * dW", "np.zeros_like(W)", ["dW += 2 * W"]),
        ("dW = 2 * W\n        for p, g in zip([net.W], [dW]): p -= net.lr * g", "2 * W", []),
        ("net.W -= net.lr * (2 * W)", None, ["net.W -= net.lr * (2 * W)"]),
        (
            "dW = 2 * W\n        net.W -= 0.1 * W\n        net.W -= net.lr * dW",
            "2 * W",
            [],
        ),
        (
            "a, b = 1 * W, 1 * W\n        net.W -= net.lr * a\n        net.W -= net.lr * b",
            None,
            ["net.W -= net.lr * a", "net.W -= net.lr * b"],
        ),
    ],
)
def test_updates_in_place(host, write, body, made, changed):
    assert where(host, write, "        " + body + "\n", change(0.5)) == (made, changed)


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("dW = 2 * W\n        return W - net.lr * dW", "2 * W"),
        ("dW = 2 * W\n        return -net.lr * dW + W", "2 * W"),
        ("dW = 2 * W\n        return W - dW", "2 * W"),
        ("grads = {'dW1': 2 * W}\n        l = 1\n        return W - net.lr * grads['dW' + str(l)]", "2 * W"),
        ("return W - net.lr * (2 * W)", "W - net.lr * (2 * W)"),
        ("new = [w - (net.lr / n) * d for w, d in zip([W], [2 * W])]\n        return new[0]", "2 * W"),
        (
            "total = [np.zeros(W.shape)]\n"
            "        for _ in range(2):\n"
            "            total = [t + d for t, d in zip(total, [1 * W])]\n"
            "        return [w - net.lr * d for w, d in zip([W], total)][0]",
            "1 * W",
        ),
    ],
)
def test_updates_that_return_the_new_values(host, write, body, made):
    assert where(host, write, "        " + body + "\n", change(0.5, after=slot("g")))[0] == made


def traced(write, body, planned):
    with HostClient() as host:
        text = "import numpy as np\nW = np.ones((2, 3))\n" + "\n".join(line[4:] for line in NET.split("\n"))
        text += "\ndef cost(): return 1.0\ndef grads():\n" + body
        host.load(write("model.py", text))
        host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], [planned]))
        (item,) = host.request("trace")["gradients"]
    lines = text.split("\n")

    def shown(place):
        return place and lines[place["line"] - 1][place["column"] - 1 : place["endColumn"] - 1]

    return shown(item["made"]), [shown(place) for place in item["changed"]]


def test_numbers_that_are_replaced(write):
    body = "    db = 2 * net.b\n    net.b -= net.lr * db\n"
    assert traced(write, body, tensor("b", module("net", ".b"), change(0.5))) == ("2 * net.b", [])
    body = "    net.b = net.b - net.lr * 2 * net.b\n"
    made = ("net.b - net.lr * 2 * net.b", [])
    assert traced(write, body, tensor("b", module("net", ".b"), change(0.5))) == made


def test_a_parameter_that_is_replaced_in_its_container(write):
    body = "    dW = 2 * params['W']\n    params['W'] = params['W'] - 0.5 * dW\n"
    assert traced(write, body, tensor("W", module("params", "W"), change(0.5))) == ("2 * params['W']", [])


def test_what_adds_up(write):
    body = "    net.dW += 2 * net.W\n"
    planned = tensor("W", module("net", ".W"), change(-1, of=module("net", ".dW")))
    assert traced(write, body, planned) == (None, ["net.dW += 2 * net.W"])
    body = "    d = 2 * net.W\n    net.dW = net.dW + d\n"
    assert traced(write, body, planned)[0] in ("2 * net.W", "net.dW + d")


def test_class_attributes_and_layers_that_return_tuples(write):
    body = "    Net.dK = 2 * W\n    dx, dw = 1 * W, 3 * W\n    return dx, dw\n"
    assert traced(write, body, tensor("W", module("W"), module("Net", ".dK"))) == ("2 * W", [])
    assert traced(write, body, tensor("W", module("W"), slot("g", 1))) == ("3 * W", [])
