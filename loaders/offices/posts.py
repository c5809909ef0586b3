"""Posts that receive people, from the rows that print them; the person who held a post stays in its row.

Three kinds of rows print posts (`lookups/posts.yaml`): officials who hear complaints, timetables of leaders,
and desks of appeal. Printings of one post are joined: each row of `posts.csv` is what several rows print
alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache

from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import join_values, split_values
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import EntryRow, PostRow, RecordRow
from model.enums import Language
from model.lookup_words import PostCategory, Posts, ProsePost
from model.lookups import lookup
from model.values.hours import parse_hours
from model.values.hours_paragraphs import split_posts


@dataclass(frozen=True, slots=True)
class PostsBuilt:
    """Rows of `posts.csv`, and a problem for each printed post with an unknown title."""

    posts: tuple[PostRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    """One post as one row prints it; `rank` tells apart posts with one title in one timetable."""

    office: str
    title: str
    rank: int
    language: Language
    room: str = ""
    phones: str = ""
    emails: str = ""
    purpose: str = ""
    hours: str = ""
    # Prints of the same hours may differ in spaces; where nothing was read, `unread` distinguishes them.
    printed: str = field(default="", compare=False)
    unread: str = ""


def build_posts(seeds: Seeds) -> PostsBuilt:
    """Every post that the records print, with the rows that print it equally.

    Acts that the seeds do not describe are left out.
    """
    languages = {act.id: act.language for act in seeds.acts}
    sources: dict[_Post, list[CitationToken]] = {}
    problems: list[Problem] = []
    for key in sorted(seeds.records, key=lambda key: key.file_name):
        language = languages.get(key.act)
        if language is None:
            continue
        entries = {entry.line: entry for entry in seeds.entries.get(key, ())}
        for record in seeds.records[key]:
            token = CitationToken(key.act, key.standard, key.annex, record.line)
            if record.office:
                for post in _posts_of(record, token, entries[record.line], language):
                    if post is None:
                        problems.append(_unknown(token, key))
                    else:
                        sources.setdefault(post, []).append(token)
    return PostsBuilt(
        tuple(sorted((_row(post, tokens) for post, tokens in sources.items()), key=astuple)),
        tuple(sorted(problems)),
    )


def _row(post: _Post, tokens: list[CitationToken]) -> PostRow:
    return PostRow(
        office=post.office,
        title=post.title,
        rank=post.rank,
        language=post.language.value,
        room=post.room,
        phones=post.phones,
        emails=post.emails,
        purpose=post.purpose,
        hours=post.hours,
        printed=post.printed,
        source=join_values(format_citation(token) for token in sorted(set(tokens), key=_place)),
    )


def _place(token: CitationToken) -> tuple[str, int, int, int]:
    return token.act, token.standard or 0, token.annex or 0, token.line or 0


def _unknown(token: CitationToken, key: TableKey) -> Problem:
    return Problem(
        "unknown post", format_citation(token), f"{key.file_name} prints a post without a known title"
    )


def _posts_of(
    record: RecordRow, token: CitationToken, entry: EntryRow, language: Language
) -> Iterator[_Post | None]:
    """The posts of one row in printed order; None for a post with an unknown title.

    Rows of other categories have only posts that paragraphs name.
    """
    for prose in _prose().get(format_citation(token), ()):
        yield _Post(
            office=record.office,
            title=prose.title,
            rank=1,
            language=language,
            room=prose.room,
            phones=join_values(prose.phones),
            hours=prose.hours,
            purpose=prose.purpose.value,
        )
    if record.category not in _categories():
        return
    rule = _categories()[record.category]
    room = _room(record.address)
    if rule.title == "timetable":
        ranks: Counter[str | None] = Counter()
        for title, hours, printed in _timetable(entry, language):
            ranks[title] += 1
            yield (
                None
                if title is None
                else _Post(
                    office=record.office,
                    title=title,
                    rank=ranks[title],
                    language=language,
                    purpose=rule.purpose.value,
                    hours=hours,
                    printed=printed,
                    unread="" if hours else printed,
                )
            )
        return
    title = _full(record.name, language) if rule.title == "row" else rule.title
    # One title in one room is one post, however many numbers the rows print for it.
    yield _Post(
        office=record.office,
        title=title,
        rank=1,
        language=language,
        room=room,
        phones=record.phones,
        emails=record.emails,
        purpose=rule.purpose.value,
        hours=record.hours,
    )


def _timetable(entry: EntryRow, language: Language) -> Iterator[tuple[str | None, str, str]]:
    """Title, hours and text of each post in the cells of a timetable.

    The title is None if unknown, the hours empty if not understood.
    """
    titles = lookup(Posts).titles.get(language, {})
    for cell in split_values(entry.cells):
        # The name of the office holds words of posts too; only a timetable sets a colon after them.
        for post in split_posts(cell, language):
            read = parse_hours(post.text.strip(" .;,"), language, None)
            yield titles.get(post.printed), read.opening_hours or "", post.text


def _full(name: str, language: Language) -> str:
    """The title with its abbreviations written out."""
    for short, full in lookup(Posts).short_words.get(language, {}).items():
        name = name.replace(short, full)
    return name


def _room(address: str) -> str:
    """The number of the room in an address; empty without a number."""
    for pattern in _rooms():
        if found := pattern.search(address):
            return next(group for group in found.groups() if group)
    return ""


@cache
def _rooms() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in lookup(Posts).rooms)


@cache
def _prose() -> Mapping[str, Sequence[ProsePost]]:
    """Posts that paragraphs name, by the citation of the row of their body."""
    found: dict[str, list[ProsePost]] = {}
    for told in lookup(Posts).prose:
        found.setdefault(told.row, []).append(told)
    return found


def _categories() -> Mapping[str, PostCategory]:
    return lookup(Posts).categories
