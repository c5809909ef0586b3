"""Rows become offices: printings of one office join, rows of one list stay apart, ids are kept."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.offices.join_evidence import Placed
from loaders.offices.reconcile import OfficesBuilt, reconcile
from loaders.offices.review import Decisions, read_decisions
from loaders.printed import OfficeRecord
from loaders.seeds.files import BadSeedError
from loaders.seeds.rows import OfficeRow
from model.enums import Level
from tests.effort import examples

GOV = "gov-2012-1119"
NOBODY = Decisions({})


def _row(
    standard: int,
    annex: int,
    line: int,
    category: str,
    name: str,
    territory: str | None,
    *phones: str,
    act: str = GOV,
    street: str | None = None,
    house: str | None = None,
    located_in: str | None = None,
) -> Placed:
    kind = {"psc_branch": "PSC_BRANCH", "okrug_akimat": "AKIMAT"}.get(category, "DEPARTMENT")
    record = OfficeRecord(
        act, line, standard, annex, kind, category, name, street=street, house=house, phones=phones
    )
    region = territory.split("-")[0] if territory else None
    return Placed(act, record, territory, located_in, None, region)


def _branch(
    standard: int, annex: int, line: int, name: str, territory: str, house: str, phone: str
) -> Placed:
    return _row(
        standard, annex, line, "psc_branch", name, territory, phone, street="Нурмагамбетова", house=house
    )


# 1119: the akim of Karasai okrug stands in S1A2 (line 1543) and S23A1 (line 28600), with the same phone
KARASAI = "ГУ «Аппарат Карасайского сельского округа Аккольского района»"
TWICE = [
    _row(1, 2, 1543, "okrug_akimat", KARASAI, "akm-akkol-karasai", "+77163834190"),
    _row(23, 1, 28600, "okrug_akimat", KARASAI, "akm-akkol-karasai", "+77163834190"),
]
# 1119-1/3: the head branch of the oblast and the department in Akkol; both again in S27A2
BRANCHES = [
    _branch(1, 3, 14233, "Филиал РГП «ЦОН по Акмолинской области»", "akm", "189 «а»", "+77162401076"),
    _branch(1, 3, 14250, "Аккольский районный отдел", "akm-akkol", "102", "+77163820996"),
    _branch(27, 2, 47103, "Филиал РГП «ЦОН по Акмолинской области»", "akm", "189 «а»", "+77162401076"),
    _branch(27, 2, 47120, "Аккольский районный отдел", "akm-akkol", "102", "+77163820996"),
]


def _ids(built: OfficesBuilt) -> list[str]:
    return [office.id for office in built.offices]


def test_two_printings_of_one_akimat_are_one_office_with_reasons() -> None:
    built = reconcile(TWICE, (), NOBODY)
    assert _ids(built) == ["akm-akkol-karasai-akimat"]
    assert set(built.office_of.values()) == {"akm-akkol-karasai-akimat"}
    (join,) = built.joins
    assert join.row == "gov-2012-1119/s23/a1/l28600"
    assert join.reasons == ("same territory", "only one of its kind there", "same phone", "same name")


def test_the_head_branch_of_a_region_is_the_parent_of_its_departments() -> None:
    built = reconcile(BRANCHES, (), NOBODY)
    assert [(office.id, office.parent) for office in built.offices] == [
        ("akm-akkol-psc", "akm-psc"),
        ("akm-psc", ""),
    ]


def test_two_branches_of_one_city_stay_two_offices() -> None:
    one = _branch(1, 3, 15000, "Отдел № 1", "kar-karagandy", "1", "+77212000001")
    two = _branch(1, 3, 15010, "Отдел № 2", "kar-karagandy", "2", "+77212000002")
    again = [
        replace(row, record=replace(row.record, standard=27, annex=2, line=row.record.line + 33000))
        for row in (two, one)
    ]
    built = reconcile([one, two, *again], (), NOBODY)
    assert _ids(built) == ["kar-karagandy-psc", "kar-karagandy-psc-2"]
    assert built.office_of["gov-2012-1119/s27/a2/l48010"] == "kar-karagandy-psc-2"
    assert not built.doubts


def test_a_pair_with_too_little_evidence_is_listed_and_not_joined() -> None:
    rows = [
        _branch(1, 3, 15000, "Отдел № 1", "kar-karagandy", "1", "+77212000001"),
        _branch(1, 3, 15010, "Отдел № 2", "kar-karagandy", "2", "+77212000002"),
        _branch(27, 2, 48000, "Отдел № 21", "kar-karagandy", "44", "+77212999999"),
    ]
    rows = [replace(row, located_in="kar-karagandy-g") for row in rows]
    built = reconcile(rows, (), NOBODY)
    assert len(built.offices) == 3
    assert {doubt.row for doubt in built.doubts} == {"gov-2012-1119/s27/a2/l48000"}


def test_decisions_of_persons_overrule_the_points() -> None:
    left, right = TWICE[0].token, TWICE[1].token
    parted = reconcile(TWICE, (), Decisions({frozenset((left, right)): False}))
    assert _ids(parted) == ["akm-akkol-karasai-akimat", "akm-akkol-karasai-akimat-2"]
    apart = replace(TWICE[1], territory=None, record=replace(TWICE[1].record, phones=(), name="Другое"))
    joined = reconcile([TWICE[0], apart], (), Decisions({frozenset((left, right)): True}))
    assert _ids(joined) == ["akm-akkol-karasai-akimat"]


def test_a_decision_that_joins_two_known_offices_rekeys_the_younger() -> None:
    pair = frozenset((TWICE[0].token, TWICE[1].token))
    parted = reconcile(TWICE, (), Decisions({pair: False}))
    joined = reconcile(TWICE, parted.offices, Decisions({pair: True}))
    assert _ids(joined) == ["akm-akkol-karasai-akimat"]
    assert [(row.old, row.new) for row in joined.rekeyed] == [
        ("akm-akkol-karasai-akimat-2", "akm-akkol-karasai-akimat")
    ]


def test_known_ids_are_kept_when_the_territory_is_read_otherwise_later() -> None:
    first = reconcile(TWICE, (), NOBODY)
    moved = [replace(row, territory="akm-akkol-karasay") for row in TWICE]
    again = reconcile(moved, first.offices, NOBODY)
    assert _ids(again) == ["akm-akkol-karasai-akimat"]
    assert again.offices[0].territory == "akm-akkol-karasay"


def test_a_known_office_whose_row_is_gone_stays_and_is_reported() -> None:
    first = reconcile([*TWICE, *BRANCHES], (), NOBODY)
    again = reconcile(BRANCHES, first.offices, NOBODY)
    assert _ids(again) == _ids(first)
    assert [problem.kind for problem in again.problems] == ["lost row"]


def test_a_row_printed_twice_in_one_list_is_one_office_and_reported() -> None:
    twin = replace(TWICE[0], record=replace(TWICE[0].record, line=1600))
    built = reconcile([TWICE[0], twin], (), NOBODY)
    assert _ids(built) == ["akm-akkol-karasai-akimat"]
    assert [problem.kind for problem in built.problems] == ["printed twice"]


ABAI = "ГУ «Аппарат акима Абайского сельского округа Тайыншинского района»"


def _desk(line: int, seat: str, *phones: str, standard: int = 1, annex: int = 2) -> Placed:
    row = _row(standard, annex, line, "okrug_akimat", ABAI, "sev-taiynsha-abaya", *phones)
    return replace(row, record=replace(row.record, locality=seat), level=Level.RURAL_OKRUG)


DESKS = [  # 1119-1/2: rows 99, 106 and 112
    _desk(12719, "Караагаш", "+77153676785"),
    _desk(12792, "Абая"),
    _desk(12848, "Многоцветное", "+77153632687"),
]


def test_rows_of_one_akim_with_a_seat_or_a_telephone_each_are_desks() -> None:
    again = [  # the same in 1119-23/1
        _desk(39772, "Караагаш", "+77153676785", standard=23, annex=1),
        _desk(39901, "Многоцветное", "+77153632687", standard=23, annex=1),
    ]
    built = reconcile([*DESKS, *again], (), NOBODY)
    ids = ["sev-taiynsha-abaya-akimat", "sev-taiynsha-abaya-akimat-2", "sev-taiynsha-abaya-akimat-3"]
    assert _ids(built) == ids
    assert [built.office_of[row.token] for row in (*DESKS, *again)] == [*ids, ids[0], ids[2]]
    # rows 89 and 97: one seat, two telephones
    two = [_desk(12626, "Становое", "+77154124433"), _desk(12697, "Становое", "+77154121590")]
    assert len(reconcile(two, (), NOBODY).offices) == 2


def test_a_row_that_prints_no_seat_and_no_telephone_is_the_akim_of_the_row_before() -> None:
    silent = replace(DESKS[1], record=replace(DESKS[1].record, locality=None))
    built = reconcile([DESKS[0], silent], (), NOBODY)
    assert _ids(built) == ["sev-taiynsha-abaya-akimat"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(30), deadline=None)
def test_the_order_of_reading_changes_nothing(chance: random.Random) -> None:
    rows = [*TWICE, *BRANCHES]
    chance.shuffle(rows)
    assert reconcile(rows, (), NOBODY) == reconcile([*TWICE, *BRANCHES], (), NOBODY)


@given(st.lists(st.sampled_from(["akm", "akm-akkol", "akm-astrakhan"]), min_size=1, max_size=6))
def test_a_second_run_mints_no_new_id_and_every_row_has_one_office(units: list[str]) -> None:
    rows = [
        _branch(1, 3, 14000 + 10 * index, f"Отдел № {index}", unit, str(index), f"+7716200000{index}")
        for index, unit in enumerate(units)
    ]
    first = reconcile(rows, (), NOBODY)
    assert set(first.office_of) == {row.token for row in rows}
    second = reconcile(rows, first.offices, NOBODY)
    assert second.offices == first.offices
    assert second.office_of == first.office_of


BAD_DECISIONS = [
    (
        "joins:\n- {rows: [gov-2012-1119/l1], same: true, why: x}",
        r"length 2, got 1 - at `\$\.joins\[0\]\.rows`",
    ),
    ("joins:\n- {rows: [gov-2012-1119/l1, gov-2012-1119/l1], same: true, why: x}", "two different rows"),
    (
        "joins:\n- {rows: [gov-2012-1119/l1, gov-2012-1119/l2], same: perhaps, why: x}",
        r"Expected `bool`, got `str` - at `\$\.joins\[0\]\.same`",
    ),
    ("joins:\n- {rows: [gov-2012-1119/l1, Kokshetau], same: true, why: x}", "not a citation"),
    ("joins: [", "not readable"),
]


@pytest.mark.parametrize(("text", "wrong"), BAD_DECISIONS)
def test_a_bad_decision_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "joins.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSeedError, match=wrong):
        read_decisions(path)


def test_a_known_office_is_a_row_of_seeds() -> None:
    (office,) = reconcile(TWICE, (), NOBODY).offices
    assert office == OfficeRow(
        "akm-akkol-karasai-akimat", "AKIMAT", "okrug_akimat", "akm-akkol-karasai", "", "", TWICE[0].token
    )
