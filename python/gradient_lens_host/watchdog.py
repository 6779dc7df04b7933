"""A time limit on the model's code: a thread that ends the process when one evaluation takes too long."""

import _thread
import os
import sys

# Bound here, since models replace clocks and ends.
from os import _exit, getppid
from time import monotonic, sleep

from . import memory, strays, streams

_EXIT_STATUS = 124
_PARENT = getppid()
_frames = sys._current_frames


def orphaned():
    """True once the process that started this one is gone, however it ended."""
    return getppid() != _PARENT


def leave():
    """Ends the process at once, whatever threads and exit handlers the model left behind.

    Without a parent to do it, the processes that the model started end with it.
    """
    if orphaned() and os.name == "posix":
        try:
            strays.end()
        finally:
            if os.getpgrp() == os.getpid():
                os.killpg(os.getpid(), 9)
    _exit(0)


class Watchdog:
    """Watches the main thread between `start` and `stop`.

    pulse: a list of one counter. Whoever starts the next evaluation adds one to it, which starts the limit
    afresh; that is all it costs.
    on_end: called in the watching thread, before the end, with the main thread's frame, the kind of failure
    ("timeout", "memory") and its message.
    """

    def __init__(self, on_end):
        self.pulse = [0]
        self._on_end = on_end
        self.most = None  # bytes of memory
        self._main = _thread.get_ident()
        self._limit = None  # seconds; None while nothing runs
        self._wake = _thread.allocate_lock()
        self._wake.acquire()
        # Held by the one who ends the evaluation: the model or its time limit.
        self._gate = _thread.allocate_lock()
        self._running = False

    def start(self, limit):
        """Starts the clock; `limit` in seconds."""
        self.pulse[0] += 1
        self._limit = limit
        if not self._running:
            self._running = True
            _thread.start_new_thread(self._watch, ())
        if self._wake.locked():
            self._wake.release()

    def stop(self):
        """Stops the clock; does not return once the limit has been reached."""
        with self._gate:
            self._limit = None

    def _watch(self):
        while True:
            self._wake.acquire()
            seen, since = None, 0.0
            while True:
                limit = self._limit
                if limit is None:
                    break
                if orphaned():
                    leave()
                now = monotonic()
                if self.pulse[0] != seen:
                    seen, since = self.pulse[0], now
                elif now - since >= limit:
                    self._end("timeout", "longer than %g seconds" % limit, seen)
                if self.most is not None and memory.held() > self.most:
                    self._end("memory", "more than %.2g GB" % (self.most / 1e9), None)
                sleep(min(0.05, max(limit / 4, 0.001)))

    def _end(self, kind, message, seen):
        """Ends the process, unless meanwhile the evaluation `seen` came to its own end."""
        self._gate.acquire()
        if self._limit is None or seen is not None and self.pulse[0] != seen:
            self._gate.release()
            return
        try:
            self._on_end(_frames().get(self._main), kind, message)
            streams.flush()
        finally:
            _exit(_EXIT_STATUS)
