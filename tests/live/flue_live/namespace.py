"""A fresh network namespace: the Linux peer of a test."""

from __future__ import annotations

import itertools
import os
import subprocess

_numbers = itertools.count(1)


class Namespace:
    """Named uniquely per process; loopback up, IPv6 off so that nothing but the test speaks."""

    def __init__(self) -> None:
        self.number = next(_numbers)
        self.name = f"flue-{os.getpid()}-{self.number}"
        _ip("netns", "add", self.name)
        self.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1",
                 check=False)
        _ip("-n", self.name, "link", "set", "lo", "up")

    def add_tap(self, name: str, address: str, mtu: int = 1500) -> None:
        """A persistent TAP in this namespace with the peer's address; the daemon attaches its other end."""
        _ip("-n", self.name, "tuntap", "add", "dev", name, "mode", "tap")
        _ip("-n", self.name, "link", "set", name, "mtu", str(mtu))
        _ip("-n", self.name, "addr", "add", address, "dev", name)
        _ip("-n", self.name, "link", "set", name, "up")

    def command(self, *argv) -> list[str]:
        """The command line that runs argv inside this namespace."""
        return ["ip", "netns", "exec", self.name, *map(str, argv)]

    def run(self, *argv, timeout: float = 60.0, check: bool = True, **keywords) -> subprocess.CompletedProcess:
        """Runs a command inside the namespace and returns it with its output as text."""
        result = subprocess.run(self.command(*argv), capture_output=True, text=True, timeout=timeout, check=False,
                                **keywords)
        if check and result.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, argv))} ended with {result.returncode}:\n"
                                 f"{result.stdout}{result.stderr}")
        return result

    def remove(self) -> None:
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)


def _ip(*words: str) -> None:
    result = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"ip {' '.join(words)}: {result.stderr.strip()}")
