"""Ends what the model started in sessions of its own, where nobody else is left to do it."""

import os

_MARK = "GRADIENT_LENS_HOST"


def end():
    """Sends SIGKILL to all processes with this host's mark in their environment, where the system tells it."""
    own = os.environ.get(_MARK)
    if own is None or not os.path.isdir("/proc/self"):
        return
    wanted = ("%s=%s\0" % (_MARK, own)).encode()
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and int(name) != os.getpid():
                with open("/proc/%s/environ" % name, "rb") as stream:
                    if wanted in stream.read():
                        os.kill(int(name), 9)
        except OSError:
            pass  # gone, or another user's
