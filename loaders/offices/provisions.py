"""Which office gives which service, in which roles, where: the rules of the acts applied to the offices.

The rules are data (`lookups/provision_rules.yaml`, one entry a standard, each with its paragraph); a rule
about an annex applies to the offices printed in that annex, so that every provision cites the row that
names its office and the paragraphs that give it the roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from loaders.offices.evidence import Placed
from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import BadSeedError
from loaders.seeds.rows import OfficeRow, ProvisionRow
from model.enums import Role
from model.yaml_files import parse_yaml

NATION = "*"
"""Units of a provision that covers the whole country."""
_TERRITORIES = ("own", "located", "nation")
_OFFICES = ("all", "heads", "branches")


@dataclass(frozen=True, slots=True)
class Rule:
    """Offices of one category in one annex (or, without annex, all of it) give a service in some roles.

    `territory`: `own` unit of the office, the district it is `located` in, or the `nation`. `without` and
    `only` are units inside which the rule is not, or alone is, used. `roles` maps to paragraph numbers.
    `of` limits it to `heads`, the offices whose own unit is a region, or to `branches`, all others.
    """

    act: str
    standard: int | None
    service: str
    category: str
    annex: int | None
    territory: str
    roles: Mapping[Role, int]
    paragraph: int
    says: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    of: str = "all"
    bounded_by: int | None = None
    """Paragraph that tells how far the territory goes, where it is not that of the rule."""

    @property
    def name(self) -> str:
        """Short name, such as `education_department:own`, with the units it is limited to."""
        limits = f":only {' '.join(self.only)}" if self.only else ""
        return f"{self.category}:{self.territory}{limits}"

    @property
    def paragraphs(self) -> list[str]:
        """Citations of the paragraph of the rule, of the one that bounds it and of those of its roles."""
        bounds = () if self.bounded_by is None else (self.bounded_by,)
        numbers = dict.fromkeys((self.paragraph, *bounds, *sorted(self.roles.values())))
        return [
            format_citation(CitationToken(self.act, self.standard, paragraph=number)) for number in numbers
        ]

    def is_used_in(self, chain: Sequence[str]) -> bool:
        """Whether the rule is used for an office whose own unit has these ancestors (itself included)."""
        if self.of != "all" and (len(chain) == 1) != (self.of == "heads"):
            return False
        if self.only:
            return not set(self.only).isdisjoint(chain)
        return set(self.without).isdisjoint(chain)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A class of providers that a paragraph names without any list."""

    act: str
    standard: int | None
    service: str
    providers: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and the providers without a list."""

    rules: tuple[Rule, ...]
    unlisted: tuple[Unlisted, ...]


def read_rules(path: Path | Traversable) -> Rules:
    """The rules of a file; raises BadSeedError that names the entry and what is wrong with it."""
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadSeedError(f"{path}: {error}") from None
    rules: list[Rule] = []
    unlisted: list[Unlisted] = []
    for entry in content["standards"]:
        where = f"{path}: {entry.get('act')} standard {entry.get('standard')}"
        try:
            head = (str(entry["act"]), entry.get("standard"), str(entry["service"]))
            rules += [rule_of(head, office) for office in entry.get("offices") or ()]
            if named := entry.get("unlisted"):
                unlisted.append(Unlisted(*head, str(named["providers"]), int(named["paragraph"])))
        except KeyError as error:
            raise BadSeedError(f"{where}: {error} is missing") from None
        except ValueError as error:
            raise BadSeedError(f"{where}: {error}") from None
    return Rules(tuple(rules), tuple(unlisted))


def rule_of(head: tuple[str, int | None, str], office: Mapping[str, object]) -> Rule:
    """One rule of an act, standard and service (`head`). Raises KeyError and ValueError for a bad entry."""
    roles = office["roles"]
    annex, bounds = office.get("annex"), office.get("bounded_by")
    territory = str(office["territory"])
    if territory not in _TERRITORIES:
        raise ValueError(f"territory is {territory!r}, not one of {', '.join(_TERRITORIES)}")
    of = str(office.get("of", "all"))
    if of not in _OFFICES:
        raise ValueError(f"of is {of!r}, not one of {', '.join(_OFFICES)}")
    if not isinstance(roles, Mapping) or not roles:
        raise ValueError(f"roles are {roles!r}, not a mapping of roles to paragraphs")
    return Rule(
        *head,
        category=str(office["category"]),
        annex=int(str(annex)) if annex is not None else None,
        territory=territory,
        roles={Role(str(role)): int(paragraph) for role, paragraph in roles.items()},
        paragraph=int(str(office["paragraph"])),
        says=str(office["says"]),
        without=_ids(office.get("except")),
        only=_ids(office.get("only")),
        of=of,
        bounded_by=int(str(bounds)) if bounds is not None else None,
    )


def _ids(value: object) -> tuple[str, ...]:
    return tuple(str(unit) for unit in value) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class ProvisionsBuilt:
    """Rows of `provisions.csv`, and the offices a rule could not be applied to."""

    provisions: tuple[ProvisionRow, ...]
    problems: tuple[Problem, ...]


def build_provisions(
    rules: Rules,
    rows: Iterable[Placed],
    offices: Mapping[str, OfficeRow],
    office_of: Mapping[str, str],
    parents: Mapping[str, str],
) -> ProvisionsBuilt:
    """Every rule applied to every office it speaks of.

    `office_of` maps citations of rows to offices, `parents` units to the units they lie in. An office
    without a unit of its own gets no provision and is reported, never guessed at.
    """
    printed: dict[tuple[str, int | None, int | None, str], dict[str, list[Placed]]] = {}
    read_acts: set[str] = set()
    for row in rows:
        read_acts.add(row.act)
        if row.token in office_of:
            key = (row.act, row.record.standard, row.record.annex, row.record.category)
            printed.setdefault(key, {}).setdefault(office_of[row.token], []).append(row)
    made: list[ProvisionRow] = []
    problems: list[Problem] = []
    for rule in rules.rules:
        listed = printed.get((rule.act, rule.standard, rule.annex, rule.category), {})
        if rule.annex is None:
            named: dict[str, list[Placed]] = {
                office.id: [] for office in offices.values() if office.category == rule.category
            }
            listed = {**named, **listed}
        if not listed and rule.act in read_acts:
            problems.append(Problem("empty rule", rule.paragraphs[0], f"no office of {rule.name} was read"))
        for office_id in sorted(listed):
            unit = _unit(rule, offices[office_id], listed[office_id])
            lines = sorted(row.token for row in listed[office_id])
            if unit is None:
                place = lines[0] if lines else rule.paragraphs[0]
                problems.append(Problem("no territory", place, f"{office_id} gives {rule.service} nowhere"))
            elif rule.is_used_in(_chain(offices[office_id].territory or unit, parents)):
                made.append(_provision(rule, office_id, unit, lines))
    return ProvisionsBuilt(tuple(sorted(made, key=_row_order)), tuple(sorted(set(problems))))


def _unit(rule: Rule, office: OfficeRow, rows: Sequence[Placed]) -> str | None:
    if rule.territory == "nation":
        return NATION
    if rule.territory == "located":
        return next((row.district or row.region for row in rows if row.district or row.region), None)
    return office.territory or None


def _chain(unit: str, parents: Mapping[str, str]) -> list[str]:
    chain = [unit]
    while parent := parents.get(chain[-1]):
        chain.append(parent)
    return chain


def _provision(rule: Rule, office_id: str, unit: str, lines: list[str]) -> ProvisionRow:
    return ProvisionRow(
        service=rule.service,
        office=office_id,
        roles="|".join(role for role in Role if role in rule.roles),
        units=unit,
        excludes="|".join(rule.without) if unit == NATION else "",
        rule=rule.name,
        basis="|".join([*lines, *rule.paragraphs]),
    )


def _row_order(row: ProvisionRow) -> tuple[str, str, str, str]:
    return row.service, row.office, row.basis, row.rule
