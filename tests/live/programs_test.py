"""Unmodified programs on Flue: curl, nginx, Python, iperf3, redis, beside a Linux peer."""

import hashlib
import json
import os
import signal
import socket
import threading
import time

import pytest
from flue_live.programs import (PYTHON, Nginx, peer_connect, peer_listener, peer_socket, random_file, read_all,
                                run_python, start_python)

MIB = 1 << 20


def http_server(lab, port: int = 8000):
    """Python's HTTP server of the Linux peer, in a directory of its own."""
    root = lab.directory / "peer-www"
    root.mkdir(exist_ok=True)
    lab.spawn_peer("http", PYTHON, "-m", "http.server", "--directory", root, "--bind", lab.peer_address, port)
    deadline = time.monotonic() + 5
    while True:
        with peer_socket(lab) as probe:
            if probe.connect_ex((lab.peer_address, port)) == 0:
                return root
        assert time.monotonic() < deadline
        time.sleep(0.05)


def flue_curl(lab, *arguments):
    process = lab.flue_run("curl", "curl", "-sS", "-m", "10", *arguments)
    return process.wait(), process.output()


# --- curl ------------------------------------------------------------------------------------------------------------
def test_curl_downloads_from_a_linux_server(lab):
    lab.start_flued()
    data = random_file(http_server(lab) / "file", MIB)
    status, output = flue_curl(lab, f"http://{lab.peer_address}:8000/file", "-o", lab.directory / "got")
    assert status == 0, output
    assert (lab.directory / "got").read_bytes() == data
    lab.assert_clean_frames()


def test_curl_is_told_refused_as_refused(lab):
    lab.start_flued()
    status, output = flue_curl(lab, "-v", f"http://{lab.peer_address}:9/")
    assert status == 7
    assert "Connection refused" in output


@pytest.mark.parametrize("reset", [True, False], ids=["reset", "early end"])
def test_curl_reports_a_truncated_download(lab, reset):
    lab.start_flued()
    listener = peer_listener(lab, 8001)
    curl = lab.flue_run("curl", "curl", "-sS", "-m", "10", f"http://{lab.peer_address}:8001/", "-o", "/dev/null")
    connection, _ = listener.accept()
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" +
                       (b"" if reset else b"Content-Length: 100000\r\n") + b"\r\n" + b"x" * 1000)
    time.sleep(0.2)
    if reset:  # without a length only the reset tells that the body is not whole
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, 0, 0, 0, 0, 0, 0, 0]))
    connection.close()
    assert curl.wait() == (56 if reset else 18), curl.output()


# --- nginx -----------------------------------------------------------------------------------------------------------
FILES = "server { listen 80; root $ROOT/www; location /up { root $ROOT; dav_methods PUT; } }"


def test_nginx_serves_and_takes_files(lab):
    lab.start_flued()
    nginx = Nginx(lab, FILES)
    data = random_file(nginx.www / "file", 2 * MIB)
    peer_connect(lab, 80).close()
    lab.run("curl", "-sS", "-m", "10", f"http://{lab.address}/file", "-o", lab.directory / "got")
    assert (lab.directory / "got").read_bytes() == data
    lab.run("curl", "-sSf", "-m", "10", "-T", lab.directory / "got", f"http://{lab.address}/up/file")
    assert (nginx.root / "up" / "file").read_bytes() == data
    assert "setsockopt" not in nginx.log()
    lab.assert_clean_frames()


def test_nginx_serves_fifty_at_once(lab):
    lab.start_flued()
    nginx = Nginx(lab, FILES)
    digest = hashlib.sha256(random_file(nginx.www / "file", MIB)).hexdigest()
    peer_connect(lab, 80).close()
    url = f"http://{lab.address}/file"
    loop = f"for i in $(seq 50); do (curl -sS -m 20 {url} | sha256sum) & done; wait"
    assert lab.run("sh", "-c", loop).stdout.split()[::2] == [digest] * 50


def test_nginx_proxies_to_a_linux_server(lab):
    """nginx registers its upstream socket with epoll before it connects it."""
    lab.start_flued()
    data = random_file(http_server(lab) / "file", MIB)
    nginx = Nginx(lab, f"server {{ listen 80; location / {{ proxy_pass http://{lab.peer_address}:8000; }} }}")
    peer_connect(lab, 80).close()
    lab.run("curl", "-sS", "-m", "10", f"http://{lab.address}/file", "-o", lab.directory / "got")
    assert (lab.directory / "got").read_bytes() == data, nginx.log()


