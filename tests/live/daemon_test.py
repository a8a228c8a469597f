"""The daemon as its operator sees it: start, ready, refusals, privileges, signals, ports, capture."""

import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import textwrap
import time

import pytest
from flue_live import capture
from flue_live.lab import FLUED, Lab

USER = "nobody"  # on every Debian


def run_flued(*arguments, cwd=None, prefix=()) -> subprocess.CompletedProcess:
    """flued to its end, which must come by itself."""
    return subprocess.run([*prefix, FLUED, *map(str, arguments)], capture_output=True, text=True, timeout=20,
                          check=False, cwd=cwd)


def assert_refused(result: subprocess.CompletedProcess, line: str) -> None:
    """Exit status 2, nothing on stdout, exactly this line on stderr."""
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"flued: {line}\n")


def status_of(pid: int) -> dict[str, str]:
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


# --- Checking a configuration ----------------------------------------------------------------------------------------
def test_check_prints_one_line_and_touches_nothing(lab):
    config = lab.write_config()
    result = run_flued("--config", config, "--check")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"flued: {config} is good: profile win2003, 1 interface\n"
    assert not lab.control_dir.exists()
    assert not lab.pcap.exists()


def test_check_lists_every_parameter_with_its_origin(lab):
    config = lab.write_config(profile="modern", tcp={"TcpTimedWaitDelay": 30})
    result = run_flued("--config", config, "--check", "-v")
    assert result.returncode == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["tcp", "TcpTimedWaitDelay", "30", "s", "config"] in lines
    assert ["tcp", "InitialWindowSegments", "10", "segments", "modern"] in lines
    assert ["ip", "DefaultTTL", "64", "hops", "modern"] in lines


def test_check_refuses_with_place_and_advice(lab):
    config = lab.write_config(tcp={"TcpTimedWaitDelay": 29})
    number = config.read_text().splitlines().index("TcpTimedWaitDelay = 29") + 1
    assert_refused(run_flued("--config", config, "--check"),
                   f"{config}:{number}:21: TcpTimedWaitDelay = 29 is out of range; give 30..300 (s)")


def test_a_missing_file_is_refused():
    assert_refused(run_flued("--config", "/nonexistent.toml"),
                   "/nonexistent.toml: cannot be read: No such file or directory; name a readable file with --config")


def test_a_wrong_command_line_is_refused():
    assert_refused(run_flued("--check"), "--config is required; see flued --help")


def test_version():
    result = run_flued("--version")
    assert result.returncode == 0
    assert re.fullmatch(r"flued \d+\.\d+\.\d+\n", result.stdout)


# --- Starting --------------------------------------------------------------------------------------------------------
def test_it_answers_ping_on_a_tap(lab, requirement):
    requirement("IP-04")
    lab.start_flued()
    result = lab.run("ping", "-c", "3", "-i", "0.2", "-W", "2", lab.address)
    assert "3 received" in result.stdout
    assert "ttl=128" in result.stdout
    lab.assert_clean_frames()


def test_a_parameter_acts(lab):
    lab.start_flued(sections={"ip": {"DefaultTTL": 77}})
    assert "ttl=77" in lab.run("ping", "-c", "1", "-W", "2", lab.address).stdout


def test_it_makes_a_tap_that_is_missing(lab):
    name = f"fm{os.getpid() % 1000000}"
    lab.start_flued(interface={"attach": f"tap:{name}@{lab.namespace.name}"})
    assert name in lab.run("ip", "-o", "link", "show", name).stdout
    lab.stop_flued()
    assert lab.run("ip", "link", "show", name, check=False).returncode != 0


def test_it_works_on_an_existing_interface(lab):
    """packet: on one end of a veth pair, Linux with its offloads on the other; TCP both ways, sums by tshark."""
    inside, outside = f"vi{os.getpid() % 1000000}", f"vo{os.getpid() % 1000000}"
    subprocess.run(["ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns",
                    lab.namespace.name], check=True)
    try:
        subprocess.run(["ip", "link", "set", outside, "up"], check=True)
        lab.run("ip", "addr", "add", "10.79.0.1/24", "dev", inside)
        lab.run("ip", "link", "set", inside, "up")
        lab.start_flued(services=True, interface={"attach": f"packet:{outside}", "address": "10.79.0.2/24"})
        assert "2 received" in lab.run("ping", "-c", "2", "-i", "0.2", "-W", "2", "10.79.0.2").stdout
        assert echo(lab, "10.79.0.2", 1_000_000)
        lab.assert_clean_frames()
    finally:
        subprocess.run(["ip", "link", "del", outside], check=False)


