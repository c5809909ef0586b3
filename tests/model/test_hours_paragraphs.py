"""Which words of a paragraph are hours, and whose."""

import re
from pathlib import Path

import pytest

from model.enums import Channel, Language
from model.values.hours import parse_hours
from model.values.hours_paragraphs import find_hours, split_channels, split_posts, terms_of

KK, RU = Language.KK, Language.RU
OFFICE = "Mo-Fr 09:00-13:00,14:00-18:00; PH off"
MINISTRY = "Mo-Fr 09:00-13:00,14:30-18:30; PH off"
NOBODY = None

PARAGRAPHS_1119 = {  # gov-2012-1119, paragraph 9 by standard; None where hours are not printed in full
    1: [("AUTHORITY", OFFICE), ("PSC", "Mo-Fr 09:00-20:00; Sa 09:00-20:00 unknown; PH off"),
        ("MOBILE_UNIT", NOBODY), ("PORTAL", "24/7")],
    2: [("AUTHORITY", OFFICE)],
    3: [("AUTHORITY", MINISTRY)],
    4: [("AUTHORITY", MINISTRY)],
    5: [("AUTHORITY", MINISTRY), ("PORTAL", "24/7")],
    6: [("AUTHORITY", NOBODY)],  # two activities with hours of their own
    7: [("PORTAL", "24/7")],
    8: [("PORTAL", "24/7")],
    9: [("AUTHORITY", MINISTRY)],
    10: [("PORTAL", "24/7")],
    11: [("AUTHORITY", NOBODY)],  # by appointment
    12: [("AUTHORITY", MINISTRY)],
    13: [("AUTHORITY", NOBODY)],
    14: [("AUTHORITY", NOBODY)],
    15: [("AUTHORITY", MINISTRY)],
    16: [("AUTHORITY", NOBODY)],  # a break without its time, and dates of admission
    17: [("AUTHORITY", MINISTRY)],
    18: [("AUTHORITY", "Mo-Fr 09:00-13:00; PH off")],
    19: [("AUTHORITY", "Mo-Fr 08:00-13:00,14:30-17:00; PH off")],
    20: [("AUTHORITY", NOBODY)],
    21: [("AUTHORITY", "Mo-Fr 08:00-13:00,14:00-18:00; PH off")],
    22: [("AUTHORITY", NOBODY)],  # a break without its time
    23: [("AUTHORITY", NOBODY)],
    24: [("AUTHORITY", NOBODY)],
    25: [("PORTAL", "24/7")],
    26: [("AUTHORITY", NOBODY)],
    27: [("PSC", "Mo-Sa 09:00-20:00; PH off"), ("MOBILE_UNIT", NOBODY), ("PORTAL", "24/7")],
    28: [("PSC", "Mo-Sa 09:00-20:00; PH off"), ("MOBILE_UNIT", NOBODY), ("PORTAL", "24/7")],
    29: [("PSC", "Mo-Sa 09:00-20:00; PH off"), ("MOBILE_UNIT", NOBODY), ("PORTAL", "24/7")],
    30: [("AUTHORITY", "Mo-Fr 09:00-13:00,14:30-18:00; PH off"), ("PORTAL", "24/7")],
    31: [("PORTAL", "24/7")],
    32: [("AUTHORITY", MINISTRY)],
}  # fmt: skip


