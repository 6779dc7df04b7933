"""Arrays of the model as `.npy` files: a streaming writer, in C order, without a second copy of what is large."""

import sys
from array import array

from .describe import leaves, list_shape
from .failures import Failure

_KEPT = ("float64", "float32", "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64")
_CHUNK = 1 << 17  # numbers
_HOLDS = {"c": "complex numbers", "U": "text", "S": "text", "M": "dates", "m": "durations", "V": "records"}


def write(value, file):
    """Writes a value of the model to a file. Returns the reply of `data`. Raises Failure if it is no numbers."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ())):
        return _write_frame(value, file)
    if pandas is not None and isinstance(value, getattr(pandas, "Series", ())):
        return dict(_write_frame(value.to_frame(), file, [len(value)]), columns=None)
    numpy = sys.modules.get("numpy")
    if numpy is None or (isinstance(value, list) and list_shape(value)):
        return _write_list(value, file)
    return _write_array(_array_of(value, numpy), file, numpy)


def _array_of(value, numpy):
    """An ndarray of what other libraries hold; of a tensor that keeps its gradient, or is elsewhere, its numbers."""
    if isinstance(value, numpy.ma.MaskedArray):
        return value.astype("float64").filled(float("nan"))
    if isinstance(value, numpy.ndarray):
        return numpy.asarray(value)
    for method in ("detach", "cpu"):
        if hasattr(type(value), method):
            value = getattr(value, method)()
    if hasattr(type(value), "numpy"):
        value = value.numpy()
    try:
        return numpy.asarray(value)
    except ValueError:
        raise Failure("result", "lists of different lengths")


def _write_array(values, file, numpy):
    kind, name = values.dtype.kind, values.dtype.name
    if kind not in "biuf":
        raise Failure("result", _holding(values.dtype))
    kept = name if name in _KEPT else "float32" if name == "float16" else "float64"
    kept = numpy.dtype(kept).newbyteorder("<")
    chunks = numpy.nditer(
        values,
        flags=["external_loop", "buffered", "zerosize_ok"],
        op_flags=[["readonly"]],
        op_dtypes=[kept],
        casting="same_kind",
        order="C",
        buffersize=_CHUNK,
    )
    with open(file, "wb") as out:
        out.write(_header(kept.str, values.shape))
        for chunk in chunks:
            out.write(chunk.tobytes("C"))
    return _reply(values.shape, name)


def _write_list(value, file):
    shape = list_shape(value) if isinstance(value, (list, tuple)) else None
    if not shape:
        raise Failure("result", "no numbers (%s)" % type(value).__name__)
    flat = leaves(value, shape)
    with open(file, "wb") as out:
        out.write(_header("<f8", shape))
        chunk = array("d")
        for number in flat:
            chunk.append(number)
            if len(chunk) == _CHUNK:
                _put(chunk, out)
                chunk = array("d")
        _put(chunk, out)
    return _reply(shape, "float64")


def _put(chunk, out):
    if sys.byteorder == "big":
        chunk.byteswap()
    out.write(chunk.tobytes())


def _write_frame(frame, file, shape=None):
    """A data frame column by column; those that hold no numbers are left out."""
    import numpy

    columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
    names = [str(name) for name in frame.columns]
    kept, left_out = [], []
    for name, column in zip(names, columns):
        kind = getattr(column.dtype, "kind", "O")
        if kind in "biuf":
            kept.append((name, column))
        else:
            left_out.append({"name": name, "holds": _HOLDS.get(kind, "text or objects")})
    if not kept:
        held = left_out[0]["holds"] if left_out else "no columns"
        raise Failure("result", held)
    kinds = {str(column.dtype) for _, column in kept}
    dtype = kinds.pop() if len(kinds) == 1 else "float64"
    if dtype not in _KEPT:
        dtype = "float64"
    values = numpy.empty((len(frame), len(kept)), dtype)
    for place, (_, column) in enumerate(kept):
        missing = {"na_value": float("nan")} if dtype == "float64" else {}
        values[:, place] = column.to_numpy(dtype=dtype, **missing)
    reply = _write_array(values if shape is None else values.reshape(shape), file, numpy)
    return dict(reply, columns=[name for name, _ in kept], leftOut=left_out)


def _reply(shape, dtype):
    return {"shape": [int(length) for length in shape], "dtype": dtype, "columns": None, "leftOut": []}


def _holding(dtype):
    return "%s (%s)" % (_HOLDS.get(dtype.kind, "objects that are no plain numbers"), dtype.name)


def _header(descr, shape):
    """The magic, version 1.0, and the description, padded so that the numbers begin at a multiple of 64."""
    lengths = "".join("%d," % length for length in shape)
    text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (descr, lengths)
    padding = -(10 + len(text) + 1) % 64
    text += " " * padding + "\n"
    return b"\x93NUMPY\x01\x00" + bytes((len(text) & 255, len(text) >> 8)) + text.encode("ascii")
