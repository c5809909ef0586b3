"""Types for the contacts and addresses of an office, and for the sources of its fields."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import datetime, time
from zoneinfo import ZoneInfo

import strawberry

from graph.served.context import Registry
from graph.terms.languages import InLanguage, name_in
from graph.types.acts import ActCitation, ValidityPeriod, cite, period
from graph.types.areas import Settlement
from graph.types.corrections import Correction, correction_of
from model import edition as records
from model.agreement import LanguageAgreement, agreement
from model.enums import ContactKind, Language
from model.values.phones import extension_of

_KAZAKHSTAN = ZoneInfo("Asia/Almaty")


@strawberry.federation.type(
    shareable=True, description="Postal address split as CPOV/locn does, with the line people write."
)
class Address:
    """One address in one language."""

    full: str = strawberry.field(description="The line people write.")
    postal_code: str | None = strawberry.field(description="Six digits; null where none is printed whole.")
    thoroughfare: str | None = strawberry.field(description="Street.")
    locator_designator: str | None = strawberry.field(description="House, and room where it is printed.")
    language: Language = strawberry.field(description="Language the address is written in.")
    settlement: Settlement | None = strawberry.field(
        description="Settlement of the address; null where it names none."
    )


@strawberry.federation.type(
    shareable=True, description="One way to reach an office (schema.org ContactPoint, HSDS phone)."
)
class ContactPoint:
    """A phone, fax, e-mail, site or the like."""

    kind: ContactKind = strawberry.field(description="Medium.")
    value: str = strawberry.field(
        description="What to dial, write to or open; a number with an extension as RFC 3966 writes it: "
        "`+77172551474;ext=12` (`tel:` before it makes a link)."
    )
    e164: str | None = strawberry.field(
        description="Phone or fax with +7 and ten digits, without its extension; null if not read in full."
    )
    extension: str | None = strawberry.field(
        description="Number to dial after the connection; null where none is given."
    )
    printed: str | None = strawberry.field(description="What the act prints, uncorrected.")
    source: ActCitation | None = strawberry.field(description="Row that prints it.")
    validity: ValidityPeriod = strawberry.field(description="Days on which the act that prints it has force.")
    purposes: strawberry.Private[tuple[records.Name, ...]] = ()

    @strawberry.field(description="What it is for; null where no act says it.")
    def purpose(self, language: InLanguage = Language.KK) -> str | None:
        """What the contact is for, in that language, or else in the first known language.

        None if it is not stated.
        """
        return name_in(self.purposes, language) or None


@strawberry.type(description="Where one field's value came from.")
class FieldProvenance:
    """A value that one source gives for a field, and whether it is the one shown."""

    field: str = strawberry.field(description="Name of the field.")
    value: str = strawberry.field(description="The value this source gives.")
    wins: bool = strawberry.field(description="Whether this value is the one shown.")
    rule: str = strawberry.field(description="Rule that decided, as a code.")
    source: ActCitation | None = strawberry.field(
        description="Row that prints the value; null for a value that a person changed."
    )
    observed_at: datetime = strawberry.field(
        description="Time of the source: the adoption of the act, or the change by a person."
    )
    agreement: LanguageAgreement | None = strawberry.field(
        description="Whether the Kazakh and the Russian act agree on the field; null where they cannot be "
        "compared: names and addresses use different words in each language."
    )
    correction: Correction | None = strawberry.field(
        description="The accepted correction that gave the value; null for print and for direct changes."
    )


def address_of(
    registry: Registry, office: records.Office, language: Language, settlement: Settlement | None
) -> Address | None:
    """The address in `language`, else the first known address. None without an address."""
    chosen = next((address for address in office.addresses if address.language is language), None)
    chosen = chosen or next(iter(office.addresses), None)
    if chosen is None:
        return None
    return Address(
        full=chosen.full,
        postal_code=chosen.postal_code,
        thoroughfare=chosen.thoroughfare,
        locator_designator=chosen.locator_designator,
        language=chosen.language,
        settlement=settlement,
    )


def contact_point(registry: Registry, contact: records.Contact) -> ContactPoint:
    """A contact as a type of the schema."""
    return ContactPoint(
        kind=contact.kind,
        value=contact.value,
        e164=contact.e164,
        extension=extension_of(contact.value) if contact.e164 else None,
        printed=contact.printed,
        source=cite(registry, contact.citation) if contact.citation else None,
        validity=period(contact.validity),
        purposes=contact.purpose,
    )


def field_provenance(
    registry: Registry, office: records.Office, provenance: records.Provenance
) -> FieldProvenance:
    """The source of a field's value as a type of the schema."""
    source = cite(registry, provenance.citation) if provenance.citation else None
    printed_on = source.act.record.text_day if source else registry.edition.published_at.date()
    return FieldProvenance(
        field=provenance.field,
        value=provenance.value,
        wins=provenance.wins,
        rule=provenance.rule,
        source=source,
        observed_at=provenance.observed_at or datetime.combine(printed_on, time(), tzinfo=_KAZAKHSTAN),
        agreement=agreement(office, provenance.field),
        correction=None
        if provenance.version is None
        else correction_of(registry, office.id, provenance.version),
    )
