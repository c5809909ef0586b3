"""Facts of an office or a unit that several export formats need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

from model.edition import Address, Citation, Contact, Edition, Name, Office, Service, Unit
from model.enums import ContactKind, Language, Level, NameStatus, TextOrigin
from model.in_force import contacts_of
from model.passports import Passport

TYPES = {
    Level.REGION: "Region",
    Level.DISTRICT: "District",
    Level.RURAL_OKRUG: "RuralOkrug",
    Level.SETTLEMENT: "Settlement",
}
"""The word before the colon of a unit's public id."""
SHOWN = (Language.KK, Language.RU)


def office_ref(office_id: str) -> str:
    """The public id of an office, `Office:<id>`."""
    return f"Office:{office_id}"


def provision_ref(provision_id: str) -> str:
    """The public id of a provision, `ServiceProvision:<id>`."""
    return f"ServiceProvision:{provision_id}"


def unit_ref(unit: Unit) -> str:
    """The public id of a unit, such as `District:<id>`."""
    return f"{TYPES[unit.level]}:{unit.id}"


def feature_number(ref: str) -> int:
    """A number made from a public id, the same in each edition, for formats whose ids are numbers.

    It has 53 bits, as many as a double of JavaScript holds exactly. Among 100,000 ids the chance that any two
    share a number is one in two million.
    """
    return int.from_bytes(blake2b(ref.encode(), digest_size=8).digest()) >> 11


def text_in(names: Sequence[Name], language: Language) -> str | None:
    """The official name in exactly that language, else a variant in it; None without either.

    Former, translated and composed names are left out: the formats have no place to mark them as such.
    """
    of_language = [name for name in originals(names) if name.language is language]
    official = [name.value for name in of_language if name.status is NameStatus.OFFICIAL]
    variants = [name.value for name in of_language if name.status is NameStatus.VARIANT]
    return next(iter(official + variants), None)


def originals(names: Iterable[Name]) -> list[Name]:
    """The names that are printed in a source. Translated and composed names are left out."""
    return [name for name in names if name.origin is TextOrigin.ORIGINAL]


def any_text(names: Sequence[Name]) -> str:
    """The name in Kazakh. Without it, the name in Russian, or the first name of any kind.

    An empty text without names.
    """
    known = (text_in(names, language) for language in SHOWN)
    return next((text for text in known if text), names[0].value if names else "")


def address_in(office: Office, language: Language) -> Address | None:
    """The address printed in that language; None where no source prints one."""
    return next((address for address in office.addresses if address.language is language), None)


def values(office: Office, kind: ContactKind, day: date) -> list[str]:
    """The values of the contacts of one kind that are valid on a day, each once."""
    return list(dict.fromkeys(number_of(one) for one in contacts_of(office, day) if one.kind is kind))


def number_of(contact: Contact) -> str:
    """The value of a contact: a number to dial with its extension (RFC 3966), or an e-mail or web address."""
    return contact.value


def unit_above(edition: Edition, unit_id: str | None, level: Level) -> Unit | None:
    """The unit of `level` that contains the unit, or the unit itself.

    None where no such unit contains it, and for an unknown id.
    """
    if unit_id is None or unit_id not in edition.units:
        return None
    chain = (edition.units[unit_id], *edition.ancestors(unit_id))
    return next((unit for unit in chain if unit.level is level), None)


def services_of(edition: Edition, office_id: str) -> list[str]:
    """Sorted ids of the services in which the office has a role."""
    given = (edition.provisions[key] for key in edition.provisions_of_office.get(office_id, ()))
    return sorted({provision.service_id for provision in given})


def passport_of(edition: Edition, service: Service) -> Passport | None:
    """The standard of a service in the act adopted last; None where no act has a standard for it."""
    known = edition.passports_of_service.get(service.id, ())
    return edition.passports[known[-1]] if known else None


def sources(citations: Iterable[Citation]) -> list[str]:
    """Citations as codes, such as `gov-2012-1119/s1/a2/l1535`: act, standard, annex, paragraph, line.

    Parts that a citation lacks are left out.
    """
    return [_code(citation) for citation in citations]


def _code(citation: Citation) -> str:
    """The code of one citation; parts that it lacks are left out."""
    parts = [
        citation.act_id,
        "" if citation.standard is None else f"s{citation.standard}",
        "" if citation.annex is None else f"a{citation.annex}",
        "" if citation.provision is None else f"p{citation.provision}",
        "" if citation.line is None else f"l{citation.line}",
    ]
    return "/".join(part for part in parts if part)
