"""Checks and cleans values that people type: names, contacts, hours, postal codes and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from changes.web_addresses import UnusableAddressError, read_email, read_messenger, read_url
from geo.addresses.reading import parse_address
from model.change_values import AddressReading
from model.enums import ContactKind, Language
from model.values.hours_expression import InvalidHoursError, normalise_hours
from model.values.phones import parse_phones
from model.values.typed_text import mended_text, unusable_signs

_SHORT_NUMBER = re.compile(r"\d{3,4}")
_POSTAL_CODE = re.compile(r"[0-9]{6}|[A-Z][0-9]{2}[A-Z][0-9][A-Z][0-9]")
"""Kazpost: six digits, or since 2015 seven characters such as A10A5T4."""
MOST_TEXT = 500
_FAR_TOO_LONG = 10
"""Multiple of the stored length: meaningless characters and spaces do not make a text that long."""


class UnusableValueError(Exception):
    """A value that cannot be stored. The message says what is wrong with it."""


def clean_text(text: str, what: str, most: int = MOST_TEXT) -> str:
    """The text with single spaces, in composed Unicode.

    Raises UnusableValueError for unusable characters and for more than `most` characters; `what` names the
    text in the message.
    """
    # A text that is far too long is not checked character by character.
    wrong = unusable_signs(text) if len(text) <= _FAR_TOO_LONG * most else None
    if wrong is not None:
        raise UnusableValueError(f"{what} holds {wrong}")
    cleaned = mended_text(text)
    if len(cleaned) > most:
        raise UnusableValueError(f"{what} has {len(cleaned)} characters, at most {most} are kept")
    return cleaned


def read_name(text: str) -> str:
    """A name of an office, cleaned. Raises UnusableValueError for fewer than two letters."""
    name = clean_text(text, "the name")
    if sum(sign.isalpha() for sign in name) < 2:
        raise UnusableValueError("a name has letters")
    return name


def read_contact(kind: ContactKind, text: str) -> str:
    """The value of a contact as the registry keeps it. Raises UnusableValueError.

    That is E.164 with the extension of RFC 3966 for a telephone or fax number, also 3 or 4 digits for a
    hotline, one address for e-mail, a URL for sites and messengers.
    """
    value = clean_text(text, "the contact", MOST_TEXT)
    match kind:
        case ContactKind.PHONE | ContactKind.FAX:
            return _number(value)
        case ContactKind.HOTLINE:
            return value if _SHORT_NUMBER.fullmatch(value) else _number(value)
        case ContactKind.EMAIL:
            return _on_the_web(read_email, value, "one e-mail address")
        case ContactKind.WEBSITE:
            return _on_the_web(read_url, value, "one web address: write it as https://...")
        case ContactKind.MESSENGER:
            return _on_the_web(
                read_messenger, value, "a messenger: write https://t.me/name or WhatsApp +7..."
            )


def read_hours(text: str) -> str:
    """Opening hours in the normal form of OpenStreetMap's notation.

    Raises UnusableValueError for any other notation.
    """
    try:
        return normalise_hours(clean_text(text, "the hours"))
    except InvalidHoursError as error:
        raise UnusableValueError(f"{error}: write hours such as Mo-Fr 09:00-18:00") from None


def read_postal_code(text: str) -> str:
    """A postal code of Kazakhstan without spaces, in capitals. Raises UnusableValueError for another form."""
    code = clean_text(text, "the postal code", 20).replace(" ", "").upper()
    if not _POSTAL_CODE.fullmatch(code):
        raise UnusableValueError(f"{text!r} is not a postal code: six digits, or as A10A5T4")
    return code


def read_address(text: str, language: Language) -> AddressReading:
    """An address, and its postal code, locality, street and house where they were recognised.

    Raises UnusableValueError for a text without letters.
    """
    full = clean_text(text, "the address")
    if not any(sign.isalpha() for sign in full):
        raise UnusableValueError(f"{full!r} is not an address: it has no letters")
    parts = parse_address(full, language)
    return AddressReading(full, parts.postcode, parts.locality, parts.thoroughfare, parts.house)


def _on_the_web(read: Callable[[str], str], text: str, wanted: str) -> str:
    try:
        return read(text)
    except UnusableAddressError as error:
        raise UnusableValueError(f"{text!r} is not {wanted}: {error}") from None


def _number(text: str) -> str:
    """One telephone number of Kazakhstan as it is dialled.

    Raises UnusableValueError for none, several, or an unknown area code.
    """
    read = parse_phones(text)
    if len(read.numbers) != 1 or read.refused:
        reasons = ", ".join(refused.reason for refused in read.refused) or f"{len(read.numbers)} numbers"
        raise UnusableValueError(f"{text!r} is not one number of Kazakhstan: {reasons}")
    if not read.numbers[0].is_assigned:
        raise UnusableValueError(f"{text!r} has an area code that the numbering plan does not know")
    return read.numbers[0].dialled
