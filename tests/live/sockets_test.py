"""What socket calls on Flue show to a program: connect, end of stream, resets, options, lives of descriptors."""

import os
import signal
import socket
import struct
import time

import pytest
from flue_live.programs import peer_connect, peer_listener, peer_socket, read_all, run_python, start_python

NOBODY_HOME = "10.77.0.99"  # answers no ARP request
QUICK = {"TcpMaxConnectRetransmissions": 0, "TcpInitialRtt": 1}  # a connect times out after 2 s or so


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


# --- connect(2) ------------------------------------------------------------------------------------------------------
def test_blocking_connect_errors(lab):
    lab.start_flued(tcp=QUICK)
    output = run_python(lab, """
        for address in ((sys.argv[1], 9), (sys.argv[2], 80), ("192.0.2.1", 80), (sys.argv[1], 0)):
            with socket.socket() as s:
                try:
                    s.connect(address)
                except OSError as error:
                    print(errno.errorcode[error.errno], s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        """, lab.peer_address, NOBODY_HOME)
    assert output.splitlines() == ["ECONNREFUSED 0", "ETIMEDOUT 0", "ENETUNREACH 0", "ECONNREFUSED 0"]


def test_failed_socket_may_connect_again(lab):
    lab.start_flued()
    with peer_listener(lab, 9000):
        output = run_python(lab, """
            s = socket.socket()
            print(s.connect_ex((sys.argv[1], 9)), s.connect_ex((sys.argv[1], 9000)), s.getpeername()[1])
            """, lab.peer_address)
    assert output.split() == ["111", "0", "9000"]


def test_nonblocking_connect_tells_its_states(lab):
    lab.start_flued()
    with peer_listener(lab, 9001):
        output = run_python(lab, """
            s = socket.socket()
            s.setblocking(False)
            poll = select.poll()
            poll.register(s, select.POLLIN | select.POLLOUT)
            print(errno.errorcode[s.connect_ex((sys.argv[1], 9001))])
            print(poll.poll(5000)[0][1] == select.POLLOUT, s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            print(s.connect_ex((sys.argv[1], 9001)), errno.errorcode[s.connect_ex((sys.argv[1], 9001))])
            """, lab.peer_address)
    assert output.splitlines() == ["EINPROGRESS", "True 0", "0 EISCONN"]


def test_connect_under_way_is_not_writable_and_says_so(lab):
    lab.start_flued(tcp=QUICK)
    output = run_python(lab, """
        s = socket.socket()
        s.setblocking(False)
        poll = select.poll()
        poll.register(s, select.POLLIN | select.POLLOUT)
        print(errno.errorcode[s.connect_ex((sys.argv[1], 80))], errno.errorcode[s.connect_ex((sys.argv[1], 80))])
        print(poll.poll(200))
        try:
            s.getpeername()
        except OSError as error:
            print(errno.errorcode[error.errno])
        [(_, events)] = poll.poll(9000)
        print(bool(events & select.POLLERR), bool(events & select.POLLHUP), bool(events & select.POLLOUT))
        print(errno.errorcode[s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)],
              s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        """, NOBODY_HOME)
    assert output.splitlines() == ["EINPROGRESS EALREADY", "[]", "ENOTCONN", "True True True", "ETIMEDOUT 0"]


def test_signals_and_send_timeout_end_the_wait_not_the_attempt(lab):
    lab.start_flued(tcp={"TcpMaxConnectRetransmissions": 3})
    output = run_python(lab, """
        import signal, ctypes
        libc = ctypes.CDLL(None, use_errno=True)  # Python itself would try again after EINTR
        address = struct.pack("!HH4s8x", socket.htons(socket.AF_INET), 80, socket.inet_aton(sys.argv[1]))
        def connect(s):
            started = time.monotonic()
            result = libc.connect(s.fileno(), address, 16)
            return errno.errorcode[ctypes.get_errno()] if result else 0, round(time.monotonic() - started, 1)
        s = socket.socket()
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.siginterrupt(signal.SIGALRM, True)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        print(*connect(s))
        s.setblocking(False)
        print(connect(s)[0])
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, 400000))
        print(*connect(s))
        """, NOBODY_HOME)
    assert output.splitlines() == ["EINTR 0.3", "EALREADY", "EINPROGRESS 0.4"]


def test_epoll_registration_made_before_connect_survives(lab):
    lab.start_flued()
    with peer_listener(lab, 9002):
        output = run_python(lab, """
            s = socket.socket()
            s.setblocking(False)
            epoll = select.epoll()
            epoll.register(s, select.EPOLLOUT | select.EPOLLET)
            print(epoll.poll(0)[0][1] == select.EPOLLOUT | select.EPOLLHUP)
            s.connect_ex((sys.argv[1], 9002))
            print(epoll.poll(5)[0] == (s.fileno(), select.EPOLLOUT))
            """, lab.peer_address)
    assert output.split() == ["True", "True"]


