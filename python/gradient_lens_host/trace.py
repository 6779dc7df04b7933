"""Finds where gradients are made: runs the gradient steps once with instrumented code in place of the user's."""

import sys
from collections import deque
from weakref import ref

from . import trace_rewrite
from .probes import Held, Instrumented, Twins

_KEPT = 100000  # numbers and lists that are kept alive, so that their ids stay theirs
_CHANGES = 20


class Record:
    """What is known of one array, list or number.

    get: returns the object, or None after its death. site: where it was made; None if before the run.
    changes: site → time of the first change there. moves: records of what it was moved by, as a parameter by
    an update; sums: of what was first added to zeros to get it.
    """

    __slots__ = ("get", "site", "zero", "ordinal", "time", "changes", "moves", "sums")

    def __init__(self, get, site, zero, ordinal, time):
        self.get = get
        self.site = site
        self.zero = zero
        self.ordinal = ordinal
        self.time = time
        self.changes = {}
        self.moves = []
        self.sums = None


class Tracer(Instrumented):
    """A context in which the user's functions report the arrays they make and change."""

    def __init__(self, project, sources):
        probes = {
            trace_rewrite.PROBE: self._probe,
            trace_rewrite.FETCHED: self._fetched,
            trace_rewrite.TOUCH: self._touch,
            trace_rewrite.CHANGED: self._changed,
            trace_rewrite.MOVED: self._moved,
        }
        twins = Twins(lambda source, sites: trace_rewrite.Rewriter(source.file, sites))
        super().__init__(project, sources, probes, trace_rewrite.FETCHED, twins)
        self._records = {}  # id → Record
        self._strong = deque()
        self._ordinal = 0
        self._time = 0
        numpy = sys.modules.get("numpy")
        self._scalar = (float,) + ((numpy.floating,) if hasattr(numpy, "floating") else ())

    # What instrumented code calls. All of it leaves the model's values alone.

    def _probe(self, site, value):
        if isinstance(value, self._array):
            if value.dtype.kind in "fiu":
                self._see(site, value)
        elif isinstance(value, self._scalar) or type(value) is list:
            self._see(site, value)
        return value

    def _fetched(self, site, value):
        """The value of a lookup: made here only if nobody else holds it."""
        if self._fresh is None:
            self._fresh = sys.getrefcount(value)
        elif sys.getrefcount(value) <= self._fresh:
            self._probe(site, value)
        elif isinstance(value, self._array) and self._known(value) is None:
            self._add(value, None, 0)
        return value

    def _see(self, site, value):
        record = self._records.get(id(value))
        if record is None or record.get() is not value:
            self._ordinal += 1
            record = self._add(value, site, self._ordinal)
        return record

    def _add(self, value, site, ordinal):
        self._time += 1
        if isinstance(value, self._array):
            get = ref(value)
        else:
            get = Held(value)
            self._strong.append(id(value))
            if len(self._strong) > _KEPT:
                self._records.pop(self._strong.popleft(), None)
        zero = self._is_zero(value) or site is not None and self._sites[site].empty
        record = self._records[id(value)] = Record(get, site, zero, ordinal, self._time)
        return record

    def _is_zero(self, value, depth=8):
        if type(value) is list:
            return depth > 0 and all(self._is_zero(item, depth - 1) for item in value)
        if isinstance(value, self._array):
            return not value.any()
        return isinstance(value, (int,) + self._scalar) and value == 0

    def _known(self, value):
        record = self._records.get(id(value))
        return record if record is not None and record.get() is value else None

    def _touch(self, root, parts):
        """Before an augmented assignment: what is there already was made elsewhere."""
        for value in self._walk(root, parts):
            if (isinstance(value, self._array) or type(value) is list) and not self._known(value):
                self._add(value, None, 0)

    def _moved(self, site, value, paths, onto):
        """The value of `W - rate * dW`, or of `s + dW` with `onto`, the path of `s`."""
        self._probe(site, value)
        record = self._known(value)
        if record is None:
            return value
        if onto is None:
            self._move(record, value, paths)
            return value
        old = self._end(*onto)
        before, added = self._known(old), self._by(value, paths)
        if before is not None and before.sums:
            record.sums = before.sums
        elif added is not None and self._is_number(old) and self._is_zero(old):
            record.sums = added.sums or added
        elif added is not None:
            record.moves.append(added)
        return value

    def _is_number(self, value):
        return isinstance(value, (int, self._array) + self._scalar)

    def _move(self, record, value, paths):
        by = self._by(value, paths)
        if by is not None and by is not record:
            record.moves.append(by.sums or by)

    def _by(self, value, paths):
        """The record of the one among the ends of paths that is of a value's size and was made in this run."""
        found = []
        for path in paths:
            one = self._end(*path)
            record = self._known(one)
            if record is not None and getattr(one, "shape", ()) == getattr(value, "shape", ()):
                found.append(record)
        return found[0] if len(found) == 1 and found[0].site is not None else None

    def _end(self, root, parts):
        """The value at the end of a path; None if it cannot be followed so far."""
        values = list(self._walk(root, parts))
        return values[-1] if len(values) == len(parts) + 1 else None

    def _changed(self, site, root, parts, new_at_end, moved_by=()):
        """After a change in place of all that a path passes.

        moved_by: the paths of what may have been added at its end, times numbers.

        new_at_end: the path's end was augmented, so something unknown there is new (`x += 1` of a number
        makes one).
        """
        for number, value in enumerate(self._walk(root, parts)):
            if new_at_end and number == len(parts) and self._known(value) is None:
                self._probe(site, value)
            elif isinstance(value, self._array) or type(value) is list:
                if self._known(value) is None:
                    self._add(value, None, 0)
                self._change(site, value, number == len(parts))
        record = self._known(value) if moved_by else None
        if record is not None:
            self._move(record, value, moved_by)

    def _change(self, site, value, at_end):
        self._time += 1
        record = self._known(value)
        if at_end and self._sites[site].clears:
            record.site, record.zero = site, True
            record.changes.clear()
        else:
            record.changes.setdefault(site, self._time)
        owner = getattr(value, "base", None)
        if isinstance(owner, self._array):
            (self._known(owner) or self._add(owner, None, 0)).changes.setdefault(site, self._time)

    # Afterwards

    def gradient(self, name, links, is_change=False):
        """The TracedGradient of a tensor; links: how its gradient hangs in what the steps returned.

        is_change: the gradient is what became of the parameter there, so what moved it is looked for.
        """
        record = None
        for value in [child for _, _, child in reversed(links)]:
            record = self._known(value)
            owner = getattr(value, "base", None) if isinstance(value, self._array) else None
            if record is None and owner is not None:
                record = self._known(owner)
            elif record is not None and owner is not None and self._known(owner):
                later = self._known(owner).changes.items()
                for site, time in sorted(later, key=lambda item: item[1]):
                    if time > record.time:
                        record.changes.setdefault(site, time)
            if record is not None:
                break
        if record is not None and is_change and len(set(map(id, record.moves))) == 1:
            record = record.moves[0]
        if record is not None and record.sums:
            record = record.sums
        if record is None:
            return {"tensor": name, "made": None, "madeZero": False, "changed": [], "ordinal": 0}
        sites = sorted(record.changes, key=record.changes.get)
        places = []
        for site in sites:
            place = self.place(site)
            if place not in places:
                places.append(place)
        return {
            "tensor": name,
            "made": None if record.site is None else self.place(record.site),
            "madeZero": record.zero,
            "changed": places[:_CHANGES],
            "ordinal": record.ordinal,
        }
