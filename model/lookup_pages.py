"""The lookup with the wordings of the web pages: `seeds/lookups/page_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from model.enums import (
    ActStatus,
    Channel,
    ContactKind,
    Language,
    Level,
    OfficeKind,
    ResolutionOutcome,
    Role,
    SchedulePurpose,
)
from model.lookup_shape import Lookup, Row, Weekday

_Text = Annotated[str, Meta(min_length=1)]


class Wording(Row, frozen=True, kw_only=True):
    """One wording in each language of the page."""

    kk: _Text
    ru: _Text
    en: _Text

    def of(self, language: Language) -> str:
        """The wording for a language."""
        return {Language.KK: self.kk, Language.RU: self.ru, Language.EN: self.en}[language]


class PageLabels(Row, frozen=True, kw_only=True):
    """Titles and labels of the web pages."""

    title: Wording
    lead: Wording
    answer: Wording
    ask: Wording
    choose_service: Wording
    choose_place: Wording
    menu_answer: Wording
    menu_nearest: Wording
    menu_services: Wording
    menu_places: Wording
    menu_coverage: Wording
    nearest: Wording
    nearest_lead: Wording
    nearest_none: Wording
    services: Wording
    places: Wording
    regions: Wording
    coverage: Wording
    coverage_lead: Wording
    address: Wording
    contacts: Wording
    no_contacts: Wording
    hours: Wording
    no_hours: Wording
    holidays_off: Wording
    unsure: Wording
    metre: Wording
    kilometre: Wording
    edition: Wording
    account: Wording
    corrections: Wording
    desk: Wording
    menu: Wording
    language: Wording
    embed: Wording
    here: Wording
    act: Wording
    not_ready: Wording
    too_many: Wording
    find: Wording
    day_off: Wording
    office_services: Wording
    territory: Wording
    nationwide: Wording
    closed: Wording
    organization: Wording
    offices_here: Wording
    no_offices: Wording
    kato: Wording
    ask_here: Wording
    register_number: Wording
    responsible: Wording
    recipients: Wording
    result: Wording
    channels: Wording
    ask_who: Wording
    no_passport: Wording
    needs: Wording
    documents: Wording
    term: Wording
    fee: Wording
    free: Wording
    fee_unknown: Wording
    unlisted: Wording
    alternatives: Wording
    nearest_differs: Wording
    explanation: Wording
    passport: Wording
    no_page: Wording
    no_record: Wording
    refused: Wording
    home: Wording
    data: Wording
    programs: Wording


class PageWords(Lookup, frozen=True, kw_only=True):
    """All wordings of the web pages. Those for values of an enumeration are keyed by the value."""

    words: PageLabels
    kinds: Mapping[OfficeKind, Wording]
    contact_kinds: Mapping[ContactKind, Wording]
    purposes: Mapping[SchedulePurpose, Wording]
    roles: Mapping[Role, Wording]
    channels: Mapping[Channel, Wording]
    outcomes: Mapping[ResolutionOutcome, Wording]
    help: Mapping[ResolutionOutcome, Wording]
    """What to do next, for outcomes that need a hint."""
    law: Mapping[ActStatus, Wording]
    inside: Mapping[Level, Wording]
    """The word for the units inside a unit, by its level."""
    weekdays: Mapping[Weekday, Wording]
