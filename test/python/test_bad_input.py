"""What goes wrong in people's files: each case a failure with its kind and line, or a fact; never a hang or a
dead host.
"""

import importlib.util
import os
import subprocess
import sys
import time

import pytest
from host_client import HostError, call, component, made, module, plan, slot, tensor, unblock

needs_numpy = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")


def failure(host, method, **params):
    with pytest.raises(HostError) as caught:
        if method == "load":
            host.load(params.pop("file"), **params)
        else:
            host.request(method, **params)
    return caught.value.data


def load_failure(host, write, text, name="model.py", **options):
    file = write(name, text)
    data = failure(host, "load", file=file, **options)
    assert data.get("file", file) == file
    return data


def bind_failure(host, write, text, cost="cost", gradient="grads", **options):
    host.load(write("model.py", text), **options)
    return failure(host, "bind", **simple_plan(cost, gradient))


def simple_plan(cost="cost", gradient="grads", parameter=None, tensors=None):
    tensors = tensors or [tensor("W", parameter or module("W"), slot("g"))]
    return plan([call("J", cost)], slot("J"), [call("g", gradient)], tensors)


def bind(host, write, text, **options):
    host.load(write("model.py", text))
    return host.request("bind", **simple_plan(**options))


# Loading


def test_syntax_error(host, write):
    data = load_failure(host, write, "x = 1\ndef f(:\n    pass\n")
    assert (data["kind"], data["line"], data["type"]) == ("syntax", 2, "SyntaxError")
    assert data["column"] >= 6


def test_tabs_and_spaces_mixed(host, write):
    data = load_failure(host, write, "def f():\n\tx = 1\n        y = 2\n")
    assert (data["kind"], data["line"], data["type"]) == ("syntax", 3, "TabError")


def test_binary_text(host, write):
    data = load_failure(host, write, "x = 1\n", source="\x00\x01\ufffd\x00")
    assert data["kind"] == "syntax"


def test_empty_file(host, write):
    inventory = host.load(write("model.py", ""))
    assert inventory["functions"] == inventory["classes"] == inventory["values"] == []


def test_text_nested_too_deeply(host, write):
    data = load_failure(host, write, "x = " + "(" * 5000 + ")" * 5000)
    assert data["kind"] == "syntax"


def test_exception_while_loading(host, write):
    text = """
        def helper(x):
            return 1 / x

        helper(0)
        """
    data = load_failure(host, write, text)
    assert (data["kind"], data["type"], data["line"], data["function"]) == (
        "exception",
        "ZeroDivisionError",
        2,
        "helper",
    )
    assert "return 1 / x" in data["trace"] and "gradient_lens_host" not in data["trace"]


def test_tracebacks_quote_the_unsaved_text(host, write):
    data = load_failure(host, write, "on_disk = 1\n", source="x = 1\nunsaved = 1 / 0\n")
    assert data["line"] == 2 and "unsaved = 1 / 0" in data["trace"]


def test_exception_in_the_library_names_the_users_line(host, write):
    data = load_failure(host, write, "import json\n\njson.loads('{')\n")
    assert (data["kind"], data["line"], data["function"]) == ("exception", 3, "<module>")


def test_exception_in_a_helper_file(host, write):
    helper = write("helper.py", "def f():\n    raise ValueError('no')\n")
    data = failure(host, "load", file=write("model.py", "import helper\nhelper.f()\n"))
    assert (data["file"], data["line"], data["message"]) == (helper, 2, "no")


def test_syntax_error_in_a_helper_file(host, write):
    helper = write("helper.py", "x = (\n")
    data = failure(host, "load", file=write("model.py", "import helper\n"))
    assert (data["kind"], data["file"], data["line"]) == ("syntax", helper, 1)


def test_missing_file_of_the_model(host, write):
    data = load_failure(host, write, "data = open('not there.csv').read()\n")
    assert (data["kind"], data["type"], data["line"]) == ("exception", "FileNotFoundError", 1)


def test_missing_package(host, write):
    data = load_failure(host, write, "x = 1\nimport surely_not_installed.part\n")
    assert (data["kind"], data["module"], data["line"]) == ("missing-module", "surely_not_installed", 2)


def test_missing_package_in_a_helper(host, write):
    helper = write("helper.py", "x = 1\n\nimport surely_not_installed\n")
    data = failure(host, "load", file=write("model.py", "import helper\n"))
    assert (data["kind"], data["file"], data["line"]) == ("missing-module", helper, 3)


