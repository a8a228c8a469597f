"""The demo: unmodified curl, in a namespace with the kernel's TCP, against unmodified nginx on Flue's.

Run by scripts/demo, which installs and builds first. Prints a table, writes build/demo/report.json and
build/demo/flue0.pcap, and exits 1 if a byte, a checksum or a promise was wrong.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "live"))

from flue_live import capture  # noqa: E402
from flue_live.lab import Lab  # noqa: E402

OUT = ROOT / "build" / "demo"
KIB, MIB = 1024, 1024 * 1024
PARALLEL = 50
ECHO = pathlib.Path(__file__).resolve().parent / "demo_echo.py"
LOSS = {"loss": 0.01, "reorder": 0.02, "duplicate": 0.01, "corrupt": 0.005, "seed": 1}


@dataclasses.dataclass
class Transfer:
    name: str
    direction: str  # "down": Flue sends; "up": Flue receives
    bytes: int
    sha256_ok: bool
    seconds: float
    card_bytes: int = 0


class DemoLab(Lab):
    """The lab of the live tests, in a folder that stays, its daemon run as the user flue and nginx on top."""

    def __init__(self, directory: pathlib.Path, files: pathlib.Path, **settings) -> None:
        directory.mkdir(parents=True)
        super().__init__(directory)
        self.files = files
        self.uploads = directory / "uploads"
        self.uploads.mkdir()
        self.transfers: list[Transfer] = []
        os.chmod(directory, 0o755)
        try:
            self.start_flued(top={"user": "flue"}, services=True, **settings)
            self.nginx = self.start_nginx()
        except Exception:
            self.close()
            raise

    def start_nginx(self):
        conf = self.directory / "nginx.conf"
        conf.write_text(f"""
