"""deploy/nginx.conf and deploy/haproxy.cfg: valid, and run before servers that say what they were sent."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection
from typing import Any

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from bench.chaos.ground import Program
from graph.server.event_stream import EVENT_HEADERS
from model.program_files import PROGRAM
from tests.backends import Backend, backends
from tests.issuer import rsa_key
from tests.stress.servers import free_port

FILES = {"nginx": "nginx.conf", "haproxy": "haproxy.cfg"}
TLS = re.compile(r"^( *)# ((?:listen 443|ssl|if \(|bind :443|http-request redirect).*)$", re.M)
"""Lines that a site with a certificate takes the sign of a comment from."""


def program(kind: str) -> str:
    """The path of a proxy; the test is skipped by its name where it is not installed."""
    path = shutil.which(kind) or shutil.which(kind, path="/usr/sbin")
    if path is None:
        pytest.skip(f"{kind} is not here (Debian: apt install {kind})")
    return path


def shipped(kind: str) -> str:
    """The text of the shipped file."""
    return (PROGRAM / "deploy" / FILES[kind]).read_text("utf-8")


def written(kind: str, text: str, folder: Path) -> Path:
    """The file in a folder, so that the proxy writes nothing outside of it and needs no user of its own."""
    if kind == "nginx":
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = text.replace("http {", "http { " + temporary)
        text = text.replace("user www-data;", f"pid {folder}/pid;" + "user root;" * (os.geteuid() == 0))
        text = text.replace("worker_processes auto;", "worker_processes 1; daemon off;")
    file = folder / FILES[kind]
    file.write_text(text, "utf-8")
    return file


def checked(kind: str, file: Path) -> subprocess.CompletedProcess[str]:
    """What the proxy says of a file without serving by it."""
    words = {"nginx": ["-t", "-e", "stderr", "-c"], "haproxy": ["-c", "-f"]}[kind]
    command = [program(kind), *words, str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def listening_at(text: str, ports: dict[str, int]) -> str:
    """The text with other ports to listen on, on this machine alone."""
    for port, other in ports.items():
        text, count = re.subn(rf"(listen |bind ):?{port}\b", rf"\g<1>127.0.0.1:{other}", text)
        assert count == 1
    return text


def self_signed(folder: Path) -> Path:
    """A file with a certificate and its key."""
    key, name = rsa_key(), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kense.example.kz")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "kense.pem"
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *private))
    return file


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_file_is_valid_as_it_is_and_with_tls(kind: str, tmp_path: Path) -> None:
    plain = listening_at(shipped(kind), {"80": free_port()})
    tls, count = TLS.subn(r"\1\2", plain)
    assert count > 2
    pem = self_signed(tmp_path)
    tls = re.sub(r"/etc/ssl/kense\.example\.kz\.(?:pem|key)", str(pem), tls)
    for text in (plain, listening_at(tls, {"443": free_port()})):
        done = checked(kind, written(kind, text, tmp_path))
        assert done.returncode == 0, done.stderr
        assert "warn" not in done.stderr.lower()


@pytest.mark.parametrize("kind", FILES)
def test_a_wrong_file_is_noticed(kind: str, tmp_path: Path) -> None:
    text = listening_at(shipped(kind), {"80": free_port()}) + "\nno_such_word 1;\n"
    assert checked(kind, written(kind, text, tmp_path)).returncode != 0


@contextmanager
def proxy(kind: str, folder: Path, ports: list[int]) -> Iterator[int]:
    """A proxy by the shipped file before servers on these ports; its own port."""
    port = free_port()
    servers = [f"127.0.0.1:{each}" for each in ports]
    text, count = re.subn(
        r"10\.0\.0\.1\d:8000", lambda _: servers.pop(0), listening_at(shipped(kind), {"80": port})
    )
    assert count == len(ports)
    file = written(kind, text, folder)
    words = {"nginx": ["-e", "stderr", "-c"], "haproxy": ["-db", "-f"]}[kind]
    started = Program([program(kind), *words, str(file)], port)
    try:
        started.start()
        yield port
    finally:
        started.kill()


@pytest.fixture(scope="module", params=FILES)
def behind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Backend]]:
    """Port of a proxy before a server that answers and a port where nobody does, and that server."""
    with (
        backends(1) as (alive,),
        proxy(request.param, tmp_path_factory.mktemp("proxy"), [free_port(), alive.server_port]) as port,
    ):
        yield port, alive


def asked(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
    """Status and what the server says it was sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, orjson.loads(text) if answer.status == 200 else text
    finally:
        connection.close()


