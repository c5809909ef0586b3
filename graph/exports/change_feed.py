"""`/changes.atom`: what people changed of offices, newest first, in a language, within a unit if given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from geo.exports.atom import MEDIA_TYPE, Entry, Feed, atom
from graph.exports.answers import members, parameters
from graph.served.context import Registry
from graph.served.touching import touches
from graph.terms.languages import name_in
from graph.terms.limits import spend
from graph.terms.links import link_base
from graph.types.areas import must_unit
from model.change_values import PROVISION
from model.enums import Language, LifecycleStatus
from model.lookup_changes import ChangeWords
from model.lookups import lookup
from model.office_changes import Revision

_MOST = 50
_LOOKED_THROUGH = 5_000
"""Changes that are looked through for those of a territory: older ones are in `history`."""


def feed(request: Request, registry: Registry) -> Response:
    """The newest 50 changes of offices as an Atom feed, within `within` (default: the whole country).

    The feed's language is `lang` (default: Kazakh). It names no person and repeats no reason, as reasons are
    free text. Raises BadInputError, NotFoundError.
    """
    given = parameters(request, lists=[], singles=["lang", "within"])
    (language,) = members(Language, "lang", given.get("lang", [Language.KK]))
    unit = must_unit(registry, given["within"][0]).record if "within" in given else None
    words, base = lookup(ChangeWords), link_base(request)
    changes = list(islice(_newest(registry, None if unit is None else unit.id), _MOST))
    title = words.feed.of(language)
    if unit is not None:
        title = f"{title}: {name_in(unit.names, language)}"
    query = urlencode({"lang": language.value} | ({} if unit is None else {"within": unit.id}))
    body = atom(
        Feed(
            name=f"changes {'' if unit is None else unit.id} {language}",
            title=title,
            language=language.value,
            updated=changes[0].at if changes else registry.edition.published_at,
            link=f"{base}/changes.atom?{query}",
            entries=[_entry(registry, revision, language, base) for revision in changes],
        )
    )
    return Response(body, media_type=MEDIA_TYPE)


def _newest(registry: Registry, slug: str | None) -> Iterator[Revision]:
    """The changes that concern a unit (None: all), newest first. Only the newest 5,000 are looked through."""
    logs = registry.edition.revisions.values()
    everything = sorted((one for log in logs for one in log), key=lambda one: one.id, reverse=True)
    for revision in everything[:_LOOKED_THROUGH]:
        if slug is None or touches(registry, revision, slug):
            spend(1)
            yield revision


def _entry(registry: Registry, revision: Revision, language: Language, base: str) -> Entry:
    edition = registry.edition
    office_id = edition.current_id(revision.office_id)
    office = edition.offices.get(office_id)
    return Entry(
        name=f"revision {revision.id} {revision.at.isoformat()} {language}",
        title=office_id if office is None else name_in(office.names, language),
        summary=_summary(revision, language),
        updated=revision.at,
        link=f"{base}/{language.value}/offices/{office_id}",
    )


def _summary(revision: Revision, language: Language) -> str:
    """What changed, in words: closed, merged, created, or the names of the fields."""
    words = lookup(ChangeWords)
    after = {change.field: change.after for change in revision.changes}
    if after.get("merged_into"):
        return words.merged.of(language)
    if after.get("status") == LifecycleStatus.CLOSED:
        return words.closed.of(language)
    if revision.version == 1:
        return words.made.of(language)
    named = (
        words.provision if field.startswith(PROVISION) else words.fields[field] for field in sorted(after)
    )
    shown = ", ".join(dict.fromkeys(one.of(language) for one in named))
    return f"{words.changed.of(language)}: {shown}"
