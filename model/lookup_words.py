"""The lookups about printed wordings: one Struct for each file of `seeds/lookups`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from model.enums import Channel, Language, OperationKind, SchedulePurpose
from model.lookup_shape import Lookup, Row, Weekday, Words, by_key

Month = Annotated[int, Meta(ge=1, le=12)]
MonthNumbers = Annotated[Mapping[str, Month], Meta(min_length=12)]


class AnnouncingWords(Row, frozen=True, kw_only=True):
    """Words that introduce one part of an address; `kind` is the full word for the kind of a locality."""

    words: Words
    kind: str | None = None
    plain: bool = False


class AddressWords(Lookup, frozen=True, kw_only=True):
    """The vocabulary of addresses.

    `before`, `after` and `either` say where the words stand, by the part of the address.
    """

    before: Mapping[str, AnnouncingWords]
    after: Mapping[str, AnnouncingWords]
    either: Mapping[str, AnnouncingWords]
    ambiguous: Words
    never_streets: Words
    localities_before_streets: Words
    no_house: Words
    country: Words
    regions: Mapping[str, str]


class OperationWords(Row, frozen=True, kw_only=True):
    """A wording of an operation of an amending act.

    `within` names the list that it is used in; `block` says that rows follow.
    """

    kind: OperationKind
    words: str
    within: str = ""
    block: bool = False


class ForceDelay(Row, frozen=True, kw_only=True):
    """The smallest number of days from an act's adoption to its force, and the words that set it."""

    words: str
    days: Annotated[int, Meta(ge=0, le=400)]


class AmendingWords(Lookup, frozen=True, kw_only=True):
    """The wordings of operations in amending acts, as regular expressions."""

    row: str
    operations: tuple[OperationWords, ...]
    opens: Mapping[str, Words]
    standard: Words
    annex: Words
    paragraph: Words
    since: Words
    verbs: Words
    others: Words
    delays: tuple[ForceDelay, ...]


class ColumnWords(Lookup, frozen=True, kw_only=True):
    """Parts of column titles, by the role of the column."""

    number: Words
    name: Words
    subject: Words
    person: Words
    address: Words
    phones: Words
    faxes: Words
    contacts: Words
    emails: Words
    websites: Words
    villages: Words
    room: Words
    reception: Words
    hours: Words
    district: Words
    region: Words
    in_language: Mapping[Language, Words]
    kazakh_titles: Words

    def by_role(self) -> Mapping[str, Words]:
        """The words by the role of a column, without `subject`, `in_language` and `kazakh_titles`.

        `subject` is not a role: it marks a column of names if no other title does.
        """
        no_roles = {"subject", "in_language", "kazakh_titles"}
        return {role: words for role, words in by_key(self).items() if role not in no_roles}


class PrintWords(Lookup, frozen=True, kw_only=True):
    """How annexes print what is not a row: pages, headings, notes, rules under a table."""

    pages: Words
    notes: Words
    regions: Words
    districts: Words
    offices: Words
    republican: Words
    in_address: Words
    totals: Words


class CityCode(Row, frozen=True, kw_only=True):
    """A city with a four-digit area code. `shared`: codes of districts begin with the same digits."""

    city: str
    kk: str
    shared: bool


class Messenger(Row, frozen=True, kw_only=True):
    """The words for a messenger, and address templates of a chat with a number or a user name."""

    words: Words
    hosts: Words
    number: Annotated[str, Meta(pattern=r"^https://[^{}]*\{digits\}$")] | None = None
    name: Annotated[str, Meta(pattern=r"^https://[^{}]*\{name\}$")] | None = None


class Contacts(Lookup, frozen=True, kw_only=True):
    """The rules for reading printed contacts."""

    city_codes: Mapping[Annotated[str, Meta(pattern=r"^\d{3,4}$")], CityCode]
    mail_providers: Words
    mended_domains: Mapping[str, str]
    sites_met_glued: Words
    other_codes: Words
    nothing: Words
    extension_words: Words
    messengers: Mapping[str, Messenger]


ShortName = Annotated[str, Meta(min_length=1, max_length=40)]


class ThreeLanguages(Row, frozen=True, kw_only=True):
    """One short text in each language."""

    kk: ShortName
    ru: ShortName
    en: ShortName

    def of(self, language: Language) -> str:
        """The text for a language."""
        return {Language.KK: self.kk, Language.RU: self.ru, Language.EN: self.en}[language]


class GivenTitle(Row, frozen=True, kw_only=True):
    """A title that no act of the registry prints: the official one of `act`, or a translation without it."""

    text: Annotated[str, Meta(min_length=1)]
    act: str | None = None
    standard: int | None = None
    seen: str | None = None
    """Address of the page where the title of `act` was seen."""


class ServiceWords(Row, frozen=True, kw_only=True):
    """Everyday words for a service, and its title in the languages that its acts lack."""

    theme: str
    short: ThreeLanguages
    titles: Mapping[Language, GivenTitle] = {}
    words: Mapping[Language, Words] = {}


class EverydayWords(Lookup, frozen=True, kw_only=True):
    """Everyday words for categories of offices, services and units, by id and language.

    `bodies` are translated names of bodies, by the printed name.
    """

    categories: Mapping[str, Mapping[Language, Words]]
    themes: Mapping[str, ThreeLanguages]
    services: Mapping[str, ServiceWords]
    bodies: Mapping[str, Mapping[Language, Annotated[str, Meta(min_length=1)]]] = {}
    units: Mapping[str, Mapping[Language, Words]]


