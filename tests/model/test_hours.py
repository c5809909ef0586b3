"""Printed hours of the acts read into opening_hours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, validate

from model.enums import Channel, Language
from model.values.hours import Gap, parse_hours
from model.values.hours_expression import normalise_hours
from model.values.hours_paragraphs import split_posts
from tests.printed_hours import GOLDEN, KK, RU


@pytest.mark.parametrize(("cited", "language", "printed", "expected"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_printed_hours_become_opening_hours(
    cited: str, language: Language, printed: str, expected: str
) -> None:
    read = parse_hours(printed, language)
    assert read.opening_hours == expected
    assert read.unread == read.gaps == ()
    assert read.printed == printed
    assert read.says_holidays == expected.endswith("PH off")
    assert read.is_round_the_clock == (expected == "24/7")


UNREADABLE = [  # act/place, language, as printed, why
    ("krg-2008-35-01/l1815", KK, "айына бір рет, сағат 17.00-ден бастап", Gap.NO_DAYS),
    ("krg-2008-35-01/l2031", KK, "әр айдың 3-ші дүйсенбісі Ақтоғай ауылында", Gap.NO_TIMES),
    ("gov-2010-76/a5/l898, half a row", KK, "дс. – жм. сағ. 09.00-18.00, түскі", Gap.NOT_UNDERSTOOD),
    ("gov-2010-76/a5/l982, half a row", KK, "сс, бс. сағ. 09.00-18.00, түскі ас", Gap.BREAK_WITHOUT_TIMES),
    ("gov-2010-76/a5/l1066, half a row", KK, "дс. – жм. сағ. 09:00-", Gap.NO_TIMES),
    (
        "gov-2012-1119/s22/p9",
        RU,
        "в рабочие дни с 9.00 часов до 18.00 часов, с перерывом на обед",
        Gap.BREAK_WITHOUT_TIMES,
    ),
    ("gov-2012-1119/s20/p9", RU, "в соответствии с установленным графиком", Gap.NO_TIMES),
    ("gov-2012-1119/s18, without its days", RU, "с 9.00 до 13.00 часов", Gap.NO_DAYS),
    ("two ways to read it", RU, "ежедневно с 9-15 до 18-15", Gap.NOT_UNDERSTOOD),
    ("five days of six", KK, "жексенбіден басқа аптасына бес күн, сағат 9.00-18.00", Gap.CONTRADICTION),
    ("a break outside the work", RU, "пн-пт с 9.00 до 13.00, перерыв с 13.00 до 14.00", Gap.CONTRADICTION),
    ("hours that overlap", RU, "пн 9.00-13.00, пн 12.00-14.00", Gap.CONTRADICTION),
    ("a month without a week", KK, "әр айдың бейсенбісі, сағат 10.00-12.00", Gap.NO_WEEK_OF_MONTH),
    ("a condition after the hours", RU, "ежедневно с 9.00 до 13.00 в летний период", Gap.NOT_UNDERSTOOD),
    ("a break of whom", RU, "пн-чт 9.00-18.00, пт 9.00-17.00, обед 13.00-14.00", Gap.BREAK_OF_WHICH_DAYS),
    ("dates, no times", RU, "ежедневно с 15.05 по 20.10 с 9.00 до 13.00", Gap.NOT_UNDERSTOOD),
    ("closed at night", RU, "ежедневно с 20.00 до 8.00", Gap.NOT_UNDERSTOOD),
    (
        "two weeks of a day",
        RU,
        "последний понедельник с 9.00 до 10.00, понедельник с 9.00 до 12.00",
        Gap.CONTRADICTION,
    ),
    ("nothing", RU, "", Gap.NO_TIMES),
]


@pytest.mark.parametrize(("cited", "language", "printed", "why"), UNREADABLE, ids=[r[0] for r in UNREADABLE])
def test_half_printed_hours_are_no_hours(cited: str, language: Language, printed: str, why: Gap) -> None:
    read = parse_hours(printed, language)
    assert read.opening_hours is None
    assert why in read.gaps
    assert all(quote in printed for quote in read.unread)
    assert not read.is_round_the_clock


def test_what_was_not_read_is_quoted_as_printed() -> None:
    read = parse_hours("ежедневно с 9.00 до 13.00, кроме дней Учёного Совета", RU)
    assert read.opening_hours is None
    assert read.unread == ("кроме", "Учёного Совета")


def test_a_rule_about_days_off_is_cited_only_where_the_days_are_not_printed() -> None:
    by_rule = parse_hours("ежедневно с 9.00 до 13.00, за исключением выходных", RU)
    printed = parse_hours("дс. – жм. сағ. 09.00-18.00", KK)
    assert by_rule.rests_on is not None
    assert "Labour Code" in by_rule.rests_on
    assert printed.rests_on is None


def test_saturday_of_a_centre_is_unknown_where_only_days_off_are_printed() -> None:
    printed = "за исключением выходных и праздничных дней, с 9.00 часов до 20.00 часов без перерыва"
    centre, office = parse_hours(printed, RU, Channel.PSC), parse_hours(printed, RU, Channel.AUTHORITY)
    assert centre.opening_hours == "Mo-Fr 09:00-20:00; Sa 09:00-20:00 unknown; PH off"
    assert office.opening_hours == "Mo-Fr 09:00-20:00; PH off"


def test_a_centre_that_prints_six_days_works_on_saturday() -> None:
    read = parse_hours("шесть дней в неделю, кроме праздничных дней, с 9.00 до 20.00", RU, Channel.PSC)
    assert read.opening_hours == "Mo-Sa 09:00-20:00; PH off"


SPELLINGS = [  # other prints of the same words, not from the acts
    (RU, "пн-пт 9-18 ч., сб 10:00-14:00, выходной - воскресенье", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
    (RU, "первая среда и последний четверг месяца с 10 до 12 часов", "We[1],Th[-1] 10:00-12:00"),
    (RU, "по вторникам и четвергам с 15.00", "Tu,Th 15:00+"),
    (RU, "с понедельника по субботу с 9 часов до 18 часов", "Mo-Sa 09:00-18:00"),
    (
        RU,
        "пн-пт 9.00-18.00, обед 13.00-14.00, сб 9.00-13.00",
        "Mo-Fr 09:00-13:00,14:00-18:00; Sa 09:00-13:00",
    ),
    (RU, "пн-пт 9.00-13.00, 14.00-18.00, обед 13.00-14.00", "Mo-Fr 09:00-13:00,14:00-18:00"),
    (KK, "күн сайын сағат 9-дан 18-ге дейін", "Mo-Su 09:00-18:00"),
    (RU, "кроме субботы и воскресенья с 9 до 13 часов и с 14 до 18 часов", "Mo-Fr 09:00-13:00,14:00-18:00"),
    (RU, "ПОНЕДЕЛЬНИК – ПЯТНИЦА c 9-00-18-00", "Mo-Fr 09:00-18:00"),
    (RU, "шестидневная рабочая неделя, с 9.00 до 18.00, кроме праздничных дней", "Mo-Sa 09:00-18:00; PH off"),
    (RU, "круглосуточно, кроме праздничных дней", "24/7; PH off"),
    (KK, "дүйсенбіден жұмаға дейін сағат 9.00-ден 18.00-ге дейін", "Mo-Fr 09:00-18:00"),
    (KK, "дс – жм, демалыс жјне мереке кїндерінен басќа, сағ. 9.00-18.00", "Mo-Fr 09:00-18:00; PH off"),
    (KK, "сенбі, жексенбі және мереке күндерінен басқа сағат 9.00-18.00", "Mo-Fr 09:00-18:00; PH off"),
]


@pytest.mark.parametrize(("language", "printed", "expected"), SPELLINGS)
def test_other_spellings_are_read_or_refused(language: Language, printed: str, expected: str | None) -> None:
    assert parse_hours(printed, language).opening_hours == expected


@pytest.mark.parametrize("expression", sorted({row[3] for row in GOLDEN}))
def test_every_expression_is_understood_by_the_library(expression: str) -> None:
    assert validate(expression)
    assert normalise_hours(normalise_hours(expression)) == normalise_hours(expression)
    assert str(OpeningHours(normalise_hours(expression))) == str(OpeningHours(expression).normalize())


minutes = st.sampled_from([0, 15, 30, 45])
clock = st.builds(lambda hour, minute: hour * 60 + minute, st.integers(0, 23), minutes)
printers = st.sampled_from(["{h}.{m:02}", "{h:02}.{m:02}", "{h}:{m:02}", "{h:02}:{m:02}", "{h}: {m:02}"])
dashes = st.sampled_from(["-", " - ", "–", " – ", "- ", "—"])


@settings(deadline=None)
@given(times=st.lists(clock, min_size=4, max_size=4, unique=True).map(sorted), data=st.data())
def test_printing_times_differently_never_changes_the_expression(
    times: list[int], data: st.DataObject
) -> None:
    opens, pauses, resumes, closes = times
    shown = [
        data.draw(printers).format(h=time // 60, m=time % 60) for time in (opens, closes, pauses, resumes)
    ]
    first, second = data.draw(dashes), data.draw(dashes)
    space = data.draw(st.sampled_from([" ", "\u00a0", "\n", "  "]))
    printed = (
        f"дс. – жм.{space}сағ. {shown[0]}{first}{shown[1]}, түскі ас{space}сағ. {shown[2]}{second}{shown[3]}"
    )
    russian = (
        f"пн-пт с {shown[0]} часов до {shown[1]} ч.{space}с перерывом на обед c {shown[2]} до {shown[3]}"
    )
    a, b, c, d = (f"{time // 60:02}:{time % 60:02}" for time in times)
    assert parse_hours(printed, KK).opening_hours == f"Mo-Fr {a}-{b},{c}-{d}"
    assert parse_hours(russian, RU).opening_hours == f"Mo-Fr {a}-{b},{c}-{d}"


@settings(deadline=None)
@given(st.text(alphabet="0123456789:.-–,;() \nпнвтчгсбдмжкруочасдо", max_size=40), st.sampled_from([KK, RU]))
def test_any_text_is_read_in_full_or_refused_with_a_reason(text: str, language: Language) -> None:
    read = parse_hours(text, language)
    assert (read.opening_hours is None) == bool(read.gaps)
    assert read.opening_hours is None or validate(read.opening_hours)


def _receptions(lines: list[str]) -> Iterator[str]:
    """Cells of the reception timetables: from a TAB and a post to the next cell."""
    for number, line in enumerate(lines):
        if re.match(r"\t(?:Әкім|Орынбасары?):", line):
            end = next(i for i in range(number + 1, len(lines)) if lines[i].startswith("\t"))
            yield "\n".join(lines[number:end])


def _lines(acts: Path, number: str) -> list[str]:
    return next(acts.glob(f"{number}_*.txt")).read_text(encoding="utf-8").split("\n")


def test_all_receptions_of_act_35_01_are_read_but_two_that_print_no_day_or_no_hour(shared_acts: Path) -> None:
    cells = list(_receptions(_lines(shared_acts, "000")))
    posts = [post for cell in cells for post in split_posts(cell, KK)]
    unread = {" ".join(p.text.split()) for p in posts if parse_hours(p.text, KK).opening_hours is None}
    assert (len(cells), len(posts)) == (18 * 8, 504)
    assert {text[:13] for text in unread} == {"айына бір рет", "әр айдың 3-ші"}
    assert sum(parse_hours(post.text, KK).opening_hours is not None for post in posts) == 488


def test_all_hours_cells_of_act_420_are_read(shared_acts: Path) -> None:
    lines = _lines(shared_acts, "002")
    starts = [i for i, line in enumerate(lines) if line in {"\tҚазақстан", "\tДемалыс"}]
    assert [start + 1 for start in starts] == [255, 474, 837, 1139]
    for start in starts:
        end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith("\t"))
        read = parse_hours("\n".join(lines[start:end]), KK)
        assert read.opening_hours == "Mo-Fr 09:00-13:00,14:00-18:00; PH off"


def test_all_desks_of_act_76_on_one_line_are_read(shared_acts: Path) -> None:
    cells = [line.rstrip().split("\t")[-1] for line in _lines(shared_acts, "003")[896:1127]]
    whole = [
        c for c in cells if re.match(r"(?:д?с[срн]?\.?|сәрсенбі)[ ,]", c) and re.search(r"\d[.:] ?\d\d$", c)
    ]
    assert len(whole) == 194 - 15  # rows, less those a page break tears in two
    assert [cell for cell in whole if parse_hours(cell, KK).opening_hours is None] == []
