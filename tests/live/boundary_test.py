"""The daemon as a boundary: who may use it, what one program can do to another, what `flue run` refuses."""

import errno
import os
import random
import shutil
import socket
import subprocess
import time

import pytest
from flue_live import control
from flue_live.lab import BUILD, FLUE
from flue_live.programs import PYTHON, peer_connect, peer_listener, read_all, run_python, start_python

NOBODY = ("setpriv", "--reuid", "65534", "--regid", "0", "--clear-groups")  # in the group of the daemon's socket
STRANGER = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")


def flue_run(lab, *argv, prefix=(), directory=None):
    environment = {**os.environ, "FLUE_CONTROL_DIR": str(directory or lab.control_dir)}
    return subprocess.run([*prefix, FLUE, "run", *map(str, argv)], capture_output=True, text=True, timeout=20,
                          check=False, env=environment)


def channel_to(lab) -> socket.socket:
    channel = control.open_channel(lab.control_dir / "programs.sock")
    control.greet(channel)
    return channel


# --- flue run ----------------------------------------------------------------------------------------------------------
def build_c(lab, name: str, *flags) -> str:
    source = lab.directory / f"{name}.c"
    source.write_text("int main(void) { return 0; }\n")
    program = lab.directory / name
    subprocess.run(["cc", *flags, "-o", program, source], check=True)
    return program


def test_run_refuses_what_it_cannot_reach(lab):
    lab.start_flued()
    static = build_c(lab, "static", "-static")
    setuid = build_c(lab, "setuid")
    capable = build_c(lab, "capable")
    script = lab.directory / "script"
    setuid.chmod(0o4755)
    subprocess.run(["setcap", "cap_net_raw+ep", capable], check=True)
    script.write_text(f"#!{static}\n")
    script.chmod(0o755)
    for program, why in ((static, f"{static} is statically linked"), (setuid, f"{setuid} is a setuid or setgid program"),
                         (capable, f"{capable} has file capabilities"), (script, f"{static} is statically linked")):
        result = flue_run(lab, "--", program)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith(f"flue run: {why}: ") and result.stderr.count("\n") == 1
    assert flue_run(lab, "--", build_c(lab, "dynamic")).returncode == 0
    assert flue_run(lab, "--", "no-such-program").returncode == 127


def test_run_says_when_no_daemon_answers(lab):
    result = flue_run(lab, "--", "true")
    assert result.returncode == 2
    assert result.stderr == (f"flue run: no daemon answers at {lab.control_dir}/programs.sock; "
                             "start flued or give --control-dir\n")


def test_run_hands_arguments_and_status_through(lab):
    lab.start_flued()
    result = flue_run(lab, "--", "sh", "-c", 'echo "$0 $@"; exit 3', "-a", "--", "b c")
    assert (result.returncode, result.stdout) == (3, "-a -- b c\n")


@pytest.mark.parametrize("answer", [(control.MAGIC, 99, 1, 1), (1, 1, 1, 1)], ids=["version", "magic"])
def test_daemon_of_another_version_is_enetdown_and_one_line(lab, answer):
    lab.control_dir.mkdir()
    path = lab.control_dir / "programs.sock"
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    daemon.bind(str(path))
    daemon.listen()
    code = ("import socket\nfor _ in range(2):\n"
            "  try: socket.socket().connect(('192.0.2.1', 80))\n  except OSError as e: print(e.errno)")
    library = BUILD / "host" / "preload" / "libflue_preload.so"
    program = subprocess.Popen([PYTHON, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "LD_PRELOAD": str(library), "FLUE_CONTROL": str(path)})
    daemon.settimeout(5)
    for _ in range(2):
        channel, _ = daemon.accept()
        channel.recv(1000)
        channel.send(control.HELLO.pack(*answer))
        channel.close()
    output, errors = program.communicate(timeout=10)
    assert output.split() == [str(errno.ENETDOWN)] * 2
    assert errors == "flue: flued is of another version than the library of flue run\n"


