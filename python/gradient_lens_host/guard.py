"""What the host stands on and a model can change: Python's built-in functions and the recursion limit."""

import builtins
import sys

_NAMES = vars(builtins)
_BUILTINS = dict(_NAMES)
# The host needs none of these while a model is loaded, and some programs put their own in their place.
_FREE = set("print input open exit quit help copyright credits license breakpoint __import__".split())
_LIMIT = sys.getrecursionlimit()
_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit
_replaced = []  # names of built-in functions that the model replaced


def put_back():
    """Puts back what the model changed. Cheap, and calls nothing that could have been replaced."""
    now = _NAMES
    for name, own in _BUILTINS.items():
        if name in now and now[name] is own or name in _FREE:
            continue
        now[name] = own
        _replaced.append(name)
    if _limit() < _LIMIT:
        _set_limit(_LIMIT)


def take_replaced():
    """The name of a built-in function that the model replaced since the last call; None if it left them alone."""
    name = _replaced[0] if _replaced else None
    _replaced.clear()
    return name


