"""A new act beside the published edition: staged, reviewed, activated, rolled back, on both stores."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import ANY

import pytest
from rich.console import Console
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from geo.jurisdiction.jurisdiction import office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from kense import app
from loaders.errors import ActError, UnknownColumn, UnreadableAct, UnreadableFile
from loaders.loading.load import Loaded, OtherSeedsError, load
from loaders.seeds import BadSeedError, Seeds, read_seeds
from loaders.staging.activation import activate, rollback
from loaders.staging.published import NotPublishedError, copy_seeds
from loaders.staging.stage import stage_act, stage_again
from loaders.staging.staged import Manifest, StagingError, drop_staged, staged_acts
from loaders.staging.staged_review import review_staged
from loaders.staging.staging_runs import list_staged, print_review, run_activate, run_staged_review
from model.edition import Edition
from model.enums import CorrectionStatus, ResolutionOutcome
from model.errors import StoreError
from model.office_changes import FieldChange
from model.settings import Settings
from store.dumps import restore_dump, write_dump
from store.log.publish import latest_edition
from store.log.revisions import record_revision
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from store.tables.schema import migrate
from tests.act_files import text_as_docx
from tests.changing import ChangingClient
from tests.mirroring import Mirror, dump_of
from tests.seeded_gazetteer import seeded_gazetteer
from tests.staged_country import (
    ACT,
    CLINICS,
    FACTS,
    NEXT,
    NEXT_FACTS,
    PROFILE,
    TEXT,
    make_base,
    nobody_watches,
    renewed,
)

pytestmark = pytest.mark.slow

BEDS = """
Приложение 2
к регламенту государственной услуги
«Прикрепление к поликлинике»

Список стационаров

№\tНаименование\tЧисло коек\tАдрес\tТелефон
1\tТестовая больница\t50\tг. Акколь, ул. Придуманная, 11\t8 (716 38) 2-00-11
"""
BEDS_TABLE = """- standard: null
  annex: 2
  title: Список стационаров
  rows: 1
  reading: listed_offices
  kind: ORGANISATION
  category: hospital
  region: Акмолинская область
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded_gazetteer(tmp_path_factory.mktemp("gazetteer") / "akmola")


