"""What `load` reports of a module, and how it runs it."""

import importlib.util

import pytest
from host_client import call, literal, slot

needs_numpy = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")


def names(facts):
    return [fact["name"] for fact in facts]


def values(inventory):
    return {fact["name"]: fact["value"] for fact in inventory["values"]}


def test_functions(host, write):
    write("lib/helpers.py", "def relu(z):\n    return z\n\nclass Layer:\n    pass\n")
    text = """
        import functools
        from math import sqrt
        from json import loads
        from lib.helpers import relu, Layer

        def decorated(f):
            @functools.wraps(f)
            def inner(*a):
                return f(*a)
            return inner

        def cost(AL, Y, *rest, lambd=0.1, **more):
            '''Two returns, and one of an inner function that does not count.'''
            def inner():
                return 7
            if lambd:
                return (AL -
                        Y), {"k": 1}
            return

        @decorated
        def backward(cache, keep_prob=1.0):
            for _ in range(3):
                with open(cache) as f:
                    return f

        tanh = lambda x: (x, 1)
        async def late(): pass

        @functools.lru_cache(None)
        def kept(n): return n
        """
    inventory = host.load(write("model.py", text))
    facts = {fact["name"]: fact for fact in inventory["functions"]}
    assert list(facts) == ["relu", "decorated", "cost", "backward", "tanh", "late", "kept"]
    assert facts["relu"]["file"].endswith("helpers.py") and facts["relu"]["returns"] == [["z"]]
    assert (facts["cost"]["line"], facts["cost"]["endLine"]) == (12, 19)
    assert facts["cost"]["returns"] == [["AL - Y", '{"k": 1}'], []]
    assert [(p["name"], p["kind"]) for p in facts["cost"]["parameters"]] == [
        ("AL", "positional"),
        ("Y", "positional"),
        ("rest", "rest"),
        ("lambd", "keyword"),
        ("more", "rest-keyword"),
    ]
    assert facts["cost"]["parameters"][3]["default"] == {"type": "number", "value": 0.1, "integer": False}
    assert facts["backward"]["line"] == 22 and names(facts["backward"]["parameters"]) == [
        "cache",
        "keep_prob",
    ]
    assert facts["backward"]["returns"] == [["f"]]
    assert facts["tanh"]["returns"] == [["x", "1"]]
    assert names(inventory["classes"]) == ["Layer"] and inventory["classes"][0]["line"] == 4
    assert inventory["values"] == []


def test_classes_and_objects(host, write):
    text = """
        class Base:
            __slots__ = ()
            def shared(self): pass
            def loss(self, x): pass

        class Net(Base):
            __slots__ = ("slotted", "__dict__")

            def __init__(self, sizes, rate=0.5):
                self.sizes = sizes
                self.slotted = 1.5
                self.child = None

            @property
            def trap(self):
                raise SystemExit

            def __getattr__(self, name):
                raise SystemExit

            def loss(self, x, y):
                return self.sizes, y

            @staticmethod
            def plain(a): pass

            @classmethod
            def make(cls, b): pass

            def __call__(self, x): pass

        net = Net([2, 3])
        net.child = net
        forward = net.loss
        """
    inventory = host.load(write("model.py", text))
    kind = inventory["classes"][1]
    assert (kind["name"], kind["line"], names(kind["constructorParameters"])) == ("Net", 6, ["sizes", "rate"])
    assert names(kind["methods"]) == ["loss", "plain", "make", "__call__", "shared"]
    assert [names(method["parameters"]) for method in kind["methods"]] == [
        ["x", "y"],
        ["a"],
        ["b"],
        ["x"],
        [],
    ]
    net = values(inventory)["net"]
    assert net["className"] == "Net" and names(net["methods"])[0] == "loss"
    assert names(net["attributes"]) == ["sizes", "child", "slotted"]
    assert net["attributes"][0]["value"]["shape"] == [2]
    assert inventory["functions"][0]["name"] == "forward"
    assert names(inventory["functions"][0]["parameters"]) == ["x", "y"]


