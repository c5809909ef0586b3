"""Headings inside a table: which name a region and which a district."""

import re

_REGION = re.compile(r"област|облыс|республиканск|\b(?:Астана|Алматы)\b", re.IGNORECASE)
"""An oblast in any shape (genitive, capitals, inside the name of a branch), or one of the two cities that the
acts of 2008-2012 put on the level of an oblast."""
_DISTRICT = re.compile(r"район|аудан|қала|город|\bг\.|\bқ\.|посел|село|аул|ауыл|кент", re.IGNORECASE)


def is_region(heading: str) -> bool:
    """Whether a heading names a region; any other heading is taken as a district."""
    return _REGION.search(heading) is not None


def is_heading(cell: str) -> bool:
    """Whether a cell alone in its row may be a heading: it has a capital letter or names a territory."""
    return any(letter.isupper() for letter in cell) or is_region(cell) or _DISTRICT.search(cell) is not None


def is_place(line: str) -> bool:
    """Whether a line without cells may be a heading: it names a territory and has no digit."""
    return not re.search(r"\d", line) and (is_region(line) or _DISTRICT.search(line) is not None)
