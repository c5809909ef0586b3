"""An address cut into pieces, each with the word that announced it."""

import re
from dataclasses import replace
from typing import NamedTuple

from geo.addresses.address_words import (
    LOCALITIES,
    THOROUGHFARES,
    AddressWord,
    address_words,
    ambiguous_words,
    glued_words,
    never_streets,
    no_house_words,
    part_from_street,
)


class Piece(NamedTuple):
    """A piece of an address: its part, its name, and the word that announced the part.

    `part` is None without such a word, `kind` the full word for a locality's type. `plain` words are not
    kept with the name of a street.
    """

    part: str | None
    text: str
    word: str = ""
    word_first: bool = True
    kind: str | None = None
    plain: bool = False

    @property
    def printed(self) -> str:
        """The name and its announcing word, in printed order."""
        return self.with_word(self.text)

    @property
    def full(self) -> str:
        """The name with the full word of its kind: `г. Балхаш` is `город Балхаш`.

        Without a kind it is as printed.
        """
        return self.with_word(self.text, self.kind or self.word)

    def with_word(self, name: str, word: str | None = None) -> str:
        """`name` with its announcing word, on the side where the word was printed.

        `word` replaces the printed word.
        """
        word = self.word if word is None else word
        return " ".join(part for part in ((word, name) if self.word_first else (name, word)) if part)


_ADJECTIVE = re.compile(r"(?:[ыио]й|[ая]я|[ое]е|\d+(?:-\w+)?)$")
_LETTERED = re.compile(r"\d+\s*«\w»")
"""`5 «а» мкр.`"""
_MULTI_WORDS = re.compile(
    r"\b(шағын|шағ|мөлтек|ықшам)\.?\s+(ауданы|аудан|ауд)\b|\b(ауылдық|селолық|кенттік)\s+(округі?)\b"
    r"|\b(сельский|аульный)\s+(округ)\b",
)
_CARRIED = frozenset({"house", "room", "street", "avenue", "lane"})
"""Announcing words that may stand before a comma: `ул, Мадели Кожа`, `дом, 43`."""
_JOINT = "\u00a0"
_LETTER, _ENDS, _NUMBER = re.compile(r"[^\W\d_]"), re.compile(r"[,;]"), re.compile(r"№?\d")
_MISPRINTS = tuple(
    (re.compile(printed), meant)
    for printed, meant in (
        (r"\bш\.\s*а\.", "ш/а"),
        (r"\bд\s(?=\d)", "д. "),
        (r"(?<=[а-яё])ул\.(?=\s*[А-ЯЁ])", " ул. "),
        (r"без номера", "б/н"),
        (r"\b([нб])\s*/\s*([жзн])\b", r"\1/\2"),
        (r"\bш\s*/\s*а\b", "ш/а"),
        # `мкр. Айнабулак, 3 дом, 167`: the first number is the micro-district's.
        (r"(\bмкр\.?\s[^,\d]+),\s*(\d+)\s+дом,\s*(?=\d)", r"\1 \2, дом "),
    )
)
"""Words of addresses in the spelling that the vocabulary has, in the order in which they are mended."""


def cut_pieces(line: str, lone_k_is_street: bool) -> list[Piece]:
    """The pieces of a cleaned address in printed order.

    Known misprints are corrected first. `lone_k_is_street`: whether a Kazakh `к.` before a house is a
    street although no locality was named.
    """
    line = glued_words().sub(lambda word: f"{word.group(1)}. " if word.group(1) else " ", line)
    for misprint, meant in _MISPRINTS:
        if misprint.search(line):
            line = misprint.sub(meant, line)
    line = _MULTI_WORDS.sub(lambda words: _JOINT.join(filter(None, words.groups())), line)
    cutter = _Cutter()
    for part in _ENDS.split(line):
        cutter.cut(part.strip(" .").split(" ") if part.strip(" .") else [])
    cutter.finish()
    return _settle_k(cutter.pieces, lone_k_is_street)


