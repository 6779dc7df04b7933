"""Interrupts the model's code after some time, as Ctrl+C does."""

import _signal as signal  # without the enumerations of `signal`, which take their time
import _thread


class Interrupter:
    """A context in which `after` can be used; SIGINT means nothing else there.

    fired: whether the latest `after` was interrupted.
    """

    def __init__(self):
        self._main = _thread.get_ident()
        self._handler = None
        self._round = 0
        self._running = False
        self._gate = _thread.allocate_lock()  # held by the one who ends a round
        self.fired = False

    def __enter__(self):
        self._handler = signal.signal(signal.SIGINT, self._signalled)
        return self

    def __exit__(self, *_):
        signal.signal(signal.SIGINT, self._handler)
        return False

    def after(self, seconds):
        """A context that raises KeyboardInterrupt in the code it runs, once it has taken so long."""
        return _Round(self, seconds)

    def start(self, seconds):
        signal.signal(signal.SIGINT, self._signalled)  # whatever the model made of it
        self._round += 1
        self.fired = False
        self._running = True
        done = _thread.allocate_lock()
        done.acquire()
        _thread.start_new_thread(self._wait, (done, self._round, seconds))
        return done

    def stop(self, done):
        self._running = False
        with self._gate:
            self._round += 1
        done.release()

    def _wait(self, done, number, seconds):
        if done.acquire(timeout=min(seconds, _thread.TIMEOUT_MAX)):
            return
        with self._gate:
            if number != self._round:
                return
            self.fired = True
            if hasattr(signal, "pthread_kill"):  # wakes the thread from `sleep` as well
                signal.pthread_kill(self._main, signal.SIGINT)
            else:
                _thread.interrupt_main()

    def _signalled(self, *_):
        if self._running:
            raise KeyboardInterrupt


class _Round:
    def __init__(self, interrupter, seconds):
        self._interrupter = interrupter
        self._seconds = seconds

    def __enter__(self):
        self._done = self._interrupter.start(self._seconds)

    def __exit__(self, *_):
        self._interrupter.stop(self._done)
        return False