def test_values(host, write):
    text = """
        import sys
        number, whole, yes, nothing, text = 1.5, 3, True, None, "a" * 1000
        huge, odd, below = 10 ** 400, float("nan"), float("-inf")
        W = [[1.0, 2.0], [3.0, -4.5]]
        ragged = [[1.0], [2.0, 3.0]]
        mixed = [1, 2.5, 3]
        pairs = [([0, 1], 2)] * 60
        d = {"a": 1, 2: {"b": [1]}, (3, 4): 5}
        deep = {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}}}
        wide = {k: k for k in range(500)}
        own = []
        own.append(own)
        """
    found = values(host.load(write("model.py", text)))
    assert found["number"] == {"type": "number", "value": 1.5, "integer": False}
    assert found["whole"] == {"type": "number", "value": 3, "integer": True}
    assert found["yes"] == {"type": "boolean", "value": True} and found["nothing"] == {"type": "none"}
    assert len(found["text"]["value"]) == 200
    assert [found[name]["value"] for name in ("huge", "odd", "below")] == ["Infinity", "NaN", "-Infinity"]
    W = found["W"]
    assert (W["container"], W["shape"], W["dtype"], W["min"], W["max"]) == (
        "list",
        [2, 2],
        "float64",
        -4.5,
        3,
    )
    assert W["integerValued"] is False and found["ragged"]["type"] == "sequence"
    assert (found["mixed"]["dtype"], found["mixed"]["integerValued"]) == ("float64", False)
    assert (found["pairs"]["length"], len(found["pairs"]["items"])) == (60, 50)
    assert [entry["key"] for entry in found["d"]["entries"]] == ["a", 2] and found["d"]["length"] == 3
    assert found["wide"]["length"] == 500 and len(found["wide"]["entries"]) == 200
    assert '"other"' in str(found["deep"]).replace("'", '"') and found["own"]["type"] == "sequence"


@needs_numpy
def test_every_tensor_of_a_large_network(host, write):
    text = """
        import numpy as np
        parameters = {"W%d" % k: np.ones(2) for k in range(1000)}
        weights = [np.ones(2) for k in range(300)]
        images = [(np.ones(2), 1) for k in range(300)]
        vocabulary = dict({"word %d" % k: k for k in range(5000)}, W=np.ones(2))
        """
    found = values(host.load(write("model.py", text)))
    assert len(found["parameters"]["entries"]) == 1000
    assert len(found["weights"]["items"]) == 300
    assert len(found["images"]["items"]) == 50
    assert [entry["key"] for entry in found["vocabulary"]["entries"][199:]] == ["word 199", "W"]


@needs_numpy
def test_arrays(host, write):
    text = """
        import numpy as np
        a = np.array([[1.0, 2.0]])
        b = a
        f32 = np.ones((2, 0), np.float32)
        labels = np.array([0, 2, 1])
        flags = np.array([True, False])
        z = np.array([1j])
        s = np.array(["a"])
        scalar, count, truth = np.float64(0.5), np.int32(7), np.bool_(True)
        nan = np.array([1.0, np.nan])
        zero = np.array(3.0)
        rng = np.random.default_rng(0)
        big = np.arange(3_000_000.0)
        """
    found = values(host.load(write("model.py", text)))
    assert found["a"]["identity"] == found["b"]["identity"] != found["f32"]["identity"]
    assert (found["a"]["min"], found["a"]["max"], found["a"]["integerValued"]) == (1, 2, True)
    assert found["f32"]["dtype"] == "float32" and "min" not in found["f32"]
    assert (found["labels"]["dtype"], found["flags"]["dtype"]) == ("int64", "bool")
    assert found["z"]["dtype"] == "complex128" and found["s"]["type"] == "other"
    assert found["scalar"] == {"type": "number", "value": 0.5, "integer": False}
    assert found["count"]["integer"] and found["truth"] == {"type": "boolean", "value": True}
    assert found["nan"]["min"] == "NaN" and not found["nan"]["integerValued"]
    assert found["zero"]["shape"] == [] and found["rng"] == {"type": "other", "className": "Generator"}
    assert found["big"]["integerValued"]


def test_leave_out(host, write):
    text = """
        x = 1

        @staticmethod
        def dropped():
            pass

        for k in range(3):
            raise SystemExit
        y = 2; z = 3
        if __name__ == "__main__":
            raise SystemExit
        """
    left = [{"line": a, "endLine": b, "reason": ""} for a, b in ((3, 5), (7, 8))]
    inventory = host.load(write("model.py", text), leaveOut=left)
    assert names(inventory["values"]) == ["x", "y", "z"] and inventory["functions"] == []


def test_run_as_main(host, write):
    inventory = host.load(write("model.py", "if __name__ == '__main__':\n    x = 1\n"), moduleName="__main__")
    assert names(inventory["values"]) == ["x"]


def test_surroundings_of_the_model(host, write, tmp_path):
    write("data.txt", "5")
    write("sub/rpc.py", "mine = True\n")
    write("shared.py", "mine = True\n")
    text = """
        import os, sys
        import rpc, shared
        mine = rpc.mine and shared.mine
        arguments = list(sys.argv)
        data = open("../data.txt").read()
        backend = os.environ["MPLBACKEND"]
        file = __file__
        """
    file = write("sub/model.py", text)
    found = values(host.load(file, projectRoot=str(tmp_path)))
    assert found["mine"]["value"] and found["data"]["value"] == "5" and found["file"]["value"] == file
    assert found["backend"]["value"].lower() == "agg"


