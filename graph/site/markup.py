"""HTML from values. Everything that is not markup already is escaped, so that no value becomes markup."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

_VOID = frozenset({"meta", "link", "input"})
EMPTY = Markup()
DOCTYPE = Markup("<!doctype html>")
"""Begins each page; as a plain text it would be escaped."""


def element(name: str, /, *children: str, **attributes: str) -> Markup:
    """An HTML element.

    `class_` is the attribute `class`, `http_equiv` is `http-equiv`; children are escaped.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")  # noqa: S704  # its parts are escaped above
    inner = "".join(map(escape, children))
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704


def joined(pieces: Iterable[str]) -> Markup:
    """The pieces one after the other; pieces that are not markup are escaped."""
    return EMPTY.join(pieces)


def listing(items: Iterable[str]) -> Markup:
    """An HTML list. Empty without items."""
    inner = joined(element("li", item) for item in items)
    return element("ul", inner) if inner else EMPTY


def facts(*rows: tuple[str, str]) -> Markup:
    """An HTML list of terms and values. Terms with an empty value are left out; empty if no term is left."""
    given = (element("dt", term) + element("dd", value) for term, value in rows if value)
    inner = joined(given)
    return element("dl", inner, class_="facts-list") if inner else EMPTY
