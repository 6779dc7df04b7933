"""What a file needs around it to be loaded: its packages, its folder, its arguments."""

import os

import pytest
from gradient_lens_host.stand_ins import Inert
from host_client import HostError


def names(inventory):
    return [fact["name"] for kind in ("functions", "classes", "values") for fact in inventory[kind]]


def value(inventory, name):
    (found,) = [fact["value"] for fact in inventory["values"] if fact["name"] == name]
    return found["value"]


LAYERS = "def relu(x):\n    return max(x, 0)\nshared = [1.0]\n"
MODEL = """
    from .layers import *
    from . import layers
    import numbers
    def forward(x): return relu(x)
    same = layers.shared is shared
    """


@pytest.mark.parametrize("marked", [True, False])
def test_relative_imports(host, write, marked):
    if marked:
        write("net/__init__.py", "")
    write("net/layers.py", LAYERS)
    inventory = host.load(write("net/model.py", MODEL))
    assert names(inventory)[:2] == ["relu", "forward"]
    assert value(inventory, "same") is True


def test_relative_imports_of_the_folder_above(host, write, tmp_path):
    write("lib/common/maths.py", LAYERS)
    file = write("lib/nets/model.py", "from ..common.maths import relu\n")
    inventory = host.load(file, projectRoot=str(tmp_path))
    assert names(inventory) == ["relu"]


def test_a_package_that_imports_the_file_itself(host, write):
    write("net/__init__.py", "from .model import forward\n")
    write("net/layers.py", LAYERS)
    inventory = host.load(write("net/model.py", MODEL))
    assert "forward" in names(inventory)


def test_helpers_of_a_package_that_import_the_model_get_this_one(host, write):
    write("net/__init__.py", "")
    write("net/helper.py", "def weights():\n    from .model import W\n    return W\n")
    text = "from .helper import weights\nW = [1.0]\nsame = weights() is W\n"
    assert value(host.load(write("net/model.py", text)), "same") is True


def test_modules_of_folders_below_and_of_the_project(host, write, tmp_path):
    write("nn/layers.py", LAYERS)
    write("utils.py", "half = 0.5\n")
    text = "import nn.layers\nfrom nn import layers as L\nimport utils\nsame = nn.layers is L\nhalf = utils.half\n"
    inventory = host.load(write("models/model.py", text), projectRoot=str(tmp_path))
    assert value(inventory, "same") is True and value(inventory, "half") == 0.5


def test_arguments_are_those_of_a_plain_start(host, write):
    text = """
        import argparse, os, sys
        parser = argparse.ArgumentParser()
        parser.add_argument("--lr", type=float, default=0.5)
        arguments = parser.parse_args()
        lr = arguments.lr
        many = len(sys.argv)
        here = os.path.samefile(os.getcwd(), os.path.dirname(__file__))
        """
    inventory = host.load(write("model.py", text))
    assert (value(inventory, "lr"), value(inventory, "many"), value(inventory, "here")) == (0.5, 1, True)


def test_arguments_that_must_be_given(host, write):
    text = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--data", required=True)\np.parse_args()\n'
    with pytest.raises(HostError) as error:
        host.load(write("model.py", text))
    data = error.value.data
    assert (data["kind"], data["line"]) == ("exit", 4)
    assert data["message"] == "the following arguments are required: --data"


@pytest.mark.parametrize(
    "read",
    [
        'open("data/train.csv")',
        'open(os.path.join("data", "train.csv"), "rb")',
        "__import__('pickle').load(open('data/train.csv', 'rb'))",
        "__import__('gzip').open('data/train.csv').read()",
    ],
)
def test_data_that_is_not_there(host, write, read):
    text = "import os\ndef load():\n    return " + read + "\nX = load()\n"
    with pytest.raises(HostError) as error:
        host.load(write("model.py", text))
    data = error.value.data
    assert (data["type"], data["line"], data["function"]) == ("FileNotFoundError", 3, "load")
    assert "train.csv" in data["message"] and os.path.basename(data["file"]) == "model.py"


def test_stand_ins_for_what_draws_and_shows_progress(host, write):
    text = """
        import wandb
        import visdom
        import pyprind
        wandb.init(project="x").log({"loss": 1})
        with visdom.Visdom() as window:
            window.line([1])
        done = [k for k in pyprind.prog_bar(range(3))]
        """
    assert {"wandb", "visdom"} <= set(host.load(write("model.py", text))["standIns"])


def test_inert_plots_can_be_unpacked():
    plt = Inert("pyplot")
    figure, (one, two) = plt.subplots(1, 2, figsize=(8, 3))
    figure, ((a, b), (c, d), (e, f)) = plt.subplots(nrows=3, ncols=2)
    figure, ((only,),) = plt.subplots(1, 1, squeeze=False)
    figure, axis = plt.subplots()
    axis.set(xlabel="x").remove()
    assert len(plt.subplots(4)[1]) == 4
    (line,) = axis.plot([1])
    counts, bins, patches = plt.hist([1.0])
    one.set_title(f"{line:.2f}")
    two[0, 1].imshow([[1]])
    assert list(plt.subplots(2, 2)[1].flat) == []


TRAINING = """
    if __name__ == "__main__":
        w = 3.0
        for step in range(100):
            w -= 1.0
        history = [w]
    """


def test_opens_a_main_block(host, write):
    loops = [{"name": "one_pass", "line": 3, "once": [3]}]
    inventory = host.load(write("script.py", TRAINING), opened=1, loops=loops, leaveOut=[{"line": 3, "endLine": 4}])
    assert value(inventory, "w") == 3
    assert names(inventory) == ["one_pass", "w", "history"]
    call = {"slot": "pass", "call": {"from": "module", "name": "one_pass"}, "positional": [], "keywords": {}}
    look = {"slot": "look", "value": {"from": "module", "name": "w"}}
    assert host.request("run", steps=[call, look])["results"][1]["value"] == 2


def test_leaves_a_main_block_alone(host, write):
    assert names(host.load(write("script.py", TRAINING))) == []


def test_opens_a_function_behind_everything_else(host, write):
    text = """
        def main():
            w = start()
            return w

        def start():
            return 3.0
        last = 1.0
        if __name__ == "__main__":
            main()
    """
    inventory = host.load(write("script.py", text), opened=1)
    assert value(inventory, "w") == 3
    assert names(inventory) == ["start", "last", "w"]
