"""Source text and syntax trees of the user's files, and positions in them as an editor counts."""

import _ast

_FUNCTIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.Lambda)


def parse(text, file):
    """The syntax tree; `compile` does it without importing `ast`."""
    return compile(text, file, "exec", _ast.PyCF_ONLY_AST, True)


class Source:
    """One file. Lines are one-based; columns are one-based UTF-16 code units, as VS Code counts them."""

    def __init__(self, file, text):
        self.file = file
        self.text = text[1:] if text.startswith("\ufeff") else text
        self.lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.tree = None
        self.trees = None  # of the sections that could be parsed, if the text is run in sections
        self._functions = None
        self._classes = None

    def parse(self):
        """The syntax tree, made at first use. Raises SyntaxError, ValueError (null bytes) and the like."""
        if self.tree is None:
            self.tree = parse(self.text, self.file)
        return self.tree

    def part(self, line, end):
        """The text of some lines, behind as many empty ones as there are lines before them."""
        return "\n" * (line - 1) + "\n".join(self.lines[line - 1 : end]) + "\n"

    def join(self):
        """Makes one tree of those of the sections."""
        body = [node for tree in self.trees for node in tree.body]
        self.tree = _ast.Module(body=body, type_ignores=[])

    def column(self, line, offset):
        """The column of a UTF-8 byte offset in a line, as syntax trees give it."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if not text.isascii():
            before = text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")
            offset = len(before.encode("utf-16-le", "surrogatepass")) // 2
        return offset + 1

    def segment(self, node):
        """The text of a node, on one line, without what surrounds it."""
        first, last = node.lineno, node.end_lineno
        lines = [line.encode("utf-8", "surrogatepass") for line in self.lines[first - 1 : last]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return " ".join(line.decode("utf-8", "replace").strip() for line in lines)

    def function(self, code):
        """The node of the function with this code object, or None."""
        if self._functions is None:
            self._index()
        return self._functions.get((code.co_firstlineno, code.co_name))

    def class_line(self, name):
        """The line of the `class` statement with this qualified name; 0 if there is none."""
        if self._classes is None:
            self._index()
        return self._classes.get(name, 0)

    def returns(self, node):
        """For each `return` of a function: the texts of what it returns."""
        if isinstance(node, _ast.Lambda):
            return [self._expressions(node.body)]
        found = []
        waiting = list(reversed(node.body))
        while waiting:
            statement = waiting.pop()
            if isinstance(statement, _ast.Return):
                found.append(self._expressions(statement.value))
            elif not isinstance(statement, _FUNCTIONS + (_ast.ClassDef,)):
                waiting.extend(reversed([child for child in children(statement) if _holds_statements(child)]))
        return found

    def imports(self):
        """All `from ... import` statements of the text."""
        waiting = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _ast.ImportFrom):
                yield node
            elif not isinstance(node, _ast.expr):
                waiting.extend(children(node))

    def _expressions(self, value):
        if value is None:
            return []
        parts = value.elts if isinstance(value, _ast.Tuple) else [value]
        return [self.segment(part) for part in parts]

    def _index(self):
        self._functions = {}
        self._classes = {}
        try:
            waiting = [(self.parse(), "")]
        except Exception:
            return
        while waiting:
            node, prefix = waiting.pop()
            if isinstance(node, _FUNCTIONS):
                name = "<lambda>" if isinstance(node, _ast.Lambda) else node.name
                self._functions.setdefault((first_line(node), name), node)
                prefix += name + ".<locals>."
            elif isinstance(node, _ast.ClassDef):
                self._classes.setdefault(prefix + node.name, node.lineno)
                prefix += node.name + "."
            waiting.extend((child, prefix) for child in children(node))


def first_line(node):
    """The line a statement starts on, decorators included, as code objects count it."""
    decorators = getattr(node, "decorator_list", None)
    return decorators[0].lineno if decorators else node.lineno


def children(node):
    """The child nodes, in order."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, _ast.AST):
                    yield item
        elif isinstance(value, _ast.AST):
            yield value


def _holds_statements(node):
    return isinstance(node, _ast.stmt) or hasattr(node, "body")


class Sources:
    """Sources by file: the text under check as the editor has it, other files as they are on disk."""

    def __init__(self):
        self._known = {}

    def add(self, file, text):
        source = self._known[file] = Source(file, text)
        return source

    def of(self, file):
        """The source of a file; an empty one if it cannot be read."""
        source = self._known.get(file)
        return source if source is not None else self.add(file, _read(file))

    def show_to_tracebacks(self):
        """Lets tracebacks quote the text under check rather than the file on disk."""
        import linecache

        for file, source in self._known.items():
            lines = [line + "\n" for line in source.lines]
            linecache.cache[file] = (len(source.text), None, lines, file)


def _read(file):
    import tokenize

    try:
        with tokenize.open(file) as stream:
            return stream.read()
    except (OSError, SyntaxError, ValueError):
        return ""
