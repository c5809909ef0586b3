"""A service in words: its result, the documents, the time limits, the fee."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from graph.served.registry import Registry
from graph.site.markup import EMPTY, element, facts, joined, listing
from graph.site.speech import Speech
from graph.site.told import Told
from model.edition import Edition, Service
from model.passports import ChannelPassport, Passport, Statement


def service_told(registry: Registry, service: Service, say: Speech) -> Told:
    """The page of a service: its names, facts, and what to bring by the latest passport."""
    title, short = say.name(service.names), say.service(service)
    passport = latest_passport(registry.edition, service)
    body = registry.edition.organizations.get(service.responsible_id or "")
    entry = service.register_entry
    ask = element(
        "a", say(say.words.ask_who), href=f"/{say.language}/answer?service={service.id}", class_="button"
    )
    rows = facts(
        (say(say.words.register_number), service.register_number or ""),
        (say(say.words.responsible), say.name(body.names) if body else ""),
        (say(say.words.recipients), entry.recipients if entry and passport is None else ""),
    )
    return Told(
        title=short,
        description=f"{title}. {say(say.words.needs)}, {say(say.words.term)}, {say(say.words.fee)}",
        words=joined(
            (
                element("h1", title),
                element("p", ask, class_="actions"),
                rows,
                *_ways(passport, say),
            )
        ),
        path=f"/services/{service.id}",
    )


def _ways(passport: Passport | None, say: Speech) -> tuple[Markup, ...]:
    if passport is None:
        return (element("p", say(say.words.no_passport)),)
    return element("h2", say(say.words.channels)), passport_words(passport, say)


def latest_passport(edition: Edition, service: Service) -> Passport | None:
    """The passport of the service by the act adopted last. None without a passport."""
    keys = edition.passports_of_service.get(service.id, ())
    return edition.passports[keys[-1]] if keys else None


def passport_words(passport: Passport, say: Speech) -> Markup:
    """Recipients, results, fee, and by channel time limits and documents, in the language of the act."""
    fee = passport.fee
    fee_words = "" if fee is None else say(say.words.free) if fee.is_free else fee.rule or ""
    inner = (
        facts(
            (say(say.words.recipients), _statements(passport.recipients)),
            (say(say.words.result), _statements(passport.result)),
            (say(say.words.fee), fee_words or say(say.words.fee_unknown)),
        ),
        *(_channel(channel, say) for channel in passport.channels),
    )
    return element("div", *inner, lang=passport.language.value)


def _channel(channel: ChannelPassport, say: Speech) -> Markup:
    terms = "; ".join(dict.fromkeys(term.printed for term in channel.terms))
    documents = _statements(channel.documents)
    if not terms and not documents:
        return EMPTY
    return element("h3", say(say.all.channels[channel.channel])) + facts(
        (say(say.words.term), terms), (say(say.words.documents), documents)
    )


def _statements(statements: Iterable[Statement]) -> Markup:
    return listing(statement.text for statement in statements)
