"""JSON-RPC 2.0 messages, each behind a `Content-Length` header."""

from json import JSONDecoder, JSONEncoder

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
FAILURE = -32000  # the error's `data` is a HostFailure

_LONGEST = 1 << 31  # bytes

# Bound here, since models replace the functions of `json`.
_decode = JSONDecoder().decode
_encode = JSONEncoder(allow_nan=False, separators=(",", ":")).encode


class ProtocolError(Exception):
    """A message that cannot be read; `fatal` when the place of the next one is unknown."""

    def __init__(self, code, message, fatal=False):
        super().__init__(message)
        self.code = code
        self.fatal = fatal


def read(reader):
    """The next message as a dict; None at end of input."""
    length = None
    seen_header = False
    while True:
        line = reader.readline(1 << 16)
        if not line:
            return None
        line = line.strip()
        if not line:
            if seen_header:
                break
            continue
        seen_header = True
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = value.strip()
    if length is None or not length.isdigit():
        raise ProtocolError(PARSE_ERROR, "a message needs a Content-Length header")
    if int(length) > _LONGEST:
        raise ProtocolError(PARSE_ERROR, "the message is too long", fatal=True)
    body = reader.read(int(length))
    if len(body) < int(length):
        return None
    try:
        message = _decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ProtocolError(PARSE_ERROR, "the message is not JSON: %s" % error)
    if not isinstance(message, dict):
        raise ProtocolError(INVALID_REQUEST, "a message must be a JSON object")
    return message


def write(writer, message):
    """Sends a message. Numbers that are not finite have no place in JSON and raise ValueError."""
    body = _encode(message).encode("ascii")
    writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    writer.flush()


def result(identifier, value):
    return {"jsonrpc": "2.0", "id": identifier, "result": value}


def error(identifier, code, message, data=None):
    content = {"code": code, "message": message}
    if data is not None:
        content["data"] = data
    return {"jsonrpc": "2.0", "id": identifier, "error": content}
