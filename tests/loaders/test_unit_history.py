"""Changes of the units since the acts: the lookup, and the seed rows made from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.seeds.files import BadSeedError
from loaders.seeds.rows import AreaRow, PositionRow, ToponymRow
from loaders.territory.kato import Kato
from loaders.territory.unit_history import (
    UnitHistory,
    positions_of_new,
    printed_names,
    read_history,
    through_time,
)
from tests.printed_kato import printed_unit


def area(slug: str, level: str, parent: str, name: str, kato: str = "") -> AreaRow:
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
    area("east", "REGION", "", "Восточная область", "630000000"),
    area("east-a", "DISTRICT", "east", "Район А", "631000000"),
    area("east-a-one", "RURAL_OKRUG", "east-a", "Первый сельский округ", "639030000"),
    area("east-a-two", "RURAL_OKRUG", "east-a", "Второй сельский округ", "631050000"),
    area("east-a-two-far", "SETTLEMENT", "east-a-two", "Дальнее", "639040100"),
]
LOOKUP = """
units:
  - {id: new, level: REGION, parent: "", name_ru: область Новая, name_kk: "", kato: "100000000", seat: ""}
  - id: east-b
    level: DISTRICT
    parent: east
    name_ru: Район Б
    name_kk: ""
    kato: "639000000"
    seat: east-a-two-far
changes:
  - {date: "2022-06-08", kind: SPLIT, from: [east], to: [east, new], entered: [east-b], source: decree 2}
  - {date: "2022-06-07", kind: SPLIT, from: [east-a], to: [east-a, east-b], by_code: true, source: decree 1}
  - {date: "2019-03-23", kind: RENAMED, from: [east-a], to: [east-a], now: {ru: Район В}, source: decree 3}
  - {date: "2022-09-17", kind: RENAMED, from: [east-a], to: [east-a], was: {ru: Район В}, source: decree 4}
former_codes:
  - {unit: east-a, kato: "630100000", until: "", source: list of 2010}
"""


@pytest.fixture
def history(tmp_path: Path) -> UnitHistory:
    (tmp_path / "lookups").mkdir()
    (tmp_path / "lookups" / "unit_changes.yaml").write_text(LOOKUP, "utf-8")
    return read_history(tmp_path)


def test_a_new_district_takes_what_its_code_holds_and_goes_over_to_the_new_region(
    history: UnitHistory,
) -> None:
    made = through_time(AREAS, [], history, Kato.of([]))
    moves = [(row.on, row.before, row.after) for row in made.changes if row.kind == "MOVED"]
    assert moves == [
        ("2022-06-07", "east-a-one|east-a", "east-a-one|east-b"),
        # The village moved alone; its okrug stayed.
        ("2022-06-07", "east-a-two-far|east-a-two", "east-a-two-far|east-b"),
        ("2022-06-08", "east-b|east", "east-b|new"),
    ]
    assert {row.id for row in made.areas} - {row.id for row in AREAS} == {"new", "east-b"}


def test_a_name_that_came_and_went_is_former_with_both_its_days(history: UnitHistory) -> None:
    (name,) = through_time(AREAS, [], history, Kato.of([])).toponyms
    assert (name.name, name.status, name.since, name.until) == (
        "Район В",
        "FORMER",
        "2019-03-23",
        "2022-09-17",
    )


def test_what_is_told_of_a_unit_that_nobody_names_is_left_out_and_reported(history: UnitHistory) -> None:
    made = through_time(AREAS[:1], [], history, Kato.of([]))
    assert [(row.kind, row.before) for row in made.changes] == [("MOVED", "east-b|east"), ("SPLIT", "east")]
    assert [problem.where for problem in made.problems] == ["east-a"]
    assert (made.toponyms, made.codes) == ((), ())


def test_a_misspelt_key_of_the_lookup_is_told(tmp_path: Path) -> None:
    (tmp_path / "lookups").mkdir()
    (tmp_path / "lookups" / "unit_changes.yaml").write_text("changes: [{day: x}]", "utf-8")
    with pytest.raises(
        BadSeedError, match=r"unit_changes\.yaml is wrong: .* unknown field `day` - at `\$\.changes\[0\]`"
    ):
        read_history(tmp_path)


def test_without_a_lookup_nothing_happened(tmp_path: Path) -> None:
    made = through_time(AREAS, [], read_history(tmp_path), Kato.of([]))
    assert made.areas == tuple(AREAS)
    assert [*made.changes, *made.toponyms, *made.codes] == []


def test_a_new_unit_stands_at_its_seat_as_coarse_as_its_level(history: UnitHistory) -> None:
    seat = PositionRow(
        subject="unit:east-a-two-far",
        lat="48.00000",
        lon="80.00000",
        precision="SETTLEMENT",
        method="exact",
        source="geonames",
        source_id="1",
        confidence="0.97",
    )
    (found,) = positions_of_new(history, [seat])
    assert (found.subject, found.lat, found.precision, found.method) == (
        "unit:east-b",
        "48.00000",
        "DISTRICT",
        "unit_seat",
    )


def test_units_are_found_by_the_names_that_the_classifier_has_for_their_codes() -> None:
    printed = [
        ("639000000", "", "Район А"),
        ("639030000", "639000000", "с.о.Ноғайбай би"),
        ("639030100", "639030000", "с.Кемеркол"),
        ("639030200", "639030000", "с.Орнек"),
        ("639050000", "639000000", "Мирный с.о."),
        ("639070000", "639000000", "Наумовский с.о."),
        ("639090000", "639000000", "с.а. Каменка"),
        ("639110000", "639000000", "с.о.имени Мариям Хәкімжановой"),
    ]
    kato = Kato.of(printed_unit(*line) for line in printed)
    areas = [
        area("d-o", "RURAL_OKRUG", "d", "Надеждинский сельский округ", "639030000"),
        area("d-o-v", "SETTLEMENT", "d-o", "Виноградовка", "639030100"),
        area("d-o-o", "SETTLEMENT", "d-o", "Өрнек", "639030200"),
        area("d-p", "RURAL_OKRUG", "d", "Мирненкий сельский округ", "639050000"),
        area("d-r", "RURAL_OKRUG", "d", "Наумовский сельский округ", "639070000"),
        area("d-s", "RURAL_OKRUG", "d", "Красный сельский округ", "639090000"),
        area("d-t", "RURAL_OKRUG", "d", "Щербаковский сельский округ", "639110000"),
    ]
    act = ToponymRow(
        unit="d-o-o",
        language="ru",
        name="Урнек",
        status="VARIANT",
        since="",
        until="",
        source="gov-2012-1119/s1/a2/l1",
    )
    names = through_time(areas, [act], UnitHistory(), kato).toponyms
    assert [(row.unit, row.name, row.status, row.source) for row in names] == [
        ("d-o", "сельский округ Ноғайбай би", "VARIANT", "KATO 639030000: с.о.Ноғайбай би"),
        ("d-o-o", "Урнек", "VARIANT", "gov-2012-1119/s1/a2/l1"),
        ("d-o-v", "Кемеркол", "VARIANT", "KATO 639030100: с.Кемеркол"),
        ("d-p", "Мирный сельский округ", "VARIANT", "KATO 639050000: Мирный с.о."),
        (
            "d-t",
            "сельский округ имени Мариям Хәкімжановой",
            "VARIANT",
            "KATO 639110000: с.о.имени Мариям Хәкімжановой",
        ),
    ]
    assert printed_names(names) == (act,)
