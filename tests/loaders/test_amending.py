"""An amending act goes the way of any act: staged, reviewed, activated, taken back; each day has its law."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from geo.jurisdiction.jurisdiction import office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from loaders.amending.act_listing import run_show
from loaders.amending.applying import BLOCKED_OPERATION, QUESTIONED
from loaders.loading.load import load
from loaders.seeds import Seeds, read_seeds
from loaders.seeds.files import write_rows
from loaders.seeds.rows import ActTableRow
from loaders.staging.activation import activate, rollback
from loaders.staging.proposal import propose
from loaders.staging.stage import Manifest, stage_act, staged_folder
from loaders.staging.staged_review import review_staged
from loaders.staging.staging_runs import print_review
from model.citation_text import citation_text
from model.edition import Edition, Provision
from model.enums import ActStatus, ContactKind, CorrectionStatus, OperationKind
from model.office_changes import FieldChange
from model.settings import Settings
from store.log.revisions import record_revision
from store.reading.consolidated_text import read_consolidated
from store.reading.editions import load_edition
from store.tables.engine import make_engine, reading, writing
from tests.api_client import ApiClient
from tests.seeded_gazetteer import seeded_gazetteer
from tests.staged_country import SEEDS, make_base, nobody_watches

pytestmark = pytest.mark.slow

ACT = "gov-2013-480"
BEFORE, AFTER = date(2013, 5, 25), date(2013, 5, 26)
HEAD = """О внесении изменений в постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119

Постановление Правительства Республики Казахстан от 15 мая 2013 года № 480

1. Внести в постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119 следующие изменения:
1) в стандарте государственной услуги «Постановка на очередь детей дошкольного возраста (до 7 лет) для направления в детские дошкольные организации»:
"""  # noqa: E501
END = "2. Настоящее постановление вводится в действие по истечении десяти календарных дней.\n"
ROWS = """в приложении 2 к указанному стандарту:
строку, порядковый номер 2, изложить в следующей редакции:
«
2.\tГУ «Аппарат акима сельского округа Карасай Аккольского района»\tс. Карасай, с. Кына, с. Минское\t8 (71638) 3-41-99\t020110, с. Карасай, ул. Тауелсиздик, 5\twww.akmo.kz
»;
строку, порядковый номер 3, исключить;
"""  # noqa: E501
ANNEX = """приложение 3 к указанному стандарту изложить в новой редакции согласно приложению к настоящему постановлению;
"""  # noqa: E501
ANNEX_TEXT = """
Приложение
к постановлению Правительства
Республики Казахстан
от 15 мая 2013 года № 480

Приложение 3
к стандарту государственной услуги
«Постановка на очередь детей дошкольного возраста»

Центры обслуживания населения

№\tНаименование\tАдрес\tТелефон
1\tФилиал РГП «ЦОН по Акмолинской области»\tг.Кокшетау, ул. Ауэзова, 189 «а»\t8 (7162) 40-10-76
2\tАккольский районный отдел\tг.Акколь, ул.Нурмагамбетова, д. 110\t8 (71638) 2-00-77
"""
SERVICE = "preschool-queue"
KARASAI, KENES = "akm-akkol-karasai-akimat", "akm-akkol-kenes-akimat"
RENAMING = """О переименовании сельского округа Аккольского района Акмолинской области

Постановление акимата Акмолинской области от 27 марта 2023 года № А-3/110

1. Переименовать:
Карасайский сельский округ Аккольского района Акмолинской области – на сельский округ Тәуелсіздік Аккольского района Акмолинской области;
Ергольский сельский округ Буландынского района Акмолинской области – на сельский округ Тоқтамыс Буландынского района Акмолинской области.
2. Настоящее постановление вводится в действие по истечении десяти календарных дней.
"""  # noqa: E501


@pytest.fixture(scope="module")
def base(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seeds that the store is loaded from."""
    gazetteer = seeded_gazetteer(tmp_path_factory.mktemp("gazetteer") / "akmola")
    folder = make_base(tmp_path_factory.mktemp("base"), small_seeds, gazetteer)
    write_rows(folder / "act_tables.csv", small_seeds.act_tables, ActTableRow)
    return folder


@dataclass
class Desk:
    """A published registry, and what is done beside it."""

    engine: Engine
    base: Path
    folder: Path

    def stage(self, text: str, **facts: str) -> Manifest:
        """Stage an act from these words with the profile proposed for it; `facts` replace its lines."""
        (self.folder / "act.txt").write_text(text, encoding="utf-8")
        drafted = propose(self.folder / "act.txt", self.base)
        for key, value in facts.items():
            drafted = re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", drafted)
        (self.folder / "act.yaml").write_text(drafted, encoding="utf-8")
        return stage_act(
            self.folder / "act.txt",
            engine=self.engine,
            home=self.folder / "home",
            gazetteer=None,
            progress=nobody_watches,
            seeds=self.base,
            profile=self.folder / "act.yaml",
        )

    def publish(self, text: str, **facts: str) -> Edition:
        """Stage an act and activate it."""
        manifest = self.stage(text, **facts)
        activate(self.engine, self.folder / "home", manifest.act)
        return load_edition(self.engine)

    def seeds_of(self, act: str) -> Seeds:
        """The seeds of a staged act."""
        return read_seeds(staged_folder(self.folder / "home", act))


