"""What surrounds the words of a page: shown until its script has drawn it, or for good without a script."""

from __future__ import annotations

from markupsafe import Markup

from graph.site.markup import EMPTY, element, joined
from graph.site.speech import LANGUAGES, Speech
from graph.site.told import Told, address_of
from model.lookup_pages import Wording

_SHORT = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


def framed(told: Told, say: Speech) -> Markup:
    """The words with menu and languages around them. The front page also has a field for a question."""
    words = element("div", told.words, class_="page", id="told-words", lang=say.language)
    ask = _ask(say) if told.path == "" and told.is_indexed else EMPTY
    programs = element("a", say(say.words.programs), href="/graphql")
    foot = element("footer", say(say.words.data), " ", programs, class_="foot")
    panel = element("main", ask, words, foot, class_="panel")
    return element("div", _head(told, say), panel, id="told")


def _head(words: Told, say: Speech) -> Markup:
    brand = element("a", "Kense", href=f"/{say.language}", class_="brand")
    menu = element(
        "nav",
        *(_entry(path, wording, say) for path, wording in _menu(say)),
        class_="menu",
        aria_label=say(say.words.menu),
    )
    languages = joined(
        element("a", _SHORT[each], href=address_of(words, "", each), hreflang=each, lang=each)
        for each in LANGUAGES
    )
    ways = element("nav", languages, class_="languages", aria_label=say(say.words.language))
    return element("header", brand, menu, ways, class_="head")


def _menu(say: Speech) -> list[tuple[str, Wording]]:
    words = say.words
    return [
        ("answer", words.menu_answer),
        ("nearest", words.menu_nearest),
        ("services", words.menu_services),
        ("places", words.menu_places),
        ("coverage", words.menu_coverage),
    ]


def _entry(path: str, wording: Wording, say: Speech) -> Markup:
    return element("a", say(wording), href=f"/{say.language}/{path}")


def _ask(say: Speech) -> Markup:
    field = element("input", name="ask", id="told-ask", maxlength="300", autocomplete="off")
    label = element("label", say(say.words.ask), for_="told-ask")
    button = element("button", say(say.words.find), class_="button")
    return element(
        "form",
        label,
        field,
        button,
        action=f"/{say.language}/answer",
        method="get",
        role="search",
        class_="told-ask",
    )
