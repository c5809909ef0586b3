"""Every shipped passport names its places in the standard, and quotes the printed words."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml
from opening_hours import validate

from loaders.acts.document import StandardText, read_standards
from loaders.acts.marks import MarkKind, find_marks
from loaders.acts.profiles import shipped_profiles
from loaders.acts.text import fold, read_text
from loaders.seeds.files import read_rows, split_values
from loaders.seeds.passports import read_passport, read_passports
from loaders.seeds.rows import ServiceRow
from model.passports import Hours, Passport, Statement, Step, Term, Wait
from tests.standard_outlines import Key, Outline, kept_outlines, outlines_of

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted((SEEDS / "passports").glob("*.yaml"))
SOURCES = {profile.id: f"{profile.source}.txt" for profile in shipped_profiles()}
LONGEST_QUOTATION = 10
"""Words a quotation may hold; it carries a number, it does not copy the act."""
LISTS = (
    *("legal_basis", "result", "recipients", "refusal_grounds", "complaints", "information", "premises"),
    *("application_forms", "submission", "receipts", "delivery", "principles", "quality_rules"),
)
"""The lists of statements of a passport."""
LONGEST_RUN = 7
"""Words in a row from which on a statement counts as copied."""

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@cache
def passport(file: Path) -> Passport:
    return read_passport(file)


@cache
def standards_of(path: Path) -> dict[int | None, tuple[StandardText, str]]:
    """Standards of an act by number: the paragraphs, and all words down to the next standard."""
    text = read_text(path)
    starts = [mark.first for mark in find_marks(text) if mark.kind is MarkKind.STANDARD]
    ends = [*starts[1:], text.last + 1]
    wholes = [
        fold(" ".join(text.lines[first - 1 : end - 1])) for first, end in zip(starts, ends, strict=True)
    ]
    return {s.number: (s, whole) for s, whole in zip(read_standards(path), wholes, strict=True)}


def standard_of(acts: Path, passport: Passport) -> tuple[StandardText, str]:
    return standards_of(acts / SOURCES[passport.act])[passport.standard]


def parts(value: object) -> Iterator[object]:
    """The value itself and all its parts that belong to a passport."""
    if isinstance(value, tuple):
        for member in value:
            yield from parts(member)
    elif isinstance(value, msgspec.Struct):
        yield value
        for field in value.__struct_fields__:
            yield from parts(getattr(value, field))


def placed(passport: Passport) -> Iterator[msgspec.Struct]:
    """The parts with a place; a step's deadline has the place of its step."""
    for part in parts(passport):
        if isinstance(part, msgspec.Struct) and "paragraph" in part.__struct_fields__:
            yield part


def place(part: msgspec.Struct) -> tuple[int | None, str | None, str | None]:
    return part.paragraph, part.item, part.annex  # type: ignore[attr-defined]


def quotations(passport: Passport) -> Iterator[tuple[str, int | None]]:
    """The printed words with their paragraph, or None when they stand in an annex."""
    for part in placed(passport):
        if isinstance(part, Term | Wait | Hours):
            yield part.printed, part.paragraph
        elif isinstance(part, Step) and part.deadline is not None:
            yield part.deadline.printed, None if part.annex else part.paragraph


def test_a_passport_is_shipped_for_every_standard() -> None:
    counted = dict.fromkeys(SOURCES, 0)
    for shipped in read_passports():
        counted[shipped.act] += 1
    assert counted == {
        "gov-2012-1119": 32,
        "krg-2008-35-01": 9,
        "alm-2012-420": 1,
        "gov-2010-76": 1,
        "gov-2011-283": 1,
    }