@pytest.fixture
def desk(base: Path, tmp_path: Path) -> Iterator[Desk]:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    try:
        load(engine, read_seeds(base))
        yield Desk(engine, base, tmp_path)
    finally:
        engine.dispose()


def blocked(manifest: Manifest) -> list[str]:
    """The lines of an act that changed nothing, each with its reason."""
    return [problem.text for problem in manifest.problems if problem.kind == BLOCKED_OPERATION]


def given(edition: Edition, office: str, day: date) -> list[Provision]:
    """How an office gives the service on a day."""
    return [
        one
        for one in edition.provisions.values()
        if (one.office_id, one.service_id) == (office, SERVICE) and one.holds_on(day)
    ]


def cited(edition: Edition, provision: Provision) -> str:
    """The first place that a provision rests on, in words."""
    place = provision.basis[0]
    amended_by = edition.acts[place.act_id] if place.of_act else None
    return citation_text(place, edition.acts[place.law], amended_by)


def phones(edition: Edition, office: str, day: date) -> list[str]:
    """The phones of an office on a day."""
    record = edition.offices[office]
    return [
        one.value
        for one in (*record.contacts, *record.contacts_of_other_days)
        if one.kind is ContactKind.PHONE and one.validity.holds_on(day)
    ]


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
    # Another standard prints the office still, so that it is reached as before.
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


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("строку, порядковый номер 77, исключить;", "row 77 of gov-2012-1119/s1/a2 is not there"),
        ("слова «ул. Небывалая» заменить словами «ул. Абая»;", "no printed row of act 1119 there reads"),
        (
            "строку, порядковый номер 5, изложить в следующей редакции:\n«\n5.\tПоликлиника № 9 города "
            "Алматы\tнет\t8 (727) 200-00-00\t050000, г. Алматы, пр. Райымбека, 1\tнет\n»;",
            "another office",
        ),
        (
            "строку, порядковый номер 5, изложить в следующей редакции:\n«\n5.\tГУ «Аппарат "
            "Новорыбинского сельского округа»\tс. Новорыбинка\n»;",
            "has 3 cells, not 6",
        ),
        (
            "дополнить строкой, порядковый номер 4, следующего содержания:\n«\n4.\tА\tБ\tВ\tГ\tД\n»;",
            "is there already",
        ),
        ("строку 4 поставить перед строкой 2 и изложить иначе;", "no rule reads this change"),
    ],
)
def test_what_cannot_be_applied_is_blocked_by_name_and_changes_nothing(
    desk: Desk, line: str, reason: str
) -> None:
    manifest = desk.stage(f"{HEAD}в приложении 2 к указанному стандарту:\n{line}\n{END}")
    (said,) = blocked(manifest)
    assert reason in said
    before, after = read_seeds(desk.base), desk.seeds_of(ACT)
    assert (after.entries, after.provisions) == (before.entries, before.provisions)


def test_what_an_older_act_changed_is_in_the_text_that_was_read(desk: Desk, base: Path) -> None:
    profile = base / "acts" / "gov-2012-1119.yaml"
    text = profile.read_text(encoding="utf-8")
    newer = desk.folder / "newer"
    shutil.copytree(base, newer)
    (newer / "acts" / profile.name).write_text(text + "edition_of: 2013-06-01\n", encoding="utf-8")
    load(desk.engine, read_seeds(newer))
    desk.base = newer
    manifest = desk.stage(HEAD + ROWS + END)
    assert len(blocked(manifest)) == 2
    assert all("of 2013-06-01, and holds this already" in reason for reason in blocked(manifest))


def test_without_a_day_of_force_nothing_is_applied(desk: Desk) -> None:
    manifest = desk.stage(HEAD + ROWS + END, force_from="null")
    assert len(blocked(manifest)) == 2
    assert all("say `force_from`" in reason for reason in blocked(manifest))


def test_a_paragraph_whose_words_change_is_named_for_who_stated_it(desk: Desk) -> None:
    line = "в пункте 7 слова «не более трех рабочих дней» заменить словами «не более одного рабочего дня»;\n"
    manifest = desk.stage(HEAD + line + END)
    (problem,) = [one for one in manifest.problems if one.kind == QUESTIONED]
    assert problem.where == "gov-2012-1119/s1/p7"
    assert "«не более одного рабочего дня»" in problem.text


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
    review = review_staged(desk.engine, desk.folder / "home", ACT)
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
    review = review_staged(desk.engine, desk.folder / "home", ACT)
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
