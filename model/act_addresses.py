"""The address of an act in the official database, by the rules of `seeds/lookups/act_addresses.yaml`."""

from __future__ import annotations

from datetime import date

from model.enums import Language
from model.lookup_facts import ActAddresses, AddressRule
from model.lookups import lookup


def address_of(
    *, adopted_by: str, adopted_on: date, number: str, registration: str | None, language: Language
) -> str | None:
    """The address of an act's text in a language; None if no rule gives one.

    A rule that uses the registration number gives no address to an act without such a number. There is no
    rule for English.
    """
    rule = _rule(adopted_by, adopted_on)
    of_rule = None if rule is None else number if rule.by == "number" else registration
    if rule is None or of_rule is None or not (of_rule.isascii() and of_rule.isdigit()):
        return None
    year = f"{adopted_on.year % 100:02}"
    return _page(language, rule.code.format(year=year, number=of_rule.zfill(rule.digits)))


def address_in(url: str, language: Language) -> str | None:
    """The address of the same act in another language.

    None if `url` is outside the official database, and for English.
    """
    base = lookup(ActAddresses).base
    for folder in lookup(ActAddresses).languages.values():
        before = f"{base}/{folder}/docs/"
        if url.startswith(before):
            return _page(language, url.removeprefix(before))
    return None


def _rule(adopted_by: str, adopted_on: date) -> AddressRule | None:
    """The first rule for acts of this adopter on this day; None if there is none."""
    fitting = (
        rule
        for rule in lookup(ActAddresses).rules
        if adopted_by in rule.adopters and rule.since <= adopted_on < rule.until
    )
    return next(fitting, None)


def _page(language: Language, code: str) -> str | None:
    """The address of an act with this code in a language; None for a language without a folder."""
    addresses = lookup(ActAddresses)
    folder = addresses.languages.get(language)
    return f"{addresses.base}/{folder}/docs/{code}" if folder else None
