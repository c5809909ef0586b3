"""Cells that several rows share."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from loaders.acts.profiles import BadProfileError, read_profile
from loaders.printed import OfficeRecord, PrintedRow, Unread
from loaders.readings.spans import SpanScope, spread
from loaders.seeds.folder import read_seeds
from model.edition import Edition
from model.enums import OfficeKind, ScheduleBasis, SchedulePurpose
from model.program_files import shipped_seeds

EARLY, LATE = "Mo-Fr 09:00-18:00", "Mo-Fr 10:00-19:00"
ROWS = [("Акмола", None), ("Акмола", EARLY), ("Актобе", None), ("Актобе", LATE), ("Атырау", None)]


def printed(region: str, line: int) -> PrintedRow:
    return PrintedRow(
        act="act",
        standard=None,
        annex=1,
        table_line=1,
        title="",
        region=region,
        district=None,
        number=str(line),
        cells=(),
        line=line,
    )


def table(rows: list[tuple[str, str | None]]) -> tuple[list[PrintedRow], list[OfficeRecord]]:
    lines = range(10, 10 + len(rows))
    return [printed(region, line) for (region, _), line in zip(rows, lines, strict=True)], [
        OfficeRecord("act", line, None, 1, "DEPARTMENT", "housing_department", "name", hours=hours)
        for (_, hours), line in zip(rows, lines, strict=True)
    ]


@pytest.mark.parametrize(
    ("scope", "hours", "lines"),
    [
        ("region", [EARLY, EARLY, LATE, LATE, None], [11, None, 13, None, None]),
        ("below", [None, EARLY, EARLY, LATE, LATE], [None, None, 11, None, 13]),
        ("table", [None, EARLY, None, LATE, None], [None] * 5),  # two values: nobody knows whose is which
    ],
)
def test_a_shared_cell_reaches_as_far_as_the_profile_says(
    scope: str, hours: list[str | None], lines: list[int | None]
) -> None:
    rows, records = table(ROWS)
    found = spread(rows, records, {"hours": SpanScope(scope)})
    assert [record.hours for record in found] == hours
    assert [record.hours_line for record in found] == lines


def test_one_value_stands_for_a_whole_table_and_without_a_word_of_the_profile_for_its_row_alone() -> None:
    rows, records = table([("Акмола", None), ("Актобе", EARLY)])
    assert [each.hours for each in spread(rows, records, {"hours": SpanScope.TABLE})] == [EARLY, EARLY]
    assert spread(rows, records, {}) == records


def test_hours_that_a_row_prints_and_no_rule_understands_are_its_own() -> None:
    rows, records = table([("Акмола", None), ("Акмола", EARLY)])
    records[0] = replace(records[0], unread=(Unread(4, "по графику", "hours: no times"),))
    assert spread(rows, records, {"hours": SpanScope.REGION})[0].hours is None


@pytest.mark.parametrize("wrong", ["{hours: page}", "{phones: region}"])
def test_a_profile_that_spreads_what_is_not_shared_is_refused(tmp_path: Path, wrong: str) -> None:
    text = (shipped_seeds() / "acts" / "gov-2010-76.yaml").read_text("utf-8")
    assert "spans: {hours: region}" in text
    profile = tmp_path / "act.yaml"
    profile.write_text(text.replace("{hours: region}", wrong), "utf-8")
    with pytest.raises(BadProfileError, match="spans"):
        read_profile(profile)


def test_every_row_of_a_table_with_merged_hours_has_them_and_cites_the_row_that_prints_them(
    shipped_edition: Edition,
) -> None:
    seeds = read_seeds()
    by_table = {key.file_name: rows for key, rows in seeds.records.items()}
    for name, count in (
        ("alm-2012-420-a1.csv", 19),
        ("alm-2012-420-a2.csv", 254),
        ("gov-2010-76-a1.csv", 190),
    ):
        assert len(by_table[name]) == count
        assert {row.hours for row in by_table[name]} == {"Mo-Fr 09:00-13:00,14:00-18:00; PH off"}
    kapchagai = next(row for row in by_table["gov-2010-76-a1.csv"] if "Қапшағай" in row.name)
    (schedule,) = shipped_edition.offices[kapchagai.office].schedules
    assert schedule.citation is not None
    assert (schedule.citation.act_id, schedule.citation.line) == ("gov-2010-76", kapchagai.line)
    talgar = next(row for row in by_table["gov-2010-76-a1.csv"] if "Талғар" in row.name)
    (schedule,) = shipped_edition.offices[talgar.office].schedules
    assert schedule.citation is not None
    assert schedule.citation.line == kapchagai.line


def test_every_centre_has_the_hours_of_the_standard_that_lists_it(shipped_edition: Edition) -> None:
    centres = [office for office in shipped_edition.offices.values() if office.kind is OfficeKind.PSC_BRANCH]
    assert len(centres) == 291
    for centre in centres:
        (schedule,) = (each for each in centre.schedules if each.purpose is SchedulePurpose.GENERAL)
        assert schedule.basis is ScheduleBasis.STANDARD
        assert schedule.citation is not None
        assert schedule.citation.provision is not None
    akkol = shipped_edition.offices["akm-akkol-psc"].schedules[0]
    assert akkol.opening_hours == "Mo-Sa 09:00-20:00; PH off"
    assert akkol.citation is not None
    assert (akkol.citation.act_id, akkol.citation.standard, akkol.citation.provision) == (
        "gov-2012-1119",
        27,
        "9, 1)",
    )


def test_an_office_has_the_hours_of_the_standards_by_which_it_gives_services(
    shipped_edition: Edition,
) -> None:
    akim = shipped_edition.offices["akm-akkol-kenes-akimat"].schedules[0]
    assert (akim.opening_hours, akim.basis) == (
        "Mo-Fr 09:00-13:00,14:00-18:00; PH off",
        ScheduleBasis.STANDARD,
    )
    department = shipped_edition.offices["akm-akkol-education"].schedules[0]
    # Paragraph 9 of standard 1 ends the day at 18.00, that of standard 32 at 18.30 after a longer lunch.
    assert department.opening_hours == (
        "Mo-Fr 09:00-13:00,14:30-18:00, Mo-Fr 14:00-14:30,18:00-18:30 unknown; PH off"
    )
    only_complaints = shipped_edition.offices["kz-childrens-rights-committee"]
    assert only_complaints.schedules == ()


def test_an_amended_text_counts_by_the_day_of_its_amendment(shipped_edition: Edition) -> None:
    assert shipped_edition.acts["gov-2010-76"].text_day == date(2012, 8, 31)
    assert shipped_edition.acts["gov-2011-283"].text_day == date(2011, 3, 29)
