"""Rewrites a syntax tree so that every array of numbers that is made, or changed in place, passes a probe.

    Z = W @ A + b         →  Z = __gl_made__(1, __gl_made__(0, __gl_operand__(W) @ __gl_operand__(A)) + b)
    A = act(Z)            →  A = __gl_fetched__(2, act(Z))
    np.exp(Z, out=Z)      →  __gl_filled__(3, np.exp(Z, out=Z))
    Z[i, j] += x          →  Z[i, j] += x; __gl_changed__(4, Z, ((1, (i, j)),), True)
    Z[i, j] = x           →  Z[i, j] = x; __gl_changed__(5, Z, (), False)
    Z, cache = layer(A)   →  Z, cache = __gl_fetched__(6, layer(A)); __gl_unpacked__(7, Z)

What may have made nothing, as a call or a lookup, passes `__gl_fetched__`; the operands of products are told
too, since they may be the inputs. Each site knows what the text assigns its value to.
"""

import ast

from .trace_rewrite import (
    ARRAY_CHANGES,
    FIRST_ARGUMENT_CHANGES,
    LIST_CHANGES,
    Rewriter,
    Site,
    called,
    everything,
    is_constant,
    name_of,
    parts_of,
    statement_of,
)

MADE, FETCHED, FILLED = "__gl_made__", "__gl_fetched__", "__gl_filled__"
OPERAND, CHANGED, UNPACKED = "__gl_operand__", "__gl_changed__", "__gl_unpacked__"

# What code that outlives the run finds in place of the probes, in its module.
INERT = dict.fromkeys((MADE, FETCHED, FILLED), lambda site, value: value)
INERT.update(dict.fromkeys((CHANGED, UNPACKED), lambda *_: None), **{OPERAND: lambda value: value})

_PRODUCTS = {"dot", "einsum", "inner", "matmul", "tensordot", "vdot"}
_TURNS = {"moveaxis", "swapaxes", "transpose"}
_WHOLE_CHANGES = {"copyto", "fill", "sort"}


class ObservedSite(Site):
    """target: the text that its value is assigned to, or None. turns: makes only a transpose.

    looks_up: it is a lookup of an item or a slice.
    passing: its value is an operand of an operator and of nothing else, a step of a longer calculation.
    path: of a change in place, the texts of the values along the path.
    """

    __slots__ = ("target", "path", "passing", "looks_up", "turns")

    def __init__(self, file, node, function, target, passing):
        super().__init__(file, node, function)
        self.target = target
        self.path = ()
        self.passing = passing
        self.looks_up = isinstance(node, ast.Subscript)
        self.turns = isinstance(node, ast.Call) and called(node) in _TURNS

    def contains(self, other):
        """True if the other's text is part of this one's."""
        return (
            self.file == other.file
            and (self.line, self.offset) <= (other.line, other.offset)
            and (other.end_line, other.end_offset) <= (self.end_line, self.end_offset)
        )


