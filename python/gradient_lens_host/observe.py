"""Observes one run of the model: the arrays of floats that it makes and changes, in order."""

import sys
from collections import deque
from weakref import ref

from . import observe_rewrite
from .describe import leaves, list_shape
from .probes import Held, Instrumented
from .recording import wire_record

_HELD = 1 << 20  # numbers in lists that are kept alive, so that their ids stay theirs
_LARGE = 1 << 24  # bytes of an array that is not kept alive longer than need be
_FEW = 8  # arrays whose changes may be pending before it is looked which of them nobody holds any more
_ORPHAN = sys.getrefcount([[]][0]) + 1  # references to what only the pending changes hold, at most


class _Known:
    """An array or list that was seen. record: the latest of it, if any."""

    __slots__ = ("get", "record")

    def __init__(self, get):
        self.get = get
        self.record = None


class _Pending:
    """An array that is being filled, with the latest change, and the text of what was changed."""

    __slots__ = ("value", "site", "target", "time")

    def __init__(self, value):
        self.value = value
        self.site = self.target = self.time = None


class Observer(Instrumented):
    """A context in which the user's functions report their arrays to a Recording.

    What is made is recorded at once; what is changed piece by piece, when it is complete: when it is next seen,
    or nobody else holds it, or the run ends. Only what is pending, and some lists, are kept alive.
    """

    def __init__(self, project, sources, recording, twins):
        probes = {
            observe_rewrite.MADE: self._made,
            observe_rewrite.FETCHED: self._fetched,
            observe_rewrite.FILLED: self._filled,
            observe_rewrite.OPERAND: self._operand,
            observe_rewrite.CHANGED: self._changed,
            observe_rewrite.UNPACKED: self._unpacked,
        }
        super().__init__(project, sources, probes, observe_rewrite.FETCHED, twins)
        self._recording = recording
        self._objects = {}  # id → _Known
        self._lists = deque()  # (id, numbers) of the lists among them
        self._held = 0  # numbers in these
        self._pending = {}  # id → _Pending
        self._sweep_at = _FEW
        self._time = 0
        self._atoms = _atoms(sys.modules.get("numpy"))
        self._masked = getattr(sys.modules.get("numpy.ma"), "MaskedArray", ())

    def __exit__(self, *details):
        super().__exit__(*details)
        # Nested lists first: they stand for their rows.
        for pending in sorted(self._pending.values(), key=lambda one: not _is_nested(one.value)):
            if id(pending.value) in self._pending:
                self._safely(self._complete, pending.value)
        self._pending.clear()
        self._recording.finish()
        return False

    def instrument(self, source, tree):
        """A copy of a tree of a file, as it is run when it is observed while it is loaded."""
        return self._twins.instrument(source, tree)

    def know(self, value):
        """Tells of an array that was there before the run and is no news: a parameter."""
        self._safely(self._remember, value)

    def page(self, start, count):
        """WireRecords of the run."""
        records = self._recording.ordered[start : start + count]
        return [
            wire_record(
                None if record.site is None else self.place(record.site),
                record.target,
                record.dtype,
                record.statistics,
            )
            for record in records
        ]

    # What instrumented code calls. None of it may raise, or change the model's values.

    def _safely(self, action, *arguments):
        try:
            action(*arguments)
        except Exception:  # values of the user's own kinds, which answer as they like
            pass

    def _made(self, site, value):
        if type(value) not in self._atoms:
            self._safely(self._see_made, site, value)
        return value

    def _fetched(self, site, value):
        """The value of a call or a lookup: made here only if nobody else holds it."""
        references = sys.getrefcount(value)
        if self._fresh is None:
            self._fresh = references
        elif type(value) not in self._atoms:
            self._safely(self._see_fetched, site, value, references <= self._fresh)
        return value

    def _filled(self, site, value):
        """The value of a call that was told to put it into an array."""
        self._safely(self._change, site, value, True, self._sites[site].target)
        return value

    def _operand(self, value):
        """An operand of a product: if it was there before, it may be the input of the network."""
        self._safely(self._see_operand, value)
        return value

    def _changed(self, site, root, parts, whole):
        """After a change in place of all, or of a part, of what is at the end of a path."""
        self._safely(self._change_along, site, root, parts, whole)

    def _unpacked(self, site, value):
        """A name that a part of a call's result was assigned to."""
        self._safely(self._name, site, value)

    # Seeing

    def _counts(self, value):
        """True for an array of several floats."""
        if isinstance(value, self._array):
            if value.dtype.kind != "f" or value.size < 2:
                return False
            return not isinstance(value, self._masked) or not value.mask.any()
        return type(value) is list and _holds_floats(value)

    def _is_whole(self, value):
        """True for an array of several whole numbers, as an input of zeros and ones may be."""
        return isinstance(value, self._array) and value.dtype.kind in "biu" and value.size > 1

    def _find(self, value):
        known = self._objects.get(id(value))
        return known if known is not None and known.get() is value else None

    def _remember(self, value):
        if isinstance(value, self._array):
            known = _Known(ref(value))
        else:
            known = _Known(Held(value))
            size = len(leaves(value, list_shape(value)))
            self._lists.append((id(value), size))
            self._held += size
            while self._held > _HELD and len(self._lists) > 1:
                old, size = self._lists.popleft()
                self._objects.pop(old, None)
                self._held -= size
        self._objects[id(value)] = known
        return known

    def _see_made(self, site, value):
        """The value of an operator: new, even where numpy wrote it over an operand that nobody else held."""
        if self._counts(value):
            self._pending.pop(id(value), None)
            self._tell(self._find(value) or self._remember(value), site, value)

    def _see_fetched(self, site, value, fresh):
        if not isinstance(value, self._array) and type(value) is not list:
            return
        if id(value) in self._pending:
            if not self._sites[site].looks_up:  # as `d[i]` in `d[i][j] += x`
                self._complete(value)
        elif self._find(value) is not None:
            self._name(site, value)
        elif fresh and self._counts(value):
            place = self._sites[site]
            if place.turns and getattr(value, "base", None) is not None:
                return
            known = self._remember(value)
            if not place.empty:
                self._tell(known, site, value)

    def _tell(self, known, site, value):
        self._record(known, site, value, self._sites[site].target)
        self._absorb_rows(site, value)

    def _see_operand(self, value):
        if id(value) in self._pending:
            self._complete(value)
        elif self._find(value) is None and (self._counts(value) or self._is_whole(value)):
            known = self._remember(value)
            if not self._is_turned(value):
                self._record(known, None, value, None)

    def _is_turned(self, value):
        """True for the transpose of an array that is known."""
        base = getattr(value, "base", None)
        return (
            isinstance(base, self._array)
            and self._find(base) is not None
            and base.size == value.size
            and base.ndim == value.ndim > 1
            and base.strides == value.strides[::-1]
        )

    def _name(self, site, value):
        """Gives what is assigned only now the target that it gets here."""
        known = self._find(value)
        if known is not None and known.record is not None and known.record.target is None:
            if known.record.site is not None:
                known.record.target = self._sites[site].target

    def _record(self, known, site, value, target, time=None):
        if time is None:
            self._time += 1
            time = self._time
        if known.record is not None and known.record.statistics.zeros == known.record.statistics.count:
            self._recording.remove(known.record)  # an accumulator, before it was filled
        passing = site is not None and self._sites[site].passing
        known.record = self._recording.add(site, target, value, time, passing)

    def _absorb_rows(self, site, value):
        """Forgets the rows that were made only for a nested list."""
        if _is_nested(value):
            for row in value:
                known = self._find(row)
                record = known and known.record
                if record and record.target is None and record.site is not None:
                    if self._sites[site].contains(self._sites[record.site]):
                        self._recording.remove(record)
                        known.record = None

    # Changing

    def _change_along(self, site, root, parts, whole):
        texts = self._sites[site].path
        for number, value in enumerate(self._walk(root, parts)):
            if isinstance(value, self._array) or type(value) is list:
                self._change(site, value, whole and number == len(parts), texts[number])

    def _change(self, site, value, whole, target):
        self._time += 1
        if isinstance(value, self._array):
            if value.dtype.kind != "f" or value.size < 2:
                return
            owner = value.base
            if isinstance(owner, self._array) and self._find(owner) is not None:
                self._wait(site, owner, None)
        if whole and self._counts(value):
            self._pending.pop(id(value), None)
            self._record(self._find(value) or self._remember(value), site, value, target)
        else:
            self._wait(site, value, target)

    def _wait(self, site, value, target):
        pending = self._pending.get(id(value))
        if pending is None:
            if len(self._pending) >= self._sweep_at or getattr(value, "nbytes", 0) > _LARGE:
                self._sweep()
            pending = self._pending[id(value)] = _Pending(value)
        pending.site, pending.target, pending.time = site, target, self._time

    def _sweep(self):
        """Completes what nobody else holds any more."""
        waiting = list(self._pending)
        for key in waiting:
            if sys.getrefcount(self._pending[key].value) <= _ORPHAN:
                self._complete(self._pending[key].value)
        self._sweep_at = max(_FEW, 2 * len(self._pending))

    def _complete(self, value):
        pending = self._pending.pop(id(value))
        if self._counts(value):
            known = self._find(value) or self._remember(value)
            self._record(known, pending.site, value, pending.target, pending.time)
            for row in value if _is_nested(value) else ():
                self._pending.pop(id(row), None)


def _atoms(numpy):
    """Types of single values, of which there are many and nothing is to be told."""
    names = ("float64", "float32", "int64", "bool_")
    singles = [getattr(numpy, name) for name in names if hasattr(numpy, name)]
    return frozenset([float, int, bool, str, type(None)] + singles)


def _is_nested(value):
    return type(value) is list and len(value) > 0 and type(value[0]) is list


def _holds_floats(value):
    """True for a rectangular nested list of several numbers, not all of them whole by their type."""
    first = value
    while type(first) is list:
        if not first:
            return False
        first = first[0]
    if isinstance(first, (str, dict, tuple)) or first is None:
        return False
    shape = list_shape(value)
    if not shape:
        return False
    numbers = leaves(value, shape)
    return len(numbers) > 1 and not all(isinstance(number, int) for number in numbers)
