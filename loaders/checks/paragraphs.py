"""How many numbered paragraphs of the standards a fact of the registry cites, and which are not cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from geo.jurisdiction.unlisted import unlisted_provider
from loaders.checks.figures import Figure
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import ParagraphRow
from model.edition import Citation, Edition
from model.lookup_facts import SilentParagraphs
from model.lookups import lookup
from model.passport_citations import stated_citation
from model.passports import Passport, Placed

NOT_READ = "it states a fact that nobody has read yet"
_NO_FACTS = frozenset({"notes"})
"""A note about errors of the act itself is not a reading of the paragraph."""

_Key = tuple[str, int | None, int]


@dataclass(frozen=True, slots=True)
class UncitedParagraph:
    """A paragraph that no fact cites: its citation, its line in the text, and why."""

    act: str
    paragraph: str
    line: int
    reason: str
    """A reason of `lookups/silent_paragraphs.yaml`; empty for a fact that was not read yet."""
    why: str


@dataclass(frozen=True, slots=True)
class ParagraphsOfAct:
    """The number of paragraphs of one act, of those that state a fact, and of these those that facts cite."""

    act: str
    paragraphs: int
    stating: int
    cited: int
    uncited: tuple[UncitedParagraph, ...]

    @property
    def percent(self) -> float:
        """Of the paragraphs that state a fact, the per cent that are cited.

        100 if no paragraph states a fact.
        """
        return round(100 * self.cited / self.stating, 2) if self.stating else 100.0


def measure_paragraphs(seeds: Seeds, edition: Edition) -> tuple[ParagraphsOfAct, ...]:
    """The paragraphs of each act, in the order of ids."""
    cited = set(_cited(edition))
    rows: dict[str, list[ParagraphRow]] = defaultdict(list)
    for row in seeds.paragraphs:
        rows[row.act].append(row)
    return tuple(_of_act(act, rows[act], cited) for act in sorted(rows))


def figures_of_paragraphs(measured: Iterable[ParagraphsOfAct]) -> list[Figure]:
    """The number of paragraphs, of those that state a fact, and the cited share of each act in per cent."""
    acts = list(measured)
    return [
        Figure("paragraphs of standards", sum(act.paragraphs for act in acts)),
        Figure("paragraphs that state a fact", sum(act.stating for act in acts)),
        *(Figure(f"paragraphs cited: {act.act} %", act.percent) for act in acts),
    ]


def _of_act(act: str, rows: Iterable[ParagraphRow], cited: set[_Key]) -> ParagraphsOfAct:
    """The paragraphs of one act; cited ones among those that state a fact are counted."""
    ordered = sorted(rows, key=lambda row: row.line)
    stating = [row for row in ordered if not row.silent]
    return ParagraphsOfAct(
        act=act,
        paragraphs=len(ordered),
        stating=len(stating),
        cited=sum(_key(row) in cited for row in stating),
        uncited=tuple(_uncited(row) for row in ordered if _key(row) not in cited),
    )


def _uncited(row: ParagraphRow) -> UncitedParagraph:
    """A paragraph that is not cited, and why; NOT_READ if it states a fact."""
    _, standard, number = _key(row)
    reason = lookup(SilentParagraphs).reasons.get(row.silent)
    return UncitedParagraph(
        act=row.act,
        paragraph=format_citation(CitationToken(row.act, standard, paragraph=number)),
        line=row.line,
        reason=row.silent,
        why=reason.why if reason else NOT_READ,
    )


def _key(row: ParagraphRow) -> _Key:
    return row.act, int(row.standard) if row.standard else None, row.number


def _cited(edition: Edition) -> Iterator[_Key]:
    """The paragraphs that some fact of the API cites."""
    for citation in _citations(edition):
        found = edition.printed.paragraph_of(citation)
        if found is not None:
            yield citation.act_id, citation.standard, found.number


def _citations(edition: Edition) -> Iterator[Citation]:
    """The citations of all facts.

    They are those of passports, provisions, bodies, their contacts, offices, and services without listed
    offices.
    """
    for passport in edition.passports.values():
        yield from (stated_citation(passport, place) for place in _facts(passport))
    for provision in edition.provisions.values():
        yield from provision.basis
    for body in edition.organizations.values():
        yield from body.citations
        yield from (contact.citation for contact in body.contacts if contact.citation)
    for office in edition.offices.values():
        yield from office.citations
    for service in edition.services.values():
        unlisted = unlisted_provider(service)
        if unlisted is not None and unlisted.source is not None:
            yield unlisted.source


def _facts(passport: Passport) -> Iterator[Placed]:
    """Every part of a passport that cites a place in the act; the notes of the passport are left out."""
    for field in passport.__struct_fields__:
        if field not in _NO_FACTS:
            yield from _places(getattr(passport, field))


def _places(value: object) -> Iterator[Placed]:
    """Every citing part inside a value, at any depth."""
    if isinstance(value, Placed):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _places(member)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _places(getattr(value, field))
