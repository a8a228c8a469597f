"""The command line against a real daemon and a Linux peer."""

import json
import os
import re
import subprocess

import pytest
from flue_live.lab import FLUE

PEER_MAC = re.compile(r"(?:[0-9a-f]{2}-){5}[0-9a-f]{2}")


@pytest.fixture
def served(lab):
    """A lab whose daemon runs with the simple services."""
    lab.start_flued(services=True)
    return lab


def as_json(lab, *words):
    return json.loads(lab.flue(*words, "--json").stdout)


def open_connection(lab):
    """The peer holds a connection to Flue's discard service until the test ends."""
    script = lab.directory / "client.py"
    script.write_text("import socket, time\n"
                      f"s = socket.create_connection(('{lab.address}', 9))\n"
                      "print('connected', s.getsockname()[1], flush=True)\n"
                      "time.sleep(60)\n")
    process = lab.spawn_peer("client", "/usr/bin/python3", script)
    process.wait_for_output("connected")
    return int(re.search(r"connected (\d+)", process.output())[1])


def test_ping_reaches_the_peer(served, requirement):
    requirement("TOOL-05", "TOOL-07")
    text = served.flue("ping", "-n", "2", "-l", "1450", served.peer_address).stdout
    assert text.count(f"Reply from {served.peer_address}: bytes=1450 time") == 2
    assert "Packets: Sent = 2, Received = 2, Lost = 0 (0% loss)" in text


def test_ping_measures_the_path_mtu(served, requirement):
    requirement("PMTU-13", "ICMP-10")
    assert "bytes=1472" in served.flue("ping", "-f", "-n", "1", "-l", "1472", served.peer_address).stdout
    too_long = served.flue("ping", "-f", "-n", "1", "-l", "1473", served.peer_address, check=False)
    assert "Packet needs to be fragmented but DF set." in too_long.stdout
    assert "Lost = 1 (100% loss)" in too_long.stdout
    assert too_long.returncode == 1


def test_ping_reports_silence(served, requirement):
    requirement("TOOL-06")
    silent = served.flue("ping", "-n", "1", "-w", "200", "10.77.0.99", check=False)
    assert "Request timed out." in silent.stdout
    assert silent.returncode == 1


def test_arp_lists_adds_and_deletes(served, requirement):
    requirement("TOOL-03", "ARP-29", "TOOL-15")
    served.flue("ping", "-n", "1", served.peer_address)
    lines = served.flue("arp", "-a").stdout.splitlines()
    assert lines[0] == f"Interface: {served.address} --- 0x10003"
    assert lines[1] == "  Internet Address      Physical Address      Type"
    peer = next(line for line in lines if served.peer_address in line)
    link = json.loads(served.run("ip", "-j", "link", "show", served.tap).stdout)[0]["address"].replace(":", "-")
    assert peer == f"  {served.peer_address:<22}{link:<22}dynamic"

    served.flue("arp", "-s", "10.77.0.32", "00-60-8c-0e-6c-6a", served.address)
    assert "  10.77.0.32            00-60-8c-0e-6c-6a     static" in served.flue("arp", "-a").stdout
    served.flue("arp", "-d", "10.77.0.32")
    assert "10.77.0.32" not in served.flue("arp", "-a").stdout
    again = served.flue("arp", "-d", "10.77.0.32", check=False)
    assert again.returncode == 1 and len(again.stderr.splitlines()) == 1


def test_route_prints_adds_and_deletes(served, requirement):
    requirement("TOOL-04", "ROUTE-17", "TOOL-15")
    text = served.flue("route", "print").stdout
    assert "IPv4 Route Table" in text
    assert f"        10.77.0.0    255.255.255.0        {served.address}       {served.address}" in text
    served.flue("route", "add", "192.0.2.0", "MASK", "255.255.255.0", served.peer_address, "METRIC", "3")
    routes = {route["destination"]: route for route in as_json(served, "route", "print")["routes"]}
    assert routes["192.0.2.0"]["gateway"] == served.peer_address
    assert routes["192.0.2.0"]["metric"] == 3
    served.flue("route", "delete", "192.0.2.0")
    assert "192.0.2.0" not in served.flue("route", "print").stdout


def test_an_added_route_carries_datagrams(served, requirement):
    requirement("ROUTE-14")
    served.run("ip", "addr", "add", "192.0.2.1/32", "dev", "lo")
    without = served.flue("ping", "-n", "1", "192.0.2.1", check=False)
    assert "Destination host unreachable." in without.stdout
    served.flue("route", "add", "192.0.2.0", "MASK", "255.255.255.0", served.peer_address)
    assert "Reply from 192.0.2.1:" in served.flue("ping", "-n", "1", "192.0.2.1").stdout