# --- Which stack ------------------------------------------------------------------------------------------------------
def test_loopback_and_own_addresses_stay_with_the_kernel(lab):
    lab.start_flued()
    output = run_python(lab, """
        def stack(s):
            path = os.readlink(f"/proc/self/fd/{s.fileno()}").split("[")[1][:-1]
            return "flue" if any(line.split()[6] == path for line in open("/proc/net/unix")) else "kernel"
        server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen()
        client = socket.create_connection(server.getsockname())
        print(stack(server), stack(client))
        six = socket.socket(socket.AF_INET6); six.bind(("::1", 0)); six.listen()
        only = socket.socket(socket.AF_INET6); only.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        only.bind(("::", 0)); only.listen()
        print(stack(six), stack(only))
        everywhere = socket.socket(); everywhere.bind(("0.0.0.0", 0)); everywhere.listen()
        both = socket.socket(socket.AF_INET6); both.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        both.bind(("::", 0)); both.listen()
        print(stack(everywhere), stack(both), both.getsockname()[0], both.family == socket.AF_INET6)
        late = socket.socket(); late.bind(("0.0.0.0", 0)); late.connect(server.getsockname())
        print(stack(late))
        """)
    assert output.splitlines() == ["kernel kernel", "kernel kernel", "flue flue :: True", "kernel"]


def test_loopback_can_be_flues(lab):
    lab.start_flued()
    output = run_python(lab, """
        server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen()
        client = socket.create_connection(server.getsockname())
        served, address = server.accept()
        client.sendall(b"x" * 300); client.shutdown(socket.SHUT_WR)
        print(len(served.recv(1000, socket.MSG_WAITALL)), address == client.getsockname(), address[0])
        print(os.readlink(f"/proc/self/fd/{client.fileno()}").split("[")[1][:-1] in open("/proc/net/unix").read())
        """, options=("--loopback=flue",))
    assert output.splitlines() == ["300 True 127.0.0.1", "True"]


def test_listeners_can_be_reached_on_the_kernels_loopback_too(lab):
    lab.start_flued()
    server = start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9050)); print("listening")
        while True:
            c, a = s.accept()
            print(a[0], c.getpeername() == a, c.getsockname()[0], c.getsockopt(6, socket.TCP_INFO, 1)[0])
            try:
                data = b""
                while piece := c.recv(65536): data += piece
                c.sendall(data); c.close()
            except ConnectionResetError: print("reset after", len(data))
        """, options=("--loopback=both",))
    server.wait_for_output("listening")
    data = os.urandom(500_000)
    for connection in (peer_connect(lab, 9050), socket.create_connection(("127.0.0.1", 9050), 5)):
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection) == data
        connection.close()
    assert f"{lab.peer_address} True {lab.address} 1" in server.output()
    assert "127.0.0.1 True 127.0.0.1 1" in server.output()
    truncated = socket.create_connection(("127.0.0.1", 9050), 5)
    truncated.sendall(b"abc")
    time.sleep(0.2)
    reset(truncated)
    server.wait_for_output("reset after 3")
    server.signal(signal.SIGKILL)
    time.sleep(1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", 9050), 5)


# --- The end of a stream ----------------------------------------------------------------------------------------------
def test_half_close_both_ways(lab):
    lab.start_flued()
    listener = peer_listener(lab, 9010)
    client = start_python(lab, "client", """
        s = socket.create_connection((sys.argv[1], 9010))
        s.sendall(b"q" * 100000); s.shutdown(socket.SHUT_WR)
        got = 0
        while data := s.recv(65536): got += len(data)
        print("got", got)
        """, lab.peer_address)
    connection, _ = listener.accept()
    assert len(read_all(connection)) == 100_000
    connection.sendall(b"a" * 200_000)
    connection.close()
    assert client.wait() == 0, client.output()
    assert "got 200000" in client.output()


def test_peers_fin_leaves_the_sending_side_open(lab):
    lab.start_flued()
    start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9011))
        c, _ = s.accept()
        print("end", c.recv(100) == b"")
        c.sendall(b"z" * 300000)
        """)
    connection = peer_connect(lab, 9011)
    connection.shutdown(socket.SHUT_WR)
    assert len(read_all(connection)) == 300_000