def test_exit_while_loading(host, write):
    data = load_failure(host, write, "import sys\nsys.exit(3)\n")
    assert (data["kind"], data["line"], data["message"]) == ("exit", 2, "3")


def test_recursion(host, write):
    data = load_failure(host, write, "def f():\n    return f()\n\nf()\n")
    assert (data["kind"], data["type"], data["line"]) == ("exception", "RecursionError", 2)
    assert len(data["trace"]) < 50000


def test_out_of_memory(host, write):
    data = load_failure(host, write, "x = 1\nraise MemoryError\n")
    assert (data["kind"], data["line"]) == ("memory", 2)


def test_keyboard_interrupt_of_the_model(host, write):
    data = load_failure(host, write, "raise KeyboardInterrupt\n")
    assert (data["kind"], data["type"], data["line"]) == ("exception", "KeyboardInterrupt", 1)


def test_standard_input_is_empty(host, write):
    data = load_failure(host, write, "name = input('name? ')\n")
    assert (data["kind"], data["type"], data["line"]) == ("exception", "EOFError", 1)


def test_endless_loop_while_loading(host, write):
    text = """
        def train():
            n = 0
            while True:
                n += 1

        train()
        """
    data = load_failure(host, write, text, loadTimeout=0.3)
    assert (data["kind"], data["function"]) == ("timeout", "train")
    assert data["line"] in (3, 4)
    assert host.process.wait(10) != 0


def test_sleeping_while_loading(host, write):
    data = load_failure(host, write, "import time\ntime.sleep(100)\n", loadTimeout=0.2)
    assert (data["kind"], data["line"]) == ("timeout", 2)


def test_a_second_request_after_a_failed_load(host, write):
    load_failure(host, write, "1 / 0\n")
    assert failure(host, "run", steps=[])["kind"] == "internal"


# Text


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends(host, write, newline):
    text = "x = 1\n\ndef f():\n    return 1 / 0\n\nf()\n"
    data = load_failure(host, write, text.replace("\n", newline))
    assert (data["line"], data["function"]) == (4, "f")


def test_byte_order_mark(host, write):
    inventory = host.load(write("model.py", "\ufeffx = 1\n"))
    assert [value["name"] for value in inventory["values"]] == ["x"]


def test_text_and_paths_that_are_not_ascii(host, write):
    inventory = host.load(write("Übung 1/модель ∇.py", "θ = 2.5\n\ndef coût(θ):\n    return 'é', θ\n"))
    assert inventory["functions"][0]["name"] == "coût"
    assert inventory["functions"][0]["returns"] == [["'é'", "θ"]]


# Printing


def test_megabytes_printed(host, write):
    text = """
        import os
        [print("x" * 10000) for _ in range(300)]
        os.write(1, b"from os.write\\n")
        os.system("echo from a child")
        print("Content-Length: 5")
        W = 1.5
        """
    if sys.platform != "win32":
        text += "import ctypes\n        ctypes.CDLL(None).puts(b'from C'); ctypes.CDLL(None).fflush(None)\n"
    inventory = host.load(write("model.py", text))
    assert [value["name"] for value in inventory["values"]] == ["W"]
    assert host.close() == 0
    assert len(host.output) > 3000000
    assert "from os.write" in host.output and "from a child" in host.output
    assert "from C" in host.output or sys.platform == "win32"


def test_printing_in_an_ascii_locale(write):
    from host_client import HostClient

    with HostClient(environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}) as client:
        client.load(write("model.py", "print('∇')\n"))


# Evaluating

PLAIN = """
    W = [0.5, -0.25]

    def cost():
        return W[0] ** 2 + W[1] ** 2

    def grads():
        return [2 * w for w in W]
    """


def with_cost(result):
    return PLAIN + "\n    def bad():\n        %s\n" % result


def test_exception_in_the_cost(host, write):
    data = bind_failure(host, write, with_cost("return {}['missing']"), cost="bad")
    assert (data["kind"], data["type"], data["section"], data["step"]) == ("exception", "KeyError", "cost", 0)
    assert (data["line"], data["function"]) == (10, "bad")


def test_exception_in_the_gradient(host, write):
    data = bind_failure(host, write, with_cost("raise ValueError('shapes')"), gradient="bad")
    assert (data["section"], data["step"], data["message"], data["line"]) == ("gradient", 0, "shapes", 10)


