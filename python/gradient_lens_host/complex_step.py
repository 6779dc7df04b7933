"""J at θ + iεeᵢ, where the model takes complex numbers: Im J = ε ∂J/∂θᵢ without a difference, so ε can be tiny.

Squire and Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40 (1998).
"""

import sys
import warnings

from . import holders, keepers, paths
from .accessors import AccessorTensor
from .failures import Failure, from_exception
from .tensors import ArrayTensor, NumberTensor

_NAN = float("nan")
_MOVED = 1e-6  # of max(1, |θᵢ|): a real step that shows whether J depends on a component


def sweep(model, number, indices, step):
    """(Im J(θ + iεeᵢ), ε) per component; ε = step · max(1, |θᵢ|). Raises Failure where the model is real only."""
    tensor, base = model.tensors[number], model.base[number]
    place = _place(model, tensor)
    fresh = model.changes_itself()  # what J changes of the model must be put back with the real numbers in it
    plus, width = [], []
    try:
        with warnings.catch_warnings(), model.quiet():
            _no_loss()
            if not fresh:
                place.enter()
            for index in indices:
                value = float(base[index])
                distance = step * max(1.0, abs(value))
                found = _evaluate(model, place, index, complex(value, distance), fresh)
                if found is None:
                    place.leave()
                    if _depends(model, number, index, value):
                        raise Failure("not-complex", "the cost is real where a parameter is not")
                    found = 0.0
                    if not fresh:
                        place.enter()
                plus.append(found)
                width.append(distance)
    finally:
        place.leave()
        _flush(model)
    return plus, width


def _evaluate(model, place, index, value, fresh):
    """Im J with one complex component; None where J is real."""
    model.prepare()
    try:
        if fresh:
            place.enter()
        place.set(index, value)
        try:
            return _imaginary(model.cost_as_returned())
        finally:
            if fresh:
                place.leave()
                model.settle()
            else:
                place.set(index, value.real)
    except (Exception, SystemExit) as error:
        raise _refusal(model.failure(error))


def _refusal(failure):
    """At the same real point the cost was fine, so whatever is raised here is for the imaginary part."""
    facts = failure.data
    if facts["kind"] in ("exception", "exit"):
        told = (facts.get("type", ""), facts["message"])
        facts.update(kind="not-complex", message=": ".join(text for text in told if text))
    return failure


def _no_loss():
    """Makes errors of the warnings that an imaginary part was dropped."""
    numpy = sys.modules.get("numpy")
    lost = getattr(getattr(numpy, "exceptions", numpy), "ComplexWarning", None)
    if lost is not None:
        warnings.simplefilter("error", lost)
    warnings.filterwarnings("error", message="Casting complex values to real")  # torch's


def _imaginary(value):
    """The imaginary part of J, NaN where J is not finite; None of a real one."""
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return _imaginary(value[0])
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray) and value.size == 1:
        return _imaginary(value.item())
    if not isinstance(value, complex) and hasattr(type(value), "__complex__"):
        value = complex(value)
        return value.imag if value.imag else None
    if not isinstance(value, complex):
        return None
    return float(value.imag) if value.real - value.real == 0 else _NAN


def _depends(model, number, index, value):
    """True if J changes, by a bit at least, where the component takes a small real step."""
    direction = {"kind": "component", "tensor": number, "index": index}
    step = _MOVED * max(1.0, abs(value))
    points = [[{"direction": direction, "step": sign * step}] for sign in (1, -1)]
    costs = model.costs([[]] + points)
    return costs[1:] != costs[:1] * 2


def _flush(model):
    """Lets real values take the place of complex ones that the model keeps of its last evaluation."""
    try:
        with model.quiet():
            model.evaluate()
    except (Exception, SystemExit):
        pass  # it is not asked for
    finally:
        model.settle_all()


def _place(model, tensor):
    if isinstance(tensor, ArrayTensor):
        return _Arrays(model, tensor)
    if isinstance(tensor, AccessorTensor):
        return _Accessor(tensor)
    return _Number(tensor) if isinstance(tensor, NumberTensor) else _List(tensor)


class _List:
    """A nested list, which takes any number where it is."""

    def __init__(self, tensor):
        self._flat = tensor.flat

    def set(self, index, value):
        self._flat[index] = value

    def enter(self):
        """Nothing to prepare."""

    def leave(self):
        """`set` put the real number back, or the whole tensor is written anew."""


class _Number(_List):
    """A number in a container."""

    def __init__(self, tensor):
        self._tensor = tensor
        self._numpy = None if type(tensor.value) is float else sys.modules["numpy"]

    def set(self, _, value):
        if isinstance(value, complex):
            self._tensor.hang(value if self._numpy is None else self._numpy.complex128(value))
        else:
            self._tensor[0] = value


class _Accessor(_List):
    """What the model's own functions read and write."""

    def __init__(self, tensor):
        self._tensor = tensor

    def enter(self):
        self._base = self._tensor.read()

    def set(self, index, value):
        if isinstance(value, complex):
            values = self._base.tolist()
            values[index] = value
            self._tensor.write(values)
        else:
            self._tensor.write(self._base)


class _Arrays:
    """Complex twins of an array and of all others that the model holds of the same memory."""

    def __init__(self, model, tensor):
        self._model = model
        self._tensor = tensor
        self._numpy = sys.modules["numpy"]
        self._owner = keepers.owner(tensor.array, self._numpy.ndarray)
        self._changes = None

    def enter(self):
        """Puts the twins in the place of the arrays."""
        numpy, tensor, owner = self._numpy, self._tensor, self._owner
        self._twins = {}
        self._memory = None
        if owner.dtype == numpy.float64 and owner.flags.forc and owner.size:
            self._memory = owner.ravel(order="K").astype("complex128")
        twin = self._twin(tensor.value)
        self._flat = numpy.asarray(twin).flat
        self._changes = []
        holders.exchange(self._model.roots(), self._exchanged, self._model.project, self._changes)
        if tensor.place.current() is not twin:
            paths.put(tensor.place.links, twin)

    def leave(self):
        """Puts the arrays back."""
        changes, self._changes = self._changes, None
        if changes is not None:
            holders.undo(changes)
            self._tensor.place.put_back()

    def set(self, index, value):
        self._flat[index] = value

    def _exchanged(self, value):
        ndarray = self._numpy.ndarray
        if not isinstance(value, ndarray):
            return value
        if id(value) in self._twins:
            return self._twins[id(value)][1]
        same = keepers.owner(value, ndarray) is self._owner and value.dtype == self._numpy.float64
        return self._twin(value) if same else value

    def _twin(self, value):
        """The complex array of a real one; a view of the common memory where it can be."""
        numpy = self._numpy
        if self._memory is None or type(value) not in (numpy.ndarray, numpy.matrix):
            twin = value.astype("complex128", order="K")
        else:
            offset = _address(value) - _address(self._owner)
            strides = tuple(2 * stride for stride in value.strides)
            twin = numpy.ndarray(value.shape, "complex128", self._memory, 2 * offset, strides)
            if type(value) is numpy.matrix:
                twin = twin.view(numpy.matrix)
        self._twins[id(value)] = value, twin  # the array is kept, so that its id stays its own
        return twin


def _address(array):
    return array.__array_interface__["data"][0]