@pytest.fixture(scope="module")
def base(small_seeds: Seeds, gazetteer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seeds that the store is loaded from."""
    return make_base(tmp_path_factory.mktemp("base"), small_seeds, gazetteer)


@dataclass
class Desk:
    """A published registry and an engineer's actions beside it."""

    engine: Engine
    home: Path
    base: Path
    gazetteer: Path
    folder: Path

    def stage(self, text: str = TEXT, facts: str = FACTS) -> Manifest:
        """Stage an act with this text."""
        (self.folder / "act.txt").write_text(text, encoding="utf-8")
        (self.folder / "act.yaml").write_text(facts, encoding="utf-8")
        return self.stage_file(self.folder / "act.txt", self.folder / "act.yaml")

    def stage_file(self, text: Path, profile: Path | None) -> Manifest:
        """Stage an act from files."""
        return stage_act(
            text,
            engine=self.engine,
            home=self.home,
            gazetteer=self.gazetteer,
            progress=nobody_watches,
            seeds=self.base,
            profile=profile,
        )

    def edition(self) -> Edition:
        """The published edition."""
        return load_edition(self.engine)

    def written(self) -> list[Path]:
        """Every file under KENSE_HOME."""
        return sorted(path for path in self.home.rglob("*") if path.is_file())

    def number(self) -> int:
        """Number of the published edition."""
        with reading(self.engine) as connection:
            stamp = latest_edition(connection)
        return stamp.number if stamp else 0


@pytest.fixture
def desk(store_engine: Engine, base: Path, gazetteer: Path, tmp_path: Path) -> Desk:
    load(store_engine, read_seeds(base))
    return Desk(store_engine, tmp_path / "home", base, gazetteer, tmp_path)


def test_a_staged_act_leaves_the_published_edition_alone(desk: Desk) -> None:
    manifest = desk.stage()
    assert (manifest.act, manifest.blocked, manifest.problems) == (ACT, (), ())
    assert [draft.id for draft in manifest.drafts] == ["clinic-attachment"]
    assert desk.number() == 1
    assert not any(office.category == "clinic" for office in desk.edition().offices.values())
    assert [one.act for one in staged_acts(desk.engine)] == [ACT]


def test_ten_clinics_in_another_order_of_columns_come_in_with_a_profile_alone(desk: Desk) -> None:
    desk.stage()
    review = review_staged(desk.engine, ACT)
    assert len(review.new_offices) == 10
    assert {office.territory_id for office in review.new_offices} == {
        "akm-akkol", "akm-arshaly", "akm-astrakhan", "akm-atbasar", "akm-bulandy",
        "akm-egindikol", "akm-ereimentau", "akm-esil", "akm-zerendi", "akm-zhaksy",
    }  # fmt: skip
    akkol = next(office for office in review.new_offices if office.id == "akm-akkol-clinic")
    assert akkol.located_in == "akm-akkol-akkol-g"
    assert [contact.e164 for contact in akkol.contacts] == ["+77163820001"]
    assert [one.opening_hours for one in akkol.schedules] == ["Mo-Fr 08:00-20:00"]
    assert (review.changed, review.other_changes, review.unnamed, review.unread) == ((), (), (), ())
    assert review.new_provisions == 10
    assert desk.number() == 1


def test_an_activated_act_answers_who_serves_a_village(desk: Desk) -> None:
    desk.stage()
    loaded = activate(desk.engine, desk.home, ACT)
    assert loaded.edition == desk.number() == 2
    atlas = Atlas(desk.edition())
    found = office_for(atlas, "clinic-attachment", find_place(atlas, PlaceQuery(name="Кына")))
    assert found.outcome is ResolutionOutcome.RESOLVED
    assert [one.office_id for one in found.provisions] == ["akm-akkol-clinic"]
    assert staged_acts(desk.engine) == ()


def test_a_rollback_returns_to_the_seeds_before_under_a_new_number(desk: Desk) -> None:
    before = desk.edition()
    desk.stage()
    activate(desk.engine, desk.home, ACT)
    act, loaded = rollback(desk.engine, desk.home)
    assert (act, loaded.edition) == (ACT, 3)
    after = desk.edition()
    assert after.number == 3
    assert after.offices.keys() == before.offices.keys()
    assert after.provisions == before.provisions
    with pytest.raises(StagingError, match="nothing to return to"):
        rollback(desk.engine, desk.home)
    desk.stage()
    assert activate(desk.engine, desk.home, ACT).edition == 4


def test_a_mirror_follows_an_activation_and_a_rollback_record_by_record(desk: Desk) -> None:
    client = ChangingClient(desk.engine)
    mirror = Mirror(client)
    before = dump_of(desk.engine)
    desk.stage()
    for publish in (lambda: activate(desk.engine, desk.home, ACT), lambda: rollback(desk.engine, desk.home)):
        publish()
        client.reception.catch_up()
        assert mirror.follow() == dump_of(desk.engine)
    assert mirror.taken["/changes/start"] == 1
    assert b'"id":"akm-akkol-clinic","kind":"OFFICE"' in mirror.seen[0]
    assert dump_of(desk.engine).splitlines()[1:-1] == before.splitlines()[1:-1]


def _renew(desk: Desk) -> None:
    desk.stage()
    activate(desk.engine, desk.home, ACT)
    desk.stage(renewed(TEXT), NEXT_FACTS)


def test_the_next_act_adds_changes_contradicts_and_closes_nothing(desk: Desk) -> None:
    _renew(desk)
    review = review_staged(desk.engine, NEXT)
    assert [office.id for office in review.new_offices] == ["akm-kokshetau-clinic"]
    (changed,) = review.changed
    assert (changed.office_id, changed.field) == ("akm-akkol-clinic", "phones")
    assert (changed.before, changed.after) == ("+77163820001", "+77163821111")
    assert changed.before_cited is not None
    assert changed.after_cited is not None
    assert (changed.before_cited.act_id, changed.after_cited.act_id) == (ACT, NEXT)
    assert [one.id for one in review.contradictions] == ["akm-akkol-clinic:phones"]
    assert [office.id for office in review.unnamed] == ["akm-zhaksy-clinic"]
    activate(desk.engine, desk.home, NEXT)
    assert "akm-zhaksy-clinic" in desk.edition().offices
    assert rollback(desk.engine, desk.home)[0] == NEXT
    assert "akm-kokshetau-clinic" not in desk.edition().offices
    assert rollback(desk.engine, desk.home)[0] == ACT
    assert desk.number() == 5


def test_a_correction_of_a_field_that_the_next_act_prints_otherwise_is_reopened(desk: Desk) -> None:
    desk.stage()
    activate(desk.engine, desk.home, ACT)
    change = FieldChange("phones", ("+77163820001",), ("+77163820099",))
    with writing(desk.engine) as connection:
        revision = record_revision(connection, "akm-akkol-clinic", 1, [change], "editor", "called them")
        key = connection.execute(
            insert(tables.correction).values(
                office_id="akm-akkol-clinic",
                base_version=1,
                status=CorrectionStatus.ACCEPTED,
                changes=[{"field": "phones", "after": ["+77163820099"]}],
                evidence=[],
                submitted_at=revision.at,
                revision_id=revision.id,
                edition=revision.edition,
            )
        ).inserted_primary_key
    desk.stage(renewed(TEXT), NEXT_FACTS)
    (reopened,) = review_staged(desk.engine, NEXT).reopened
    assert (reopened.office_id, reopened.field) == ("akm-akkol-clinic", "phones")
    assert (reopened.corrected, reopened.printed) == ("+77163820099", "+77163821111")
    assert key is not None
    assert reopened.correction == key[0]
    number = desk.number()
    activate(desk.engine, desk.home, NEXT)
    assert desk.number() == number + 1
    phones = [one.value for one in desk.edition().offices["akm-akkol-clinic"].contacts]
    assert phones == ["+77163820099"]  # a load loses nobody's changes


def test_a_rollback_never_takes_the_office_of_a_correction_away(desk: Desk) -> None:
    desk.stage()
    activate(desk.engine, desk.home, ACT)
    with writing(desk.engine) as connection:
        change = FieldChange("phones", None, ("+77163820099",))
        record_revision(connection, "akm-akkol-clinic", 1, [change], "editor", "called them")
    number = desk.number()
    with pytest.raises(BadSeedError, match="akm-akkol-clinic is gone"):
        rollback(desk.engine, desk.home)
    assert desk.number() == number


def test_an_unknown_column_blocks_its_table_alone(desk: Desk) -> None:
    manifest = desk.stage(TEXT + BEDS, FACTS + BEDS_TABLE)
    (blocked,) = manifest.blocked
    line = (TEXT + BEDS).split("\n").index("№\tНаименование\tЧисло коек\tАдрес\tТелефон") + 1
    assert blocked.where == f"{ACT}/a2"
    assert f"act.txt:{line}: unknown column «Число коек»" in blocked.text
    review = review_staged(desk.engine, ACT)
    assert {office.category for office in review.new_offices} == {"clinic"}
    told = FACTS + BEDS_TABLE + "  columns: {room: [число коек]}\n"
    assert desk.stage(TEXT + BEDS, told).blocked == ()


def test_a_piece_of_a_cell_that_is_not_understood_is_shown(desk: Desk) -> None:
    desk.stage(TEXT.replace("8 (716 38) 2-00-01", "8 (716 38) 2-00"))
    (unread,) = review_staged(desk.engine, ACT).unread
    assert (unread.row, unread.piece.cell) == (f"{ACT}/a1/l25", 5)
    assert "2-00" in unread.piece.text


def test_the_review_is_printed_with_citations(desk: Desk) -> None:
    _renew(desk)
    shown = io.StringIO()
    print_review(review_staged(desk.engine, NEXT), Console(file=shown))
    lines = shown.getvalue().splitlines()
    assert "1 new offices" in lines
    change = f"phones\t+77163820001 ({ACT}/a1/l25)\t+77163821111 ({NEXT}/a1/l25)"
    assert f"  akm-akkol-clinic\t{change}" in lines
    assert "1 offices that the act no longer names (they stay)" in lines


def _cut(text: str) -> bytes:
    return text[: text.index("6\tс. Егиндыколь")].encode()


def test_a_docx_stages_what_its_text_stages(desk: Desk) -> None:
    of_text = desk.stage()
    docx = desk.folder / "act.docx"
    docx.write_bytes(text_as_docx(TEXT))
    of_docx = desk.stage_file(docx, desk.folder / "act.yaml")
    assert (of_docx.text, of_docx.digest) == ("act.docx", of_text.digest)
    assert (of_docx.drafts, of_docx.problems) == (of_text.drafts, of_text.problems)


def _in_koi8(text: str) -> bytes:
    return text.encode("koi8-r", "replace")


REFUSED: list[tuple[str, Callable[[str], bytes], type[ActError], str]] = [
    ("unknown column", lambda t: t.replace("Телефоны", "Коек").encode(), UnknownColumn, r":23: .*«Коек»"),
    ("torn", _cut, UnreadableAct, r":23: .*has 5 rows where akm-2019-999 has 10: the text is torn"),
    ("cut in a letter", lambda t: t.encode()[:-28], ActError, r"act\.txt:34: "),
    ("koi8-r", _in_koi8, UnreadableAct, ":1: neither UTF-8 nor Windows-1251"),
    ("a torn utf-16", lambda t: t.encode("utf-16")[:-1], UnreadableAct, ": torn: UTF-16"),
    ("a torn docx", lambda t: b"PK\x03\x04" + t.encode(), UnreadableFile, ": the file is torn"),
    ("a picture", lambda t: b"\xff\xd8\xff\xe0", UnreadableFile, r"a picture \(JPEG\)"),
    ("empty", lambda t: b"", UnreadableAct, "the file is empty"),
    ("another act", lambda t: t.replace("№ 999", "№ 998").encode(), UnreadableAct, ":1: none of its first"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "spoil", "kind", "reason"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_cannot_be_read_is_refused_by_name_and_nothing_is_written(
    desk: Desk, what: str, spoil: Callable[[str], bytes], kind: type[ActError], reason: str
) -> None:
    text = desk.folder / "act.txt"
    text.write_bytes(spoil(TEXT))
    with pytest.raises(kind, match=reason):
        desk.stage_file(text, PROFILE)
    assert desk.written() == []
    assert desk.number() == 1


def test_a_refused_act_leaves_the_earlier_staging_alone(desk: Desk) -> None:
    desk.stage()
    before = {path: path.read_bytes() for path in desk.written()}
    with pytest.raises(UnknownColumn):
        desk.stage(TEXT.replace("Телефоны", "Коек"))
    assert {path: path.read_bytes() for path in desk.written()} == before


def test_a_profile_that_lacks_a_fact_of_the_act_is_refused(desk: Desk) -> None:
    with pytest.raises(BadSeedError, match="adopted_on"):
        desk.stage(facts=FACTS.replace("adopted_on: 2019-04-01", "adopted_on: null"))
    assert desk.written() == []


def test_a_copy_that_somebody_touched_changes_nothing_that_is_published(desk: Desk) -> None:
    desk.stage()
    offices = desk.home / "staged" / ACT / "offices.csv"
    offices.write_text(offices.read_text(encoding="utf-8").replace("-clinic,", "-klinik,"), encoding="utf-8")
    activate(desk.engine, desk.home, ACT)
    assert "akm-akkol-clinic" in desk.edition().offices


def test_a_staged_file_that_the_store_lost_is_named_and_nothing_is_published(desk: Desk) -> None:
    desk.stage()
    table = tables.kept_file
    with writing(desk.engine) as connection:
        files = connection.scalar(select(tables.staged_act.c.files))
        assert files is not None
        spoilt = table.c.sha256 == files["offices.csv"]
        connection.execute(update(table).where(spoilt).values(content=b"torn"))
    with pytest.raises(StoreError, match="lost or changed the kept file"):
        activate(desk.engine, desk.home, ACT)
    assert desk.number() == 1


def test_another_server_activates_and_takes_back_what_was_staged_here(desk: Desk, tmp_path: Path) -> None:
    desk.stage()
    other = tmp_path / "another home"
    assert len(review_staged(desk.engine, ACT).new_offices) == 10
    assert activate(desk.engine, other, ACT).edition == 2
    assert staged_acts(desk.engine) == ()
    third = tmp_path / "a third home"
    assert rollback(desk.engine, third) == (ACT, Loaded(3, is_new=True, rows=ANY))
    assert not any(office.category == "clinic" for office in desk.edition().offices.values())


def test_an_act_that_lost_its_ground_is_staged_again_from_its_kept_text(desk: Desk, tmp_path: Path) -> None:
    desk.stage()
    desk.stage(renewed(TEXT), NEXT_FACTS)
    other = tmp_path / "another home"
    assert stage_again(desk.engine, other, NEXT, desk.gazetteer, nobody_watches, desk.base) is None
    activate(desk.engine, desk.home, ACT)
    again = stage_again(desk.engine, other, NEXT, desk.gazetteer, nobody_watches, desk.base)
    assert again is not None
    review = review_staged(desk.engine, NEXT)
    assert [office.id for office in review.new_offices] == ["akm-kokshetau-clinic"]
    assert [(one.office_id, one.field) for one in review.changed] == [("akm-akkol-clinic", "phones")]
    assert activate(desk.engine, other, NEXT).edition == 3


def test_files_that_nothing_names_any_more_leave_the_store(desk: Desk) -> None:
    desk.stage()
    drop_staged(desk.engine, ACT)
    with reading(desk.engine) as connection:
        (seeds,) = connection.scalars(select(tables.kept_seeds.c.files))
        assert set(connection.scalars(select(tables.kept_file.c.sha256))) == set(seeds.values())


def test_of_two_acts_staged_upon_one_edition_the_second_is_staged_again(desk: Desk) -> None:
    desk.stage()
    desk.stage(renewed(TEXT), NEXT_FACTS)
    activate(desk.engine, desk.home, ACT)
    with pytest.raises(StagingError, match="stage it again"):
        activate(desk.engine, desk.home, NEXT)
    desk.stage(renewed(TEXT), NEXT_FACTS)
    assert activate(desk.engine, desk.home, NEXT).edition == 3


def test_an_act_that_is_published_already_makes_no_second_edition(desk: Desk) -> None:
    desk.stage()
    activate(desk.engine, desk.home, ACT)
    manifest = desk.stage()
    assert manifest.drafts == ()
    with pytest.raises(StagingError, match="already holds"):
        activate(desk.engine, desk.home, ACT)
    assert rollback(desk.engine, desk.home)[0] == ACT


def test_a_store_that_holds_other_seeds_than_those_built_upon_is_left_alone(desk: Desk) -> None:
    with pytest.raises(OtherSeedsError):
        load(desk.engine, Seeds(), upon="other")
    assert desk.number() == 1


def test_an_act_that_is_not_staged_cannot_be_activated_or_reviewed(desk: Desk) -> None:
    with pytest.raises(StagingError, match="'x' is staged"):
        activate(desk.engine, desk.home, "x")
    with pytest.raises(StagingError, match="'x' is staged"):
        review_staged(desk.engine, "x")


def test_nothing_is_staged_upon_a_store_without_an_edition(
    store_engine: Engine, base: Path, gazetteer: Path, tmp_path: Path
) -> None:
    desk = Desk(store_engine, tmp_path / "home", base, gazetteer, tmp_path)
    with pytest.raises(NotPublishedError, match="kense load"):
        desk.stage()
    assert desk.written() == []


def test_nothing_is_staged_upon_seeds_that_the_store_was_not_loaded_from(desk: Desk) -> None:
    desk.base = Path(__file__).parents[1] / "seeds_small"
    with pytest.raises(NotPublishedError, match="was not loaded from"):
        desk.stage()


def test_a_profile_among_the_seeds_is_found_and_written_seeds_hold_the_act(desk: Desk) -> None:
    checkout = desk.folder / "checkout"
    copy_seeds(desk.base, checkout)
    (checkout / "acts" / f"{ACT}.yaml").write_text(FACTS, encoding="utf-8")
    desk.base = checkout
    desk.stage_file(CLINICS / "act.txt", None)
    activate(desk.engine, desk.home, ACT, write_to=checkout)
    assert (checkout / "records" / f"{ACT}-a1.csv").read_text(encoding="utf-8").count("clinic") == 20
    assert load(desk.engine, read_seeds(checkout)).is_new is False


def test_the_commands_lead_from_a_text_to_an_edition_and_back(
    base: Path, gazetteer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KENSE_DATABASE_URL", f"sqlite:///{tmp_path}/kense.sqlite3")
    kense = CliRunner()

    def run(*words: object) -> str:
        result = kense.invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    run("load", "--seeds", base)
    text = CLINICS / "act.txt"
    draft = tmp_path / "draft.yaml"
    assert "kense stage" in run("propose", text, "--out", draft)
    assert run("propose", text) == draft.read_text(encoding="utf-8")
    words = ("--profile", PROFILE, "--seeds", base, "--gazetteer", gazetteer)
    assert f"{ACT} is staged" in run("stage", text, *words)
    assert "10 new offices\n" in run("review", ACT)
    assert f"{ACT} is staged since" in run("review", "--seeds", base)
    assert f"edition 2 contains {ACT}" in run("activate", ACT)
    assert f"edition 3 is without {ACT}" in run("rollback")


def _settings(desk: Desk) -> Settings:
    return Settings(desk.engine.url.render_as_string(hide_password=False), desk.home)


def test_activation_lists_the_others_and_their_review_stages_them_again(desk: Desk) -> None:
    desk.stage()
    desk.stage(renewed(TEXT), NEXT_FACTS)
    shown = io.StringIO()
    run_activate(_settings(desk), ACT, None, Console(file=shown))
    assert f"{NEXT} is staged since" in shown.getvalue()
    assert f"upon other seeds than the published ones: `kense review {NEXT}` first" in shown.getvalue()
    shown = io.StringIO()
    review = run_staged_review(_settings(desk), NEXT, desk.gazetteer, Console(file=shown))
    assert [office.id for office in review.new_offices] == ["akm-kokshetau-clinic"]
    assert f"{NEXT} was staged again: other seeds were published since" in shown.getvalue()
    shown = io.StringIO()
    list_staged(_settings(desk), Console(file=shown))
    assert "other seeds" not in shown.getvalue()


def test_to_list_what_is_staged_makes_no_store(tmp_path: Path) -> None:
    file = tmp_path / "kense.sqlite3"
    shown = io.StringIO()
    list_staged(Settings(f"sqlite+pysqlite:///{file}", tmp_path), Console(file=shown))
    assert (shown.getvalue(), file.exists()) == ("", False)


def test_a_dump_carries_what_is_staged_to_another_store(desk: Desk, tmp_path: Path) -> None:
    desk.stage()
    write_dump(desk.engine, tmp_path / "store.jsonl")
    other = make_engine(make_url(f"sqlite:///{tmp_path}/other.sqlite3"))
    try:
        migrate(other)
        restore_dump(other, tmp_path / "store.jsonl")
        assert activate(other, tmp_path / "other home", ACT).edition == 2
    finally:
        other.dispose()
