"""Instrumented code computes what plain code computes, whatever of the language it uses."""

import ast
import builtins
import os
import sys
import textwrap

import pytest
from gradient_lens_host import trace_rewrite
from gradient_lens_host.project import Project
from gradient_lens_host.sources import Sources
from gradient_lens_host.trace import Tracer
from hypothesis import given, settings
from hypothesis import strategies as st

SNIPPETS = {
    "super and closures": """
        class A:
            def f(self, x): return [x * 2.0]
        class B(A):
            def f(self, x):
                k = 3.0
                def inner():
                    nonlocal k
                    k += x
                    return super(B, self).f(k)
                return super().f(x) + inner()
            @property
            def p(self): return -self.f(1.0)[0]
            @staticmethod
            def s(a, b=[1.0] * 2): return a + b[0]
        def main(): return B().f(1.5), B().p, B.s(2.0)
        """,
    "generators and comprehensions": """
        def gen(n):
            for i in range(n):
                got = yield i * 0.5
                if got: yield -got
            return [n]
        def outer(n):
            result = yield from gen(n)
            yield result
        def main():
            g = gen(3)
            first = [next(g), g.send(4.0), next(g)]
            return first, list(outer(2)), {k: v * 2.0 for k, v in enumerate(gen(2))}, {x for x in gen(2)},
            sum(y for y in gen(4))
        """,
    "async": """
        import asyncio
        async def value(x):
            await asyncio.sleep(0)
            return x * 2.0
        async def items():
            for k in range(3):
                yield k * 1.0
        async def both():
            async with Lock() as z:
                return [await value(1.0), [x async for x in items()], -z]
        class Lock:
            async def __aenter__(self): return 3.0
            async def __aexit__(self, *e): return False
        def main(): return asyncio.run(both())
        """,
    "statements": """
        import contextlib
        total = 1.0
        def main(*args, k: float = -1.0, **more) -> "float":
            global total
            total += 2.0
            a, (b, *c) = [1.0, (2.0, 3.0, 4.0)]
            d = {"x": [0.0, 1.0], "y": 2.0}
            d["x"][0], d["x"][1] = 5.0, 6.0
            d["x"][int(a)] += 1.0
            d["y"] -= a
            del d["x"][len(d["x"]) - 1]
            e: list = [1.0]
            e += [2.0]
            e[0:1] = [7.0, 8.0]
            e[-1] **= 2
            f: int
            if (n := len(e)) > 2 and not e == []:
                e.append(n * 1.0)
            for d["i"] in range(3):
                if d["i"] == 1: continue
                else: pass
            while True:
                break
            try:
                missing += 1
            except NameError as error:
                e.append(f"{type(error).__name__!r:>20} {a + b:{n}.2f}")
            finally:
                pass
            with contextlib.suppress(KeyError) as s:
                d["none"]["sure"] += 1.0
            assert a == 1.0, "no"
            g = lambda x, *y, z=a + b: (x, *y, z) if x else [*y]
            print(*[1.0], sep="", end="", file=open(__import__("os").devnull, "w"))
            return total, a, b, c, d, e, g(1.0, 2.0), g(0), locals().keys() >= {"a", "b"}, -5 + 3j, not a, ~3,
            "%s" % a
        """,
    "private names": """
        class Net:
            def __init__(self):
                self.__W = [1.0, 2.0]
                self.__s = 0.5
            def go(self):
                self.__W[0] += 1.0
                self.__s += 1.0
                return self.__W, self.__s
        def main(): return Net().go()
        """,
    "shadowed names": """
        def main(str=3.0, len=lambda x: [x]):
            T = {"T": [1.0]}
            class Q:
                T = 4.0
                x = [y for y in [1.0, 2.0]]
            abs = T["T"]
            abs[0] += Q.T
            return abs, Q().T, len(2.0), str, Q.x
        """,
    "decorators and defaults": """
        import functools
        def twice(f=None, *, by=2.0):
            if f is None: return functools.partial(twice, by=by)
            @functools.wraps(f)
            def inner(*a): return by * f(*a)
            return inner
        @twice
        def one(x): return x + 1.0
        @twice(by=[3.0][0])
        def two(x): return -x
        @functools.lru_cache(None)
        def three(x): return x * 0.5
        def main(): return one(1.0), two(2.0), three(3.0), three(3.0)
        """,
    "two lambdas on a line": """
        f = [lambda x: x * 2.0, lambda x: x * 2.0, lambda x: x + 1.0]
        def main(): return [g(3.0) for g in f], (lambda: -f[0](1.0))()
        """,
    "match": """
        def main():
            out = []
            for value in [[1.0, 2.0], {"k": -3.0}, 4.0, -1, "s", (1.0, [2.0])]:
                match value:
                    case [float(a), float(b)] if a + b > 2.0: out.append(a - b)
                    case {"k": k, **rest}: out.append(-k)
                    case -1 | 5: out.append([0.0])
                    case float(): out.append(value * 2.0)
                    case str() as s: out.append(s + "!")
                    case (x, [y, *_]): out.append(x * y)
            return out
        """,
    "exception groups": """
        def main():
            out = [1.0]
            try:
                raise ExceptionGroup("g", [ValueError(1.0), TypeError(2)])
            except* ValueError as e:
                out[0] += e.exceptions[0].args[0] * 2.0
            except* TypeError:
                out.append(-out[0])
            return out
        """,
    "type parameters": """
        type Vector = list[float]
        def first[T: (int, float)](x: list[T]) -> T: return x[0] * 2.0
        class Box[T]:
            def __init__(self, v: T): self.v = [v]
            def go(self):
                self.v[0] += 1.0
                return self.v
        def main(): return first([1.5]), Box(2.0).go()
        """,
}
NEEDS = {"match": (3, 10), "exception groups": (3, 11), "type parameters": (3, 12)}
NAMES = (trace_rewrite.PROBE, trace_rewrite.FETCHED, trace_rewrite.TOUCH, trace_rewrite.CHANGED)


