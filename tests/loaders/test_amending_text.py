"""Amending acts are read into operations; each operative line is one, or is blocked by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.acts.account import account_of
from loaders.acts.accounted import LineKind, Outcome
from loaders.acts.amending_text import AmendingText, Operation, Part, read_amending
from loaders.acts.amending_words import row_labels
from loaders.acts.marks import find_marks
from loaders.acts.reader import survey
from loaders.acts.text import read_text
from model.enums import OperationKind

HEAD = (
    "О внесении изменений\n\nПостановление Правительства Республики Казахстан от 15 мая 2013 года № 480\n\n"
)
OPENS = (
    "1. Внести в постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119 следующие "
    "изменения:"
)
ANNEX = "в приложении 2 к стандарту государственной услуги «Выдача справок»:"
KAZAKH = [
    "1. «Стандарттарды бекіту туралы» Қазақстан Республикасы Үкіметінің 2012 жылғы 31 тамыздағы "
    "№ 1119 қаулысына мынадай өзгерістер енгізілсін:",
    "1) «Анықтама беру» мемлекеттік қызмет стандартында:",
    "2-қосымшада:",
]


def read(tmp_path: Path, lines: Sequence[str], head: str = HEAD) -> AmendingText:
    """The operations of an act with these lines behind its head."""
    file = tmp_path / "act.txt"
    file.write_text(
        head + "".join(f"      {line}\n" if "\t" not in line else f"{line}\n" for line in lines), "utf-8"
    )
    text = read_text(file)
    return read_amending(text, find_marks(text))


def only(found: AmendingText) -> Operation:
    """The single operation, where nothing is blocked."""
    assert found.blocked == ()
    (operation,) = found.operations
    return operation


WORDINGS = [
    ("строку 5 исключить;", OperationKind.DELETE_ROW, {"row": "5"}),
    ("строки, порядковые номера 3, 4 и 7, исключить.", OperationKind.DELETE_ROW, {"row": "3"}),
    ("исключить строку, порядковый номер 12;", OperationKind.DELETE_ROW, {"row": "12"}),
    (
        "слова «ул. Мира» заменить словами «ул. Абая»;",
        OperationKind.REPLACE_WORDS,
        {"before": "ул. Мира", "after": "ул. Абая", "annex": 2},
    ),
    ("слова «до 18.00» исключить;", OperationKind.REPLACE_WORDS, {"before": "до 18.00", "after": ""}),
    (
        "после слов «г. Акколь» дополнить словами «, ул. Абая»;",
        OperationKind.REPLACE_WORDS,
        {"before": "г. Акколь", "after": "г. Акколь , ул. Абая"},
    ),
    (
        "приложение 4 к указанному стандарту изложить в новой редакции согласно приложению 1 к настоящему "
        "постановлению;",
        OperationKind.RESTATE_ANNEX,
        {"annex": 4, "is_sent": True},
    ),
    ("приложение 5 исключить;", OperationKind.DELETE_ANNEX, {"annex": 5}),
    (
        "стандарт государственной услуги «Выдача архивных справок» исключить;",
        OperationKind.DELETE_STANDARD,
        {"title": "Выдача архивных справок"},
    ),
    (
        "дополнить стандартом государственной услуги «Выдача дубликатов» согласно приложению 2;",
        OperationKind.ADD_STANDARD,
        {"title": "Выдача дубликатов"},
    ),
    (
        "стандарт государственной услуги «Выдача копий» изложить в новой редакции согласно приложению 3;",
        OperationKind.RESTATE_STANDARD,
        {"title": "Выдача копий"},
    ),
]


@pytest.mark.parametrize(("line", "kind", "names"), WORDINGS, ids=[line[:40] for line, _, _ in WORDINGS])
def test_a_wording_is_one_operation_at_the_place_named_above_it(
    tmp_path: Path, line: str, kind: OperationKind, names: dict[str, object]
) -> None:
    found = read(tmp_path, [OPENS, ANNEX, line])
    assert found.blocked == ()
    operation = found.operations[0]
    assert operation.kind is kind
    assert {name: getattr(operation, name) for name in names} == names
    assert operation.act is not None
    assert (operation.act.number, operation.act.day.isoformat()) == ("1119", "2012-08-31")
    assert operation.title == names.get("title", "Выдача справок")


def test_the_rows_of_one_line_are_operations_of_their_own(tmp_path: Path) -> None:
    found = read(tmp_path, [OPENS, ANNEX, "строки, порядковые номера 3, 4 и 7–9, исключить."])
    assert [one.row for one in found.operations] == ["3", "4", "7", "8", "9"]
    assert row_labels("6-1, 12") == ("6-1", "12")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("реттік нөмірі 3-жол алып тасталсын;", OperationKind.DELETE_ROW),
        ("«до 18.00» деген сөздер «до 19.00» деген сөздермен ауыстырылсын;", OperationKind.REPLACE_WORDS),
        ("3-қосымша осы қаулыға қосымшаға сәйкес жаңа редакцияда жазылсын.", OperationKind.RESTATE_ANNEX),
    ],
)
def test_kazakh_wordings_are_the_same_operations(tmp_path: Path, line: str, kind: OperationKind) -> None:
    operation = only(read(tmp_path, [*KAZAKH, line]))
    assert operation.kind is kind
    assert operation.title == "Анықтама беру"
    assert operation.act is not None
    assert (operation.act.number, operation.act.day.isoformat()) == ("1119", "2012-08-31")


def test_a_kazakh_row_is_restated_by_the_rows_below_it(tmp_path: Path) -> None:
    lines = [
        *KAZAKH,
        "реттік нөмірі 2-жол мынадай редакцияда жазылсын:",
        "«",
        "2\tҚарасай\t8 (71638) 2-00-00",
        "»;",
    ]
    operation = only(read(tmp_path, lines))
    assert (operation.kind, operation.row) == (OperationKind.RESTATE_ROW, "2")
    assert operation.rows[0].cells == ("2", "Қарасай", "8 (71638) 2-00-00")


def test_acts_are_repealed_whole_in_part_and_from_a_day(tmp_path: Path) -> None:
    operations = read(
        tmp_path,
        [
            "1. Признать утратившим силу постановление Правительства от 8 февраля 2010 года № 76.",
            "2. Признать утратившими силу с 1 января 2014 года:",
            "1) постановление Правительства от 31 марта 2011 года № 283;",
            "2) пункт 16 изменений, утвержденных постановлением Правительства от 1 декабря 2011 года № 1427.",
        ],
    )
    assert operations.blocked == ()
    assert [(one.kind, one.act.number if one.act else "") for one in operations.operations] == [
        (OperationKind.REPEAL, "76"),
        (OperationKind.REPEAL, "283"),
        (OperationKind.REPEAL_PART, "1427"),
    ]


def test_a_line_that_no_rule_reads_is_blocked_with_its_words(tmp_path: Path) -> None:
    found = read(tmp_path, [OPENS, ANNEX, "строку 5 переставить на место строки 7;", "строку 6 исключить;"])
    (blocked,) = found.blocked
    assert "строку 5 переставить" in blocked.reason
    assert [one.row for one in found.operations] == ["6"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["1. Внести изменения:", "строку 5 исключить;"], "no act is named"),
        ([OPENS, "строку 5 исключить;"], "no annex is named"),
        ([OPENS, ANNEX, "строку 5 изложить в следующей редакции:"], "not printed below it"),
        (
            [OPENS, ANNEX, "строку 5 изложить в следующей редакции:", "«", "6\tОтдел\t1", "»;"],
            "names the rows 5, and 6",
        ),
    ],
)
def test_an_operation_that_lacks_something_is_blocked_by_name(
    tmp_path: Path, lines: list[str], reason: str
) -> None:
    found = read(tmp_path, lines)
    assert found.operations == ()
    assert reason in found.blocked[0].reason


def test_every_line_of_an_amending_part_is_said_once(tmp_path: Path) -> None:
    lines = [OPENS, ANNEX, "строку 2 изложить в следующей редакции:", "«", "2\tОтдел\tг. Акколь", "»;"]
    found = read(tmp_path, [*lines, "2. Настоящее постановление вводится в действие со дня опубликования."])
    assert [line.line for line in found.lines] == list(range(5, 12))
    assert found.lines[-1].part is Part.OTHER


def test_the_account_shows_operations_and_their_rows(tmp_path: Path) -> None:
    read(
        tmp_path,
        [
            OPENS,
            ANNEX,
            "строку 2 изложить в следующей редакции:",
            "«",
            "2\tОтдел\tг. Акколь",
            "»;",
            "ерунду исключить;",
        ],
    )
    account = account_of(survey(tmp_path / "act.txt"))
    counts = account.counts()
    assert (counts[LineKind.OPERATION], counts[LineKind.ROW], counts[LineKind.UNREAD]) == (1, 3, 1)
    assert [(run.rows, run.outcome, run.annex) for run in account.runs] == [(1, Outcome.READ, 2)]


def test_an_act_that_only_approves_has_no_operations(tmp_path: Path) -> None:
    found = read(tmp_path, ["1. Утвердить прилагаемые стандарты.", "2. Контроль возложить на министра."])
    assert not found.is_amending
