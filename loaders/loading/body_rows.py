"""Passports, posts, legal bodies and the register of services in seeds as rows of the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from loaders.loading.office_rows import basis_row
from loaders.seeds.cells import Cells, unique
from loaders.seeds.citations import CitationToken
from loaders.seeds.files import BadSeedError, split_values
from loaders.seeds.folder import Seeds
from loaders.seeds.organizations import OrganizationFacts
from loaders.seeds.rows import PostRow
from model.enums import Language, SchedulePurpose

_WHEN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


class BodyRows:
    """Rows of the store about bodies and their services.

    All methods raise BadSeedError for a value that is not valid or an unknown id; so does the constructor for
    ids given twice.
    """

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.acts = {act.id for act in seeds.acts}
        self.offices = {row.id: row for row in seeds.offices}
        self.services = {row.id for row in seeds.services}
        self.organizations = {body.id: body for body in seeds.organizations}
        unique("passports", "id", (passport.id for passport in seeds.passports))
        unique("organizations.yaml", "id", (body.id for body in seeds.organizations))
        unique("organizations.yaml", "bin", (body.bin or "" for body in seeds.organizations))
        unique("register.csv", "service", (row.service for row in seeds.register))
        self._posts = _grouped(seeds.posts)

    def passports(self) -> Iterator[dict[str, Any]]:
        """Rows of `passport`, each with the whole passport as JSON.

        Raises BadSeedError for an unknown act or service.
        """
        for passport in self.seeds.passports:
            cells = Cells(f"passports/{passport.id}.yaml")
            yield {
                "id": cells.slug(passport.id),
                "act_id": cells.known("act", self.acts, passport.act),
                "standard": passport.standard,
                "service_id": cells.known("service", self.services, passport.service),
                "body": msgspec.to_builtins(passport),
            }

    def posts(self) -> Iterator[dict[str, Any]]:
        """Rows of `post`, one for each post of an office. Raises BadSeedError for a post without a title."""
        for post_id, rows in self._posts.items():
            row = rows[0]
            cells = Cells(f"posts.csv: {row.office} {row.title}")
            if not row.title:
                raise cells.fail("no title")
            yield {
                "id": post_id,
                "office_id": cells.known("office", self.offices, row.office),
                "title": row.title,
                "language": cells.member("language", Language, row.language),
                "room": row.room or None,
            }

    def post_prints(self) -> Iterator[dict[str, Any]]:
        """Rows of `post_print`: for each citation of a post, what that printed row says.

        Raises BadSeedError for a citation of no printed row.
        """
        printed = {(key.act, row.line) for key, rows in self.seeds.entries.items() for row in rows}
        for post_id, rows in self._posts.items():
            ordinal = 0
            for row in rows:
                cells = Cells(f"posts.csv: {row.office} {row.title}")
                for token in _required(cells, "source", row.source, self.acts):
                    if (token.act, token.line) not in printed:
                        raise cells.fail(f"source cites {token.act} line {token.line}, which entries/ lacks")
                    yield {
                        "post_id": post_id,
                        "ordinal": ordinal,
                        "phones": split_values(row.phones),
                        "emails": split_values(row.emails),
                        "purpose": cells.member("purpose", SchedulePurpose, row.purpose),
                        "hours": row.hours or None,
                        "printed": row.printed or None,
                        "act_id": token.act,
                        "line": token.line,
                    }
                    ordinal += 1

    def register(self) -> Iterator[dict[str, Any]]:
        """Rows of `register_entry`; each cites exactly one row.

        Raises BadSeedError for an unknown service.
        """
        for row in self.seeds.register:
            cells = Cells(f"register.csv: {row.service}")
            (token,) = _required(cells, "source", row.source, self.acts)
            yield {
                "service_id": cells.known("service", self.services, row.service),
                "number": row.number,
                "name": row.name or None,
                "recipients": row.recipients,
                "responsible": row.responsible,
                "providers": row.providers,
                "acceptors": row.acceptors,
                "form": row.form,
                "act_id": token.act,
                "line": token.line,
            }

    def bodies(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization`: bodies with their parents and successors.

        Raises BadSeedError for an unknown parent or successor.
        """
        for body in self.seeds.organizations:
            cells = _cells(body)
            after = body.succeeded_by
            if after is not None and not _WHEN.fullmatch(after.when):
                raise cells.fail(f"succeeded_by.when is {after.when!r}, not a day, a month or a year")
            yield {
                "id": cells.slug(body.id),
                "parent_id": cells.known_or_none("parent", self.organizations, body.parent or ""),
                "bin": body.bin,
                "successor_id": after and cells.known("succeeded_by", self.organizations, after.organization),
                "succeeded_in": after and after.when,
                "succession_source": after and after.source,
            }

    def names(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization_name`. Raises BadSeedError for a body without names."""
        for body in self.seeds.organizations:
            if not body.names:
                raise _cells(body).fail("no name")
            for language, value in body.names.items():
                yield {"organization_id": body.id, "language": language, "value": value}

    def contacts(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization_contact`; each cites one paragraph.

        Raises BadSeedError without a citation.
        """
        for body in self.seeds.organizations:
            for ordinal, contact in enumerate(body.contacts):
                (token,) = _required(_cells(body), "contacts.source", contact.source, self.acts)
                yield {
                    "organization_id": body.id,
                    "ordinal": ordinal,
                    "kind": contact.kind,
                    "value": contact.value,
                    "printed": contact.printed,
                    "purpose_kk": contact.purpose.get(Language.KK),
                    "purpose_ru": contact.purpose.get(Language.RU),
                    "act_id": token.act,
                    "standard": token.standard,
                    "paragraph": token.paragraph,
                }

    def basis(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization_basis`: the citations of each body.

        Raises BadSeedError for a wrong citation.
        """
        for body in self.seeds.organizations:
            for ordinal, cited in enumerate(body.basis):
                (token,) = _required(_cells(body), "basis", cited, self.acts)
                yield basis_row("organization", body.id, ordinal, token)

    def offices_of_bodies(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization_office`. Raises BadSeedError for an office that two bodies claim."""
        taken: dict[str, str] = {}
        for body in self.seeds.organizations:
            cells = _cells(body)
            named = [cells.known("offices", self.offices, office) for office in body.offices]
            of_category = [row.id for row in self.seeds.offices if row.category in body.categories]
            for office in dict.fromkeys((*named, *of_category)):
                if office in taken:
                    raise cells.fail(f"claims {office}, which belongs to {taken[office]}")
                taken[office] = body.id
                yield {"office_id": office, "organization_id": body.id}

    def services_of_bodies(self) -> Iterator[dict[str, Any]]:
        """Rows of `organization_service`.

        The responsible body is that of the register of services, else the body whose facts state the service.
        Raises BadSeedError for an unknown service.
        """
        called = {name: body.id for body in self.seeds.organizations for name in body.register_as}
        responsible = {
            row.service: called[row.responsible] for row in self.seeds.register if row.responsible in called
        }
        for body in self.seeds.organizations:
            for service in body.services:
                _cells(body).known("services", self.services, service)
                responsible.setdefault(service, body.id)
        for service, owner in sorted(responsible.items()):
            yield {"service_id": service, "organization_id": owner}


def _grouped(rows: Collection[PostRow]) -> dict[str, list[PostRow]]:
    """The rows of each post by the post's id, `<office>.<number>`; numbers may change in the next load."""
    groups: dict[tuple[str, str, int, str], list[PostRow]] = {}
    for row in sorted(rows, key=lambda row: (row.office, row.title, row.rank, row.room, row.source)):
        groups.setdefault((row.office, row.title, row.rank, row.room), []).append(row)
    count: dict[str, int] = {}
    rows_of = {}
    for (office, *_), group in groups.items():
        count[office] = count.get(office, 0) + 1
        rows_of[f"{office}.{count[office]}"] = group
    return rows_of


def _cells(body: OrganizationFacts) -> Cells:
    return Cells(f"organizations.yaml: {body.id}")


def _required(cells: Cells, column: str, value: str, acts: Collection[str]) -> list[CitationToken]:
    """The citations in a cell. Raises BadSeedError if there is no citation or a citation is not valid."""
    found = cells.citations(column, value, acts)
    if not found:
        raise BadSeedError(f"{cells.where}: {column} cites nothing")
    return found
