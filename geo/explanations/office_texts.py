"""Sentences about offices: the steps to the competent one, and why the nearest is another.

Names are never inflected: they follow a colon or a dash, so that one template serves every name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from model.enums import Language, Role


class StepKind(StrEnum):
    """The content of one step of the reasoning."""

    PLACE_NAMED = "PLACE_NAMED"
    PLACE_FORMERLY_NAMED = "PLACE_FORMERLY_NAMED"
    PLACE_CODED = "PLACE_CODED"
    PLACE_FORMERLY_CODED = "PLACE_FORMERLY_CODED"
    PLACE_IN_BOUNDARY = "PLACE_IN_BOUNDARY"
    PLACE_NEAREST = "PLACE_NEAREST"
    PLACE_UNKNOWN = "PLACE_UNKNOWN"
    PLACE_ABROAD = "PLACE_ABROAD"
    PLACE_AMBIGUOUS = "PLACE_AMBIGUOUS"
    SERVED_ALIKE = "SERVED_ALIKE"
    PLACE_PROPOSED = "PLACE_PROPOSED"
    PLACE_READ = "PLACE_READ"
    PLACE_LEFT_OUT = "PLACE_LEFT_OUT"
    PLACE_DOUBTED = "PLACE_DOUBTED"
    PLACE_TODAY = "PLACE_TODAY"
    RUNG_SILENT = "RUNG_SILENT"
    RUNG_WITHIN = "RUNG_WITHIN"
    RUNG_SPEAKS = "RUNG_SPEAKS"
    NO_OKRUG = "NO_OKRUG"
    NATION_SPEAKS = "NATION_SPEAKS"
    PROVISION = "PROVISION"
    AUTHORITY = "AUTHORITY"
    EXCLUDED = "EXCLUDED"
    SILENCE = "SILENCE"
    ELSEWHERE = "ELSEWHERE"
    NOT_LISTED = "NOT_LISTED"
    NOT_IN_LIST = "NOT_IN_LIST"
    NO_ACT = "NO_ACT"
    LAST_ACT = "LAST_ACT"
    SEVERAL = "SEVERAL"
    NATIONWIDE = "NATIONWIDE"


class CitedPart(StrEnum):
    """Parts of a citation, widest first."""

    STANDARD = "STANDARD"
    PARAGRAPH = "PARAGRAPH"
    ANNEX = "ANNEX"
    ROW = "ROW"


class NotTheAnswer(StrEnum):
    """Why the nearest office that gives a service is not the one that serves a place."""

    OTHER_TERRITORY = "OTHER_TERRITORY"
    EXCLUDED_HERE = "EXCLUDED_HERE"
    PLACE_NOT_KNOWN = "PLACE_NOT_KNOWN"
    ABROAD = "ABROAD"


_KK, _RU, _EN = Language.KK, Language.RU, Language.EN

STEPS: Mapping[StepKind, Mapping[Language, str]] = {
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
    StepKind.PLACE_ABROAD: {
        _KK: "{asked} нүктесі Қазақстан жерінен тыс жатыр, актілер онда ешкімге қызмет етпейді.",
        _RU: "Точка {asked} лежит за пределами суши Казахстана; акты там никого не обслуживают.",
        _EN: "{asked} lies outside the land of Kazakhstan; the acts serve nobody there.",
    },
    StepKind.PLACE_AMBIGUOUS: {
        _KK: "«{asked}» сұрауына сай келетін жерлер саны: {count}. Біреуін таңдау керек.",
        _RU: "Запросу «{asked}» отвечает мест: {count}. Нужно выбрать одно.",
        _EN: "Places that “{asked}” may mean: {count}. One must be chosen.",
    },
    StepKind.SERVED_ALIKE: {
        _KK: "Бұл қызмет үшін таңдау маңызды емес: бәріне бір мекемелер қызмет көрсетеді, {unit}.",
        _RU: "Для этой услуги выбор не важен: все эти места обслуживают одни и те же учреждения, {unit}.",
        _EN: "For this service the choice does not matter: the same offices serve all these places, {unit}.",
    },
    StepKind.PLACE_PROPOSED: {
        _KK: "«{asked}» сұрауы бойынша жер дәл анықталмады. Мүмкін: {units}.",
        _RU: "По запросу «{asked}» место точно не установлено. Возможно, это: {units}.",
        _EN: "“{asked}” does not tell the place for certain. It may be: {units}.",
    },
    StepKind.PLACE_READ: {
        _KK: "Жер ретінде оқылғаны: «{asked}» — {reason}.",
        _RU: "Как место прочитано: «{asked}» — {reason}.",
        _EN: "Read as the place: “{asked}”: {reason}.",
    },
    StepKind.PLACE_LEFT_OUT: {
        _KK: "Ескерілмеді: {asked}.",
        _RU: "Не учтено: {asked}.",
        _EN: "Left out: {asked}.",
    },
    StepKind.PLACE_DOUBTED: {
        _KK: "Дәл емес: {reason}.",
        _RU: "Не точно: {reason}.",
        _EN: "Not certain: {reason}.",
    },
    StepKind.PLACE_TODAY: {
        _KK: "Актілер бойынша: {units}; қазір: {today}.",
        _RU: "По актам: {units}; ныне: {today}.",
        _EN: "In the acts: {units}; today: {today}.",
    },
    StepKind.RUNG_SILENT: {
        _KK: "{unit}: дәл осы аумақ үшін актілер ешкімді атамайды.",
        _RU: "{unit}: именно для этой территории акты никого не называют.",
        _EN: "{unit}: the acts name nobody for this very territory.",
    },
    StepKind.RUNG_WITHIN: {
        _KK: "{unit}: актілер кеңсе атаған аумаққа кіреді: {units}.",
        _RU: "{unit}: входит в территорию, для которой акты называют учреждение: {units}.",
        _EN: "{unit}: lies in a territory for which the acts name an office: {units}.",
    },
    StepKind.NO_OKRUG: {
        _KK: "{unit}: актілерде бұл жер ешбір ауылдық округ тізімінде жоқ, аудан кеңселері жауап береді.",
        _RU: "{unit}: акты не относят это место ни к одному сельскому округу, отвечают учреждения района.",
        _EN: "{unit}: the acts list this place in no rural okrug, the offices of the district answer.",
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
        _KK: "Өкілеттік негізі: {office} — {where}.",
        _RU: "Основание полномочий: {office} — {where}.",
        _EN: "Ground of the authority: {office} — {where}.",
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
    StepKind.ELSEWHERE: {
        _KK: "Актілер бұл қызметті басқа аумақтарда көрсетуді тапсырған: {units}.",
        _RU: "Акты поручают эту услугу на других территориях: {units}.",
        _EN: "The acts give this service in other territories: {units}.",
    },
    StepKind.NOT_LISTED: {
        _KK: "Акт тізбесін бермей атаған ұйымдар: {providers}.",
        _RU: "Акт называет, не перечисляя поимённо: {providers}.",
        _EN: "The act names without listing them: {providers}.",
    },
    StepKind.NOT_IN_LIST: {
        _KK: "{unit}: акт мұндай органды да атайды, бірақ тізбесінде бұл аумақ үшін ол жоқ: {providers}.",
        _RU: "{unit}: акт называет и такой орган, но в перечне для этой территории его нет: {providers}.",
        _EN: "{unit}: the act names such a body, too, but its list has none for this territory: {providers}.",
    },
    StepKind.NO_ACT: {
        _KK: "{asked} күні бұл жердегі қызмет туралы күшінде тұрған акт жоқ.",
        _RU: "На {asked} ни один акт об этой услуге в этом месте не действует.",
        _EN: "On {asked} no act about this service in this place is in force.",
    },
    StepKind.LAST_ACT: {
        _KK: "Соңғы белгілі акт қолданылған мерзім{period}.",
        _RU: "Последний известный акт действовал{period}.",
        _EN: "The last known act was in force{period}.",
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

REASONS: Mapping[NotTheAnswer, Mapping[Language, str]] = {
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
    NotTheAnswer.ABROAD: {
        _KK: "Нүкте Қазақстаннан тыс; ең жақын кеңсе оған қызмет етпейді: {office}.",
        _RU: "Точка за пределами Казахстана; ближайшее учреждение её не обслуживает: {office}.",
        _EN: "The point lies outside Kazakhstan; the nearest office does not serve it: {office}.",
    },
}

ROLES: Mapping[Role, Mapping[Language, str]] = {
    Role.ACCEPTS_APPLICATIONS: {
        _KK: "өтініш қабылдайды",
        _RU: "принимает заявления",
        _EN: "accepts applications",
    },
    Role.DECIDES: {_KK: "шешім шығарады", _RU: "принимает решение", _EN: "decides"},
    Role.ISSUES_RESULT: {_KK: "нәтижесін береді", _RU: "выдаёт результат", _EN: "issues the result"},
    Role.HEARS_COMPLAINTS: {_KK: "шағымды қарайды", _RU: "рассматривает жалобы", _EN: "hears complaints"},
}

CITED: Mapping[CitedPart, Mapping[Language, str]] = {
    CitedPart.STANDARD: {_KK: "{number}-стандарт", _RU: "стандарт {number}", _EN: "standard {number}"},
    CitedPart.PARAGRAPH: {
        _KK: "{number}-тармақ{point}",
        _RU: "пункт {number}{point}",
        _EN: "paragraph {number}{point}",
    },
    CitedPart.ANNEX: {_KK: "{number}-қосымша", _RU: "приложение {number}", _EN: "annex {number}"},
    CitedPart.ROW: {_KK: "{number}-жол", _RU: "строка {number}", _EN: "row {number}"},
}
