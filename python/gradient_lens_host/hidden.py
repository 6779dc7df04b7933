"""Files of the user's that hide a module of Python or a package by having its name."""

import os
import sys

_DEEP = 20  # causes of an exception


def facts_of(error, project):
    """The failure facts `hidden` and `hiding`, where such a file made an import or an attribute fail."""
    for _ in range(_DEEP):
        name = _module_of(error, project)
        file = name and _hiding(name, project)
        if file and _is_elsewhere(name, project):
            return {"hidden": name, "hiding": os.path.basename(file)}
        error = error.__cause__ or error.__context__
        if error is None:
            break
    return {}


def _module_of(error, project):
    """The module that lacks what was asked of it."""
    name = getattr(error, "name", None) if isinstance(error, ImportError) else None
    if isinstance(error, AttributeError):
        before, _, after = str(error).partition("module '")
        name = after.partition("'")[0] if before in ("", "partially initialized ") else None
    if not isinstance(name, str):
        return None
    return project.name if name == project.module_name else name.partition(".")[0]


def _hiding(name, project):
    """The user's file that is found under the name; an import that failed left no module behind."""
    if name == project.name:
        return project.file
    file = getattr(sys.modules.get(name), "__file__", None) or _find(name, [project.folder, project.root])
    return file if isinstance(file, str) and project.owns(file) else None


def _is_elsewhere(name, project):
    """True if there is another module of that name, outside the project."""
    own = (os.path.abspath(project.root), os.path.abspath(project.folder))
    folders = [folder for folder in sys.path if os.path.abspath(folder) not in own]
    return name in sys.builtin_module_names or _find(name, folders) is not None


def _find(name, folders):
    try:
        from importlib.machinery import PathFinder

        return PathFinder.find_spec(name, folders).origin
    except Exception:
        return None
