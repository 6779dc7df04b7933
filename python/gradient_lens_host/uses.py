"""Which functions and classes of the user's a function mentions: what it calls can be among them only."""

import _ast
import sys

from .kinds import FUNCTION, METHOD
from .sources import children

_MODULE = type(sys)
_TABLE = 1000  # entries
_CODE = type((lambda: None).__code__)
_DEFINITIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.ClassDef)


class Uses:
    """Answers for the functions of one model; the same text is looked at only once."""

    def __init__(self, project, sources):
        self._project = project
        self._sources = sources
        self._mentioned = {}  # code object → [(name, what it is an attribute of, or None)]
        self._defined = {}  # file → names
        self._all = set()
        self._modules = 0  # modules that were loaded when `_all` was made

    def of(self, function, node):
        """The names, in the order of their first mention. node: of the function's text, None if unknown."""
        code = function.__code__
        mentioned = self._mentioned.get(code)
        if mentioned is None:
            pairs = _in_text(node) if node is not None else _in_code(code)
            mentioned = self._mentioned[code] = list(dict.fromkeys(pairs))
        defined = self._all_definitions()
        scope = function.__globals__
        names = {}  # in order
        for name, root in mentioned:
            owner = _module(root, scope)
            if owner is not None:
                names.update(dict.fromkeys(self._behind(name, vars(owner).get(name), 0, scope)))
            elif root is None and name in scope:
                names.update(dict.fromkeys(self._behind(name, scope[name], 2, scope)))
            elif name in defined:
                names[name] = None
        return list(names)

    def _behind(self, name, value, depth, scope):
        """The name itself if its value is a definition; else those of definitions that a table of them holds."""
        if self._is_definition(value):
            return [name]
        if depth and isinstance(value, (dict, list, tuple)) and len(value) <= _TABLE:
            items = dict.values(value) if isinstance(value, dict) else value
            names = [(_name_of(item, scope), item) for item in items]
            return [found for pair in names for found in self._behind(*pair, depth - 1, scope)]
        return [type(value).__name__] if self._project.owns_class(type(value)) else []

    def _is_definition(self, value):
        for _ in range(10):
            try:
                value = object.__getattribute__(value, "__wrapped__")
            except Exception:
                break
        if isinstance(value, type):
            return self._project.owns_class(value)
        if isinstance(value, METHOD):
            value = value.__func__
        return isinstance(value, FUNCTION) and self._project.owns(value.__code__.co_filename)

    def _all_definitions(self):
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            files = [module.__file__ for module in self._project.modules()]
            self._all = set().union(*map(self._definitions, files))
        return self._all

    def _definitions(self, file):
        """The names of all functions, methods and classes that the text of a file defines."""
        names = self._defined.get(file)
        if names is None:
            names = self._defined[file] = set()
            try:
                waiting = [self._sources.of(file).parse()]
            except Exception:
                return names
            while waiting:
                node = waiting.pop()
                if isinstance(node, _DEFINITIONS):
                    names.add(node.name)
                elif isinstance(node, _ast.Assign) and isinstance(node.value, _ast.Lambda):
                    names.update(target.id for target in node.targets if isinstance(target, _ast.Name))
                waiting.extend(children(node))
        return names


def _name_of(value, scope):
    if not isinstance(value, (type, FUNCTION, METHOD)):
        return ""
    return next((name for name, other in scope.items() if other is value), value.__name__)


def _module(root, scope):
    """The module that a dotted name stands for; None if it is something else."""
    owner = None
    for number, name in enumerate(root.split(".") if root else ()):
        owner = (scope if number == 0 else vars(owner)).get(name)
        if not isinstance(owner, _MODULE):
            return None
    return owner


def _dotted(node):
    """`a.b` as text; "" for what is more than names and dots."""
    if isinstance(node, _ast.Name):
        return node.id
    outer = _dotted(node.value) if isinstance(node, _ast.Attribute) else ""
    return outer and outer + "." + node.attr


def _in_text(node):
    """(name, root) of the names and attributes in the text of a function, what is nested in it included."""
    pairs = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, _ast.Name):
            if isinstance(item.ctx, _ast.Load):
                pairs.append((item.id, None))
        elif isinstance(item, _ast.Attribute):
            pairs.append((item.attr, _dotted(item.value)))
        waiting.extend(reversed(list(children(item))))
    return pairs


def _in_code(code):
    """The same of a function without a text; what an attribute belongs to is not known then."""
    pairs = [(name, None) for name in code.co_names]
    for const in code.co_consts:
        if isinstance(const, _CODE):
            pairs += _in_code(const)
    return pairs
