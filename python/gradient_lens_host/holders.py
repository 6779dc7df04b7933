"""Exchanges objects wherever the model holds them: in dicts, lists, tuples, attributes and closures."""

from .kinds import FUNCTION, METHOD

_ATOMS = (int, float, str, bytes, bool, complex, type(None))
_LIMIT = 300000  # objects looked at


def exchange(roots, replacements, project):
    """Puts `replacements[id(old)]` in place of every old object that can be reached from the root dicts.

    An array that two owners share stays shared this way. Only instances of the project's classes are looked into.
    """
    waiting = list(roots)
    seen = set(map(id, waiting))

    def exchanged(value):
        if type(value) in _ATOMS:
            return value
        if id(value) in replacements:
            return replacements[id(value)]
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
                    holder[key] = new
        elif isinstance(holder, list):
            if holder and type(holder[0]) in _ATOMS and type(holder[-1]) in _ATOMS:
                continue
            for number, value in enumerate(holder):
                new = exchanged(value)
                if new is not value:
                    holder[number] = new
        elif isinstance(holder, METHOD):
            exchanged(holder.__self__)
        elif isinstance(holder, FUNCTION):
            _function(holder, exchanged, project)
        elif isinstance(holder, type):
            if project.owns_class(holder):
                _attributes(holder, list(vars(holder).items()), exchanged)
        elif project.owns_class(type(holder)) or type(holder).__name__ in ("SimpleNamespace", "Namespace"):
            _instance(holder, exchanged)


def _function(function, exchanged, project):
    if not project.owns(function.__code__.co_filename):
        return
    for cell in function.__closure__ or ():
        try:
            value = cell.cell_contents
        except ValueError:  # not yet bound
            continue
        new = exchanged(value)
        if new is not value:
            cell.cell_contents = new
    if function.__defaults__:
        new = exchanged(function.__defaults__)
        if new is not function.__defaults__:
            function.__defaults__ = new


def _instance(holder, exchanged):
    from .describe import attributes

    _attributes(holder, list(attributes(holder)), exchanged)
    if isinstance(getattr(holder, "__dict__", None), dict):
        exchanged(type(holder))


def _attributes(holder, items, exchanged):
    for name, value in items:
        new = exchanged(value)
        if new is not value:
            try:
                setattr(holder, name, new)
            except (AttributeError, TypeError):
                pass
