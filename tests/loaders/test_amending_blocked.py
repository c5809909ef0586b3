"""A part of an amending act that cannot be applied is blocked with a reason, and changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from loaders.amending.applying import QUESTIONED
from loaders.loading.load import load
from loaders.seeds import read_seeds
from tests.amended_country import (
    ACT,
    END,
    HEAD,
    ROWS,
    Desk,
    base,
    beside,
    blocked,
    case,
    desk,
)

pytestmark = pytest.mark.slow
__all__ = ["base", "desk"]


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


@beside
def test_a_renaming_of_units_that_the_registry_lacks_is_blocked_by_name(desk: Desk) -> None:
    manifest = desk.stage(case("s4_rename_okrugs.txt"))
    assert manifest.act == "akm-2023-a-3-110"
    assert [reason.partition(" Буландынского")[0] for reason in blocked(manifest)] == [
        "no unit of the registry is called «Ергольский сельский округ",
        "no unit of the registry is called «Карамышевский сельский округ",
    ]
