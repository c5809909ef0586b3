"""Why a unit or an office could not be located, in the languages of the page."""

from __future__ import annotations

from collections.abc import Mapping

from model.enums import Language, PositionTrouble

_KK, _RU, _EN = Language.KK, Language.RU, Language.EN

TROUBLES: Mapping[PositionTrouble, Mapping[Language, str]] = {
    PositionTrouble.NO_PLACE: {
        _KK: "мекенжайы да, орналасқан жері де белгісіз",
        _RU: "не известны ни адрес, ни место, где он стоит",
        _EN: "neither an address nor a place is known",
    },
    PositionTrouble.NOT_FOUND: {
        _KK: "аталған ауданда мұндай атаулы жер табылмады",
        _RU: "в названном районе места с таким названием не нашлось",
        _EN: "nothing of that name was found in the district",
    },
    PositionTrouble.AMBIGUOUS: {
        _KK: "ауданда мұндай атаулы бірнеше жер бар",
        _RU: "в районе несколько мест с таким названием",
        _EN: "several places of the district bear the name",
    },
    PositionTrouble.NO_GEOCODER: {
        _KK: "елді мекені белгілі, көшесі белгісіз: геокодерлерге рұқсат берілмеген",
        _RU: "населённый пункт известен, улица нет: геокодеры не разрешены",
        _EN: "the settlement is known, the street is not: no geocoder is allowed",
    },
    PositionTrouble.REFUSED: {
        _KK: "геокодерлердің жауаптары тексеруден өтпеді",
        _RU: "ответы геокодеров не прошли проверку",
        _EN: "the answers of the geocoders did not pass the check",
    },
    PositionTrouble.PARTS_NOT_LOCATED: {
        _KK: "оның ішіндегі бірде-бір ауыл табылмады",
        _RU: "ни одно из сёл внутри не найдено",
        _EN: "none of the places inside it is located",
    },
    PositionTrouble.TAKEN_AWAY: {
        _KK: "орнын адам алып тастаған",
        _RU: "положение убрал человек",
        _EN: "a person removed the position",
    },
}


def trouble_text(trouble: PositionTrouble, language: Language) -> str:
    """The reason in words; in English for a language without texts."""
    texts = TROUBLES[trouble]
    return texts.get(language, texts[Language.EN])
