"""The words that the server writes for one address, and the HTML head that is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import Markup

from graph.site.markup import EMPTY, element, joined
from graph.site.speech import LANGUAGES
from model.enums import Language

_LOCALES = {Language.KK: "kk_KZ", Language.RU: "ru_KZ", Language.EN: "en_GB"}
_SITE = "Kense"
_LONGEST = 300
"""Characters of a description; search engines show some 160."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of an address.

    `path` is the address without its language, such as `/offices/akm-akkol-psc`; `query` is the part of its
    query that decides the answer. `is_indexed` says that search engines may list it.
    """

    title: str
    words: Markup
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    description: str = ""
    is_indexed: bool = True
    status: int = 200
    data: str = field(default="", repr=False)
    """A document in JSON-LD, with `data_path` as its address."""
    data_path: str = ""


def address_of(told: Told, base: str, language: Language | None) -> str:
    """The address of the page in a language.

    With None the address without a language, which uses the reader's.
    """
    query = f"?{urlencode(told.query)}" if told.query else ""
    prefix = f"/{language}" if language else ""
    return f"{base}{prefix}{told.path}{query}" or "/"


def title_of(told: Told) -> str:
    """The title of the browser window: that of the page, and the name of the site."""
    return told.title if told.title.startswith(_SITE) else f"{told.title} – {_SITE}"


def head_of(words: Told, language: Language, base: str, *, own: Language | None) -> Markup:
    """The HTML head: description, Open Graph, links to this page in each language, JSON-LD.

    `base` is the public address of the server; without an address, links begin with their path. `own` is the
    language in the address; None for an address without a language. A page that is not to be listed gets
    `noindex`.
    """
    description = words.description[:_LONGEST]
    pieces = [element("meta", name="description", content=description)] if description else []
    pieces += _open_graph(words, description, language, address_of(words, base, own))
    if words.is_indexed:
        pieces += _links(words, base, own)
    else:
        pieces.append(element("meta", name="robots", content="noindex"))
    if words.data:
        pieces += _data(words, base)
    return joined(pieces)


def _open_graph(told: Told, description: str, language: Language, address: str) -> list[Markup]:
    properties = {
        "og:title": told.title,
        "og:description": description,
        "og:type": "website",
        "og:url": address,
        "og:site_name": _SITE,
        "og:locale": _LOCALES[language],
    }
    return [element("meta", property=key, content=value) for key, value in properties.items() if value]


def _links(told: Told, base: str, own: Language | None) -> list[Markup]:
    """Links to the page in each language.

    Each language has a page of its own, so that the canonical address is the requested one.
    """
    links = [element("link", rel="canonical", href=address_of(told, base, own))]
    links += [
        element("link", rel="alternate", hreflang=each, href=address_of(told, base, each))
        for each in LANGUAGES
    ]
    links.append(element("link", rel="alternate", hreflang="x-default", href=address_of(told, base, None)))
    return links


def _data(told: Told, base: str) -> list[Markup]:
    # "<" is the only character that could end the element; JSON has an escape for it.
    document = Markup(told.data.replace("<", "\\u003c"))  # noqa: S704
    link = element("link", rel="alternate", type="application/ld+json", href=base + told.data_path)
    return [link, element("script", document, type="application/ld+json")]


NOTHING = Told(title=_SITE, words=EMPTY, is_indexed=False)
"""For an address that only the page itself fills."""
