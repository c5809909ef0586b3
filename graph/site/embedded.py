"""Pages to be framed by other sites: one component, and its answer in words for readers without a script.

They hold no token and offer no changes: their one script is the component, which asks as an anonymous client.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.served.registry import Registry
from graph.site.markup import DOCTYPE, element, joined
from graph.site.pages import told_at
from graph.site.questions import question_of
from graph.site.speech import Speech
from graph.site.told import title_of
from graph.terms.errors import BadInputError

KINDS = ("nearest", "answer")
"""Components by the name of their page: `kense-nearest`, `kense-answer`."""
_PASSED = ("service", "place", "point", "name", "ask", "first", "accent")
"""Parameters that are attributes of the component; others are ignored."""
_COLOUR = re.compile(r"[0-9a-f]{3}|[0-9a-f]{6}", re.I)
_SCRIPT = "/embed/kense.js"


def embedded_page(kind: str, parameters: Mapping[str, str], registry: Registry, say: Speech) -> str:
    """The HTML of a page with one component.

    Raises BadInputError for a bad `accent` or `first`, UsageError for a bad question.
    """
    question = question_of(parameters)
    words = told_at(registry, [kind], question, say, "")
    given = {name: parameters[name] for name in _PASSED if parameters.get(name)}
    accent, first = given.get("accent", ""), given.get("first", "1")
    if accent and not _COLOUR.fullmatch(accent):
        raise BadInputError(f"accent is {accent!r}: write a colour as 00566b")
    if not (first.isascii() and first.isdigit() and 1 <= int(first) <= 20):
        raise BadInputError(f"first is {first!r}: write a number from 1 to 20")
    component = element(f"kense-{kind}", words.words, lang=say.language, level="1", **given)
    head = joined(
        (
            element("meta", charset="utf-8"),
            element("title", title_of(words)),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="robots", content="noindex"),
            element("link", rel="icon", href="data:,"),
            element("script", src=_SCRIPT, type="module"),
        )
    )
    body = element("body", element("main", component), data_kense="embedded")
    return DOCTYPE + element("html", element("head", head), body, lang=say.language)
