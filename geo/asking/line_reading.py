"""Reads one line: the name that fits best, the place beside it, and the remaining words.

No word is dropped silently: words that are not understood are listed; a reading with an alternative is not
certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.asking.asked import Asked, ServiceRead
from geo.asking.line_words import LineWord
from geo.asking.phrases import PhraseFound, Phrases
from geo.asking.place_words import PlaceRead, PlaceWords
from geo.asking.vocabulary import CENTRES, Meaning, NamedBy, Vocabulary
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.place_texts import Doubt
from geo.locator.understanding import Understood
from geo.names.shown_name import name_in
from model.languages import language_of
from model.lookup_words import EverydayWords
from model.lookups import lookup

_MOST_SERVICES = 8
_RIVAL = 0.9
"""Share of the best score from which another service may equally be meant."""


class LineReading:
    """Interprets one line from its words, the vocabulary and the place names."""

    def __init__(
        self,
        text: str,
        words: Sequence[LineWord],
        too_many: tuple[str, ...],
        places: PlaceWords,
        vocabulary: Vocabulary,
    ) -> None:
        self._text, self._words, self._too_many = text, words, too_many
        self._places, self._vocabulary = places, vocabulary
        self._phrases = Phrases(words, vocabulary)
        self._telling = [number for number, word in enumerate(words) if not word.is_connecting]

    def understood(self) -> Asked:
        """The meaning of the line; NOT_UNDERSTOOD where it names nothing known."""
        phrases = self._names_found()
        if not phrases:
            return self._of_place()
        main = phrases[0]
        if main.phrase.meaning in (Meaning.SERVICE, Meaning.THEME):
            return self._of_service(main, phrases)
        taken = main.at | self._beside(main)
        place, rest = self._place_beside(main, taken)
        if main.phrase.meaning is Meaning.NOT_HELD:
            return self._asked(AskedFor.NOT_HELD, rest, place, topic=main.phrase.key, said=main)
        is_centre = main.phrase.key == CENTRES
        asked_for = AskedFor.NEAREST_CENTRE if is_centre else AskedFor.OFFICE_BY_NAME
        return self._asked(asked_for, rest, place, category=main.phrase.key, said=main)

    def _of_service(self, main: PhraseFound, found: Sequence[PhraseFound]) -> Asked:
        """The meaning of a line whose best name is a service.

        It is read as a place only if the unknown words outnumber those of an incomplete name.
        """
        services = self._services(main, found)
        named = main.at | self._beside(main)
        centre = next((one.at for one in found if one.key == (Meaning.CATEGORY, CENTRES)), frozenset[int]())
        aside = frozenset[int]() if centre & main.at else centre - named
        if main.at == set(self._telling) and self._places.is_borne(self._said(main.at)):
            place = self._places.read(self._words, sorted(main.at))
            return self._asked(AskedFor.SERVICE_OR_PLACE, (), place, services=services, said=main)
        place, rest = self._place_beside(main, named | aside)
        is_either = place is not None and not main.beside.isdisjoint(rest)
        asked_for = AskedFor.SERVICE_ONLY if place is None else AskedFor.WHO_SERVES
        asked = self._asked(asked_for, rest, place, services=services, said=main, aside=aside)
        over = rest if place is None else place.left_out
        unknown = sum(not self._words[number].means for number in over)
        if not main.is_whole and unknown > len(main.at):
            return self._of_place()  # a few words of a name among more unknown words: it is not meant
        more = {AskDoubt.SERVICE_OR_PLACE} if is_either else set[AskDoubt]()
        return replace(asked, doubts=asked.doubts | more)

    def _beside(self, main: PhraseFound) -> frozenset[int]:
        """Indexes of further words for the same thing, without words that are the name of a place."""
        return frozenset(
            number for number in main.beside if not self._places.is_borne(self._words[number].text)
        )

    def _of_place(self) -> Asked:
        """The meaning of a line that names no service: a place, else NOT_UNDERSTOOD."""
        place = self._places.read(self._words, self._telling)
        asked_for = AskedFor.PLACE_ONLY if place is not None else AskedFor.NOT_UNDERSTOOD
        return self._asked(asked_for, self._telling, place)

    def _names_found(self) -> list[PhraseFound]:
        """The names in the line, the best first.

        A word that is a town's name counts only for names that are complete with it.
        """
        phrases = self._phrases.found()
        known = [number for number, word in enumerate(self._words) if word.means]
        towns = frozenset(number for number in known if self._places.is_town(self._words[number].text))
        if not towns:
            return phrases
        whole = {one.key: one for one in phrases if one.is_whole}
        parts = [one for one in self._phrases.found(towns) if one.key not in whole]
        return sorted([*whole.values(), *parts], key=lambda one: one.rank)

    def _place_beside(
        self, main: PhraseFound, taken: frozenset[int]
    ) -> tuple[PlaceRead | None, Sequence[int]]:
        """The place named by the remaining words, and the indexes of the words that then remain.

        If they name no place, the place may be one of the words of the main name, if the name is as complete
        without this word.
        """
        rest = [number for number in self._telling if number not in taken]
        place = self._places.read(self._words, rest)
        if place is not None and place.is_named:
            return place, rest
        for number in sorted(main.at):
            if self._places.is_borne(self._words[number].text) and self._does_without(main, number):
                return self._places.read(self._words, [number]), [number, *rest]
        return place, rest

    def _does_without(self, main: PhraseFound, number: int) -> bool:
        """Whether the main name is as complete without this word, as in `школа Мектеп`."""
        others = (one for one in self._phrases.found(frozenset({number})) if one.key == main.key)
        return any(one.share >= main.share for one in others)

    def _services(self, main: PhraseFound, found: Sequence[PhraseFound]) -> tuple[ServiceRead, ...]:
        """Services that may be meant, at most eight.

        They score 0.9 of the best or more, or their everyday name has all words of the best service.
        """
        read: dict[str, ServiceRead] = {}
        for phrase in found:
            if phrase.phrase.meaning not in (Meaning.SERVICE, Meaning.THEME):
                continue
            is_wider = phrase.at >= main.at and phrase.phrase.by is not NamedBy.TITLE
            if phrase.score >= _RIVAL * main.score or is_wider:
                for service_id in _services_of(phrase):
                    read.setdefault(service_id, self._service(service_id, phrase))
        return tuple(read.values())[:_MOST_SERVICES]

    def _service(self, service_id: str, found: PhraseFound) -> ServiceRead:
        """The service with the words of the line that name it."""
        is_misspelt = any(self._words[number].resembles is not None for number in found.at)
        return ServiceRead(
            service_id=service_id,
            by=NamedBy.FUZZY if is_misspelt else found.phrase.by,
            name=found.phrase.text,
            words=tuple(self._words[number].text for number in sorted(found.at | self._beside(found))),
            is_whole=found.is_whole,
            is_misspelt=is_misspelt,
        )

    def _said(self, numbers: Iterable[int]) -> str:
        return " ".join(self._words[number].text for number in sorted(numbers))

    def _asked(
        self,
        asked_for: AskedFor,
        rest: Sequence[int],
        place: PlaceRead | None,
        *,
        services: tuple[ServiceRead, ...] = (),
        category: str | None = None,
        topic: str | None = None,
        said: PhraseFound | None = None,
        aside: frozenset[int] = frozenset(),
    ) -> Asked:
        """The answer with its words left out, corrected line and doubts.

        `rest` are indexes of the remaining words, ignored where a place is given.
        """
        over = rest if place is None else place.left_out
        left_out = [self._words[number].text for number in over]
        read = place.place.read if place is not None else None
        left_out += read.left_out if read is not None else ()
        left_out += self._too_many
        asked = Asked(
            text=self._text,
            asked_for=asked_for,
            services=services,
            category=category,
            topic=topic,
            said=self._said(said.at | self._beside(said)) if said is not None else "",
            place_text=place.text if place is not None else None,
            place=place.place if place is not None else None,
            connecting=tuple(
                word.text for number, word in enumerate(self._words) if word.is_connecting or number in aside
            ),
            left_out=tuple(dict.fromkeys(left_out)),
            did_you_mean=self._mended(said, read),
        )
        is_misspelt = said is not None and any(self._words[at].resembles is not None for at in said.at)
        return replace(asked, doubts=frozenset(_doubts(asked, is_misspelt=is_misspelt)))

    def _mended(self, said: PhraseFound | None, read: Understood | None) -> str | None:
        """The line with its misspelt words corrected; None where nothing is to correct."""
        mended = self._text
        for number in said.at if said is not None else ():
            word = self._words[number]
            if word.resembles is not None:
                mended = mended.replace(word.text, self._vocabulary.printed(word.resembles))
        if read is not None and Doubt.MISSPELT in read.doubts and read.hits and read.hits[0].unit is not None:
            name = name_in(read.hits[0].unit.names, language_of(self._text), "")
            mended = mended.replace(read.case.reading.head, name)
        return mended if mended != self._text else None


def _services_of(found: PhraseFound) -> Sequence[str]:
    if found.phrase.meaning is Meaning.SERVICE:
        return (found.phrase.key,)
    services = lookup(EverydayWords).services
    return [slug for slug, words in services.items() if words.theme == found.phrase.key]


def _doubts(asked: Asked, *, is_misspelt: bool) -> Iterable[AskDoubt]:
    """The reasons why the answer is only a proposal; empty for a certain answer."""
    if len(asked.services) > 1:
        yield AskDoubt.SEVERAL_SERVICES
    if asked.services and not asked.services[0].is_whole:
        yield AskDoubt.PART_OF_NAME
    if is_misspelt:
        yield AskDoubt.SERVICE_MISSPELT
    if asked.place is not None and len(asked.place.units) > 1:
        yield AskDoubt.SEVERAL_PLACES
    if asked.place is not None and not asked.place.units:
        yield AskDoubt.PLACE_DOUBTED
    if asked.asked_for is AskedFor.SERVICE_OR_PLACE:
        yield AskDoubt.SERVICE_OR_PLACE
    if asked.left_out:
        yield AskDoubt.LEFT_OUT
