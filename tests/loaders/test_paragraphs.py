"""`kense check` counts the paragraphs that facts cite, and gives a reason for each other one."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from loaders.checks.paragraphs import NOT_READ, ParagraphsOfAct, figures_of_paragraphs, measure_paragraphs
from loaders.seeds import Seeds
from model.edition import Edition

GOAL = 95


@pytest.fixture(scope="module")
def measured(bodies_seeds: Seeds, shipped_edition: Edition) -> dict[str, ParagraphsOfAct]:
    return {one.act: one for one in measure_paragraphs(bodies_seeds, shipped_edition)}


def test_facts_cite_nearly_every_paragraph_that_states_one(measured: dict[str, ParagraphsOfAct]) -> None:
    assert len(measured) == 5
    assert sum(one.paragraphs for one in measured.values()) == 1106
    for one in measured.values():
        assert one.percent >= GOAL, one.act
        assert one.cited <= one.stating <= one.paragraphs


def test_each_paragraph_that_is_not_cited_says_why(measured: dict[str, ParagraphsOfAct]) -> None:
    uncited = [paragraph for one in measured.values() for paragraph in one.uncited]
    assert uncited
    assert all(paragraph.why for paragraph in uncited)
    by_place = {paragraph.paragraph: paragraph for paragraph in uncited}
    quality = by_place["gov-2012-1119/s27/p18"]
    assert (quality.line, quality.reason) == (45992, "reference")


def test_a_paragraph_whose_fact_is_taken_away_is_named_as_unread(
    bodies_seeds: Seeds, shipped_edition: Edition
) -> None:
    slug = "gov-2012-1119-s27"
    poorer = msgspec.structs.replace(shipped_edition.passports[slug], receipts=())
    edition = replace(shipped_edition, passports={**shipped_edition.passports, slug: poorer})
    (act,) = [one for one in measure_paragraphs(bodies_seeds, edition) if one.act == "gov-2012-1119"]
    (unread,) = [one for one in act.uncited if not one.reason]
    assert (unread.paragraph, unread.line, unread.why) == ("gov-2012-1119/s27/p14", 45961, NOT_READ)


def test_a_slip_of_the_act_is_no_reading_of_its_paragraph(
    bodies_seeds: Seeds, shipped_edition: Edition
) -> None:
    slug = "gov-2012-1119-s20"
    passport = shipped_edition.passports[slug]
    assert [note for note in passport.notes if note.paragraph == 25]
    others = tuple(one for one in passport.complaints if one.paragraph != 25)
    silent = msgspec.structs.replace(passport, complaints=others)
    edition = replace(shipped_edition, passports={**shipped_edition.passports, slug: silent})
    acts = measure_paragraphs(bodies_seeds, edition)
    assert "gov-2012-1119/s20/p25" in {row.paragraph for act in acts for row in act.uncited}


def test_the_share_is_a_figure_that_can_be_pinned(measured: dict[str, ParagraphsOfAct]) -> None:
    figures = {figure.name: figure.value for figure in figures_of_paragraphs(measured.values())}
    assert figures["paragraphs of standards"] == 1106
    assert figures["paragraphs cited: gov-2012-1119 %"] >= GOAL
