"""What acts say of other acts: `seeds/lookups/act_links.yaml`, and the acts that are known from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from model.act_addresses import address_of
from model.edition import Act, Name, Validity
from model.enums import LinkKind
from model.lookup_facts import ActLinks
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class ActLink:
    """Act `by` does it to act `of`: the text of `said_in` tells so at the place `at`, in the words `says`."""

    by: str
    kind: LinkKind
    of: str
    said_in: str
    at: str
    says: str


@cache
def act_links() -> tuple[ActLink, ...]:
    """All links, by the act that changes and then by the one changed."""
    return tuple(
        ActLink(row.by, row.kind, row.of, row.in_, row.at, row.says) for row in lookup(ActLinks).links
    )


def mentioned_acts(known: Mapping[str, Act]) -> dict[str, Act]:
    """Acts that texts of the `known` ones mention and nobody has read, by id.

    How long one has force is known only where a known act repeals it: until that act takes force.
    """
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
    for link in act_links():
        if link.of == act_id and link.kind is LinkKind.REPEALS and link.by in known:
            return known[link.by].force.since
    return None