@every_file
def test_it_is_written_in_the_order_of_the_passport(file: Path) -> None:
    keys = list(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert keys == list(Passport.__struct_fields__)[: len(keys)]
    assert passport(file).id == file.stem


@every_file
def test_its_service_cites_the_standard(file: Path) -> None:
    services = {row.id: split_values(row.standards) for row in read_rows(SEEDS / "services.csv", ServiceRow)}
    found = passport(file)
    citation = found.act if found.standard is None else f"{found.act}/s{found.standard}"
    assert citation in services[found.service]


@every_file
def test_every_statement_has_its_place(file: Path) -> None:
    for part in placed(passport(file)):
        paragraph, _, annex = place(part)
        # A lone annex bears no number in 001 (S3, S4): the paragraph that names it is the place then.
        assert paragraph is not None or annex is not None, part


@every_file
def test_its_hours_are_opening_hours(file: Path) -> None:
    for channel in passport(file).channels:
        expression = channel.hours.opening_hours if channel.hours else None
        assert expression is None or validate(expression), expression


@every_file
def test_no_channel_and_no_step_comes_twice(file: Path) -> None:
    found = passport(file)
    channels = [channel.channel for channel in found.channels]
    assert len(channels) == len(set(channels)) > 0
    assert [step.number for step in found.steps] == list(range(1, len(found.steps) + 1))


@every_file
def test_a_statement_is_made_once(file: Path) -> None:
    found = passport(file)
    lists = [getattr(found, name) for name in LISTS]
    for statements in (*lists, *(channel.documents for channel in found.channels)):
        assert len(statements) == len(set(statements))


@pytest.fixture(scope="module")
def outlines() -> Mapping[Key, Outline]:
    """What the standards number; that they do is asserted below, where their texts are."""
    return kept_outlines()


def test_the_outlines_are_those_of_the_texts(shared_acts: Path, outlines: Mapping[Key, Outline]) -> None:
    """When this fails, run `python -m tests.standard_outlines` and read the difference."""
    assert outlines == outlines_of(shared_acts)
    assert len(outlines) == len(FILES)


@every_file
def test_the_cited_paragraph_and_item_are_in_the_standard(
    file: Path, outlines: Mapping[Key, Outline]
) -> None:
    items = outlines[passport(file).act, passport(file).standard].items
    for part in placed(passport(file)):
        number, item, _ = place(part)
        if number is None:
            continue
        assert number in items, part
        assert item is None or item in items[number], part


@every_file
def test_what_it_quotes_is_printed_there(file: Path, shared_acts: Path) -> None:
    standard, whole = standard_of(shared_acts, passport(file))
    for printed, number in quotations(passport(file)):
        paragraph = None if number is None else standard.paragraph(number)
        assert printed in (fold(paragraph.text) if paragraph else whole), (printed, number)
        assert len(printed.split()) <= LONGEST_QUOTATION, printed


@every_file
def test_its_forms_and_quality_norms_are_printed_in_the_annexes(file: Path, shared_acts: Path) -> None:
    _, whole = standard_of(shared_acts, passport(file))
    for form in passport(file).forms:
        assert fold(form.title).casefold() in whole.casefold(), form.title
    table = re.split("(?i)нормативтік мәні|нормативное значение", f"{whole} ")[-1]
    for target in passport(file).quality_targets:
        if target.norm_percent is not None:
            norm = f"{target.norm_percent:g}".replace(".", ",")
            _, found, table = table.partition(f" {norm} ")
            assert found, target


@every_file
def test_it_says_things_in_words_of_its_own(file: Path, shared_acts: Path) -> None:
    standard, _ = standard_of(shared_acts, passport(file))
    for part in placed(passport(file)):
        number, _, _ = place(part)
        paragraph = standard.paragraph(number) if number else None
        if isinstance(part, Statement) and paragraph:
            assert not copied(part.text, fold(paragraph.text)), part.text


def copied(text: str, printed: str) -> list[str]:
    """Runs of words copied from the print; quoted names, and runs with a number in them, are facts."""
    words = re.sub("«[^»]*»", " | ", text).split()
    runs = (" ".join(words[at : at + LONGEST_RUN]) for at in range(len(words) - LONGEST_RUN + 1))
    return [run for run in runs if run in printed and not re.search(r"\d", run)]


SILENT: dict[Key, set[str]] = {  # what the print leaves out, with the line that shows it
    ("alm-2012-420", None): {  # a regulation: none of these has a paragraph
        *("complaints", "quality_targets", "quality_rules"),
        *("premises", "application_forms", "receipts", "delivery"),
    },
    # Paragraph 12 says where information is, in standard 32 who decides.
    **{("gov-2012-1119", number): {"application_forms"} for number in (17, 18, 19, 21, 26, 32)},
    ("gov-2012-1119", 22): {"fee", "application_forms"},  # paragraph 8 repeats the term and the hours
    ("gov-2012-1119", 28): {"quality_targets"},  # the table breaks off at line 51769
}


@every_file
def test_nothing_of_it_is_empty_but_what_the_print_leaves_out(file: Path) -> None:
    found = passport(file)
    empty = {key for key in ("form", "channels", "fee", "quality_targets", *LISTS) if not getattr(found, key)}
    assert empty == SILENT.get((found.act, found.standard), set())
    assert bool(found.steps) == (found.act == "alm-2012-420")  # the only act with a table of procedure


@every_file
def test_every_number_of_minutes_and_days_in_its_terms_is_told(
    outlines: Mapping[Key, Outline], file: Path
) -> None:
    found = passport(file)
    told = set(re.findall(r"\d+", msgspec.json.encode(found).decode()))
    assert outlines[found.act, found.standard].terms <= told
