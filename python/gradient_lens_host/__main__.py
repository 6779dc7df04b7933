"""Start with `python -u path/to/gradient_lens_host`: speaks JSON-RPC on standard input and output."""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))

# Python put this folder first on the import path; its files would hide modules of the user's.
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.getcwd()) != _HERE]
sys.path.insert(0, os.path.dirname(_HERE))
from gradient_lens_host import host  # noqa: E402

sys.path.pop(0)

if __name__ == "__main__":
    host.main()
