"""A bound model: J and its gradients near the base point, evaluated in place and restored exactly."""

import sys
from time import perf_counter

from . import convert, parameters, wire
from .changes import ABSENT, Changes
from .failures import Failure, from_exception
from .points import Directions
from .program import Program
from .seeding import Reseeder
from .state import Snapshot
from .vectors import vectors

_NAN = float("nan")
_REORDERED = {"float32": 3.5e-4, "float16": 3e-2}  # the root of the machine epsilon
_ASIDE = 1e-3  # of every parameter, to a point beside the base point
_TIMING = 0.05  # seconds spent on measuring one evaluation


class Model:
    """A plan, carried out. Constructing it evaluates J twice and the gradients once.

    bound: the BindReply.
    base: θ as one vector per tensor; what evaluations start from, and what they leave behind.
    gradients: (shape, dtype, vector) per tensor at the base point; None where there is none.
    """

    def __init__(self, plan, names, project, sources, describer, watchdog, seeds):
        self._plan = plan
        self._names = names
        self.project = project
        self._sources = sources
        self._describer = describer
        self._pulse = watchdog.pulse
        self.vectors = vectors()
        self.tensors, self._notes = parameters.find(
            plan, names, project, sources, describer, self.vectors
        )
        self._original = [tensor.read() for tensor in self.tensors]
        self.base = list(self._original)
        self._guarded = []  # (tensor number) that J itself changes, or replaces
        self._cost = Program("cost", plan["cost"], plan["J"], names)
        self._gradient = Program("gradient", plan["gradient"], None, names)
        self._changes = Changes(plan["tensors"], self.tensors, names, self.vectors)
        self._reseed = None if plan["reseed"] is None else Reseeder(seeds, plan["reseed"])
        self._state = self._snapshot() if plan.get("restore") else None
        self._before = None if self._reseed is self._state is None else self._prepare
        self.directions = Directions(self)
        try:
            self.bound = self._bind()
        except BaseException:
            self.restore()
            raise

    def _snapshot(self):
        return Snapshot(self.roots(), self.tensors, self.project)

    def roots(self):
        """The dicts from which everything that the model holds can be reached."""
        return [self._names.slots] + [vars(module) for module in self.project.modules()]

    # Evaluating

    def _prepare(self):
        """Before an evaluation: what the plan wants to be as it was."""
        if self._state is not None:
            self._state.restore()
        if self._reseed is not None:
            self._reseed()

    def _prepare_fully(self):
        if self._state is not None:
            self._state.restore_all()
        if self._reseed is not None:
            self._reseed()

    def evaluate(self):
        """J where the tensors are now. Raises what the model raises; TypeError if J is not a number."""
        self._pulse[0] += 1
        if self._before is not None:
            self._before()
        value = self._cost.run()
        return value if type(value) is float else convert.number(value)

    def prepare(self):
        """What `evaluate` does before it runs the cost steps."""
        self._pulse[0] += 1
        if self._before is not None:
            self._before()

    def cost_as_returned(self):
        """What the cost steps return, whatever it is."""
        return self._cost.run()

    def changes_itself(self):
        """True if an evaluation changes parameters or state, which is put back for or after each."""
        return bool(self._guarded) or self._state is not None

    def failure(self, error):
        """The Failure for what the cost steps raised."""
        return from_exception(error, self.project, self._sources, "cost")

    def cost(self):
        """J at the base point; raises Failure."""
        with self.quiet():
            return self._cost_at_base()

    def _cost_at_base(self):
        self._pulse[0] += 1
        self._prepare_fully()
        try:
            value = self._cost.run()
        except BaseException as error:
            raise self._cost_failure(self.failure(error))
        finally:
            self.settle()
        try:
            return convert.number(value)
        except TypeError:
            found = self._describer.value(value)
            raise Failure("result", "the cost is not a number", section="cost", found=found)

    def _cost_failure(self, failure):
        """Tells a J that cannot be read from what the steps return from a step that fails."""
        if failure.data.get("step") == self._cost.steps:
            del failure.data["step"]
            failure.data["kind"] = "result"
        return failure

    def settle(self):
        """Puts back what the cost function changes of the parameters."""
        for number in self._guarded:
            tensor = self.tensors[number]
            tensor.place.put_back()
            tensor.write(self.base[number])

    def run_gradient(self):
        """The gradient steps' results by slot, and what they may change as it was before; raises Failure.

        Call `settle_all` afterwards.
        """
        self._pulse[0] += 1
        self._prepare_fully()
        try:
            with self.quiet():
                before = self._changes.before()
                return self._gradient.results(), before
        except BaseException as error:
            raise from_exception(error, self.project, self._sources, "gradient")

    def settle_all(self):
        """Puts all parameters back; returns the numbers of the tensors that were (mutated, replaced)."""
        mutated, replaced = [], []
        for number, tensor in enumerate(self.tensors):
            if not tensor.place.kept():
                replaced.append(number)
                tensor.place.put_back()
            if not self.vectors.same(tensor.read(), self.base[number]):
                mutated.append(number)
                tensor.write(self.base[number])
        return [number for number in mutated if number not in replaced], replaced

    def restore(self):
        """Puts the original parameters back, and the state where the plan wants it."""
        if self._state is not None:
            self._state.restore_all()
        self.base = list(self._original)
        for tensor, vector in zip(self.tensors, self.base):
            tensor.place.put_back()
            tensor.write(vector)

    def quiet(self):
        """Without numpy's warnings: points outside the cost's domain are part of the work."""
        numpy = sys.modules.get("numpy")
        return numpy.errstate(all="ignore") if hasattr(numpy, "errstate") else _Nothing()

    # Binding

    def _bind(self):
        costs, seconds = [], []
        for _ in range(2):
            start = perf_counter()
            costs.append(self._first_cost())
            seconds.append(perf_counter() - start)
        self.base_cost = costs[0]
        self._guard_beside()
        gradients, found = self._gradients("gradient")
        self._original_gradients = self.gradients = gradients
        repeats = self._repeats()
        if wire.block(costs[:1]) == wire.block(costs[1:]):
            self._time(seconds)
        tensors = [self._fact(number, found[number]) for number in range(len(self.tensors))]
        return {
            "tensors": tensors,
            "costs": wire.block(costs),
            "evaluationSeconds": min(seconds),
            "gradientRepeats": repeats,
            "notes": self._notes,
        }

    def _first_cost(self):
        """J at the base point, and whether it leaves the parameters alone."""
        try:
            return self.cost()
        finally:
            mutated, replaced = self.settle_all()
            self._note("cost", mutated, replaced)
            self._guarded += [number for number in mutated + replaced if number not in self._guarded]

    def _guard_beside(self):
        """Parameters that the cost changes at other points only, as one that normalizes them, are put back as well."""
        try:
            for tensor, base in zip(self.tensors, self.base):
                vector = self.vectors.make(base)
                self.vectors.add(vector, 0, base, _ASIDE)
                tensor.write(vector)
            moved = [tensor.read() for tensor in self.tensors]
            with self.quiet():
                try:
                    self.evaluate()
                except (Exception, SystemExit):
                    return
            for number, tensor in enumerate(self.tensors):
                if number not in self._guarded and not self.vectors.same(tensor.read(), moved[number]):
                    self._guarded.append(number)
        finally:
            self.restore()

    def _note(self, by, mutated, replaced):
        for kind, numbers in (("mutated", mutated), ("replaced", replaced)):
            note = {"kind": kind, "by": by, "names": [self.tensors[number].name for number in numbers]}
            if numbers and note not in self._notes:
                self._notes.append(note)

    def _time(self, seconds):
        left = _TIMING - 2 * seconds[-1]
        while left > 0 and len(seconds) < 12:
            start = perf_counter()
            self.cost()
            seconds.append(perf_counter() - start)
            left -= seconds[-1]

    def _repeats(self):
        """True if the gradient steps give the same once more, but for the round-off of sums in another order."""
        try:
            again, _ = self._gradients()
        except Failure:
            return False
        largest = max((self.vectors.largest(one[2]) for one in self.gradients if one is not None), default=0.0)
        return all(self._same(one, other, largest) for one, other in zip(self.gradients, again))

    def _same(self, one, other, largest):
        if one is None or other is None:
            return one is other
        if one[:2] != other[:2]:
            return False
        if self.vectors.same(one[2], other[2]):
            return True
        with self.quiet():
            apart = self.vectors.make(one[2])
            self.vectors.add(apart, 0, other[2], -1)
        return self.vectors.largest(apart) <= _REORDERED.get(one[1], 1.5e-8) * largest

    def _gradients(self, noted=None):
        """Runs the gradient steps. Returns the gradients, and the raw values where they are not numeric."""
        try:
            slots, before = self.run_gradient()
            gradients, found = [], []
            for number, planned in enumerate(self._plan["tensors"]):
                if number in self._changes:
                    gradient, value = self._changes.after(number, before, slots)
                else:
                    value = self._fetch(planned["gradient"], slots)
                    gradient = None if value is ABSENT else convert.flat(value, self.vectors)
                gradients.append(gradient)
                found.append(ABSENT if gradient else value)
        finally:
            mutated, replaced = self.settle_all()
            if noted:
                self._note(noted, mutated, replaced)
        return gradients, found

    def _fetch(self, source, slots):
        if source is None:
            return ABSENT
        try:
            return self._names.value(source, slots)
        except (LookupError, AttributeError, TypeError):
            return ABSENT

    def _fact(self, number, found):
        tensor, gradient = self.tensors[number], self.gradients[number]
        fact = {
            "name": tensor.name,
            "shape": tensor.shape,
            "dtype": tensor.dtype,
            "norm": wire.number(self.vectors.norm(self.base[number])),
            "identity": id(tensor.value),
            "gradient": None,
        }
        if gradient:
            shape, dtype, vector = gradient
            fits = convert.fits(shape, tensor.shape)
            fact["gradient"] = {
                "shape": shape,
                "dtype": dtype,
                "fits": fits,
                "finite": self.vectors.finite(vector),
                "norm": wire.number(self.vectors.norm(vector) if fits else _NAN),
            }
        elif found is not ABSENT:
            fact["found"] = self._describer.value(found)
        return fact

    # Requests

    def gradient(self, number):
        """ĝ of a tensor as a vector; None unless it fits."""
        gradient = self.gradients[number]
        return gradient[2] if gradient and convert.fits(gradient[0], self.tensors[number].shape) else None

    def values(self, kind, number, start, count):
        """A slice of θ or ĝ of a tensor."""
        if kind == "parameter":
            return self.base[number][start : start + count]
        gradient = self.gradients[number]
        return gradient[2][start : start + count] if gradient else self.vectors.make([])

    def costs(self, points):
        """J at points; NaN where the model fails away from the base point."""
        with self.quiet():
            return [self._cost_at(point) if point else self._cost_at_base() for point in points]

    def _cost_at(self, point):
        displacement = self.directions.displacement(point)
        try:
            self.directions.apply(displacement)
            return self.evaluate()
        except (Exception, SystemExit):
            return _NAN
        finally:
            self.directions.undo(displacement)
            self.settle()

    def move(self, point):
        """Moves the base point to the original plus a point's perturbations. Returns (J, ‖ĝ‖ per tensor).

        The empty point brings back the original parameters, and the gradients that were computed there.
        """
        self.restore()
        self.gradients = self._original_gradients
        if not point:
            return self.base_cost, self._gradient_norms()
        for number, vector in self.directions.displaced(point).items():
            self.base[number] = vector
            self.tensors[number].write(vector)
        try:
            cost = self.cost()
            self.gradients = self._gradients()[0]
        except Failure:
            cost = _NAN
            self.gradients = [None] * len(self.tensors)
        return cost, self._gradient_norms()

    def _gradient_norms(self):
        vectors = [self.gradient(number) for number in range(len(self.tensors))]
        return [_NAN if vector is None else self.vectors.norm(vector) for vector in vectors]

    def sweep(self, number, indices, step, scheme):
        """J(θ + εeᵢ), J(θ − εeᵢ) and the step as stored, per component; ε = step · max(1, |θᵢ|).

        The tight loop of the exhaustive method: whatever is added here is added 2N times.
        """
        if self._state is not None:
            self._state.restore_all()
        tensor = self.tensors[number]
        flat = tensor.flat
        base = self.base[number]
        central = scheme == "central"
        evaluate, settle = self.evaluate, self.settle if self._guarded else None
        plus, minus, width = [], [], []
        with self.quiet():
            for index in indices:
                saved = flat[index]
                value = float(base[index])
                distance = step * max(1.0, abs(value))
                try:
                    flat[index] = value + distance
                    upper = float(flat[index])
                    try:
                        plus.append(evaluate())
                    except (Exception, SystemExit):
                        plus.append(_NAN)
                    if central:
                        if settle is not None:
                            settle()
                        flat[index] = value - distance
                        value = float(flat[index])
                        try:
                            minus.append(evaluate())
                        except (Exception, SystemExit):
                            minus.append(_NAN)
                    width.append(upper - value)
                finally:
                    flat[index] = saved
                    if settle is not None:
                        settle()
        return plus, minus, width

    def trace(self, tracer):
        """The TracedGradients of a run of the gradient steps; empty ones if it cannot be traced."""
        slots = {}
        try:
            with tracer:
                slots, _ = self.run_gradient()
        except Failure:
            pass  # the steps work without the tracer
        try:
            links = [self._links(number, slots) for number in range(len(self.tensors))]
        finally:
            self.settle_all()
        return [
            tracer.gradient(tensor.name, links[number], number in self._changes)
            for number, tensor in enumerate(self.tensors)
        ]

    def observe(self, observer, run):
        """Runs the "gradient" or the "cost" steps once in a context; raises Failure."""
        try:
            with observer:
                if run == "gradient":
                    self.run_gradient()
                else:
                    self.cost()
        finally:
            self.settle_all()

    def _links(self, number, slots):
        source = self._plan["tensors"][number]["gradient"]
        try:
            if number in self._changes:
                return self._changes.links(number, slots)
            return self._names.links(source, slots) if source else []
        except (LookupError, AttributeError, TypeError):
            return []


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False