def _lines(acts: Path, number: str) -> list[str]:
    text = next(acts.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    return text.replace("\u00a0", " ").split("\n")


def _paragraphs(lines: list[str], number: int, begins: str) -> list[str]:
    """Paragraphs of that number whose first words match `begins`, up to the next number."""
    starts = [i for i, line in enumerate(lines) if re.match(rf"\s*{number}\. +(?:{begins})", line)]
    ends = [
        next(i for i in range(s, len(lines)) if re.match(rf"\s*{number + 1}\.? ", lines[i])) for s in starts
    ]
    return [" ".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _read(text: str, language: Language, standard: int | None = None) -> list[tuple[str, str | None]]:
    terms = terms_of("gov-2012-1119", standard, language)
    parts = split_channels(text, language, terms)
    return [(p.channel.value, parse_hours(p.text, language, p.channel).opening_hours) for p in parts]


def test_paragraph_9_of_all_standards_of_act_1119(shared_acts: Path) -> None:
    found = _paragraphs(_lines(shared_acts, "001"), 9, "Государств|График|Прием|На портале")
    assert {n: _read(text, RU, n) for n, text in enumerate(found, 1)} == PARAGRAPHS_1119


def test_paragraph_10_of_all_standards_of_act_35_01(shared_acts: Path) -> None:
    found = _paragraphs(_lines(shared_acts, "000"), 10, "Мемлекеттік")
    by_authority = [("AUTHORITY", "Mo-Fr 09:00-13:00,14:00-18:00")]
    by_both = [("PSC", "Mo-Sa 09:00-20:00"), *by_authority]
    assert [_read(text, KK) for text in found] == [by_authority] * 2 + [by_both] + [by_authority] + [
        by_both
    ] * 5


def test_paragraph_9_of_act_76(shared_acts: Path) -> None:
    (found,) = _paragraphs(_lines(shared_acts, "003"), 9, "Жұмыс")
    centre = ("PSC", "Mo-Sa 09:00-20:00; PH off")
    assert _read(found, KK) == [("AUTHORITY", OFFICE), centre, ("MOBILE_UNIT", None), ("PORTAL", "24/7")]


def test_paragraph_9_of_act_283_tells_the_branches_of_a_centre_apart(shared_acts: Path) -> None:
    (found,) = _paragraphs(_lines(shared_acts, "004"), 9, "Мемлекеттік")
    parts = split_channels(found, KK)
    assert [part.channel for part in parts] == [Channel.AUTHORITY, Channel.PSC, Channel.PSC]
    assert "филиалдарында" in parts[2].provider
    branches = parse_hours(parts[2].text, KK)
    assert branches.opening_hours == "Mo-Fr 09:00-13:00,14:00-19:00; PH off"


COMPLAINTS = [  # act, line, hours
    ("001", 415, [OFFICE]), ("001", 416, [OFFICE]), ("001", 16020, [OFFICE]), ("001", 17584, [MINISTRY]),
    ("001", 17744, [MINISTRY]), ("001", 18380, [MINISTRY]), ("001", 18381, ["Mo-Fr 09:00-18:30; PH off"]),
    ("001", 20086, [MINISTRY]), ("001", 28558, [None]), ("001", 45998, [OFFICE]),
    ("001", 45999, ["Mo-Fr 09:00-13:00,14:30-18:00; PH off"]), ("001", 51918, [OFFICE]),
    ("001", 17261, []), ("001", 21263, []),
    ("004", 128, ["Mo-Fr 09:00-13:00,14:00-20:00; PH off", "Mo-Fr 09:00-13:00,14:00-19:00"]),
    ("004", 130, ["Mo-Fr 09:00-13:00,14:00-20:00; PH off", "Mo-Fr 09:00-13:00,14:00-19:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "line", "expected"), COMPLAINTS)
def test_hours_of_complaints_stand_inside_sentences(
    shared_acts: Path, act: str, line: int, expected: list[str | None]
) -> None:
    language = RU if act == "001" else KK
    found = find_hours(_lines(shared_acts, act)[line - 1], language)
    assert [parse_hours(placed.text, language).opening_hours for placed in found] == expected
    assert all(placed.subject for placed in found)


def test_a_condition_behind_the_hours_is_not_cut_off() -> None:
    (placed,) = find_hours(
        "Жалобы принимает канцелярия ежедневно с 9.00 до 18.00 часов по понедельникам мая", RU
    )
    assert placed.subject == "Жалобы принимает канцелярия"
    assert parse_hours(placed.text, RU).opening_hours is None


def test_a_paragraph_that_prints_no_hours_comes_back_whole() -> None:
    (part,) = split_channels("9. Услуга оказывается по предварительной записи.", RU)
    assert part.channel is Channel.AUTHORITY
    assert part.text == "Услуга оказывается по предварительной записи."


def test_remarks_about_the_queue_are_kept_beside_the_hours() -> None:
    (part,) = split_channels("9. Ежедневно с 9.00 до 13.00. Ветераны обслуживаются вне очереди.", RU)
    assert part.remarks == ("Ветераны обслуживаются вне очереди.",)
    assert parse_hours(part.text, RU).opening_hours == "Mo-Su 09:00-13:00"


def test_an_empty_paragraph_has_no_channels() -> None:
    assert split_channels("", RU) == ()


def test_posts_of_a_reception_timetable_keep_their_printed_names() -> None:
    cell = (  # krg-2008-35-01/s1/a4/l1791
        "Әкім:\nәр айдың 2, 4-ші дүйсенбісі,\nсағат 18.00-ден 20.00 дейін\n"
        "Орынбасарлары:\nапта сайын сәрсенбі күндері,\nсағат 18.00-ден 20.00 дейін."
    )
    first, second = split_posts(cell, KK)
    assert (first.post, first.printed) == ("AKIM", "Әкім")
    assert (second.post, second.printed) == ("DEPUTY", "Орынбасарлары")
    assert parse_hours(first.text, KK).opening_hours == "Mo[2,4] 18:00-20:00"
    assert parse_hours(second.text, KK).opening_hours == "We 18:00-20:00"


def test_words_before_the_first_post_are_not_lost() -> None:
    lead, akim = split_posts("Қабылдау бөлмесі. Әкім: апта сайын жұма күндері, сағат 10.00-12.00", KK)
    assert (lead.post, lead.text) == ("", "Қабылдау бөлмесі")
    assert akim.post == "AKIM"
    assert split_posts("дс. – жм. сағ. 09.00-18.00", KK) == ()