# --- Who may what --------------------------------------------------------------------------------------------------------
def test_strangers_may_not_use_the_daemon(open_lab):
    open_lab.start_flued()
    result = flue_run(open_lab, "--", "true", prefix=STRANGER)
    assert result.returncode == 2
    assert "must be in the group" in result.stderr


def test_low_ports_need_the_administrator_or_a_configured_user(open_lab):
    script = open_lab.control_dir.parent / "bind.py"
    script.write_text("import errno, socket\ntry: socket.socket().bind(('0.0.0.0', 80)); print('bound')\n"
                      "except OSError as error: print(errno.errorcode[error.errno])\n")
    open_lab.start_flued()
    assert flue_run(open_lab, "--", PYTHON, script, prefix=NOBODY).stdout == "EACCES\n"
    assert flue_run(open_lab, "--", PYTHON, script).stdout == "bound\n"
    open_lab.stop_flued()
    open_lab.start_flued(sections={"limits": {"privileged_port_uids": [65534, 65534]}})
    result = flue_run(open_lab, "--", PYTHON, script, prefix=NOBODY)
    assert (result.stdout, result.stderr) == ("bound\n", "")


def test_a_user_holds_no_more_than_the_limits(open_lab):
    open_lab.start_flued(sections={"limits": {"sockets": 10, "ports": 3}})
    script = open_lab.control_dir.parent / "many.py"
    script.write_text("""
import errno, socket, sys
held = []
try:
    for i in range(30):
        s = socket.socket(); held.append(s)
        if sys.argv[1] == "bind": s.bind(("0.0.0.0", 0))
        else: s.connect(("10.77.0.1", 9100))
except OSError as error: print(len(held) - 1, errno.errorcode[error.errno])
held.clear()
s = socket.socket()
import time; time.sleep(0.2)
s.connect(("10.77.0.1", 9100)); print("again")
""")
    with peer_listener(open_lab, 9100, backlog=64):
        assert flue_run(open_lab, "--", PYTHON, script, "bind", prefix=NOBODY).stdout == "3 ENOBUFS\nagain\n"
        assert flue_run(open_lab, "--", PYTHON, script, "connect", prefix=NOBODY).stdout == "10 ENOBUFS\nagain\n"


def test_a_forged_descriptor_moves_nothing(lab):
    """A program in a namespace of its own gives its socket the name of another's connection."""
    lab.start_flued()
    listener = peer_listener(lab, 9101)
    client = start_python(lab, "client", """
        s = socket.create_connection((sys.argv[1], 9101)); print("connected")
        time.sleep(60)
        """, lab.peer_address)
    listener.accept()
    client.wait_for_output("connected")
    names = [line.split()[-1] for line in open("/proc/net/unix") if "@flue-c4d" in line]
    name = next(n for n in names if n.endswith(f"-0a4d0001{9101:04x}"))
    with channel_to(lab) as channel:
        forged = subprocess.run(
            ["unshare", "-n", PYTHON, "-c", f"""
import socket, sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
from flue_live import control
channel = control.open_channel({str(lab.control_dir / "programs.sock")!r}); control.greet(channel)
one, two = socket.socketpair()
one.bind(b"\\0" + {name[1:].encode()!r})
assert two.getpeername() == b"\\0" + {name[1:].encode()!r}
print(control.ask(channel, control.request(control.SET_OPTION, name=control.KEEP_ALIVE, value=1), [two.fileno()])[0])
"""], capture_output=True, text=True, check=True)
        assert int(forged.stdout) == errno.EBADF
        # Nor can anybody connect to what a name stands for.
        probe = socket.socket(socket.AF_UNIX)
        assert probe.connect_ex("\0" + name[1:]) == errno.ECONNREFUSED
        assert control.ask(channel, control.request(control.SET_OPTION, name=2, value=1))[0] == errno.EBADF


