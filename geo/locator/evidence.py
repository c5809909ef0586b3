"""The sentences by which a candidate explains itself, in Kazakh and in Russian."""

from __future__ import annotations

from collections.abc import Iterable

from geo.gazetteer.gazetteer import Locality
from geo.jurisdiction.explanation_texts import name_in
from geo.locator.candidates import Sentence
from geo.locator.renames import LaterRegion, Rename
from geo.names.ladder import Stage
from geo.units.edition_index import Atlas
from model.edition import Name, Unit
from model.enums import Language, Precision
from model.extents import error_of

_STAGES: dict[Stage, tuple[str, str]] = {
    Stage.EXACT: ("атауы дәл келеді", "название совпадает точно"),
    Stage.TIGHT: ("атауы бос орын мен сызықшасыз дәл келеді", "название совпадает без пробелов и дефисов"),
    Stage.MILD: (
        "атауы қазақша, орысша және латынша жазылуы теңестірілгенде дәл келеді",
        "название совпадает, если уравнять казахское, русское и латинское написание",
    ),
    Stage.RENAMED: ("басқа кезеңдегі атауы бойынша табылды", "найдено по названию другого времени"),
    Stage.WORDED: (
        "сандар мен «жаңа», «жоғарғы» сияқты сөздер теңестірілгенде атауы дәл келеді",
        "название совпадает, если уравнять числа, роды и слова вроде «новый», «верхний», «имени»",
    ),
    Stage.ABBREVIATED: (
        "атауының бір сөзі бас әріпке дейін қысқартылған",
        "одно слово названия сокращено до первой буквы",
    ),
    Stage.SKELETON: ("атауының түбірі ұқсас", "совпадает корень названия без окончаний"),
    Stage.FUZZY: ("атауы ұқсас, қате басылған болуы мүмкін", "название похоже, возможно опечатка"),
    Stage.CONSONANTS: ("атауы дауысты дыбыстарына дейін ұқсас", "название совпадает с точностью до гласных"),
    Stage.NEARBY: (
        "аталған ауданда емес, оның шекарасына жақын жерде",
        "не в названном районе, а у его границы",
    ),
    Stage.REMOTE: ("сырттағы геокодер тапты", "найдено внешним геокодером"),
    Stage.OKRUG: ("нақты жері белгісіз, округі ғана белгілі", "само место не найдено, известен только округ"),
    Stage.DISTRICT: (
        "нақты жері белгісіз, ауданы ғана белгілі",
        "само место не найдено, известен только район",
    ),
    Stage.REGION: (
        "нақты жері белгісіз, облысы ғана белгілі",
        "само место не найдено, известна только область",
    ),
}
_PRECISIONS = {
    Precision.BUILDING: ("ғимарат", "здание"),
    Precision.STREET: ("көше", "улица"),
    Precision.SETTLEMENT: ("елді мекен", "населённый пункт"),
    Precision.OKRUG: ("округ", "округ"),
    Precision.DISTRICT: ("аудан", "район"),
    Precision.REGION: ("облыс", "область"),
}


def label(atlas: Atlas, unit: Unit) -> Sentence:
    """The unit and all that contains it, finest first."""
    chain = atlas.chain(unit.id)
    kk, ru = (
        ", ".join(dict.fromkeys(name_in(each.names, language, each.id) for each in chain))
        for language in (Language.KK, Language.RU)
    )
    return Sentence(kk, ru)


def label_of_locality(locality: Locality, district: Sentence | None) -> Sentence:
    """A place of the gazetteer with the district that holds its point."""
    ru = (*locality.names_ru, *locality.names_kk, *locality.names_other, locality.id)[0]
    kk = (*locality.names_kk, ru)[0]
    if district is None:
        return Sentence(kk, ru)
    return Sentence(f"{kk}, {district.kk}", f"{ru}, {district.ru}")


def found(asked: str, place: Sentence, stage: Stage) -> Sentence:
    """What was found by which rule."""
    kk, ru = _STAGES[stage]
    return Sentence(f"«{asked}» — {place.kk}: {kk}.", f"«{asked}» — {place.ru}: {ru}.")