def test_wrong_arguments(host, write):
    data = bind_failure(host, write, PLAIN + "\n    def bad(x, y):\n        return 0.0\n", cost="bad")
    assert (data["kind"], data["type"], data["section"], data["step"]) == (
        "exception",
        "TypeError",
        "cost",
        0,
    )


@pytest.mark.parametrize(
    "result, kind",
    [
        ("None", "none"),
        ("'low'", "text"),
        ("[1.0, 2.0]", "array"),
        ("1 + 2j", "other"),
        ("True", "boolean"),
        ("{'loss': 1.0}", "mapping"),
        ("(1.0, 2.0)", "sequence"),
    ],
)
def test_cost_is_no_number(host, write, result, kind):
    data = bind_failure(host, write, with_cost("return " + result), cost="bad")
    assert (data["kind"], data["section"], data["found"]["type"]) == ("result", "cost", kind)


@pytest.mark.parametrize(
    "result", ["2", "2.0", "[2.0]", "[[2]]", "float('nan')", "__import__('decimal').Decimal(2)"]
)
def test_costs_that_are_numbers(host, write, result):
    reply = bind(host, write, with_cost("return " + result), cost="bad")
    first = unblock(reply["costs"])[0]
    assert first == 2 or (first != first and "nan" in result)


@needs_numpy
@pytest.mark.parametrize(
    "result", ["np.float32(2)", "np.array(2)", "np.array([[2]])", "np.array([2], object)"]
)
def test_costs_that_are_numpy_numbers(host, write, result):
    reply = bind(host, write, "import numpy as np\n" + unindent(with_cost("return " + result)), cost="bad")
    assert unblock(reply["costs"]) == [2, 2]


@needs_numpy
@pytest.mark.parametrize("result", ["np.zeros(2)", "np.array([1j])", "np.zeros(0)"])
def test_costs_that_are_no_numpy_numbers(host, write, result):
    text = "import numpy as np\n" + unindent(with_cost("return " + result))
    data = bind_failure(host, write, text, cost="bad")
    assert (data["kind"], data["found"]["type"]) == ("result", "array")


def unindent(text):
    import textwrap

    return textwrap.dedent(text)


@pytest.mark.parametrize(
    "result, found",
    [
        ("None", "none"),
        ("'text'", "text"),
        ("{'W': 1}", "mapping"),
        ("[1.0, 'a']", "sequence"),
        ("[[1.0], [2, 3]]", "sequence"),
    ],
)
def test_gradient_is_not_numeric(host, write, result, found):
    (fact,) = bind(host, write, with_cost("return " + result), gradient="bad")["tensors"]
    assert fact["gradient"] is None and fact["found"]["type"] == found
    assert unblock(host.request("move", point=[component(0, 0, 0.1)])["gradientNorms"])[0] != 0


def test_gradient_is_missing(host, write):
    host.load(write("model.py", with_cost("return {}")))
    (fact,) = host.request(
        "bind", **simple_plan(gradient="bad", tensors=[tensor("W", module("W"), slot("g", "W"))])
    )["tensors"]
    assert fact["gradient"] is None and "found" not in fact


def test_gradient_of_another_shape(host, write):
    (fact,) = bind(host, write, with_cost("return [1.0, 2.0, 3.0]"), gradient="bad")["tensors"]
    assert (fact["gradient"]["shape"], fact["gradient"]["fits"], fact["gradient"]["norm"]) == (
        [3],
        False,
        "NaN",
    )


def test_gradient_with_an_axis_of_length_one(host, write):
    (fact,) = bind(host, write, with_cost("return [[1.0, 2.0]]"), gradient="bad")["tensors"]
    assert fact["gradient"]["shape"] == [1, 2] and fact["gradient"]["fits"]


def test_gradient_is_not_finite(host, write):
    (fact,) = bind(host, write, with_cost("return [float('inf'), 1.0]"), gradient="bad")["tensors"]
    assert (
        fact["gradient"]["fits"] and not fact["gradient"]["finite"] and fact["gradient"]["norm"] == "Infinity"
    )


def test_parameter_is_not_numeric(host, write):
    host.load(write("model.py", PLAIN + "\n    name = 'x'\n"))
    data = failure(host, "bind", **simple_plan(parameter=module("name")))
    assert (data["kind"], data["section"], data["tensor"]) == ("result", "tensors", "W")
    assert data["found"] == {"type": "text", "value": "x"}


