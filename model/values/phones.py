"""Reads printed telephone and fax numbers to E.164. What cannot be read is refused with a reason.

Source of the rules: the national numbering plan. A number has exactly ten digits after the trunk prefix 8: an
area code of five digits and five more, or four and six in the larger cities, or 727 and seven in Almaty,
which the acts also print as 727-2 and 7272. Numbers are never padded or cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import phonenumbers

from model.lookup_words import Contacts
from model.lookups import lookup


class Line(StrEnum):
    """The device that answers at a number."""

    PHONE = "PHONE"
    FAX = "FAX"
    BOTH = "BOTH"


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number in E.164 with its print. `is_assigned` is False if the numbering plan lacks its area code."""

    e164: str
    printed: str
    line: Line
    is_assigned: bool
    extension: str | None = None

    @property
    def dialled(self) -> str:
        """The number with its extension as RFC 3966 writes it: `+77172551474;ext=12`."""
        return self.e164 if self.extension is None else f"{self.e164}{_EXTENSION}{self.extension}"


@dataclass(frozen=True, slots=True)
class Refused:
    """A printed piece that is not a contact, and why (`9 digits`, `word`, `home telephone`...)."""

    printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhonesRead:
    """The numbers of a cell in printed order, each once, and the refused pieces."""

    numbers: tuple[ReadNumber, ...]
    refused: tuple[Refused, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        """The numbers for calls, each as `ReadNumber.dialled`; those for faxes only are left out."""
        return tuple(number.dialled for number in self.numbers if number.line is not Line.FAX)

    @property
    def faxes(self) -> tuple[str, ...]:
        """The numbers for faxes, each as `ReadNumber.dialled`; those for calls only are left out."""
        return tuple(number.dialled for number in self.numbers if number.line is not Line.PHONE)


_EXTENSION = ";ext="
"""What RFC 3966 writes between a number and its extension; the registry keeps numbers so."""
_LABELS = (
    r"(?P<BOTH>тел(?:ефон)?\.?\s*[/,]\s*факс[.:]*|т\s*/\s*ф[.:]*)"
    r"|(?P<FAX>факс\w*[.:]*|ф(?=[.:])[.:]*)"
    r"|(?P<PHONE>(?:тел(?:ефон\w*)?|т)(?![а-яёәіңғүұқөһ])[.:]*)"
    r"|(?P<HOME>д\s*\.\s*т\s*\.?)"
    r"|(?P<WORD>[^\W\d_][\w.]*(?:\s+[^\W\d_][\w.]*)*)"
)
_STRONG = re.compile(r"[,;]|/(?=\s|\d{5})|(?<=\d)\.(?=\s|$)")
_RESTART = re.compile(r"\s+(?=8\s*[(-]|\+7)|(?<!\b8)\s+(?=\(\s*\d)")
_BRACKET = re.compile(r"\(([\d\s-]+)\)")
_NATIONAL = 10
_SUBSCRIBERS = (5, 6, 7)


@dataclass(frozen=True, slots=True)
class _Prior:
    """What a number without area code inherits: the complete number before it, or only an area code."""

    code: str
    national: str = ""

    def complete(self, subscriber: str) -> str | None:
        """The ten digits of `subscriber` with the inherited area code; None if that does not make ten."""
        wanted = _NATIONAL - len(subscriber)
        if self.code in {"727", "7272"}:
            return "7272"[:wanted] + subscriber if wanted in (3, 4) else None
        if len(self.code) == wanted:
            return self.code + subscriber
        cities = lookup(Contacts).city_codes
        if len(self.code) == 5 and wanted == 4 and self.code[:4] in cities and subscriber[0] == self.code[4]:
            return self.code[:4] + subscriber
        if wanted == 5 and self.national[:4] in cities and not cities[self.national[:4]].shared:
            return None
        # Area codes cut short by the print ("8 (716) 3625251, 25252"): the number before has the complete
        # one.
        return self.national[:wanted] + subscriber if len(self.code) < 4 and self.national else None


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or says that the contact does not exist (`нет`, `-`, `жоқ`)."""
    return text.strip(" .,;") in {"", *lookup(Contacts).nothing}


def e164_of(dialled: str) -> str | None:
    """The number without its extension; None for a short number, which has no E.164 form."""
    return dialled.partition(_EXTENSION)[0] if dialled.startswith("+") else None


def extension_of(dialled: str) -> str | None:
    """The extension of a number in the form of `ReadNumber.dialled`; None if it has no extension."""
    return dialled.partition(_EXTENSION)[2] or None


def parse_phones(text: str, area_code: str | None = None) -> PhonesRead:
    """The numbers in a printed cell. Pieces that cannot be read are refused with a reason.

    After a comma or a label, a number without area code inherits the last one. `area_code` is that of the
    heading or city, for cells that print no area codes. A label (`факс`, `т/ф`, `телефон, факс`) applies
    until the next label. An extension (`доб. 12`) belongs to the number before it.
    """
    if is_nothing(text):
        return PhonesRead((), ())
    numbers: dict[tuple[str, Line], ReadNumber] = {}
    refused: list[Refused] = []
    prior = _Prior(re.sub(r"\D", "", area_code).removeprefix("8")) if area_code else None
    for kind, piece in _labelled(text):
        if kind == "WORD":
            refused.append(Refused(piece, "word"))
            continue
        if kind == "EXTENSION":
            if not _extended(numbers, piece):
                refused.append(Refused(piece, "extension without a number"))
            continue
        for chunk in _STRONG.split(piece):
            for part, numbers_read in _read_chunk(chunk, prior):
                if kind == "HOME":
                    refused.append(Refused(part, "home telephone"))
                elif isinstance(numbers_read, str):
                    refused.append(Refused(part, numbers_read))
                    # After a refused number with an area code of its own, the next ones would inherit a wrong
                    # code.
                    prior = prior if len(re.sub(r"\D", "", part)) <= max(_SUBSCRIBERS) else None
                else:
                    prior = numbers_read
                    number = _number(numbers_read.national, part, Line(kind))
                    numbers.setdefault((number.e164, number.line), number)
    return PhonesRead(tuple(numbers.values()), tuple(refused))


def _extended(numbers: dict[tuple[str, Line], ReadNumber], printed: str) -> bool:
    """Give the last number its extension. False if there is no number, or it has one already."""
    last = next(reversed(numbers), None)
    if last is None or numbers[last].extension is not None:
        return False
    number = numbers.pop(last)
    digits = re.sub(r"\D", "", printed)
    parsed = phonenumbers.parse(f"{number.e164}{_EXTENSION}{digits}", None)
    extended = replace(number, printed=f"{number.printed} {printed}".strip(), extension=parsed.extension)
    numbers[extended.dialled, number.line] = extended
    return True


@cache
def _label() -> re.Pattern[str]:
    """The pattern of labels of numbers, and of the words before an extension; these are data."""
    words = "|".join(re.escape(word) for word in lookup(Contacts).extension_words)
    announced = rf"(?:(?<!\w)(?:{words})[a-zа-яәіңғүұқөһ]*|;\s*ext|(?<=\d)\s?[xх#])"
    extension = rf"(?P<EXTENSION>{announced}[.:\s=№#-]*\d{{1,7}}(?!\d))"
    return re.compile(f"{extension}|{_LABELS}", re.IGNORECASE)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a cell, each with the kind of the label before it.

    Words and extensions are pieces, too.
    """
    kind, start = "PHONE", 0
    for label in _label().finditer(text):
        yield kind, text[start : label.start()]
        if label.lastgroup in ("WORD", "EXTENSION"):
            yield label.lastgroup, label.group()
        elif label.lastgroup is not None:
            kind = label.lastgroup
        start = label.end()
    yield kind, text[start:]


def _read_chunk(chunk: str, prior: _Prior | None) -> Iterator[tuple[str, "_Prior | str"]]:
    """For each number in a piece without commas: its print, and the number or why it is refused."""
    chunk = chunk.strip(" .-–:")
    if not re.search(r"\d", chunk):
        return
    found = _segment(chunk, prior)
    if found is not None:
        yield from found
        return
    parts = _RESTART.split(chunk)
    if len(parts) == 1:
        yield chunk, _why(chunk, prior)
        return
    for part in parts:
        for printed, number in _read_chunk(part, prior):
            if isinstance(number, _Prior):
                prior = number
            yield printed, number


def _segment(chunk: str, prior: _Prior | None) -> list[tuple[str, "_Prior | str"]] | None:
    """The only way to split a piece into numbers at spaces; None if there is none."""
    groups = list(re.finditer(r"\d+", chunk))

    def cut(first: int, before: _Prior | None) -> list[tuple[str, _Prior | str]] | None:
        if first == len(groups):
            return []
        if first and not re.search(r"[\s(]", chunk[groups[first - 1].end() : groups[first].start()]):
            return None
        start = groups[first].start()
        for last in range(first, len(groups)):
            end = groups[last + 1].start() if last + 1 < len(groups) else len(chunk)
            printed = chunk[_open(chunk, start) : end].strip(" (-+.") if first else chunk[:end]
            # A bracket holds an area code, never a subscriber of the number before.
            inherited = None if _open(chunk, start) < start else before
            number = _whole([group.group() for group in groups[first : last + 1]], printed, inherited)
            if number is not None:
                rest = cut(last + 1, number)
                if rest is not None:
                    return [(printed.strip(), number), *rest]
        return None

    return cut(0, prior)


def _open(chunk: str, start: int) -> int:
    """The index at which a printed number begins: an opening bracket before it belongs to it."""
    return start - 1 if start and chunk[start - 1] == "(" else start


def _whole(groups: list[str], printed: str, prior: _Prior | None) -> _Prior | None:
    """The complete number that these groups of digits make; None if they make none."""
    digits = "".join(groups)
    if len(digits) in _SUBSCRIBERS and prior is not None:
        national = prior.complete(digits)
        return None if national is None else _Prior(prior.code, national)
    if (digits.startswith("8") and len(digits) > _NATIONAL) or "+7" in printed:
        digits = digits[1:]
    digits = _almaty(digits, groups)
    if len(digits) != _NATIONAL or (not digits.startswith(("7", "33622")) and not _is_assigned(digits)):
        return None
    bracket = _BRACKET.search(printed)
    code = re.sub(r"\D", "", bracket.group(1)) if bracket else _leading_code(groups)
    return _Prior(code[1:] if code.startswith("8") else code, digits)


def _leading_code(groups: list[str]) -> str:
    """The area code printed as a group of its own: `8-71027-3-65-94`, `872832 21732`.

    "" without such a group.
    """
    first = groups[1] if groups[0] == "8" and len(groups) > 1 else groups[0]
    return first if 3 <= len(first.removeprefix("8")) <= 5 else ""


def _almaty(digits: str, groups: list[str]) -> str:
    """Ten digits of an Almaty number printed with both its codes: 727-2-2341050 is 727 2341050.

    Other digits unchanged.
    """
    ends = {len("".join(groups[: count + 1])) for count in range(len(groups))}
    trunk = len("".join(groups)) - len(digits)
    if len(digits) == _NATIONAL + 1 and digits.startswith("7272") and trunk + 4 in ends:
        return digits[:3] + digits[4:]
    return digits


def _why(chunk: str, prior: _Prior | None) -> str:
    """Why a piece is refused: its number of digits if that is not ten, or a foreign area code."""
    digits = re.sub(r"\D", "", chunk)
    if digits.startswith("8") and len(digits) > max(_SUBSCRIBERS):
        digits = digits[1:]
    if len(digits) == _NATIONAL:
        return "not a number of Kazakhstan"
    if prior is not None and len(digits) in _SUBSCRIBERS and len(prior.code) >= 3:
        return f"{len(prior.code) + len(digits)} digits with the area code {prior.code}"
    return f"{len(digits)} digits"


def _number(national: str, printed: str, line: Line) -> ReadNumber:
    parsed = phonenumbers.parse(f"+7{national}", None)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return ReadNumber(e164, printed, line, _is_assigned(national))


def _is_assigned(national: str) -> bool:
    if national.startswith(lookup(Contacts).other_codes):
        return True
    return phonenumbers.is_valid_number_for_region(phonenumbers.parse(f"+7{national}", None), "KZ")
