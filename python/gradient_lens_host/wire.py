"""Numbers as they travel: float64 blocks (base64, little-endian), and single numbers unknown to JSON."""

import sys
from array import array
from binascii import a2b_base64, b2a_base64


def number(value):
    """A float for JSON; NaN and the infinities as text."""
    value = float(value)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def block(values):
    """A float64 block of a sequence of numbers, a contiguous float64 ndarray or an `array('d')`."""
    if not hasattr(values, "tobytes"):
        values = array("d", values)
    data = values.tobytes()
    return b2a_base64(_native(data), newline=False).decode("ascii")


def numbers(text):
    """The `array('d')` in a float64 block."""
    values = array("d")
    values.frombytes(_native(a2b_base64(text)))
    return values


def _native(data):
    """Bytes of float64 from this machine's order to little-endian, or back."""
    if sys.byteorder == "little":
        return data
    values = array("d")
    values.frombytes(data)
    values.byteswap()
    return values.tobytes()
