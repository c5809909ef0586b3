"""The registration of an act by the Ministry of Justice, as its first lines state it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from loaders.acts.adoption import joined_lines
from loaders.acts.text import ActText
from model.lookup_words import Months
from model.lookups import lookup

_RUSSIAN = re.compile(
    r"[Зз]арегистрирован\w*\b.{0,160}?(?P<day>\d{1,2})\s+(?P<month>[а-я]+)\s+(?P<year>\d{4})\s*(?:года|г\.)?\s*"
    r"(?:за\s+)?(?:№|N)\s*(?P<number>[\w/-]+)"
)
_KAZAKH = re.compile(
    r"(?P<year>\d{4})\s*жыл\w*\s+(?P<day>\d{1,2})\s+(?P<month>[а-яәғқңөұүһі]+?)(?:да|де|та|те)?\s*"
    r"(?:№|N)\s*(?P<number>[\w/-]+)\s*(?:болып\s+)?тіркелді"
)


@dataclass(frozen=True, slots=True)
class Registration:
    """Day and number in the state register of normative acts."""

    day: date
    number: str


def find_registration(text: ActText) -> Registration | None:
    """The registration in the first 20 lines; None if they state none."""
    for line in joined_lines(text, 3):
        for pattern, months in ((_RUSSIAN, lookup(Months).ru), (_KAZAKH, lookup(Months).kk)):
            found = pattern.search(line)
            if found is not None and found["month"] in months:
                day = date(int(found["year"]), months[found["month"]], int(found["day"]))
                return Registration(day, found["number"])
    return None
