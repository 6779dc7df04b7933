"""Rewrites a syntax tree so that whatever can make or change an array passes a probe.

    Z = W @ A + b         →  Z = __gl_probe__(1, __gl_probe__(0, W @ A) + b)
    dW[:, j] += x         →  __gl_touch__(dW, ()); dW[:, j] += x; __gl_changed__(2, dW, (), False)
    g["W"][0] = x         →  g["W"][0] = x; __gl_changed__(3, g, ((1, "W"),), False)
    W -= rate * dW        →  ...; __gl_changed__(4, W, (), True, ((rate, ()), (dW, ())))
    W - rate * dW         →  __gl_moved__(5, W - ..., ((rate, ()), (dW, ())), None)
    s + dW                →  __gl_moved__(6, s + dW, ((dW, ()),), (s, ()))

What looks something up, `cache["dZ"]` as well as a slice, passes `__gl_fetched__` instead: it may have made
nothing. Positions stay the user's, what is computed stays the same, and so do the nested code objects, in
their order. What moves a parameter, or adds up, is told with it: what it may have been moved by.

A *path* is a name followed by attributes (0, name) and indices (1, index), which may be looked
up once more since nothing happens thereby; where looking up could run the user's code, the path ends.
"""

import ast
import copy

PROBE, FETCHED = "__gl_probe__", "__gl_fetched__"
TOUCH, CHANGED, MOVED = "__gl_touch__", "__gl_changed__", "__gl_moved__"

LIST_CHANGES = {"append", "extend", "insert", "reverse", "sort"}
ARRAY_CHANGES = {"fill", "itemset", "partition", "put", "resize", "sort"}
FIRST_ARGUMENT_CHANGES = {"at", "copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"}
_PURE_CALLS = {"abs", "int", "len", "max", "min", "repr", "str"}
_FETCHES = {"asanyarray", "asarray", "get", "getattr", "next", "pop", "setdefault", "squeeze"}
_EMPTY = {"empty", "empty_like"}


class Site:
    """A place that a probe reports. node: for its position; offsets are in UTF-8 bytes."""

    __slots__ = ("file", "line", "offset", "end_line", "end_offset", "function", "empty", "clears")

    def __init__(self, file, node, function):
        self.file = file
        self.line = node.lineno
        self.offset = node.col_offset
        self.end_line = node.end_lineno
        self.end_offset = node.end_col_offset
        self.function = function
        self.empty = isinstance(node, ast.Call) and called(node) in _EMPTY
        self.clears = _clears(node)


