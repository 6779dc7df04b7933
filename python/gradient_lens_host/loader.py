"""Loads the model's file: definitions are run, statements that the plan of loading leaves out are not."""

import ast
import os
import sys

from . import failures, loops
from .seeding import SeedOnImport
from .sources import first_line
from .sections import Sections
from .stand_ins import Inert, StandIns

# A progress bar may not end the world, and plots need no screen.
_ENVIRONMENT = {"MPLBACKEND": "Agg", "TQDM_DISABLE": "1"}


class Loader:
    """Runs one file as a module. After it, `module`, `seeds` and `stand_ins` hold what came of it.

    observer: what instruments the file's own code, if it is to be observed.
    """

    def __init__(self, project, sources, opened=None, observer=None):
        self._project = project
        self._observer = observer
        self._opened = opened  # line of an `if` or `def` whose body is run at the top level
        self._sources = sources
        self.module = None
        self.seeds = None
        self.stand_ins = StandIns()
        self.failed = None  # sections that raised, where the text was run in sections

    def carry_out(self, params, limit, restart):
        """The module that a LoadRequest asks for. limit: seconds; restart: as `Sections` wants it."""
        ranges = [(left["line"], left["endLine"]) for left in params["leaveOut"]]
        wanted = (params["source"], params["moduleName"], ranges, params["seed"], params.get("loops", ()))
        if "sections" in params:
            return self.load_sections(*wanted, params["sections"], limit, restart)
        return self.load(*wanted)

    def load(self, text, module_name, leave_out, seed, training=()):
        """Runs the text. leave_out: (first line, last line) of top-level statements; raises Failure.

        training: the loops among them of which one pass becomes a function.
        """
        project = self._project
        source = self._sources.add(project.file, text)
        self._prepare(seed)
        try:
            tree = source.parse()
            tree.body = _wanted(self._open(tree.body), leave_out, training)
            code = compile(self._observed(source, tree), project.file, "exec", 0, True)
        except SyntaxError as error:
            raise failures.syntax(error)
        except (ValueError, RecursionError, MemoryError) as error:  # null bytes, text nested too deeply
            message = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
            raise failures.Failure("syntax", message, type=type(error).__name__, file=project.file)
        module = self._begin(module_name)
        try:
            self._enter_package(source)
            exec(code, module.__dict__)
        except BaseException as error:
            raise failures.from_exception(error, project, self._sources)
        return module

    def load_sections(self, text, module_name, leave_out, seed, training, sections, limit, restart):
        """Runs the sections of a text, as `Sections` does; `failed` then lists those that raised."""
        source = self._sources.add(self._project.file, text)
        self._prepare(seed)
        module = self._begin(module_name)
        names = module.__dict__
        names.update(display=Inert("display"), get_ipython=Inert("get_ipython"))  # as in a notebook

        def wanted(body):
            return _wanted(body, leave_out, training)

        runner = Sections(self._project, self._sources, wanted, limit, restart, self._observed)
        runner.run(source, sections, names)
        self.failed = runner.failed
        return module

    def _observed(self, source, tree):
        return tree if self._observer is None else self._observer.instrument(source, tree)

    def _open(self, body):
        """The statements of an `if` stand in its place; those of a function, which may use what follows it, at the end."""
        found, last = [], []
        for node in body:
            if node.lineno == self._opened and isinstance(node, ast.If):
                found += node.body
            elif node.lineno == self._opened and isinstance(node, ast.FunctionDef):
                last = [inner for inner in node.body if not isinstance(inner, ast.Return)]
            else:
                found.append(node)
        return found + last

    def _begin(self, module_name):
        """The module, empty, known under its names."""
        project = self._project
        module = self.module = type(sys)(module_name)
        module.__file__ = project.file
        module.__package__ = _package(project.folder)
        sys.modules[module_name] = module
        project.module_name = module_name
        if module_name != "__main__":
            # A helper that imports the model gets this one, not a second copy with parameters of its own.
            sys.modules.setdefault(project.name, module)
        return module

    def _enter_package(self, source):
        """Makes relative imports work, and the helpers that import the model get this one."""
        project, module = self._project, self.module
        level = max((node.level or 0 for node in source.imports()), default=0)
        if not level:
            return
        if not module.__package__:  # a folder without `__init__.py` is a package as well
            folder, names = project.folder, []
            for _ in range(level):
                folder, name = os.path.split(folder)
                names.insert(0, name)
            if not all(map(str.isidentifier, names)):
                return
            sys.path.append(folder)
            module.__package__ = ".".join(names)
        __import__(module.__package__)  # which may import the file on its own account
        sys.modules.setdefault(module.__package__ + "." + project.name, module)

    def _prepare(self, seed):
        project = self._project
        for name, value in _ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        if os.path.isdir(project.folder):
            os.chdir(project.folder)
        sys.dont_write_bytecode = True  # the user's folders stay as they are
        sys.argv[:] = [project.file]
        for folder in (project.root, project.folder):
            if folder in sys.path:
                sys.path.remove(folder)
            sys.path.insert(0, folder)
        self.seeds = SeedOnImport(seed)
        sys.meta_path.insert(0, self.seeds)
        sys.meta_path.append(self.stand_ins)


def _wanted(body, leave_out, training):
    body = loops.as_functions(body, {loop["line"]: loop for loop in training})
    return [node for node in body if not _left_out(node, leave_out)]


def _left_out(node, ranges):
    if isinstance(node, loops.MADE):
        return False
    first, last = first_line(node), node.end_lineno
    return any(start <= first and last <= end for start, end in ranges)


def _package(folder):
    """The package a file belongs to by the `__init__.py` beside it, so that its relative imports work."""
    names = []
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, name = os.path.split(folder)
        names.insert(0, name)
        if not name:
            return ""
    if names and folder not in sys.path:
        sys.path.append(folder)
    return ".".join(names)
