"""A time limit on the model's code: a thread that ends the process when one evaluation takes too long."""

import _thread
import os
import sys
import time

from . import streams

_EXIT_STATUS = 124
_PARENT = os.getppid()


def orphaned():
    """True once the process that started this one is gone, however it ended."""
    return os.getppid() != _PARENT


def leave():
    """Ends the process at once, whatever threads and exit handlers the model left behind.

    Without a parent to do it, the processes that the model started end with it.
    """
    if orphaned() and os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), 9)
    os._exit(0)


class Watchdog:
    """Watches the main thread between `start` and `stop`.

    pulse: a list of one counter. Whoever starts the next evaluation adds one to it, which starts the limit
    afresh; that is all it costs.
    on_timeout: called with the main thread's frame and the limit, in the watching thread, before the end.
    """

    def __init__(self, on_timeout):
        self.pulse = [0]
        self._on_timeout = on_timeout
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
                now = time.monotonic()
                if self.pulse[0] != seen:
                    seen, since = self.pulse[0], now
                elif now - since >= limit:
                    self._end(limit, seen)
                time.sleep(min(0.05, max(limit / 4, 0.001)))

    def _end(self, limit, seen):
        self._gate.acquire()
        if self._limit is None or self.pulse[0] != seen:
            self._gate.release()
            return
        try:
            self._on_timeout(sys._current_frames().get(self._main), limit)
            streams.flush()
        finally:
            os._exit(_EXIT_STATUS)