class Rewriter(ast.NodeTransformer):
    """Instruments the tree of one file. sites: the list that new ones are added to; probes name indices."""

    def __init__(self, file, sites):
        self._file = file
        self._sites = sites
        self._function = "<module>"
        self._class = ""

    # Expressions

    def _wrapped(self, node, probe=PROBE):
        site = ast.copy_location(ast.Constant(self._site(node)), node)
        name = ast.copy_location(name_of(probe), node)
        return ast.copy_location(ast.Call(name, [site, self.generic_visit(node)], []), node)

    def visit(self, node):
        if isinstance(node, ast.Call):
            return self._wrapped(node, FETCHED if called(node) in _FETCHES else PROBE)
        if isinstance(node, ast.ListComp):
            return self._wrapped(node)
        if isinstance(getattr(node, "ctx", None), ast.Load):
            if isinstance(node, ast.List):
                return self._wrapped(node)
            if isinstance(node, ast.Subscript) or isinstance(node, ast.Attribute) and node.attr == "T":
                return self._wrapped(node, FETCHED)
        if isinstance(node, ast.BinOp) and not (is_constant(node.left) and is_constant(node.right)):
            return self._moved(node) if isinstance(node.op, (ast.Add, ast.Sub)) else self._wrapped(node)
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not) and not is_constant(node.operand):
            return self._wrapped(node)
        return self._visit_statement(node)

    def _visit_statement(self, node):
        visitor = _VISITORS.get(type(node).__name__)
        return getattr(self, visitor)(node) if visitor else self.generic_visit(node)

    def _moved(self, node):
        """`W - rate * dW` and the like, and sums of two paths."""
        left, right = node.left, node.right
        if isinstance(node.op, ast.Add) and self._path(right)[2] and not self._path(left)[2]:
            left, right = right, left
        paths = self._factors(right) if self._path(left)[2] else []
        if not paths:
            return self._wrapped(node)
        adds = isinstance(node.op, ast.Add) and self._path(right)[2]
        onto = _pair(*self._path(left)[:2]) if adds else ast.Constant(None)
        call = self._wrapped(node, MOVED)
        call.args += [_pairs(paths), onto]
        return ast.fix_missing_locations(call)

    def _factors(self, node):
        """(name, parts) of the paths that a product has as its factors."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            return self._factors(node.operand)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
            divisor = [] if isinstance(node.op, ast.Div) else self._factors(node.right)
            return self._factors(node.left) + divisor
        root, parts, whole = self._path(node)
        return [(root, parts)] if whole else []

    def _unchanged(self, node):
        return node

    # Functions

    def _function_definition(self, node):
        outer, self._function = self._function, node.name
        node.body = self._statements(node.body)
        self._function = outer
        node.args = self.visit(node.args)
        return node

    def _lambda(self, node):
        node.args = self.visit(node.args)
        outer, self._function = self._function, "<lambda>"
        node.body = self.visit(node.body)
        self._function = outer
        return node

    def _class_definition(self, node):
        outer, self._class = self._class, node.name
        node.body = self._statements(node.body)
        self._class = outer
        return node

    def _match_case(self, node):
        if node.guard is not None:
            node.guard = self.visit(node.guard)
        node.body = self._statements(node.body)
        return node

    def _statements(self, body):
        rewritten = []
        for statement in body:
            result = self.visit(statement)
            rewritten.extend(result if isinstance(result, list) else [result])
        return rewritten

    # Statements

    def _annotated_assignment(self, node):
        changes = self._changes_of_targets([node.target], node) if node.value is not None else []
        if node.value is not None:
            node.value = self.visit(node.value)
        node.target = self.visit(node.target)
        return [node] + changes

    def _assignment(self, node):
        changes = self._changes_of_targets(node.targets, node) + self._changes_of_call(node.value, node)
        return [self.generic_visit(node)] + changes

    def _expression_statement(self, node):
        changes = self._changes_of_call(node.value, node)
        return [self.generic_visit(node)] + changes

    def _augmented_assignment(self, node):
        root, parts, whole = self._path(node.target)
        if root is None:
            return self.generic_visit(node)
        touch = statement_of(TOUCH, [name_of(root), parts_of(parts)], node)
        _, parts, _ = self._path(node.target)
        change = self._changed(node, root, parts, whole)
        if isinstance(node.op, (ast.Add, ast.Sub)):
            change.value.args.append(_pairs(self._factors(node.value)))
            ast.fix_missing_locations(change)
        return [touch, self.generic_visit(node), change]

    def _changes_of_targets(self, targets, statement):
        changes = []
        for target in targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                changes += self._changes_of_targets(target.elts, statement)
            elif isinstance(target, ast.Starred):
                changes += self._changes_of_targets([target.value], statement)
            elif isinstance(target, ast.Subscript):
                changes += self._changes_of([target.value], statement)
        return changes

    def _changes_of_call(self, value, statement):
        if not isinstance(value, ast.Call):
            return []
        changed = [keyword.value for keyword in value.keywords if keyword.arg == "out"]
        if isinstance(value.func, ast.Attribute):
            if value.func.attr in LIST_CHANGES | ARRAY_CHANGES:
                changed.append(value.func.value)
            if value.func.attr in FIRST_ARGUMENT_CHANGES and value.args:
                changed.append(value.args[0])
        return self._changes_of(changed, statement)

    def _changes_of(self, expressions, statement):
        paths = map(self._path, expressions)
        return [self._changed(statement, root, parts, False) for root, parts, _ in paths if root is not None]

    def _changed(self, statement, root, parts, new_at_end):
        """The statement that reports a change in place of all that a path passes."""
        arguments = [
            ast.Constant(self._site(statement)),
            name_of(root),
            parts_of(parts),
            ast.Constant(new_at_end),
        ]
        return statement_of(CHANGED, arguments, statement)

    def _path(self, node):
        """(name, [(0, attribute) or (1, index)], whether that is all of it); (None, [], False) if not a path."""
        chain = []
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            chain.append(node)
            node = node.value
        if not isinstance(node, ast.Name):
            return None, [], False
        parts = []
        for link in reversed(chain):
            if isinstance(link, ast.Attribute):
                parts.append((0, ast.Constant(self._mangled(link.attr))))
            else:
                index = _index(link)
                if index is None:
                    return node.id, parts, False
                parts.append((1, index))
        return node.id, parts, True

    def _mangled(self, attribute):
        """An attribute as it is called inside the class: `__W` of `Net` is `_Net__W`."""
        if self._class.strip("_") and attribute.startswith("__") and not attribute.endswith("__"):
            return "_%s%s" % (self._class.lstrip("_"), attribute)
        return attribute

    def _site(self, node):
        self._sites.append(Site(self._file, node, self._function))
        return len(self._sites) - 1


_VISITORS = {
    "FunctionDef": "_function_definition",
    "AsyncFunctionDef": "_function_definition",
    "MADE": "_function_definition",  # of a training loop
    "ClassDef": "_class_definition",
    "Lambda": "_lambda",
    "match_case": "_match_case",
    "arg": "_unchanged",  # annotations
    "JoinedStr": "_unchanged",
    "TemplateStr": "_unchanged",
    "Assign": "_assignment",
    "AnnAssign": "_annotated_assignment",
    "AugAssign": "_augmented_assignment",
    "Expr": "_expression_statement",
}


def _clears(node):
    """True for `x.fill(0)` and `x[:] = 0`, after which nothing of what was there counts."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        return getattr(call.func, "attr", "") == "fill" and len(call.args) == 1 and _nought(call.args[0])
    if not isinstance(node, ast.Assign) or not _nought(node.value):
        return False
    indices = [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
    return len(indices) == len(node.targets) and all(map(everything, indices))


def _nought(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == 0


def everything(index):
    if isinstance(index, ast.Slice):
        return index.lower is index.upper is index.step is None
    return isinstance(index, ast.Constant) and index.value is Ellipsis


def _index(subscript):
    """A copy of an index that can be evaluated again; None for other ones."""
    index = subscript.slice
    if isinstance(index, getattr(ast, "Index", ())) and hasattr(index, "value"):  # Python 3.8
        index = index.value
    return copy.deepcopy(index) if _pure(index) else None


def _pure(node):
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.BinOp):
        return _pure(node.left) and _pure(node.right)
    if isinstance(node, ast.UnaryOp):
        return _pure(node.operand)
    if isinstance(node, ast.Tuple):
        return all(map(_pure, node.elts))
    if isinstance(node, ast.Call):
        named = isinstance(node.func, ast.Name) and node.func.id in _PURE_CALLS
        return named and not node.keywords and all(map(_pure, node.args))
    if isinstance(node, ast.JoinedStr):
        return all(map(_pure, node.values))
    if isinstance(node, ast.FormattedValue):
        return _pure(node.value) and node.format_spec is None
    return False


def is_constant(node):
    if isinstance(node, (ast.BinOp, ast.UnaryOp)):
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.operand,)
        return all(map(is_constant, parts))
    return isinstance(node, ast.Constant)


def called(node):
    return getattr(node.func, "attr", None) or getattr(node.func, "id", None)


def name_of(identifier):
    return ast.Name(identifier, ast.Load())


def parts_of(parts):
    pairs = [ast.Tuple([ast.Constant(kind), value], ast.Load()) for kind, value in parts]
    return ast.Tuple(pairs, ast.Load())


def _pair(root, parts):
    return ast.Tuple([name_of(root), parts_of(parts)], ast.Load())


def _pairs(paths):
    return ast.Tuple([_pair(*path) for path in paths], ast.Load())


def statement_of(function, arguments, position):
    """A call of a probe as a statement at the position of another one."""
    statement = ast.Expr(ast.Call(name_of(function), arguments, []))
    return ast.fix_missing_locations(ast.copy_location(statement, position))