def test_nginx_on_every_ipv6_address_serves_ipv4(lab):
    lab.start_flued()
    nginx = Nginx(lab, "server { listen [::]:80 ipv6only=off; root $ROOT/www; "
                       "location = /who { return 200 $remote_addr; } }")
    random_file(nginx.www / "file", 1000)
    peer_connect(lab, 80).close()
    answer = lab.run("curl", "-sS", "-m", "5", f"http://{lab.address}/who").stdout
    assert answer == f"::ffff:{lab.peer_address}", nginx.log()


def test_a_daemonised_nginx_serves_and_its_death_frees_the_port(lab):
    """The process that made the listener is gone; the port answers RST within a second of the last one's death."""
    lab.start_flued()
    nginx = Nginx(lab, FILES, daemon=True, workers=1)
    assert nginx.process.wait() == 0
    pid = nginx.pid()
    random_file(nginx.www / "file", 1000)
    time.sleep(1.2)  # longer than flued takes to look
    lab.run("curl", "-sSf", "-m", "5", f"http://{lab.address}/file", "-o", "/dev/null")
    os.killpg(os.getpgid(pid), signal.SIGKILL)
    time.sleep(1.0)
    with peer_socket(lab) as probe, pytest.raises(ConnectionRefusedError):
        probe.connect((lab.address, 80))


def test_nginx_says_once_that_its_backlog_was_cut(lab):
    lab.start_flued(profile="win2003")
    nginx = Nginx(lab, FILES)
    nginx.process.wait_for_output("the backlog of listen() was cut")
    peer_connect(lab, 80).close()
    assert nginx.process.output().count("the backlog of listen() was cut") == 1


# --- Python ----------------------------------------------------------------------------------------------------------
def test_asyncio_server(lab):
    lab.start_flued()
    start_python(lab, "server", """
        import asyncio
        async def echo(reader, writer):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
            writer.close()
        async def main():
            server = await asyncio.start_server(echo, "0.0.0.0", 7000)
            print("peer", (await server.start_serving()))
            await server.serve_forever()
        asyncio.run(main())
        """)
    connection = peer_connect(lab, 7000)
    data = os.urandom(300_000)
    connection.setblocking(True)
    sender = threading.Thread(target=lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
    sender.start()
    assert read_all(connection) == data
    sender.join()


def test_asyncio_client(lab):
    lab.start_flued()
    listener = peer_listener(lab, 7001)
    client = start_python(lab, "client", """
        import asyncio
        async def main():
            reader, writer = await asyncio.open_connection(sys.argv[1], 7001)
            print(writer.get_extra_info("peername"), writer.get_extra_info("sockname")[0])
            writer.write(b"a" * 200000)
            writer.write_eof()
            print(len(await reader.read()))
            writer.close()
            await writer.wait_closed()
        asyncio.run(main())
        """, lab.peer_address)
    connection, address = listener.accept()
    assert address[0] == lab.address
    assert len(read_all(connection)) == 200_000
    connection.sendall(b"b" * 100_000)
    connection.close()
    assert client.wait() == 0, client.output()
    assert f"('{lab.peer_address}', 7001) {lab.address}" in client.output()
    assert "100000" in client.output()


# --- iperf3, redis ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("direction", [(), ("-R",)], ids=["to Flue", "from Flue"])
def test_iperf3_server(lab, direction):
    """It listens on `::` and expects IPv4 clients there; it asks for TCP_INFO, TCP_MAXSEG, TCP_CONGESTION."""
    lab.start_flued(capture_frames=False)
    server = lab.flue_run("iperf3", "iperf3", "-s", "-1", "--forceflush")
    server.wait_for_output("Server listening")
    result = lab.run("iperf3", "-c", lab.address, "-t", "1", "-J", *direction, check=False)
    report = json.loads(result.stdout)
    assert "error" not in report, report["error"] + server.output()
    assert report["end"]["sum_received"]["bytes"] > 10 * MIB


def test_redis_server(lab):
    lab.start_flued()
    server = lab.flue_run("redis", "redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no",
                          "--bind", "0.0.0.0", "--port", "6379", "--dir", lab.directory)
    server.wait_for_output("Ready to accept connections")
    ask = ("redis-cli", "-h", lab.address)
    assert lab.run(*ask, "set", "name", "flue").stdout.strip() == "OK"
    assert lab.run(*ask, "get", "name").stdout.strip() == "flue"
    result = lab.run("redis-benchmark", "-h", lab.address, "-n", "4000", "-c", "20", "-t", "set,get", "-q")
    assert result.stdout.count("requests per second") == 2
