"""Caches of names: the same answers, and a bound on long texts."""

from __future__ import annotations

import pytest

from geo.names import remembered as remembered_module
from geo.names.remembered import remember_many, remembered


def test_a_text_is_worked_out_once_whatever_its_length() -> None:
    asked: list[tuple[str, int]] = []

    @remembered
    def repeated(text: str, times: int) -> str:
        """A docstring."""
        asked.append((text, times))
        return text * times

    for text in ("ab", "ab" * 100):
        assert repeated(text, 2) == repeated(text, 2) == text * 2
        assert repeated(text, 3) == text * 3
    assert len(asked) == 4
    assert repeated.__doc__ == "A docstring."


def test_of_long_texts_a_thousand_are_remembered() -> None:
    asked: list[str] = []

    @remembered
    def noted(text: str) -> int:
        asked.append(text)
        return len(text)

    texts = [f"{number} ".ljust(300, "я") for number in range(1_100)]
    short = [f"село {number}" for number in range(2_000)]
    for text in [*texts, *short, texts[-1], *short, texts[0]]:
        noted(text)
    assert asked == [*texts, *short, texts[0]]


def test_a_run_over_a_gazetteer_remembers_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_module, "_enlarging", [])
    asked: list[str] = []

    @remembered
    def noted(text: str) -> int:
        asked.append(text)
        return len(text)

    remember_many()
    texts = [f"село {number}" for number in range(40_000)]
    for text in [*texts, *texts]:
        noted(text)
    assert asked == texts
    assert remembered_module._enlarging == []
