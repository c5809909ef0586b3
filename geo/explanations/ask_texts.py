"""Sentences about a line that a person typed: what was understood as service and place, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from model.enums import Language


class AskedFor(StrEnum):
    """The kind of question that a line asks."""

    WHO_SERVES = "WHO_SERVES"
    """A service and a place: which office serves."""
    NEAREST_CENTRE = "NEAREST_CENTRE"
    OFFICE_BY_NAME = "OFFICE_BY_NAME"
    SERVICE_ONLY = "SERVICE_ONLY"
    PLACE_ONLY = "PLACE_ONLY"
    SERVICE_OR_PLACE = "SERVICE_OR_PLACE"
    """The same words name a service and a place."""
    NOT_HELD = "NOT_HELD"
    """A service that no act of the registry holds."""
    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"


class AskDoubt(StrEnum):
    """Why a reading is a proposal and not certain."""

    SEVERAL_SERVICES = "SEVERAL_SERVICES"
    """Several services have these words in their names."""
    PART_OF_NAME = "PART_OF_NAME"
    """The words are only a part of the service's name."""
    SERVICE_MISSPELT = "SERVICE_MISSPELT"
    SEVERAL_PLACES = "SEVERAL_PLACES"
    "Several places have the name."
    PLACE_DOUBTED = "PLACE_DOUBTED"
    """The text does not prove the place: its doubts say why."""
    SERVICE_OR_PLACE = "SERVICE_OR_PLACE"
    """The words name a service and a place."""
    LEFT_OUT = "LEFT_OUT"
    """A part of the line is not understood."""


class AskStep(StrEnum):
    """The content of one sentence about a line."""

    SERVICE = "SERVICE"
    SERVICE_ALIKE = "SERVICE_ALIKE"
    SERVICES = "SERVICES"
    CENTRE = "CENTRE"
    OFFICES = "OFFICES"
    OR_PLACE = "OR_PLACE"
    NOT_HELD = "NOT_HELD"
    LEFT_OUT = "LEFT_OUT"
    MEANT = "MEANT"
    NOTHING = "NOTHING"


_KK, _RU, _EN = Language.KK, Language.RU, Language.EN

ASKED: Mapping[AskStep, Mapping[Language, str]] = {
    AskStep.SERVICE: {
        _KK: "Қызмет: {service} («{words}» сөздері бойынша).",
        _RU: "Услуга: {service} (по словам «{words}»).",
        _EN: "Service: {service} (by the words “{words}”).",
    },
    AskStep.SERVICE_ALIKE: {
        _KK: "Қызмет ұқсастығы бойынша танылды: {service} («{words}»).",
        _RU: "Услуга узнана по сходству: {service} («{words}»).",
        _EN: "The service is recognised by likeness: {service} (“{words}”).",
    },
    AskStep.SERVICES: {
        _KK: "«{words}» сөздеріне бірнеше қызмет сәйкес келеді: {count}. Керегін таңдаңыз.",
        _RU: "По словам «{words}» подходит несколько услуг: {count}. Выберите нужную.",
        _EN: "Several services fit the words “{words}”: {count}. Choose the one you need.",
    },
    AskStep.CENTRE: {
        _KK: "Халыққа қызмет көрсету орталығы ізделеді («{words}»).",
        _RU: "Ищется центр обслуживания населения («{words}»).",
        _EN: "A public service centre is looked for (“{words}”).",
    },
    AskStep.OFFICES: {
        _KK: "Мекеме атауы бойынша ізделеді: «{words}».",
        _RU: "Учреждение ищется по названию: «{words}».",
        _EN: "An office is looked for by its name: “{words}”.",
    },
    AskStep.OR_PLACE: {
        _KK: "«{words}» — қызметтің де, елді мекеннің де атауы.",
        _RU: "«{words}» — это и название услуги, и название места.",
        _EN: "“{words}” names a service and a place.",
    },
    AskStep.NOT_HELD: {
        _KK: "Тізілімде мұндай қызмет жоқ: {topic}. {portal} порталынан немесе {phone} нөміріне қоңырау"
        " шалып сұраңыз.",
        _RU: "Такой услуги в реестре нет: {topic}. Спросите на портале {portal} или по номеру {phone}.",
        _EN: "The registry holds no such service: {topic}. Ask at {portal} or call {phone}.",
    },
    AskStep.LEFT_OUT: {
        _KK: "Түсініксіз қалды: {words}.",
        _RU: "Не понято: {words}.",
        _EN: "Not understood: {words}.",
    },
    AskStep.MEANT: {
        _KK: "Мүмкін, былай жазғыңыз келді: «{text}».",
        _RU: "Возможно, имелось в виду: «{text}».",
        _EN: "Did you mean “{text}”?",
    },
    AskStep.NOTHING: {
        _KK: "Бұл жолдан қызмет те, жер де танылмады. Қызметті және ауылды не қаланы жазыңыз.",
        _RU: "В этой строке не найдено ни услуги, ни места. Напишите услугу и село или город.",
        _EN: "Neither a service nor a place was found in this line. Type a service and a village or a town.",
    },
}