def test_requests_go_to_the_server_that_is_there(behind: tuple[int, Backend]) -> None:
    port, _ = behind
    statuses = {asked(port, method, "/graphql", b"{}")[0] for method in ("GET", "POST") for _ in range(6)}
    assert statuses == {200}


def test_a_client_does_not_choose_its_address(behind: tuple[int, Backend]) -> None:
    port, _ = behind
    given = {"Host": "kense.example.kz", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    headers = asked(port, "GET", "/graphql", b"", **given)[1]["headers"]
    assert headers["x-forwarded-for"] == ["127.0.0.1"]
    assert headers["x-forwarded-proto"] == ["http"]
    assert headers["host"] == ["kense.example.kz"]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/graphql", 1_048_576, 200),
        ("/graphql", 2_200_000, 413),
        ("/geocode/csv", 5_242_880, 200),
        ("/geocode/csv", 6_400_000, 413),
        ("/acts/uploads", 16_777_216, 200),
        ("/acts/uploads", 19_000_000, 413),
    ],
)
def test_bodies_are_as_large_as_the_server_takes_them(
    behind: tuple[int, Backend], path: str, size: int, status: int
) -> None:
    port, _ = behind
    try:
        came, sent = asked(port, "POST", path, b"x" * size)
    except ConnectionError:
        # The proxy answers before the body has come, and the rest of it is not taken.
        assert status == 413
        return
    assert came == status
    assert status != 200 or sent["body"] == size


def test_an_event_comes_before_the_stream_ends(behind: tuple[int, Backend]) -> None:
    port, alive = behind
    # As Kense says of its own streams.
    assert EVENT_HEADERS["x-accel-buffering"] == "no"
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", "/graphql", b"{}", {"Accept": "text/event-stream"})
        assert connection.getresponse().readline() == b"event: next\n"
        assert not alive.may_end.is_set()
    finally:
        alive.may_end.set()
        connection.close()
        alive.may_end.clear()


def test_a_websocket_passes_both_ways(behind: tuple[int, Backend]) -> None:
    port, _ = behind
    with create_connection(("127.0.0.1", port), 5) as client, client.makefile("rb") as answer:
        lines = ("GET /graphql HTTP/1.1", "Host: kense.example.kz", "Upgrade: websocket")
        key = (
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        client.sendall("\r\n".join((*lines, *key, "", "")).encode())
        assert b" 101 " in answer.readline()
        while answer.readline().strip():
            pass
        client.sendall(b"ping")
        assert answer.read(4) == b"ping"


@pytest.mark.parametrize(("method", "status", "servers_asked"), [("GET", 200, 2), ("POST", 502, 1)])
@pytest.mark.parametrize("kind", FILES)
def test_a_query_that_was_cut_off_is_asked_again_and_a_change_is_not(
    kind: str, method: str, status: int, servers_asked: int, tmp_path: Path
) -> None:
    with backends(2) as both, proxy(kind, tmp_path, [each.server_port for each in both]) as port:
        for each in both:
            # Whichever is asked first closes the connection without an answer.
            each.cuts_off = lambda: sum(len(one.paths) for one in both) == 1
        body = b"{}" if method == "POST" else b""
        assert asked(port, method, "/graphql", body)[0] == status
        assert sum(len(each.paths) for each in both) == servers_asked
