"""The key made for development: a server of the same folder believes its tokens, production never."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from changes.development import AUDIENCE, ISSUER, issue_token, make_development_key, read_development_key
from changes.identity import AccountRole
from changes.verifying import make_verifier
from kense import app
from model.edition import Edition
from model.errors import BadSettingError, StoreError
from model.settings import Settings
from tests.api_client import ApiClient
from tests.issuer import jwk, key_file, public_pem

VIEWER = "{ viewer { subject roles territories { id } } }"


def run(home: Path, *arguments: str, **environ: str) -> tuple[int, str]:
    found = CliRunner(env={"KENSE_HOME": str(home), **environ}).invoke(app, ["token", *arguments])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.exit_code, found.stdout.strip()


def test_a_token_of_the_command_line_signs_in(small_edition: Edition, tmp_path: Path) -> None:
    home = tmp_path / "new"
    api = ApiClient(small_edition, {"KENSE_HOME": str(home)})
    code, token = run(
        home, "--role", "editor", "--role", "reviewer", "--territory", "akm", "--subject", "Айгүл"
    )
    assert code == 0
    api.http.headers["authorization"] = f"Bearer {token}"
    assert api.data(VIEWER)["viewer"] == {
        "subject": "Айгүл",
        "roles": ["editor", "reviewer"],
        "territories": [{"id": "Region:akm"}],
    }
    assert stat.S_IMODE((home / "development-key.pem").stat().st_mode) == 0o600
    assert [file.name for file in home.iterdir()] == ["development-key.pem"]


def test_a_token_of_another_folder_does_not(small_edition: Edition, tmp_path: Path) -> None:
    api = ApiClient(small_edition, {"KENSE_HOME": str(tmp_path / "mine")})
    make_development_key(tmp_path / "mine")
    foreign = issue_token(tmp_path / "foreign", "x", [AccountRole.ADMIN], ["*"], 1)
    api.http.headers["authorization"] = f"Bearer {foreign}"
    assert api.error(VIEWER)[0] == "UNAUTHENTICATED"


def test_of_two_makers_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_development_key(tmp_path), range(16)))
    assert len({public_pem(key) for key in made}) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["development-key.pem"]


def test_a_broken_key_is_told_and_not_replaced(small_edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "development-key.pem"
    file.write_text("not a key")
    with pytest.raises(StoreError, match=r"development-key\.pem in KENSE_HOME cannot be read as a key"):
        issue_token(tmp_path, "x", [], [], 1)
    assert file.read_text() == "not a key"
    api = ApiClient(small_edition, {"KENSE_HOME": str(tmp_path)})
    api.http.headers["authorization"] = f"Bearer {issue_token(tmp_path / 'other', 'x', [], [], 1)}"
    assert api.error(VIEWER)[0] == "KEYS_UNAVAILABLE"


def test_where_no_key_can_be_written_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="no key can be made in KENSE_HOME"):
        make_development_key(tmp_path / "file")


PRODUCTION = {"KENSE_ENV": "production"}


def settings_of(home: Path, **environ: str) -> Settings:
    return Settings.from_environment({"KENSE_HOME": str(home), **environ})


def test_production_does_not_start_with_the_development_key(tmp_path: Path) -> None:
    key = make_development_key(tmp_path)
    with pytest.raises(BadSettingError, match=r"takes no development key: set KENSE_AUTH_KEYS"):
        make_verifier(settings_of(tmp_path, **PRODUCTION))
    for published in (public_pem(key), {"keys": [jwk(key, "k1")]}):
        environ = {**key_file(tmp_path, published), **PRODUCTION}
        with pytest.raises(BadSettingError, match="holds the development key"):
            make_verifier(settings_of(tmp_path, **environ))
        with pytest.raises(BadSettingError, match=f"KENSE_AUTH_ISSUER is '{ISSUER}'"):
            make_verifier(settings_of(tmp_path, **{**environ, "KENSE_AUTH_ISSUER": ISSUER}))
    assert make_verifier(settings_of(tmp_path, KENSE_AUTH_KEYS="none", **PRODUCTION)) is None
    with pytest.raises(BadSettingError, match="takes no development key"):
        CliRunner(env={"KENSE_HOME": str(tmp_path), **PRODUCTION}).invoke(
            app, ["serve"], catch_exceptions=False
        )
    assert not (tmp_path / "kense.sqlite3").exists()


def test_tokens_are_issued_only_where_a_server_takes_them(tmp_path: Path) -> None:
    for environ in (
        PRODUCTION,
        {"KENSE_AUTH_KEYS": "none"},
        {"KENSE_AUTH_KEYS": "/keys.pem", "KENSE_AUTH_ISSUER": "https://id.example.kz"},
    ):
        with pytest.raises(BadSettingError):
            run(tmp_path, "--role", "editor", "--territory", "akm", **environ)
    assert read_development_key(tmp_path) is None
    assert Settings.from_environment({}).auth.audience == AUDIENCE


@pytest.mark.parametrize(
    "arguments",
    [
        ["--role", "boss", "--territory", "akm"],
        ["--role", "editor"],
        ["--territory", "akm"],
        ["--role", "editor", "--territory", "akm", "--hours", "0"],
        ["--role", "editor", "--territory", "akm", "--hours", "721"],
    ],
)
def test_what_makes_no_token_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, *arguments)[0] == 2


@pytest.mark.parametrize(
    "subject", ["", " ", "a\u202eb", "anonymous:192.0.2.7", "registry", "erased", "x" * 201]
)
def test_no_token_is_printed_for_a_name_that_no_account_has(tmp_path: Path, subject: str) -> None:
    with pytest.raises(BadSettingError, match=r"--subject .*: no server takes such a token"):
        run(tmp_path, "--role", "editor", "--territory", "akm", "--subject", subject)
