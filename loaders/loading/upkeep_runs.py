"""The work of `kense grant` and `kense forget`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from rich.console import Console

from changes.identity import REGISTRY
from model.errors import BadSettingError, StoreError
from model.settings import Settings
from store.log.forgetting import ERASED, Forgotten, forget_before, forget_subject
from store.tables.engine import is_postgis, make_engine, without_password, writing
from store.tables.rights import grant_rights, statements_of_rights

_WORDS = {
    "proposers": "proposals without the one who filed them",
    "reviewers": "proposals without the one who decided them or took them back",
    "approvals": "proposals without one who said yes to them",
    "texts": "proposals that came to nothing, without what they said",
    "answers": "answers kept for idempotency keys, gone",
    "changes": "changes in the history without the one who made them",
    "publishings": "files and jobs of acts without the one who sent or asked for them",
}


def run_grant(
    settings: Settings, serving: Sequence[str], reading: Sequence[str], console: Console, *, only_show: bool
) -> None:
    """Give roles their rights on the tables, or with `only_show` print the SQL that does.

    Raises StoreError, also for SQLite, which has no roles.
    """
    engine = make_engine(settings.database_url)
    try:
        if not is_postgis(engine):
            raise StoreError(
                "a file of SQLite has no roles: who may read and write it is a matter of its mode"
            )
        with writing(engine) as connection:
            statements = statements_of_rights(connection, serving, reading)
            if not only_show:
                grant_rights(connection, statements)
    finally:
        engine.dispose()
    if only_show:
        for statement in statements:
            console.print(f"{statement};", highlight=False, soft_wrap=True, markup=False)
        return
    where = without_password(settings.database_url)
    for role, may in (*((role, "serves") for role in serving), *((role, "only reads") for role in reading)):
        console.print(f"{role} {may} {where}", highlight=False, soft_wrap=True, markup=False)


def run_forget(
    settings: Settings, before: date | None, subject: str | None, console: Console, *, dry_run: bool
) -> None:
    """Erase names and addresses of proposers, or with `dry_run` count them.

    With `subject`, only the name of that account or address; else all names older than the day `before`
    (None: by the settings). Raises BadSettingError and StoreError.
    """
    engine = make_engine(settings.database_url)
    try:
        with console.status("looking through proposals"):
            if subject is not None:
                found = forget_subject(engine, _known_by(subject), dry_run=dry_run)
            else:
                found = forget_before(engine, _moment(settings, before), dry_run=dry_run)
    finally:
        engine.dispose()
    _print(found, console, dry_run=dry_run)


def _known_by(subject: str) -> str:
    """The subject unchanged. Raises BadSettingError if it is empty or stands for nobody."""
    if not subject.strip():
        raise BadSettingError("--subject is empty: name an account, or anonymous:ADDRESS")
    if subject in (REGISTRY, ERASED):
        raise BadSettingError(
            f"--subject is {subject!r}, a reserved name and no account: name an account, or anonymous:ADDRESS"
        )
    return subject


def _moment(settings: Settings, before: date | None) -> datetime:
    """Midnight (UTC) of the day; for None, the moment as many days ago as the settings say.

    Raises BadSettingError for a day in the future, or if neither states a day.
    """
    if before is not None:
        if before > datetime.now(UTC).date():
            raise BadSettingError(f"--before is {before}, a day to come: nothing is erased ahead of time")
        return datetime.combine(before, time(), UTC)
    if settings.keep_proposers_days is None:
        raise BadSettingError("KENSE_KEEP_PROPOSERS_DAYS is 'none': say the day with --before")
    return datetime.now(UTC) - timedelta(days=settings.keep_proposers_days)


def _print(found: Forgotten, console: Console, *, dry_run: bool) -> None:
    if not found:
        console.print("nothing is to be erased", highlight=False)
        return
    for name, words in _WORDS.items():
        count = getattr(found, name)
        if count:
            console.print(f"{count:,} {words}", highlight=False, soft_wrap=True)
    if dry_run:
        console.print("nothing was changed: this was a dry run", highlight=False)
