"""Parses the words of printed hours into spans of time, groups of days and exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from model.enums import Language
from model.values.hours_lexicon import Token, Word


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, minutes since midnight. `end` is None if only the beginning is printed."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Days:
    """Weekdays (indexes in WEEK) with the weeks of the month they apply to; no weeks means every week."""

    weeks: Mapping[int, tuple[int, ...]]
    needs_weeks: bool = False
    """"of every month" is printed, so that days without their week would be incomplete."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """What is excepted: days off, public holidays, named weekdays."""

    days_off: bool = False
    holidays: bool = False
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with a meaning of its own (WEEK with its length, EVERY_DAY, BREAK...)."""

    word: Word
    value: int = 0


Item = Span | Days | Excepted | Mark
_MARKS = {
    Word.WEEK,
    Word.EVERY_DAY,
    Word.WORKING_DAYS,
    Word.BREAK,
    Word.NO_BREAK,
    Word.ROUND_THE_CLOCK,
}
_SILENT = {Word.COMMA, Word.STOP, Word.AND, Word.UNIT, Word.BESIDE, Word.DASH}
_LINKS = {Word.COMMA, Word.AND, Word.BESIDE}


@dataclass(slots=True)
class Statement:
    """All that was understood, in printed order, and the tokens that were not understood."""

    items: list[Item] = field(default_factory=list)
    unread: list[Token] = field(default_factory=list)


