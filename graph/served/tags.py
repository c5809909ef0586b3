"""Entity tags: what an answer to one address depends on, and whether a client has it already.

Statuses, valid provisions and the force of acts are those of today in Kazakhstan. So the day belongs to
every tag, and an answer of yesterday is never taken for fresh.
"""

from __future__ import annotations

from geo.jurisdiction.law import today_in_kazakhstan
from model.edition import Edition


def edition_tag(edition: Edition, *more: str) -> str:
    """The weak ETag of what the edition answers today. `more` is what else the answer depends on.

    Compute it before the answer is made: at midnight an answer is then newer than its tag, never older.
    """
    return f'W/"{"-".join([str(edition.key), today_in_kazakhstan().isoformat(), *more])}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether an `If-None-Match` header names the tag or `*` (RFC 9110 section 13.1.2, weak comparison)."""
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return "*" in known or tag.removeprefix("W/") in known
