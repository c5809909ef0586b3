"""The work and the output of `kense propose`, `stage`, `review ACT`, `activate` and `rollback`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.progress import progress_bar
from loaders.seeds.citations import cited
from loaders.seeds.files import write_text
from loaders.staging.activation import activate, rollback
from loaders.staging.proposal import propose
from loaders.staging.published import published_stamp
from loaders.staging.stage import stage_act, stage_again
from loaders.staging.staged import staged_acts
from loaders.staging.staged_review import ChangedField, StagedReview, review_staged
from model.edition import Citation
from model.program_files import shipped_seeds
from model.settings import Settings
from store.reading.edition_file import edition_file
from store.tables.engine import make_engine, reading
from store.tables.revisions import latest_revision
from store.tables.schema import current_revision

_WITHOUT_GAZETTEER = (
    "no gazetteer: units and positions are those of the published seeds, no new place is looked for; "
    "name a gazetteer by --gazetteer or KENSE_GAZETTEER to find new ones"
)


def run_propose(text: Path, out: Path | None, console: Console) -> None:
    """Draft the profile of an act; print it, or write it to the file `out`.

    Raises ActError and BadSeedError.
    """
    drafted = propose(text, shipped_seeds())
    if out is None:
        console.file.write(drafted)
    else:
        write_text(out, drafted)
        told = "check the values that are null or marked as guessed"
        _say(console, f"{out}: {told}, then `kense stage {text} --profile {out}`")


def run_stage(
    settings: Settings,
    text: Path,
    profile: Path | None,
    seeds: Path | None,
    gazetteer: Path | None,
    console: Console,
) -> None:
    """Stage an act beside the published edition and print its blocked parts.

    `seeds` are those from which the store was loaded, None for the delivered seeds. Raises the errors of
    `stage_act`.
    """
    base = seeds or shipped_seeds()
    with _engine(settings) as engine, progress_bar(Console(stderr=True)) as report:
        manifest = stage_act(
            text,
            engine=engine,
            home=settings.home,
            gazetteer=gazetteer,
            progress=report,
            seeds=base,
            profile=profile,
        )
    if gazetteer is None:
        _say(console, _WITHOUT_GAZETTEER)
    for problem in manifest.blocked:
        _say(console, f"blocked\t{problem.where}\t{problem.text}")
    _say(console, f"{manifest.act} is staged: `kense review {manifest.act}`, `kense activate {manifest.act}`")


def run_staged_review(settings: Settings, act: str, gazetteer: Path | None, console: Console) -> StagedReview:
    """Print what a staged act would change; nothing is published.

    If other seeds were published since it was staged, it is staged again first. Raises StagingError,
    StoreError and the errors of `stage_act`.
    """
    with _engine(settings) as engine, progress_bar(Console(stderr=True)) as report:
        again = stage_again(engine, settings.home, act, gazetteer, report, shipped_seeds())
        review = review_staged(engine, act, edition_file(settings), settings.home)
    if again is not None:
        _say(console, f"{act} was staged again: other seeds were published since")
        if gazetteer is None:
            _say(console, _WITHOUT_GAZETTEER)
    print_review(review, console)
    return review


def list_staged(settings: Settings, console: Console) -> None:
    """Print a line for each staged act, and another if other seeds were published since.

    Raises StoreError. Nothing is printed if there is no store or its tables are of an older program; no store
    is created.
    """
    database = make_url(settings.database_url)
    if database.get_backend_name() == "sqlite" and not Path(database.database or "").is_file():
        return
    with _engine(settings) as engine:
        with reading(engine) as connection:
            is_behind = current_revision(connection) != latest_revision()
        if not is_behind:
            _list_staged(engine, console)


def _list_staged(engine: Engine, console: Console) -> None:
    for manifest in staged_acts(engine):
        _say(console, f"{manifest.act} is staged since {manifest.staged_at:%Y-%m-%d}: {manifest.text}")
        if manifest.upon != published_stamp(engine).digest:
            _say(console, f"  upon other seeds than the published ones: `kense review {manifest.act}` first")


def run_activate(settings: Settings, act: str, write_seeds: Path | None, console: Console) -> None:
    """Publish a staged act and list the acts still staged. Raises StagingError and the errors of a load."""
    with _engine(settings) as engine, progress_bar(Console(stderr=True)) as report:
        loaded = activate(engine, settings.home, act, report, write_seeds, file=edition_file(settings))
        _say(console, f"edition {loaded.edition} contains {act}; `kense rollback` returns to the one before")
        _list_staged(engine, console)


def run_rollback(settings: Settings, console: Console) -> None:
    """Return to the seeds before the last activated act. Raises StagingError and the errors of a load."""
    with _engine(settings) as engine, progress_bar(Console(stderr=True)) as report:
        act, loaded = rollback(engine, settings.home, report, file=edition_file(settings))
    _say(console, f"edition {loaded.edition} is without {act}, as before it was activated")


def print_review(review: StagedReview, console: Console) -> None:
    """Print each section of a review with its number of entries, then a line for each entry."""
    manifest = review.manifest
    _say(console, f"{manifest.act} ({manifest.text}) beside edition {review.published}")
    sections: dict[str, Sequence[str]] = {
        "tables and rows blocked, not read": [f"{one.where}\t{one.text}" for one in manifest.blocked],
        "new offices": [
            f"{office.id}\t{office.names[0].value}\t{_rows(office.citations)}"
            for office in review.new_offices
        ],
        "fields changed by the act": [_changed(one) for one in review.changed],
        "new offices, not by the act": [
            f"{office.id}\t{office.names[0].value}\t{_rows(office.citations)}"
            for office in review.other_new_offices
        ],
        "fields changed, not by the act": [_changed(one) for one in review.other_changes],
        "ids replaced": [f"{old}\t{new}" for old, new in review.rekeyed],
        "contradictions that come in": [
            f"{one.id}\t" + "\t".join(f"{side.value} ({cited(side.citation)})" for side in one.values)
            for one in review.contradictions
        ],
        "offices that the act no longer names (they stay)": [
            f"{office.id}\t{office.names[0].value}\t{_rows(office.citations)}" for office in review.unnamed
        ],
        "provisions that end": [
            f"{one.id}\t{one.validity.until or 'no more'}\t{_rows(one.basis[:1])}" for one in review.ended
        ],
        "corrections to look at again": [
            f"{one.office_id}\t{one.field}\t{one.corrected} (version {one.version}"
            f"{'' if one.correction is None else f', correction {one.correction}'})"
            f"\t{one.printed} ({cited(one.cited)})"
            for one in review.reopened
        ],
        "people's changes to offices that would be gone (they stop an activation)": list(review.orphaned),
        "draft services": [
            f"{one.id or 'no id yet: it is left out'}\t{one.title}" for one in manifest.drafts
        ],
        "new units": [f"{unit.id}\t{unit.names[0].value if unit.names else ''}" for unit in review.new_units],
        "doubtful pairs": [
            f"{one.row}\t{one.other}\t{one.name} / {one.other_name}\t{one.reasons}" for one in review.doubts
        ],
        "cells not read": [f"{one.row}\t{one.piece.text}\t{one.piece.reason}" for one in review.unread],
        "other problems": [
            f"{one.where}\t{one.kind}: {one.text}" for one in manifest.problems if one not in manifest.blocked
        ],
    }
    for title, lines in sections.items():
        _say(console, f"\n{len(lines)} {title}")
        for line in lines:
            _say(console, f"  {line}")
    _say(console, f"\n{review.new_provisions} provisions rest on the act")
    if review.other_changes or review.other_new_offices or review.rekeyed:
        _say(
            console, "changes not by the act come from newer rules: `kense reconcile` and `kense load` first"
        )


def _changed(one: ChangedField) -> str:
    before, after = _side(one.before, one.before_cited), _side(one.after, one.after_cited)
    return f"{one.office_id}\t{one.field}\t{before}\t{after}"


def _side(value: str, citation: Citation | None) -> str:
    shown = value or "nothing"
    return shown if citation is None else f"{shown} ({cited(citation)})"


def _rows(citations: Sequence[Citation]) -> str:
    return " ".join(cited(citation) for citation in citations)


def _say(console: Console, text: str) -> None:
    console.file.write(f"{text}\n")  # `print` would expand the TABs


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
