"""Why units have no code of the classifier, on hand-made lists."""

from __future__ import annotations

from loaders.seeds.rows import AreaRow, UnitChangeRow, UnitCodeRow
from loaders.territory.kato import Kato
from loaders.territory.uncoded import Why, why_uncoded
from tests.printed_kato import printed_unit

PRINTED = [
    ("639000000", "", "Район А"),
    ("639030000", "639000000", "Первый с.о."),
    ("639030100", "639030000", "с.Центральное"),
    ("639030200", "639030000", "с.Кемеркол"),
    ("639030203", "639030200", "зимовка Кора"),
    ("639050000", "639000000", "Второй с.о."),
    ("639050100", "639050000", "с.Озерное"),
    ("639050200", "639050000", "с.Новое"),
    ("639070000", "639000000", "Третий с.о."),
    ("639070100", "639070000", "с.Главное"),
]
KATO = Kato.of(printed_unit(*line) for line in PRINTED)


def _area(slug: str, level: str, parent: str, name: str, kato: str = "") -> AreaRow:
    return AreaRow(
        id=slug,
        level=level,
        parent=parent,
        name_ru=name,
        name_kk="",
        kato=kato,
        geonames="",
        whosonfirst="",
        wikidata="",
        population="",
        seat="",
        basis="",
    )


AREAS = [
    _area("d", "DISTRICT", "", "Район А", "639000000"),
    _area("d-o", "RURAL_OKRUG", "d", "Первый", "639030000"),
    _area("d-o-c", "SETTLEMENT", "d-o", "Центральное", "639030100"),
    _area("d-p", "RURAL_OKRUG", "d", "Второй", "639050000"),
    _area("d-r", "RURAL_OKRUG", "d", "Третий", "639070000"),
    _area("d-r-g", "SETTLEMENT", "d-r", "Главное", "639070100"),
]


def _reasons(
    *areas: AreaRow, changes: tuple[UnitChangeRow, ...] = (), former: tuple[UnitCodeRow, ...] = ()
) -> dict[str, tuple[str, str]]:
    rows = why_uncoded([*AREAS, *areas], changes, former, {"d-r-twin": ["Главное"]}, KATO)
    return {row.unit: (row.reason, row.kato) for row in rows}


def test_one_unit_and_one_code_left_over_are_a_question() -> None:
    vinogradovka = _area("d-o-v", "SETTLEMENT", "d-o", "Виноградовка")
    assert _reasons(vinogradovka) == {"d-o-v": (Why.RENAMED, "639030200")}
    other = _area("d-o-w", "SETTLEMENT", "d-o", "Другая")
    assert _reasons(vinogradovka, other) == {"d-o-v": (Why.ABSENT, ""), "d-o-w": (Why.ABSENT, "")}


def test_a_namesake_in_another_okrug_is_told_with_its_code() -> None:
    assert _reasons(_area("d-r-o", "SETTLEMENT", "d-r", "Озёрное"))["d-r-o"] == (Why.HOMONYM, "639050100")


def test_a_number_a_twin_and_an_okrug_without_a_code_say_so() -> None:
    found = _reasons(
        _area("d-r-41", "SETTLEMENT", "d-r", "разъезд № 41"),
        _area("d-r-let", "SETTLEMENT", "d-r", "30 лет Казахстана"),
        _area("d-r-twin", "SETTLEMENT", "d-r", "Третье"),
        _area("d-s", "RURAL_OKRUG", "d", "Четвертый"),
        _area("d-s-n", "SETTLEMENT", "d-s", "Новое", "639050200"),
        _area("d-t", "RURAL_OKRUG", "d", "Пятый"),
        _area("d-u", "RURAL_OKRUG", "d", "Шестой"),
        _area("d-u-o", "SETTLEMENT", "d-u", "Озерное", "639050100"),
        _area("d-u-k", "SETTLEMENT", "d-u", "Кемеркол", "639030200"),
    )
    assert {unit: reason for unit, (reason, _) in found.items()} == {
        "d-r-41": Why.NUMBER,
        "d-r-let": Why.ABSENT,
        "d-r-twin": Why.TWIN,
        "d-s": Why.MERGED,
        "d-t": Why.ABSENT,
        "d-u": Why.SCATTERED,
    }


def test_what_a_source_tells_goes_before_what_lists_show() -> None:
    gone = UnitChangeRow("2013-12-11", "ABOLISHED", "d-o-v", "d-o-c", "", "decision 173")
    merged = UnitChangeRow("", "MERGED", "d-o-c|d-o-w", "d-o-c", "", "decision 5")
    raised = UnitChangeRow("2018-06-19", "RAISED", "d-y", "y", "", "decree")
    former = [
        UnitCodeRow("d-x", "511010000", "2018-06-19", "decree"),
        UnitCodeRow("d-o-v", "639030500", "", "list of 2010"),
        UnitCodeRow("d-o-z", "639030600", "", "list of 2010"),
    ]
    rows = why_uncoded(
        [
            *AREAS,
            _area("d-o-v", "SETTLEMENT", "d-o", "Виноградовка"),
            _area("d-o-w", "SETTLEMENT", "d-o", "Другая"),
            _area("d-o-z", "SETTLEMENT", "d-o", "Третья"),
            _area("d-x", "DISTRICT", "", "город Икс"),
            _area("d-y", "DISTRICT", "", "город Игрек"),
        ],
        [gone, merged, raised],
        former,
        {},
        KATO,
    )
    assert [(row.unit, row.reason, row.kato, row.text) for row in rows] == [
        ("d-o-v", Why.ABOLISHED, "639030500", "2013-12-11: decision 173"),
        ("d-o-w", Why.ABOLISHED, "", "no day told: decision 5"),
        ("d-o-z", Why.FORMER, "639030600", "until a day that is not told: list of 2010"),
        ("d-x", Why.FORMER, "511010000", "until 2018-06-19: decree"),
        ("d-y", Why.RAISED, "", "2018-06-19: decree"),
    ]


def test_a_namesake_is_told_before_a_mere_remainder_and_a_district_is_called_one() -> None:
    # Новое of the second okrug bears the name, and Кемеркол is the one code left of its own.
    assert _reasons(_area("d-o-n", "SETTLEMENT", "d-o", "Новое"))["d-o-n"] == (Why.HOMONYM, "639050200")
    (row,) = why_uncoded([*AREAS, _area("e", "DISTRICT", "", "Район Э")], [], [], {}, KATO)
    assert (row.unit, row.reason, row.text) == ("e", Why.ABSENT, "no district is called Район Э")
