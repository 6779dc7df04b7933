"""Runs the sections of a text one after another, as a notebook its cells: one that raises ends alone."""

import time

from . import failures
from .interrupt import Interrupter
from .sources import parse

_GRACE = 2.0  # seconds for a section to end once it has been interrupted
_SHARE = 0.2  # of the time limit: what a section gets at least, whatever those before it took
_MESSAGE = 500  # characters


class Sections:
    """The sections of one file. `failed` lists those that raised, as `FailedSection`s.

    wanted: the statements to run, of those of a section. restart: called with the seconds that a section may
    take before the process ends. rewritten: the tree to run, of a source and one of its trees.
    """

    def __init__(self, project, sources, wanted, limit, restart, rewritten):
        self._project = project
        self._sources = sources
        self._wanted = wanted
        self._limit = limit
        self._restart = restart
        self._rewritten = rewritten
        self.failed = []

    def run(self, source, sections, names):
        """Runs all of them in one namespace."""
        source.trees = []
        start = time.monotonic()
        with Interrupter() as interrupter:
            for section in sections:
                left = self._limit - (time.monotonic() - start)
                seconds = max(left, _SHARE * self._limit)
                self._restart(seconds + min(_GRACE, self._limit))
                try:
                    tree = parse(source.part(section["line"], section["endLine"]), source.file)
                    tree.body = self._wanted(tree.body)
                    code = compile(self._rewritten(source, tree), source.file, "exec", 0, True)
                    source.trees.append(tree)
                    with interrupter.after(seconds):
                        exec(code, names)
                except BaseException as error:
                    self._failed(section, error, seconds if interrupter.fired else None)
        source.join()

    def _text(self, error):
        if isinstance(error, SyntaxError) and error.filename == self._project.file:
            return error.msg  # without the line, which counts otherwise in a notebook
        if isinstance(error, (RecursionError, MemoryError)) and not failures.lines_in(error, self._project.file):
            return "it is nested too deeply"
        return failures.text_of(error)

    def _failed(self, section, error, seconds):
        line, end = section["line"], section["endLine"]
        if isinstance(error, SyntaxError) and error.filename == self._project.file:
            at = error.lineno or line
        else:
            lines = failures.lines_in(error, self._project.file)
            at = next((one for one in reversed(lines) if line <= one <= end), line)
        if seconds is not None and isinstance(error, KeyboardInterrupt):
            message = "longer than %.3g seconds" % seconds
        else:
            text = self._text(error)
            message = type(error).__name__ + (": " + text if text else "")
        self.failed.append({"line": line, "endLine": end, "at": at, "message": message[:_MESSAGE]})
