"""What `kense ask` does: the line understood over the edition of a store, and the offices that answer it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.asking.asked import Asked
from geo.asking.asked_sentences import how_asked
from geo.asking.asking import Asking
from geo.asking.office_names import find_offices
from geo.asking.vocabulary import Vocabulary
from geo.earth.point import Point
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.sentence import join
from geo.exports.cells import cell_of
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_psc
from geo.locator.locator import Locator
from geo.names.fuzzy_search import NameSearch, ranked
from geo.names.shown_name import name_in
from geo.units.edition_index import Atlas
from geo.units.name_entries import word_index
from model.edition import Edition, Office
from model.enums import ContactKind, Language
from model.settings import Settings
from store.reading.kept_edition import stored_edition

_MOST_OFFICES = 10
_COLUMNS = ("question", "certain", "service", "place", "office", "name", "why", "distance_m", "phones")
_WITHOUT_ANSWER = (AskedFor.NOT_UNDERSTOOD, AskedFor.NOT_HELD)


class AskFormat(StrEnum):
    """How answers are printed; the words of the command's own."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class _Given:
    """An office of an answer: of which service, with what role or at what distance."""

    office: Office
    service: str = ""
    why: str = ""
    distance_m: float | None = None


class _Answering:
    """Answers lines over one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._atlas = Atlas.of(edition)
        self._locator = Locator(self._atlas)
        self._asking = Asking(self._atlas, self._locator, Vocabulary(edition.services.values()))

    def understood(self, text: str) -> Asked:
        return self._asking.understood(text)

    def offices(self, asked: Asked) -> list[_Given]:
        """The offices that answer a line, the best first."""
        answers = {
            AskedFor.WHO_SERVES: self._serving,
            AskedFor.NEAREST_CENTRE: self._nearest,
            AskedFor.OFFICE_BY_NAME: self._named,
        }
        answer = answers.get(asked.asked_for)
        return list(answer(asked))[:_MOST_OFFICES] if answer is not None else []

    def _serving(self, asked: Asked) -> Iterator[_Given]:
        for read in asked.services:
            if asked.place is None:
                continue
            found = office_for(self._atlas, read.service_id, asked.place)
            for provision in found.provisions:
                roles = " ".join(sorted(role.value for role in provision.roles))
                yield _Given(self.edition.offices[provision.office_id], read.service_id, roles)

    def _nearest(self, asked: Asked) -> Iterator[_Given]:
        unit = asked.place.unit if asked.place is not None else None
        if unit is None or unit.position is None:
            return
        point = Point(lon=unit.position.lon, lat=unit.position.lat)
        for near in nearest_psc(self._atlas, point):
            yield _Given(near.office, distance_m=round(near.distance_m))

    def _named(self, asked: Asked) -> Iterator[_Given]:
        search = NameSearch(word_index(self._atlas))
        for hit in ranked(find_offices(search, self._locator, self._atlas, asked)):
            yield _Given(self.edition.offices[hit.found.entry.slug])


def run_ask(settings: Settings, text: str, language: Language, form: AskFormat, console: Console) -> bool:
    """Print what a line means and the offices that answer it; whether the registry has an answer.

    Raises StoreError, also for a store into which nothing was loaded.
    """
    edition = stored_edition(settings)
    answering = _Answering(edition)
    asked = answering.understood(text)
    offices = answering.offices(asked)
    if form is AskFormat.TABLE:
        _screen(asked, offices, edition, language, console)
    elif form is AskFormat.JSON:
        _write(
            console, orjson.dumps(_document(asked, offices, edition, language), option=orjson.OPT_INDENT_2)
        )
    else:
        _write_rows(console, [_row(asked, each, language) for each in offices], form)
    return asked.asked_for not in _WITHOUT_ANSWER


def _screen(
    asked: Asked, offices: Sequence[_Given], edition: Edition, language: Language, console: Console
) -> None:
    for sentence in how_asked(asked, edition.services):
        console.print(sentence.text(language), markup=False, highlight=False, soft_wrap=True)
    for read in asked.services if len(asked.services) > 1 else ():
        name = name_in(edition.services[read.service_id].names, language, read.service_id)
        console.print(f"- {name}", markup=False, highlight=False, soft_wrap=True)
    if not offices:
        return
    table = Table("office", "name", "why", "km", "phones")
    for each in offices:
        row = _row(asked, each, language)
        km = "" if each.distance_m is None else f"{each.distance_m / 1000:.1f}"
        table.add_row(
            *(escape(str(row[key])) for key in ("office", "name", "why")), km, "\n".join(_phones(each.office))
        )
    console.print(table)


def _row(asked: Asked, given: _Given, language: Language) -> dict[str, object]:
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
    return [each.e164 or each.value for each in office.contacts if each.kind is ContactKind.PHONE]


def _document(
    asked: Asked, offices: Sequence[_Given], edition: Edition, language: Language
) -> dict[str, object]:
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
        "offices": [_row(asked, each, language) for each in offices],
    }


def _write_rows(console: Console, rows: Sequence[dict[str, object]], form: AskFormat) -> None:
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
