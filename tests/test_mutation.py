"""The mutator makes the changes that it says, in a copy, and the tests notice those that once got through."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.program_files import PROGRAM
from tests.mutation.__main__ import Tally, main, report
from tests.mutation.drawing import Equal, draw, read_equal, stale
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.rooms import ROOMS, Room, mutants_by_room
from tests.mutation.running import BrokenError, Copy, copied

SOURCE = '''"""Words: 1 < 2."""
LIMIT: int = 5

@cache(size=3)
def нужен(a: int | None, b: float = 0.5) -> bool:
    """Not (1 == 2)."""
    for each in zip(a, b, strict=True):
        if each < LIMIT and not b:
            continue
        total += any(one for one in a if one)
        raise ValueError(f"{a + 1} is wrong")
    assert a == b
    return a is b


class Room:
    def run(self):
        self.stop()
        return "x" if self.done else None
'''


def changes(source: str) -> set[tuple[str, str, str]]:
    return {(each.function, each.before, each.after) for each in mutants_of("a.py", source)}


def test_every_kind_of_change_is_made_and_words_types_and_guards_are_left_alone() -> None:
    assert changes(SOURCE) == {
        ("", "5", "6"),
        ("нужен", "0.5", "1.0"),
        ("нужен", "each < LIMIT and not b", "(each < LIMIT or not b)"),
        ("нужен", "each < LIMIT and not b", "(not (each < LIMIT and (not b)))"),
        ("нужен", "each < LIMIT", "(each <= LIMIT)"),
        ("нужен", "not b", "b"),
        ("нужен", "continue", "break"),
        ("нужен", "total += any(one for one in a if one)", "pass"),
        ("нужен", "any", "all"),
        ("нужен", "one", "(not one)"),
        ("нужен", 'raise ValueError(f"{a + 1} is wrong")', "pass"),
        ("нужен", "return a is b", "return None"),
        ("нужен", "a is b", "(a is not b)"),
        ("Room.run", "self.stop()", "pass"),
        ("Room.run", 'return "x" if self.done else None', "return None"),
        ("Room.run", "self.done", "(not self.done)"),
    }


def test_a_change_replaces_its_own_bytes_on_its_own_line() -> None:
    (mutant,) = (each for each in mutants_of("a.py", SOURCE) if each.after == "break")
    before, after = SOURCE.splitlines(), mutant.applied(SOURCE).splitlines()
    assert mutant.line == 9
    assert [line for line, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new] == [9]
    assert after[8] == "            break"
    assert str(mutant) == "a.py:9 нужен: continue  =>  break"


def test_each_change_drawn_from_the_rooms_gives_another_program() -> None:
    drawn = draw(mutants_by_room(), 140, 1)
    for mutants in drawn.values():
        assert len(mutants) == 20
        for mutant in mutants:
            source = (PROGRAM / mutant.path).read_text(encoding="utf-8")
            assert ast.dump(ast.parse(mutant.applied(source))) != ast.dump(ast.parse(source)), mutant


def test_a_seed_draws_the_same_again_another_one_others_and_rooms_take_turns() -> None:
    by_room = {"large": mutants_of("a.py", SOURCE), "small": mutants_of("b.py", "x = 1\ny = True\n")}
    first = draw(by_room, 6, 1)
    assert first == draw(by_room, 6, 1)
    assert first != draw(by_room, 6, 2)
    assert {name: len(mutants) for name, mutants in first.items()} == {"large": 4, "small": 2}
    assert draw(by_room, -1, 1) == {"large": [], "small": []}
    everything = draw(by_room, 1000, 1)
    assert {name: set(mutants) for name, mutants in everything.items()} == {
        name: set(mutants) for name, mutants in by_room.items()
    }


def test_rooms_name_files_and_tests_that_there_are_and_forget_none_of_jurisdiction() -> None:
    for room in ROOMS.values():
        for path in (*room.files, *room.alone, *room.tests):
            assert (PROGRAM / path).is_file(), path
    held = {path for room in ROOMS.values() for path in room.files}
    there = {str(path.relative_to(PROGRAM)) for path in (PROGRAM / "geo" / "jurisdiction").glob("*.py")}
    assert there - held == {"geo/jurisdiction/__init__.py"}


@pytest.mark.slow
def test_tests_of_a_room_that_run_alone_ask_for_no_shared_fixture() -> None:
    alone = sorted({file for room in ROOMS.values() for file in room.alone})
    words = ["--noconftest", "--setup-plan", "-q", "-n", "0", "-p", "no:cacheprovider", *alone]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=PROGRAM, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_every_equal_change_is_one_that_can_be_made_and_has_its_reason() -> None:
    equal = read_equal()
    assert stale(equal, mutants_by_room()) == []
    assert [entry for entry in equal if len(entry.why) < 20] == []
    moved = Equal("model/resolution.py", "gone", "x = 1", "1", "2", "the function was renamed since")
    assert stale([moved], mutants_by_room()) == [moved]


def test_the_report_gives_shares_and_names_survivors(capsys: pytest.CaptureFixture[str]) -> None:
    survivor = mutants_of("a.py", "x = 1\n")[0]
    report({"law": Tally(3, [survivor], equal=2), "places": Tally(untried=1)})
    law, places, total, count, named = capsys.readouterr().out.splitlines()
    assert law.split() == ["law", "3", "of", "4", "noticed", "75.0", "%", "2", "equal", "0", "not", "tried"]
    assert places.split() == ["places", "0", "of", "0", "noticed", "-", "0", "equal", "1", "not", "tried"]
    assert total.split() == ["all", "3", "of", "4", "noticed", "75.0", "%", "2", "equal", "1", "not", "tried"]
    assert (count, named) == ("1 survivors", "  a.py:1 : 1  =>  2   in   x = 1")


@pytest.fixture(scope="module")
def copy() -> Iterator[Copy]:
    """A copy of the checkout."""
    with copied() as made:
        yield made


def change(path: str, function: str, before: str, after: str) -> Mutant:
    """The one change of a file that looks so."""
    source = (PROGRAM / path).read_text(encoding="utf-8")
    (found,) = {
        each
        for each in mutants_of(path, source)
        if (each.function, each.before, each.after) == (function, before, after)
    }
    return found


COMPETENT = Room(("geo/jurisdiction/competent.py",), ("tests/geo/test_competent.py",))
LAW = Room(("geo/jurisdiction/law.py", "geo/jurisdiction/jurisdiction.py"), ("tests/geo/test_law.py",))
ONCE_UNNOTICED = [
    (
        COMPETENT,
        "geo/jurisdiction/competent.py",
        "ranked.order",
        "Role.DECIDES not in roles",
        "(Role.DECIDES in roles)",
    ),
    (LAW, "geo/jurisdiction/law.py", "status_of", "return act.status_on(day)", "return None"),
    (LAW, "geo/jurisdiction/law.py", "status_of", "return ActStatus.UNKNOWN", "return None"),
    (
        LAW,
        "geo/jurisdiction/jurisdiction.py",
        "office_for",
        "any(map(counts, here)) or not _law_is_missing(atlas, service, here, counts)",
        "(any(map(counts, here)) and (not _law_is_missing(atlas, service, here, counts)))",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("room", "path", "function", "before", "after"), ONCE_UNNOTICED)
def test_what_once_got_through_is_noticed(
    copy: Copy, room: Room, path: str, function: str, before: str, after: str
) -> None:
    assert copy.notices(room, change(path, function, before, after), 10)


@pytest.mark.slow
def test_what_no_test_of_a_room_is_about_survives_and_the_checkout_stays_as_it_is(copy: Copy) -> None:
    harmless = change("geo/jurisdiction/coverage.py", "", "64", "65")
    file = Path("geo/jurisdiction/coverage.py")
    before = (PROGRAM / file).read_bytes()
    assert not copy.notices(COMPETENT, harmless, 10)
    assert (PROGRAM / file).read_bytes() == before == (copy.folder / file).read_bytes()


@pytest.mark.slow
def test_tests_that_fail_or_are_missing_without_a_change_are_no_answer(copy: Copy) -> None:
    failing = copy.folder / "tests" / "test_made_to_fail.py"
    failing.write_text("def test_nothing() -> None:\n    assert False\n", encoding="utf-8")
    with pytest.raises(BrokenError, match="do not pass"):
        copy.seconds_unchanged(Room((), ("tests/test_made_to_fail.py",)))
    nothing = Room((), ("tests/nowhere.py",))
    with pytest.raises(BrokenError, match="do not pass"):
        copy.seconds_unchanged(nothing)


@pytest.mark.slow
def test_the_command_prints_its_draw_and_ends_well_whatever_survives(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--count", "2", "--room", "resolution", "--minutes", "0"]) == 0
    printed = capsys.readouterr().out
    assert "2 of " in printed.splitlines()[0]
    assert printed.count("  drawn: model/resolution.py:") == 2
    assert "survivors" in printed