def echo(lab: Lab, address: str, size: int) -> bool:
    """The echo service gives back `size` bytes unchanged."""
    script = textwrap.dedent(f"""
        import os, socket, threading
        data = os.urandom({size})
        connection = socket.create_connection(("{address}", 7), timeout=20)
        def send():
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        threading.Thread(target=send).start()
        back = b""
        while block := connection.recv(65536):
            back += block
        print(back == data)
        """)
    return lab.run("/usr/bin/python3", "-c", script).stdout == "True\n"


def test_it_serves_through_an_impaired_wire(lab):
    wire = {"loss": 0.02, "reorder": 0.05, "duplicate": 0.02, "corrupt": 0.01, "seed": 5}
    lab.start_flued(profile="modern", services=True, sections={"interface.impair": wire})
    assert echo(lab, lab.address, 300_000)


def test_it_tells_the_service_manager(lab):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        path = lab.directory / "notify"
        manager.bind(str(path))
        manager.settimeout(10)
        daemon = lab.spawn("flued", [FLUED, "--config", lab.write_config()], env={"NOTIFY_SOCKET": str(path)})
        assert manager.recv(200) == b"READY=1"
        daemon.signal(signal.SIGTERM)
        assert manager.recv(200) == b"STOPPING=1"
        assert daemon.wait() == 0


# --- Refusing to start -----------------------------------------------------------------------------------------------
def test_a_second_daemon_is_refused(lab):
    daemon = lab.start_flued()
    config = lab.directory / "flued.toml"
    number = next(i for i, line in enumerate(config.read_text().splitlines(), 1) if line.startswith("control_dir"))
    assert_refused(run_flued("--config", config),
                   f"{config}:{number}:15: another flued (process {daemon.pid}) uses control_dir {lab.control_dir}; "
                   "stop it, or give this one its own")
    assert "1 received" in lab.run("ping", "-c", "1", "-W", "2", lab.address).stdout


def test_a_tap_in_use_is_refused(lab, tmp_path):
    lab.start_flued()
    config = tmp_path / "second.toml"
    config.write_text((tmp_path / "flued.toml").read_text().replace("/control", "/control2"))
    result = run_flued("--config", config)
    assert result.returncode == 2
    assert result.stderr.startswith(f"flued: {config}:5:10: ")
    assert lab.tap in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_interface_and_namespace_are_refused(lab):
    for attach, word in (("packet:flue-none", "flue-none"), ("tap:x@flue-none", "flue-none")):
        config = lab.write_config(interface={"attach": attach})
        result = run_flued("--config", config)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith(f"flued: {config}:5:10: ") and word in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_kernel_without_tun_is_refused(lab):
    config = lab.write_config()
    result = run_flued("--config", config, prefix=["unshare", "--mount", "sh", "-c",
                                                   'mount -t tmpfs none /dev/net && exec "$@"', "sh"])
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"flued: {config}:5:10: ") and "/dev/net/tun" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_capture_that_cannot_be_written_is_refused(lab):
    config = lab.write_config(sections={"capture": {"pcap": "/nonexistent/a.pcap"}}, capture_frames=False)
    result = run_flued("--config", config)
    number = next(i for i, line in enumerate(config.read_text().splitlines(), 1) if line.startswith("pcap"))
    assert result.returncode == 2
    assert result.stderr.startswith(f"flued: {config}:{number}:8: ") and "/nonexistent/a.pcap" in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_permission_is_refused(open_lab):
    directory = open_lab.control_dir.parent
    shutil.chown(directory, USER)
    config = shutil.copy(open_lab.write_config(), directory)
    result = run_flued("--config", config, prefix=["setpriv", "--reuid", USER, "--regid", "nogroup", "--clear-groups"])
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"flued: {config}:5:10: ")
    assert result.stderr.count("\n") == 1


def test_a_missing_user_is_refused_with_the_command_that_makes_it(lab):
    config = lab.write_config(top={"user": "flue-none"})
    assert_refused(run_flued("--config", config),
                   f"{config}:3:8: there is no user flue-none; create it: useradd --system --no-create-home --shell "
                   "/usr/sbin/nologin flue-none")


