"""Checks of a capture by tshark, an implementation that shares no code with Flue."""

from __future__ import annotations

import dataclasses
import pathlib
import subprocess

_CHECKSUMS = ["ip", "tcp", "udp"]
# Flue's own layers only: what a program sends may look malformed to the dissector of whatever it resembles.
_OWN_LAYERS = ["--disable-protocol", "http", "-o", "tcp.desegment_tcp_streams:FALSE",
               "-o", "tcp.analyze_sequence_numbers:FALSE", "-o", "tcp.try_heuristic_first:FALSE"]


@dataclasses.dataclass(frozen=True)
class FrameCheck:
    """Counts over the frames that one hardware address sent."""

    frames: int
    bad_checksum: int
    malformed: int


def check_frames(pcap: pathlib.Path, source_mac: str, timeout: float = 120) -> FrameCheck:
    """Frames of `source_mac` in the capture, those with a wrong checksum, and those tshark calls malformed."""
    status = [f"{layer}.checksum.status" for layer in [*_CHECKSUMS, "icmp"]]
    rows = _tshark(pcap, f"eth.src == {source_mac}", ["_ws.malformed", *status], timeout, *_OWN_LAYERS)
    # A checksum status of 0 is "bad"; a quoted header adds a second value after a comma.
    bad = sum(any(value.split(",")[0] == "0" for value in row[1:]) for row in rows)
    return FrameCheck(frames=len(rows), bad_checksum=bad, malformed=sum(row[0] != "" for row in rows))


def count_frames(pcap: pathlib.Path, display_filter: str) -> int:
    """How many frames of the capture match a display filter."""
    return len(fields(pcap, display_filter, "frame.number"))


def fields(pcap: pathlib.Path, display_filter: str, *names: str) -> list[list[str]]:
    """The named fields of every matching frame, in order."""
    return _tshark(pcap, display_filter, names, 120)


def _tshark(pcap: pathlib.Path, display_filter: str, names, timeout: float, *options: str) -> list[list[str]]:
    argv = ["tshark", "-n", "-r", str(pcap), "-Y", display_filter, "-T", "fields", *options]
    for layer in _CHECKSUMS:
        argv += ["-o", f"{layer}.check_checksum:TRUE"]
    for name in names:
        argv += ["-e", name]
    result = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=timeout)
    if result.returncode != 0:
        raise AssertionError(f"tshark on {pcap}: {result.stderr.strip()}")
    return [line.split("\t") for line in result.stdout.splitlines()]