class DaysOffRule(Row, frozen=True, kw_only=True):
    """Weekdays that the words "days off" close for certain, and those that they may close."""

    closed: tuple[Weekday, ...]
    doubtful: tuple[Weekday, ...] = ()
    source: str


class DaysOffRules(Row, frozen=True, kw_only=True):
    """The rule for service centres, and the rule for all other offices."""

    default: DaysOffRule
    psc: DaysOffRule = msgspec.field(name="PSC")

    def of(self, channel: Channel | None) -> DaysOffRule:
        """The rule for a channel; the default for None."""
        return self.psc if channel is Channel.PSC else self.default


class ChannelTerm(Row, frozen=True, kw_only=True):
    """A word (regular expression) that a standard itself defines for a channel."""

    act: str
    standard: int | None
    language: Language
    term: str
    channel: Channel
    cites: str


class HoursPhrases(Row, frozen=True, kw_only=True):
    """Regular expressions by what their words mean; the fields are the lower-case members of `Word`."""

    from_: Words
    to: Words
    upto: Words
    unit: Words
    and_: Words
    every_day: Words
    working_days: Words
    every_month: Words
    except_: Words
    days_off: Words
    holidays: Words
    break_: Words
    no_break: Words
    round_the_clock: Words
    timetable: Words

    def by_meaning(self) -> Mapping[str, Words]:
        """The expressions by the key of the file, such as `except` or `break`."""
        return by_key(self)


class HoursVocabulary(Row, frozen=True, kw_only=True):
    """Words of printed hours in one language, as regular expressions on text that `fold` simplified."""

    days: Annotated[Mapping[Weekday, Words], Meta(min_length=7)]
    ordinals: Mapping[int, Words]
    weeks: Mapping[int, Words]
    words: HoursPhrases
    beside: Words
    ending: Words
    channels: Mapping[Channel, Words]
    turns: Words
    posts: Mapping[str, Words]


class HoursLanguages(Row, frozen=True, kw_only=True):
    """The vocabulary of each language of the acts."""

    ru: HoursVocabulary
    kk: HoursVocabulary

    def of(self, language: Language) -> HoursVocabulary:
        """The vocabulary of a language; the Russian vocabulary for English, as no act is printed in it."""
        return self.kk if language is Language.KK else self.ru


class Hours(Lookup, frozen=True, kw_only=True):
    """The words of printed hours."""

    letters: Mapping[Annotated[str, Meta(min_length=1, max_length=1)], str]
    days_off: DaysOffRules
    terms: tuple[ChannelTerm, ...]
    languages: HoursLanguages


class Languages(Lookup, frozen=True, kw_only=True):
    """Words of one language only."""

    kazakh: Words
    russian: Words


class ActHeads(Lookup, frozen=True, kw_only=True):
    """Words of the line at the head of an act that names the body, day and number."""

    kinds: Mapping[Language, Words]
    joint: Words
    issuers: Mapping[str, str]
    adjectives: Mapping[str, str]
    kazakh_genitives: Words


class Months(Lookup, frozen=True, kw_only=True):
    """Numbers of months by the word in a date."""

    ru: MonthNumbers
    kk: MonthNumbers


class PostCategory(Row, frozen=True, kw_only=True):
    """How rows of a category print posts: `title` is `row`, `timetable`, or one title for all rows."""

    title: str
    purpose: SchedulePurpose
    why: str = ""


class ProsePost(Row, frozen=True, kw_only=True):
    """A post that a paragraph names; `row` cites the paragraph."""

    row: str
    title: str
    room: str = ""
    phones: Words = ()
    hours: str = ""
    """As `opening_hours` writes them."""
    purpose: SchedulePurpose


class Posts(Lookup, frozen=True, kw_only=True):
    """Posts that receive people, as tables print them; `rooms` are regular expressions."""

    categories: Mapping[str, PostCategory]
    prose: tuple[ProsePost, ...]
    titles: Mapping[Language, Mapping[str, str]]
    short_words: Mapping[Language, Mapping[str, str]]
    rooms: Words


class RussianCases(Lookup, frozen=True, kw_only=True):
    """Irregular nominatives, by the printed case."""

    adjectives: Mapping[str, str]
    towns: Mapping[str, str]


Shapes = tuple[Words, ...]
"""Groups of words; a title has the shape if it contains all words of one group."""


class TableShapes(Lookup, frozen=True, kw_only=True):
    """Words by which the kind of a table is known.

    Specific kinds stand first; the first that fits is used.
    """

    reception_timetables: Shapes
    extracurricular_organisations: Shapes
    appeal_desks: Shapes
    psc_branches: Shapes
    okrug_akimats: Shapes
    control_departments: Shapes
    education_managements: Shapes
    education_departments: Shapes
    employment_departments: Shapes
    housing_departments: Shapes
    oblast_akimats: Shapes
    district_akimats: Shapes
    officials: Shapes

    def by_reading(self) -> Mapping[str, Shapes]:
        """The words of each kind of table, by the name of its reader, in their order."""
        return by_key(self)


class ToponymWords(Lookup, frozen=True, kw_only=True):
    """Words in place names that sources spell differently."""

    left_out: Words
    told_as: Mapping[str, Words]
    spelled_as: Mapping[str, str]
    counted: Words
    latin: Mapping[str, Words]


class VillageLists(Lookup, frozen=True, kw_only=True):
    """What printed lists of villages contain besides names, and names that the print splits or joins."""

    prefixes: Words
    kept_before_numbers: Mapping[str, str]
    torn: Mapping[str, str]
    glued: Mapping[str, Words]