def test_malformed_records_end_the_channel_only(lab):
    lab.start_flued()
    generator = random.Random(20261121)
    whole = control.request(control.CONNECT, remote=(lab.peer_address, 9))
    for record in (b"x", whole[:-1], whole + b"x", control.request(0), control.request(99),
                   control.request(control.SET_OPTION, name=77), generator.randbytes(len(whole))):
        with channel_to(lab) as channel:
            channel.send(record)
            assert channel.recv(10) == b""
    with control.open_channel(lab.control_dir / "programs.sock") as channel:
        channel.send(b"GET / HTTP/1.1\r\n\r\n")
        assert control.HELLO.unpack(channel.recv(100))[0] == control.MAGIC  # so that it can tell why
        assert channel.recv(10) == b""
    with channel_to(lab) as channel:
        assert control.ask(channel, control.request(control.BIND, local=("0.0.0.0", 9102)))[0] == 0


def test_descriptors_that_nobody_asked_for_are_closed(lab):
    lab.start_flued()

    def open_now() -> int:
        return len(os.listdir(f"/proc/{lab.daemon.pid}/fd"))

    before = open_now()
    with open("/dev/null", "rb") as file, channel_to(lab) as channel, peer_listener(lab, 9105):
        for _ in range(20):
            error, _ = control.ask(channel, control.request(control.SET_OPTION, name=2), [file.fileno()] * 4)
            assert error == errno.EBADF
        error, passed = control.ask(channel, control.request(control.CONNECT, remote=(lab.peer_address, 9105)))
        assert error == 0
        twin = socket.socket(fileno=passed[0])
        twin.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, file.fileno().to_bytes(4, "little"))])
        twin.close()
    time.sleep(0.3)
    assert open_now() == before


def test_a_flood_of_channels_and_requests_leaves_others_served(open_lab):
    open_lab.start_flued(sections={"limits": {"sockets": 50, "requests_per_second": 500}})
    script = open_lab.control_dir.parent / "flood.py"
    shutil.copytree(os.path.join(os.path.dirname(__file__), "flue_live"), script.parent / "flue_live")
    script.write_text(f"""
import sys, time
sys.path.insert(0, {str(script.parent)!r})
from flue_live import control
path = {str(open_lab.control_dir / "programs.sock")!r}
channels = []
for _ in range(200):
    try: channels.append(control.open_channel(path)); control.greet(channels[-1])
    except (OSError, AssertionError, __import__("struct").error): pass
channel = channels[0]
channel.setblocking(False)
stop, sent = time.monotonic() + 2, 0
print("flooding", flush=True)
while time.monotonic() < stop:
    try: sent += channel.send(control.request(control.GET_OPTION)) > 0
    except BlockingIOError: pass
    except OSError: break
""")
    flood = open_lab.spawn("flood", [*NOBODY, PYTHON, script])
    flood.wait_for_output("flooding")
    started = time.monotonic()
    with peer_listener(open_lab, 9103):
        assert run_python(open_lab, "print(socket.create_connection((sys.argv[1], 9103)).getpeername()[1])",
                          open_lab.peer_address).split() == ["9103"]
    assert time.monotonic() - started < 1.5
    flood.wait()


def test_listeners_are_in_a_private_directory(open_lab):
    open_lab.start_flued()
    listeners = open_lab.control_dir / "listeners"
    assert listeners.stat().st_mode & 0o777 == 0o700
    start_python(open_lab, "server", """
        s = socket.create_server(("0.0.0.0", 9104)); c, a = s.accept(); c.sendall(a[0].encode()); c.close()
        time.sleep(60)
        """)
    assert read_all(peer_connect(open_lab, 9104)) == open_lab.peer_address.encode()
    [name] = os.listdir(listeners)
    refused = subprocess.run([*NOBODY, PYTHON, "-c", "import socket, sys; print(socket.socket(socket.AF_UNIX)"
                              f".connect_ex({str(listeners / name)!r}))"], capture_output=True, text=True, check=True)
    assert int(refused.stdout) == errno.EACCES
