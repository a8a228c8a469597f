"""Lab: one daemon, one Linux peer in a namespace, and the programs of a test. Everything ends with the test."""

from __future__ import annotations

import os
import pathlib
import subprocess

from flue_live import capture
from flue_live.namespace import Namespace
from flue_live.process import Process

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("FLUE_BUILD_DIR", ROOT / "build" / "release")).resolve()
FLUED = BUILD / "host" / "daemon" / "flued"
FLUE = BUILD / "host" / "cli" / "flue"


class Lab:
    """
    lab.namespace        the Linux peer (lab.peer_address) behind the TAP lab.tap
    lab.start_flued()    the daemon on the TAP's other end (lab.address, lab.mac), waited for until it is ready
    lab.run("curl", ..)  a command of the peer, inside the namespace
    lab.flue("netstat")  the command line tool against this daemon
    lab.flue_run(..)     a program under `flue run`
    """

    peer_address = "10.77.0.1"
    address = "10.77.0.2"
    prefix = 24
    mac = "02:f1:0e:00:00:01"

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.control_dir = directory / "control"
        self.pcap = directory / "flue0.pcap"
        self.namespace = Namespace()
        self.tap = f"fl{os.getpid() % 1000000}t{self.namespace.number}"  # at most 15 characters
        try:
            self.namespace.add_tap(self.tap, f"{self.peer_address}/{self.prefix}")
        except Exception:
            self.namespace.remove()
            raise
        self.daemon: Process | None = None
        self.processes: list[Process] = []
        self.spawned = 0

    # --- The daemon
    def write_config(self, *, profile: str = "win2003", tcp: dict | None = None, services: bool = False,
                     interface: dict | None = None, sections: dict[str, dict] | None = None,
                     top: dict | None = None, capture_frames: bool = True) -> pathlib.Path:
        """
        Writes flued.toml and returns its path. `tcp` overrides parameters by name; `interface` replaces keys of
        [[interface]]; `sections` adds whole tables ({"arp": {"ArpCacheLife": 5}}); `top` adds keys before the tables.
        """
        keys = {"profile": profile, "control_dir": str(self.control_dir), **(top or {})}
        port = {"name": "flue0", "attach": f"tap:{self.tap}@{self.namespace.name}", "mac": self.mac,
                "address": f"{self.address}/{self.prefix}", "speed": "100G", **(interface or {})}
        tables = {"card": {"kind": "none"}, "services": {"simple": services}, "tcp": dict(tcp or {}),
                  **({"capture": {"pcap": str(self.pcap)}} if capture_frames else {}), **(sections or {})}
        text = _toml_keys(keys) + "[[interface]]\n" + _toml_keys(port)
        text += "".join(f"[{name}]\n{_toml_keys(table)}" for name, table in tables.items())
        path = self.directory / "flued.toml"
        path.write_text(text)
        return path

    def start_flued(self, *arguments: str, config: pathlib.Path | None = None, wait: bool = True,
                    **settings) -> Process:
        """Starts flued with write_config(**settings), or with a config of the test's own."""
        config = config or self.write_config(**settings)
        self.daemon = self.spawn("flued", [FLUED, "--config", config, *arguments])
        if wait:
            self.daemon.wait_for_output("flued: ready")
        return self.daemon

    def stop_flued(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self.daemon is not None
        status = self.daemon.stop()
        self.processes.remove(self.daemon)
        self.daemon = None
        return status

    # --- Programs
    def environment(self) -> dict[str, str]:
        """Tells the tools and the preload library which daemon is meant."""
        return {"FLUE_CONTROL_DIR": str(self.control_dir)}

    def spawn(self, name: str, argv: list, env: dict[str, str] | None = None) -> Process:
        """Starts a program outside the namespace; it is stopped at the end of the test."""
        log = self.directory / f"{name}.{self.spawned}.log"  # each its own: an earlier one's "ready" is not this one's
        self.spawned += 1
        process = Process(name, argv, log, env={**self.environment(), **(env or {})}, cwd=self.directory)
        self.processes.append(process)
        return process

    def spawn_peer(self, name: str, *argv) -> Process:
        """Starts a program of the Linux peer, inside the namespace."""
        return self.spawn(name, self.namespace.command(*argv))

    def run(self, *argv, **keywords) -> subprocess.CompletedProcess:
        """Runs a command of the Linux peer to its end (Namespace.run)."""
        return self.namespace.run(*argv, **keywords)

    def flue(self, *arguments, check: bool = True, timeout: float = 30.0) -> subprocess.CompletedProcess:
        """Runs `flue ARGUMENTS` against this daemon."""
        result = subprocess.run([FLUE, *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                                check=False, env={**os.environ, **self.environment()})
        if check and result.returncode != 0:
            raise AssertionError(f"flue {' '.join(map(str, arguments))} ended with {result.returncode}:\n"
                                 f"{result.stdout}{result.stderr}")
        return result

    def flue_run(self, name: str, *argv, options: tuple = (), env: dict[str, str] | None = None) -> Process:
        """Starts a program under `flue run [options] -- argv`."""
        return self.spawn(name, [FLUE, "run", *options, "--", *argv], env=env)

    # --- Checks
    def check_frames(self) -> capture.FrameCheck:
        """Stops the daemon if it runs and lets tshark judge every frame that Flue sent."""
        if self.daemon is not None:
            self.stop_flued()
        return capture.check_frames(self.pcap, self.mac)

    def assert_clean_frames(self) -> None:
        """Flue sent frames, and none had a wrong checksum or was malformed."""
        check = self.check_frames()
        assert check.frames > 0, "Flue sent nothing"
        assert (check.bad_checksum, check.malformed) == (0, 0), check

    def logs(self) -> list[tuple[str, str]]:
        return [(log.name, log.read_text(errors="replace")) for log in sorted(self.directory.glob("*.log"))]

    def close(self) -> None:
        """Stops every program, the daemon last, and removes the namespace."""
        try:
            for process in sorted(self.processes, key=lambda p: p is self.daemon):
                process.stop()
        finally:
            self.namespace.remove()


def _toml_keys(table: dict) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in table.items())


def _toml_value(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
