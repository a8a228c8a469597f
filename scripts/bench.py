"""Benchmarks of the host part. Run by scripts/bench, which installs and builds first.

  connect       connections per second through a TAP: Flue, lwIP (twice), Linux over veth
  bulk          one receiving connection through a TAP, bits per second: the same four
  instructions  instructions per received full segment (callgrind: exact and repeatable)
  memory        bytes per idle connection without buffers
  cosim-speed   cycles per second of the simulated card with full segments both ways

Every peer is measured in the same run, by the same client. Wall-clock figures are noisy: read the ratios.
Writes build/bench/NAME.json and prints a table.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "live"))

from flue_live.namespace import Namespace  # noqa: E402
from flue_live.process import Process  # noqa: E402

BUILD = ROOT / "build" / "bench-tree" / "tests" / "bench"
OUT = ROOT / "build" / "bench"
PEER, FLUE = "10.78.0.1", "10.78.0.2"
STACKS = ["flue", "lwip", "lwip-flue-sum", "linux"]
SECONDS, ROUNDS, PARALLEL = 3, 3, 32


def row(metric: str, value: float, unit: str, target: float | None = None, peer: tuple[str, float] | None = None) -> dict:
    return {"metric": metric, "value": round(value, 1), "unit": unit,
            "target": None if target is None else round(target, 1),
            "peer": None if peer is None else {"name": peer[0], "value": round(peer[1], 1)}}


@contextlib.contextmanager
def served(stack: str):
    """The namespace of a client for which `stack` serves port 9 at FLUE."""
    client = Namespace()
    directory = tempfile.TemporaryDirectory()
    process = None
    server = None
    try:
        if stack == "linux":
            server = Namespace()
            veth_pair(client, server)
            argv = server.command(BUILD / "flue_bench_linux", FLUE, "9")
        else:
            client.add_tap("bench0", f"{PEER}/24")
            argv = [BUILD / "flue_bench_tap", stack, f"tap:bench0@{client.name}", f"{FLUE}/24"]
        process = Process(stack, argv, pathlib.Path(directory.name) / "log")
        process.wait_for_output("ready")
        yield client
    finally:
        if process is not None:
            process.stop()
        for namespace in filter(None, (client, server)):
            namespace.remove()
        directory.cleanup()


def veth_pair(client: Namespace, server: Namespace) -> None:
    """Two kernels joined by a veth without offloads: a TAP has none either."""
    client.run("ip", "link", "add", "bench0", "type", "veth", "peer", "name", "bench0", "netns", server.name)
    for namespace, address in ((client, PEER), (server, FLUE)):
        namespace.run("ip", "addr", "add", f"{address}/24", "dev", "bench0")
        namespace.run("ethtool", "-K", "bench0", "tx", "off", "rx", "off", "tso", "off", "gso", "off", "gro", "off",
                      "sg", "off")
        namespace.run("ip", "link", "set", "bench0", "up")


def load(stack: str, *arguments: str) -> float:
    with served(stack) as client:
        return float(client.run(BUILD / "flue_bench_load", *arguments).stdout)


def compare(*arguments: str) -> dict[str, float]:
    """The median of ROUNDS rounds for each stack, the stacks taking turns so that a slow minute hits all alike."""
    values: dict[str, list[float]] = {stack: [] for stack in STACKS}
    for _ in range(ROUNDS):
        for stack in STACKS:
            values[stack].append(load(stack, *arguments))
    return {stack: statistics.median(v) for stack, v in values.items()}


def bench_connect() -> list[dict]:
    got = compare("connect", FLUE, "9", str(SECONDS), str(PARALLEL))
    return [row("connections_per_second", got["flue"], "1/s", got["lwip"], (name, got[name])) for name in STACKS[1:]]


def bench_bulk() -> list[dict]:
    got = {stack: bits / 1e6 for stack, bits in compare("bulk", FLUE, "9", str(SECONDS)).items()}
    return [row("bulk_receive", got["flue"], "Mbit/s", 1.5 * got["lwip"], (name, got[name])) for name in STACKS[1:]]


def instructions(stack: str, segments: int) -> int:
    """Instructions inside the stack for a replay; what the frame source does is not counted."""
    with tempfile.TemporaryDirectory() as directory:
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/out", "--collect-atstart=no",
             "--toggle-collect=*Contender::input*", "--toggle-collect=*Contender::poll*",
             "--toggle-collect=*SyntheticPeer::on_frame*", BUILD / "flue_bench_replay", stack, str(segments)],
            capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def bench_instructions() -> list[dict]:
    # The difference of two lengths: start-up and the first, slow segments fall out.
    per_segment = {s: (instructions(s, 22000) - instructions(s, 2000)) / 20000 for s in STACKS[:3]}
    return [row("instructions_per_received_segment", per_segment["flue"], "instructions", 2200, (name, per_segment[name]))
            for name in STACKS[1:3]]


def idle(stack: str, connections: int) -> tuple[float, float]:
    result = subprocess.run([BUILD / "flue_bench_idle", stack, str(connections)], capture_output=True, text=True, check=True)
    heap, resident = re.search(r"heap_bytes_each (\S+) rss_bytes_each (\S+)", result.stdout).groups()
    return float(heap), float(resident)


def bench_memory() -> list[dict]:
    heap, _ = idle("flue", 100_000)
    peer_heap, _ = idle("lwip", 10_000)
    _, resident = idle("flue", 1_000_000)
    return [row("heap_per_idle_connection", heap, "bytes", 512, ("lwip", peer_heap)),
            row("resident_for_1M_idle_connections", resident * 1e6 / 2**20, "MiB", 1024)]


def bench_cosim_speed() -> list[dict]:
    result = subprocess.run([BUILD / "flue_bench_cosim", str(SECONDS)], capture_output=True, text=True, check=True)
    cycles, segments, each = map(float, re.search(
        r"busy_cycles_per_second (\S+) segments_per_second (\S+) cycles_per_segment (\S+)", result.stdout).groups())
    return [row("cosim_busy_cycles", cycles / 1e3, "kcycles/s", 150),
            row("cosim_full_segments", segments / 1e3, "k/s", 10),
            row("cosim_cycles_per_segment", each, "cycles")]


BENCHES = {"connect": bench_connect, "bulk": bench_bulk, "instructions": bench_instructions, "memory": bench_memory,
           "cosim-speed": bench_cosim_speed}
PROFILE = {"connect": "win2003", "bulk": "win2003", "instructions": "win2003", "memory": "modern",
           "cosim-speed": "none"}


def main() -> int:
    parser = argparse.ArgumentParser(description="see scripts/bench")
    parser.add_argument("name", nargs="*", help=f"one of {', '.join(BENCHES)}; none: all that this build has")
    # The simulated card is measured only by a build that has one.
    there = [name for name in BENCHES if name != "cosim-speed" or (BUILD / "flue_bench_cosim").exists()]
    names = parser.parse_args().name or there
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(there)}")
    if set(names) - set(there):
        parser.error("this build has no simulated card to measure")
    OUT.mkdir(parents=True, exist_ok=True)
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True,
                            check=False).stdout.strip()
    print(f"{'metric':<36} {'value':>12} {'unit':<13} {'target':>12}  peer")
    for name in names:
        results = BENCHES[name]()
        for r in results:
            peer = f"{r['peer']['name']} {r['peer']['value']}" if r["peer"] else "-"
            target = "-" if r["target"] is None else r["target"]
            print(f"{r['metric']:<36} {r['value']:>12} {r['unit']:<13} {target:>12}  {peer}", flush=True)
        report = {"name": name, "commit": commit, "profile": PROFILE[name], "results": results}
        (OUT / f"{name}.json").write_text(json.dumps(report, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
