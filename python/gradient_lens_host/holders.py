"""Exchanges objects wherever the model holds them: in dicts, lists, tuples, attributes and closures."""

from .kinds import FUNCTION, METHOD

_ATOMS = (int, float, str, bytes, bool, complex, type(None))
_LIMIT = 300000  # objects looked at


def exchange(roots, replacement, project, changes):
    """Puts `replacement(old)` in place of every object that can be reached from the root dicts, if it is another.

    An array that two owners share stays shared this way. Only instances of the project's classes are looked into.
    changes: a list that is extended with what `undo` takes.
    """
    waiting = list(roots)
    seen = set(map(id, waiting))

    def exchanged(value):
        if type(value) in _ATOMS:
            return value
        new = replacement(value)
        if new is not value:
            return new
        if isinstance(value, tuple) and len(value) < 1000:
            items = [exchanged(item) for item in value]
            if any(new is not old for new, old in zip(items, value)):
                return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        elif id(value) not in seen and len(seen) < _LIMIT:
            seen.add(id(value))
            waiting.append(value)
        return value

    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict):
            for key, value in list(dict.items(holder)):
                new = exchanged(value)
                if new is not value:
                    _change(changes, _set_item, holder, key, value, new)
        elif isinstance(holder, list):
            if holder and type(holder[0]) in _ATOMS and type(holder[-1]) in _ATOMS:
                continue
            for number, value in enumerate(holder):
                new = exchanged(value)
                if new is not value:
                    _change(changes, _set_item, holder, number, value, new)
        elif isinstance(holder, METHOD):
            exchanged(holder.__self__)
        elif isinstance(holder, FUNCTION):
            _function(holder, exchanged, project, changes)
        elif isinstance(holder, type):
            if project.owns_class(holder):
                _attributes(holder, list(vars(holder).items()), exchanged, changes)
        elif project.owns_class(type(holder)) or type(holder).__name__ in ("SimpleNamespace", "Namespace"):
            _instance(holder, exchanged, changes)


def undo(changes):
    """Puts back the very objects that `exchange` took away."""
    for put, holder, key, old in reversed(changes):
        put(holder, key, old)


def _change(changes, put, holder, key, old, new):
    put(holder, key, new)
    changes.append((put, holder, key, old))


def _set_item(holder, key, value):
    holder[key] = value


def _function(function, exchanged, project, changes):
    if not project.owns(function.__code__.co_filename):
        return
    for cell in function.__closure__ or ():
        try:
            value = cell.cell_contents
        except ValueError:  # not yet bound
            continue
        new = exchanged(value)
        if new is not value:
            _change(changes, setattr, cell, "cell_contents", value, new)
    if function.__defaults__:
        defaults = function.__defaults__
        new = exchanged(defaults)
        if new is not defaults:
            _change(changes, setattr, function, "__defaults__", defaults, new)


def _instance(holder, exchanged, changes):
    from .describe import attributes

    _attributes(holder, list(attributes(holder)), exchanged, changes)
    if isinstance(getattr(holder, "__dict__", None), dict):
        exchanged(type(holder))


def _attributes(holder, items, exchanged, changes):
    for name, value in items:
        new = exchanged(value)
        if new is not value:
            try:
                _change(changes, setattr, holder, name, value, new)
            except (AttributeError, TypeError):
                pass
