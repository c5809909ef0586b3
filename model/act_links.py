"""Links between acts: `seeds/lookups/act_links.yaml`, and the acts that are known from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from model.act_addresses import address_of
from model.amendments import Amendment
from model.edition import Act, Name, Validity
from model.enums import LinkKind
from model.lookup_facts import ActLinks
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class ActLink:
    """Act `by` amends or repeals act `of`.

    The text of `said_in` says so at the place `at`, in the words `says`.
    """

    by: str
    kind: LinkKind
    of: str
    said_in: str
    at: str
    says: str


@cache
def act_links() -> tuple[ActLink, ...]:
    """All links that the lookup `ActLinks` states, in the order of its file."""
    return tuple(
        ActLink(row.by, row.kind, row.of, row.in_, row.at, row.says) for row in lookup(ActLinks).links
    )


def links_of(amendments: Iterable[Amendment]) -> tuple[ActLink, ...]:
    """All links: those of the lookup `ActLinks`, and a link for each amendment.

    Amendments of an unknown act give no link.
    """
    made = (
        ActLink(amendment.by, amendment.link, amendment.of, amendment.by, str(amendment.line), amendment.says)
        for amendment in amendments
        if amendment.of
    )
    return (*act_links(), *made)


def mentioned_acts(known: Mapping[str, Act], amendments: Sequence[Amendment] = ()) -> dict[str, Act]:
    """Acts, by id, that the texts of the `known` ones mention and that the registry does not hold.

    The end of such an act's force is known only if a known act repeals it: then it is the day on which that
    act takes force.
    """
    return {**_amended_acts(known, amendments), **_stated_acts(known)}


def _amended_acts(known: Mapping[str, Act], amendments: Sequence[Amendment]) -> dict[str, Act]:
    """Acts that an amending act changes and that the registry does not hold, as that act names them."""
    acts: dict[str, Act] = {}
    for amendment in amendments:
        if (
            amendment.of is None
            or amendment.of in known
            or amendment.number is None
            or amendment.adopted_on is None
        ):
            continue
        by = known[amendment.by]
        end = amendment.on if amendment.link is LinkKind.REPEALS else None
        before = acts.get(amendment.of)
        acts[amendment.of] = Act(
            id=amendment.of,
            number=amendment.number,
            adopted_on=amendment.adopted_on,
            adopted_by=amendment.adopted_by or "",
            titles=(Name(f"№ {amendment.number}, {amendment.adopted_on.isoformat()}", by.languages[0]),),
            languages=(),
            force=Validity(None, end or (before.force.until if before is not None else None)),
            repeal_unknown_after=date.min,
        )
    return acts


def _stated_acts(known: Mapping[str, Act]) -> dict[str, Act]:
    """Acts of the lookup `ActLinks` that known acts mention and that the registry does not hold."""
    heard = {each for link in act_links() if link.said_in in known for each in (link.by, link.of)}
    return {
        act_id: Act(
            id=act_id,
            number=facts.number,
            adopted_on=facts.adopted_on,
            adopted_by=facts.adopted_by,
            titles=(Name(facts.title, facts.language),),
            languages=(),
            force=Validity(None, _end(act_id, known)),
            repeal_unknown_after=date.min,
            url=address_of(
                adopted_by=facts.adopted_by,
                adopted_on=facts.adopted_on,
                number=facts.number,
                registration=None,
                language=facts.language,
            ),
        )
        for act_id, facts in lookup(ActLinks).acts.items()
        if act_id in heard and act_id not in known
    }


def _end(act_id: str, known: Mapping[str, Act]) -> date | None:
    """The day on which an act ends because a known act repeals it; None if none does."""
    for link in act_links():
        if link.of == act_id and link.kind is LinkKind.REPEALS and link.by in known:
            return known[link.by].force.since
    return None
