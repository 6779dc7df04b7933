"""Copies of the process, made by a model with `fork`: only one process may answer requests."""

import os
import sys
from os import _exit

_HERE = os.path.dirname(os.path.abspath(__file__))


def contain(*protocol):
    """Cuts copies off the protocol's streams, and ends them when they come back from the model's code."""
    if not hasattr(os, "register_at_fork"):
        return

    def in_copy():
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in protocol:
            os.dup2(nothing, stream.fileno())
        os.close(nothing)
        frame = sys._getframe()
        while frame is not None:
            file = frame.f_code.co_filename
            if file != __file__ and (file.startswith(_HERE) or file.startswith("<gradient lens ")):
                frame.f_trace = _end
                sys.settrace(_ignore)
                break
            frame = frame.f_back

    os.register_at_fork(after_in_child=in_copy)


def _end(*_):
    _exit(0)


def _ignore(*_):
    return None