def run_traced(path, text):
    """(plain result, traced result, plain result again) of `main()`."""
    module = type(sys)("traced_model")
    module.__file__ = path
    sys.modules["traced_model"] = module
    sources = Sources()
    sources.add(path, text)
    try:
        exec(compile(text, path, "exec", 0, True), module.__dict__)
        state = {"total": module.__dict__.get("total")}
        results = []
        codes = []
        for traced in (False, True, False):
            module.__dict__.update(state)
            if hasattr(module, "three"):
                module.three.cache_clear()
            codes.append(module.main.__code__)
            if traced:
                tracer = Tracer(Project(path, os.path.dirname(path)), sources)
                with tracer:
                    assert module.main.__code__ is not codes[0], "the function was not instrumented"
                    results.append(repr(module.main()))
                assert tracer._records
            else:
                results.append(repr(module.main()))
        assert codes[0] is codes[2]
        assert not any(hasattr(builtins, name) for name in NAMES)
        return results
    finally:
        del sys.modules["traced_model"]


@pytest.mark.parametrize("name", list(SNIPPETS))
def test_instrumented_code_computes_the_same(name, tmp_path):
    if sys.version_info < NEEDS.get(name, (3, 8)):
        pytest.skip("needs Python %d.%d" % NEEDS[name])
    plain, traced, again = run_traced(str(tmp_path / "model.py"), textwrap.dedent(SNIPPETS[name]))
    assert plain == traced == again


def test_code_that_has_run_often_is_instrumented(tmp_path):
    """Python 3.11 and later rewrite the instructions of code that runs often."""
    text = "def hot(x):\n    return [x * 2.0]\nfor k in range(5000):\n    hot(k * 1.0)\n"
    text += "def main():\n    return hot(1.0)\n"
    plain, traced, again = run_traced(str(tmp_path / "model.py"), text)
    assert plain == traced == again


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "w[0]", "w[i]", "d['k']", "1.5", "-2.0", "f(a)", "obj.T", "m[0][1]"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: "(%s %s %s)" % t),
        inner.map("-{}".format),
        inner.map("f({})".format),
        inner.map("[{}, a][0]".format),
        inner.map("sum([x * {} for x in w])".format),
        inner.map("(lambda y: y + {})(b)".format),
        inner.map("abs({}) if a > 0 else b".format),
    ),
    max_leaves=8,
)
TARGETS = st.sampled_from(["a", "w[i]", "d['k']", "m[i][0]", "obj.T", "m[-1][int(i)]", "d[str(i)]", "w[0]"])
STATEMENTS = st.lists(
    st.one_of(
        st.tuples(TARGETS, st.sampled_from(["=", "+=", "-=", "*="]), EXPRESSIONS).map(" ".join),
        EXPRESSIONS.map("w.append({})".format),
        EXPRESSIONS.map("for i in (0, 1): m[i][1] += {}".format),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(STATEMENTS)
def test_random_programs_compute_the_same(tmp_path_factory, statements):
    text = """
class Obj:
    T = 2.0
def f(x):
    return x * 0.5
def main():
    a, b, i, w, m = 1.25, -0.5, 1, [1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]]
    d, obj = {"k": 3.0, "1": 4.0}, Obj()
    %s
    return a, b, i, w, m, d, obj.T
""" % "\n    ".join(statements)
    plain, traced, again = run_traced(str(tmp_path_factory.mktemp("m") / "model.py"), text)
    assert plain == traced == again


def test_sites_have_the_users_positions():
    text = "def f(ä, x):\n    𝛼 = ä @ x.T + (\n        1)\n    x[0, :] += 𝛼\n    return 𝛼\n"
    sources = Sources()
    source = sources.add("model.py", text)
    sites = []
    tree = trace_rewrite.Rewriter("model.py", sites).visit(ast.parse(text))
    compile(tree, "model.py", "exec")
    found = {}
    for site in sites:
        start, end = source.column(site.line, site.offset), source.column(site.end_line, site.end_offset)
        found[(site.line, start, site.end_line, end)] = site.function
    assert (2, 10, 2, 17) in found  # ä @ x.T; 𝛼 counts as two UTF-16 units
    assert (2, 10, 3, 11) in found and (4, 5, 4, 18) in found
    assert set(found.values()) == {"f"}
