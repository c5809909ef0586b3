"""Printed and typed addresses, Russian and Kazakh, taken apart.

An address is cut at commas, each piece at the words that announce a part (`г.` before a name, `қаласы` after
it). A name without an announcing word is read by its position: the first bare name is the locality when
something follows it, a bare name before a number is a street. What remains is in `rest`, never dropped.
"""

import re
from dataclasses import dataclass

from geo.addresses.address_pieces import Piece, cut_pieces
from geo.addresses.address_words import (
    LOCALITIES,
    THOROUGHFARES,
    part_from_street,
    region_abbreviations,
    torn_names,
)
from geo.names.toponyms import clean
from model.enums import Language


@dataclass(frozen=True, slots=True)
class AddressParts:
    """Parts of an address as printed, cleaned of look-alike letters; absent parts are None.

    `locality` has no type word; `locality_kind` is its full type word. `street` keeps every type word but
    улица and көшесі (`пр. Абая`, `Сәтпаев даңғылы`); `house` has no quotes and blanks (`2 «а»` is `2а`).
    Of two named localities the wider one is the `district` (`г. Кызылорда, п. Тасбогет`). `rest` holds
    the pieces that fit no part.
    """

    postcode: str | None = None
    region: str | None = None
    district: str | None = None
    okrug: str | None = None
    locality: str | None = None
    locality_kind: str | None = None
    microdistrict: str | None = None
    street: str | None = None
    house: str | None = None
    room: str | None = None
    rest: tuple[str, ...] = ()

    @property
    def thoroughfare(self) -> str | None:
        """Micro-district and street in one line, as in a postal address; None without either."""
        return ", ".join(part for part in (self.microdistrict, self.street) if part) or None


HOUSE = re.compile(
    r"(?:[№N]\s*)?(\d+(?:\s*[/\\-]\s*\d+)*\s*(?:[«\"'“]\s*\w\s*[»\"'”]|-?[^\W\d_](?!\w))?(?:\s*[/|]\s*(?:\d+\s*\w?|[^\W\d_]))?(?:(?<=[^\W\d_])-\d+)?(?!\w))\.?"
)
_LETTER = re.compile(r"[^\W\d_]")
_HOUSE_WITHIN = re.compile(r"(?P<number>\d+)\s+(?P<behind>в\s[^\W\d_]{2}.*)$")
_HOUSE_AND_WORDS = re.compile(rf"{HOUSE.pattern}\s+(?P<behind>(?:\(|«|[^\W\d_]{{2}}).*)$")
_SLASHES = str.maketrans("\\|", "//")
_NUMBERED_STREET = re.compile(rf"(?P<street>.*[^\W\d_].*?)[\s,]+(?P<house>{HOUSE.pattern})$")
_GLUED_NUMBER = re.compile(r"(?P<street>.*[^\W\d_А-ЯЁӘҒҚҢӨҰҮҺІ])-?(?P<house>\d+[^\W\d_]?)$")
"""`Абая-18`, `Центральная12`; `СШ-152` is not a street."""
_POSTCODE = re.compile(r"^\W*(?P<code>\d{6}|\d{3} \d{3})(?!\d)[\s.,]*")
_ANY_POSTCODE = re.compile(r"(?<![\d/-])(?P<code>\d{6})(?![\d/-])[\s.,]*")
_BAD_POSTCODE = re.compile(r"^\W*(?P<code>\d[\d ]{3,7}\d)(?=[\s,.]+\D)[\s.,]*")
_SPACED = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")
_SPACED_NUMBER = re.compile(r"(?<![\d№/-])(?:\d ){1,}\d(?![\d/-])")


def parse_address(text: str, language: Language, lone_k_is_street: bool = True) -> AddressParts:
    """The parts of an address; what is not understood is in `rest`.

    `lone_k_is_street`: whether a Kazakh `к.` that stands alone before a house is a street. (Act 003 writes
    streets `к-сі`, so there a lone `к.` is always a locality.)
    """
    line = clean(close_up(text, language)).replace("…", " ")
    postcode, line, rest = _take_postcode(line)
    pieces = [piece for piece in cut_pieces(line, lone_k_is_street) if piece.text or piece.part]
    return _Reading(postcode, rest).read(pieces)


