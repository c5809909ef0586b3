"""Asks the registry the questions of `tests/answers`, and compares with the labelled answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.locator import Locator
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from loaders.checks.answer_labels import NATION, OR, AnswerFile, AnswerLabel, OpenAt, ShownContacts, bare
from loaders.checks.figures import Figure
from loaders.checks.label_files import percent
from loaders.seeds.citations import CitationToken, parse_citation
from model.edition import Citation, Edition, Office, Unit
from model.enums import Language
from model.errors import RegistryError
from model.opening import state_of

OF_ANSWERS = "answers right"
LABELLED = "labelled questions"
"""Prefix of the figures' names."""
_ZONE = ZoneInfo("Asia/Almaty")
"""For moments at an office without hours, whose state is unknown in any zone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked; `faults` are the differences of the answer from the label."""

    kind: str
    half: str
    label: AnswerLabel
    faults: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the answer has no fault."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """How many questions of a kind were answered rightly; the kind `all` counts all questions."""

    kind: str
    asked: int
    right: int

    @property
    def percent(self) -> float:
        """The share of right answers in per cent."""
        return percent(self.right, self.asked)


def ask_all(edition: Edition, files: Iterable[AnswerFile]) -> tuple[Asked, ...]:
    """Every question with its faults, in the order of the files."""
    clerk = _Clerk(edition)
    return tuple(
        Asked(file.kind, file.half, label, tuple(clerk.faults(label)))
        for file in files
        for label in file.labels
    )


def shares(asked: Iterable[Asked]) -> tuple[AnswerShare, ...]:
    """A share for each kind in the order of names, then that of all questions."""
    counted: Mapping[str, list[bool]] = defaultdict(list)
    for each in asked:
        counted[each.kind].append(each.is_right)
    kinds = [AnswerShare(kind, len(right), sum(right)) for kind, right in sorted(counted.items())]
    whole = AnswerShare("all", sum(one.asked for one in kinds), sum(one.right for one in kinds))
    return (*kinds, whole)


def figures_of_answers(asked: Sequence[Asked]) -> list[Figure]:
    """The number of labels of each half, and the share of each kind in per cent; empty without labels."""
    if not asked:
        return []
    halves = Counter(each.half for each in asked)
    return [
        *(Figure(f"{LABELLED}, {half}", count) for half, count in sorted(halves.items())),
        *(Figure(f"{OF_ANSWERS}: {share.kind} %", share.percent) for share in shares(asked)),
    ]


class _Clerk:
    """Answers the questions of labels with the functions of the API and compares the answers."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._atlas = Atlas.of(edition)
        self._locator = Locator(self._atlas)
        self._rows = {
            _row(cited): office.id for office in edition.offices.values() for cited in office.citations
        }
        nationwide = {
            provision.office_id for provision in edition.provisions.values() if provision.is_nationwide
        }
        self._nationwide = [edition.offices[office_id] for office_id in sorted(nationwide)]

    def faults(self, label: AnswerLabel) -> Iterator[str]:
        """The differences of the answer from the label; a refused question gives one fault."""
        try:
            found = find_place(self._atlas, _asked_place(label), self._locator)
            as_of = date.fromisoformat(label.as_of) if label.as_of else None
            answer = office_for(self._atlas, label.service, found, as_of)
        except RegistryError as error:
            yield f"refused: {error}"
            return
        if label.outcome and answer.outcome not in label.outcome:
            yield f"outcome: {answer.outcome}, not {' or '.join(label.outcome)}"
        for role, offices in label.by_role:
            named = {provision.office_id for provision in answer.provisions if role in provision.roles}
            yield from self._other_offices(role.lower(), offices, named)
        if label.alternatives is not None:
            offered = {alternative.office.id for alternative in answer.alternatives}
            yield from self._other_offices("alternatives", label.alternatives, offered)
        yield from self._other_place(label, answer)
        for shown in label.contacts:
            yield from self._other_contacts(shown)
        for hours in label.open:
            yield from self._other_hours(hours)
        yield from _other_words(label, answer)

    def _meant(self, name: str) -> frozenset[str]:
        """Ids of the offices that a label names: by a printed row, or by `nation:` and a part of the name.

        Empty if the registry has none.
        """
        if not name.startswith(NATION):
            office_id = self._rows.get(parse_citation(name))
            return frozenset() if office_id is None else frozenset({office_id})
        written = [words.casefold() for words in name.removeprefix(NATION).split(OR)]
        return frozenset(
            office.id
            for office in self._nationwide
            if any(words in called.value.casefold() for words in written for called in office.names)
        )

    def _other_offices(self, what: str, expected: Iterable[str], named: set[str]) -> Iterator[str]:
        """Expected offices that were not named, and named ones that were not expected.

        `?` marks optional ones.
        """
        allowed: set[str] = set()
        for name in expected:
            meant = self._meant(bare(name))
            allowed |= meant
            if bare(name) == name and meant.isdisjoint(named):
                yield f"{what}: lacks {name}{self._known(meant)}"
        for office_id in sorted(named - allowed):
            yield f"{what}: names {office_id} ({self._called(office_id)})"

    def _known(self, meant: frozenset[str]) -> str:
        return f" ({', '.join(sorted(meant))})" if meant else " (no such office)"

    def _called(self, office_id: str) -> str:
        names = self._edition.offices[office_id].names
        return names[0].value if names else "without a name"

    def _other_place(self, label: AnswerLabel, answer: Resolution) -> Iterator[str]:
        """Differences in the candidates and the found place.

        Patterns are compared with all names of the units around.
        """
        around = [self._around(unit) for unit in answer.candidates]
        for pattern in label.candidates:
            if not any(_matches(pattern, names) for names in around):
                yield f"candidates: none in {pattern}"
        inside = self._around(answer.place) if answer.place is not None else []
        for pattern in label.lies_in:
            if not _matches(pattern, inside):
                yield f"place: not in {pattern}"
        for pattern in label.lies_not_in:
            if _matches(pattern, inside):
                yield f"place: in {pattern}"

    def _around(self, unit: Unit) -> list[str]:
        return [name.value for each in self._atlas.chain(unit.id) for name in each.names]

    def _other_contacts(self, shown: ShownContacts) -> Iterator[str]:
        """Contacts that an office lacks or must not show."""
        for office in self._offices(shown.of):
            values = _shown_values(office)
            yield from (f"contacts of {office.id}: lacks {v}" for v in shown.has if v not in values)
            yield from (f"contacts of {office.id}: shows {v}" for v in shown.lacks if v in values)
        if not self._meant(shown.of):
            yield f"contacts: no such office: {shown.of}"

    def _other_hours(self, hours: OpenAt) -> Iterator[str]:
        """Moments at which an office is in another state than the label says."""
        for office in self._offices(hours.of):
            zone = ZoneInfo(office.schedules[0].time_zone) if office.schedules else _ZONE
            for text, expected in sorted(hours.at.items()):
                moment = datetime.fromisoformat(text).replace(tzinfo=zone)
                state, _ = state_of(office, moment, hours.purpose)
                if state.state is not expected:
                    yield f"hours of {office.id}: {state.state} at {text}, not {expected}"
        if not self._meant(hours.of):
            yield f"hours: no such office: {hours.of}"

    def _offices(self, name: str) -> list[Office]:
        return [self._edition.offices[office_id] for office_id in sorted(self._meant(name))]


