"""The database URL as text: which databases are supported, and how a valid URL looks.

The engine parses the URL again (`store.tables.engine`). Here it is only checked and completed, so that a
wrong one is refused when settings are read, and settings need no database library.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

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
_EXAMPLE = "postgresql://user@host:5432/kense or sqlite:////data/kense.sqlite3"
_LONGEST_HOST = 253
"""Bytes of a name in DNS (RFC 1035 section 2.3.4)."""


def complete_database_url(name: str, value: str) -> str:
    """The URL with its driver added, and with the absolute path of a SQLite file.

    `name` is the setting's name in errors; no error shows a password. Raises BadSettingError for another
    database and for a URL that cannot be used.
    """
    parts = _URL.fullmatch(value)
    if parts is None or not value.isprintable():
        raise _not_a_url(name)
    driver, port = parts["driver"], parts["port"]
    options = _options(name, parts["query"])
    if driver in _POSTGRESQL:
        _check_server(name, parts["host"], port)
        return "postgresql+psycopg" + value.removeprefix(driver)
    if driver not in _SQLITE:
        raise BadSettingError(f"{name} is for {driver!r}: only postgresql and sqlite are known")
    if parts["host"] or port is not None:
        raise _not_a_url(name)
    _check_file_options(name, options)
    file = unquote(parts["path"] or "")
    if file in {"", ":memory:"}:
        raise BadSettingError(f"{name} is {value!r}: SQLite needs a file, other processes must see it")
    if not file.isprintable():
        raise _not_a_url(name)
    return sqlite_url(Path(file)) + (parts["query"] or "")


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite+pysqlite:///{quote(str(file.absolute()), safe=' +/')}"


def _check_server(name: str, host: str | None, port: str | None) -> None:
    """Raise BadSettingError for a host or port that cannot be used.

    The message leaves the port out: a password without its @ looks like a port.
    """
    if host is not None and "@" in host:
        raise BadSettingError(f"{name} has more than one @: write one in a password as %40")
    if host is not None and not _can_be_host(host):
        raise BadSettingError(f"{name} names no host that can be looked up")
    if port is not None and not _is_port(port):
        message = f"{name} has a port that is not a number from 1 to 65535: write {_EXAMPLE}"
        raise BadSettingError(message)


def _can_be_host(host: str) -> bool:
    """Whether each comma-separated host is an address or a name within the length limit of DNS."""
    if host.startswith("["):
        try:
            IPv6Address(host[1:-1].partition("%")[0])
        except ValueError:
            return False
        return True
    try:
        return all(0 < len(one.encode("idna")) <= _LONGEST_HOST and " " not in one for one in host.split(","))
    except UnicodeError:
        return False


def _options(name: str, query: str | None) -> list[tuple[str, str]]:
    """The options of the URL. Raises BadSettingError for an option that cannot be used."""
    options = parse_qsl((query or "").removeprefix("?"), keep_blank_values=True)
    for option, value in options:
        if option == "plugin" or (option == "port" and not all(map(_is_port, value.split(",")))):
            raise BadSettingError(f"{name} has an option {option} that cannot be used")
        if not (option + value).isprintable():
            raise _not_a_url(name)
    return options


def _check_file_options(name: str, options: list[tuple[str, str]]) -> None:
    for option, value in options:
        if option != "timeout" or not (value.isascii() and value.isdigit()):
            raise BadSettingError(f"{name}: a file of SQLite takes no option but timeout=SECONDS")


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65_535


def _not_a_url(name: str) -> BadSettingError:
    return BadSettingError(f"{name} is not a database URL such as {_EXAMPLE}")