def house_number(text: str) -> str | None:
    r"""A house number without quotes and blanks, `\` and `|` made `/`.

    None where the text is not just a house number.
    """
    found = HOUSE.fullmatch(text.strip(" .,"))
    return None if found is None else re.sub(r"[\s«»\"'“”№N.]", "", found.group(1)).translate(_SLASHES)


def close_up(text: str, language: Language) -> str:
    """Letter-spaced print joined: `к - с і , 1 9` is `к-сі, 19`.

    Digits are joined in Kazakh text only, or within a run of four single characters or more.
    """
    text = re.sub(r"\bк\s?-\s?с\s?і(?!\w)", "к-сі", text)
    text = _SPACED.sub(lambda run: _closed(run.group()), text)
    if language is Language.KK:
        text = _SPACED_NUMBER.sub(lambda run: run.group().replace(" ", ""), text)
    return re.sub(r"\s+,", ",", text).replace(",  ", ", ")


def _closed(run: str) -> str:
    closed = run.replace(" ", "").replace(",", ", ")
    return re.sub(r"(?<=\d)(?=[^\W\d_]{2}|[^\W\d_]/)", " ", closed)


def _take_postcode(line: str) -> tuple[str | None, str, list[str]]:
    """The six digits of the postcode, the line without them, and a list of a misprinted code.

    The postcode is None and the list empty where there is none.
    """
    if found := _POSTCODE.match(line) or _ANY_POSTCODE.search(line):
        return found["code"].replace(" ", ""), f"{line[: found.start()]}{line[found.end() :]}", []
    if found := _BAD_POSTCODE.match(line):
        return None, line[found.end() :], [found["code"]]
    return None, line, []


