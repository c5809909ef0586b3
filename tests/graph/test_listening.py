"""A server reports before it loads anything what prevents its start: an address, a folder, a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from socket import AF_INET6, IPPROTO_IPV6, IPV6_V6ONLY, SO_REUSEADDR, SOL_SOCKET, create_connection, socket

import pytest
from sqlalchemy import make_url

from graph.execution.persisted import read_documents
from graph.server.listening import CannotListenError, bound, listen
from graph.server.settings_check import check_settings
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.errors import BadSettingError
from model.settings import Settings
from store.tables.engine import make_engine

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]
HOST = "127.0.0.1"


def started(home: Path, *options: str, **environ: str) -> tuple[int, str, str]:
    """The end of `kense serve` over an empty store: exit code, output and errors."""
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "kense.py"), "serve", *options],
        env={**os.environ, "KENSE_HOME": str(home), **environ},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that is already in use."""
    with socket() as other:
        other.bind((HOST, 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path, busy: int, workers: str) -> None:
    ended = started(tmp_path, "--host", HOST, "--port", str(busy), "--workers", workers)
    sentence = (
        f"kense: port {busy} of '{HOST}' is in use: end what listens there, or choose another with "
        "KENSE_PORT or --port\n"
    )
    assert ended == (1, "", sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("192.0.2.1", "is not an address of this machine: name one with KENSE_HOST or --host"),
        ("no-such-host.invalid", "is unknown: name an address of this machine with KENSE_HOST or --host"),
        ("a" * 70 + ".example", "is unknown"),
        ("a b", "is unknown"),
        ("256.1.1.1", "is unknown"),
    ],
)
def test_a_host_that_cannot_be_bound_is_refused_in_words(host: str, sentence: str) -> None:
    with pytest.raises(CannotListenError, match=sentence), bound(host, 0):
        pass


def test_a_host_of_another_machine_ends_the_command_with_1(tmp_path: Path) -> None:
    code, output, errors = started(tmp_path, KENSE_HOST="192.0.2.1", KENSE_PORT="0")
    assert (code, output) == (1, "")
    assert (
        errors == "kense: '192.0.2.1' is not an address of this machine: name one with KENSE_HOST or --host\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_of_two_servers_that_start_at_once_the_second_one_hears_of_the_first() -> None:
    with bound(HOST, 0) as (first,):
        port = first.getsockname()[1]
        with pytest.raises(ConnectionRefusedError):
            create_connection((HOST, port))
        with pytest.raises(CannotListenError, match=f"port {port} of '{HOST}' is in use"), bound(HOST, port):
            pass
        listen([first], HOST)
        with pytest.raises(CannotListenError, match="is in use"), bound(HOST, port):
            pass
        create_connection((HOST, port)).close()


def test_a_server_may_start_again_while_connections_of_the_last_one_linger() -> None:
    with bound(HOST, 0) as (first,):
        port = first.getsockname()[1]
        listen([first], HOST)
        client = create_connection((HOST, port))
        accepted, _ = first.accept()
        accepted.close()  # first: the connection then lingers on this side
        client.close()
    with bound(HOST, port) as (second,):
        listen([second], HOST)
        create_connection((HOST, port)).close()


def test_who_is_faster_to_listen_is_told_to_the_other_one() -> None:
    with socket() as one, socket() as other:
        for each in (one, other):
            each.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        one.bind((HOST, 0))
        other.bind(one.getsockname())
        one.listen()
        with pytest.raises(CannotListenError, match="is in use"):
            listen([other], HOST)


def test_all_addresses_of_a_name_have_one_port() -> None:
    with bound("localhost", 0) as made:
        assert len({opened.getsockname()[1] for opened in made}) == 1
        assert all(
            opened.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY) for opened in made[1:] if opened.family is AF_INET6
        )


_BROKEN = """
import sys
import graph.server.serving as serving
import kense

sound = serving._config

def broken(settings):
    made = sound(settings)
    made.app = "nowhere:app"
    return made

serving._config = broken
sys.argv = ["kense", "serve", "--host", "127.0.0.1", "--port", "0", "--workers", sys.argv[1]]
kense.main()
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_does_not_start_ends_with_a_failure_also_with_workers(
    tmp_path: Path, small_seeds: Seeds, workers: str
) -> None:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    load(engine, small_seeds)
    engine.dispose()
    done = subprocess.run(
        [sys.executable, "-c", _BROKEN, workers],
        env={**os.environ, "KENSE_HOME": str(tmp_path)},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr


MISSING = [
    ("KENSE_TRUSTED_DOCUMENTS", "not an existing folder"),
    ("KENSE_GAZETTEER", "not an existing folder"),
    ("KENSE_AUTH_KEYS", "No such file or directory"),
]


@pytest.mark.parametrize(("variable", "sentence"), MISSING)
def test_a_setting_that_names_what_is_not_there_ends_the_command_with_2(
    tmp_path: Path, variable: str, sentence: str
) -> None:
    code, output, errors = started(
        tmp_path,
        "--port",
        "0",
        **{variable: str(tmp_path / "none"), "KENSE_AUTH_ISSUER": "https://id.example.kz"},
    )
    assert (code, output) == (2, "")
    assert errors.startswith(f"kense: {variable} is ")
    assert sentence in errors
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "variable", ["KENSE_TRUSTED_DOCUMENTS", "KENSE_GAZETTEER", "KENSE_HOME", "KENSE_AUTH_KEYS"]
)
@pytest.mark.parametrize("value", ["/" + "a" * 300, "~no-such-user/kense", "FILE"])
def test_a_path_that_can_be_none_is_a_bad_setting(tmp_path: Path, variable: str, value: str) -> None:
    (tmp_path / "FILE").write_text("")
    environ = {
        variable: value.replace("FILE", str(tmp_path / "FILE")),
        "KENSE_AUTH_ISSUER": "https://id.example.kz",
    }
    with pytest.raises(BadSettingError, match=f"^{variable} is "):
        check_settings(Settings.from_environment(environ))


def test_a_trusted_document_that_cannot_be_read_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "documents"
    home.mkdir()
    folder.mkdir()
    (folder / "a.graphql").write_text("{")
    code, output, errors = started(home, "--port", "0", KENSE_TRUSTED_DOCUMENTS=str(folder))
    assert (code, output) == (2, "")
    assert "the trusted document 'a' of KENSE_TRUSTED_DOCUMENTS cannot be read: Syntax Error" in errors
    assert list(home.iterdir()) == []


def test_files_of_trusted_documents_that_are_no_text_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_bytes(b"\xff")
    with pytest.raises(BadSettingError, match=r"a\.graphql of KENSE_TRUSTED_DOCUMENTS is not text in UTF-8"):
        read_documents(tmp_path)
    (tmp_path / "a.graphql").unlink()
    (tmp_path / "b.json").mkdir()
    with pytest.raises(BadSettingError, match=r"b\.json of KENSE_TRUSTED_DOCUMENTS: Is a directory"):
        read_documents(tmp_path)
    with pytest.raises(BadSettingError, match=r"KENSE_TRUSTED_DOCUMENTS is .*: No such file"):
        read_documents(tmp_path / "gone")
