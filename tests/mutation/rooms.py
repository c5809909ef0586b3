"""The rooms whose rules are changed, and the tests of each.

Quick ones come first: the first failure ends a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.program_files import PROGRAM
from tests.mutation.mutants import Mutant, mutants_of


@dataclass(frozen=True, slots=True)
class Room:
    """Some files of the program, and the tests that hold their rules; paths start at the checkout."""

    files: tuple[str, ...]
    alone: tuple[str, ...]
    """Tests that need no fixture of tests/conftest.py, which takes longer to import than they take to run."""
    tests: tuple[str, ...] = ()
    """The others; they run where the first notice nothing."""


_JURISDICTION = (
    "competent",
    "coverage",
    "explanation",
    "jurisdiction",
    "shared",
    "nearest",
    "not_in_list",
    "office_conditions",
    "reach",
    "steps",
    "unlisted",
    "within_reach",
)

ROOMS: Mapping[str, Room] = {
    "jurisdiction": Room(
        tuple(f"geo/jurisdiction/{name}.py" for name in _JURISDICTION),
        (
            "tests/geo/test_competent.py",
            "tests/geo/test_law.py",
            "tests/geo/test_jurisdiction.py",
            "tests/geo/test_reasoning.py",
            "tests/geo/test_reach.py",
            "tests/geo/test_within_reach.py",
            "tests/geo/test_nearest.py",
            "tests/geo/test_coverage.py",
            "tests/geo/test_explanations.py",
        ),
        ("tests/geo/test_stated_conditions.py", "tests/geo/test_answers.py"),
    ),
    "law": Room(
        ("geo/jurisdiction/law.py", "geo/jurisdiction/repeal.py", "geo/jurisdiction/freshness.py"),
        (
            "tests/geo/test_law.py",
            "tests/geo/test_repeal.py",
            "tests/geo/test_jurisdiction.py",
        ),
        ("tests/geo/test_freshness.py",),
    ),
    "places": Room(
        ("geo/locator/places.py",),
        ("tests/geo/test_places.py",),
        ("tests/geo/test_units_through_time.py", "tests/geo/test_answers.py"),
    ),
    "containment": Room(
        ("geo/units/containment.py",),
        ("tests/geo/test_containment.py",),
        ("tests/geo/test_boundaries.py",),
    ),
    "authority": Room(("changes/authority.py",), ("tests/changes/test_authority.py",)),
    "resolution": Room(("model/resolution.py",), ("tests/model/test_resolution.py",)),
    "tables": Room(
        ("loaders/acts/tables.py", "loaders/acts/tabbed.py", "loaders/acts/lined.py"),
        ("tests/loaders/test_raw_tables.py",),
        ("tests/loaders/test_new_acts.py", "tests/loaders/test_acts.py"),
    ),
}


def mutants_by_room(rooms: Mapping[str, Room] = ROOMS) -> dict[str, Sequence[Mutant]]:
    """All changes that are known for the files of each room."""
    return {
        name: [
            mutant
            for path in room.files
            for mutant in mutants_of(path, (PROGRAM / path).read_text(encoding="utf-8"))
        ]
        for name, room in rooms.items()
    }