@pytest.mark.parametrize("when", ["while reading", "before accept"])
def test_reset_by_the_peer_is_a_reset(lab, when):
    lab.start_flued()
    server = start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9012)); print("listening")
        if len(sys.argv) > 1: time.sleep(0.7)
        c, _ = s.accept()
        try:
            data = b""
            while piece := c.recv(1000): data += piece
            print("clean end", len(data))
        except ConnectionResetError:
            print("reset after", len(data))
        """, *(["late"] if when == "before accept" else []))
    connection = peer_connect(lab, 9012)
    connection.sendall(b"abc")
    time.sleep(0.2)
    reset(connection)
    server.wait()
    assert "reset after 3" in server.output()


def test_death_of_the_daemon_is_a_reset(lab):
    lab.start_flued()
    listener = peer_listener(lab, 9013)
    client = start_python(lab, "client", """
        s = socket.create_connection((sys.argv[1], 9013)); print("connected")
        try:
            print("end", s.recv(10))
        except ConnectionResetError:
            print("reset")
        """, lab.peer_address)
    connection, _ = listener.accept()
    client.wait_for_output("connected")
    os.kill(lab.daemon.pid, signal.SIGKILL)
    assert client.wait() == 0
    connection.close()
    assert "reset" in client.output()


def test_exit_sends_everything_and_a_fin(lab):
    lab.start_flued()
    start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9014))
        c, _ = s.accept()
        c.setblocking(False)
        sent = 0
        try:
            while True: sent += c.send(b"e" * 65536)
        except BlockingIOError:
            print("sent", sent)
        os._exit(0)
        """)
    connection = peer_connect(lab, 9014)
    time.sleep(0.5)  # the peer reads only after the program is gone
    got = len(read_all(connection))
    output = next(log for name, log in lab.logs() if name.startswith("server"))
    assert f"sent {got}\n" in output


def test_kill_with_unread_bytes_sends_a_reset(lab):
    lab.start_flued()
    server = start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9015))
        c, _ = s.accept(); print("accepted"); time.sleep(60)
        """)
    connection = peer_connect(lab, 9015)
    connection.sendall(b"never read")
    server.wait_for_output("accepted")
    time.sleep(0.2)
    server.signal(signal.SIGKILL)
    with pytest.raises(ConnectionResetError):
        connection.recv(10)


def test_linger_zero_sends_a_reset_even_when_killed(lab):
    lab.start_flued()
    server = start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9016))
        for _ in range(2):
            c, _ = s.accept()
            c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            print(struct.unpack("ii", c.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
            if c.recv(1) == b"c": c.close()
        time.sleep(60)
        """)
    for word in (b"c", b"k"):
        connection = peer_connect(lab, 9016)
        connection.sendall(word)
        if word == b"k":
            time.sleep(0.3)
            server.signal(signal.SIGKILL)
        with pytest.raises(ConnectionResetError):
            connection.recv(10)
    assert server.output().count("(1, 0)") == 2


def test_linger_waits_in_close(lab):
    lab.start_flued()
    listener = peer_socket(lab)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind((lab.peer_address, 9017))
    listener.listen()
    client = start_python(lab, "client", """
        def close_after_writing(seconds):
            s = socket.create_connection((sys.argv[1], 9017))
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, seconds))
            s.sendall(b"l" * 100000)
            started = time.monotonic(); s.close(); return round(time.monotonic() - started, 1)
        print("read late", 0.6 <= close_after_writing(10) < 5)
        print("never read", close_after_writing(1))
        """, lab.peer_address)
    first, _ = listener.accept()
    time.sleep(0.8)
    assert len(read_all(first)) == 100_000
    second, _ = listener.accept()
    client.wait()
    second.close()
    assert "read late True" in client.output()
    assert "never read 1.0" in client.output()


# --- Windows ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("buffer", [16384, 40000])
def test_stopped_reader_closes_the_window(lab, buffer):
    """The peer gets rid of SO_RCVBUF and one segment, wherever the bytes wait."""
    lab.start_flued()
    server = start_python(lab, "server", """
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, int(sys.argv[1]))
        s.bind(("0.0.0.0", 9020)); s.listen()
        c, _ = s.accept(); print("accepted", c.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
        time.sleep(1.5)
        got = 0
        while data := c.recv(65536): got += len(data)
        print("got", got)
        """, buffer)
    connection = peer_connect(lab, 9020)
    server.wait_for_output("accepted")
    assert f"accepted {2 * buffer}" in server.output()
    connection.setblocking(False)
    sent = 0
    deadline = time.monotonic() + 1.0
    while time.monotonic() < deadline:
        try:
            sent += connection.send(b"w" * 1000)
        except BlockingIOError:
            time.sleep(0.01)
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    acknowledged = struct.unpack_from("Q", info, 120)[0] - 1  # tcpi_bytes_acked counts the SYN
    assert acknowledged <= buffer + 1460
    assert acknowledged >= buffer // 2
    connection.setblocking(True)
    connection.shutdown(socket.SHUT_WR)
    server.wait()
    assert f"got {sent}" in server.output()


