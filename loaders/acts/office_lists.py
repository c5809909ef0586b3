"""Lists of offices without a table: `1) отдел Аккольского района: г. Акколь, тел. 8 (71638) 2-00-01;`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.acts.print_words import holds_address, is_page, names_territory
from loaders.acts.runs import Form, NotTurnedError, Run
from loaders.acts.text import ActText, fold

LIST_TITLES = ("№", "Наименование", "Адрес, телефон")
"""Titles of the columns of a list, which prints none."""

_ITEM = re.compile(r"[\s\xa0]*(?:(?P<number>\d{1,3})[.)]|[-–—•*])[\s\xa0]+(?P<text>\S.*)")
_NAMED = re.compile(r"(?P<name>[^:]{3,250}?)\s*(?::|\s[–—-](?=\s))\s*(?P<rest>\S.*)")
_PLACED = re.compile(
    r"(?P<name>.{3,250}?),\s*(?P<rest>(?:\d{6}|г\.|город\b|с\.|село\b|п\.|пос\w*|ул\.|улица|мкр|қ\.|а\.).*)"
)
_PHONE = re.compile(r"\(\d{3,5}\)|\+7\s*\(?\d|\bтел(?:ефон\w*)?\b|факс", re.IGNORECASE)
_PARAGRAPH = re.compile(r"[\s\xa0]*\d{1,3}\.")
_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Item:
    """One item, joined from its lines."""

    number: str
    text: str
    first: int
    last: int

    @property
    def reaches(self) -> bool:
        """Whether the item prints a telephone or an address."""
        return _PHONE.search(self.text) is not None or holds_address(self.text)


def list_at(text: ActText, number: int, last: int, is_claimed: bool) -> Run | None:
    """The list of offices whose first item is on this line; None if it is none.

    At least two items, and half of all, must print a telephone or an address. Without `is_claimed`, which is
    set in annexes and in lines named by the profile, the list gets a reason and is not read.
    """
    if not is_claimed and _PARAGRAPH.match(text.line(number)):
        return None  # numbered paragraphs of a text are not a list
    items = _items(text, number, last)
    reaching = sum(item.reaches for item in items)
    if reaching < _AT_LEAST or reaching * 2 < len(items):
        return None
    reason = "" if is_claimed else "a list outside of the annexes: name its `lines` in the profile to read it"
    return Run(number, items[-1].last, Form.LIST, reason)


def turn_list(text: ActText, run: Run) -> Mapping[int, str]:
    """By line number: each item as number, name and the rest with TABs between.

    Further lines of an item are empty. Raises NotTurnedError if no colon, dash or address separates the name
    from the rest.
    """
    turned: dict[int, str] = {}
    for item in _items(text, run.first, run.last):
        match = _NAMED.fullmatch(item.text) or _PLACED.fullmatch(item.text)
        if match is None:
            raise NotTurnedError(f"line {item.first}: no colon and no dash parts the name from the address")
        turned |= dict.fromkeys(range(item.first + 1, item.last + 1), "")
        turned[item.first] = "\t".join((item.number, fold(match["name"]), fold(match["rest"])))
    return turned


def _items(text: ActText, first: int, last: int) -> Sequence[_Item]:
    """The items from a line on.

    A line without a number or mark continues the item above; headings and pages between items are skipped. A
    table row, or text below a finished item, ends the list.
    """
    items: list[_Item] = []
    for number in range(first, last + 1):
        line = text.line(number)
        match = None if "\t" in line else _ITEM.fullmatch(line)
        if match is not None:
            items.append(_Item(match["number"] or "", _stripped(match["text"]), number, number))
        elif not items:
            break
        elif not line.strip() or is_page(line) or names_territory(line):
            continue
        elif "\t" in line or items[-1].last != number - 1 or text.line(number - 1).rstrip().endswith(";"):
            break
        else:
            whole = _stripped(f"{items[-1].text} {line}")
            items[-1] = _Item(items[-1].number, whole, items[-1].first, number)
    return items


def _stripped(text: str) -> str:
    return fold(text).rstrip(" ;.")
