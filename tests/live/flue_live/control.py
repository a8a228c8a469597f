"""The control protocol of host/control/protocol.h, spoken by a test: what a program could do without the library."""

from __future__ import annotations

import array
import socket
import struct

HELLO = struct.Struct("IIII")
REQUEST = struct.Struct("IIIIiIQ" + "IHH" * 2 + "I13i")
REPLY = struct.Struct("IIIiiI" + "IHH" + "256s")
MAGIC, VERSION = 0x45554C46, 1
BIND, LISTEN, CONNECT, CONNECT_AGAIN, SET_OPTION, GET_OPTION = range(1, 7)
WAIT, IPV6 = 1, 2
KEEP_ALIVE = 2


def open_channel(path) -> socket.socket:
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channel.settimeout(5)
    channel.connect(str(path))
    return channel


def greet(channel: socket.socket) -> None:
    channel.send(HELLO.pack(MAGIC, VERSION, REQUEST.size, REPLY.size))
    assert HELLO.unpack(channel.recv(100)) == (MAGIC, VERSION, REQUEST.size, REPLY.size)


def number(address: str) -> int:
    return struct.unpack("!I", socket.inet_aton(address))[0]


def request(op: int, *, local=("0.0.0.0", 0), remote=("0.0.0.0", 0), name: int = 0, value: int = 0,
            flags: int = 0) -> bytes:
    return REQUEST.pack(op, 7, flags, name, value, 0, 0, number(local[0]), local[1], 0, number(remote[0]), remote[1], 0,
                        0, *[0] * 13)


def ask(channel: socket.socket, record: bytes, descriptors: list[int] = ()) -> tuple[int, list[int]]:
    """The error of the reply, and the descriptors that came with it."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    channel.sendmsg([record], rights)
    data, ancillary, _, _ = channel.recvmsg(REPLY.size, socket.CMSG_SPACE(16))
    got = array.array("i")
    for _, _, payload in ancillary:
        got.frombytes(payload)
    fields = REPLY.unpack(data)
    assert fields[:2] == (REQUEST.unpack(record)[0], 7)
    return fields[3], list(got)
