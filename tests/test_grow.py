"""A country made larger holds what the registry holds so many times; the law of a figure is its slope."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.grow.__main__ import exponent, print_table
from bench.grow.country import grown
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine


def test_a_country_of_three_is_loaded_and_has_names_of_its_own(small_seeds: Seeds, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/kense.sqlite3")
    load(engine, grown(small_seeds, 3))
    edition = load_edition(engine)
    engine.dispose()
    assert len(edition.units) == 3 * len(small_seeds.areas)
    assert len(edition.offices) == 3 * len(small_seeds.offices)
    first, copy = (edition.offices[f"akm-akkol-karasai-akimat{mark}"] for mark in ("", "-x2"))
    assert copy.territory_id == "akm-akkol-karasai-x2"
    assert copy.names != first.names
    assert [contact.e164 for contact in copy.contacts] == [contact.e164 for contact in first.contacts]
    village = edition.units["akm-akkol-karasai-kyna-x1"].names[0].value
    assert village != edition.units["akm-akkol-karasai-kyna"].names[0].value
    given = {each.id for each in edition.provisions.values() if each.office_id == copy.id}
    assert len(given) == len([each for each in edition.provisions.values() if each.office_id == first.id])


def test_the_same_country_comes_each_time_and_one_is_the_registry_itself(small_seeds: Seeds) -> None:
    assert grown(small_seeds, 2) == grown(small_seeds, 2)
    assert grown(small_seeds, 1).offices == small_seeds.offices


def test_the_law_is_the_slope_between_the_smallest_and_the_largest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exponent([1, 4, 16], [2.0, 9.0, 32.0]) == pytest.approx(1.0)
    assert exponent([1, 16], [3.0, 3.0]) == 0.0
    assert exponent([1], [3.0]) is None
    assert exponent([1, 4], [0.0, 3.0]) is None
    print_table([1, 4], [{"load, s": 2.0, "refused": 0}, {"load, s": 8.0, "refused": 2}])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["load,", "s", "2", "8", "n^1.00"]
    assert lines[2].split() == ["refused", "0", "2"]
