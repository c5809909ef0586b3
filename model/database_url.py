"""The URL of a store as text: which databases are known, and what a good URL says.

The engine reads the text once more (`store.tables.engine`); here it is only checked and completed, so that a
wrong one is refused when settings are read, and settings need no database library.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote

from model.errors import BadSettingError

_URL = re.compile(
    r"""(?P<driver>[\w+]+)://
        (?:[^:/]*(?::[^@]*)?@)?
        (?P<host>\[[^/?]+\]|[^/:?]+)?
        (?::(?P<port>[^/?]*))?
        (?:/(?P<path>[^?]*))?
        (?P<query>\?.*)?""",
    re.VERBOSE,
)
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})


def complete_database_url(name: str, value: str) -> str:
    """The URL with its driver, and with the whole path of a file of SQLite.

    `name` is what errors call it; no error shows a password. Raises BadSettingError.
    """
    parts = _URL.match(value)
    if parts is None or not _is_port(parts["port"]):
        raise _not_a_url(name)
    driver = parts["driver"]
    if driver in _POSTGRESQL:
        return "postgresql+psycopg" + value.removeprefix(driver)
    if driver not in _SQLITE:
        raise BadSettingError(f"{name} is for {driver!r}: only postgresql and sqlite are known")
    if parts["host"] or parts["port"]:
        raise _not_a_url(name)
    file = unquote(parts["path"] or "")
    if file in {"", ":memory:"}:
        raise BadSettingError(f"{name} is {value!r}: SQLite needs a file, other processes must see it")
    return sqlite_url(Path(file)) + (parts["query"] or "")


def sqlite_url(file: Path) -> str:
    """The URL of a file of SQLite."""
    return f"sqlite+pysqlite:///{quote(str(file.absolute()), safe=' +/')}"


def _is_port(text: str | None) -> bool:
    return not text or (text.isascii() and text.isdigit())


def _not_a_url(name: str) -> BadSettingError:
    return BadSettingError(
        f"{name} is not a database URL such as postgresql://user@host/kense or sqlite:////data/kense.sqlite3"
    )
