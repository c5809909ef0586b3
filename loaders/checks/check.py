"""The result of `kense check`: one value with every figure, and the pinned figures that do not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.contradictions.contradictions import contradictions
from loaders.checks.answer_labels import read_answer_files
from loaders.checks.answers import LABELLED, OF_ANSWERS, Asked, ask_all, figures_of_answers
from loaders.checks.ask_labels import read_ask_labels
from loaders.checks.asks import (
    CERTAIN_LINES,
    LABELLED_LINES,
    OF_LINES,
    AskedLine,
    ask_lines,
    figures_of_lines,
)
from loaders.checks.codes import figures_of_codes
from loaders.checks.composed import figures_of_names
from loaders.checks.figures import (
    Figure,
    TableCount,
    count_tables,
    count_unread,
    figures_of_acts,
    figures_of_offices,
    figures_of_units,
    villages_without_office,
)
from loaders.checks.join_labels import Agreement, measure_labels, read_pairs
from loaders.checks.joins import Joined, measure_joins
from loaders.checks.name_labels import read_name_labels
from loaders.checks.names import (
    AGREED,
    LABELLED_NAMES,
    OF_NAMES,
    AskedName,
    ask_names,
    figures_of_names_asked,
)
from loaders.checks.paragraphs import ParagraphsOfAct, figures_of_paragraphs, measure_paragraphs
from loaders.checks.pins import Pin, read_checklist
from loaders.checks.places import figures_of_places
from loaders.checks.points import (
    OF_POINTS,
    POINTS,
    PointsTold,
    figures_of_points,
    measure_points,
    read_points,
)
from loaders.checks.reading_labels import (
    HELD_OUT,
    ReadingAgreement,
    measure_readings,
    read_labelled_rows,
)
from loaders.checks.reliability import LABELLED as PLACES
from loaders.checks.reliability import (
    OF_CONFIDENCE,
    Bin,
    figures_of_bounds,
    figures_of_confidence,
    measure_bounds,
    measure_confidence,
)
from loaders.checks.strays import OPEN, OUTSIDE, strays
from loaders.directory.act_records import ActRecords, kept_act_records, read_act_records
from loaders.loading.seeds_edition import edition_of
from loaders.offices.review import DOUBTS_FILE, Doubt
from loaders.seeds.files import read_rows
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.rows import UncodedRow
from model.contact_contradictions import Contradiction
from model.edition import Edition
from model.errors import RegistryError

CHECKLIST = "check.yaml"
"""In the folder of seeds: the pinned figures and the join targets."""
LABELS = Path("tests", "joins", "pairs.csv")
"""Beside the folder of seeds, in a checkout only."""
READ_ROWS = Path("tests", "readings", "rows.csv")
"""Likewise."""
ANSWERS = Path("tests", "answers")
"""Likewise, a folder."""
NAMES = Path("tests", "names")
"""Likewise, a folder."""
ASKS = Path("tests", "asks")
"""Likewise, a folder."""
_OF_LABELS = "labels"
_OF_READINGS = "read rightly"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A pinned figure without its required value; `value` is None if it was not measured."""

    pin: Pin
    value: float | None


@dataclass(frozen=True, slots=True)
class Check:
    """All that was measured.

    `labels`, `readings` and `answers` are None without their files; `errors` say which texts could not be
    read.
    """

    figures: tuple[Figure, ...]
    tables: tuple[TableCount, ...]
    unread: tuple[tuple[str, int], ...]
    joins: tuple[Joined, ...]
    contradictions: tuple[Contradiction, ...]
    labels: Agreement | None
    readings: ReadingAgreement | None
    answers: tuple[Asked, ...] | None
    villages: tuple[str, ...]
    uncoded: tuple[UncodedRow, ...]
    paragraphs: tuple[ParagraphsOfAct, ...]
    errors: tuple[str, ...]
    pins: tuple[Pin, ...]
    fallen: tuple[Fallen, ...]


def check_seeds(folder: Path, texts: Path | None = None) -> Check:
    """Measure a folder of seeds.

    Rows and records are those kept in the seeds, or those of the `*.txt` in `texts` if given; texts that
    cannot be read are in `errors`. Pins of labels that are missing are left out. Raises BadSeedError and
    StoreError for seeds that cannot be read or loaded.
    """
    seeds = read_seeds(folder)
    checklist = read_checklist(folder / CHECKLIST)
    doubts = read_rows(folder / DOUBTS_FILE, Doubt) if (folder / DOUBTS_FILE).is_file() else ()
    acts, errors = _acts(seeds, texts)
    joins = measure_joins(seeds, doubts, checklist.joins)
    edition = edition_of(seeds)
    by_id = contradictions(edition)
    paragraphs = measure_paragraphs(seeds, edition)
    labels, readings, answers = _labels(folder, seeds), _readings(folder, seeds), _answers(folder, edition)
    names, lines = _names(folder, edition), _lines(folder, edition)
    # An installed program has no labels: what they would measure is not pinned there.
    unlabelled = [_OF_LABELS] * (labels is None) + [_OF_READINGS] * (readings is None)
    unlabelled += [OF_ANSWERS, LABELLED] * (answers is None)
    confidence, points = _confidence(folder, seeds), _points(folder, edition)
    unlabelled += [OF_CONFIDENCE] * (not confidence) + [OF_POINTS] * (not points)
    unlabelled += [OF_NAMES, AGREED, LABELLED_NAMES] * (names is None)
    unlabelled += [OF_LINES, LABELLED_LINES, CERTAIN_LINES] * (lines is None)
    pins = tuple(p for p in checklist.pins if not p.figure.startswith(tuple(unlabelled)))
    figures = (
        *figures_of_acts(acts),
        *figures_of_offices(seeds),
        *figures_of_units(seeds),
        *figures_of_codes(seeds),
        *figures_of_places(seeds),
        *figures_of_bounds(measure_bounds(seeds)),
        *figures_of_confidence(confidence),
        *figures_of_points(points),
        *_figures_of_strays(seeds),
        *figures_of_names(edition),
        *figures_of_paragraphs(paragraphs),
        *(Figure(f"joined: {join.name}", join.joined) for join in joins),
        *(Figure(f"unjoined with traces: {join.name}", join.with_traces) for join in joins if join.unjoined),
        *_figures_of_contradictions(by_id),
        Figure("doubtful pairs", len(doubts)),
        *_figures_of_labels(labels),
        *_figures_of_readings(readings),
        *figures_of_answers(answers or ()),
        *figures_of_names_asked(names or ()),
        *figures_of_lines(lines or ()),
    )
    return Check(
        figures=figures,
        tables=count_tables(acts),
        unread=tuple(count_unread(acts).most_common()),
        joins=joins,
        contradictions=by_id,
        labels=labels,
        readings=readings,
        answers=answers,
        villages=tuple(area.id for area in villages_without_office(seeds)),
        uncoded=seeds.uncoded,
        paragraphs=paragraphs,
        errors=tuple(errors),
        pins=pins,
        fallen=fallen_pins(figures, pins),
    )


