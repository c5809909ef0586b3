"""The URL of a store is checked as text, and means to the engine what it said."""

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
