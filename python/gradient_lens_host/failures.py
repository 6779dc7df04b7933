"""Exceptions of the model's code as `HostFailure`: facts, no advice."""

import os

from . import guard, hidden

_HERE = os.path.dirname(os.path.abspath(__file__))
_MESSAGE = 2000  # characters
_TRACE = 20000
_DEEP = 20000  # frames


class Failure(Exception):
    """A request that failed; `data` is its HostFailure."""

    def __init__(self, kind, message, **facts):
        super().__init__(message)
        self.data = {"kind": kind, "message": message[:_MESSAGE]}
        self.data.update((name, value) for name, value in facts.items() if value is not None)


def from_exception(error, project, sources, section=None, step=None):
    """The Failure for something that the model's code raised."""
    guard.put_back()
    frames = _frames(error.__traceback__)
    if isinstance(error, Failure):
        planned = _planned(frames)
        if planned and "section" not in error.data:
            error.data["section"], error.data["step"] = planned
        return error
    place = _innermost(frames, project, sources)
    kind = "exception"
    facts = {"type": type(error).__name__, "trace": _trace(error, sources)}
    message = text_of(error)
    if isinstance(error, SystemExit):
        kind, message = "exit", _refused(frames) or text_of(error.code)
    elif isinstance(error, MemoryError):
        kind = "memory"
    elif isinstance(error, ModuleNotFoundError) and error.name:
        kind, facts["module"] = "missing-module", error.name
    elif isinstance(error, SyntaxError) and project.owns(error.filename or ""):
        return syntax(error, facts["trace"])
    if project.module_name in message:
        message = message.replace(project.module_name, project.name)
    facts.update(hidden.facts_of(error, project))
    planned = _planned(frames)
    if planned:
        section, step = planned
    return Failure(kind, message, section=section, step=step, **dict(facts, **place))


def syntax(error, trace=None):
    """The Failure for a file of the user's that cannot be parsed."""
    message = getattr(error, "msg", None) or text_of(error)
    return Failure(
        "syntax",
        message,
        type=type(error).__name__,
        file=getattr(error, "filename", None),
        line=getattr(error, "lineno", None) or None,
        column=getattr(error, "offset", None) or None,
        trace=trace,
    )


def replaced_builtin(name, project, sources):
    """The Failure for a model that put something else in the place of a built-in function that the host needs."""
    facts = {}
    for number, line in enumerate(sources.of(project.file).lines, 1):
        if "builtins" in line and name in line:
            facts = {"file": project.file, "line": number}
            break
    return Failure("exception", name, type="ReplacedBuiltin", **facts)


def from_frame(frame, project, kind, message):
    """The Failure for code that was still running in `frame` when a limit was reached."""
    facts = {}
    for _ in range(_DEEP):  # of endless recursion the end is enough
        if frame is None:
            break
        name = frame.f_code.co_filename
        if project.owns(name) and not facts:
            facts = {"file": name, "line": frame.f_lineno, "function": frame.f_code.co_name}
        section = planned_section(name)
        if section:
            facts["section"], facts["step"] = section, frame.f_lineno - 2
            break
        frame = frame.f_back
    return Failure(kind, message, **facts)


def plan_file(section):
    """The file name of generated code: its lines are the plan's steps, the first on line 2."""
    return "<gradient lens %s>" % section


def planned_section(file):
    """The section of generated code by its file name; None for other code."""
    return file[15:-1] if file.startswith("<gradient lens ") else None


def _planned(frames):
    for frame, line, _ in frames:
        section = planned_section(frame.f_code.co_filename)
        if section:
            return section, line - 2
    return None


def _frames(trace):
    """(frame, line, instruction) of a traceback, outermost first."""
    frames = []
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno, trace.tb_lasti))
        trace = trace.tb_next
    return frames


def _refused(frames):
    """What `argparse` had to say before it asked to exit; None if it was not the one."""
    for frame, _, _ in frames:
        code = frame.f_code
        if code.co_name == "error" and os.path.basename(code.co_filename) == "argparse.py":
            return text_of(frame.f_locals.get("message"))
    return None


def lines_in(error, file):
    """The lines of a file that an exception passed through, outermost first."""
    frames = _frames(error.__traceback__)
    return [line for frame, line, _ in frames if frame.f_code.co_filename == file]


def _innermost(frames, project, sources):
    for frame, line, instruction in reversed(frames):
        code = frame.f_code
        if project.owns(code.co_filename):
            column = _column(code, instruction, line, sources.of(code.co_filename))
            return {"file": code.co_filename, "line": line, "column": column, "function": code.co_name}
    return {}


def _column(code, instruction, line, source):
    """The column of an instruction, where Python (3.11 and later) keeps it."""
    if not hasattr(code, "co_positions"):
        return None
    for number, position in enumerate(code.co_positions()):
        if number == instruction // 2:
            first, _, offset, _ = position
            return source.column(line, offset) if first == line and offset is not None else None
    return None


def plain_trace(error):
    """The traceback as Python prints it; nothing where the model broke, or hides, what prints it."""
    try:
        import traceback

        return "".join(traceback.format_exception(type(error), error, error.__traceback__))
    except Exception:
        return ""


def _trace(error, sources):
    """The traceback as Python prints it, without the host's own frames at its start."""
    start = error.__traceback__
    while start is not None and start.tb_next is not None:
        file = start.tb_frame.f_code.co_filename
        if not file.startswith(_HERE) and not planned_section(file):
            break
        start = start.tb_next
    try:
        sources.show_to_tracebacks()
        import traceback

        text = "".join(traceback.format_exception(type(error), error, start))
    except Exception:
        text = plain_trace(error)
    return text if len(text) <= _TRACE else text[: _TRACE // 2] + "\n...\n" + text[-_TRACE // 2 :]


def text_of(value):
    """What an exception says, also where that itself raises."""
    try:
        return str(value)
    except Exception:
        return "(a %s whose text cannot be had)" % type(value).__name__
