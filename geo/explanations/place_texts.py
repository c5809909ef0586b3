"""Sentences about places: how the text was read, which place is meant and how exact its point is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from geo.names.ladder import Stage
from model.enums import Language, Precision


class PlaceStep(StrEnum):
    """The content of one sentence about a candidate."""

    FOUND = "FOUND"
    RENAMED = "RENAMED"
    FORMERLY = "FORMERLY"
    FURTHER = "FURTHER"
    LATER_REGION = "LATER_REGION"
    MISSPELT = "MISSPELT"
    NOT_KNOWN = "NOT_KNOWN"
    CHOSEN = "CHOSEN"
    AMBIGUOUS = "AMBIGUOUS"
    PRECISION = "PRECISION"
    STREET_UNKNOWN = "STREET_UNKNOWN"
    CONTRADICTS = "CONTRADICTS"
    LIES_ELSEWHERE = "LIES_ELSEWHERE"
    REMOTE_FOUND = "REMOTE_FOUND"
    CREDIT = "CREDIT"


class Choice(StrEnum):
    """Why one of several namesakes is meant."""

    POPULATION = "population"
    SIBLINGS = "siblings"
    CLUSTER = "cluster"
    OFFICE = "office"


class Objection(StrEnum):
    """Why the answer of a remote geocoder is refused."""

    CONTRADICTORY = "CONTRADICTORY"
    TOO_COARSE = "TOO_COARSE"
    OTHER_NAME = "OTHER_NAME"
    OUTSIDE = "OUTSIDE"
    OTHER_STREET = "OTHER_STREET"
    OTHER_KIND = "OTHER_KIND"
    """A house or a shop where a place is asked for."""
    FAR = "FAR"
    """Far from the known position of the settlement."""
    UNKNOWN_LICENCE = "UNKNOWN_LICENCE"


class Doubt(StrEnum):
    """Why an answer is a proposal and not certain."""

    UNKNOWN_PART = "UNKNOWN_PART"
    """A part of the text names nothing known."""
    ELSEWHERE = "ELSEWHERE"
    """Places with that name lie in other territories than the one in the text."""
    NOT_FOUND = "NOT_FOUND"
    """No place has the name; the answer is the territory around it."""
    MISSPELT = "MISSPELT"
    """The name is like that of the place, not the same."""
    TERRITORY_MISSPELT = "TERRITORY_MISSPELT"
    CITY_MEANT = "CITY_MEANT"
    """The text names a city of republican significance; the place lies in the oblast of the same name."""
    POSTCODE_ELSEWHERE = "POSTCODE_ELSEWHERE"
    """The post code is one of another region."""
    NUMBER_ALONE = "NUMBER_ALONE"
    """Digits without a word are ambiguous."""
    NAMESAKES = "NAMESAKES"
    """Other places have the name, too; the answer is the likeliest."""


_KK, _RU, _EN = Language.KK, Language.RU, Language.EN

PLACES: Mapping[PlaceStep, Mapping[Language, str]] = {
    PlaceStep.FOUND: {
        _KK: "«{asked}» — {place}: {stage}.",
        _RU: "«{asked}» — {place}: {stage}.",
        _EN: "“{asked}” — {place}: {stage}.",
    },
    PlaceStep.RENAMED: {
        _KK: "«{name}» — басқа кезеңдегі атауы{days}, тізілімдегі атауы: {now}. Дереккөз: {source}",
        _RU: "«{name}» — название другого времени{days}, в реестре: {now}. Источник: {source}",
        _EN: "“{name}” is a name of another period{days}; in the registry: {now}. Source: {source}",
    },
    PlaceStep.FORMERLY: {
        _KK: "«{name}» — бұрынғы атауы{days}, қазір: {now}. Дереккөз: {source}",
        _RU: "«{name}» — прежнее название{days}, ныне: {now}. Источник: {source}",
        _EN: "“{name}” is a former name{days}; today: {now}. Source: {source}",
    },
    PlaceStep.FURTHER: {
        _KK: "«{name}» — тағы бір атауы: {now}. Дереккөз: {source}",
        _RU: "«{name}» — ещё одно название: {now}. Источник: {source}",
        _EN: "“{name}” is a further name of: {now}. Source: {source}",
    },
    PlaceStep.LATER_REGION: {
        _KK: "{region} {since} құрылған, актілерде бұл аумақ басқа облыста. Дереккөз: {source}",
        _RU: "{region} образована {since}, в актах эта территория в другой области. Источник: {source}",
        _EN: "{region} was founded on {since}; the acts place this territory in another region."
        " Source: {source}",
    },
    PlaceStep.MISSPELT: {
        _KK: "«{asked}» атауы ұқсастығы бойынша танылды: {meant}.",
        _RU: "«{asked}» узнано по сходству: {meant}.",
        _EN: "“{asked}” is recognised by likeness: {meant}.",
    },
    PlaceStep.NOT_KNOWN: {
        _KK: "Тізілімде мұндай аумақ жоқ: {asked}.",
        _RU: "Такой территории в реестре нет: {asked}.",
        _EN: "The registry knows no such territory: {asked}.",
    },
    PlaceStep.CHOSEN: {
        _KK: "Аттас {count} жердің ішінен таңдалды: {how}.",
        _RU: "Выбрано из {count} одноимённых: {how}.",
        _EN: "Chosen from {count} places of that name: {how}.",
    },
    PlaceStep.AMBIGUOUS: {
        _KK: "Бұл атау {count} жерге сай келеді, аудан немесе облыс айтылса ғана анықталады.",
        _RU: "Так называются {count} места; нужны район или область.",
        _EN: "Places of that name: {count}; a district or a region must be given.",
    },
    PlaceStep.PRECISION: {
        _KK: "Дәлдігі: {precision}, ±{km} км.",
        _RU: "Точность: {precision}, ±{km} км.",
        _EN: "Precision: {precision}, ±{km} km.",
    },
    PlaceStep.STREET_UNKNOWN: {
        _KK: "Көше ізделмейді: {street}.",
        _RU: "Улицы не ищутся: {street}.",
        _EN: "Streets are not looked for: {street}.",
    },
    PlaceStep.CONTRADICTS: {
        _KK: "Қайшылық: {place} — нүктесі басқа ауданның шекарасында: {polygon}.",
        _RU: "Противоречие: {place} — точка лежит в границе другого района: {polygon}.",
        _EN: "Contradiction: {place}: its point lies within the boundary of another district: {polygon}.",
    },
    PlaceStep.LIES_ELSEWHERE: {
        _KK: "Басқа аумақта: {place}.",
        _RU: "В другой территории: {place}.",
        _EN: "In another territory: {place}.",
    },
    PlaceStep.REMOTE_FOUND: {
        _KK: "«{name}»: сырттағы геокодер тапты ({geocoder}), нүкте аталған ауданда",
        _RU: "«{name}»: найдено внешним геокодером ({geocoder}), точка в названном районе",
        _EN: "“{name}”: found by a remote geocoder ({geocoder}), the point lies in the named district",
    },
    PlaceStep.CREDIT: {
        _KK: "Дереккөз: {label}",
        _RU: "Источник: {label}",
        _EN: "Source: {label}",
    },
}

CHOICES: Mapping[Choice, Mapping[Language, str]] = {
    Choice.POPULATION: {
        _KK: "халқы әлдеқайда көп",
        _RU: "население намного больше",
        _EN: "its population is much larger",
    },
    Choice.SIBLINGS: {
        _KK: "округтің басқа ауылдары соның жанында",
        _RU: "рядом другие сёла округа",
        _EN: "other villages of the okrug are near it",
    },
    Choice.CLUSTER: {
        _KK: "жазбалар бір жерді білдіреді",
        _RU: "записи об одном и том же месте",
        _EN: "the records mean one place",
    },
    Choice.OFFICE: {
        _KK: "мекеменің атауы соны көрсетеді",
        _RU: "на него указывает название учреждения",
        _EN: "the name of the office points to it",
    },
}

OBJECTIONS: Mapping[Objection, Mapping[Language, str]] = {
    Objection.CONTRADICTORY: {
        _KK: "геокодерлердің жауаптары қайшы",
        _RU: "ответы геокодеров противоречат друг другу",
        _EN: "the answers of the geocoders contradict each other",
    },
    Objection.TOO_COARSE: {
        _KK: "елді мекеннен дәлірек емес",
        _RU: "не точнее района",
        _EN: "no finer than a district",
    },
    Objection.OTHER_NAME: {
        _KK: "басқа жердің атауы",
        _RU: "называет другое место",
        _EN: "it names another place",
    },
    Objection.OUTSIDE: {
        _KK: "аталған ауданнан тыс",
        _RU: "вне названного района",
        _EN: "outside the named district",
    },
    Objection.OTHER_STREET: {
        _KK: "басқа көшенің атауы",
        _RU: "называет другую улицу",
        _EN: "it names another street",
    },
    Objection.OTHER_KIND: {
        _KK: "елді мекен емес, үй немесе көше",
        _RU: "не населённый пункт, а дом или улица",
        _EN: "a house or a street, not a settlement",
    },
    Objection.FAR: {
        _KK: "елді мекеннен алыс",
        _RU: "далеко от населённого пункта",
        _EN: "far from the settlement",
    },
    Objection.UNKNOWN_LICENCE: {
        _KK: "деректердің лицензиясы белгісіз",
        _RU: "лицензия данных неизвестна",
        _EN: "the licence of the data is unknown",
    },
}

DOUBTS: Mapping[Doubt, Mapping[Language, str]] = {
    Doubt.UNKNOWN_PART: {
        _KK: "мәтіннің бір бөлігі тізілімге белгісіз",
        _RU: "часть текста реестру неизвестна",
        _EN: "the registry does not know a part of the text",
    },
    Doubt.ELSEWHERE: {
        _KK: "мұндай атаулы жер аталған аумақта емес, басқа жерде",
        _RU: "место с таким названием лежит не на той территории, которая названа",
        _EN: "places of that name lie outside of the territory that is named",
    },
    Doubt.NOT_FOUND: {
        _KK: "мұндай атаулы жер жоқ, оның айналасындағы аумақ қана белгілі",
        _RU: "места с таким названием нет, известна только территория вокруг него",
        _EN: "nothing bears the name; only the territory around it is known",
    },
    Doubt.MISSPELT: {
        _KK: "атауы ұқсас, бірақ дәл келмейді",
        _RU: "название похоже, но не совпадает",
        _EN: "the name is similar, not the same",
    },
    Doubt.TERRITORY_MISSPELT: {
        _KK: "аумақтың атауы ұқсастығы бойынша танылды",
        _RU: "название территории узнано по сходству",
        _EN: "the name of the territory is recognised by likeness",
    },
    Doubt.CITY_MEANT: {
        _KK: "қала аталған, ал бұл жер аттас облыста",
        _RU: "назван город, а место лежит в одноимённой области",
        _EN: "a city is named, and the place lies in the region that is called alike",
    },
    Doubt.POSTCODE_ELSEWHERE: {
        _KK: "пошта индексі басқа облыстікі",
        _RU: "почтовый индекс другой области",
        _EN: "the post code is one of another region",
    },
    Doubt.NUMBER_ALONE: {
        _KK: "санның өзі ғана жердің атауы екенін көрсетпейді",
        _RU: "одно число ещё не название места",
        _EN: "a number alone does not name a place",
    },
    Doubt.NAMESAKES: {
        _KK: "мұндай атауы бар басқа да жерлер бар",
        _RU: "есть и другие места с таким названием",
        _EN: "other places bear the name, too",
    },
}

PRECISIONS: Mapping[Precision, Mapping[Language, str]] = {
    Precision.BUILDING: {_KK: "ғимарат", _RU: "здание", _EN: "building"},
    Precision.STREET: {_KK: "көше", _RU: "улица", _EN: "street"},
    Precision.SETTLEMENT: {_KK: "елді мекен", _RU: "населённый пункт", _EN: "settlement"},
    Precision.OKRUG: {_KK: "округ", _RU: "округ", _EN: "okrug"},
    Precision.DISTRICT: {_KK: "аудан", _RU: "район", _EN: "district"},
    Precision.REGION: {_KK: "облыс", _RU: "область", _EN: "region"},
}

STAGES: Mapping[Stage, Mapping[Language, str]] = {
    Stage.DECIDED: {_KK: "адам шешті", _RU: "решил человек", _EN: "a person decided"},
    Stage.TOWN: {
        _KK: "қала идентификаторы бойынша",
        _RU: "по идентификатору города",
        _EN: "by the identifier of the city",
    },
    Stage.CODE: {
        _KK: "коды бойынша табылды",
        _RU: "найдено по коду",
        _EN: "found by its code",
    },
    Stage.POSTCODE: {
        _KK: "пошта индексі бойынша табылды",
        _RU: "найдено по почтовому индексу",
        _EN: "found by its post code",
    },
    Stage.EXACT: {
        _KK: "атауы дәл келеді",
        _RU: "название совпадает точно",
        _EN: "the name is exactly the same",
    },
    Stage.TIGHT: {
        _KK: "атауы бос орын мен сызықшасыз дәл келеді",
        _RU: "название совпадает без пробелов и дефисов",
        _EN: "the name is the same without blanks and hyphens",
    },
    Stage.MILD: {
        _KK: "атауы қазақша, орысша және латынша жазылуы теңестірілгенде дәл келеді",
        _RU: "название совпадает, если уравнять казахское, русское и латинское написание",
        _EN: "the name is the same when Kazakh, Russian and Latin spellings are made equal",
    },
    Stage.RENAMED: {
        _KK: "басқа кезеңдегі атауы бойынша табылды",
        _RU: "найдено по названию другого времени",
        _EN: "found by a name of another period",
    },
    Stage.WORDED: {
        _KK: "сандар мен «жаңа», «жоғарғы» сияқты сөздер теңестірілгенде атауы дәл келеді",
        _RU: "название совпадает, если уравнять числа, роды и слова вроде «новый», «верхний», «имени»",
        _EN: "the name is the same when numbers, genders and words such as “new” or “upper” are made equal",
    },
    Stage.ABBREVIATED: {
        _KK: "атауының бір сөзі бас әріпке дейін қысқартылған",
        _RU: "одно слово названия сокращено до первой буквы",
        _EN: "one word of the name is shortened to its first letter",
    },
    Stage.SKELETON: {
        _KK: "атауының түбірі ұқсас",
        _RU: "совпадает корень названия без окончаний",
        _EN: "the root of the name is the same, without endings",
    },
    Stage.FUZZY: {
        _KK: "атауы ұқсас, қате басылған болуы мүмкін",
        _RU: "название похоже, возможно опечатка",
        _EN: "the name is similar, perhaps a misprint",
    },
    Stage.CONSONANTS: {
        _KK: "атауы дауысты дыбыстарына дейін ұқсас",
        _RU: "название совпадает с точностью до гласных",
        _EN: "the name is the same but for its vowels",
    },
    Stage.NEARBY: {
        _KK: "аталған ауданда емес, оның шекарасына жақын жерде",
        _RU: "не в названном районе, а у его границы",
        _EN: "not in the named district but near its boundary",
    },
    Stage.REMOTE: {
        _KK: "сырттағы геокодер тапты",
        _RU: "найдено внешним геокодером",
        _EN: "found by a remote geocoder",
    },
    Stage.OKRUG: {
        _KK: "нақты жері белгісіз, округі ғана белгілі",
        _RU: "само место не найдено, известен только округ",
        _EN: "the place itself is not found, only its okrug is known",
    },
    Stage.DISTRICT: {
        _KK: "нақты жері белгісіз, ауданы ғана белгілі",
        _RU: "само место не найдено, известен только район",
        _EN: "the place itself is not found, only its district is known",
    },
    Stage.REGION: {
        _KK: "нақты жері белгісіз, облысы ғана белгілі",
        _RU: "само место не найдено, известна только область",
        _EN: "the place itself is not found, only its region is known",
    },
}