def test_stopped_peer_blocks_the_writer_and_siocoutq_tells(lab):
    lab.start_flued()
    listener = peer_listener(lab, 9021)
    client = start_python(lab, "client", """
        import fcntl
        s = socket.create_connection((sys.argv[1], 9021))
        s.setblocking(False)
        sent = 0
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            try: sent += s.send(b"s" * 4096)
            except BlockingIOError: time.sleep(0.01)
        queue = struct.unpack("i", fcntl.ioctl(s, 0x5411, b"1234"))[0]
        print("sent", sent, "queue", queue)
        """, lab.peer_address)
    connection, _ = listener.accept()
    client.wait()
    words = client.output().split()
    sent, queue = int(words[words.index("sent") + 1]), int(words[words.index("queue") + 1])
    assert 0 < queue <= sent < 8 << 20
    assert len(read_all(connection)) == sent


# --- Options -----------------------------------------------------------------------------------------------------------
def test_options_set_before_and_after_connecting(lab):
    lab.start_flued()
    with peer_listener(lab, 9030):
        output = run_python(lab, """
            s = socket.socket()
            tcp, sol = socket.IPPROTO_TCP, socket.SOL_SOCKET
            s.setsockopt(tcp, socket.TCP_NODELAY, 1)
            s.setsockopt(sol, socket.SO_KEEPALIVE, 1)
            s.setsockopt(tcp, socket.TCP_KEEPIDLE, 77)
            s.setsockopt(sol, socket.SO_RCVBUF, 30000)
            s.connect((sys.argv[1], 9030))
            print(s.getsockopt(tcp, socket.TCP_NODELAY), s.getsockopt(sol, socket.SO_KEEPALIVE),
                  s.getsockopt(tcp, socket.TCP_KEEPIDLE), s.getsockopt(sol, socket.SO_RCVBUF))
            s.setsockopt(tcp, socket.TCP_NODELAY, 0); s.setsockopt(tcp, socket.TCP_KEEPCNT, 4)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 16); s.setsockopt(tcp, socket.TCP_CORK, 1)
            print(s.getsockopt(tcp, socket.TCP_NODELAY), s.getsockopt(tcp, socket.TCP_KEEPCNT),
                  s.getsockopt(socket.IPPROTO_IP, socket.IP_TOS), s.getsockopt(tcp, socket.TCP_CORK))
            print(s.getsockopt(sol, socket.SO_DOMAIN) == socket.AF_INET, s.getsockopt(sol, socket.SO_PROTOCOL) == 6,
                  s.getsockopt(sol, socket.SO_TYPE) == socket.SOCK_STREAM, s.getsockopt(tcp, socket.TCP_MAXSEG))
            info = s.getsockopt(tcp, socket.TCP_INFO, 104)
            print(info[0], len(info))
            def refused(call, *arguments):
                try: call(*arguments)
                except OSError as error: return errno.errorcode[error.errno]
            print(refused(s.setsockopt, tcp, 13, 1), refused(s.getsockopt, tcp, 18), refused(s.setsockopt, sol, 16, 1),
                  refused(s.send, b"!", socket.MSG_OOB), refused(s.setsockopt, tcp, socket.TCP_KEEPIDLE, 0))
            print(s.sendto(b"x", ("192.0.2.9", 5)))
            """, lab.peer_address)
    assert output.splitlines() == ["1 1 77 60000", "0 4 16 1", "True True True 1460", "1 104",
                                   "ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOTSUP EINVAL", "1"]