def _asked_place(label: AnswerLabel) -> PlaceQuery:
    point = label.asked_point
    return PlaceQuery(name=label.place) if point is None else PlaceQuery(point=point)


def _row(cited: Citation) -> CitationToken:
    annex = int(cited.annex) if cited.annex and cited.annex.isdecimal() else None
    return CitationToken(cited.act_id, cited.standard, annex, cited.line)


def _matches(pattern: str, texts: Iterable[str]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts)


def _shown_values(office: Office) -> frozenset[str]:
    """The contacts of the office and of its posts, as shown and in E.164, and its postcodes."""
    printed = (*office.contacts, *(contact for post in office.posts for contact in post.contacts))
    contacts = (value for each in printed for value in (each.value, each.e164))
    postcodes = (address.postal_code for address in office.addresses)
    return frozenset(value for value in (*contacts, *postcodes) if value)


def _other_words(label: AnswerLabel, answer: Resolution) -> Iterator[str]:
    """Patterns that the Russian explanation lacks, and lines that it must not have."""
    lines = [step.text(Language.RU) for step in answer.explanation]
    for pattern in label.says:
        if not _matches(pattern, lines):
            yield f"explanation: does not say {pattern}"
    for pattern in label.says_not:
        yield from (f"explanation: says {line}" for line in lines if _matches(pattern, [line]))
