"""The sentences of an explanation, in Kazakh, Russian and English, and how names stand in them.

Names are never inflected: they follow a colon or a dash, so that one template serves every name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.names.transliteration import transliterate
from model.edition import ALWAYS, Citation, Name, Office, Unit, Validity
from model.enums import Language, NameStatus, Role


class StepKind(StrEnum):
    """What one step of the reasoning does."""

    PLACE_NAMED = "PLACE_NAMED"
    PLACE_FORMERLY_NAMED = "PLACE_FORMERLY_NAMED"
    PLACE_CODED = "PLACE_CODED"
    PLACE_FORMERLY_CODED = "PLACE_FORMERLY_CODED"
    PLACE_IN_BOUNDARY = "PLACE_IN_BOUNDARY"
    PLACE_NEAREST = "PLACE_NEAREST"
    PLACE_UNKNOWN = "PLACE_UNKNOWN"
    PLACE_AMBIGUOUS = "PLACE_AMBIGUOUS"
    RUNG_SILENT = "RUNG_SILENT"
    RUNG_SPEAKS = "RUNG_SPEAKS"
    NATION_SPEAKS = "NATION_SPEAKS"
    PROVISION = "PROVISION"
    AUTHORITY = "AUTHORITY"
    EXCLUDED = "EXCLUDED"
    SILENCE = "SILENCE"
    NOT_LISTED = "NOT_LISTED"
    NO_ACT = "NO_ACT"
    SEVERAL = "SEVERAL"
    NATIONWIDE = "NATIONWIDE"


class NotTheAnswer(StrEnum):
    """Why the nearest office that gives a service is not the one that serves a place."""

    OTHER_TERRITORY = "OTHER_TERRITORY"
    EXCLUDED_HERE = "EXCLUDED_HERE"
    PLACE_NOT_KNOWN = "PLACE_NOT_KNOWN"


_KK, _RU, _EN = Language.KK, Language.RU, Language.EN

_STEPS: dict[StepKind, dict[Language, str]] = {
    StepKind.PLACE_NAMED: {
        _KK: "«{asked}» сұрауы бойынша табылған жер: {unit}.",
        _RU: "По запросу «{asked}» найдено место: {unit}.",
        _EN: "“{asked}” is understood as: {unit}.",
    },
    StepKind.PLACE_FORMERLY_NAMED: {
        _KK: "«{asked}» — бұрынғы атауы{period}, қазіргі атауы: {unit}.",
        _RU: "«{asked}» — прежнее название{period}, ныне: {unit}.",
        _EN: "“{asked}” is a former name{period}; today: {unit}.",
    },
    StepKind.PLACE_CODED: {
        _KK: "{asked} жіктеуіш коды: {unit}.",
        _RU: "Код классификатора {asked}: {unit}.",
        _EN: "Code {asked} of the classifier: {unit}.",
    },
    StepKind.PLACE_FORMERLY_CODED: {
        _KK: "{asked} — жіктеуіштің бұрынғы коды: {unit}.",
        _RU: "{asked} — прежний код классификатора: {unit}.",
        _EN: "{asked} is a former code of the classifier: {unit}.",
    },
    StepKind.PLACE_IN_BOUNDARY: {
        _KK: "Нүкте мына шекараның ішінде: {unit}.",
        _RU: "Точка лежит внутри границы: {unit}.",
        _EN: "The point lies within the boundary of: {unit}.",
    },
    StepKind.PLACE_NEAREST: {
        _KK: "Шекарасы белгісіз; {asked} нүктесіне ең жақын елді мекен: {unit} ({km} км).",
        _RU: "Граница неизвестна; ближайший к точке {asked} населённый пункт: {unit} ({km} км).",
        _EN: "No boundary is known; the settlement nearest to {asked}: {unit} ({km} km).",
    },
    StepKind.PLACE_UNKNOWN: {
        _KK: "Мұндай жер тізілімде жоқ: {asked}.",
        _RU: "Такого места в реестре нет: {asked}.",
        _EN: "The registry knows no such place: {asked}.",
    },
    StepKind.PLACE_AMBIGUOUS: {
        _KK: "«{asked}» сұрауына сай келетін жерлер саны: {count}. Біреуін таңдау керек.",
        _RU: "Запросу «{asked}» отвечает мест: {count}. Нужно выбрать одно.",
        _EN: "Places that “{asked}” may mean: {count}. One must be chosen.",
    },
    StepKind.RUNG_SILENT: {
        _KK: "{unit}: актілер бұл қызметті дәл осы аумақ үшін ешкімге тапсырмаған.",
        _RU: "{unit}: акты никому не поручают эту услугу именно для этой территории.",
        _EN: "{unit}: the acts charge nobody with this service for this very territory.",
    },
    StepKind.RUNG_SPEAKS: {
        _KK: "{unit}: актілерде осы аумақ үшін аталған кеңсе саны: {count}.",
        _RU: "{unit}: для этой территории акты называют учреждений: {count}.",
        _EN: "{unit}: offices that the acts name for this territory: {count}.",
    },
    StepKind.NATION_SPEAKS: {
        _KK: "Бүкіл ел үшін аталған кеңсе саны: {count}.",
        _RU: "Для всей страны акты называют учреждений: {count}.",
        _EN: "Offices that the acts name for the whole country: {count}.",
    },
    StepKind.PROVISION: {
        _KK: "{office}: {roles}.",
        _RU: "{office}: {roles}.",
        _EN: "{office}: {roles}.",
    },
    StepKind.AUTHORITY: {
        _KK: "Өкілеттік негізі: {office}.",
        _RU: "Основание полномочий: {office}.",
        _EN: "Ground of the authority: {office}.",
    },
    StepKind.EXCLUDED: {
        _KK: "{office}: акт бұл жерді аумағынан шығарған: {unit}.",
        _RU: "{office}: акт исключает из его территории это место: {unit}.",
        _EN: "{office}: the act excludes this place from its territory: {unit}.",
    },
    StepKind.SILENCE: {
        _KK: "Бұл жерде қызметті кім көрсететінін актілер айтпаған.",
        _RU: "Кто оказывает услугу в этом месте, акты не говорят.",
        _EN: "The acts do not say who gives the service here.",
    },
    StepKind.NOT_LISTED: {
        _KK: "Қызметті акт бір-бірлеп атамаған ұйымдар көрсетеді.",
        _RU: "Услугу оказывают организации, которых акт не перечисляет.",
        _EN: "The service is given by organisations that the act does not list.",
    },
    StepKind.NO_ACT: {
        _KK: "{date} күні бұл жердегі қызмет туралы күшінде тұрған акт жоқ.",
        _RU: "На {date} ни один акт об этой услуге в этом месте не действует.",
        _EN: "On {date} no act about this service in this place is in force.",
    },
    StepKind.SEVERAL: {
        _KK: "Құзыреті бірдей кеңсе саны: {count}.",
        _RU: "Одинаково компетентных учреждений: {count}.",
        _EN: "Offices that are equally competent: {count}.",
    },
    StepKind.NATIONWIDE: {
        _KK: "Қызмет бүкіл елге ортақ көрсетіледі.",
        _RU: "Услуга оказывается единой для всей страны инстанцией.",
        _EN: "The service is given for the whole country at once.",
    },
}

_REASONS: dict[NotTheAnswer, dict[Language, str]] = {
    NotTheAnswer.OTHER_TERRITORY: {
        _KK: "Ең жақын кеңсе басқа аумаққа жауап береді: {office} — {unit}.",
        _RU: "Ближайшее учреждение отвечает за другую территорию: {office} — {unit}.",
        _EN: "The nearest office answers for another territory: {office} — {unit}.",
    },
    NotTheAnswer.EXCLUDED_HERE: {
        _KK: "Акт бұл жерді ең жақын кеңсенің аумағынан шығарған: {office}.",
        _RU: "Акт исключает это место из территории ближайшего учреждения: {office}.",
        _EN: "The act excludes this place from the territory of the nearest office: {office}.",
    },
    NotTheAnswer.PLACE_NOT_KNOWN: {
        _KK: "Жер анықталмаған; ең жақын кеңсенің оған қызмет ететіні белгісіз: {office}.",
        _RU: "Место не установлено; обслуживает ли его ближайшее учреждение, неизвестно: {office}.",
        _EN: "The place is not known; whether the nearest office serves it is not known either: {office}.",
    },
}

_ROLES: dict[Role, dict[Language, str]] = {
    Role.ACCEPTS_APPLICATIONS: {
        _KK: "өтініш қабылдайды",
        _RU: "принимает заявления",
        _EN: "accepts applications",
    },
    Role.DECIDES: {_KK: "шешім шығарады", _RU: "принимает решение", _EN: "decides"},
    Role.ISSUES_RESULT: {_KK: "нәтижесін береді", _RU: "выдаёт результат", _EN: "issues the result"},
    Role.HEARS_COMPLAINTS: {_KK: "шағымды қарайды", _RU: "рассматривает жалобы", _EN: "hears complaints"},
}


def name_in(names: tuple[Name, ...], language: Language, otherwise: str) -> str:
    """The name to show in `language`: official before others, else in the first language known.

    English names are transliterations of the Kazakh, else of the first name.
    """
    wanted = Language.KK if language is Language.EN else language
    official = [name for name in names if name.status is NameStatus.OFFICIAL] or list(names)
    if not official:
        return otherwise
    chosen = next((name for name in official if name.language is wanted), official[0])
    if language is Language.EN and chosen.language is not Language.EN:
        return transliterate(chosen.value, chosen.language)
    return chosen.value


@dataclass(frozen=True, slots=True)
class ResolutionStep:
    """One step of the reasoning; `text` puts it in words, `unit` and `source` are what it rests on."""

    kind: StepKind
    unit: Unit | None = None
    source: Citation | None = None
    office: Office | None = None
    roles: tuple[Role, ...] = ()
    asked: str = ""
    count: int = 0
    distance_m: float = 0.0
    period: Validity = ALWAYS
    """When a former name was borne, as far as it is known."""

    def text(self, language: Language) -> str:
        """The step as a sentence."""
        return _STEPS[self.kind][language].format(
            asked=self.asked,
            period=_period(self.period),
            date=self.asked,
            count=self.count,
            km=f"{self.distance_m / 1000:.1f}",
            unit=_unit_name(self.unit, language),
            office=_office_name(self.office, language),
            roles=", ".join(_ROLES[role][language] for role in self.roles),
        )


def reason_text(reason: NotTheAnswer, office: Office, territory: Unit | None, language: Language) -> str:
    """Why the nearest office is not the answer, as a sentence."""
    return _REASONS[reason][language].format(
        office=_office_name(office, language), unit=_unit_name(territory, language)
    )


def _period(period: Validity) -> str:
    """Days in brackets, such as ` (2019-03-23 – 2022-09-17)`; nothing where none is known."""
    if period == ALWAYS:
        return ""
    return f" ({period.since or '…'} – {period.until or '…'})"


def _unit_name(unit: Unit | None, language: Language) -> str:
    return name_in(unit.names, language, unit.id) if unit is not None else "—"


def _office_name(office: Office | None, language: Language) -> str:
    return name_in(office.names, language, office.id) if office is not None else "—"