class _Reading:
    """The parts of one address read so far; the pieces of the address are interpreted in printed order."""

    def __init__(self, postcode: str | None, rest: list[str]) -> None:
        self.parts: dict[str, str | None] = {"postcode": postcode}
        self.rest = rest
        self.wider = ""

    def read(self, pieces: list[Piece]) -> AddressParts:
        """Interpret the pieces one after the other, and return the parts."""
        for place, piece in enumerate(pieces):
            if piece.part is None:
                self._bare(piece.text, pieces[place + 1 :])
            elif piece.part in LOCALITIES:
                self._locality(piece)
            elif piece.part in THOROUGHFARES:
                self._thoroughfare(piece, pieces[place + 1 :])
            else:
                self._announced(piece)
        return AddressParts(**self.parts, rest=tuple(self.rest))

    def _set(self, part: str, value: str, printed: str | None = None) -> None:
        """Set a part of the address; where it is set already, the value is added to `rest`."""
        if self.parts.get(part) is None:
            self.parts[part] = value
        else:
            self.rest.append(printed or value)

    def _locality(self, piece: Piece) -> None:
        """Set the locality.

        A locality that was read before becomes the district if it may be a wider city. Otherwise the new
        locality is added to `rest`.
        """
        # `Балхаш қ., Гүлшат кенті`: the wider place comes first; a second city is not inside the first.
        if not _LETTER.search(piece.text):
            self.rest.append(piece.printed)
            return
        known = self.parts.get("locality")
        if known is not None and self._is_wider():
            self.parts["district"] = self.wider
        elif known is not None:
            self.rest.append(piece.printed)
            return
        name, house = _split_house(piece.text)
        # `а. Ақтүбек ауылы` gives its type twice: before and after the name.
        name = re.sub(r"(?<=\w) ауылы$", "", name)
        if name.startswith(("им. ", "имени ")):
            name, house = piece.text, None
        name, street = part_from_street(torn_names().get(name, name))
        self.parts["locality"] = name
        self.parts["locality_kind"] = piece.kind
        self.wider = piece.full
        if street is not None:
            self._set("street", street)
        if house is not None:
            self._set("house", house)

    def _is_wider(self) -> bool:
        """Whether the locality read first may be a city that contains the one read now.

        False if a street or a district is already read.
        """
        is_city = self.parts.get("locality_kind") in {"город", "қаласы", None}
        return is_city and self.parts.get("street") is None and self.parts.get("district") is None

    def _thoroughfare(self, piece: Piece, later: list[Piece]) -> None:
        """Set a street or a micro-district, and the house printed after its name, if any.

        A number after a micro-district is the house only if no later piece is a house.
        """
        slot = "microdistrict" if piece.part in {"microdistrict", "quarter"} else "street"
        name, house = (piece.text, None) if slot == "microdistrict" else _split_house(piece.text)
        # `мкр. Аксай 2, дом 69` is micro-district 2; `мкр. Жастар 12` without more is house 12 of it.
        if slot == "microdistrict" and not any(_is_house(following) for following in later):
            name, house = _split_house(name)
        if slot == "street" and house is None and not any(_is_house(following) for following in later):
            name, house = _split_glued(name)
        is_whole = piece.plain and re.search(r"[^\W\d_]{2}", name)  # a street of figures keeps its word
        self._set(slot, name if is_whole else piece.with_word(name), piece.printed)
        if house is not None:
            self._set("house", house)

    def _announced(self, piece: Piece) -> None:
        """Set a house, a room or a territory; pieces of any other part are added to `rest`."""
        if piece.part == "house" and piece.text and piece.word.startswith("корп") and self.parts.get("house"):
            self.parts["house"] = f"{self.parts['house']} корпус {piece.text}"
        elif piece.part == "house":
            number, behind = _leading_house(piece.text)
            if number is None:
                self.rest.append(piece.printed)
            else:
                self._set("house", number, piece.printed)
                self.rest.extend(behind)
        elif piece.part in {"region", "district", "okrug"}:
            self._set(piece.part, piece.full)
        elif piece.part == "room":
            self._set("room", piece.text)
        elif piece.part != "no_house":
            self.rest.append(piece.printed)

    def _bare(self, text: str, later: list[Piece]) -> None:
        """Read a piece without an announcing word.

        It is read as a region's abbreviation, a house number, the locality or a street. If it can be none of
        these, it is added to `rest`.
        """
        if text in region_abbreviations():
            self._set("region", region_abbreviations()[text])
            return
        number = house_number(text)
        if number is not None:
            placed = any(self.parts.get(part) for part in ("street", "microdistrict", "locality"))
            self._set("house", number) if placed else self.rest.append(text)
            return
        has_way = self.parts.get("street") or self.parts.get("microdistrict")
        if has_way and self.parts.get("house") is None:
            number, behind = _leading_house(text)
            if number is not None:
                self.parts["house"] = number
                self.rest.extend(behind)
                return
        name, house = _split_house(text)
        if house is None and self.parts.get("locality") and not (later and _is_house(later[0])):
            name, house = _split_glued(text)
        has_street = any(piece.part in THOROUGHFARES for piece in later)
        next_number = bool(later) and _is_house(later[0])
        is_locality = _LETTER.match(name) is not None and not any(
            self.parts.get(part) for part in ("locality", "street", "microdistrict")
        )
        if not _LETTER.search(name) or "«" in name or '"' in name:
            self.rest.append(text)
        elif is_locality and house is None and (has_street or not next_number):
            self.parts["locality"] = name
        elif self.parts.get("street") is None and not has_street and (house or next_number):
            self.parts["street"] = name
            if house is not None:
                self._set("house", house)
        else:
            self.rest.append(text)


def _split_house(text: str) -> tuple[str, str | None]:
    """A street and the house printed after it without a comma: `Женис 12`.

    The whole text and None without a house.
    """
    found = _NUMBERED_STREET.fullmatch(text)
    if found is None:
        return text, None
    return found["street"].strip(" ,"), house_number(found["house"])


def _split_glued(text: str) -> tuple[str, str | None]:
    """A street and the house joined to it by a hyphen or by nothing: `Абая-18`.

    The whole text and None without a house.
    """
    found = _GLUED_NUMBER.fullmatch(text)
    return (found["street"], found["house"]) if found else (text, None)


def _leading_house(text: str) -> tuple[str | None, tuple[str, ...]]:
    """A house number and the words printed after it: `16/2 (в здании банка)`.

    None and no words if the text does not begin with a number.
    """
    whole = house_number(text)
    if whole is not None:
        return whole, ()
    if found := _HOUSE_WITHIN.match(text):
        return found["number"], (found["behind"],)
    found = _HOUSE_AND_WORDS.match(text)
    return (house_number(found.group(1)), (found["behind"],)) if found else (None, ())


def _is_house(piece: Piece) -> bool:
    """Whether a piece is a house number, or says that there is none."""
    if piece.part in {"house", "no_house"}:
        return True
    return piece.part is None and house_number(piece.text) is not None