def contradictions_of(seeds: Seeds) -> tuple[Contradiction, ...]:
    """The contradictions between acts in seeds. Raises BadSeedError and StoreError."""
    return contradictions(edition_of(seeds))


def fallen_pins(figures: Iterable[Figure], pins: Iterable[Pin]) -> tuple[Fallen, ...]:
    """The pins that do not hold; a pin of a figure that was not measured does not hold either."""
    values = {figure.name: figure.value for figure in figures}
    return tuple(
        Fallen(pin, values.get(pin.figure))
        for pin in pins
        if pin.figure not in values or not pin.holds(values[pin.figure])
    )


def _acts(seeds: Seeds, texts: Path | None) -> tuple[Sequence[ActRecords], list[str]]:
    """The records of the acts, and a line for each unread text. Without any text, a single line."""
    if texts is None:
        return kept_act_records(seeds), []
    files = sorted(texts.glob("*.txt"))
    acts, errors = [], [] if files else [f"{texts}: no text of an act, *.txt"]
    for file in files:
        try:
            acts.append(read_act_records(file))
        except RegistryError as error:
            errors.append(str(error))
    return acts, errors


def _labels(folder: Path, seeds: Seeds) -> Agreement | None:
    path = folder.resolve().parent / LABELS
    return measure_labels(read_pairs(path), seeds) if path.is_file() else None


def _readings(folder: Path, seeds: Seeds) -> ReadingAgreement | None:
    path = folder.resolve().parent / READ_ROWS
    return measure_readings(read_labelled_rows(path), seeds) if path.is_file() else None


def _answers(folder: Path, edition: Edition) -> tuple[Asked, ...] | None:
    path = folder.resolve().parent / ANSWERS
    return ask_all(edition, read_answer_files(path)) if path.is_dir() else None


def _confidence(folder: Path, seeds: Seeds) -> tuple[Bin, ...]:
    path = folder.resolve().parent / PLACES
    return measure_confidence(seeds, path) if path.is_file() else ()


def _points(folder: Path, edition: Edition) -> tuple[PointsTold, ...]:
    path = folder.resolve().parent / POINTS
    return measure_points(edition, read_points(path)) if path.is_file() else ()


def _figures_of_strays(seeds: Seeds) -> list[Figure]:
    found = [stray for stray in strays(seeds) if stray.kind == OUTSIDE]
    return [
        Figure(f"settlements {OUTSIDE}", len(found)),
        Figure(f"settlements {OUTSIDE}, {OPEN}", sum(each.verdict == OPEN for each in found)),
    ]


def _names(folder: Path, edition: Edition) -> tuple[AskedName, ...] | None:
    path = folder.resolve().parent / NAMES
    return ask_names(edition, read_name_labels(path)) if path.is_dir() else None


def _lines(folder: Path, edition: Edition) -> tuple[AskedLine, ...] | None:
    path = folder.resolve().parent / ASKS
    return ask_lines(edition, read_ask_labels(path)) if path.is_dir() else None


def _figures_of_readings(readings: ReadingAgreement | None) -> list[Figure]:
    """Numbers of rows read by a person, and per cent read rightly; empty without labels."""
    if readings is None:
        return []
    return [
        Figure("rows read by a reader", readings.rows),
        Figure("rows read by a reader, held out", readings.held_out),
        *(
            Figure(
                f"{_OF_READINGS}: {accuracy.kind}{', held out' if accuracy.sample == HELD_OUT else ''} %",
                accuracy.percent,
            )
            for accuracy in readings.accuracies
        ),
    ]


def _figures_of_labels(labels: Agreement | None) -> list[Figure]:
    if labels is None:
        return []
    return [
        Figure("labelled pairs", labels.pairs),
        Figure(f"{_OF_LABELS}: precision %", labels.precision),
        Figure(f"{_OF_LABELS}: recall %", labels.recall),
    ]


def _figures_of_contradictions(found: Sequence[Contradiction]) -> list[Figure]:
    fields = Counter(one.field for one in found)
    return [
        Figure("contradictions", len(found)),
        *(Figure(f"contradictions: {field}", count) for field, count in sorted(fields.items())),
    ]
