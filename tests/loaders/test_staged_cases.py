"""Complete runs of new acts beside the shipped registry: proposed, staged as drafted, reviewed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.seeds import Seeds, read_seeds
from loaders.staging.proposal import propose
from loaders.staging.stage import stage_act
from loaders.staging.staged import Manifest, staged_folder
from loaders.staging.staged_review import StagedReview, review_staged
from model.program_files import shipped_seeds
from store.tables.engine import make_engine
from tests.staged_country import nobody_watches

pytestmark = pytest.mark.slow

TODAY = Path(__file__).parents[1] / "act_today" / "act.txt"


@dataclass
class Staged:
    """The result of one act."""

    manifest: Manifest
    seeds: Seeds
    review: StagedReview

    def offices(self) -> dict[int, str]:
        """Line of each row of the act to its office."""
        rows = (
            row for key, rows in self.seeds.records.items() if key.act == self.manifest.act for row in rows
        )
        return {row.line: row.office for row in rows}


@dataclass
class Desk:
    """A store with the shipped seeds, and a home for staged acts."""

    engine: Engine
    home: Path
    staged: dict[Path, Staged] = field(default_factory=dict)

    def stage(self, text: Path, gazetteer: Path | None = None) -> Staged:
        """Stage an act with the profile that is proposed for it, as it is; once."""
        if text not in self.staged:
            self.staged[text] = self._stage(text, gazetteer)
        return self.staged[text]

    def _stage(self, text: Path, gazetteer: Path | None) -> Staged:
        draft = self.home / f"{text.stem}.yaml"
        draft.write_text(propose(text, shipped_seeds()), encoding="utf-8")
        manifest = stage_act(
            text, self.engine, self.home, gazetteer, nobody_watches, shipped_seeds(), profile=draft
        )
        folder = staged_folder(self.home, manifest.act)
        return Staged(manifest, read_seeds(folder), review_staged(self.engine, manifest.act))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shipped_store: Path) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("home")
    engine = make_engine(make_url(f"sqlite:///{shutil.copy(shipped_store, home)}"))
    try:
        yield Desk(engine, home)
    finally:
        engine.dispose()


def test_a_regulation_joins_the_offices_that_its_truth_names(
    desk: Desk, shared_cases: Path, shared_gazetteer: Path
) -> None:
    text = shared_cases / "s1_regulation_akmola.txt"
    staged = desk.stage(text, shared_gazetteer)  # it lists okrugs, whose villages a gazetteer places
    assert staged.manifest.blocked == ()
    assert staged.review.new_offices == ()
    assert (staged.review.rekeyed, staged.review.other_changes, staged.review.orphaned) == ((), (), ())
    truth = json.loads((shared_cases / "s1_truth.json").read_text(encoding="utf-8"))
    lines = text.read_text(encoding="utf-8").split("\n")
    records = {
        row.line: row
        for key, rows in staged.seeds.records.items()
        if key.act == staged.manifest.act
        for row in rows
    }
    assert len(records) == len(truth) == 20
    for case in truth:
        (line,) = (n for n, printed in enumerate(lines, 1) if "\t" in printed and case["name"] in printed)
        record = records[line]
        assert record.office == case["office"]
        assert case["phone"] in record.phones.split("|")
        assert record.settlements == case.get("vil", "")
        assert record.emails == case.get("email", "")
        if "district" in case:
            assert record.district == case["district"]


def test_rows_of_today_are_placed_by_the_division_of_their_day(desk: Desk) -> None:
    staged = desk.stage(TODAY)
    territory = {office.id: office.territory for office in staged.seeds.offices}
    placed = {line: territory[office] for line, office in staged.offices().items()}
    assert placed == {
        20: "vos-semei",  # the region of Abai took Semey in June 2022
        21: "vos-ayagoz",
        26: "yuz-sairam",  # the region was renamed in 2018
        31: "alm-kegen",  # the district was made in 2018
    }


def test_a_row_whose_territory_is_not_understood_is_blocked_by_name(desk: Desk) -> None:
    staged = desk.stage(TODAY)
    blocked = {problem.where.rsplit("/l", 1)[1]: problem.text for problem in staged.manifest.blocked}
    assert sorted(blocked) == ["22", "24", "28"]
    assert "no district of its region" in blocked["22"]  # Oskemen stayed outside the region of Abai
    assert "no region of its day is 'Небывалая область'" in blocked["24"]
    (doubt,) = (problem for problem in staged.manifest.problems if problem.kind == "heading_doubtful")
    assert "«Қарағанды обласы»" in doubt.text
    nowhere = {office.id for office in staged.seeds.offices if not office.territory}
    assert nowhere == {office.id for office in read_seeds().offices if not office.territory}
    entries = [rows for key, rows in staged.seeds.entries.items() if key.act == staged.manifest.act]
    assert [len(rows) for rows in entries] == [7]  # what is blocked is kept as it is printed
    gives = {row.office for row in staged.seeds.provisions if row.service == "vydacha-probnoi-spravki"}
    assert gives == set(staged.offices().values())
