"""How many units have a code of the classifier: the figures of `kense check`, on few units."""

from __future__ import annotations

from loaders.checks.codes import figures_of_codes
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow, UncodedRow

_LISTED, _ELSEWHERE = "gov-2012-1119/s1/a2/l1535", "krg-2008-35-01/s1/a2/l435"


def _area(slug: str, level: str, kato: str = "", basis: str = "") -> AreaRow:
    return AreaRow(
        id=slug,
        level=level,
        parent="",
        name_ru=slug,
        name_kk="",
        kato=kato,
        geonames="",
        whosonfirst="",
        wikidata="",
        population="",
        seat="",
        basis=basis,
    )


def test_shares_are_told_by_level_of_the_villages_of_one_act_and_by_reason() -> None:
    seeds = Seeds(
        areas=(
            _area("r", "REGION", "110000000"),
            _area("d", "DISTRICT", "113200000"),
            _area("d-o", "RURAL_OKRUG"),
            _area("d-p", "RURAL_OKRUG", "113241000"),
            _area("d-p-a", "SETTLEMENT", "113241100", _LISTED),
            _area("d-p-b", "SETTLEMENT", "", f"{_ELSEWHERE}|{_LISTED}"),
            _area("d-p-c", "SETTLEMENT", "113241300", _ELSEWHERE),
        ),
        uncoded=(
            UncodedRow("d-o", "merged", "", ""),
            UncodedRow("d-p-b", "absent", "", ""),
        ),
    )
    assert {figure.name: figure.value for figure in figures_of_codes(seeds)} == {
        "units: region, KATO %": 100.0,
        "units: district, KATO %": 100.0,
        "units: rural okrug, KATO %": 50.0,
        "units: settlement, KATO %": 66.7,
        "units: village of act 1119, KATO %": 50.0,
        "without a code: absent": 1,
        "without a code: merged": 1,
    }
