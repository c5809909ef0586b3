"""Which office gives which service, in which roles, where: applies the rules of the acts to the offices.

The rules are data (`lookups/provision_rules.yaml`, one entry for each standard, each with its paragraph); a
rule about an annex applies to the offices printed in that annex, so that every provision cites the row that
names its office and the paragraphs that give it the roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path

from loaders.offices.join_evidence import Placed
from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.folder import TableKey
from loaders.seeds.lookup_files import read_seed_lookup
from loaders.seeds.row_versions import RowVersion, periods
from loaders.seeds.rows import OfficeRow, ProvisionRow
from model.enums import Role
from model.lookup_offices import OfficeRule, PrintedIn, ProvisionRules, RoleParagraphs

NATION = "*"
"""Units of a provision that covers the whole country."""
_OKRUG_AKIMAT = "okrug_akimat"


@dataclass(frozen=True, slots=True)
class Rule:
    """Offices of one category in one annex (or, without annex, all of it) give a service in some roles.

    `territory`: the office's `own` unit; the raion, else the oblast, in its `printed` row, whatever other
    acts say; the district in which it is `located`; or the `nation`. The rule is not used inside units of
    `without`, and only inside those of `only`, if given. `roles` maps to paragraph numbers. `of` limits it to
    `heads`, the offices whose own unit is a region, or to `branches`, all others.
    """

    act: str
    standard: int | None
    service: str
    category: str
    annex: int | None
    territory: str
    roles: Mapping[Role, tuple[int, ...]]
    paragraph: int
    says: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    unless_seat_of: str = ""
    """Category of offices; where one of them stands, the rule is not used."""
    of: str = "all"
    printed_in: PrintedIn | None = None
    """The list that prints the class for another standard; its rows are cited, others count, too."""
    bounded_by: int | None = None
    """Paragraph that bounds the territory, where it is not that of the rule."""

    @property
    def name(self) -> str:
        """A short name, such as `education_department:own`, with the units of `only`."""
        limits = f":only {' '.join(self.only)}" if self.only else ""
        return f"{self.category}:{self.territory}{limits}"

    @property
    def paragraphs(self) -> list[str]:
        """Citations of all paragraphs of the rule.

        They are the rule's own paragraphs, the paragraph that bounds its territory, and the paragraphs of its
        roles.
        """
        bounds = () if self.bounded_by is None else (self.bounded_by,)
        given = sorted(number for numbers in self.roles.values() for number in numbers)
        numbers = dict.fromkeys((self.paragraph, *bounds, *given))
        return [
            format_citation(CitationToken(self.act, self.standard, paragraph=number)) for number in numbers
        ]

    @property
    def list_key(self) -> tuple[str, int | None, int | None, str]:
        """Act, standard and annex of the list that prints the offices, and their category."""
        if self.printed_in is not None:
            return self.act, self.printed_in.standard, self.printed_in.annex, self.category
        return self.act, self.standard, self.annex, self.category

    def is_used_in(self, chain: Sequence[str]) -> bool:
        """Whether the rule is used for an office with these units.

        `chain` is the office's own unit, followed by those around it.
        """
        if self.of != "all" and (len(chain) == 1) != (self.of == "heads"):
            return False
        if self.only:
            return not set(self.only).isdisjoint(chain)
        return set(self.without).isdisjoint(chain)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A class of providers that a paragraph names without a list of offices."""

    act: str
    standard: int | None
    service: str
    providers: str
    paragraph: int
    roles: Mapping[Role, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and the classes of providers without a list of offices."""

    rules: tuple[Rule, ...]
    unlisted: tuple[Unlisted, ...]


def read_rules(path: Path | Traversable) -> Rules:
    """The rules of a file. Raises BadSeedError with the entry and the reason."""
    rules: list[Rule] = []
    unlisted: list[Unlisted] = []
    for entry in read_seed_lookup(path, ProvisionRules).standards:
        head = (entry.act, entry.standard, entry.service)
        rules += [rule_of(head, office) for office in entry.offices]
        if entry.unlisted is not None:
            named = entry.unlisted
            unlisted.append(Unlisted(*head, named.providers, named.paragraph, paragraphs_of(named.roles)))
    return Rules(tuple(rules), tuple(unlisted))


def rule_of(head: tuple[str, int | None, str], office: OfficeRule) -> Rule:
    """The rule of an entry; `head` is its act, standard and service."""
    return Rule(
        *head,
        category=office.category,
        annex=office.annex,
        territory=office.territory,
        roles=paragraphs_of(office.roles),
        paragraph=office.paragraph,
        says=office.says,
        without=office.except_,
        only=office.only,
        unless_seat_of=office.unless_seat_of,
        of=office.of,
        printed_in=office.printed_in,
        bounded_by=office.bounded_by,
    )


def paragraphs_of(roles: RoleParagraphs) -> dict[Role, tuple[int, ...]]:
    """The paragraphs of each role as a tuple, also for a single paragraph."""
    return {role: (numbers,) if isinstance(numbers, int) else numbers for role, numbers in roles.items()}


@dataclass(frozen=True, slots=True)
class ProvisionsBuilt:
    """Rows of `provisions.csv`; problems are rules without offices and offices without a territory."""

    provisions: tuple[ProvisionRow, ...]
    problems: tuple[Problem, ...]


def build_provisions(
    rules: Rules,
    rows: Iterable[Placed],
    offices: Mapping[str, OfficeRow],
    office_of: Mapping[str, str],
    parents: Mapping[str, str],
    listed_by: Mapping[str, Iterable[str]] | None = None,
    versions: Mapping[str, RowVersion] | None = None,
) -> ProvisionsBuilt:
    """The provisions by every rule and every office to which it applies.

    `office_of` maps citations of rows to offices, `parents` units to the units around them, `listed_by`
    settlements to the rows that name them, `versions` rows that amendments changed: an office has a provision
    for each period in which other rows list it. An office without the territory that the rule needs gets no
    provision and is a problem, and so is a rule without offices.
    """
    days = versions or {}
    begun = _begun(office_of, days)
    desks = _Desks(offices.values(), office_of, parents, listed_by or {})
    printed: dict[tuple[str, int | None, int | None, str], dict[str, list[Placed]]] = {}
    read_acts: set[str] = set()
    for row in rows:
        read_acts.add(row.act)
        if row.token in office_of:
            key = (*_table(row, days), row.record.category)
            printed.setdefault(key, {}).setdefault(office_of[row.token], []).append(row)
    made: list[ProvisionRow] = []
    problems: list[Problem] = []
    seats = _Seats(offices.values(), parents)
    for rule in rules.rules:
        listed = _offices_of(rule, printed, offices)
        if not listed and rule.act in read_acts:
            problems.append(Problem("empty rule", rule.paragraphs[0], f"no office of {rule.name} was read"))
        for office_id in sorted(listed):
            unit = _unit(rule, offices[office_id], listed[office_id])
            if unit is None:
                lines = sorted(row.token for row in listed[office_id])
                place = lines[0] if lines else rule.paragraphs[0]
                problems.append(Problem("no territory", place, f"{office_id} gives {rule.service} nowhere"))
                continue
            chain = _chain(offices[office_id].territory or unit, parents)
            if rule.is_used_in(chain) and not seats.has(rule.unless_seat_of, unit):
                units = desks.units(offices[office_id], unit, rule)
                tokens = [row.token for row in listed[office_id]]
                for since, until, lines in periods(tokens, tokens, days):
                    if not lines:  # a rule for a whole class: an office that an amendment began is not older
                        since = begun.get(office_id, "")
                    made.append(replace(_provision(rule, office_id, units, lines), since=since, until=until))
    return ProvisionsBuilt(tuple(sorted(made, key=_row_order)), tuple(sorted(set(problems))))


def _begun(office_of: Mapping[str, str], versions: Mapping[str, RowVersion]) -> dict[str, str]:
    """The first day of each office; empty if one of its rows was not begun by an amendment."""
    days: dict[str, str] = {}
    for token, office_id in office_of.items():
        since = versions[token].since if token in versions else ""
        days[office_id] = min(days.get(office_id, since), since)
    return days


def _table(row: Placed, versions: Mapping[str, RowVersion]) -> TableKey:
    """The table of a row; for a row that an amendment inserted, the amended table."""
    version = versions.get(row.token)
    return TableKey(row.act, row.record.standard, row.record.annex) if version is None else version.table


def _offices_of(
    rule: Rule,
    printed: Mapping[tuple[str, int | None, int | None, str], Mapping[str, list[Placed]]],
    offices: Mapping[str, OfficeRow],
) -> dict[str, list[Placed]]:
    """Ids of the offices to which a rule applies, each with the rows that list it.

    A rule without annex applies to every office of its category, also to those without rows.
    """
    listed = dict(printed.get(rule.list_key, {}))
    if rule.annex is not None:
        return listed
    named: dict[str, list[Placed]] = {
        office.id: [] for office in offices.values() if office.category == rule.category
    }
    return {**named, **{office_id: rows for office_id, rows in listed.items() if office_id in named}}


class _Seats:
    """The units in which offices of a category are located."""

    def __init__(self, offices: Iterable[OfficeRow], parents: Mapping[str, str]) -> None:
        self._offices = tuple(offices)
        self._parents = parents
        self._units: dict[str, frozenset[str]] = {}

    def has(self, category: str, unit: str) -> bool:
        """Whether an office of the category is located in the unit; False for an empty category."""
        if not category:
            return False
        if category not in self._units:
            seats = (office.located_in for office in self._offices if office.category == category)
            around = (_chain(seat, self._parents) for seat in seats if seat)
            self._units[category] = frozenset(one for chain in around for one in chain)
        return unit in self._units[category]


def _unit(rule: Rule, office: OfficeRow, rows: Sequence[Placed]) -> str | None:
    """The territory of an office by a rule; None if it is not known."""
    if rule.territory == "nation":
        return NATION
    if rule.territory == "located":
        return next((row.district or row.region for row in rows if row.district or row.region), None)
    if rule.territory == "printed":
        named = (row.territory if row.record.district else row.region for row in rows)
        return next((unit for unit in named if unit), None)
    return office.territory or None


def _chain(unit: str, parents: Mapping[str, str]) -> list[str]:
    """The id of a unit, then those of the units that contain it."""
    chain = [unit]
    while parent := parents.get(chain[-1]):
        chain.append(parent)
    return chain


class _Desks:
    """Offices that serve only a part of their unit: the villages in their rows.

    They are several offices of one okrug, and the akimats of a raion or city that the table of akims of
    okrugs prints with the villages outside all okrugs.
    """

    def __init__(
        self,
        offices: Iterable[OfficeRow],
        office_of: Mapping[str, str],
        parents: Mapping[str, str],
        listed_by: Mapping[str, Iterable[str]],
    ) -> None:
        self._rows: dict[str, set[str]] = defaultdict(set)
        for token, office_id in office_of.items():
            self._rows[office_id].add(token)
        self._of_unit: dict[str, list[str]] = defaultdict(list)
        for office in offices:
            if office.category == _OKRUG_AKIMAT:
                self._of_unit[office.territory].append(office.id)
        self._with_okrugs = frozenset(parents.get(okrug, "") for okrug in self._of_unit)
        self._villages: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for village, rows in listed_by.items():
            self._villages[parents.get(village, "")].append((village, frozenset(rows)))

    def units(self, office: OfficeRow, unit: str, rule: Rule) -> list[str]:
        """The units that an office serves by a rule: `unit`, or some of its villages."""
        is_okrug_akimat = office.category == _OKRUG_AKIMAT
        if rule.category == _OKRUG_AKIMAT and not is_okrug_akimat and unit in self._with_okrugs:
            return self._outside_okrugs(office, unit)
        return self._of_desk(office.id, unit)

    def _outside_okrugs(self, office: OfficeRow, unit: str) -> list[str]:
        """The villages in its rows, and its own town, which the row may leave out; `unit` if none."""
        rows = self._rows[office.id]
        listed = {village for village, by in self._villages[unit] if by & rows}
        return sorted({*listed, office.located_in} - {""}) or [unit]

    def _of_desk(self, office_id: str, unit: str) -> list[str]:
        """The villages in the rows of an office, and those in the row of no office of the okrug.

        `unit` if it is the only office.
        """
        desks = self._of_unit.get(unit, [])
        if len(desks) < 2 or office_id not in desks:
            return [unit]
        all_rows = {token for desk in desks for token in self._rows[desk]}
        return sorted(
            village
            for village, rows in self._villages[unit]
            if rows & self._rows[office_id] or not rows & all_rows
        ) or [unit]


def _provision(rule: Rule, office_id: str, units: list[str], lines: list[str]) -> ProvisionRow:
    """The row of a provision; it cites the rows of the office and the paragraphs of the rule."""
    return ProvisionRow(
        service=rule.service,
        office=office_id,
        roles="|".join(role for role in Role if role in rule.roles),
        units="|".join(units),
        excludes="|".join(rule.without) if units == [NATION] else "",
        rule=rule.name,
        basis="|".join([*sorted(lines), *rule.paragraphs]),
    )


def _row_order(row: ProvisionRow) -> tuple[str, str, str, str]:
    return row.service, row.office, row.basis, row.rule