def test_netstat_shows_a_listener_and_a_connection(served, requirement):
    requirement("TOOL-10", "TOOL-15")
    port = open_connection(served)
    text = served.flue("netstat", "-na").stdout
    assert "  Proto  Local Address          Foreign Address        State" in text
    assert re.search(r"  TCP    0\.0\.0\.0:9 +0\.0\.0\.0:0 +LISTENING", text)
    assert re.search(rf"  TCP    {served.address}:9 +{served.peer_address}:{port} +ESTABLISHED", text)
    assert re.search(r"  UDP    \S+:7 +\*:\*", text)
    assert "LISTENING" not in served.flue("netstat", "-n").stdout


def test_release_resets_a_connection(served):
    port = open_connection(served)
    served.flue("release", f"{served.address}:9", f"{served.peer_address}:{port}")
    left = [c["remote"] for c in as_json(served, "netstat", "-n")["connections"]]
    assert f"{served.peer_address}:{port}" not in left
    peer = served.run("ss", "-tnH", "state", "established").stdout
    assert f":{port}" not in peer


def test_stats_count(served):
    before = as_json(served, "stats")["counters"]
    served.run("ping", "-c", "3", "-i", "0.2", served.address)
    after = as_json(served, "stats")["counters"]
    assert after["icmp.in_echos"] == before["icmp.in_echos"] + 3
    assert re.search(r"^  in_echos +\d+$", served.flue("stats").stdout, re.MULTILINE)


def test_ipconfig_shows_the_interface(served):
    text = served.flue("ipconfig", "/all").stdout
    assert f"        IP Address. . . . . . . . . . . . : {served.address}\n" in text
    assert f"        Physical Address. . . . . . . . . : {served.mac.upper().replace(':', '-')}\n" in text


@pytest.mark.parametrize("words", [("netstat", "-na"), ("arp", "-a"), ("route", "print"), ("ipconfig", "/all"),
                                   ("stats",), ("version",), ("log-level",), ("ping", "-n", "1", "10.77.0.1")],
                         ids=lambda words: words[0])
def test_json_parses(served, words):
    assert isinstance(as_json(served, *words), dict)


def test_log_level_is_set(served):
    assert served.flue("log-level", "debug").stdout == "debug\n"
    assert served.flue("log-level").stdout == "debug\n"


def test_doctor_finds_the_daemon(served):
    findings = as_json(served, "doctor")["findings"]
    by_what = {finding["what"]: finding["level"] for finding in findings}
    assert any("answers, profile win2003" in what and level == "OK" for what, level in by_what.items()), by_what
    assert any("3977 automatic ports" in what and level == "WARN" for what, level in by_what.items())
    assert any("libflue_preload.so loads" in what and level == "OK" for what, level in by_what.items())


def test_doctor_fails_without_a_daemon(lab):
    result = lab.flue("doctor", check=False)
    assert result.returncode == 1
    assert re.search(r"^FAIL no answer from the daemon: .*flued --config", result.stdout, re.MULTILINE)


def test_no_daemon_is_one_line(lab):
    result = lab.flue("netstat", "-na", check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"flue: no daemon answers at {lab.control_dir}/admin.sock; start one with")
    assert len(result.stderr.splitlines()) == 1


def test_unprivileged_user_is_refused(served):
    """The socket's mode keeps him out; the directories on the way are opened for the test."""
    for directory in (served.control_dir, *served.control_dir.parents):
        if directory.owner() == "root" and str(directory) != "/":
            os.chmod(directory, directory.stat().st_mode | 0o011)
    result = subprocess.run([FLUE, "route", "print"], user="nobody", group="nogroup", extra_groups=[],
                            capture_output=True, text=True, check=False, timeout=30,
                            env={**os.environ, **served.environment()})
    assert (result.returncode, result.stdout) == (1, "")
    assert "is for the administrator only" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_netstat_names_the_process(served, requirement):
    requirement("TOOL-11")
    script = served.directory / "server.py"
    script.write_text("import socket, time\n"
                      "s = socket.create_server(('0.0.0.0', 8080))\n"
                      "print('listening', flush=True)\n"
                      "time.sleep(60)\n")
    program = served.flue_run("server", "/usr/bin/python3", script)
    program.wait_for_output("listening")
    line = next(line for line in served.flue("netstat", "-nao").stdout.splitlines() if ":8080 " in line)
    assert line.split()[-2:] == ["LISTENING", str(program.pid)]
