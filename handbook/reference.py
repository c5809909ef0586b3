"""The reference pages, made from the code: `python -m handbook.reference FOLDER` writes them.

`descriptions.yaml` holds the sentences that the code lacks. A route, a code or a key without a description
fails the build, and so does a description of something that no longer exists.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from starlette.routing import Mount, Route
from typer.main import get_command

import kense
from changes.problems import UserErrorCode
from geo.sql.spatial_sql import SCRIPTS
from graph.ogc.rest_routes import rest_routes
from graph.served.context import Reception
from graph.server.app import create_app
from graph.terms import errors
from handbook.python_reference import python_page
from handbook.schema_reference import schema_page
from loaders.acts import profiles
from model.program_files import PROGRAM
from model.settings import Settings
from model.variables import VARIABLES

_DESCRIPTIONS = Path(__file__).with_name("descriptions.yaml")
_SQL = tuple(PROGRAM / "geo" / "sql" / name for name in SCRIPTS)
_VIEW = re.compile(r"^CREATE VIEW (kense\.\w+)", re.M)
_FUNCTION = re.compile(
    r"^CREATE FUNCTION (kense\.\w+)\((.*?)\)\s+RETURNS\s+(.*?)\s*\n?(?:LANGUAGE|AS)\b", re.M | re.S
)
_COMMENT = re.compile(r"^COMMENT ON (?:VIEW|FUNCTION) (kense\.\w+)(\([^;]*?\))? IS\s+'((?:[^']|'')*)'", re.M)


class HandbookError(Exception):
    """A reference page cannot be made; the message says which description is missing or superfluous."""


def http_page() -> str:
    """The page of all routes of the server. Raises HandbookError for a route without a description."""
    app = create_app(Settings.from_environment({"KENSE_HOME": "var"}), Reception())
    paths = {route.path for route in app.routes if isinstance(route, Route | Mount)}
    # A trailing slash leads to the same route.
    plain = {path for path in paths if path == "/" or not (path.endswith("/") and path[:-1] in paths)}
    listed = rest_routes()
    known = {path: route.summary for path, route in listed.routes.items()} | dict(listed.unlisted)
    rows = [(path, text) for path, text in known.items() if path in plain]
    rows = sorted([*rows, *_described("routes", plain - set(known))])
    return _page(
        "Addresses of the server",
        "[Maps and GIS](../maps.md) and [geocoding](../geocoding.md) explain parameters and caches.",
        _table(("address", "what it gives"), ((f"`{path}`", text) for path, text in rows)),
    )


def settings_page() -> str:
    """The page of all environment variables."""
    rows = ((f"`{each.name}`", each.default, each.meaning) for each in VARIABLES)
    return _page(
        "Settings",
        "Environment variables. An invalid value ends a command with exit code 2 and a message.",
        _table(("variable", "default", "meaning"), rows),
    )


def errors_page() -> str:
    """The page of all error codes. Raises HandbookError for a code without a description."""
    codes = {name for name, value in vars(errors).items() if name.isupper() and name == value}
    user_codes = {code.value for code in UserErrorCode}
    return _page(
        "Codes of errors",
        "`extensions.code` of an error is for programs: each code has one meaning and one remedy.",
        _table(("code", "what it means, and what to do"), _in_code(_described("codes", codes))),
        "## Codes of refused changes",
        "A change that is refused answers with `userErrors`; nothing is stored.",
        _table(("code", "what it means"), _in_code(_described("user_errors", user_codes))),
    )


def sql_page() -> str:
    """The page of all published SQL views and functions.

    Raises HandbookError for a view without a comment.
    """
    text = "\n".join(path.read_text("utf-8") for path in _SQL)
    comments: dict[str, list[str]] = {}
    for name, _, comment in _COMMENT.findall(text):
        comments.setdefault(name, []).append(comment.replace("''", "'"))
    views = [(f"`{name}`", _comment(comments, name)) for name in _VIEW.findall(text)]
    functions = [
        (f"`{name}({_plain_sql(arguments)})`", f"`{_plain_sql(returned)}`", _comment(comments, name))
        for name, arguments, returned in _FUNCTION.findall(text)
        if name in comments
    ]
    return _page(
        "SQL views and functions",
        "In PostGIS, schema `kense`. Points are longitude, then latitude, in degrees; distances are metres.",
        "## Views",
        _table(("view", "what it shows"), views),
        "## Functions",
        _table(("function", "returns", "what it answers"), functions),
    )


def profile_page() -> str:
    """The page of all keys of a profile, which says how an act is read."""
    parts: list[str] = []
    for kind in (profiles.ActProfile, profiles.TableProfile, profiles.ServiceTitle, profiles.MissingHeading):
        fields = vars(kind)["__dataclass_fields__"].values()
        parts.append(f"## {_words(kind.__name__)}")
        parts.append(" ".join((kind.__doc__ or "").split()))
        parts.append(_table(("key", "type"), ((f"`{field.name}`", f"`{field.type}`") for field in fields)))
    return _page(
        "Keys of a profile",
        "How the tables of an act are read. [Bring in an act](../acts.md#the-profile) explains each key.",
        *parts,
    )


def cli_page() -> str:
    """The page of all commands with their arguments and options."""
    parts = [
        part
        for name, command in _commands(get_command(kense.app), "kense")
        for part in _command(name, command)
    ]
    return _page("Commands", "All commands, as `--help` shows them.", *parts)


PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "errors.md": errors_page,
    "graphql.md": schema_page,
    "http.md": http_page,
    "profile.md": profile_page,
    "python.md": python_page,
    "settings.md": settings_page,
    "sql.md": sql_page,
}
"""File name of each reference page to the function that makes it."""


def write_reference(folder: Path) -> None:
    """Write all reference pages into a folder. Raises HandbookError if a description is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")


def _described(kind: str, names: set[str]) -> list[tuple[str, str]]:
    """The names with their descriptions, sorted.

    Raises HandbookError for a name without a description, and for one that does not exist.
    """
    texts: dict[str, str] = yaml.safe_load(_DESCRIPTIONS.read_text("utf-8"))[kind]
    if missing := sorted(names - set(texts)):
        raise HandbookError(f"{_DESCRIPTIONS.name} describes no {kind} called {', '.join(missing)}")
    if gone := sorted(set(texts) - names):
        raise HandbookError(f"{_DESCRIPTIONS.name} describes {kind} that do not exist: {', '.join(gone)}")
    return sorted(texts.items())


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def _command(name: str, command: Any) -> Iterator[str]:
    """The Markdown of a command: its usage, help, arguments and options."""
    words = [name, *(_usage(param) for param in command.params if param.param_type_name == "argument")]
    yield f"## {name}"
    yield f"`{' '.join(words)}`"
    yield (command.help or "").strip()
    rows = [
        (f"`{', '.join(param.opts or [param.name])}`", param.help or "")
        for param in command.params
        if param.param_type_name == "option" or param.help
    ]
    if rows:
        yield _table(("argument or option", "meaning"), rows)


def _usage(param: Any) -> str:
    word = str(param.metavar or param.name.upper())
    return word if param.required else f"[{word}]"


def _comment(comments: Mapping[str, list[str]], name: str) -> str:
    if name not in comments:
        raise HandbookError(f"{name} has no comment in geo/sql")
    return " ".join(dict.fromkeys(comments[name]))


def _plain_sql(text: str) -> str:
    return " ".join(text.replace("@postgis@.", "").replace("@tables@.", "").split()).replace("p_", "")


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _in_code(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((f"`{name}`", text) for name, text in rows)


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [titles, ("---",) * len(titles), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", "*Made from the code.*", *parts)) + "\n"


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
