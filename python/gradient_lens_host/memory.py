"""How much memory the process holds, as far as the system tells without help from packages."""

import os
import sys

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _statistics():
    try:
        return os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None


if sys.platform == "linux":
    _file = _statistics()
    _pread = os.pread

    def held():
        """Bytes of resident memory; 0 where that is not known."""
        try:
            return int(_pread(_file, 100, 0).split()[1]) * _PAGE
        except Exception:  # the model closed it
            return 0

else:
    try:
        from resource import RUSAGE_SELF, getrusage

        _UNIT = 1 if sys.platform == "darwin" else 1024
    except ImportError:
        getrusage = None

    def held():
        """Bytes of resident memory at their peak; 0 where that is not known."""
        return getrusage(RUSAGE_SELF).ru_maxrss * _UNIT if getrusage else 0
