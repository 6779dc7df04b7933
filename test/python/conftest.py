import os
import sys
import textwrap

import pytest
from hypothesis import settings

# The same examples every time, however slow the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "python"))

from host_client import HostClient  # noqa: E402


@pytest.fixture
def host():
    """A running host; its end is checked."""
    client = HostClient()
    yield client
    client.close()


@pytest.fixture
def write(tmp_path):
    """write("model.py", text) → path of the file, dedented, with the folder made."""

    def write_file(name, text, encoding="utf-8", newline="\n"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = textwrap.dedent(text).lstrip("\n").replace("\n", newline)
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write_file