class Grammar:
    """Parses one list of tokens; call `statement` once."""

    def __init__(self, tokens: Sequence[Token], language: Language) -> None:
        self._tokens = [token for token in tokens if token.word is not Word.STOP]
        self._joins = {Word.DASH, Word.TO, Word.UPTO} | ({Word.FROM} if language is Language.KK else set())
        self._is_suffixing = language is Language.KK
        self._at = 0

    def statement(self) -> Statement:
        """The items and the unread tokens. Each token is used once; words without meaning are left out."""
        result = Statement()
        while (token := self._peek()) is not None and token.word is not Word.ENDING:
            if token.word in _MARKS:
                self._at += 1
                result.items.append(Mark(token.word, token.value))
            elif item := self._exception() or self._span() or self._days():
                result.items.append(item)
            else:
                self._at += 1
                if token.word not in _SILENT:
                    result.unread.append(token)
        return result

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._at + ahead
        return self._tokens[place] if 0 <= place < len(self._tokens) else None

    def _word(self, ahead: int = 0) -> Word | None:
        token = self._peek(ahead)
        return token.word if token else None

    def _skip(self, ahead: int, *words: Word) -> int:
        while self._word(ahead) in words:
            ahead += 1
        return ahead

    # -- times -------------------------------------------------------------------------------------

    def _time(self, ahead: int) -> int | None:
        """Minutes since midnight of the time at `ahead`; None if there is none.

        A bare number is a time only next to a word that says so.
        """
        token = self._peek(ahead)
        if token is None or token.word is Word.TIME:
            return token.value if token else None
        if token.word is not Word.NUMBER or token.value > 24:
            return None
        beside = {self._word(ahead - 1), self._word(ahead + 1)}
        if self._word(ahead + 1) is Word.DASH and self._word(ahead + 2) is Word.NUMBER:
            beside.add(self._word(ahead + 3))
        return token.value * 60 if beside & {Word.UNIT, Word.FROM, Word.TO} else None

    def _span(self) -> Span | None:
        """The span of time here, whose tokens are consumed; None if there is none."""
        ahead = self._skip(0, Word.FROM, Word.UNIT)
        has_from = Word.FROM in {self._word(i) for i in range(ahead)}
        if (start := self._time(ahead)) is None:
            return None
        ahead = self._skip(ahead + 1, Word.UNIT)
        joined = self._skip(ahead, *self._joins, Word.UNIT)
        end = self._time(joined) if joined > ahead else None
        if end is not None and end > start:
            ahead = self._skip(joined + 1, Word.UNIT)
            if self._is_suffixing:
                ahead = self._skip(ahead, Word.TO, Word.UNIT)
            self._at += ahead
            return Span(start, end)
        begins = self._skip(ahead, Word.FROM, Word.UNIT) if self._is_suffixing else ahead
        if end is None and (begins > ahead or (has_from and joined == ahead)):
            self._at += begins
            return Span(start, None)
        return None

    # -- days --------------------------------------------------------------------------------------

    def _days(self) -> Days | None:
        """The weekdays here, whose tokens are consumed; None if there are none."""
        ahead, weeks, needs_weeks = 0, dict[int, tuple[int, ...]](), False
        while True:
            begin = self._skip(ahead, Word.EVERY_MONTH)
            needs_weeks |= begin > ahead
            begin = self._skip(begin, *(() if weeks else (Word.FROM, Word.UPTO)))
            ordinals, begin = self._ordinals(begin)
            first = self._peek(begin)
            if first is None or first.word is not Word.DAY:
                break
            days, ahead = self._range(begin, self._word(begin - 1) is Word.FROM)
            if (ordinals and len(days) > 1) or (self._word(begin - 1) is Word.FROM and len(days) == 1):
                return None
            for day in days:
                weeks[day] = tuple(sorted({*weeks.get(day, ()), *ordinals}))
            after = self._skip(ahead, Word.EVERY_MONTH)
            needs_weeks |= after > ahead
            ahead = after
            following = self._skip(ahead, Word.COMMA, Word.AND)
            if following == ahead or self._is_excepted(following):
                break
            if self._word(self._ordinals(following)[1]) is not Word.DAY:
                break
            ahead = following
        if not weeks:
            return None
        self._at += ahead
        return Days(weeks, needs_weeks)

    def _ordinals(self, ahead: int) -> tuple[tuple[int, ...], int]:
        """Weeks of the month at `ahead` (empty if there are none), and the place after them."""
        found: list[int] = []
        while (token := self._peek(ahead)) is not None and token.word is Word.ORDINAL:
            found += token.values
            following = self._skip(ahead + 1, Word.COMMA, Word.AND)
            ahead = following if self._word(following) is Word.ORDINAL else ahead + 1
        return tuple(sorted(set(found))), ahead

    def _range(self, ahead: int, has_from: bool) -> tuple[list[int], int]:
        """Days of a range, or one day; and the place after them.

        Such as `Mo - Fr`, `с понедельника по пятницу`, `дүйсенбіден жұмаға дейін`.
        """
        first = self._tokens[self._at + ahead]
        nearest = self._word(ahead + 1)
        last_at = ahead + (1 if nearest is Word.DAY else 2)
        last = self._peek(last_at)
        if last is not None and last.word is Word.DAY and last.value > first.value:
            whole = list(range(first.value, last.value + 1))
            if nearest is Word.DASH or (has_from and nearest in {Word.UPTO, Word.TO}):
                return whole, last_at + 1
            if self._is_suffixing and nearest is Word.DAY and self._word(last_at + 1) is Word.TO:
                return whole, self._skip(last_at + 1, Word.TO)
        return [first.value], ahead + 1

    # -- exceptions --------------------------------------------------------------------------------

    def _exception(self) -> Excepted | None:
        """The exceptions here, whose tokens are consumed; None if there are none."""
        if self._is_suffixing:
            return self._excepted_before(0)
        if self._word() is Word.EXCEPT:
            return self._excepted_after(1)
        if self._word() is Word.DAYS_OFF:  # "выходной - воскресенье"
            begin = self._skip(1, Word.DASH, Word.BESIDE)
            return self._excepted_after(begin) if self._word(begin) is Word.DAY else None
        return None

    def _excepted_after(self, ahead: int) -> Excepted | None:
        """The exceptions listed from `ahead` on, after a word such as "except"; None if there are none."""
        words, days, taken = set[Word](), set[int](), 0
        while (token := self._peek(ahead)) is not None:
            # After "holidays," a weekday opens a new statement; so does the first day of a range.
            opens = self._word(ahead + 1) in {Word.DASH, Word.UPTO} or (
                words and self._word(ahead - 1) is Word.COMMA
            )
            if token.word is Word.DAY and not opens:
                days.add(token.value)
            elif token.word in {Word.DAYS_OFF, Word.HOLIDAYS}:
                words.add(token.word)
            elif token.word not in _LINKS:
                break
            else:
                ahead += 1
                continue
            ahead += 1
            taken = ahead
        if not taken:
            return None
        self._at += taken
        return Excepted(Word.DAYS_OFF in words, Word.HOLIDAYS in words, frozenset(days))

    def _is_excepted(self, ahead: int) -> bool:
        return self._is_suffixing and self._excepted_before(ahead, moves=False) is not None

    def _excepted_before(self, ahead: int, *, moves: bool = True) -> Excepted | None:
        """The exceptions listed before "except", as Kazakh does: `сенбі және мереке күндерінен басқа`.

        None if there are none. `moves` False does not consume their tokens.
        """
        words, days, begin = set[Word](), set[int](), ahead
        while (token := self._peek(ahead)) is not None and token.word is not Word.EXCEPT:
            if token.word is Word.DAY:
                days.add(token.value)
            elif token.word in {Word.DAYS_OFF, Word.HOLIDAYS}:
                words.add(token.word)
            elif token.word not in _LINKS or ahead == begin:
                return None
            ahead += 1
        # A weekday before "days off" opens the working week: `дс - жм, демалыс күндерінен басқа`.
        if token is None or not (words or days) or (words and days - {5, 6}):
            return None
        if moves:
            self._at += ahead + 1
        return Excepted(Word.DAYS_OFF in words, Word.HOLIDAYS in words, frozenset(days))
