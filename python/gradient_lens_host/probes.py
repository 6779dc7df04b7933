"""Runs the user's functions with instrumented code in place of their own: what the tracers of gradients and of
scales share.

The instrumented twin of each file is compiled beside the plain one; every live function gets its twin's code
for the run and its own back afterwards, so evaluations never pay for the trace.
"""

import _ast
import builtins
import gc
import sys

from .describe import attributes
from .kinds import FUNCTION

_CODE = type((lambda: None).__code__)
_CONTAINERS = (dict, list, tuple)
_UNREADABLE = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)


class Instrumented:
    """A context in which the user's functions call probes.

    probes: {name: function}; fetched: the name of the one that sets `_fresh` at its first call.
    """

    def __init__(self, project, sources, probes, fetched, twins):
        self._project = project
        self._sources = sources
        self._twins = twins
        self._sites = twins.sites
        self._probes = probes
        self._fetched_name = fetched
        self._plain = []  # (function, its own code)
        self._array = getattr(sys.modules.get("numpy"), "ndarray", ())
        self._fresh = None  # references to an object that has just been made, as the probe sees it

    def __enter__(self):
        twins = self._twins.of(self._project, self._sources)
        for name, probe in self._probes.items():
            setattr(builtins, name, probe)
        self._calibrate()
        names = map(vars, self._project.modules())  # which the modules' functions refer to
        for item in gc.get_referrers(*names):
            if type(item) is FUNCTION:
                twin = twins.get((item.__code__.co_filename, item.__code__))
                if twin is not None:
                    self._plain.append((item, item.__code__))
                    item.__code__ = twin
        return self

    def __exit__(self, *_):
        for function, code in self._plain:
            function.__code__ = code
        self._plain.clear()
        for name in self._probes:
            delattr(builtins, name)
        return False

    def _calibrate(self):
        """Finds out how many references a new object has inside the probe with this version of Python."""
        names = {}
        exec("def sample(items):\n    return %s(0, items[:1])" % self._fetched_name, names)
        names["sample"]([1.0, 2.0])

    def _walk(self, value, parts):
        """The values along a path, as far as it can be followed without running the user's code."""
        yield value
        for kind, name in parts:
            try:
                if kind == 0:
                    value = dict(attributes(value))[name]
                elif isinstance(value, _CONTAINERS):
                    value = (dict if isinstance(value, dict) else type(value)).__getitem__(value, name)
                elif isinstance(value, self._array) and value.dtype.kind == "O":
                    value = value[name]
                else:
                    return
            except (LookupError, TypeError):
                return
            yield value

    def place(self, number):
        """The Place of a site."""
        site = self._sites[number]
        source = self._sources.of(site.file)
        return {
            "file": site.file,
            "line": site.line,
            "column": source.column(site.line, site.offset),
            "endLine": site.end_line,
            "endColumn": source.column(site.end_line, site.end_offset),
            "function": site.function,
        }


class Twins:
    """The instrumented code of the user's files, each made once.

    rewriter: (source, list of sites) → the NodeTransformer of one file, whose probes name their sites by their
    numbers in that list, `sites`. `failed` holds the files that could not be instrumented, and why.
    """

    def __init__(self, rewriter):
        self.sites = []
        self.failed = {}
        self._rewriter = rewriter
        self._made = {}  # file → (its trees, twins)

    def instrument(self, source, tree):
        """A copy of a tree of the file, with probes."""
        return self._rewriter(source, self.sites).visit(_copy(tree))

    def of(self, project, sources):
        """(File, plain code object) → instrumented one, for every function in the user's files."""
        files = {project.file}
        files.update(module.__file__ for module in project.modules())
        twins = {}
        for file in sorted(files):
            source = sources.of(file)
            try:
                trees = source.trees or [source.parse()]
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue  # a file that cannot be rewritten has no places
            made = self._made.get(file)
            if made is None or made[0] != trees:
                made = self._made[file] = (trees, self._make(source, trees))
            twins.update(made[1])
        return twins

    def _make(self, source, trees):
        twins = {}
        for tree in trees:
            try:
                plain = compile(tree, source.file, "exec", 0, True)
                _pair(plain, compile(self.instrument(source, tree), source.file, "exec", 0, True), twins)
            except _UNREADABLE as error:
                self.failed[source.file] = error
        return twins


def _copy(node):
    """A copy of a syntax tree; much quicker than `copy.deepcopy`."""
    copied = type(node).__new__(type(node))
    for name, value in vars(node).items():
        if isinstance(value, _ast.AST):
            value = _copy(value)
        elif type(value) is list:
            value = [_copy(item) if isinstance(item, _ast.AST) else item for item in value]
        setattr(copied, name, value)
    return copied


class Held:
    """A strong reference with the interface of a weak one."""

    __slots__ = ("_value",)

    def __init__(self, value):
        self._value = value

    def __call__(self):
        return self._value


def _pair(plain, instrumented, twins):
    """Pairs the functions in two code objects of the same structure.

    Python keeps only one of several equal lambdas on a line, but their twins differ; those stay plain.
    """
    inner, others = _by_name(plain), _by_name(instrumented)
    for key, codes in inner.items():
        if len(codes) == len(others.get(key, ())):
            for one, other in zip(codes, others[key]):
                if one.co_freevars == other.co_freevars:
                    twins[one.co_filename, one] = other  # equal code in two files is equal
                _pair(one, other, twins)


def _by_name(code):
    """The code objects directly inside another, by name and first line."""
    found = {}
    for const in code.co_consts:
        if isinstance(const, _CODE):
            found.setdefault((const.co_name, const.co_firstlineno), []).append(const)
    return found