def test_parameter_is_missing(host, write):
    host.load(write("model.py", PLAIN))
    data = failure(host, "bind", **simple_plan(parameter=module("W", 7)))
    assert (data["kind"], data["section"], data["tensor"]) == ("result", "tensors", "W")


def test_exit_while_evaluating(host, write):
    data = bind_failure(host, write, with_cost("raise SystemExit(2)"), cost="bad")
    assert (data["kind"], data["section"], data["line"]) == ("exit", "cost", 10)


def test_reading_while_evaluating(host, write):
    data = bind_failure(host, write, with_cost("return float(input())"), cost="bad")
    assert (data["type"], data["line"]) == ("EOFError", 10)


def test_endless_loop_while_evaluating(host, write):
    data = bind_failure(host, write, with_cost("while True: pass"), cost="bad", evaluationTimeout=0.3)
    assert (data["kind"], data["section"], data["step"]) == ("timeout", "cost", 0)
    assert (data["line"], data["function"]) == (10, "bad")
    assert host.process.wait(10) != 0


def test_the_time_limit_is_for_one_evaluation(host, write):
    text = with_cost("import time; time.sleep(0.05); return cost()")
    host.load(write("model.py", text), evaluationTimeout=0.4)
    host.request("bind", **simple_plan(cost="bad"))
    costs = host.request("costs", points=[[component(0, 0, 0.1)]] * 12)["costs"]
    assert len(unblock(costs)) == 12


def test_failures_away_from_the_base_point_are_nan(host, write):
    text = with_cost("import math; return math.log(W[0]) if W[1] < 1 else sys.exit()")
    bind(host, write, text, cost="bad")
    points = [[component(0, 0, -2.0)], [], [component(0, 1, 9.0)]]
    costs = unblock(host.request("costs", points=points)["costs"])
    assert costs[0] != costs[0] and costs[2] != costs[2] and costs[1] < 0
    sweep = host.request("sweep", tensor=0, components=[0], step=1.0, scheme="central")
    plus, minus = unblock(sweep["plus"])[0], unblock(sweep["minus"])[0]
    assert plus == plus and minus != minus
    moved = host.request("move", point=points[0])
    assert moved["cost"] == "NaN"
    host.request("move", point=[])
    assert unblock(host.request("costs", points=[[]])["costs"])[0] == costs[1]


def test_a_failing_step_of_run(host, write):
    host.load(write("model.py", "def make():\n    return 3\n\ndef bad():\n    return 1 / 0\n"))
    data = failure(host, "run", steps=[call("a", "make"), call("b", "bad")])
    assert (data["section"], data["step"], data["line"], data["function"]) == ("run", 1, 5, "bad")
    assert host.request("run", steps=[{"slot": "c", "value": slot("a")}])["results"][0]["value"] == 3


def test_endless_loop_in_a_step_of_run(host, write):
    text = "def make():\n    return 3\n\ndef bad():\n    while True:\n        pass\n"
    host.load(write("model.py", text), evaluationTimeout=0.3)
    data = failure(host, "run", steps=[call("a", "make"), call("b", "bad")])
    assert (data["kind"], data["section"], data["step"], data["function"]) == ("timeout", "run", 1, "bad")


def test_cost_that_is_not_in_the_result(host, write):
    host.load(write("model.py", PLAIN))
    steps = plan([call("r", "grads")], slot("r", "loss"), [], [tensor("W", module("W"), None)])
    data = failure(host, "bind", **steps)
    assert (data["kind"], data["section"]) == ("result", "cost") and "step" not in data


def test_nothing_is_written_beside_the_model(host, write, tmp_path):
    write("helper.py", "W = [1.0, 2.0]\n")
    text = PLAIN.replace("W = [0.5, -0.25]", "from helper import W")
    bind(host, write, text)
    host.request("trace")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["helper.py", "model.py"]


