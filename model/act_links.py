"""What acts say of other acts: `seeds/lookups/act_links.yaml`, and the acts that are known from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from model.edition import Act, Name, Validity
from model.enums import Language
from model.lookups import read_lookup


class LinkKind(Enum):
    """What one act does to another."""

    AMENDS = "AMENDS"
    REPEALS = "REPEALS"
    REPEALS_PART = "REPEALS_PART"


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
        ActLink(one["by"], LinkKind(one["kind"]), one["of"], one["in"], one["at"], one["says"])
        for one in read_lookup("act_links")["links"]
    )


def mentioned_acts(known: Mapping[str, Act]) -> dict[str, Act]:
    """Acts that texts of the `known` ones mention and nobody has read, by id.

    How long one has force is known only where a known act repeals it: until that act takes force.
    """
    heard = {each for link in act_links() if link.said_in in known for each in (link.by, link.of)}
    return {
        act_id: Act(
            id=act_id,
            number=facts["number"],
            adopted_on=facts["adopted_on"],
            adopted_by=facts["adopted_by"],
            titles=(Name(facts["title"], Language(facts["language"])),),
            languages=(),
            force=Validity(None, _end(act_id, known)),
            repeal_unknown_after=date.min,
        )
        for act_id, facts in read_lookup("act_links")["acts"].items()
        if act_id in heard and act_id not in known
    }


def _end(act_id: str, known: Mapping[str, Act]) -> date | None:
    for link in act_links():
        if link.of == act_id and link.kind is LinkKind.REPEALS and link.by in known:
            return known[link.by].force.since
    return None
