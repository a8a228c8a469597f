"""Programs under `flue run` and sockets of the Linux peer, for tests of what unmodified programs see."""

from __future__ import annotations

import ctypes
import os
import pathlib
import socket
import subprocess
import textwrap
import threading
import time

from flue_live.lab import FLUE, Lab

PYTHON = "/usr/bin/python3"
_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def peer_socket(lab: Lab, family: int = socket.AF_INET, kind: int = socket.SOCK_STREAM) -> socket.socket:
    """A socket of the Linux peer, usable by the test itself: a socket stays in the namespace it was made in."""
    made: list[socket.socket] = []

    def make() -> None:
        namespace = os.open(f"/run/netns/{lab.namespace.name}", os.O_RDONLY | os.O_CLOEXEC)
        if _libc.setns(namespace, _CLONE_NEWNET) == 0:  # of this thread only
            made.append(socket.socket(family, kind))
        os.close(namespace)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    made[0].settimeout(10)
    return made[0]


def peer_listener(lab: Lab, port: int, backlog: int = 16) -> socket.socket:
    listener = peer_socket(lab)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((lab.peer_address, port))
    listener.listen(backlog)
    return listener


def peer_connect(lab: Lab, port: int, seconds: float = 5.0) -> socket.socket:
    """Connects to a server on Flue; waits until it listens."""
    deadline = time.monotonic() + seconds
    while True:
        connection = peer_socket(lab)
        try:
            connection.connect((lab.address, port))
            return connection
        except ConnectionError:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def read_all(connection: socket.socket) -> bytes:
    pieces = []
    while piece := connection.recv(1 << 16):
        pieces.append(piece)
    return b"".join(pieces)


def start_python(lab: Lab, name: str, code: str, *arguments, options: tuple = ()):
    """A Python program under `flue run`, in the background. `code` may print() to its log."""
    script = lab.directory / f"{name}.py"
    script.write_text("import os, socket, struct, sys, time, errno, select\n" + textwrap.dedent(code))
    return lab.flue_run(name, PYTHON, "-u", script, *map(str, arguments), options=options)


def run_python(lab: Lab, code: str, *arguments, options: tuple = (), seconds: float = 20.0,
               prefix: tuple = ()) -> str:
    """A Python program under `flue run`, to its end; what it printed. It must succeed."""
    script = lab.directory / f"program{time.monotonic_ns()}.py"
    script.write_text("import os, socket, struct, sys, time, errno, select\n" + textwrap.dedent(code))
    script.chmod(0o644)
    result = subprocess.run([*prefix, FLUE, "run", *options, "--", PYTHON, "-u", script, *map(str, arguments)],
                            capture_output=True, text=True, timeout=seconds, check=False,
                            env={**os.environ, **lab.environment()})
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


class Nginx:
    """nginx on Flue, with its own prefix. `servers` is what stands in http { }."""

    def __init__(self, lab: Lab, servers: str, *, workers: int = 2, daemon: bool = False, top: str = "") -> None:
        self.root = lab.directory / "nginx"
        for folder in ("www", "up", "temp"):
            (self.root / folder).mkdir(parents=True)
        self.www = self.root / "www"
        config = self.root / "nginx.conf"
        temp = "".join(f"{name}_temp_path {self.root}/temp/{name}; "
                       for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config.write_text(f"""
            user root; worker_processes {workers}; daemon {"on" if daemon else "off"}; {top}
            pid {self.root}/pid; error_log {self.root}/error.log info;
            events {{ worker_connections 512; }}
            http {{ access_log off; sendfile on; tcp_nopush on; client_max_body_size 1g; {temp}
                    {servers.replace("$ROOT", str(self.root))} }}
        """)
        self.process = lab.flue_run("nginx", "/usr/sbin/nginx", "-c", config)

    def pid(self, seconds: float = 5.0) -> int:
        deadline = time.monotonic() + seconds
        while not ((file := self.root / "pid").exists() and file.read_text().strip()):
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)
        return int(file.read_text())

    def log(self) -> str:
        file = self.root / "error.log"
        return self.process.output() + (file.read_text() if file.exists() else "")


def random_file(path: pathlib.Path, size: int) -> bytes:
    data = os.urandom(size)
    path.write_bytes(data)
    return data
