"""Types for legal acts, their force, and citations of them."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import strawberry

from geo.jurisdiction.law import today_in_kazakhstan
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.connections import Connection, Page, pages_of
from graph.terms.errors import BadInputError
from graph.terms.languages import InLanguage, name_in
from graph.terms.node import Node, global_id
from graph.types.kinds import ACTS
from graph.types.printed_acts import ParagraphExcerpt, TableExcerpt, paragraph_excerpt, table_excerpt
from model import edition as records
from model.act_addresses import address_in
from model.act_links import links_of, mentioned_acts
from model.citation_text import citation_text
from model.enums import ActStatus, Language, LinkKind

AsOf = Annotated[
    date | None,
    strawberry.argument(description="Day of legal time; without it the latest known law answers."),
]

ReplacedAsOf = Annotated[
    date | None,
    strawberry.argument(
        description="Day of legal time; without it the latest known law answers.",
        deprecation_reason="An office of another day has the id of today's, and caches mix the two: "
        "take officeView or officeViews.",
    ),
]
"""The same for a field whose offices on that day have the office's own id (decision 0037)."""

MixedAsOf = Annotated[
    date | None,
    strawberry.argument(
        description="Day of legal time; without it the latest known law answers.",
        deprecation_reason="The offices beside the views are of that day, too, with the ids of today's, and "
        "caches mix the two: take viewAsOf.",
    ),
]
"""The same for a field that shows an office twice, as an office and as a view."""

ViewAsOf = Annotated[
    date | None,
    strawberry.argument(
        description="Day of legal time: which offices there are on it, and how `view` shows them. The office "
        "beside the view is as it is now."
    ),
]

_AMENDING = frozenset({LinkKind.AMENDS, LinkKind.REPEALS_PART})
_REPEALING = frozenset({LinkKind.REPEALS})
FIRST_YEAR = 1991
"""The year of independence: no act of the republic is older."""
LAST_YEAR = 2100


def today() -> date:
    """Today in Kazakhstan."""
    return today_in_kazakhstan()


def day_of(as_of: date | None, name: str = "asOf") -> date | None:
    """The day in the argument `name`. None if it is absent.

    Raises BadInputError before 1991 and after 2100.
    """
    if as_of and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise BadInputError(
            f"{name} is {as_of.isoformat()}: pass a day from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31"
        )
    return as_of or None


@strawberry.federation.type(
    shareable=True, description="Validity interval, half open; null end means still valid."
)
class ValidityPeriod:
    """A period of days: from `since` on, up to but without `until`. None is an open end."""

    since: date | None = strawberry.field(name="from", description="First day; null when it is not known.")
    until: date | None = strawberry.field(name="to", description="Day after the last; null while it lasts.")


def period(validity: records.Validity) -> ValidityPeriod:
    """A validity as a type of the schema."""
    return ValidityPeriod(since=validity.since, until=validity.until)


