"""Which files are the user's own."""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_PACKAGES = ("site-packages", "dist-packages")


class Project:
    """The model's file and everything under the project root that is not an installed package.

    file: path of the model, as the editor gave it (and so the `co_filename` of its code).
    """

    def __init__(self, file, root):
        self.file = file
        self.name = os.path.splitext(os.path.basename(file))[0]
        self.module_name = self.name  # what it is loaded as
        self.folder = os.path.dirname(os.path.abspath(file))
        self.root = os.path.abspath(root) if root else self.folder
        library = os.path.dirname(os.path.abspath(os.__file__))
        self._inside = tuple(_prefix(folder) for folder in (self.root, self.folder))
        self._outside = tuple(_prefix(folder) for folder in (library, _HERE))
        self._known = {file: True}

    def owns(self, file):
        """True if the file (a `co_filename` or `__file__`) is the user's."""
        answer = self._known.get(file)
        if answer is None:
            answer = self._known[file] = self._find(file)
        return answer

    def _find(self, file):
        if not file or file.startswith("<"):
            return False
        path = os.path.normcase(os.path.abspath(file))
        if not path.startswith(self._inside) or path.startswith(self._outside):
            return False
        return not any(part in _PACKAGES for part in path.split(os.sep))

    def owns_class(self, kind):
        """True if a class was defined in one of the user's files."""
        module = sys.modules.get(getattr(kind, "__module__", None) or "")
        return self.owns(getattr(module, "__file__", None) or "")

    def modules(self):
        """The user's modules that are loaded, in order of import."""
        for module in list(sys.modules.values()):
            if isinstance(module, type(sys)) and self.owns(getattr(module, "__file__", None) or ""):
                yield module


def _prefix(folder):
    path = os.path.normcase(os.path.abspath(folder))
    return path if path.endswith(os.sep) else path + os.sep
