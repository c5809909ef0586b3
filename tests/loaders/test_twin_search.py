"""The search for twins of rows without one: it finds existing twins, and no others."""

from dataclasses import replace

from loaders.checks.joins import measure_joins
from loaders.checks.pins import read_checklist
from loaders.checks.twin_search import Traces, TwinSearch
from loaders.seeds import Seeds, TableKey, read_seeds, shipped_seeds
from loaders.seeds.rows import RecordRow

AKIMS = TableKey("gov-2012-1119", 1, 2)


def first_akim(seeds: Seeds) -> RecordRow:
    return next(row for row in seeds.records[AKIMS] if row.phones and row.postcode and row.locality)


def test_a_row_leaves_traces_by_its_telephone_postcode_and_name(small_seeds: Seeds) -> None:
    row = first_akim(small_seeds)
    token = f"gov-2012-1119/s1/a2/l{row.line}"
    own = replace(row, postcode="021811")
    others = [other for other in small_seeds.records[AKIMS] if other is not row]
    seeds = replace(small_seeds, records={**small_seeds.records, AKIMS: (own, *others)})
    search = TwinSearch(seeds, [AKIMS])
    traces = search.traces(own)
    assert token in traces.phones
    assert traces.postcode == (token,)
    assert token in traces.names
    assert traces.is_overlooked
    assert traces.rows == len(small_seeds.records[AKIMS])


def test_a_postcode_of_a_whole_district_and_a_homonym_elsewhere_prove_nothing(small_seeds: Seeds) -> None:
    row = first_akim(small_seeds)
    areas = {area.id: area for area in small_seeds.areas}
    home = areas[next(o for o in small_seeds.offices if o.id == row.office).territory].parent
    far = next(
        o for o in small_seeds.offices if areas[o.territory].level == "DISTRICT" and o.territory != home
    )
    stranger = replace(
        row, office=far.id, phones="", faxes="", postcode="020100", locality=row.locality, settlements=""
    )
    search = TwinSearch(small_seeds, [AKIMS])
    traces = search.traces(stranger)
    assert traces.postcode == ()
    assert f"gov-2012-1119/s1/a2/l{row.line}" in traces.elsewhere
    assert f"gov-2012-1119/s1/a2/l{row.line}" not in traces.names


def test_the_line_says_what_was_looked_for() -> None:
    assert str(Traces(2886, (), (), (), ("a/l1", "a/l2", "a/l3", "a/l4"))) == (
        "looked through 2,886 rows: telephone none, postcode none, name in its district none, "
        "name in other districts a/l1, a/l2, a/l3 and 1 more"
    )


def test_no_okrug_of_karaganda_without_a_twin_has_one_that_was_overlooked() -> None:
    seeds = read_seeds(shipped_seeds())
    checklist = read_checklist(shipped_seeds() / "check.yaml")
    target = next(one for one in checklist.joins if one.rows == ("krg-2008-35-01/s1/a2",))
    measured, without_akims = measure_joins(seeds, (), [target, replace(target, to=("gov-2011-283/a1",))])
    assert (measured.joined, measured.rows, measured.with_traces) == (174, 195, 0)
    assert {one.row for one in measured.unjoined} == set(target.reasons)
    assert without_akims.joined == 0
