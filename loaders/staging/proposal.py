"""A first draft of an act's profile: values that the text states, and marked guesses for the rest.

The draft can be staged as it is where the text names day, number and body; a person corrects it after the
review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from geo.names.russian import region_nominative
from loaders.acts.account import account_of
from loaders.acts.accounted import AccountedRun
from loaders.acts.adoption import Adoption, find_adoption, language_of_text
from loaders.acts.column_words import SKIP, UntoldColumn, folded_title, known_roles, role_of, roles_of
from loaders.acts.document import StandardText, read_standards
from loaders.acts.office_tables import OfficeTable
from loaders.acts.profiles import LAYOUTS, LISTED, READINGS
from loaders.acts.reader import Survey, survey
from loaders.acts.text import ActText, fold
from loaders.readings.kazakh_office_names import kazakh_region
from loaders.seeds.files import BadSeedError, read_rows
from loaders.seeds.rows import AreaRow
from loaders.staging.amending_proposal import amendments_of, earliest_force, write_amendments
from loaders.staging.guesses import ServiceGuess, guess_class, guess_roles, guess_service
from loaders.staging.profile_writing import Key, write_comment, write_entry, write_keys
from loaders.staging.registration import find_registration
from model.enums import Level, OfficeKind

_GOVERNMENT = re.compile(r"Правительств|Үкімет")
_NATIONAL = re.compile(r"Президент|Министр|министр|Министерств|Агентств")
_TITLE_LINES = 5


def propose(path: Path, seeds: Path) -> str:
    """The text of a profile for `seeds/acts/<id>.yaml`; ids of regions and services come from `seeds`.

    A value that the text does not state is null. Comments name each column that is not understood, a body
    whose region is unknown, and every run of lines that was not read. Raises ActError as `survey` does, and
    BadSeedError if `seeds` contain no regions.
    """
    regions = _regions(seeds)
    surveyed = survey(path)
    adoption = find_adoption(surveyed.text)
    standards = read_standards(path)
    services = {
        standard.number: guess_service(standard.title, seeds) for standard in standards if standard.title
    }
    amending = amendments_of(surveyed)
    parts = [write_keys(_head(surveyed, adoption, regions)), _services(standards, services), "tables:\n"]
    if adoption is not None and _id(adoption, regions) is None:
        parts.insert(
            0,
            write_comment(f"id: no region is found in «{adoption.body}»: begin it with who adopted the act"),
        )
    for table in surveyed.tables if not amending.is_amending else ():
        standard = next((each for each in standards if each.number == table.standard), None)
        parts.append(_table(table, adoption, regions, standard, services.get(table.standard)))
    if amending.is_amending:
        parts[-1] = f"tables: []\n{write_amendments(amending)}"
    elif not any(table.problem is None for table in surveyed.tables):
        parts[-1 if not surveyed.tables else 2] = "tables: []\n"
    return "\n".join([*parts, *_left(account_of(surveyed).left)])


def _head(found: Survey, adoption: Adoption | None, regions: Mapping[str, str]) -> Iterator[Key]:
    """The keys of the act as a whole, from its id to its layout."""
    text = found.text
    joint = "".join(
        f"; a joint act, also № {other.number} of {other.day} by {other.issuer}"
        for other in (adoption.others if adoption is not None else ())
    )
    registered = find_registration(text)
    act_id = None if adoption is None else _id(adoption, regions)
    yield Key("id", act_id, "What files and citations call the act: its region (or gov), year and number.")
    yield Key("source", text.stem)
    yield Key(
        "recognised_by",
        _first(text) if adoption is None else adoption.line,
        "Words with which one of the first lines, or several joined, begins.",
    )
    yield Key("number", adoption and adoption.number, f"As printed{joint}.")
    yield Key("adopted_on", adoption and adoption.day)
    yield Key("adopted_by", adoption and adoption.issuers)
    yield Key("title", _title(text, adoption))
    yield Key("language", str(language_of_text(text)), "kk or ru: the language of most of the text.")
    if registered is not None:
        yield Key("registered_on", registered.day)
        yield Key("registration_number", registered.number)
    yield _force(found, adoption)
    yield Key("force_until", None, "The first day without force: that of the repeal.")
    yield Key("repealed_by", None)
    yield Key(
        "repeal_unknown_after",
        None,
        "Null, or the last day on which a person confirmed that the act is in force.",
    )
    yield Key("url", None, "Where the text is published.")
    yield Key("layout", found.layout, f"How cells are separated: {', '.join(sorted(LAYOUTS))}.")


def _force(found: Survey, adoption: Adoption | None) -> Key:
    """The key `force_from`.

    Only for an amending act the earliest day is guessed: without one it changes nothing.
    """
    comment = "The first day of force; null where it is not known."
    earliest = earliest_force(found, adoption) if amendments_of(found).is_amending else None
    if earliest is None:
        return Key("force_from", None, comment)
    day, said = earliest
    return Key("force_from", day, comment, f"the earliest day by «{said}», counted from the adoption")


def _services(standards: Sequence[StandardText], guesses: Mapping[int | None, ServiceGuess]) -> str:
    """The key `services`: the services of the standards with their titles."""
    entries = []
    for standard in standards:
        guess = guesses.get(standard.number)
        if guess is None:
            continue
        reason = "the registry has a service of this name" if guess.is_known else "made of the title"
        entries.append(
            write_entry(
                (
                    Key("standard", standard.number),
                    Key("title", standard.title),
                    Key("id", guess.id, "Id of a service in seeds/services.csv, or of a new one.", reason),
                )
            )
        )
    return "services:\n" + "".join(entries) if entries else "services: []\n"


def _table(
    table: OfficeTable,
    adoption: Adoption | None,
    regions: Mapping[str, str],
    standard: StandardText | None,
    service: ServiceGuess | None,
) -> str:
    """One entry of `tables`; for a table that was not read only a comment with the reason."""
    columns = " | ".join(table.columns)
    lines = f"line {table.line}: {columns}"
    if table.problem is not None:
        return write_comment(lines) + write_comment(f"blocked: {table.problem}")
    remarks = "".join(write_comment(f"line {doubt.line}: {doubt.what}") for doubt in table.doubts)
    return "".join(
        (
            write_comment(lines),
            *_column_remarks(table),
            remarks,
            write_entry(_table_keys(table, adoption, regions, standard, service)),
        )
    )


def _table_keys(
    table: OfficeTable,
    adoption: Adoption | None,
    regions: Mapping[str, str],
    standard: StandardText | None,
    service: ServiceGuess | None,
) -> Iterator[Key]:
    """The keys of a table, guesses marked."""
    guess = guess_class(table)
    yield Key("standard", table.standard)
    yield Key("annex", table.annex)
    if table.part is not None:
        yield Key("part", table.part, "Number of the table in its annex.")
    yield Key("title", table.title)
    yield Key("rows", len(table.rows), "Number of rows; a text with fewer is incomplete.")
    readings = ", ".join(sorted(READINGS))
    yield Key("reading", guess.reading, f"The shape of the rows: {readings}.", guess.reason)
    kinds = ", ".join(OfficeKind)
    yield Key("kind", str(guess.kind), f"What the offices are: {kinds}.", guess.reason)
    yield Key("category", guess.category, "The category, a word such as clinic.", guess.reason)
    region = _region_of(adoption, regions)
    has_own = any(row.region for row in table.rows) or "region" in known_roles(table.columns, {})
    if region is not None and not has_own:
        yield Key(
            "region", region, "The territory of rows that name none.", "the region of who adopted the act"
        )
    if guess.reading == LISTED:
        yield Key(
            "columns", _columns(table), "What each column holds, by words of its title or its place from 1."
        )
    yield _jurisdiction(table, standard, service)


def _jurisdiction(table: OfficeTable, standard: StandardText | None, service: ServiceGuess | None) -> Key:
    """The key `jurisdiction`: the service of the table's offices and their roles.

    Empty if no paragraph names the annex.
    """
    choices = (
        "Who gives what: service, territory (own, printed, located or nation), roles with their paragraphs "
        "(ACCEPTS_APPLICATIONS, DECIDES, ISSUES_RESULT, HEARS_COMPLAINTS), the paragraph, and what it says."
    )
    guess = guess_roles(standard, table.annex)
    if guess is None or service is None:
        return Key("jurisdiction", [], f"{choices} No paragraph names this annex: nothing is guessed.")
    rule = {
        "service": service.id,
        "territory": "own",
        "roles": {role.value: number for role, number in guess.roles.items()},
        "paragraph": guess.paragraph,
        "says": f"the offices of annex {table.annex} serve their own territory",
    }
    return Key("jurisdiction", [rule], choices, guess.reason)


def _columns(table: OfficeTable) -> dict[str, list[str]]:
    """The titles by role; a title that is not understood has the role `skip`."""
    columns: dict[str, list[str]] = {}
    for title, role in zip(table.columns, known_roles(table.columns, {}), strict=True):
        if role != "number" and title:
            columns.setdefault(role or SKIP, []).append(folded_title(title))
    return columns


def _column_remarks(table: OfficeTable) -> Iterator[str]:
    """Comments with the role of each column, or with the titles that are not understood."""
    try:
        yield f"# columns: {', '.join(roles_of(table.columns, {}))}\n"
    except UntoldColumn as error:
        yield write_comment(
            f"blocked as listed_offices until `columns` say it, skipped in this draft: {error}"
        )
        for title in table.columns:
            try:
                yield f"#   {title}: {role_of(title, {})}\n"
            except UntoldColumn:
                yield f"#   {title}: ?\n"


def _left(runs: Sequence[AccountedRun]) -> Iterator[str]:
    """Comments about every run of lines that was not read; empty without such lines."""
    if runs:
        yield write_comment("Not read; name `lines` of a table to read one, or `skipped` as its reading:")
    for run in runs:
        yield write_comment(
            f"  lines {run.first}-{run.last} ({run.form.value}, {run.outcome.value}): {run.reason}"
        )


def _first(text: ActText, count: int = 0) -> str:
    """The first non-blank line, or the one `count` further; the last if there are fewer."""
    lines = [fold(line) for line in text.lines if line.strip()]
    return lines[min(count, len(lines) - 1)]


def _title(text: ActText, adoption: Adoption | None) -> str:
    """The title: up to five first lines, until a blank line, a table or the line of adoption.

    If the line of adoption comes first, the lines below it. A text that begins with a table gets the name of
    its file.
    """
    lines = [fold(line) for line in text.lines]
    start = next((at for at, line in enumerate(lines) if line), 0)
    if adoption is not None and " ".join(lines[start : start + 4]).startswith(adoption.line):
        taken = 0
        while taken < len(adoption.line) and start < len(lines):
            taken += len(lines[start]) + 1
            start += 1
        start = next((at for at in range(start, len(lines)) if lines[at]), start)
    title: list[str] = []
    for at, line in enumerate(lines[start : start + _TITLE_LINES], start=start + 1):
        if (
            not line
            or "\t" in text.line(at)
            or (adoption is not None and title and adoption.line.startswith(line))
        ):
            break
        title.append(line)
    return " ".join(title) or text.stem


def _regions(seeds: Path) -> dict[str, str]:
    """Ids of regions by their Kazakh and Russian names. Raises BadSeedError if there is no region."""
    file = seeds / "areas.csv"
    areas = read_rows(file, AreaRow) if file.is_file() else ()
    regions = [area for area in areas if area.level == Level.REGION]
    if not regions:
        raise BadSeedError(f"{file} holds no region, and ids of acts begin with theirs")
    return {name: area.id for area in regions for name in (area.name_ru, area.name_kk) if name}


def _region_of(adoption: Adoption | None, regions: Mapping[str, str]) -> str | None:
    """The name of the region of the body, for a joint act of the first body with a region.

    None if no body has a region.
    """
    bodies = () if adoption is None else (adoption.body, *(other.body for other in adoption.others))
    return next((found for body in bodies if (found := _region_named(body, regions)) is not None), None)


_OF_REGION = re.compile(r"([\w-]+[сц]к)ого областного|([\w-]+) облыстық", re.IGNORECASE)
"""Matches the maslikhat of a region, named by an adjective: `Костанайского областного маслихата`."""


def _region_named(body: str, regions: Mapping[str, str]) -> str | None:
    """The region that the name of a body contains; None if it has none of the registry."""
    council = _OF_REGION.search(body)
    of_council = None
    if council is not None:
        of_council = f"{council[1]}ая область" if council[1] else f"{council[2]} облысы"
    named = kazakh_region(body) or region_nominative(body) or of_council
    if named in regions:
        return named
    lowered = body.lower()
    return next((name for name in regions if _bare(name) and _bare(name) in lowered), None)


def _bare(name: str) -> str:
    """The name of a region without its type, as in `области Абай`; empty for an adjective."""
    bare = re.sub(r"\b(?:область|облысы|город|қаласы)\b", "", name).strip().lower()
    return "" if bare.endswith("ая") else bare


def _id(adoption: Adoption, regions: Mapping[str, str]) -> str | None:
    """The id of the act, `<region or gov>-<year>-<number>`; None without a known body."""
    body = _body_id(adoption, regions)
    return None if body is None else f"{body}-{adoption.day.year}-{_slug(adoption.number)}"


def _body_id(adoption: Adoption, regions: Mapping[str, str]) -> str | None:
    """The id of the region, `gov` for a national body, else None."""
    region = _region_of(adoption, regions)
    if region is not None and not _GOVERNMENT.search(adoption.body):
        return regions[region]
    is_national = _GOVERNMENT.search(adoption.body) or _NATIONAL.search(adoption.body)
    return "gov" if is_national else None


def _slug(number: str) -> str:
    """The number with Latin letters and hyphens only; `0` if nothing is left."""
    from_letters = number.lower().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", from_letters).strip("-") or "0"


_LETTERS = str.maketrans(
    {"а": "a", "н": "n", "қ": "k", "к": "k", "р": "r", "д": "d", "с": "s", "м": "m", "ж": "zh"}
)
"""Cyrillic letters in numbers of acts to Latin ones, so that two acts of one year get different ids."""
