"""Directions and points of parameter space, as the protocol describes them."""

from . import wire
from .failures import Failure

_REMEMBERED = 8  # normal vectors, since a search evaluates each of them at several steps


class Directions:
    """The directions of one model. Indices are row-major within a tensor."""

    def __init__(self, model):
        self._model = model
        self._normals = {}

    def facts(self, direction):
        """(‖v‖, ⟨ĝ, v⟩) of a direction; NaN where there is no gradient that fits."""
        model = self._model
        number = self._tensor(direction)
        gradient = model.gradient(number)
        kind = direction["kind"]
        if kind == "component":
            index = self._index(direction, number)
            return 1.0, float("nan") if gradient is None else float(gradient[index])
        start, vector = self._vector(direction, number)
        part = None if gradient is None else gradient[start : start + len(vector)]
        return model.vectors.norm(vector), float("nan") if part is None else model.vectors.dot(part, vector)

    def displacement(self, point):
        """What a point changes: per tensor number, a dict of components or a whole new vector."""
        numbers = {}
        for perturbation in point:
            direction = perturbation["direction"]
            number = self._tensor(direction)
            numbers[number] = numbers.get(number, True) and direction["kind"] == "component"
        changes = {}
        if not all(numbers.values()):
            changes.update(self.displaced(p for p in point if not numbers[p["direction"]["tensor"]]))
        for perturbation in point:
            direction = perturbation["direction"]
            number = direction["tensor"]
            if numbers[number]:
                index = self._index(direction, number)
                values = changes.setdefault(number, {})
                value = values.get(index)
                value = float(self._model.base[number][index]) if value is None else value
                values[index] = value + perturbation["step"]
        return changes

    def displaced(self, point):
        """The tensors that a point changes, as new vectors by tensor number."""
        model = self._model
        vectors = {}
        for perturbation in point:
            direction, step = perturbation["direction"], perturbation["step"]
            number = self._tensor(direction)
            if number not in vectors:
                vectors[number] = model.vectors.make(model.base[number])
            if direction["kind"] == "component":
                vectors[number][self._index(direction, number)] += step
            else:
                start, vector = self._vector(direction, number)
                model.vectors.add(vectors[number], start, vector, step)
        return vectors

    def apply(self, changes):
        """Puts a displacement into the live tensors; a dict then holds what was there."""
        for number, change in changes.items():
            tensor = self._model.tensors[number]
            if isinstance(change, dict):
                for index, value in list(change.items()):
                    change[index] = tensor.flat[index]
                    tensor.flat[index] = value
            else:
                tensor.write(change)

    def undo(self, changes):
        """Puts back what `apply` changed."""
        for number, change in changes.items():
            tensor = self._model.tensors[number]
            if isinstance(change, dict):
                for index in change:
                    tensor.flat[index] = change[index]
            else:
                tensor.write(self._model.base[number])

    def _tensor(self, direction):
        number = direction["tensor"]
        if not 0 <= number < len(self._model.tensors):
            raise Failure("internal", "there is no tensor %r" % number)
        return number

    def _index(self, direction, number):
        index = direction["index"]
        if not 0 <= index < self._model.tensors[number].size:
            raise Failure("internal", "tensor %d has no component %r" % (number, index))
        return index

    def _range(self, number, start, count):
        if start < 0 or count < 0 or start + count > self._model.tensors[number].size:
            raise Failure("internal", "tensor %d has no components %r + %r" % (number, start, count))
        return start

    def _vector(self, direction, number):
        """(start, v) of a direction that is not a single component."""
        model = self._model
        if direction["kind"] == "parameter":
            return 0, model.base[number]
        if direction["kind"] == "values":
            vector = model.vectors.make(wire.numbers(direction["data"]))
            return self._range(number, direction["start"], len(vector)), vector
        if direction["kind"] == "box":
            return 0, self._box(direction, number)
        if direction["kind"] != "normal":
            raise Failure("internal", "there is no direction of kind %r" % direction["kind"])
        count = direction["count"]
        start = self._range(number, direction["start"], count)
        return start, self._normal(direction["seed"], count, direction["unit"])

    def _normal(self, seed, count, unit):
        """A seeded normal vector, the last few of which are remembered."""
        vectors = self._model.vectors
        key = (seed, count, unit)
        vector = self._normals.get(key)
        if vector is None:
            vector = vectors.normal(seed, count)
            norm = vectors.norm(vector)
            if unit and norm > 0:
                vector = vectors.multiples(vector, 1 / norm)
            if len(self._normals) >= _REMEMBERED:
                self._normals.pop(next(iter(self._normals)))
            self._normals[key] = vector
        return vector

    def _box(self, direction, number):
        """The normal vector of the whole tensor inside a box, and zero outside."""
        tensor = self._model.tensors[number]
        sides = list(zip(direction["from"], direction["to"], tensor.shape))
        if len(sides) != len(tensor.shape) or any(not 0 <= low <= high <= side for low, high, side in sides):
            raise Failure("internal", "tensor %d has no box %r" % (number, direction))
        return self._model.vectors.inside(self._normal(direction["seed"], tensor.size, False), sides)
