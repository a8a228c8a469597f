"""A program that a test started: its output in a file, stopped by its own pid."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import time


class Process:
    """Runs argv with stdout and stderr in one log file. stop() sends SIGTERM and waits, then SIGKILL."""

    def __init__(self, name: str, argv: list[str], log: pathlib.Path, env: dict[str, str] | None = None,
                 cwd: pathlib.Path | None = None):
        self.name = name
        self.argv = [str(word) for word in argv]
        self.log = log
        self._log_file = open(log, "ab")
        self._log_file.write(f"$ {' '.join(self.argv)}\n".encode())
        self._log_file.flush()
        self.popen = subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=self._log_file,
                                      stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, cwd=cwd,
                                      start_new_session=True)

    @property
    def pid(self) -> int:
        return self.popen.pid

    def running(self) -> bool:
        return self.popen.poll() is None

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for_output(self, text: str, seconds: float = 10.0) -> None:
        """Returns when `text` is in the output; fails when the program ends or the time is over before that."""
        deadline = time.monotonic() + seconds
        while text not in self.output():
            if not self.running():
                raise AssertionError(f"{self.name} ended with {self.popen.returncode} before {text!r}:\n{self.output()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.name}: no {text!r} within {seconds} s:\n{self.output()}")
            time.sleep(0.01)

    def wait(self, seconds: float = 30.0) -> int:
        """The exit status; fails if the program is still running after `seconds`."""
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} still runs after {seconds} s:\n{self.output()}") from None

    def signal(self, number: int) -> None:
        if self.running():
            self.popen.send_signal(number)

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM, and SIGKILL to its process group if it does not end in time; returns the exit status."""
        self.signal(signal.SIGTERM)
        try:
            self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.popen.wait()
        self._log_file.close()
        return self.popen.returncode