user root;
worker_processes 2;
daemon off;
pid {self.directory}/nginx.pid;
error_log {self.directory}/nginx-error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  client_body_temp_path {self.directory}/body;
  proxy_temp_path {self.directory}/proxy;
  fastcgi_temp_path {self.directory}/fastcgi;
  uwsgi_temp_path {self.directory}/uwsgi;
  scgi_temp_path {self.directory}/scgi;
  client_max_body_size 1g;
  server {{
    listen 80;
    location / {{ root {self.files}; }}
    location /up/ {{ alias {self.uploads}/; dav_methods PUT; }}
  }}
}}
""")
        process = self.flue_run("nginx", "nginx", "-c", conf, "-p", self.directory)
        url = f"http://{self.address}/small"
        deadline = time.monotonic() + 10
        while self.run("curl", "-sf", "-m", "2", "-o", "/dev/null", url, check=False).returncode != 0:
            if not process.running() or time.monotonic() > deadline:
                raise AssertionError(f"nginx does not answer on {url}:\n{process.output()}")
            time.sleep(0.05)
        return process

    def download(self, name: str, file: str) -> None:
        got = self.directory / f"got-{file}"
        start = time.monotonic()
        self.run("curl", "-sSf", "-m", "100", "-o", got, f"http://{self.address}/{file}", timeout=110)
        seconds = time.monotonic() - start
        self.record(name, "down", self.files / file, got, seconds)
        got.unlink()

    def upload(self, name: str, file: str) -> None:
        start = time.monotonic()
        self.run("curl", "-sSf", "-m", "100", "-T", self.files / file, f"http://{self.address}/up/{file}", timeout=110)
        self.record(name, "up", self.files / file, self.uploads / file, time.monotonic() - start)

    def download_parallel(self, name: str, file: str, count: int) -> None:
        urls = []
        for i in range(count):
            urls += ["-o", str(self.directory / f"par-{i}"), f"http://{self.address}/{file}"]
        start = time.monotonic()
        self.run("curl", "-sSf", "-m", "100", "--parallel", "--parallel-immediate", "--parallel-max", count, *urls,
                 timeout=110)
        seconds = time.monotonic() - start
        want = sha256(self.files / file)
        got = [self.directory / f"par-{i}" for i in range(count)]
        ok = all(sha256(path) == want for path in got)
        self.transfers.append(Transfer(name, "down", count * (self.files / file).stat().st_size, ok, seconds))
        for path in got:
            path.unlink()

    def echo(self, name: str, *, server_on_flue: bool, size: int) -> None:
        """A Python asyncio server and client, one of them under `flue run`; the client checks what comes back."""
        python = "/usr/bin/python3"
        host = self.address if server_on_flue else self.peer_address
        server_argv = [python, ECHO, "server", host, "7007"]
        client_argv = [python, ECHO, "client", host, "7007", str(size)]
        server = self.flue_run("echo-server", *server_argv) if server_on_flue else \
            self.spawn_peer("echo-server", *server_argv)
        server.wait_for_output("listening")
        start = time.monotonic()
        client = self.spawn_peer("echo-client", *client_argv) if server_on_flue else \
            self.flue_run("echo-client", *client_argv)
        status = client.wait(60)
        seconds = time.monotonic() - start
        server.stop()
        for direction in ("up", "down"):
            self.transfers.append(Transfer(name, direction, size, status == 0, seconds))

    def record(self, name: str, direction: str, sent: pathlib.Path, got: pathlib.Path, seconds: float) -> None:
        ok = got.exists() and sha256(sent) == sha256(got)
        self.transfers.append(Transfer(name, direction, sent.stat().st_size, ok, seconds))

    def assert_unprivileged(self) -> None:
        """No capability is left to the daemon, none can come back, and it is not root."""
        status = dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{self.daemon.pid}/status").read_text().splitlines()
                      if ":\t" in line)
        for field in ("CapEff", "CapPrm", "CapInh", "CapAmb"):
            assert int(status[field], 16) == 0, f"{field} is {status[field]}"
        assert status["NoNewPrivs"].strip() == "1"
        assert all(uid != "0" for uid in status["Uid"].split()), "flued still runs as root"

    def stats(self) -> dict[str, int]:
        return json.loads(self.flue("stats", "--json").stdout)["counters"]


def sha256(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(MIB):
            digest.update(block)
    return digest.hexdigest()


def make_files(directory: pathlib.Path, sizes: dict[str, int]) -> None:
    """Random content from a fixed seed: a transfer that swaps or repeats a block cannot pass."""
    directory.mkdir(parents=True, exist_ok=True)
    os.chmod(directory, 0o755)
    for name, size in sizes.items():
        digest = hashlib.shake_256(name.encode())
        block = digest.digest(min(size, MIB))
        with open(directory / name, "wb") as file:
            for i in range(0, size, len(block)):
                file.write(i.to_bytes(8, "big") + block[8:] if i else block)
            file.truncate(size)


def table(transfers: list[Transfer]) -> str:
    lines = [f"{'transfer':<34} {'way':<5} {'bytes':>12} {'seconds':>8} {'MB/s':>8}  sha256"]
    for t in transfers:
        rate = t.bytes / t.seconds / 1e6
        lines.append(f"{t.name:<34} {t.direction:<5} {t.bytes:>12} {t.seconds:>8.2f} {rate:>8.1f}  "
                     f"{'ok' if t.sha256_ok else 'WRONG'}")
    return "\n".join(lines)


def clean_part(profile: str, files: pathlib.Path) -> tuple[DemoLab, dict[str, int]]:
    lab = DemoLab(OUT / "clean", files, profile=profile)
    try:
        lab.assert_unprivileged()
        lab.run("ping", "-c", "3", "-i", "0.2", "-W", "2", lab.address)
        print("ping: 3 of 3; flued runs as user flue with no capabilities", flush=True)
        lab.download("nginx -> curl, 1 KiB", "small")
        lab.download("nginx -> curl, 1 MiB", "medium")
        lab.download("nginx -> curl, 256 MiB", "large")
        lab.upload("curl -> nginx, 64 MiB", "upload")
        lab.download_parallel(f"{PARALLEL} parallel downloads, 1 MiB", "medium", PARALLEL)
        lab.echo("asyncio echo server on Flue", server_on_flue=True, size=4 * MIB)
        lab.echo("asyncio echo client on Flue", server_on_flue=False, size=4 * MIB)
        counters = lab.stats()
    finally:
        stop(lab)
    return lab, counters


def lossy_part(profile: str, files: pathlib.Path) -> tuple[DemoLab, dict[str, int]]:
    lab = DemoLab(OUT / "lossy", files, profile=profile, sections={"interface.impair": LOSS})
    try:
        lab.download("lossy wire, down", "lossy")
        lab.upload("lossy wire, up", "lossy")
        counters = lab.stats()
    finally:
        stop(lab)
    return lab, counters


def stop(lab: DemoLab) -> None:
    lab.nginx.stop()
    if lab.daemon is not None and lab.stop_flued() != 0:
        raise AssertionError("flued did not end properly on SIGTERM")
    lab.close()


def main() -> int:
    arguments = argparse.ArgumentParser(description="see scripts/demo")
    arguments.add_argument("--profile", default="win2003", choices=["nt4", "win2000", "win2003", "modern"])
    profile = arguments.parse_args().profile
    shutil.rmtree(OUT, ignore_errors=True)
    files = OUT / "files"
    make_files(files, {"small": KIB, "medium": MIB, "large": 256 * MIB, "upload": 64 * MIB, "lossy": 4 * MIB})
    os.chmod(OUT, 0o755)

    clean, clean_counters = clean_part(profile, files)
    lossy, lossy_counters = lossy_part(profile, files)
    transfers = clean.transfers + lossy.transfers
    print(table(transfers), flush=True)

    shutil.move(clean.pcap, OUT / "flue0.pcap")
    check = capture.check_frames(OUT / "flue0.pcap", clean.mac)
    print(f"tshark over {check.frames} frames of Flue: {check.bad_checksum} bad checksums, {check.malformed} malformed")
    print(f"lossy wire: {LOSS}; {lossy_counters['tcp.retrans_segs']} segments retransmitted")

    both = [clean_counters, lossy_counters]
    report = {
        "ok": all(t.sha256_ok for t in transfers) and check.frames > 0 and check.bad_checksum == check.malformed == 0,
        "commit": subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True,
                                 check=False).stdout.strip(),
        "card": "none",
        "profile": profile,
        "transfers": [dataclasses.asdict(t) for t in transfers],
        "connections": sum(c["tcp.passive_opens"] + c["tcp.active_opens"] for c in both),
        "connections_handed_over": 0,
        "retransmissions": sum(c["tcp.retrans_segs"] for c in both),
        "cycles": 0,
        "cycles_per_second": 0,
        "tshark": {"bad_checksum": check.bad_checksum, "malformed": check.malformed},
    }
    (OUT / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    for directory in (files, OUT / "clean" / "uploads", OUT / "lossy" / "uploads"):
        shutil.rmtree(directory)
    print(f"profile {profile}; capture: build/demo/flue0.pcap; report: build/demo/report.json")
    print("demo: ok" if report["ok"] else "demo: FAILED")
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
