"""Checks of a capture by tshark, an implementation that shares no code with Flue."""

from __future__ import annotations

import dataclasses
import pathlib
import subprocess

_CHECKSUMS = ["ip", "tcp", "udp"]


@dataclasses.dataclass(frozen=True)
class FrameCheck:
    """Counts over the frames that one hardware address sent."""

    frames: int
    bad_checksum: int
    malformed: int


def check_frames(pcap: pathlib.Path, source_mac: str) -> FrameCheck:
    """Frames of `source_mac` in the capture, those with a wrong checksum, and those tshark calls malformed."""
    sent = f"eth.src == {source_mac}"
    bad = " or ".join(f"{layer}.checksum.status == 0" for layer in [*_CHECKSUMS, "icmp"])
    return FrameCheck(frames=count_frames(pcap, sent), bad_checksum=count_frames(pcap, f"{sent} and ({bad})"),
                      malformed=count_frames(pcap, f"{sent} and _ws.malformed"))


def count_frames(pcap: pathlib.Path, display_filter: str) -> int:
    """How many frames of the capture match a display filter."""
    return len(fields(pcap, display_filter, "frame.number"))


def fields(pcap: pathlib.Path, display_filter: str, *names: str) -> list[list[str]]:
    """The named fields of every matching frame, in order."""
    argv = ["tshark", "-n", "-r", str(pcap), "-Y", display_filter, "-T", "fields"]
    for layer in _CHECKSUMS:
        argv += ["-o", f"{layer}.check_checksum:TRUE"]
    for name in names:
        argv += ["-e", name]
    result = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)
    if result.returncode != 0:
        raise AssertionError(f"tshark on {pcap}: {result.stderr.strip()}")
    return [line.split("\t") for line in result.stdout.splitlines()]
