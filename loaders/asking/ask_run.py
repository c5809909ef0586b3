"""The work of `kense ask`: interprets the line over the edition of a store, and finds the offices."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from enum import StrEnum

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.asking.answering import GivenOffice, LineAnswers
from geo.asking.asked import Asked
from geo.asking.asked_sentences import how_asked
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.sentence import join
from geo.exports.cells import cell_of
from geo.jurisdiction.law import today_in_kazakhstan
from geo.names.shown_name import name_in
from model.edition import Edition, Office
from model.enums import ContactKind, Language
from model.in_force import contacts_of
from model.settings import Settings
from store.reading.kept_edition import stored_edition

_COLUMNS = ("question", "certain", "service", "place", "office", "name", "why", "distance_m", "phones")
_WITHOUT_ANSWER = (AskedFor.NOT_UNDERSTOOD, AskedFor.NOT_HELD)


class AskFormat(StrEnum):
    """How answers are printed; the same values as the command's `AskFormat`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def run_ask(settings: Settings, text: str, language: Language, form: AskFormat, console: Console) -> bool:
    """Print what a line means and the offices that answer it.

    Returns False if it was not understood or the registry does not have the service. Raises StoreError, also
    if nothing was loaded into the store.
    """
    edition = stored_edition(settings)
    answering = LineAnswers(edition)
    asked = answering.understood(text)
    offices = answering.offices(asked)
    if form is AskFormat.TABLE:
        _screen(asked, offices, edition, language, console)
    elif form is AskFormat.JSON:
        _write(
            console, orjson.dumps(_document(asked, offices, edition, language), option=orjson.OPT_INDENT_2)
        )
    else:
        _write_rows(console, [_row(asked, office, language) for office in offices], form)
    return asked.asked_for not in _WITHOUT_ANSWER


def _screen(
    asked: Asked, offices: Sequence[GivenOffice], edition: Edition, language: Language, console: Console
) -> None:
    """Print the interpretation of the line and a table of offices."""
    for sentence in how_asked(asked, edition.services):
        console.print(sentence.text(language), markup=False, highlight=False, soft_wrap=True)
    for read in asked.services if len(asked.services) > 1 else ():
        name = name_in(edition.services[read.service_id].names, language, read.service_id)
        console.print(f"- {name}", markup=False, highlight=False, soft_wrap=True)
    if not offices:
        return
    table = Table("office", "name", "why", "km", "phones")
    for office in offices:
        row = _row(asked, office, language)
        km = "" if office.distance_m is None else f"{office.distance_m / 1000:.1f}"
        table.add_row(
            *(escape(str(row[key])) for key in ("office", "name", "why")),
            km,
            "\n".join(_phones(office.office)),
        )
    console.print(table)


def _row(asked: Asked, given: GivenOffice, language: Language) -> dict[str, object]:
    """The columns of an office in the answer."""
    unit = asked.place.unit if asked.place is not None else None
    values = (
        asked.asked_for.value,
        asked.is_certain,
        given.service,
        unit.id if unit is not None else "",
        given.office.id,
        name_in(given.office.names, language, given.office.id),
        given.why,
        given.distance_m,
        _phones(given.office),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _phones(office: Office) -> list[str]:
    return [
        each.e164 or each.value
        for each in contacts_of(office, today_in_kazakhstan())
        if each.kind is ContactKind.PHONE
    ]


def _document(
    asked: Asked, offices: Sequence[GivenOffice], edition: Edition, language: Language
) -> dict[str, object]:
    """The answer as a JSON object, offices included."""
    place = asked.place
    return {
        "text": asked.text,
        "question": asked.asked_for.value,
        "certain": asked.is_certain,
        "doubts": [doubt.value for doubt in AskDoubt if doubt in asked.doubts],
        "services": [
            {"id": read.service_id, "named_by": read.by.value, "name": read.name, "words": list(read.words)}
            for read in asked.services
        ],
        "category": asked.category,
        "not_held": asked.topic,
        "place_text": asked.place_text,
        "places": [unit.id for unit in (place.units or place.proposed)] if place is not None else [],
        "connecting": list(asked.connecting),
        "left_out": list(asked.left_out),
        "did_you_mean": asked.did_you_mean,
        "explanation": join(how_asked(asked, edition.services), language),
        "offices": [_row(asked, office, language) for office in offices],
    }


def _write_rows(console: Console, rows: Sequence[dict[str, object]], form: AskFormat) -> None:
    """Print rows as JSON lines or CSV."""
    if form is AskFormat.JSONL:
        for row in rows:
            _write(console, orjson.dumps(row))
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell_of(value) for key, value in row.items()} for row in rows)
    console.file.write(text.getvalue())


def _write(console: Console, document: bytes) -> None:
    console.file.write(document.decode() + "\n")
