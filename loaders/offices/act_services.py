"""The services of a new act, and which of its offices give them: both are in its profile.

The rules of the acts the registry began with are in `lookups/provision_rules.yaml`; a later act has its own
next to its tables (`jurisdiction`), so that its profile is all there is to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from loaders.acts.profiles import ActProfile, BadProfileError
from loaders.offices.provisions import Rule, rule_of
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import join_values, split_values
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import ServiceRow
from model.enums import Language
from model.lookup_offices import OfficeRule
from model.yaml_files import parse_yaml


@dataclass(frozen=True, slots=True)
class DraftService:
    """A service that the act describes and the registry does not have.

    `id` is None if the profile gives none: the service then waits, without provisions.
    """

    standard: int | None
    title: str
    id: str | None


def read_jurisdictions(folder: Path) -> tuple[Rule, ...]:
    """The rules in the profiles of a folder, in the order of file names. Raises BadProfileError."""
    rules: list[Rule] = []
    for path in sorted(folder.glob("*.yaml")):
        content = parse_yaml(path.read_text(encoding="utf-8"))
        for table in content.get("tables") or ():
            rules += _rules(path, str(content.get("id")), table)
    return tuple(rules)


def _rules(path: Path, act: str, table: dict[str, object]) -> list[Rule]:
    """The rules under `jurisdiction` of a table.

    Raises BadProfileError for a rule without `service` or with a wrong value.
    """
    given = table.get("jurisdiction") or []
    where = f"{path}: jurisdiction of standard {table.get('standard')}, annex {table.get('annex')}"
    if not isinstance(given, list):
        raise BadProfileError(f"{where} is not a list of rules")
    rules = []
    for entry in given:
        try:
            standard = table.get("standard")
            head = (act, standard if isinstance(standard, int) else None, str(entry["service"]))
            offices = {"category": table.get("category"), "annex": table.get("annex")}
            given_rule = {key: value for key, value in entry.items() if key != "service"}
            rules.append(rule_of(head, msgspec.convert(offices | given_rule, OfficeRule, strict=False)))
        except KeyError as error:
            raise BadProfileError(f"{where}: {error} is missing") from None
        except (AttributeError, TypeError, msgspec.ValidationError) as error:
            raise BadProfileError(f"{where}: {error}") from None
    return rules


def draft_services(profile: ActProfile, known: Sequence[ServiceRow]) -> tuple[DraftService, ...]:
    """The services of the profile that no row of `services.csv` cites or has as its id."""
    cited = {token for row in known for token in split_values(row.standards)}
    ids = {row.id for row in known}
    return tuple(
        DraftService(service.standard, service.title, service.id)
        for service in profile.services
        if _token(profile, service.standard) not in cited and service.id not in ids
    )


def with_services(seeds: Seeds, profile: ActProfile) -> Seeds:
    """The seeds with the services of the profile that have an id; services that are known cite the act, too.

    Services without an id are left out.
    """
    rows = {row.id: row for row in seeds.services}
    for service in profile.services:
        if service.id is None:
            continue
        token = _token(profile, service.standard)
        known = rows.get(service.id)
        if known is None:
            is_kazakh = profile.language == Language.KK
            rows[service.id] = ServiceRow(
                service.id,
                "",
                "" if is_kazakh else service.title,
                service.title if is_kazakh else "",
                "",
                token,
            )
        elif token not in split_values(known.standards):
            cited = join_values(sorted({*split_values(known.standards), token}))
            rows[service.id] = replace(known, standards=cited)
    return replace(seeds, services=tuple(rows[service_id] for service_id in sorted(rows)))


def _token(profile: ActProfile, standard: int | None) -> str:
    return format_citation(CitationToken(profile.id, standard))
