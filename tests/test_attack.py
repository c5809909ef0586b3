"""The attacks of `make attack` at a tiny count: each row has real figures, and tells what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.attack.enrolled import Attack, attack, attacks
from bench.attack.ground import Ground, codes_of, ground, loaded_store, told_of
from bench.attack.rows import Row, played, played_on, written
from bench.attack.watching import Watched
from loaders.seeds import Seeds

pytestmark = pytest.mark.slow

ATTACKS = {one.name: one for one in attacks(deep=True)}
_ALONE = {
    "200 proposals as long as they may be, a page of them",
    "others ask for a proposal by its id",
    "300 requests for editions that do not come",
}
"""Attacks for a store that no other attack has changed, and a client that has filed nothing yet."""


@pytest.fixture(scope="module")
def loaded(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small seeds, of which each server gets a copy."""
    return loaded_store(tmp_path_factory.mktemp("loaded"), small_seeds)


@pytest.fixture(scope="module")
def ground_of(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Attack], Ground]]:
    """The server of an attack; attacks that ask for the same settings share one."""
    running: dict[str, Ground] = {}
    with ExitStack() as stack:

        def of(attack: Attack) -> Ground:
            folder = tmp_path_factory.mktemp("ground")
            settings = attack.settings(folder)
            key = json.dumps(settings, sort_keys=True).replace(str(folder), "")
            key += attack.name if attack.name in _ALONE else ""
            if key not in running:
                running[key] = stack.enter_context(ground(loaded, folder, settings, scale=0.02))
            return running[key]

        yield of


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("850 changes of one office", "ANSWERED"),
        ("520 refused documents of 11.7 kB", "GRAPHQL_VALIDATION_FAILED"),
        ("1,000 subscriptions begun and ended", "ANSWERED"),
        ("4,000 questions whose answers are kept, 5 s", "ANSWERED"),
        ("200 proposals as long as they may be, a page of them", "ANSWERED"),
        ("idempotency keys with signs that nobody sees", "INVALID"),
        ("tokens of accounts whose names look like another", "UNAUTHENTICATED"),
        ("others ask for a proposal by its id", "NOT_FOUND"),
        ("files of an act with a billion laughs", "REFUSED"),
        ("a publisher sends files of 64 MB", "PAYLOAD_TOO_LARGE"),
        ("a publisher of another region uses and discards an upload", "OUT_OF_TERRITORY"),
        ("files of an act with tables without end", "REFUSED"),
        ("requests for no host, for two, and what is no request", "BAD_REQUEST"),
        ("texts of 300 misspelt letters to all geocoders", "ANSWERED"),
        ("300 requests for editions that do not come", "NOT_READY BAD_REQUEST"),
        ("wrong values to all geocoders", "BAD_USER_INPUT"),
        ("thousands of parameters and misspelt filters to all exports", "BAD_USER_INPUT"),
        ("2,000 positions in no log of changes", "EDITION_GONE BAD_USER_INPUT"),
        ("metrics asked for at the public port", "NOT_FOUND"),
        ("2,000 names of operations for the metrics", "ANSWERED"),
        ("filters of features with as much work as they may have", "ANSWERED"),
        ("320 bodies without end in chunks of one byte, 5 s", "BAD_REQUEST"),
        ("600 connections with 5,000 requests at once each", "BAD_REQUEST"),
        ("tables that are no tables", "PAYLOAD_TOO_LARGE BAD_USER_INPUT BAD_REQUEST"),
    ],
)
def test_an_attack_on_a_real_server_gives_a_row_of_real_figures(
    name: str, told: str, ground_of: Callable[[Attack], Ground], tmp_path: Path
) -> None:
    row = played_on(ground_of(ATTACKS[name]), ATTACKS[name])
    assert row.refused == told
    assert "the code" not in row.missed
    assert row.watched.cpu_s > 0
    assert len(row.watched.waits_ms) > 5  # the other client asked all the while, twenty times a second
    assert 0 < min(row.watched.waits_ms) <= row.watched.longest_wait_ms
    assert row.watched.before_mb > 50
    assert row.watched.peak_mb >= row.watched.before_mb
    written([row], tmp_path / "rows" / "attack.json")
    (told_row,) = json.loads((tmp_path / "rows" / "attack.json").read_text())["rows"]
    assert told_row == {
        "attack": name,
        "cpu_s": pytest.approx(row.watched.cpu_s, abs=0.01),
        "longest_wait_ms": pytest.approx(row.watched.longest_wait_ms, abs=0.1),
        "memory_growth_mb": pytest.approx(row.watched.growth_mb, abs=0.1),
        "refused": told,
    }


def row(refused: str = "LIMIT_EXCEEDED", wait_ms: float = 10, after_mb: float = 100) -> Row:
    def nobody(_: object) -> str:
        raise AssertionError("it is not played")

    made = Attack("one", nobody, frozenset({"LIMIT_EXCEEDED"}), False, lambda _: {}, 250, 1.3)
    return Row(made, Watched(1.0, 100, after_mb, after_mb, [5, wait_ms]), refused)


def test_a_row_tells_which_goals_were_missed() -> None:
    assert row().missed == []
    assert row(wait_ms=251).missed == ["waits of 250 ms"]
    assert row(refused="LIMIT_EXCEEDED INTERNAL").missed == ["the code"]
    assert row(after_mb=131).missed == ["1.3 times the memory"]
    assert "missed: waits of 250 ms, the code" in str(row(refused="ANSWERED", wait_ms=300))


def test_what_came_of_requests_is_told_by_their_codes() -> None:
    refused = {"errors": [{"message": "no", "extensions": {"code": "LIMIT_EXCEEDED"}}]}
    told = {"data": {"officeUpdate": {"userErrors": [{"code": "FORBIDDEN"}]}}}
    assert codes_of(refused) == ["LIMIT_EXCEEDED"]
    assert codes_of(told) == ["FORBIDDEN"]
    assert codes_of({"errors": [{"message": "no code"}]}) == ["None"]
    assert told_of([refused, {"data": {"edition": {"number": 1}}}, refused]) == "LIMIT_EXCEEDED ANSWERED"


def test_attacks_have_names_of_their_own() -> None:
    assert len(ATTACKS) > 20
    with pytest.raises(ValueError, match="two attacks are called"):
        attack("850 changes of one office")(lambda _: "")


def test_a_server_that_does_not_start_is_a_row_in_which_nobody_is_answered(
    loaded: Path, tmp_path: Path
) -> None:
    def nobody(_: object) -> str:
        raise AssertionError("it is not played")

    broken = Attack("one", nobody, frozenset(), False, lambda _: {"KENSE_PORT": "none"}, 250, None)
    found = played(broken, loaded, tmp_path / "ground")
    assert found.missed == ["waits of 250 ms", "the code"]
    assert found.refused == "BROKEN_AssertionError"
