"""Atom feeds (RFC 4287), written by hand: they contain nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from uuid import UUID, uuid5

MEDIA_TYPE = "application/atom+xml"
_NAMES = UUID("5f4d9b52-3f0e-5f7b-9a55-0c6c6f0f9a51")
"""The namespace of the ids of feeds and entries; it must never change."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. The id of the entry is made from `name`, which must never change."""

    name: str
    title: str
    summary: str
    updated: datetime
    link: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of entries, newest first, in one language."""

    name: str
    title: str
    language: str
    updated: datetime
    link: str
    """Address of the feed itself."""
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    return "\n".join(_feed(feed)).encode()


def _feed(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">'
    yield f"<id>{_id(feed.name)}</id>"
    yield f"<title>{_text(feed.title)}</title>"
    yield f"<updated>{_moment(feed.updated)}</updated>"
    yield f'<link rel="self" type="{MEDIA_TYPE}" href="{_text(feed.link)}"/>'
    yield "<author><name>Kense</name></author>"
    for entry in feed.entries:
        yield "<entry>"
        yield f"<id>{_id(entry.name)}</id>"
        yield f"<title>{_text(entry.title)}</title>"
        yield f"<updated>{_moment(entry.updated)}</updated>"
        yield f'<link rel="alternate" type="text/html" href="{_text(entry.link)}"/>'
        yield f"<summary>{_text(entry.summary)}</summary>"
        yield "</entry>"
    yield "</feed>\n"


def _id(name: str) -> str:
    return uuid5(_NAMES, name).urn


def _text(text: str) -> str:
    """The text escaped for XML, with a blank for each character that XML 1.0 does not allow."""
    return escape(_NOT_XML.sub(" ", text))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
