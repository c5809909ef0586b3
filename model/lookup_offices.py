"""The lookups that say what offices are and give; one Struct for each file of `seeds/lookups`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from model.enums import Language, OfficeKind, Role
from model.lookup_shape import Lookup, Row, Words


class Join(Row, frozen=True, kw_only=True):
    """Whether two rows are one office, as a person decided."""

    rows: tuple[str, str]
    same: bool
    why: str


class Joins(Lookup, frozen=True, kw_only=True):
    """Decisions of persons about pairs of rows."""

    joins: tuple[Join, ...] | None = None


class NamedBody(Row, frozen=True, kw_only=True):
    """A body that a paragraph names with its address; `posts` cite its officials."""

    category: str
    kind: OfficeKind
    act: str
    standard: int | None
    line: int
    name: str
    region: str
    locality: str
    street: str
    house: str
    address: str
    phones: Words
    nationwide: bool
    postcode: str | None = None
    emails: Words = ()
    websites: Words = ()
    posts: Words = ()


class NamedBodies(Lookup, frozen=True, kw_only=True):
    """The bodies that no annex lists."""

    bodies: tuple[NamedBody, ...]


class OfficeRule(Row, frozen=True, kw_only=True):
    """Offices of one category in one annex that give a service; numbers are those of paragraphs."""

    category: str
    annex: int | None = None
    of: Literal["all", "heads", "branches"] = "all"
    territory: Literal["own", "located", "nation"]
    except_: Words = ()
    only: Words = ()
    roles: Annotated[Mapping[Role, int], Meta(min_length=1)]
    paragraph: int
    bounded_by: int | None = None
    says: str


class UnlistedProviders(Row, frozen=True, kw_only=True):
    """Providers that a paragraph names without any list."""

    providers: str
    paragraph: int


class StandardRules(Row, frozen=True, kw_only=True):
    """The rules of one standard."""

    act: str
    standard: int | None = None
    service: str
    offices: tuple[OfficeRule, ...] = ()
    unlisted: UnlistedProviders | None = None


class ProvisionRules(Lookup, frozen=True, kw_only=True):
    """Which class of offices gives which service, by which paragraph."""

    standards: tuple[StandardRules, ...]


class NamePattern(Row, frozen=True, kw_only=True):
    """The name of an office of a category in both languages; the acts print that of `seen` in both."""

    kk: Annotated[str, Meta(pattern=r"\{unit(_of)?\}")]
    ru: Annotated[str, Meta(pattern=r"\{unit(_of)?\}")]
    seen: str

    def of(self, language: Language) -> str:
        """The pattern in a language."""
        return self.kk if language is Language.KK else self.ru


class UnitWord(Row, frozen=True, kw_only=True):
    """What a unit is, in both languages and two cases; `also` are older or other words for it."""

    ru: str
    ru_of: str
    kk: str
    kk_of: str
    also: Words = ()

    def of(self, language: Language) -> tuple[str, str]:
        """The word and its genitive."""
        return (self.kk, self.kk_of) if language is Language.KK else (self.ru, self.ru_of)


class NamePatterns(Lookup, frozen=True, kw_only=True):
    """How names of offices are made of a body and a unit."""

    patterns: Mapping[str, NamePattern]
    unit_words: Annotated[tuple[UnitWord, ...], Meta(min_length=1)]
    russian_genitives: Mapping[str, str]
    russian_endings: Words
    legal_forms: Words