def test_relative_imports_of_a_package(host, write, tmp_path):
    write("pkg/__init__.py", "")
    write("pkg/sub/__init__.py", "")
    write("pkg/layers.py", "def relu(z):\n    return z\n")
    file = write("pkg/sub/model.py", "from ..layers import relu\n")
    assert names(host.load(file, projectRoot=str(tmp_path))["functions"]) == ["relu"]


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is not None, reason="matplotlib is installed")
def test_stand_ins(host, write):
    text = """
        import matplotlib.pyplot as plt
        from matplotlib import cm
        from mpl_toolkits.mplot3d import Axes3D
        import seaborn as sns; sns.set()
        from tqdm import tqdm, trange
        from tqdm.auto import tqdm as auto
        import wandb
        from google.colab import drive; drive.mount("/content")

        fig, axes = plt.subplots(2, 2)
        axes[0, 1].plot([1, 2], color=cm.viridis(0.5))
        line, = plt.plot([1])
        with plt.style.context("dark"):
            plt.show()
        plt.rcParams["figure.figsize"] = (5, 4)
        total = sum(tqdm([1, 2, 3])) + sum(trange(3)) + sum(auto(range(2), desc="x"))
        bar = tqdm(total=3)
        bar.update(1)

        @wandb.watch
        def decorated():
            return 1

        class Callback(wandb.Callback):
            pass
        """
    inventory = host.load(write("model.py", text))
    assert inventory["standIns"] == ["matplotlib", "mpl_toolkits", "seaborn", "tqdm", "wandb", "google"]
    assert values(inventory)["total"]["value"] == 10
    assert names(inventory["functions"]) == ["decorated"]


def test_a_helper_that_imports_the_model(host, write):
    write("helper.py", "import model\n\ndef double():\n    return model.W * 2\n")
    text = (
        "W = 1.5\nloads = globals().get('loads', 0) + 1\nimport helper\nW = 2.0\nresult = helper.double()\n"
    )
    found = values(host.load(write("model.py", text)))
    assert found["result"]["value"] == 4 and found["loads"]["value"] == 1


def test_very_large_lists(host, write):
    text = "row = [0.5] * 1000\nX = [row] * 40000\nlong = [1] * 5_000_000\nself_made = []\nself_made.append(self_made)\n"
    found = values(host.load(write("model.py", text), loadTimeout=20))
    assert found["X"]["shape"] == [40000, 1000] and found["long"]["shape"] == [5000000]
    assert found["self_made"]["type"] == "sequence"


def test_seeds(write):
    from host_client import HostClient

    text = "import random\na = random.random()\nb = random.Random(4).random()\n"
    found = []
    for seed in (1, 1, 2):
        with HostClient() as client:
            inventory = client.load(write("model.py", text), seed=seed)
            found.append([value["value"]["value"] for value in inventory["values"]])
    assert found[0] == found[1] and found[0][0] != found[2][0] and found[0][1] == found[2][1]


@needs_numpy
def test_seeds_of_numpy(write):
    from host_client import HostClient

    text = """
        import numpy as np
        a = np.random.randn()
        b, c = np.random.default_rng().random(), np.random.default_rng().random()
        d = np.random.default_rng(5).random()
        """
    found = []
    for seed in (1, 1, 2):
        with HostClient() as client:
            inventory = client.load(write("model.py", text), seed=seed)
            found.append([value["value"]["value"] for value in inventory["values"]])
    assert found[0] == found[1]
    assert all(x != y for x, y in zip(found[0][:3], found[2])) and found[0][3] == found[2][3]
    assert found[0][1] != found[0][2]


def test_results_of_run(host, write):
    text = """
        def make(n, flag=None, **more):
            return {"W": [[0.5] * n], "f": lambda x: (x, n), "more": more}
        """
    host.load(write("model.py", text))
    keywords = {"flag": literal(True), "class": literal("NaN")}
    reply = host.request(
        "run", steps=[call("a", "make", literal(2), **keywords), call("b", slot("a", "f"), literal(1))]
    )
    first, second = reply["results"]
    assert [entry["key"] for entry in first["entries"]] == ["W", "f", "more"]
    assert first["entries"][1]["value"]["function"]["returns"] == [["x", "n"]]
    assert first["entries"][2]["value"]["entries"][0]["value"]["value"] == "NaN"
    assert second["kind"] == "tuple" and [item["value"] for item in second["items"]] == [1, 2]
