"""An amending act is processed like any act: staged, reviewed, activated, rolled back.

Each day has its law.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from geo.jurisdiction.jurisdiction import office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from loaders.amending.act_listing import run_show
from loaders.staging.activation import activate, rollback
from loaders.staging.staged import staged_folder
from loaders.staging.staged_review import review_staged
from loaders.staging.staging_runs import print_review
from model.enums import ActStatus, ContactKind, CorrectionStatus, OperationKind
from model.office_changes import FieldChange
from model.settings import Settings
from store.log.revisions import record_revision
from store.reading.consolidated_text import read_consolidated
from store.reading.editions import load_edition
from store.tables.engine import reading, writing
from tests.amended_country import (
    ACT,
    AFTER,
    ANNEX,
    ANNEX_TEXT,
    BEFORE,
    END,
    HEAD,
    KARASAI,
    KENES,
    RENAMING,
    ROWS,
    SERVICE,
    Desk,
    base,
    beside,
    blocked,
    case,
    cited,
    desk,
    given,
    phones,
)
from tests.api_client import ApiClient
from tests.staged_country import SEEDS

pytestmark = pytest.mark.slow
__all__ = ["base", "desk"]


def test_a_restated_row_is_the_old_one_before_its_day_and_the_new_one_after(desk: Desk) -> None:
    edition = desk.publish(HEAD + ROWS + END)
    (before,), (after,) = given(edition, KARASAI, BEFORE), given(edition, KARASAI, AFTER)
    assert cited(edition, before) == "row 2 of annex 2 of standard 1 of act 1119"
    assert (
        cited(edition, after)
        == "row 2 of annex 2 of standard 1 of act 1119 as amended by act 480, 2013-05-15"
    )
    assert phones(edition, KARASAI, BEFORE) == ["+77163834190"]
    assert phones(edition, KARASAI, AFTER) == ["+77163834199"]
    assert [one.value for one in edition.offices[KARASAI].contacts if one.kind is ContactKind.PHONE] == [
        "+77163834199"
    ]


def test_a_deleted_row_ends_what_rests_on_it_alone_and_closes_no_office(desk: Desk) -> None:
    edition = desk.publish(HEAD + ROWS + END)
    assert len(given(edition, KENES, BEFORE)) == 1
    assert given(edition, KENES, AFTER) == []
    # Another standard still prints the office, so its contacts stay.
    assert phones(edition, KENES, AFTER) == phones(edition, KENES, BEFORE) != []
    assert KENES in edition.offices
    others = {one.office_id for one in edition.provisions.values() if one.holds_on(AFTER)}
    assert {"akm-akkol-enbek-akimat", "akm-akkol-naumovka-akimat"} <= others


def test_a_question_of_a_day_is_answered_by_the_rows_of_that_day(desk: Desk) -> None:
    atlas = Atlas(desk.publish(HEAD + ROWS + END))
    place = find_place(atlas, PlaceQuery(name="Домбыралы"))
    before = office_for(atlas, SERVICE, place, as_of=BEFORE)
    after = office_for(atlas, SERVICE, place, as_of=AFTER)
    latest = office_for(atlas, SERVICE, place)
    assert KENES in {one.office_id for one in before.provisions}
    assert KENES not in {one.office_id for one in (*after.provisions, *latest.provisions)}


def test_a_restated_annex_ends_the_rows_that_it_drops(desk: Desk) -> None:
    edition = desk.publish(HEAD + ANNEX + END + ANNEX_TEXT)
    assert len(given(edition, "akm-kokshetau-psc", BEFORE)) == 1
    assert given(edition, "akm-kokshetau-psc", AFTER) == []
    (akkol,) = given(edition, "akm-akkol-psc", AFTER)
    assert cited(edition, akkol).startswith(
        "row 2 of annex 3 of standard 1 of act 1119 as amended by act 480"
    )
    assert phones(edition, "akm-akkol-psc", AFTER) == ["+77163820077"]


def test_a_rollback_brings_the_seeds_back_byte_by_byte(desk: Desk, base: Path) -> None:
    before = load_edition(desk.engine)
    desk.publish(HEAD + ROWS + ANNEX + END + ANNEX_TEXT)
    rollback(desk.engine, desk.folder / "home")
    after = load_edition(desk.engine)
    assert (after.offices.keys(), after.provisions, after.acts) == (
        before.offices.keys(),
        before.provisions,
        before.acts,
    )
    assert after.amendments == ()
    kept = min(
        (desk.folder / "home" / "published").iterdir(), key=lambda one: (one / "amendments.csv").exists()
    )
    files = sorted(path.relative_to(kept) for path in kept.rglob("*.csv"))
    assert len(files) > 20
    assert [file for file in files if (kept / file).read_bytes() != (base / file).read_bytes()] == []


def test_staging_twice_gives_the_same_seeds(desk: Desk) -> None:
    desk.stage(HEAD + ROWS + END)
    first = {path.name: path.read_bytes() for path in staged_folder(desk.folder / "home", ACT).rglob("*.csv")}
    desk.stage(HEAD + ROWS + END)
    again = {path.name: path.read_bytes() for path in staged_folder(desk.folder / "home", ACT).rglob("*.csv")}
    assert first == again


def test_acts_say_whom_they_amend_and_repeal(desk: Desk) -> None:
    repeal = "3. Признать утратившим силу постановление Правительства от 8 февраля 2010 года № 76.\n"
    edition = desk.publish(HEAD + ROWS + END.replace("2.", "4.") + "")
    assert {(one.of, one.kind) for one in edition.amendments} == {
        ("gov-2012-1119", OperationKind.RESTATE_ROW),
        ("gov-2012-1119", OperationKind.DELETE_ROW),
    }
    rollback(desk.engine, desk.folder / "home")
    edition = desk.publish(HEAD + ROWS + repeal + END.replace("2.", "4."))
    act = edition.acts["gov-2010-76"]
    assert (act.status_on(BEFORE), act.status_on(AFTER)) == (ActStatus.IN_FORCE, ActStatus.REPEALED)


def test_replaced_words_make_new_versions_of_the_rows_that_hold_them(desk: Desk) -> None:
    line = "в приложении 3 слова «ул.Нурмагамбетова» заменить словами «ул. Абая»;\n"
    edition = desk.publish(HEAD + line + END)
    (before,), (after,) = (given(edition, "akm-akkol-psc", day) for day in (BEFORE, AFTER))
    assert before.basis[0].of_act is None
    assert after.basis[0].of_act == "gov-2012-1119"
    assert "ул. Абая" in edition.offices["akm-akkol-psc"].addresses[0].full


def test_a_profile_says_what_the_text_does_not(desk: Desk) -> None:
    unread = "строку 3 считать утратившей значение и исключить ее;"
    text = f"{HEAD}в приложении 2 к указанному стандарту:\n{unread}\n{END}"
    line = text.split("\n").index(unread) + 1
    claim = f"[{{line: {line}, kind: DELETE_ROW, of: gov-2012-1119, standard: 1, annex: 2, row: '3'}}]"
    edition = desk.publish(text, amendments=claim)
    assert (len(given(edition, KENES, BEFORE)), given(edition, KENES, AFTER)) == (1, [])


def test_the_review_shows_what_an_amendment_changes(desk: Desk) -> None:
    desk.stage(HEAD + ROWS + END)
    review = review_staged(desk.engine, ACT)
    assert ("phones", "+77163834190", "+77163834199") in {
        (one.field, one.before, one.after) for one in review.changed if one.office_id == KARASAI
    }
    assert review.new_offices == ()
    assert (f"{SERVICE}.{KENES}", AFTER) in {(one.id, one.validity.until) for one in review.ended}
    shown = io.StringIO()
    print_review(review, Console(file=shown, width=200))
    assert "2 provisions that end" in shown.getvalue()


def test_a_correction_of_a_deleted_row_is_opened_again(desk: Desk) -> None:
    change = FieldChange("phones", None, ("+77163820099",))
    with writing(desk.engine) as connection:
        record_revision(connection, KENES, 1, [change], "editor", "called them")
    desk.stage(HEAD + ROWS + END)
    review = review_staged(desk.engine, ACT)
    (again,) = [one for one in review.reopened if one.office_id == KENES]
    assert (again.field, again.corrected, again.cited.line) == ("phones", "+77163820099", 1552)
    activate(desk.engine, desk.folder / "home", ACT)
    edition = load_edition(desk.engine)
    (filed,) = [one for one in edition.corrections.values() if one.office_id == KENES]
    assert filed.status is CorrectionStatus.IN_REVIEW
    assert f"was ended by {ACT}/l" in filed.evidence[0]
    assert phones(edition, KENES, AFTER) == ["+77163820099"]


def test_the_consolidated_text_shows_each_row_of_a_day_with_its_source(desk: Desk) -> None:
    insert = (
        "дополнить строкой, порядковый номер 4-1, следующего содержания:\n«\n4-1.\tГУ «Аппарат акима села "
    )
    insert += "Орнек Аккольского района»\tс. Орнек\t8 (71638) 3-82-11\t020103, с. Орнек\tнет\n»;\n"
    edition = desk.publish(HEAD + ROWS + insert + END)
    ornek = "akm-akkol-naumovka-ornek-akimat"
    assert edition.offices[ornek].territory_id == "akm-akkol-naumovka-ornek"
    (begun,) = given(edition, ornek, AFTER)
    assert (given(edition, ornek, BEFORE), begun.unit_ids) == ([], ("akm-akkol-naumovka-ornek",))
    assert not any(one.holds_on(BEFORE) for one in edition.provisions.values() if one.office_id == ornek)
    with reading(desk.engine) as connection:
        before, after = (read_consolidated(connection, "gov-2012-1119", day) for day in (BEFORE, AFTER))
    first, second = (
        next(table for table in tables if (table.standard, table.annex) == (1, 2))
        for tables in (before, after)
    )
    assert [row.label for row in first.rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row.label for row in second.rows] == ["1", "2.", "4", "4-1.", "5", "6", "7"]
    assert [row.amended_by for row in second.rows] == [None, ACT, None, ACT, None, None, None]
    assert {row.act_id for row in first.rows} == {"gov-2012-1119"}
    shown = io.StringIO()
    settings = replace(Settings.from_environment({}), database_url=str(desk.engine.url))
    run_show(settings, "gov-2012-1119", AFTER, Console(file=shown, width=200))
    assert f"as amended by {ACT}\t2. | ГУ «Аппарат акима сельского округа Карасай" in shown.getvalue()


def test_a_renaming_act_gives_a_unit_its_name_from_a_day_on(desk: Desk) -> None:
    manifest = desk.stage(RENAMING)
    (unknown,) = blocked(manifest)
    assert "no unit of the registry is called «Ергольский сельский округ" in unknown
    activate(desk.engine, desk.folder / "home", manifest.act)
    edition = load_edition(desk.engine)
    (change,) = [one for one in edition.changes if one.source.startswith(manifest.act)]
    assert (change.before, change.after, change.on) == (
        ("akm-akkol-karasai",),
        ("akm-akkol-karasai",),
        date(2023, 4, 7),
    )
    names = edition.units["akm-akkol-karasai"].names
    assert names[0].value == "сельский округ Тәуелсіздік"
    assert names[0].validity.since == date(2023, 4, 7)
    former = next(name for name in names if name.value == "Карасайский сельский округ")
    assert former.validity.until == date(2023, 4, 7)
    rollback(desk.engine, desk.folder / "home")
    assert load_edition(desk.engine).units["akm-akkol-karasai"].names[0].value == "Карасайский сельский округ"


def test_nothing_of_these_acts_is_among_the_seeds() -> None:
    assert not (SEEDS / "amendments.csv").exists()
    assert not list(SEEDS.rglob(f"{ACT}*"))


DOCUMENT = """query Q($id: ID!, $day: Date) {
  office(id: $id, asOf: $day) {
    contacts {
      kind value
      source { text row act { number } amendedBy { number } printedRow { row { cells { text } } } }
    }
  }
}"""
LINKS = """{
  node(id: "LegalAct:gov-2012-1119") { ... on LegalAct { amendedBy { number } amends { number } } }
  amending: node(id: "LegalAct:gov-2013-480") { ... on LegalAct { amends { number } repeals { number } } }
}"""


def test_the_api_shows_the_contacts_of_a_day_and_cites_the_amended_row(desk: Desk) -> None:
    repeal = "3. Признать утратившим силу постановление Правительства от 3 марта 2009 года № 999.\n"
    api = ApiClient(desk.publish(HEAD + ROWS + repeal + END.replace("2.", "4.")))
    shown = {
        day: [
            one
            for one in api.data(DOCUMENT, id=f"Office:{KARASAI}", day=day)["office"]["contacts"]
            if one["kind"] == "PHONE"
        ]
        for day in (str(BEFORE), str(AFTER), None)
    }
    assert [one["value"] for one in shown[str(BEFORE)]] == ["+77163834190"]
    assert [one["value"] for one in shown[str(AFTER)]] == ["+77163834199"]
    assert shown[None] == shown[str(AFTER)]
    source = shown[str(AFTER)][0]["source"]
    assert source["text"] == "row 2 of annex 2 of standard 1 of act 1119 as amended by act 480, 2013-05-15"
    assert (source["act"]["number"], source["amendedBy"]["number"], source["row"]) == ("1119", "480", 2)
    assert "8 (71638) 3-41-99" in [cell["text"] for cell in source["printedRow"]["row"]["cells"]]
    assert shown[str(BEFORE)][0]["source"]["amendedBy"] is None
    links = api.data(LINKS)
    assert [one["number"] for one in links["node"]["amendedBy"]] == ["480"]
    assert [one["number"] for one in links["amending"]["amends"]] == ["1119"]
    assert [one["number"] for one in links["amending"]["repeals"]] == ["999"]


@beside
def test_a_whole_amending_act_is_applied_or_blocked_line_by_line(desk: Desk) -> None:
    manifest = desk.stage(case("s3_amendment_1119.txt"))
    (unread,) = blocked(manifest)
    assert "no printed row of act 1119 there reads «Еңбекшілдерский район»" in unread
    seeds = desk.seeds_of(ACT)
    assert {(row.line, row.kind) for row in seeds.amendments} == {
        (8, "REPLACE_WORDS"),
        (10, "RESTATE_ROW"),
        (16, "DELETE_ROW"),
        (17, "INSERT_ROW"),
        (23, "RESTATE_ANNEX"),
        (25, "REPEAL"),
    }
    activate(desk.engine, desk.folder / "home", ACT)
    edition = load_edition(desk.engine)
    dombyraly = "akm-akkol-kenes-dombyraly-akimat"
    assert (given(edition, KENES, AFTER), given(edition, dombyraly, BEFORE)) == ([], [])
    assert [one.unit_ids for one in given(edition, dombyraly, AFTER)] == [("akm-akkol-kenes-dombyraly",)]
    assert phones(edition, KARASAI, AFTER) == ["+77163834199"]
    assert given(edition, "akm-kokshetau-psc", AFTER) == []
    assert edition.acts["gov-2010-76"].force.until == AFTER


@beside
def test_a_whole_annex_is_restated_and_a_rollback_takes_it_back(desk: Desk) -> None:
    before = load_edition(desk.engine)
    edition = desk.publish(case("s3b_amendment_whole_annex.txt"))
    (akkol,) = given(edition, "akm-akkol-psc", AFTER)
    assert cited(edition, akkol).endswith("as amended by act 480, 2013-05-15")
    assert given(edition, "akm-kokshetau-psc", AFTER) == []
    assert len(given(edition, "akm-kokshetau-psc", BEFORE)) == 1
    rollback(desk.engine, desk.folder / "home")
    assert load_edition(desk.engine).provisions == before.provisions
