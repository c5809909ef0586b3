"""The URL of a store is checked as text, and the engine reads it in the same way."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from model.database_url import complete_database_url, sqlite_url
from model.errors import BadSettingError
from model.settings import Settings
from store.tables.engine import without_password


@pytest.mark.parametrize(
    "rest",
    [
        "://db/x",
        "://",
        "://kense:a%40b@db:5433/registry?sslmode=require&options=-csearch_path%3Dkense",
        "://kense:a/b?c@[::1]:5432/registry",
        ":///registry?host=/var/run/postgresql",
        "://user@db",
    ],
)
@pytest.mark.parametrize("driver", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_keeps_all_it_says_and_gets_its_driver(driver: str, rest: str) -> None:
    complete = complete_database_url("x", driver + rest)
    assert make_url(complete) == make_url("postgresql" + rest).set(drivername="postgresql+psycopg")
    assert complete_database_url("x", complete) == complete


@pytest.mark.parametrize("file", ["/data/kense.sqlite3", "/data/100%/a b+c?#.sqlite3", "/d/кеңсе.sqlite3"])
def test_a_file_of_sqlite_is_the_one_that_was_named(file: str) -> None:
    complete = sqlite_url(Path(file))
    assert make_url(complete).database == file
    assert complete_database_url("x", complete + "?timeout=5") == complete + "?timeout=5"


def test_a_relative_file_lies_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    complete = complete_database_url("x", "sqlite:///kense.sqlite3")
    assert make_url(complete).database == f"{tmp_path}/kense.sqlite3"


@pytest.mark.parametrize("url", ["postgresql://kense:hunter2@db:port/x", "oracle://kense:hunter2@db/x"])
def test_no_refusal_shows_a_password(url: str) -> None:
    with pytest.raises(BadSettingError) as caught:
        complete_database_url("--database", url)
    assert "hunter2" not in str(caught.value)
    assert "--database" in str(caught.value)


def test_settings_printed_for_a_person_show_no_password() -> None:
    settings = Settings.from_environment({"KENSE_DATABASE_URL": "postgresql://kense:hunter2@db/x"})
    assert "hunter2" in settings.database_url
    assert "hunter2" not in repr(settings)
    assert without_password(settings.database_url) == "postgresql+psycopg://kense:***@db/x"
    given = "postgresql://db/x?password=hunter2&sslpassword=hunter2&sslmode=require"
    assert "hunter2" not in without_password(given)
    assert "sslmode=require" in without_password(given)


@pytest.mark.parametrize("port", ["port", "", "0", "99999", "123456", "-5", "٣", "5432:7", "5432 "])
def test_a_bad_port_is_a_sentence_that_does_not_repeat_it(port: str) -> None:
    with pytest.raises(BadSettingError, match="--database has a port that is not a number from 1 to 65535"):
        complete_database_url("--database", f"postgresql://kense:hunter2@db:{port}/x")
    with pytest.raises(
        BadSettingError
    ) as caught:  # its @ was forgotten: the password stands where a port would
        complete_database_url("--database", "postgresql://kense:hunter2/x")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("host", ["[::1", "[zz]", "a b", "a" * 64, ".".join(["abc"] * 80), "a..b", ","])
def test_a_host_that_no_server_can_have_is_refused(host: str) -> None:
    with pytest.raises(BadSettingError, match="names no host that can be looked up"):
        complete_database_url("--database", f"postgresql://kense@{host}/x")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://kense:p@ss@db/x", "more than one @"),
        ("postgresql://db/x?port=abc", "an option port that cannot be used"),
        ("postgresql://db/x?plugin=other", "an option plugin that cannot be used"),
        ("postgresql://db/x\n", "is not a database URL"),
        ("postgresql://db/x?host=%00", "is not a database URL"),
        ("postgresql://\udcff/x", "is not a database URL"),
        ("sqlite:///kense.sqlite3?timeout=soon", "takes no option but timeout=SECONDS"),
        ("sqlite:///kense.sqlite3?mode=ro", "takes no option but timeout=SECONDS"),
        ("sqlite:///kense%00.sqlite3", "is not a database URL"),
    ],
)
def test_what_the_engine_would_fail_over_is_refused_in_words(url: str, message: str) -> None:
    with pytest.raises(BadSettingError, match=message):
        complete_database_url("--database", url)
