"""Gradients that the gradient steps do not return: what they change, divided by a rate."""

from . import convert

ABSENT = object()


class Changes:
    """The changes that a plan asks for as gradients, by the tensor's number.

    `before` is to be called at the start of a run of the gradient steps, `after` at its end.
    """

    def __init__(self, planned, tensors, names, vectors):
        self._names = names
        self._vectors = vectors
        self._tensors = tensors
        self._planned = {
            number: tensor
            for number, tensor in enumerate(planned)
            if tensor["gradient"] is not None and tensor["gradient"]["from"] == "change"
        }

    def __contains__(self, number):
        return number in self._planned

    def before(self):
        """What is there now: (shape, dtype, vector) by number, or None."""
        return {number: self._flat(self._old(number)) for number in self._planned}

    def after(self, number, before, slots):
        """((shape, dtype, vector) of the gradient or None, the new value as it was found)."""
        value = self._new(number, slots)
        old, new = before[number], self._flat(value)
        if new is None or old is not None and not convert.fits(old[0], new[0]):
            return None, value
        if old is None:  # what adds up, and did not exist yet
            old = (new[0], new[1], self._vectors.multiples(new[2], 0.0))
        change = self._vectors.make(old[2])
        self._vectors.add(change, 0, new[2], -1.0)
        rate = self._planned[number]["gradient"]["rate"]
        return (old[0], "float64", self._vectors.quotients(change, rate)), value

    def links(self, number, slots):
        """The links to the new value, as it hangs in what the steps returned or changed; none for accessors."""
        planned = self._planned[number]
        after = planned["gradient"].get("after")
        if after:
            return self._names.links(after, slots)
        source = planned["gradient"].get("of") or planned["parameter"]
        return self._names.links(source) if "from" in source else []

    def _old(self, number):
        of = self._planned[number]["gradient"].get("of")
        if of:
            return self._value(of, None)
        return self._tensors[number].current()

    def _new(self, number, slots):
        after = self._planned[number]["gradient"].get("after")
        return self._value(after, slots) if after else self._old(number)

    def _value(self, source, slots):
        try:
            return self._names.value(source, slots)
        except (LookupError, AttributeError, TypeError):
            return ABSENT

    def _flat(self, value):
        return None if value is ABSENT else convert.flat(value, self._vectors)
