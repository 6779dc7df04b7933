"""What a loaded module defines: its `Inventory`."""

import sys

from .kinds import FUNCTION, METHOD

_MODULE = type(sys)
_BUILTIN = (type(len), type([].append), type(str.join), type(int.__add__))


def take(module, project, sources, describer, stand_ins):
    """The Inventory of a module: functions, classes and values in the order of their definition."""
    functions, classes, values = [], [], []

    def add(name, value):
        if isinstance(value, (_MODULE,) + _BUILTIN):
            return
        if isinstance(value, FUNCTION):
            if project.owns(_unwrapped(value).__code__.co_filename):
                functions.append(describer.function(value, name))
        elif isinstance(value, METHOD) and isinstance(value.__func__, FUNCTION):
            if project.owns(value.__func__.__code__.co_filename):
                functions.append(describer.function(value.__func__, name, bound=True))
        elif _wraps(value, project):
            functions.append(describer.function(value.__wrapped__, name))
        elif isinstance(value, type):
            if project.owns_class(value):
                classes.append(_class(value, name, project, sources, describer))
        elif not callable(value) or project.owns_class(type(value)):
            if type(value).__name__ != "_Feature":
                values.append({"name": name, "value": describer.value(value)})

    for name, value in list(vars(module).items()):
        if type(name) is not str or name.startswith("__"):
            continue
        try:
            add(name, value)
        except Exception:  # an object that answers for itself, even when asked what it is
            values.append({"name": name, "value": {"type": "other", "className": type(value).__name__}})
    return {
        "file": project.file,
        "functions": functions,
        "classes": classes,
        "values": values,
        "standIns": list(stand_ins),
    }


def _class(kind, name, project, sources, describer):
    file = sys.modules[kind.__module__].__file__
    constructor = kind.__init__
    own = isinstance(constructor, FUNCTION) and kind.__new__ is object.__new__
    return {
        "name": name,
        "file": file,
        "line": sources.of(file).class_line(kind.__qualname__),
        "constructorParameters": describer.parameters(constructor, bound=True) if own else [],
        "methods": describer.methods(kind),
    }


def _wraps(value, project):
    """True if a library's object, such as a cache or a compiler, stands for a function of the user's."""
    if not callable(value) or isinstance(value, type) or project.owns_class(type(value)):
        return False
    try:
        inner = value.__wrapped__
    except Exception:
        return False
    return isinstance(inner, FUNCTION) and project.owns(inner.__code__.co_filename)


def _unwrapped(function):
    """The function that decorators made with `functools.wraps` hide."""
    for _ in range(10):
        inner = getattr(function, "__wrapped__", None)
        if not isinstance(inner, FUNCTION):
            break
        function = inner
    return function