def test_cork_holds_small_pieces_back(lab):
    """The cork is pulled after the bytes before it, not in front of them."""
    lab.start_flued()
    start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9031))
        c, _ = s.accept()
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        for _ in range(10): c.send(b"c" * 100)
        time.sleep(0.1)
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
        time.sleep(0.3)
        """)
    connection = peer_connect(lab, 9031)
    started = time.monotonic()
    assert len(connection.recv(4096)) == 1000
    assert 0.05 < time.monotonic() - started < 0.25


# --- Lives of descriptors -----------------------------------------------------------------------------------------------
def test_sockets_survive_fork_exec_dup_and_passing(lab):
    lab.start_flued()
    listener = peer_listener(lab, 9040)
    output = run_python(lab, """
        import array, subprocess
        s = socket.create_connection((sys.argv[1], 9040))
        child = os.dup(s.fileno())
        os.set_inheritable(child, True)
        code = ("import socket, sys, time; s = socket.socket(fileno=int(sys.argv[1]));"
                "s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);"
                "print('exec', s.family == socket.AF_INET, s.getpeername()[1],"
                " s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True); s.send(b'exec ')")
        subprocess.run([sys.executable, "-c", code, str(child)], close_fds=False, check=True)
        one, two = socket.socketpair(socket.AF_UNIX)
        if os.fork() == 0:
            s.close(); os.close(child)
            _, [(_, _, data)], _, _ = two.recvmsg(1, 100)
            received = socket.socket(fileno=array.array("i", data)[0])
            print("passed", received.getpeername()[1], received.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0],
                  flush=True)
            received.send(b"passed")
            os._exit(0)
        one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [s.fileno()]))])
        os.wait()
        """, lab.peer_address)
    assert output.splitlines() == ["exec True 9040 1", "passed 9040 1"]
    assert read_all(listener.accept()[0]) == b"exec passed"


def test_programs_that_close_every_descriptor_keep_working(lab):
    """The control channel's number may become the program's own file: nothing is written there."""
    lab.start_flued()
    with peer_listener(lab, 9041):
        output = run_python(lab, """
            socket.create_connection((sys.argv[1], 9041))
            import resource
            limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
            os.closerange(3, min(limit, 65536))
            mine = [os.open("/tmp", os.O_TMPFILE | os.O_RDWR)]
            while mine[-1] < min(limit, 4100) - 1: mine.append(os.dup(mine[0]))
            for number in mine[:50]: os.close(number)
            print(socket.create_connection((sys.argv[1], 9041)).getpeername()[1], os.fstat(mine[-1]).st_size)
            """, lab.peer_address)
    assert output.split() == ["9041", "0"]


def test_forked_children_have_channels_of_their_own(lab):
    lab.start_flued()
    listener = peer_listener(lab, 9042, backlog=64)
    output = run_python(lab, """
        import threading
        socket.create_connection((sys.argv[1], 9042))
        def many():
            for _ in range(5): socket.create_connection((sys.argv[1], 9042)).setsockopt(6, socket.TCP_NODELAY, 1)
        children = []
        for _ in range(3):
            if (pid := os.fork()) == 0:
                threads = [threading.Thread(target=many) for _ in range(4)]
                [t.start() for t in threads]; [t.join() for t in threads]
                os._exit(0)
            children.append(pid)
        print([os.waitpid(pid, 0)[1] for pid in children])
        """, lab.peer_address)
    assert output.strip() == "[0, 0, 0]"
    listener.close()


def test_port_is_free_as_soon_as_its_listener_is_closed(lab):
    lab.start_flued()
    output = run_python(lab, """
        for _ in range(3):
            s = socket.socket(); s.bind(("0.0.0.0", 9043)); s.listen(); s.close()
        one = socket.socket(); one.bind(("0.0.0.0", 9043)); one.listen()
        try: socket.socket().bind(("0.0.0.0", 9043))
        except OSError as error: print(errno.errorcode[error.errno])
        try: socket.socket().bind(("192.0.2.7", 9044))
        except OSError as error: print(errno.errorcode[error.errno])
        free = socket.socket(); free.bind(("0.0.0.0", 0)); print(free.getsockname()[1] >= 1024)
        """)
    assert output.split() == ["EADDRINUSE", "EADDRNOTAVAIL", "True"]


def test_backlog_counts_what_the_program_has_not_accepted(lab):
    lab.start_flued()
    start_python(lab, "server", """
        s = socket.socket(); s.bind(("0.0.0.0", 9045)); s.listen(3); print("listening"); time.sleep(60)
        """).wait_for_output("listening")
    outcomes = []
    for _ in range(8):
        connection = peer_socket(lab)
        outcomes.append((connection.connect_ex((lab.address, 9045)), connection))
        time.sleep(0.05)
    made = [error for error, _ in outcomes].count(0)
    time.sleep(0.2)
    alive = sum(1 for error, connection in outcomes if error == 0 and
                connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0)
    assert 3 <= alive <= 4, (made, alive)


def test_daemon_started_anew_serves_the_old_listeners(lab):
    lab.start_flued()
    start_python(lab, "server", """
        s = socket.create_server(("0.0.0.0", 9046)); print("listening")
        while True:
            c, _ = s.accept(); c.sendall(b"hello"); c.close()
        """).wait_for_output("listening")
    lab.stop_flued()
    lab.start_flued()
    assert read_all(peer_connect(lab, 9046)) == b"hello"
