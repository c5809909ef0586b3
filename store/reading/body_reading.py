"""Reads posts, legal bodies, passports and the register of services from the store for an edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from model.edition import (
    Act,
    Citation,
    Contact,
    Name,
    Office,
    Organization,
    Post,
    RegisterEntry,
    Schedule,
    Unit,
)
from model.enums import ContactKind, Language, SchedulePurpose
from model.passports import Passport, passport_of
from model.service_words import body_names_in_all_languages
from model.time_zones import unit_zone
from model.values.phones import e164_of
from store.reading.aliases import read_aliases
from store.reading.citations import Citations, row_number
from store.tables import tables
from store.tables.among import among

_MEDIA = (("phones", ContactKind.PHONE), ("emails", ContactKind.EMAIL))


def read_passports(connection: Connection) -> dict[str, Passport]:
    """Every passport by id. Raises BadPassportError for a stored passport that this program cannot read."""
    passport = tables.passport
    rows = connection.execute(select(passport.c.id, passport.c.body).order_by(passport.c.id))
    return {row.id: passport_of(row.body) for row in rows}


def read_register(connection: Connection, acts: Mapping[str, Act]) -> dict[str, RegisterEntry]:
    """Rows of the register of services, by service id; services without a row are left out."""
    return {
        row.service_id: RegisterEntry(
            number=row.number,
            recipients=row.recipients,
            responsible=row.responsible,
            providers=row.providers,
            acceptors=row.acceptors,
            form=row.form,
            citation=Citation(
                row.act_id, acts[row.act_id].languages[0], row=row_number(row.number), line=row.line
            ),
        )
        for row in connection.execute(select(tables.register_entry))
    }


def read_responsible(connection: Connection) -> dict[str, str]:
    """The id of the responsible body by service id; services without one are left out."""
    return {
        row.service_id: row.organization_id for row in connection.execute(select(tables.organization_service))
    }


def read_organizations(
    connection: Connection, citations: Citations, acts: Mapping[str, Act]
) -> dict[str, Organization]:
    """Every legal body by id, with its names, contacts and citations."""
    names, contacts, basis = tables.organization_name, tables.organization_contact, tables.organization_basis
    named: dict[str, list[Name]] = {}
    for row in connection.execute(select(names).order_by(names.c.language.desc())):
        named.setdefault(row.organization_id, []).append(Name(row.value, Language(row.language)))
    reached: dict[str, list[Contact]] = {}
    for row in connection.execute(select(contacts).order_by(contacts.c.organization_id, contacts.c.ordinal)):
        reached.setdefault(row.organization_id, []).append(_contact(row, acts[row.act_id]))
    cited: dict[str, list[Citation]] = {}
    for row in connection.execute(select(basis).order_by(basis.c.organization_id, basis.c.ordinal)):
        cited.setdefault(row.organization_id, []).append(citations.of_basis(row))
    return {
        row.id: Organization(
            id=row.id,
            names=body_names_in_all_languages(named.get(row.id, ())),
            parent_id=row.parent_id,
            bin=row.bin,
            contacts=tuple(reached.get(row.id, ())),
            citations=tuple(cited.get(row.id, ())),
            successor_id=row.successor_id,
            succeeded_in=row.succeeded_in,
            succession_source=row.succession_source,
        )
        for row in connection.execute(select(tables.organization).order_by(tables.organization.c.id))
    }


def _contact(row: Any, act: Act) -> Contact:
    """A contact of a legal body, valid as long as the act that prints it."""
    language = act.languages[0]
    paragraph = None if row.paragraph is None else str(row.paragraph)
    purpose = ((Language.RU, row.purpose_ru), (Language.KK, row.purpose_kk))
    return Contact(
        kind=ContactKind(row.kind),
        value=row.value,
        printed=row.printed,
        e164=e164_of(row.value),
        citation=Citation(act.id, language, row.standard, provision=paragraph, quote=row.printed),
        validity=act.force,
        purpose=tuple(Name(value, language) for language, value in purpose if value),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What one printed row says about a post, with the act and the citation of the row."""

    row: Any
    act: Act
    citation: Citation


class PostReader:
    """Reads the posts and legal bodies of all offices, or of those in `only`, and adds them to offices."""

    def __init__(
        self,
        connection: Connection,
        acts: Mapping[str, Act],
        citations: Citations,
        units: Mapping[str, Unit],
        day: date,
        only: Collection[str] | None = None,
    ) -> None:
        self._units = units
        self._day = day
        prints, post, body = tables.post_print, tables.post, tables.organization_office
        bodies, posts = select(body), select(post)
        said_of = select(prints).order_by(prints.c.post_id, prints.c.ordinal)
        if only is not None:
            bodies, posts = (
                bodies.where(among(body.c.office_id, only)),
                posts.where(among(post.c.office_id, only)),
            )
            said_of = said_of.where(
                prints.c.post_id.in_(select(post.c.id).where(among(post.c.office_id, only)))
            )
        self._body_of = {row.office_id: row.organization_id for row in connection.execute(bodies)}
        post_rows = connection.execute(posts).all()
        self._posts: dict[str, list[tuple[Any, list[_Said]]]] = {}
        if not post_rows:
            return
        said: dict[str, list[_Said]] = {}
        for row in connection.execute(said_of):
            citation = citations.printed(row.act_id, row.line).citation
            quoted = replace(citation, quote=row.printed or citation.quote)
            said.setdefault(row.post_id, []).append(_Said(row, acts[row.act_id], quoted))
        aliases = read_aliases(connection)
        for row in post_rows:
            office_id = aliases.get(row.office_id, row.office_id)
            self._posts.setdefault(office_id, []).append((row, said[row.id]))
        for found in self._posts.values():
            # In the order of print: an akim stands before his deputies.
            found.sort(key=lambda one: (one[1][0].row.act_id, one[1][0].row.line, _number(one[0].id)))

    def completed(self, office: Office, *, keeps_body: bool = False) -> Office:
        """The office with its posts and its legal body; unchanged if it has neither.

        `keeps_body` keeps the body that the office has, as for an earlier version.
        """
        posts = self._posts.get(office.id)
        body = office.organization_id if keeps_body else self._body_of.get(office.id)
        if posts is None and body is None:
            return office
        zone = unit_zone(self._units, office.located_in or office.territory_id, self._day)
        shown = tuple(_post(row, said, zone) for row, said in posts or ())
        return replace(office, posts=shown, organization_id=body)


def _number(post_id: str) -> int:
    return int(post_id.rpartition(".")[2])


def _post(row: Any, said: list[_Said], zone: str) -> Post:
    """A post with the contacts and reception hours of all rows that print it, each once."""
    contacts: dict[tuple[ContactKind, str], Contact] = {}
    reception: dict[str, Schedule] = {}
    for print_ in said:
        for column, kind in _MEDIA:
            for value in getattr(print_.row, column):
                contacts.setdefault(
                    (kind, value),
                    Contact(
                        kind,
                        value,
                        e164=e164_of(value) if kind is ContactKind.PHONE else None,
                        citation=print_.citation,
                        validity=print_.act.force,
                    ),
                )
        if print_.row.hours is not None:
            reception.setdefault(
                print_.row.hours,
                Schedule(
                    SchedulePurpose(print_.row.purpose),
                    print_.row.hours,
                    printed=print_.row.printed,
                    time_zone=zone,
                    citation=print_.citation,
                    validity=print_.act.force,
                ),
            )
    title = Name(row.title, Language(row.language), citation=said[0].citation)
    return Post(
        row.id, (title,), row.room, tuple(contacts.values()), tuple(reception.values()), said[0].citation
    )
