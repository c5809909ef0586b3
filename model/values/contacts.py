"""Reads a printed cell of contacts of any kind: telephones, faxes, e-mails and sites, in any order."""

from dataclasses import dataclass

from model.values.mailboxes import ReadText, WebRead, parse_emails, parse_web, parse_websites
from model.values.phones import Line, PhonesRead, ReadNumber, Refused, is_nothing, parse_phones

__all__ = [
    "ContactsRead",
    "Line",
    "PhonesRead",
    "ReadNumber",
    "ReadText",
    "Refused",
    "WebRead",
    "is_nothing",
    "parse_contacts",
    "parse_emails",
    "parse_phones",
    "parse_web",
    "parse_websites",
]


@dataclass(frozen=True, slots=True)
class ContactsRead:
    """The contacts in one cell, and the pieces that could not be read."""

    phones: PhonesRead
    web: WebRead

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The pieces of the cell that could not be read as contacts, each with a reason."""
        return self.web.refused + self.phones.refused


def parse_contacts(text: str, area_code: str | None = None) -> ContactsRead:
    """The contacts in a cell; `area_code` completes numbers printed without an area code.

    Pieces that cannot be read are refused, not raised.
    """
    web = parse_web("" if is_nothing(text) else text)
    return ContactsRead(parse_phones(web.rest, area_code), web)
