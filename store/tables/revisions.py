"""The revisions of the tables, in the order that the migration files state.

Alembic would execute each file of the history to know its number; here the two lines that matter are read.
"""

from __future__ import annotations

import re
from functools import cache

from model.errors import StoreError
from model.program_files import PROGRAM

_FOLDER = PROGRAM / "store" / "migrations" / "versions"
_LINE = re.compile(r"^(?P<name>revision|down_revision) = (?:['\"](?P<value>\w+)['\"]|None)$", re.MULTILINE)


@cache
def revisions() -> tuple[str, ...]:
    """All revisions of the tables, newest first. Empty if the program came without its migrations.

    Raises StoreError if they are not one line from the first revision to the last.
    """
    following: dict[str | None, str] = {}
    files = sorted(_FOLDER.glob("[!_]*.py"))
    for path in files:
        stated = {line["name"]: line["value"] for line in _LINE.finditer(path.read_text("utf-8"))}
        if stated.get("revision") is not None and "down_revision" in stated:
            following[stated["down_revision"]] = stated["revision"]
    ordered: list[str] = []
    while (newer := following.pop(ordered[-1] if ordered else None, None)) is not None:
        ordered.append(newer)
    if len(ordered) != len(files):
        raise StoreError("the migrations of the program are not one history: reinstall it")
    return tuple(reversed(ordered))


def latest_revision() -> str:
    """The newest revision of the tables. Raises StoreError if the program came without its migrations."""
    if not revisions():
        raise StoreError("the program came without its migrations")
    return revisions()[0]