@strawberry.federation.type(keys=["id"], description="A legal act (ELI LegalResource).")
class LegalAct(Node):
    """An act that the registry is based on."""

    number: str = strawberry.field(description="Number of the act as printed.")
    adopted_on: date = strawberry.field(description="Day of adoption.")
    adopted_by: str = strawberry.field(description="Body that adopted it.")
    languages: list[Language] = strawberry.field(
        description="Languages in which its text was read; empty where only other acts mention it."
    )
    text_as_of: date = strawberry.field(
        description="Day of the text that was read: of its last amendment, else of its adoption."
    )
    record: strawberry.Private[records.Act]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="Title in the language asked for, else in the first language known.")
    def title(self, language: InLanguage = Language.KK) -> str:
        """The title in that language, else in the first known language."""
        return name_in(self.record.titles, language)

    @strawberry.field(
        description="Where the text is published; null when not known. Of acts of the government and of some "
        "oblasts the address follows from number and day (seeds/lookups/act_addresses.yaml)."
    )
    def url(
        self,
        language: Annotated[
            Language | None,
            strawberry.argument(
                description="Language of the text; without it that in which the act was read. Null where the "
                "text in that language has no known address."
            ),
        ] = strawberry.UNSET,
    ) -> str | None:
        """The address of the act in the official database, in a language if given.

        None if no such address is known.
        """
        known = self.record.url
        if not known or not language or language in self.record.languages:
            return known
        return address_in(known, language)

    @strawberry.field(description="Legal force on a day; without one, today in Kazakhstan.")
    def status(self, as_of: AsOf = strawberry.UNSET) -> ActStatus:
        """Legal force on a day (default: today).

        UNKNOWN if the text states no repeal and its own end date has passed.
        """
        return self.record.status_on(day_of(as_of) or today())

    @strawberry.field(description="Days on which the act has force.")
    def force(self) -> ValidityPeriod:
        """The period in which the act has legal force."""
        return period(self.record.force)

    @strawberry.field(description="The act that repealed it; null when the registry knows of none.")
    def repealed_by(self) -> "LegalAct | None":
        """The act that repeals this act; its text may not have been read. None if no repeal is known."""
        return next(iter(self._linked("by", of=self.record.id, kinds=_REPEALING)), None)

    @strawberry.field(
        description="Acts that it amends or partly repeals, by its own text or by the text of other acts."
    )
    def amends(self) -> "list[LegalAct]":
        """The acts that this one amends, by id."""
        return self._linked("of", by=self.record.id, kinds=_AMENDING)

    @strawberry.field(description="Acts that change it.")
    def amended_by(self) -> "list[LegalAct]":
        """The acts that amend this act, by id."""
        return self._linked("by", of=self.record.id, kinds=_AMENDING)

    @strawberry.field(description="Acts that it ends.")
    def repeals(self) -> "list[LegalAct]":
        """The acts that this one repeals, by id."""
        return self._linked("of", by=self.record.id, kinds=_REPEALING)

    @strawberry.field(
        description="The place in this act to which a citation points, with its printed text, so that a "
        "link can lead to a row. The place of an amended row is in the amending act."
    )
    def passage(
        self,
        standard: Annotated[
            int | None, strawberry.argument(description="Number of the standard within the act.")
        ] = strawberry.UNSET,
        annex: Annotated[str | None, strawberry.argument(description="Annex.")] = strawberry.UNSET,
        provision: Annotated[
            str | None, strawberry.argument(description="Article or numbered paragraph.")
        ] = strawberry.UNSET,
        line: Annotated[
            int | None, strawberry.argument(description="Line of a row, from 1.")
        ] = strawberry.UNSET,
    ) -> "ActCitation":
        """A citation of a place in the act.

        If the act has no such place, its printed row and paragraph are None.
        """
        place = records.Citation(
            self.record.id,
            next(iter(self.record.languages), Language.RU),
            standard=standard or None,
            annex=annex or None,
            provision=provision or None,
            line=line or None,
        )
        return cite(self.registry, place)

    def _linked(
        self, end: str, kinds: frozenset[LinkKind], *, by: str | None = None, of: str | None = None
    ) -> "list[LegalAct]":
        """The acts at one end (`of` or `by`) of links of these kinds to or from an act, by id."""
        ends = {
            getattr(link, end)
            for link in links_of(self.registry.edition.amendments)
            if link.kind in kinds and by in (None, link.by) and of in (None, link.of)
        }
        acts = (find_act(self.registry, slug) for slug in sorted(ends))
        return [act for act in acts if act is not None]


def find_act(registry: Registry, slug: str) -> LegalAct | None:
    """The act with that slug, read or only mentioned by other acts. None for an unknown slug."""
    return registry.view("LegalAct", slug, registry.edition.acts, _act) or registry.view(
        "LegalAct", slug, registry.derived(_MENTIONED), _act
    )


