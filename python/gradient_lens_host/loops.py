"""Training loops of a script: one pass of them, as a function of the module."""

import _ast

from .sources import children

class MADE(_ast.FunctionDef):
    """A function made of a loop."""


_LOOPS = (_ast.For, _ast.While)
_SCOPES = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.Lambda, _ast.ClassDef)
_COMPREHENSIONS = (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)


def as_functions(body, loops):
    """The statements with the loops among them made functions without arguments that go through once.

    loops: {line: {"name": name of the function, "once": lines of the loops that end after their first pass}}.
    """
    return [_function(node, loops[node.lineno]) if _wanted(node, loops) else node for node in body]


def _wanted(node, loops):
    return isinstance(node, _LOOPS) and node.lineno in loops


def _function(loop, wanted):
    _end_after_first_pass(loop, set(wanted["once"]))
    place = {name: getattr(loop, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    names = sorted(_assigned(loop))
    body = ([_ast.Global(names=names, **place)] if names else []) + [loop]
    arguments = _ast.arguments(
        posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    fields = {"name": wanted["name"], "args": arguments, "body": body, "decorator_list": [], "returns": None}
    if "type_params" in _ast.FunctionDef._fields:
        fields["type_params"] = []
    return MADE(type_comment=None, **fields, **place)


def _end_after_first_pass(node, lines):
    """Puts a `break` at the end of the loops that start on these lines."""
    for child in [node] + [loop for loop in _descendants(node) if isinstance(loop, _LOOPS)]:
        if child.lineno in lines:
            last = child.body[-1]
            place = {name: getattr(last, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
            child.body.append(_ast.Break(**place))
            child.orelse = []


def _descendants(node):
    for child in children(node):
        if not isinstance(child, _SCOPES):
            yield child
            yield from _descendants(child)


def _assigned(loop):
    """Names that the loop assigns, deletes, imports or defines: the script's own."""
    names, waiting = set(), [loop]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _ast.Name) and not isinstance(node.ctx, _ast.Load):
            names.add(node.id)
        elif isinstance(node, (_ast.Import, _ast.ImportFrom)):
            names.update((alias.asname or alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, _ast.ExceptHandler) and node.name:
            names.add(node.name)
        elif isinstance(node, _SCOPES):
            if hasattr(node, "name"):
                names.add(node.name)
            continue
        if isinstance(node, _COMPREHENSIONS):
            continue  # variables of their own
        waiting.extend(children(node))
    names.discard("*")
    return names