def test_unknown_names_in_a_plan(host, write):
    host.load(write("model.py", PLAIN))
    assert failure(host, "run", steps=[call("a", "nothing")])["kind"] == "internal"
    assert failure(host, "run", steps=[{"slot": "a", "value": slot("nothing")}])["kind"] == "internal"
    assert failure(host, "costs", points=[])["kind"] == "internal"
    host.request("bind", **simple_plan())
    assert failure(host, "costs", points=[[component(0, 2, 1.0)]])["kind"] == "internal"
    assert failure(host, "costs", points=[[component(3, 0, 1.0)]])["kind"] == "internal"
    assert failure(host, "sweep", tensor=0, components=[-1], step=1.0, scheme="central")["kind"] == "internal"


@needs_numpy
def test_warnings_of_numpy_are_silent(host, write):
    text = """
        import numpy as np
        W = np.array([1.0])
        def cost():
            return np.log(W[0])
        def grads():
            return 1 / W
        """
    bind(host, write, text)
    host.request("costs", points=[[component(0, 0, -1.0)], [component(0, 0, -2.0)]])
    host.close()
    assert host.output == ""


def test_made_arrays_without_numpy_are_lists(host, write):
    host.load(write("model.py", "def f(x, y):\n    return [x, y]\n"))
    steps = [call("r", "f", made([2, 2], [1, 2, 3, 4]), made([2], [1, 0], "int64"))]
    (result,) = host.request("run", steps=steps)["results"]
    assert [item["container"] for item in result["items"]] == ["list", "list"]
    assert [item["dtype"] for item in result["items"]] == ["float64", "int64"]


def test_a_file_named_like_the_package_it_imports(host, write):
    message = load_failure(host, write, "import numpy as np\nW = np.zeros(3)\n", name="numpy.py")["message"]
    assert "gradient_lens" not in message and "has no attribute" in message


@pytest.mark.parametrize("hidden", ["traceback.py", "linecache.py"])
def test_a_failure_where_the_file_hides_what_prints_tracebacks(host, write, hidden):
    data = load_failure(host, write, "def f():\n    raise KeyError('k')\nf()\n", name=hidden)
    assert (data["kind"], data["line"], data["type"]) == ("exception", 2, "KeyError")


def test_a_failure_where_the_model_broke_imports(host, write):
    data = load_failure(host, write, "import sys\nsys.path.clear()\nsys.meta_path.clear()\nraise KeyError('k')\n")
    assert (data["kind"], data["line"], data["type"]) == ("exception", 4, "KeyError")


def test_endless_recursion_without_a_limit(host, write):
    text = """
        import sys
        sys.setrecursionlimit(10**9)
        def cost(W):
            return cost(W)
        def grads(W):
            return W
        W = [1.0]
        """
    host.load(write("model.py", text), evaluationTimeout=0.5)
    data = failure(host, "run", steps=[call("J", "cost", module("W"))])
    # A Python that keeps frames on the C stack overflows it before.
    assert data["kind"] in ("timeout", "exception", "memory")


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_ends_with_the_process_that_started_it(write, tmp_path, end):
    busy = """
        import os, time
        children = [os.fork() for _ in range(2)]
        open(PIDS, "a").write("%d\\n" % os.getpid())
        while True:
            time.sleep(0.01)
        """
    pids = tmp_path / "pids"
    model = write("model.py", busy.replace("PIDS", repr(str(pids))))
    starter = """
        import json, os, subprocess, sys, time
        sys.path.insert(0, HERE)
        from host_client import HOST, frame
        host = subprocess.Popen([sys.executable, "-u", HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, start_new_session=True)
        params = dict(file=MODEL, source=open(MODEL).read(), projectRoot="", leaveOut=[], seed=1,
                      moduleName="m", loadTimeout=60, evaluationTimeout=60)
        message = {"jsonrpc": "2.0", "id": 1, "method": "load", "params": params}
        host.stdin.write(frame(json.dumps(message).encode()))
        host.stdin.flush()
        while not os.path.exists(PIDS) or len(open(PIDS).readlines()) < 4:
            time.sleep(0.02)
        """
    here = os.path.dirname(os.path.abspath(__file__))
    for name, value in (("HERE", here), ("MODEL", model), ("PIDS", str(pids))):
        starter = starter.replace(name, repr(value))
    subprocess.run([sys.executable, write("starter.py", starter + "\n        " + end)], timeout=60)
    waiting = time.monotonic() + 10
    while any(map(runs, pids.read_text().split())):
        assert time.monotonic() < waiting, "the host outlives its parent"
        time.sleep(0.05)


def runs(pid):
    """True if a process is there and no zombie."""
    try:
        with open("/proc/%s/stat" % pid) as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
