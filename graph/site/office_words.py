"""An office in words: its place, its contacts, its hours, its services."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from geo.exports.facts import address_in, services_of, unit_ref
from geo.exports.json_ld import office_json_ld
from geo.exports.linked.iris import office_path
from geo.jurisdiction.law import today_in_kazakhstan
from graph.served.registry import Registry
from graph.site.markup import EMPTY, element, facts, joined, listing
from graph.site.speech import Speech
from graph.site.told import Told
from model.edition import Address, Contact, Edition, Office
from model.enums import ContactKind, Language, LifecycleStatus
from model.in_force import contacts_of, schedules_of

MOST_SERVICES = 100
"""Most services named on the page of an office; the page itself shows all."""
_SCHEMES = {
    ContactKind.PHONE: "tel:",
    ContactKind.HOTLINE: "tel:",
    ContactKind.EMAIL: "mailto:",
}


def office_told(registry: Registry, office: Office, say: Speech, base: str) -> Told:
    """The page of an office. `base` is the beginning of the links in its JSON-LD document."""
    title, kind = say.name(office.names), say(say.all.kinds[office.kind])
    address = address_of(office, say.language)
    phones = [
        one.value for one in contacts_of(office, today_in_kazakhstan()) if one.kind is ContactKind.PHONE
    ]
    description = ". ".join(filter(None, (title, kind, address.full if address else "", ", ".join(phones))))
    return Told(
        title=title,
        description=description,
        words=element("p", kind, class_="kicker")
        + element("h1", title)
        + _facts(registry.edition, office, say),
        path=f"/offices/{office.id}",
        data=office_json_ld(registry.edition, office, base).decode(),
        data_path=office_path(office.id),
    )


def office_link(office: Office, say: Speech) -> Markup:
    """The name of an office as a link to its page."""
    return element("a", say.name(office.names), href=f"/{say.language}/offices/{office.id}")


def office_card(edition: Edition, office: Office, say: Speech, *more: str, heading: str = "h3") -> Markup:
    """An office within another page: name, kind, `more` (further words), address, contacts."""
    link = office_link(office, say)
    kind = " · ".join(filter(None, (say(say.all.kinds[office.kind]), *more)))
    return element(
        "section",
        element(heading, link),
        element("p", kind, class_="facts"),
        address_words(edition, office, say),
        contact_words(contacts_of(office, today_in_kazakhstan()), say),
        class_="card",
    )


def address_of(office: Office, language: Language) -> Address | None:
    """The address in the language, else the first known address. None without an address."""
    return address_in(office, language) or next(iter(office.addresses), None)


def address_words(edition: Edition, office: Office, say: Speech) -> Markup:
    """The printed address, and a link to the unit that the office is located in.

    What is unknown is left out.
    """
    address, unit = address_of(office, say.language), edition.units.get(office.located_in or "")
    printed = element("address", address.full, lang=address.language) if address else EMPTY
    if unit is None:
        return printed
    where = element("a", say.placed(edition, unit), href=f"/{say.language}/places/{unit_ref(unit)}")
    return printed + element("p", where)


def contact_words(contacts: Iterable[Contact], say: Speech) -> Markup:
    """A list of contacts; phones and e-mails are links. Empty without contacts."""
    return listing(_contact(contact, say) for contact in contacts)


def _contact(contact: Contact, say: Speech) -> Markup:
    label = say(say.all.contact_kinds[contact.kind])
    scheme = _SCHEMES.get(contact.kind)
    # In a mailbox `?` and `&` are signs like others; unquoted they begin headers of the mail (RFC 6068).
    named = quote(contact.value, safe="@") if contact.kind is ContactKind.EMAIL else contact.value
    value = element("a", contact.value, href=scheme + named) if scheme else Markup.escape(contact.value)
    return element("span", f"{label}: ", class_="detail") + value


def _facts(edition: Edition, office: Office, say: Speech) -> Markup:
    words = say.words
    is_closed = office.status is LifecycleStatus.CLOSED
    closed = element("p", say(words.closed), class_="note") if is_closed else EMPTY
    body = edition.organizations.get(office.organization_id or "")
    return closed + facts(
        (say(words.address), address_words(edition, office, say) or "—"),
        (
            say(words.contacts),
            contact_words(contacts_of(office, today_in_kazakhstan()), say) or say(words.no_contacts),
        ),
        (say(words.hours), _hours(office, say) or say(words.no_hours)),
        (say(words.organization), say.name(body.names) if body else ""),
        (say(words.office_services), _services(edition, office, say)),
    )


def _hours(office: Office, say: Speech) -> Markup:
    """The opening hours valid today, in words, one paragraph for each purpose. Empty without hours."""
    return joined(
        element("p", f"{say(say.all.purposes[each.purpose])}: {say.hours(each.opening_hours)}")
        for each in schedules_of(office, today_in_kazakhstan())
    )


def _services(edition: Edition, office: Office, say: Speech) -> Markup:
    """Links to the first 100 services that the office gives. Empty without services."""
    services = (edition.services[each] for each in services_of(edition, office.id)[:MOST_SERVICES])
    return listing(
        element("a", say.service(service), href=f"/{say.language}/services/{service.id}")
        for service in services
    )
