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
    """Words that announce one part of an address; `kind` is the full word of a locality."""

    words: Words
    kind: str | None = None
    plain: bool = False


class AddressWords(Lookup, frozen=True, kw_only=True):
    """The vocabulary of addresses; `before`, `after` and `either` are by the part announced."""

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
    """A wording of an operation; `within` is the list that it is used in, `block` says that rows follow."""

    kind: OperationKind
    words: str
    within: str = ""
    block: bool = False


class ForceDelay(Row, frozen=True, kw_only=True):
    """The smallest number of days between an act's adoption and its force, by the words that set it."""

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
    """Parts of titles by the role of a column."""

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
        """The words by the role of a column; `subject` is not a role: it marks names where no other does."""
        no_roles = {"subject", "in_language", "kazakh_titles"}
        return {role: words for role, words in by_key(self).items() if role not in no_roles}


class PrintWords(Lookup, frozen=True, kw_only=True):
    """How annexes are printed besides their rows: pages, headings, notes, rules under a table."""

    pages: Words
    notes: Words
    regions: Words
    districts: Words
    offices: Words
    republican: Words
    in_address: Words
    totals: Words


class CityCode(Row, frozen=True, kw_only=True):
    """A city with a four-digit area code; `shared` are codes of districts that begin with the same digits."""

    city: str
    kk: str
    shared: bool


class Messenger(Row, frozen=True, kw_only=True):
    """Words for a messenger, and the address of a chat with a number or a name in it."""

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
    """A title that no act of the registry prints: the official one of `act`, else a translation."""

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
    """Days that "days off" closes, and days that it may or may not close."""

    closed: tuple[Weekday, ...]
    doubtful: tuple[Weekday, ...] = ()
    source: str


class DaysOffRules(Row, frozen=True, kw_only=True):
    """The rule for centres, and the one for all others."""

    default: DaysOffRule
    psc: DaysOffRule = msgspec.field(name="PSC")

    def of(self, channel: Channel | None) -> DaysOffRule:
        """The rule for a channel."""
        return self.psc if channel is Channel.PSC else self.default


class ChannelTerm(Row, frozen=True, kw_only=True):
    """A word (regular expression) that a standard defines for a channel of its own."""

    act: str
    standard: int | None
    language: Language
    term: str
    channel: Channel
    cites: str


class HoursPhrases(Row, frozen=True, kw_only=True):
    """Regular expressions by the meaning of their words, named as the lower-case members of `Word`."""

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
        """The expressions by the key of the file."""
        return by_key(self)


class HoursVocabulary(Row, frozen=True, kw_only=True):
    """Words of printed hours in one language, as regular expressions on folded text."""

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
        """The vocabulary of a language; no act is printed in another than these."""
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
    """Words of the line that names body, day and number of an act."""

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
    """How rows of a category print posts: `row`, `timetable`, or one title for all."""

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
    """Words by the shape of a table, specific shapes first: the first that fits is used."""

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
        """The shapes by the reading of a table, in their order."""
        return by_key(self)


class ToponymWords(Lookup, frozen=True, kw_only=True):
    """Words of toponyms that sources spell differently."""

    left_out: Words
    told_as: Mapping[str, Words]
    spelled_as: Mapping[str, str]
    counted: Words
    latin: Mapping[str, Words]


class VillageLists(Lookup, frozen=True, kw_only=True):
    """What printed lists of villages contain beside names, and names split or joined by the print."""

    prefixes: Words
    kept_before_numbers: Mapping[str, str]
    torn: Mapping[str, str]
    glued: Mapping[str, Words]
