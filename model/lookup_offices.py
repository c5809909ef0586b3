"""The lookups about offices and the services they give; one Struct for each file of `seeds/lookups`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from model.enums import Language, OfficeKind, Role
from model.lookup_shape import Lookup, Row, Words


class Join(Row, frozen=True, kw_only=True):
    """A person's decision whether two rows mean the same office."""

    rows: tuple[str, str]
    same: bool
    why: str


class Joins(Lookup, frozen=True, kw_only=True):
    """Persons' decisions whether pairs of rows mean the same office."""

    joins: tuple[Join, ...] | None = None


class ReachedBy(Row, frozen=True, kw_only=True):
    """A further paragraph that prints contacts of a body, or of one of its desks (`posts.yaml`)."""

    standard: int | None
    line: int
    phones: Words = ()
    emails: Words = ()
    websites: Words = ()
    postcode: str | None = None


class NamedBody(Row, frozen=True, kw_only=True):
    """A body that a paragraph names, with its address where one is printed; `posts` cite its officials."""

    category: str
    kind: OfficeKind
    act: str
    standard: int | None
    line: int
    name: str
    region: str | None = None
    locality: str | None = None
    street: str | None = None
    house: str | None = None
    address: str | None = None
    phones: Words
    nationwide: bool
    postcode: str | None = None
    emails: Words = ()
    websites: Words = ()
    posts: Words = ()
    reached: tuple[ReachedBy, ...] = ()


class NamedBodies(Lookup, frozen=True, kw_only=True):
    """Bodies that only paragraphs name, and no annex lists."""

    bodies: tuple[NamedBody, ...]


Paragraphs = int | tuple[int, ...]
"""One paragraph, or several that say the same."""

RoleParagraphs = Annotated[Mapping[Role, Paragraphs], Meta(min_length=1)]
"""Roles, each with the paragraphs that give it."""


class PrintedIn(Row, frozen=True, kw_only=True):
    """A list of offices of the same act, in the annex of another standard."""

    standard: int
    annex: int


class OfficeRule(Row, frozen=True, kw_only=True):
    """Offices of one category in one annex that give a service; its numbers are numbers of paragraphs."""

    category: str
    annex: int | None = None
    printed_in: PrintedIn | None = None
    of: Literal["all", "heads", "branches"] = "all"
    territory: Literal["own", "printed", "located", "nation"]
    except_: Words = ()
    only: Words = ()
    unless_seat_of: str = ""
    roles: RoleParagraphs
    paragraph: int
    bounded_by: int | None = None
    says: str


class OfficeGuess(Row, frozen=True, kw_only=True):
    """Words in a table that suggest that its rows are offices of a class."""

    words: Words
    kind: OfficeKind
    category: str
    reading: str = ""


class OfficeGuesses(Lookup, frozen=True, kw_only=True):
    """Guesses for drafting the profile of a new act: classes of offices, and words for roles."""

    guesses: tuple[OfficeGuess, ...]
    roles: Mapping[Role, Words]


class UnlistedProviders(Row, frozen=True, kw_only=True):
    """Providers that a paragraph names without listing the single offices."""

    providers: str
    paragraph: int
    roles: RoleParagraphs


class StandardRules(Row, frozen=True, kw_only=True):
    """The rules of one standard."""

    act: str
    standard: int | None = None
    service: str
    offices: tuple[OfficeRule, ...] = ()
    unlisted: UnlistedProviders | None = None


class ProvisionRules(Lookup, frozen=True, kw_only=True):
    """Which class of offices gives which service, and by which paragraph."""

    standards: tuple[StandardRules, ...]


class NamePattern(Row, frozen=True, kw_only=True):
    """The name of an office of a category in both languages: exactly one of `seen` and `translated`.

    `seen` is an office whose name the acts print in both languages. `translated` is the language in which the
    body's name is our own translation, as no act names the body in it.
    """

    kk: Annotated[str, Meta(pattern=r"\{unit(_of)?\}")]
    ru: Annotated[str, Meta(pattern=r"\{unit(_of)?\}")]
    seen: str = ""
    translated: Literal["", "kk", "ru"] = ""

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one of `seen` and `translated` is given; msgspec adds the place."""
        if bool(self.seen) == bool(self.translated):
            raise ValueError("exactly one of `seen` and `translated`")

    def of(self, language: Language) -> str:
        """The pattern of the name in a language; the Russian pattern for English."""
        return self.kk if language is Language.KK else self.ru


class UnitWord(Row, frozen=True, kw_only=True):
    """The word for a kind of unit, in both languages and two cases; `also` are older or other words."""

    ru: str
    ru_of: str
    kk: str
    kk_of: str
    also: Words = ()

    def of(self, language: Language) -> tuple[str, str]:
        """The word and its genitive in a language; the Russian ones for English."""
        return (self.kk, self.kk_of) if language is Language.KK else (self.ru, self.ru_of)


class NamePatterns(Lookup, frozen=True, kw_only=True):
    """How names of offices are composed of a body and a unit."""

    patterns: Mapping[str, NamePattern]
    unit_words: Annotated[tuple[UnitWord, ...], Meta(min_length=1)]
    russian_genitives: Mapping[str, str]
    russian_endings: Words
    russian_suffixes: Words
    legal_forms: Words


class ProviderClass(Row, frozen=True, kw_only=True):
    """The words for a class of organisations."""

    kk: str
    ru: str
    en: str


class StatedBody(Row, frozen=True, kw_only=True):
    """A body that paragraphs of a standard name, and how the registry represents it.

    Exactly one of three is given: `offices` is a class of offices, `unlisted` a class of organisations
    without a list, and `none` the reason why no office represents it.
    """

    body: str
    offices: str = ""
    unlisted: str = ""
    none: str = ""
    except_: Words = ()
    only: Words = ()
    in_each: Literal["", "DISTRICT", "REGION"] = ""
    """Level of the units that each have such a body according to the paragraph."""
    words: ProviderClass | None = None
    """The wording of the body for readers, where the act's list lacks it for some of these units."""
    roles: RoleParagraphs

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one of the three is given; msgspec adds the place in the file."""
        if [self.offices, self.unlisted, self.none].count("") != 2:
            raise ValueError("exactly one of `offices`, `unlisted` and `none`")


class StandardBodies(Row, frozen=True, kw_only=True):
    """The bodies of one standard."""

    act: str
    standard: int | None = None
    service: str
    bodies: Annotated[tuple[StatedBody, ...], Meta(min_length=1)]


class StatedBodies(Lookup, frozen=True, kw_only=True):
    """Every body that a standard names as giving its service or as hearing complaints."""

    standards: tuple[StandardBodies, ...]


class ProviderClasses(Lookup, frozen=True, kw_only=True):
    """Classes of organisations that acts name without listing them, by code."""

    classes: Mapping[str, ProviderClass]


class ImportTitles(Lookup, frozen=True, kw_only=True):
    """Titles that columns of an import may have in the languages of agencies, by the column's name."""

    titles: Mapping[str, Words]
