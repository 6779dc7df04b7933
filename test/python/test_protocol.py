"""The framing: malformed messages get an error, the end of input ends the host."""

import json

import pytest
from host_client import HostError, frame


def error_of(host, data):
    host.send(data)
    return host.receive()["error"]["code"]


@pytest.mark.parametrize(
    "data, code",
    [
        (frame(b"{"), -32700),
        (frame(b"\xff\xfe"), -32700),
        (frame(b"[]"), -32600),
        (frame(b"{}"), -32600),
        (frame(b'{"id": 1, "method": 7}'), -32600),
        (frame(b'{"id": 1, "method": "destroy"}'), -32601),
        (b"Content-Length: many\r\n\r\n", -32700),
        (b"Content-Type: text\r\n\r\n", -32700),
        (frame(b'{"id": 1, "method": "load"}'), -32000),
        (frame(b'{"id": 1, "method": "load", "params": {}}'), -32000),
    ],
)
def test_malformed_messages(host, write, data, code):
    assert error_of(host, data) == code
    assert host.load(write("model.py", "x = 1\n"))["values"]


def test_notifications_are_ignored(host, write):
    host.send(
        frame(json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 1}}).encode())
    )
    assert host.load(write("model.py", "x = 1\n"))["values"]


def test_a_length_beyond_all_bounds_ends_the_host(host):
    assert error_of(host, b"Content-Length: 99999999999999\r\n\r\n") == -32700
    assert host.process.wait(10) == 0


def test_end_of_input_ends_the_host(host, write):
    text = "import atexit, threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
    host.load(write("model.py", text))
    assert host.close() == 0


def test_a_host_loads_one_file(host, write):
    file = write("model.py", "x = 1\n")
    host.load(file)
    with pytest.raises(HostError):
        host.load(file)
