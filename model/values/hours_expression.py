"""The text of an OSM opening_hours expression: checks, normalises, and splits it into rules.

Format: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

from __future__ import annotations

import re
from functools import lru_cache

from opening_hours import OpeningHours, validate

from model.errors import UsageError


class InvalidHoursError(UsageError):
    """The text is not an OSM opening_hours expression, or one that cannot be applied to the calendar."""


def normalise_hours(expression: str) -> str:
    """The normalised expression, with closed days as `off`. Raises InvalidHoursError if it cannot be read.

    A comment alone would count as open around the clock and is written as `unknown "..."`.
    """
    normal = str(OpeningHours(spelled_text(expression)).normalize())
    return re.sub(r'\bclosed\b(?=(?:[^"]*"[^"]*")*[^"]*$)', "off", normal)


@lru_cache(maxsize=2048)
def spelled_text(expression: str) -> str:
    """The expression in the library's spelling. Raises InvalidHoursError if it cannot be read.

    A comment without times gets `unknown` before it, as the library would say open.
    """
    chunks = _CHUNK.split(expression)
    remade = "".join(f" unknown {c.strip()}" if _QUOTED.fullmatch(c.strip()) else c for c in chunks)
    if not expression.strip() or not validate(remade):
        raise InvalidHoursError(f"not an opening_hours expression: {expression!r}")
    spelled = str(OpeningHours(remade))
    return "".join(before + _comment_as_unknown(rule) for before, rule in rules_of(spelled))


def honest_text(expression: str) -> str:
    """`spelled_text` with `unknown` for the hours after an open end (`17:00+`), where the library says open.

    Raises InvalidHoursError.
    """
    return "".join(before + _open_end_as_unknown(rule) for before, rule in rules_of(spelled_text(expression)))


def mentions_holidays(text: str) -> bool:
    """Whether a rule or an expression mentions public (`PH`) or school holidays (`SH`) outside comments."""
    return re.search(r"\b(?:PH|SH)\b", _QUOTED.sub("", text)) is not None


def rules_of(text: str) -> list[tuple[str, str]]:
    """Rules of an expression in the library's spelling, each with the separator before it.

    The separator before the first rule is "".
    """
    parts = _SEPARATOR.split(text)
    return list(zip(["", *parts[1::2]], parts[::2], strict=True))


def on_dates(text: str, dates: str) -> str:
    """The expression with `dates` in place of `PH`. Rules on weekdays and `PH` together become two.

    Raises InvalidHoursError if `PH` has an offset or a season, is in a fallback, or `SH` is named.
    """
    return "".join(before + _dated(rule, dates, before) for before, rule in rules_of(text))


def without_holidays(text: str) -> str:
    """The expression without its rules for holidays; `off` if nothing is left."""
    kept = ""
    for before, rule in rules_of(text):
        ordinary = _split_holiday(rule)[0] if mentions_holidays(rule) else rule
        if ordinary:
            kept += (before if kept else "") + ordinary
    return kept or "off"


_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR = re.compile(r'(; |, | \|\| )(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CHUNK = re.compile(r'(;|\|\|)(?=(?:[^"]*"[^"]*")*[^"]*$)')
_WEEKDAY = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su)|\[[\d,-]+\])?|PH)"
_HOLIDAY_RULE = re.compile(rf"({_WEEKDAY}(?:,{_WEEKDAY})*)((?! [+-]?\d+ days)(?: .*)?)")
_OPEN_END = re.compile(r"(?:(?P<days>\S+) )?(?P<sure>(?:[\d:]+-[\d:]+,)*)(?P<start>\d\d:\d\d)\+")


def _comment_as_unknown(rule: str) -> str:
    if re.fullmatch(r'(?!24/7|\S*\d\d:)\S+ "[^"]*"', rule):  # days and a comment, but no times
        days, comment = rule.split(" ", 1)
        return f"{days} unknown {comment}"
    return rule


def _open_end_as_unknown(rule: str) -> str:
    if found := _OPEN_END.fullmatch(rule):
        days = f"{found['days']} " if found["days"] else ""
        unsure = f"{days}{found['start']}-24:00 unknown"
        return f"{days}{found['sure'].rstrip(',')}, {unsure}" if found["sure"] else unsure
    return rule


def _dated(rule: str, dates: str, before: str) -> str:
    """A rule with `dates` in place of `PH`. Raises InvalidHoursError."""
    if not mentions_holidays(rule):
        return rule
    if before == " || ":
        raise InvalidHoursError(f"public holidays cannot be put on dates in {rule!r}")
    ordinary, rest = _split_holiday(rule)
    return f"{ordinary}{before or '; '}{dates}{rest}" if ordinary else f"{dates}{rest}"


def _split_holiday(rule: str) -> tuple[str, str]:
    """The rule for the weekdays named beside `PH` (empty for none), and the rest of the rule for `PH`.

    Raises InvalidHoursError.
    """
    match = _HOLIDAY_RULE.fullmatch(rule)
    if match is None:
        raise InvalidHoursError(f"public holidays cannot be put on dates in {rule!r}")
    # Commas inside brackets belong to one weekday: Mo[1,3].
    weekdays = [item for item in re.split(r",(?![^\[]*\])", match.group(1)) if item != "PH"]
    rest = match.group(2)
    return (f"{','.join(weekdays)}{rest}" if weekdays else ""), rest
