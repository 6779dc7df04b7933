"""Notebooks: sections of a text that are run one after another, whatever becomes of each."""

import textwrap
import time

import pytest
from host_client import HostError, call, component, module, plan, slot, tensor, unblock


def load(host, write, *cells, **options):
    """Loads cells as a notebook's; returns the inventory."""
    lines, sections = [], []
    for cell in cells:
        text = textwrap.dedent(cell).strip("\n").split("\n")
        sections.append({"line": len(lines) + 1, "endLine": len(lines) + len(text)})
        lines += text
    return host.load(write("model.py", "\n".join(lines)), sections=sections, **options)


def names(inventory):
    return [fact["name"] for kind in ("functions", "classes", "values") for fact in inventory[kind]]


def test_a_section_that_raises_stops_only_itself(host, write):
    inventory = load(
        host,
        write,
        """
        a = 1
        b = 2
        """,
        """
        def broken():
            return undefined
        c = 3
        broken()
        d = 4
        """,
        "e = a +",
        "import sys\nsys.exit('bye')",
        "raise KeyboardInterrupt",
        """
        e = a + 1
        import json
        json.loads('')
        """,
        "import does_not_exist_here",
        "def last():\n    return a",
    )
    assert names(inventory) == ["broken", "last", "a", "b", "c", "e"]
    assert [(one["line"], one["endLine"], one["at"]) for one in inventory["failed"]] == [
        (3, 7, 4),
        (8, 8, 8),
        (9, 10, 10),
        (11, 11, 11),
        (12, 14, 14),
        (15, 15, 15),
    ]
    said = [one["message"] for one in inventory["failed"]]
    assert said[0] == "NameError: name 'undefined' is not defined"
    assert said[1] == "SyntaxError: invalid syntax"
    assert said[2:4] == ["SystemExit: bye", "KeyboardInterrupt"]
    assert said[4].startswith("JSONDecodeError: ")
    assert said[5] == "ModuleNotFoundError: No module named 'does_not_exist_here'"
    last = next(fact for fact in inventory["functions"] if fact["name"] == "last")
    assert (last["line"], last["endLine"], last["returns"]) == (16, 17, [["a"]])


@pytest.mark.parametrize("deep", ["x = " + "-" * 100000 + "1", "x = 1" + " + 1" * 20000])
def test_a_section_that_is_nested_too_deeply(host, write, deep):
    inventory = load(host, write, deep, "c = 3")
    (failed,) = inventory["failed"]
    assert failed["line"] == 1 and failed["message"].endswith("Error: it is nested too deeply")
    assert names(inventory) == ["c"]


def test_nothing_fails(host, write):
    inventory = load(host, write, "a = 1", "display(a)\nget_ipython().run_line_magic('matplotlib', 'inline')")
    assert inventory["failed"] == []
    assert names(inventory) == ["a"]


def test_left_out_lines_are_those_of_the_whole_text(host, write):
    left = [{"line": 2, "endLine": 2, "reason": ""}]
    inventory = load(host, write, "a = 1\nb = 2", "c = 3", leaveOut=left)
    assert names(inventory) == ["a", "c"]


CELLS = [
    "from __future__ import annotations\nimport numpy as np",
    "W = np.array([1.0, -2.0])\nbroken(",
    "W = np.array([1.0, -2.0])",
    "raise ValueError",
    "def cost():\n    return float((W ** 3).sum())",
    """
    def grads():
        dW = 3 * W ** 2
        return {"W": dW}
    """,
]


def test_functions_of_sections_are_checked_and_traced(host, write):
    pytest.importorskip("numpy")
    load(host, write, *CELLS)
    planned = [tensor("W", module("W"), slot("g", "W"))]
    host.request("bind", **plan([call("J", "cost")], slot("J"), [call("g", "grads")], planned))
    first, moved = unblock(host.request("costs", points=[[], [component(0, 0, 1.0)]])["costs"])
    assert (first, moved) == (-7.0, 0.0)
    (traced,) = host.request("trace")["gradients"]
    assert (traced["made"]["line"], traced["made"]["column"], traced["made"]["function"]) == (10, 10, "grads")


def test_errors_in_functions_of_sections_name_their_line(host, write):
    load(host, write, "x = [1.0]", "def cost():\n    return x[0] / 0")
    with pytest.raises(HostError) as error:
        planned = [tensor("x", module("x"), None)]
        host.request("bind", **plan([call("J", "cost")], slot("J"), [], planned))
    assert (error.value.data["line"], error.value.data["function"]) == (3, "cost")


@pytest.mark.parametrize(
    "busy",
    ["while True: pass", "import time; time.sleep(30)", "try:\n    while True: pass\nfinally:\n    cleaned = 1"],
)
def test_a_section_that_takes_too_long_is_left(host, write, busy):
    start = time.monotonic()
    inventory = load(host, write, "a = 1", "b = 1\n" + busy, "c = 1", loadTimeout=0.5)
    assert time.monotonic() - start < 15
    (failed,) = inventory["failed"]
    assert failed["line"] == 2 and failed["message"].startswith("longer than")
    assert set(names(inventory)) >= {"a", "b", "c"}


def test_a_section_that_does_not_let_itself_be_interrupted(host, write):
    cell = "def go():\n    while True: pass\nwhile True:\n    try: go()\n    except BaseException: pass"
    with pytest.raises(HostError) as error:
        load(host, write, "a = 1", cell, loadTimeout=0.3)
    assert error.value.data["kind"] == "timeout"
    assert 3 <= error.value.data["line"] <= 6


def test_later_sections_have_time_left_after_a_long_one(host, write):
    slow = "import time\nwhile True: time.sleep(0.01)"
    inventory = load(host, write, slow, slow, "c = 1", loadTimeout=0.5)
    assert len(inventory["failed"]) == 2 and "c" in names(inventory)
