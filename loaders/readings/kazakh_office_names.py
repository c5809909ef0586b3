"""Names of units that Kazakh names of offices say, with the possessive ending they are written with."""

import re

from geo.addresses.address_words import region_abbreviations

_REGION = re.compile(
    r"(?P<name>(?:(?:Шығыс|Батыс|Солтүстік|Оңтүстік)[\s-]+)?[А-ЯӘҒҚҢӨҰҮҺІ][\w-]+)\s+облыс\w*", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b(?P<name>Астана|Алматы)\s+(?:қ\b|қала)")
_UNIT = re.compile(
    r"(?P<name>[А-ЯӘҒҚҢӨҰҮҺІЁ]\S*(?:\s+(?:[А-ЯӘҒҚҢӨҰҮҺІЁ]\S*|би|жырау|ақын|батыр))*)\s+"
    r"(?P<type>аудан(?:ы\b|ының|дық|ындағы)?|ауанының|қала(?:сы\b|сының|лық|сындағы))"
)
_OKRUG = re.compile(
    r"(?P<name>\S.*?)\s+(?P<type>(?:ауылдық|селолық|кенттік|қалалық)\s+окру\w*|селосы|ауылы|кенті?|қаласы)\b"
)


def kazakh_region(text: str) -> str | None:
    """The region in a text, `Ақмола облысының аудандық...` -> `Ақмола облысы`; None if it names no region.

    Abbreviations (`ШҚО`) and the two capitals are known, too.
    """
    if found := _REGION.search(text):
        words = found["name"].replace("-", " ").split()
        return " ".join(word.capitalize() for word in words) + " облысы"
    for short, full in region_abbreviations().items():
        if re.search(rf"\b{short}\b", text):
            return full
    if found := _CAPITAL.search(text):
        return f"{found['name']} қаласы"
    return None


def kazakh_district(name: str) -> str | None:
    """The district or city in an office's name: `Ерейментау ауданының...` -> `Ерейментау ауданы`.

    None if it names none of the two.
    """
    told = re.sub(r"[«»\"“”]", "", name)
    told = re.split(r"облыс(?:ы|ының|ындағы)?\b|№\s*\d+|\bN\s*\d+", told)[-1]
    units = list(_UNIT.finditer(told)) or list(_UNIT.finditer(name))
    if not units:
        return None
    # `Алматы қаласы Алмалы ауданы`: a district of a city goes before the city.
    found = next((unit for unit in units if unit["type"].startswith("ау")), units[0])
    kind = "ауданы" if found["type"].startswith(("аудан", "ауан")) else "қаласы"
    return f"{found['name']} {kind}"


def kazakh_okrug(name: str) -> str | None:
    """The okrug, kent or village in the name of an akim's office; None if the name has none of these.

    `Сәрепті селолық округі әкімінің аппараты` -> `Сәрепті селолық округі`.
    """
    match = _OKRUG.search(re.sub(r"[«»\"“”]", "", name).strip())
    if match is None:
        return None
    kind = re.sub(r"кент$", "кенті", re.sub(r"окру\w*", "округі", match["type"]))
    return f"{match['name'].strip()} {kind}"
