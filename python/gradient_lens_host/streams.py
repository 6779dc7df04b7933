"""Keeps the protocol apart from what the model prints and reads."""

import os
import sys

from . import copies


def take_over():
    """Returns the binary reader and writer of the protocol.

    Afterwards file descriptor 1 is standard error, for Python's `print` and for C code alike, and descriptor
    0 is empty, so `input()` raises EOFError instead of eating messages.
    """
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    reader = os.fdopen(os.dup(0), "rb")
    writer = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    copies.contain(reader, writer)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return reader, writer


def flush():
    """Writes out what the model printed, as far as its streams still work."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