class ScaleRewriter(Rewriter):
    """Instruments the tree of one file of the user's."""

    def __init__(self, source, sites):
        super().__init__(source.file, sites)
        self._source = source
        self._operands = set()  # ids of what operators work on
        self._targets = {}  # id of an expression → text of what it is assigned to

    # Expressions

    def visit(self, node):
        if isinstance(node, ast.Call):
            self._mark_operands(node)
            out = _out(node)
            if out is None:
                return self._wrapped(node, FETCHED)
            self._targets.setdefault(id(node), self._source.segment(out))
            return self._wrapped(node, FILLED)
        if isinstance(node, ast.ListComp):
            return self._wrapped(node, MADE)
        if isinstance(getattr(node, "ctx", None), ast.Load):
            if isinstance(node, ast.List):
                return self._wrapped(node, MADE)
            if isinstance(node, ast.Subscript):
                return self._wrapped(node, FETCHED)
        if isinstance(node, ast.BinOp) and not (is_constant(node.left) and is_constant(node.right)):
            self._operands.update((id(node.left), id(node.right)))
            if isinstance(node.op, ast.MatMult):
                node.left, node.right = self._operand(node.left), self._operand(node.right)
            return self._wrapped(node, MADE)
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not) and not is_constant(node.operand):
            self._operands.add(id(node.operand))
            return self._wrapped(node, MADE)
        if isinstance(node, ast.NamedExpr):
            self._aim(node.value, node.target)
        if isinstance(node, _Operand):
            return self._told(node)
        return self._visit_statement(node)

    def _mark_operands(self, call):
        if called(call) not in _PRODUCTS:
            return
        call.args = [self._operand(argument) for argument in call.args]
        if isinstance(call.func, ast.Attribute):
            call.func.value = self._operand(call.func.value)

    def _operand(self, node):
        """An operand of a product; of a transpose, what is transposed."""
        if isinstance(node, ast.Attribute) and node.attr == "T":
            node.value = self._operand(node.value)
            return node
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return ast.copy_location(_Operand(node), node)
        return node

    def _told(self, operand):
        call = ast.Call(name_of(OPERAND), [self.visit(operand.value)], [])
        return ast.fix_missing_locations(ast.copy_location(call, operand))

    # Statements

    def _aim(self, value, target):
        """Notes what is assigned to a target."""
        if isinstance(target, (ast.Tuple, ast.List)):
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
                for one, other in zip(value.elts, target.elts):
                    self._aim(one, other)
        elif isinstance(value, ast.IfExp):
            self._aim(value.body, target)
            self._aim(value.orelse, target)
        else:
            self._targets[id(value)] = self._source.segment(target)

    def _assignment(self, node):
        self._aim(node.value, node.targets[0])
        changes = self._stores(node.targets, node) + self._changes_of_call(node.value, node)
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)) and isinstance(node.value, ast.Call):
                changes += [self._unpacked(item) for item in target.elts if isinstance(item, ast.Name)]
        return [self.generic_visit(node)] + changes

    def _annotated_assignment(self, node):
        changes = []
        if node.value is not None:
            self._aim(node.value, node.target)
            changes = self._stores([node.target], node)
            node.value = self.visit(node.value)
        node.target = self.visit(node.target)
        return [node] + changes

    def _augmented_assignment(self, node):
        root, parts, whole = self._path(node.target)
        if root is None:
            return self.generic_visit(node)
        change = self._change(node, root, parts, whole, node.target)
        return [self.generic_visit(node), change]

    def _stores(self, targets, statement):
        """After assignments to items."""
        changes = []
        for target in targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                changes += self._stores(target.elts, statement)
            elif isinstance(target, ast.Starred):
                changes += self._stores([target.value], statement)
            elif isinstance(target, ast.Subscript):
                changes += self._changes_at(target.value, statement, everything(target.slice))
        return changes

    def _changes_of_call(self, value, statement):
        """After methods and functions that change their object or first argument."""
        if not isinstance(value, ast.Call):
            return []
        changed, function = [], called(value)
        if isinstance(value.func, ast.Attribute):
            if function in LIST_CHANGES | ARRAY_CHANGES:
                changed.append(value.func.value)
            if function in FIRST_ARGUMENT_CHANGES and value.args:
                changed.append(value.args[0])
        whole = function in _WHOLE_CHANGES
        return [change for node in changed for change in self._changes_at(node, statement, whole)]

    def _changes_at(self, node, statement, whole):
        root, parts, complete = self._path(node)
        return [] if root is None else [self._change(statement, root, parts, whole and complete, node)]

    def _change(self, statement, root, parts, whole, changed):
        """The statement that reports a change in place, of all or of a part of what is at the end of a path."""
        site = self._site(statement)
        self._sites[site].path = self._texts(changed)[: len(parts) + 1]
        arguments = [
            ast.Constant(site),
            name_of(root),
            parts_of(parts),
            ast.Constant(whole),
        ]
        return statement_of(CHANGED, arguments, statement)

    def _texts(self, node):
        """Those of a path, and of what it begins with."""
        texts = [self._source.segment(node)]
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
            texts.append(self._source.segment(node))
        return texts[::-1]

    def _unpacked(self, item):
        self._targets[id(item)] = item.id
        return statement_of(UNPACKED, [ast.Constant(self._site(item)), name_of(item.id)], item)

    def _site(self, node):
        target = self._targets.get(id(node))
        passing = id(node) in self._operands and isinstance(node, (ast.BinOp, ast.UnaryOp))
        self._sites.append(ObservedSite(self._file, node, self._function, target, passing))
        return len(self._sites) - 1


class _Operand(ast.expr):
    """A mark around an operand of a product until it is visited."""

    _fields = ("value",)


def _out(call):
    """What a call is told to put its result into, or None."""
    for keyword in call.keywords:
        if keyword.arg == "out":
            out = keyword.value
            if isinstance(out, ast.Tuple) and len(out.elts) == 1:
                out = out.elts[0]
            return None if isinstance(out, ast.Constant) and out.value is None else out
    return None