class _Cutter:
    """Collects the pieces of an address word by word.

    A word that announces a name behind it stays open until the next announcing word.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.opened: tuple[str, AddressWord] | None = None
        self.names: list[str] = []

    def cut(self, words: list[str]) -> None:
        """Reads the words between two commas.

        The open announcing word is closed at the comma, unless it may stand before one (`ул, Абая`).
        """
        words = [word for word in words if word]
        for place, printed in enumerate(words):
            before_number = place + 1 < len(words) and _NUMBER.match(words[place + 1]) is not None
            before_name = place + 1 < len(words) and words[place + 1][:1].isupper()
            self._word(printed, place == 0 and not self.pieces, len(words) == 1, before_number, before_name)
        if self.opened is None or self.names or self.opened[1].part not in _CARRIED:
            self._close()

    def finish(self) -> None:
        """Ends the address: adds the last piece, even if only an announcing word without a name is left."""
        self._close()

    def _word(
        self, printed: str, is_first: bool, is_alone: bool, before_number: bool, before_name: bool
    ) -> None:
        """Read one word.

        It announces a part, ends a part whose name came before it, says that there is no house, or
        belongs to a name.
        """
        bare = printed.strip(".").replace(_JOINT, " ")
        if bare.lower() in no_house_words() or bare.replace(".", "/") in no_house_words():
            self._close()
            self.pieces.append(Piece("no_house", printed))
            return
        key = bare if not is_first or len(bare) > 2 else bare.lower()
        if len(bare) > 4:
            key = bare.lower()
        if key in ambiguous_words() and self.names:
            if self.opened is None:
                self._end_with(bare, AddressWord("ambiguous", False, True, None, True, True))
            elif self.opened[1].part != "street":
                self.names.append(printed)
            return
        meanings = sorted(address_words().get(key, ()), key=lambda meaning: not meaning.after)
        for meaning in meanings:
            if meaning.after and not (before_number and len(meanings) > 1) and self._may_end(meaning):
                self._end_with(bare, meaning)
                return
            # A preposition or an initial is not an announcing word: a single letter needs its full stop.
            opens = is_first and meaning.part in LOCALITIES and printed.islower() and before_name
            if meaning.before and (len(printed) > 1 or is_alone or opens):
                if self._is_part_of_street(meaning):
                    break
                self._close()
                self.opened = (printed, meaning)
                return
        self.names.append(printed)

    def _is_part_of_street(self, meaning: AddressWord) -> bool:
        """Whether the word right after `ул.` is an initial of the street's name, as in `ул. г. Караша`.

        False for the word of another type (`ул. пр-т Абая`), which then replaces `ул.`.
        """
        if self.opened is None or self.opened[1].part != "street" or self.names:
            return False
        if meaning.part in THOROUGHFARES:
            self.opened = None  # `ул. пр-т Абая` is an avenue
            return False
        return meaning.part in LOCALITIES

    def _may_end(self, meaning: AddressWord) -> bool:
        """Whether the names read so far belong to this word behind them (`Абая көшесі`).

        If they also hold the name of an earlier piece, that piece is added first.
        """
        if not self.names or (self.opened is not None and self.opened[1].part not in LOCALITIES):
            return False
        is_numbered = _LETTERED.fullmatch(" ".join(self.names)) is not None
        is_adjective = is_numbered or _ADJECTIVE.search(self.names[-1]) is not None
        if meaning.part in LOCALITIES and not _LETTER.search(self.names[-1]):
            return False  # `10 а` is a house
        if meaning.part == "house" and not re.match(
            r"№?\d|№$", self.names[-1 if len(self.names) == 1 else 0]
        ):
            return False
        if self.opened is None:
            return not meaning.before or is_adjective
        if meaning.after and not meaning.before and meaning.part in THOROUGHFARES:
            return self._leave_locality()
        if meaning.before and is_adjective and len(self.names) > 1:
            # `п. Макат Центральная площадь`: the adjective belongs to the square, not to the village.
            adjective = self.names.pop()
            self._close()
            self.names = [adjective]
            return True
        return False

    def _leave_locality(self) -> bool:
        """Split the names read so far into locality and street, as in `п. Макат Ғазшылар ықшам ауданы`.

        Returns False where the border between them is unknown; with three names or more the piece then gets
        the part `unclear`.
        """
        locality, street = part_from_street(" ".join(self.names))
        if street is None and len(self.names) == 2:
            locality, street = self.names
        if street is not None:
            self.names = [locality]
            self._close()
            self.names = [street]
            return True
        if len(self.names) > 2 and self.opened is not None:
            self.opened = (self.opened[0], replace(self.opened[1], part="unclear"))
        return False

    def _end_with(self, word: str, meaning: AddressWord) -> None:
        """Add a piece whose announcing word stands behind its name."""
        name = " ".join(self.names).replace(_JOINT, " ")
        self.names = []
        self.pieces.append(Piece(meaning.part, name, word, False, meaning.kind, meaning.plain))

    def _close(self) -> None:
        """Add the piece that is open, or a piece without a part if names but no announcing word were read."""
        name = " ".join(self.names).replace(_JOINT, " ").strip(" .")
        if self.opened is not None:
            word, meaning = self.opened
            self.pieces.append(Piece(meaning.part, name, word, True, meaning.kind, meaning.plain))
        elif name:
            self.pieces.append(Piece(None, name))
        self.opened, self.names = None, []


def _settle_k(pieces: list[Piece], lone_k_is_street: bool) -> list[Piece]:
    """The pieces with every Kazakh `к.` decided: a street or a settlement.

    It is a street if no street comes later and a locality was named, or if a house follows and
    `lone_k_is_street`.
    """
    settled: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.part != "ambiguous":
            settled.append(piece)
            continue
        has_locality = any(earlier.part in LOCALITIES for earlier in settled)
        before_house = place + 1 < len(pieces) and pieces[place + 1].part in {None, "house", "no_house"}
        later_street = any(later.part in {"ambiguous", "street", "avenue"} for later in pieces[place + 1 :])
        lone_street = before_house and lone_k_is_street and piece.text not in never_streets()
        is_street = not later_street and (has_locality or lone_street)
        part, kind = ("street", None) if is_street else ("settlement", None)
        settled.append(Piece(part, piece.text, piece.word, False, kind, is_street))
    return settled
