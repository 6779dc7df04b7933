"""Plans compiled to Python functions, so that an evaluation costs hardly more than the calls it makes."""

import sys
from keyword import iskeyword

from . import derived, paths
from .failures import Failure, plan_file


class Program:
    """Steps and what is read after them, as one function without arguments.

    section: its name in failures; first: number of the first step. The generated code has one line per step,
    step 0 on line 2, so a traceback or a running frame tells the step.
    """

    def __init__(self, section, steps, result, names, first=0):
        self.steps = len(steps)
        self._section = section
        self._names = names
        self._locals = {}  # slot → variable
        self._globals = {"M": names.module, "S": names.slots}
        lines = ["def program():"] + [""] * first
        for number, step in enumerate(steps):
            try:
                code = self._step(step)
            except Failure as failure:
                failure.data.update(section=section, step=first + number)
                raise
            variable = self._locals.setdefault(step["slot"], "r%d" % len(self._locals))
            lines.append(" %s = %s" % (variable, code))
        self.slots = list(self._locals)
        if result is None:
            code = "(%s)" % "".join(self._locals[slot] + "," for slot in self.slots)
        else:
            code = self._source(result)
        lines.append(" return " + code)
        exec(compile("\n".join(lines), plan_file(section), "exec", 0, True), self._globals)
        self.run = self._globals["program"]

    def results(self):
        """Runs the steps; their results by slot."""
        return dict(zip(self.slots, self.run()))

    def _step(self, step):
        if "value" in step:
            return self._source(step["value"])
        if "dot" in step:
            pairs = "".join("(%s, %s), " % tuple(map(self._source, pair)) for pair in step["dot"])
            return "%s((%s))" % (self._constant(derived.dot), pairs)
        if "cost" in step:
            cost = self._constant(derived.cost)
            output, labels = self._source(step["output"]), self._source(step["labels"])
            return "%s(%r, %s, %s)" % (cost, step["cost"], output, labels)
        if "take" in step:
            indices = self._constant(list(step["indices"]))
            return "%s(%s, %d, %s)" % (
                self._constant(derived.take), self._source(step["take"]), step["axis"], indices
            )
        if "assign" in step:
            return self._assignment(step["assign"], step["to"])
        arguments = [self._source(source) for source in step["positional"]]
        for name, source in step["keywords"].items():
            arguments.append(("%s=%s" if _is_name(name) else "**{%r: %s}") % (name, self._source(source)))
        return "%s(%s)" % (self._source(step["call"]), ", ".join(arguments))

    def _assignment(self, target, value):
        parts = list(target.get("path") or ())
        if parts:
            container, part = self._source(dict(target, path=parts[:-1])), parts[-1]
        else:
            container, part = ("S", target["slot"]) if target["from"] == "slot" else ("M", target["name"])
            part = {"item": part}
        assign, part = self._constant(derived.assign), self._constant(part)
        return "%s(%s, %s, %s)" % (assign, container, part, self._source(value))

    def _source(self, source):
        kind = source["from"]
        if kind == "literal":
            return self._constant(paths.literal(source["value"]))
        if kind == "array":
            return self._constant(paths.made_array(source["array"], sys.modules.get("numpy")))
        if kind == "list":
            return "[%s]" % ", ".join(self._source(item) for item in source["items"])
        if kind == "mapping":
            entries = ("%r: %s" % (key, self._source(item)) for key, item in source["entries"])
            return "{%s}" % ", ".join(entries)
        if kind == "slot":
            name = source["slot"]
            if name in self._locals:
                code = self._locals[name]
            elif name in self._names.slots:
                code = "S[%r]" % name
            else:
                raise Failure("internal", "there is no slot %r" % name)
        elif kind == "module":
            name = source["name"]
            if name not in self._names.module:
                raise Failure("internal", "the module has no name %r" % name)
            code = "M[%r]" % name
        else:
            raise Failure("internal", "a source cannot come from %r" % kind)
        for part in source.get("path") or ():
            if "item" in part:
                code = "%s[%s]" % (code, self._constant(part["item"]))
            else:
                name = part["attribute"]
                code = ("%s.%s" if _is_name(name) else "getattr(%s, %r)") % (code, name)
        return code

    def _constant(self, value):
        name = "k%d" % len(self._globals)
        self._globals[name] = value
        return name


def _is_name(text):
    return text.isidentifier() and not iskeyword(text)