# --- Privileges ------------------------------------------------------------------------------------------------------
def test_it_runs_without_any_privilege(open_lab):
    daemon = open_lab.start_flued(top={"user": USER})
    status = status_of(daemon.pid)
    user = pwd.getpwnam(USER)
    assert status["Uid"].split() == [str(user.pw_uid)] * 4
    assert status["Gid"].split() == [str(user.pw_gid)] * 4
    assert status["Groups"] == ""
    assert {status[f"Cap{name}"] for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert "1 received" in open_lab.run("ping", "-c", "1", "-W", "2", open_lab.address).stdout
    assert open_lab.stop_flued() == 0


# --- Signals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_connections_properly(open_lab, number):
    """The peer of an open connection sees the end of the stream, not a reset; the daemon ends with status 0."""
    daemon = open_lab.start_flued(top={"user": USER}, services=True)
    script = textwrap.dedent(f"""
        import socket
        connection = socket.create_connection(("{open_lab.address}", 7), timeout=20)
        connection.sendall(b"open")
        print(connection.recv(100), flush=True)
        print(connection.recv(100), flush=True)
        """)
    peer = open_lab.spawn_peer("peer", "/usr/bin/python3", "-c", script)
    peer.wait_for_output("b'open'")
    daemon.signal(number)
    peer.wait_for_output("b''")
    assert peer.wait() == 0
    assert daemon.wait() == 0
    assert list(open_lab.control_dir.glob("*.sock")) == []
    flags = capture.fields(open_lab.pcap, f"eth.src == {open_lab.mac} and tcp.port == 7", "tcp.flags.reset")
    assert flags and all(reset == ["0"] for reset in flags)


def test_it_does_not_wait_for_ever_for_a_silent_peer(lab):
    daemon = lab.start_flued(services=True)
    script = textwrap.dedent(f"""
        import socket, time
        connection = socket.create_connection(("{lab.address}", 7), timeout=20)
        print("con" + "nected", flush=True)
        time.sleep(30)
        """)
    peer = lab.spawn_peer("peer", "/usr/bin/python3", "-c", script)
    peer.wait_for_output("connected")
    lab.run("ip", "link", "set", lab.tap, "down")  # nothing that the daemon sends arrives any more
    started = time.monotonic()
    daemon.signal(signal.SIGTERM)
    assert daemon.wait(8) == 0
    assert time.monotonic() - started >= 4
    assert "some peers did not finish in time" in daemon.output()


def test_reload_changes_the_log_level_and_names_the_rest(lab):
    config = lab.write_config(sections={"log": {"level": "info"}})
    daemon = lab.start_flued(config=config)
    config.write_text(config.read_text().replace("info", "debug").replace("win2003", "modern"))
    daemon.signal(signal.SIGHUP)
    daemon.wait_for_output("log level is now debug")
    daemon.wait_for_output(f"profile changed in {config}: restart flued for it to act")

    config.write_text("profile = 3\n")
    daemon.signal(signal.SIGHUP)
    daemon.wait_for_output(f"nothing was reloaded: {config}:1:11: profile is a whole number; it must be a string")
    assert "ttl=128" in lab.run("ping", "-c", "1", "-W", "2", lab.address).stdout
    assert lab.stop_flued() == 0


def test_a_lost_port_does_not_keep_it_busy(lab):
    daemon = lab.start_flued()
    lab.run("ip", "link", "del", lab.tap)
    daemon.wait_for_output("interface flue0: its port is gone; restart flued when it is back")
    before = cpu_ticks(daemon.pid)
    time.sleep(0.5)
    assert cpu_ticks(daemon.pid) - before <= 5
    assert lab.stop_flued() == 0


def cpu_ticks(pid: int) -> int:
    """Processor time of a process, in hundredths of a second."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_it_takes_all_the_descriptors_it_may_have(lab):
    daemon = lab.spawn("flued", ["prlimit", "--nofile=1024:5000", FLUED, "--config", lab.write_config()])
    daemon.wait_for_output("flued: ready")
    limit = next(line for line in pathlib.Path(f"/proc/{daemon.pid}/limits").read_text().splitlines()
                 if line.startswith("Max open files"))
    assert limit.split()[3:5] == ["5000", "5000"]


# --- Capture ---------------------------------------------------------------------------------------------------------
def test_capture_shows_both_directions_while_the_daemon_runs(open_lab):
    open_lab.start_flued(top={"user": USER})
    open_lab.run("ping", "-c", "2", "-i", "0.2", "-W", "2", open_lab.address)
    assert capture.count_frames(open_lab.pcap, f"icmp.type == 8 and ip.dst == {open_lab.address}") == 2
    assert capture.count_frames(open_lab.pcap, f"icmp.type == 0 and eth.src == {open_lab.mac}") == 2
    open_lab.assert_clean_frames()