def renamed(rename: Rename, now: Sentence) -> Sentence:
    """A name of another period, with its days and its source."""
    days = f" ({rename.since or '…'} — {rename.until or '…'})" if rename.since or rename.until else ""
    kk = (
        f"«{rename.name}» — басқа кезеңдегі атауы{days}, тізілімдегі атауы: {now.kk}."
        f" Дереккөз: {rename.source}"
    )
    ru = f"«{rename.name}» — название другого времени{days}, в реестре: {now.ru}. Источник: {rename.source}"
    return Sentence(kk, ru)


def formerly(name: Name, now: Sentence) -> Sentence:
    """A former name that the registry itself keeps."""
    source = name.source or (f"{name.citation.act_id}" if name.citation is not None else "…")
    since, until = name.validity.since, name.validity.until
    days = f" ({since or '…'} — {until or '…'})" if since or until else ""
    return Sentence(
        f"«{name.value}» — бұрынғы атауы{days}, қазір: {now.kk}. Дереккөз: {source}",
        f"«{name.value}» — прежнее название{days}, ныне: {now.ru}. Источник: {source}",
    )


def further(name: Name, shown: Sentence) -> Sentence:
    """A further name of a unit, with what tells it: a row of an act, or a code of the classifier."""
    return Sentence(
        f"«{name.value}» — тағы бір атауы: {shown.kk}. Дереккөз: {name.source}",
        f"«{name.value}» — ещё одно название: {shown.ru}. Источник: {name.source}",
    )


def later(region: LaterRegion) -> Sentence:
    """A region that was founded after the acts."""
    return Sentence(
        f"{region.name_kk} {region.since} құрылған, актілерде бұл аумақ басқа облыста."
        f" Дереккөз: {region.source}",
        f"{region.name_ru} образована {region.since}, в актах эта территория в другой области."
        f" Источник: {region.source}",
    )


def misspelt(asked: str, meant: Sentence) -> Sentence:
    """A territory around the place that was recognised by likeness only."""
    return Sentence(
        f"«{asked}» атауы ұқсастығы бойынша танылды: {meant.kk}.",
        f"«{asked}» узнано по сходству: {meant.ru}.",
    )


def not_known(asked: str) -> Sentence:
    """A part of the text that the registry does not know."""
    return Sentence(f"Тізілімде мұндай аумақ жоқ: {asked}.", f"Такой территории в реестре нет: {asked}.")


def chosen(how: str, count: int) -> Sentence:
    """Why one of several namesakes is meant; `how` is `population`, `siblings`, `cluster` or `office`."""
    kk, ru = {
        "population": ("халқы әлдеқайда көп", "население намного больше"),
        "siblings": ("округтің басқа ауылдары соның жанында", "рядом другие сёла округа"),
        "cluster": ("жазбалар бір жерді білдіреді", "записи об одном и том же месте"),
        "office": ("мекеменің атауы соны көрсетеді", "на него указывает название учреждения"),
    }[how]
    return Sentence(f"Аттас {count} жердің ішінен таңдалды: {kk}.", f"Выбрано из {count} одноимённых: {ru}.")


def ambiguous(count: int) -> Sentence:
    """Nothing tells the namesakes apart."""
    return Sentence(
        f"Бұл атау {count} жерге сай келеді, аудан немесе облыс айтылса ғана анықталады.",
        f"Так называются {count} места; нужны район или область.",
    )


def precision(value: Precision, people: int | None) -> Sentence:
    """How far the truth may be off."""
    kk, ru = _PRECISIONS[value]
    km = f"{error_of(value, people) / 1000:g}"
    return Sentence(f"Дәлдігі: {kk}, ±{km} км.", f"Точность: {ru}, ±{km} км.")


def street_unknown(street: str) -> Sentence:
    """Streets are not placed."""
    return Sentence(f"Көше ізделмейді: {street}.", f"Улицы не ищутся: {street}.")


def contradicts(place: Sentence, polygon: str) -> Sentence:
    """The point lies in the polygon of another district."""
    return Sentence(
        f"Қайшылық: {place.kk} — нүктесі басқа ауданның шекарасында: {polygon}.",
        f"Противоречие: {place.ru} — точка лежит в границе другого района: {polygon}.",
    )


def lies_elsewhere(place: Sentence) -> Sentence:
    """A namesake in another territory than the one asked for."""
    return Sentence(f"Басқа аумақта: {place.kk}.", f"В другой территории: {place.ru}.")


def join(sentences: Iterable[Sentence], language: Language) -> str:
    """Sentences in one line."""
    return " ".join(sentence.text(language) for sentence in sentences)