ACTS.enrol(find_act)


def _mentioned(registry: Registry) -> Mapping[str, records.Act]:
    """Acts that were not read, but are named by other acts, by id."""
    return mentioned_acts(registry.edition.acts, registry.edition.amendments)


_MENTIONED = Derivation("mentioned acts", _mentioned)


def _act(registry: Registry, act: records.Act) -> LegalAct:
    return LegalAct(
        id=global_id("LegalAct", act.id),
        number=act.number,
        adopted_on=act.adopted_on,
        adopted_by=act.adopted_by,
        languages=list(act.languages),
        text_as_of=act.text_day,
        record=act,
        registry=registry,
    )


@strawberry.federation.type(
    shareable=True, description="A pointer into an act: article, annex, row, and the words relied on."
)
class ActCitation:
    """A place in an act where a fact is written."""

    act: LegalAct = strawberry.field(description="The act.")
    standard: int | None = strawberry.field(
        description="Number of the standard within the act; null for an act of one standard."
    )
    provision: str | None = strawberry.field(description="Article or numbered paragraph.")
    annex: str | None = strawberry.field(description="Annex.")
    row: int | None = strawberry.field(
        description="Number printed in the row; null where the row prints no whole number."
    )
    row_label: str | None = strawberry.field(
        description="Number of the row just as printed, such as `1.11`; null where none is printed."
    )
    line: int | None = strawberry.field(
        description="Line of the text, from 1, on which the row or the words begin; an argument of "
        "`LegalAct.passage`."
    )
    quote: str | None = strawberry.field(description="The few printed words relied on.")
    amended_by: LegalAct | None = strawberry.field(
        description="The amending act that gave the row as it is cited; null for a row as adopted."
    )
    language: Language = strawberry.field(description="Language of the text that was read.")
    record: strawberry.Private[records.Citation]

    @strawberry.field(
        description="The place in English words, such as `row 2 of annex 2 of standard 1 of act 1119 as "
        "amended by act 480, 2013-05-15`."
    )
    def text(self) -> str:
        """The citation as a line of text, for people who write down the source of a fact."""
        return citation_text(
            self.record, self.act.record, self.amended_by.record if self.amended_by is not None else None
        )

    @strawberry.field(
        description="The printed row with the titles of its table and its neighbours; null where the "
        "citation points to no row of a table."
    )
    def printed_row(self) -> TableExcerpt | None:
        """The printed table row that is cited. None if the citation points to no row."""
        return table_excerpt(self.act.registry, self.record)

    @strawberry.field(
        description="The numbered paragraph with the headings above it, also for a body that a paragraph "
        "names; null where the citation points to no numbered paragraph."
    )
    def printed_paragraph(self) -> ParagraphExcerpt | None:
        """The paragraph that is cited. None if the citation points to no numbered paragraph."""
        return paragraph_excerpt(self.act.registry, self.record)


def cite(registry: Registry, citation: records.Citation) -> ActCitation:
    """A citation as a type of the schema. Raises KeyError for an act that the edition does not have."""
    act = find_act(registry, citation.law)
    if act is None:
        raise KeyError(f"citation of an act that the edition lacks: {citation.law}")
    return ActCitation(
        act=act,
        standard=citation.standard,
        provision=citation.provision,
        annex=citation.annex,
        row=citation.row,
        row_label=citation.row_label,
        line=citation.line,
        quote=citation.quote,
        amended_by=find_act(registry, citation.act_id) if citation.of_act else None,
        language=citation.language,
        record=citation,
    )


@pages_of("act", "acts")
class LegalActConnection(Connection[LegalAct]):
    """A page of acts, in the order of adoption."""


def act_page(registry: Registry, page: Page[records.Act]) -> LegalActConnection:
    """A page of acts as a type of the schema."""
    return page.shown(LegalActConnection, lambda act: registry.must("LegalAct", act, _act))
