"""How a line was understood, as sentences in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geo.asking.asked import Asked
from geo.asking.vocabulary import CENTRES
from geo.explanations.ask_texts import AskedFor, AskStep
from geo.explanations.sentence import Given, NameOf, Sentence, Shown
from geo.jurisdiction.explanation import how_understood
from model.edition import Service
from model.lookup_asking import NotHeld
from model.lookup_words import EverydayWords
from model.lookups import lookup


def how_asked(asked: Asked, services: Mapping[str, Service]) -> tuple[Shown, ...]:
    """Sentences on how each part of the line was understood: the service, the place, the words left out.

    Parts that the line lacks have none.
    """
    return tuple(_sentences(asked, services))


def _sentences(asked: Asked, services: Mapping[str, Service]) -> Iterator[Shown]:
    if asked.asked_for is AskedFor.NOT_UNDERSTOOD:
        yield Sentence(AskStep.NOTHING)
    if asked.topic is not None:
        yield not_held(asked.topic)
    yield from _of_services(asked, services)
    if asked.category is not None:
        step = AskStep.CENTRE if asked.category == CENTRES else AskStep.OFFICES
        yield Sentence(step, {"words": asked.said})
    if asked.asked_for is AskedFor.SERVICE_OR_PLACE:
        yield Sentence(AskStep.OR_PLACE, {"words": asked.said})
    if asked.place is not None:
        yield from how_understood(asked.place)
    if asked.left_out:
        yield Sentence(AskStep.LEFT_OUT, {"words": ", ".join(asked.left_out)})
    if asked.did_you_mean is not None:
        yield Sentence(AskStep.MEANT, {"text": asked.did_you_mean})


def not_held(topic: str) -> Sentence:
    """The sentence that the registry holds no such service, and where to ask.

    `topic` is a code of `not_held.yaml`.
    """
    held = lookup(NotHeld)
    name = held.topics[topic].name
    called = Given(name.kk, name.ru, name.en)
    return Sentence(AskStep.NOT_HELD, {"topic": called, "portal": held.portal, "phone": held.call_centre})


def _of_services(asked: Asked, services: Mapping[str, Service]) -> Iterator[Shown]:
    if len(asked.services) > 1:
        yield Sentence(AskStep.SERVICES, {"words": asked.said, "count": len(asked.services)})
    elif asked.services:
        (read,) = asked.services
        step = AskStep.SERVICE_ALIKE if read.is_misspelt else AskStep.SERVICE
        yield Sentence(step, {"service": _shown(services[read.service_id]), "words": asked.said})


def _shown(service: Service) -> Shown:
    """The everyday name of a service, else its titles."""
    words = lookup(EverydayWords).services.get(service.id)
    if words is None:
        return NameOf(tuple(service.names), service.id)
    return Given(words.short.kk, words.short.ru, words.short.en)
