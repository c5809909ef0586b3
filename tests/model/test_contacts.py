"""Telephones, faxes, e-mails and sites of real cells. Citations: act file / line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.values.contacts import parse_contacts, parse_emails, parse_phones, parse_websites

PHONES: list[
    tuple[str, str, str | None, list[str]]
] = [  # citation, cell, area code of heading or city, numbers
    ("001/450 Akkol", "8 (716 38) 228-47", None, ["+77163822847"]),
    ("001/614 Alakol", "8 (728 33) 210-33, 225-64", None, ["+77283321033", "+77283322564"]),
    ("001 S1A2 Karasai", "8 (716) 3 834190", None, ["+77163834190"]),
    ("001/43050 Medeu", "8(7272) 916072", None, ["+77272916072"]),
    ("001/49945 Turksib", "8 (727)-2-234-10-50", None, ["+77272341050"]),
    ("001/28471 Bostandyk", "8(727)-2 275-24-75", None, ["+77272752475"]),
    ("001/711 Atyrau", "8(712 23)548-47, 328209", None, ["+77122354847", "+77122328209"]),
    ("001/46632 Temirtau", "8(721 39) 854-82, 984963", None, ["+77213985482", "+77213984963"]),
    (
        "001/14299 Stepnyak",
        "8 (71639) 2-22-41 8 (71639) 2-22-42 8 (71639) 2-22-18",
        None,
        ["+77163922241", "+77163922242", "+77163922218"],
    ),
    ("001/3972 Ushanovo", "8(72331) 26-4-45 26-3-87", None, ["+77233126445", "+77233126387"]),
    ("001/2470 Nura", "8 71343 (25120)", None, ["+77134325120"]),
    ("001/7242 Zharaspai", "8(7 214) 432 299", None, ["+77214432299"]),
    ("001/13286 Bidai", "87154226134", None, ["+77154226134"]),
    ("001/10808 Enbek", "(87183) 773601", None, ["+77183773601"]),
    ("001/1897 Voznesenka", "8 (716) 46 34 1 11", None, ["+77164634111"]),
    (
        "001/6868 Zhomart",
        "8(71030) 23693 23699, 23683",
        None,
        ["+77103023693", "+77103023699", "+77103023683"],
    ),
    ("001/2675 Karatogai", "8 (713 31) 26424 26005", None, ["+77133126424", "+77133126005"]),
    ("001/14606 Talgar", "8(727) 388-11-30 8(72774) 2-21-43", None, ["+77273881130", "+77277422143"]),
    ("001/17903 Committee", "(8-7172) 74-15-36", None, ["+77172741536"]),
    ("001/23863 Astana", "21-54-78 21-63-19", "8 (7172)", ["+77172215478", "+77172216319"]),
    ("003/921 Aiteke bi", "8-7133-92 -20-12", None, ["+77133922012"]),
    ("003/1005 Zhanibek", "8-7113-52 -11-80, 52 -18-89", None, ["+77113521180", "+77113521889"]),
    ("003/1046 Zhezkazgan", "8-71027-3-65-94, 3-61-35", None, ["+77102736594", "+77102736135"]),
    ("003/537 Kokshetau", "8-7162-40-10-76 8-7162-40-10-63", None, ["+77162401076", "+77162401063"]),
    ("003/588 Otegen batyr", "8-727-251-74-46 8-727-251-74-47", None, ["+77272517446", "+77272517447"]),
    ("003/372 Katon-Karagai", "8-72341+2-18-78", None, ["+77234121878"]),
    ("003/747 Baikonur", "8-3362-27-54-81", None, ["+73362275481"]),
    ("002/822 Zhansugirov", "872832 21732", None, ["+77283221732"]),
    ("000/11132 Zhezkazgan", "(710-2) 73-50-33", None, ["+77102735033"]),
    ("004/380 Atyrau PSC", "28-40-14", "7122", ["+77122284014"]),
    ("004/392 Almaly PSC", "263-82-51", "727", ["+77272638251"]),
    ("001/12257", "нет", None, []),
    ("001/10254 Bestam", "-", None, []),
]
REFUSED: list[tuple[str, str, str | None, str]] = [  # citation, cell, area code, reason
    ("001/1584 Zhalgyzkaragai", "8 (716) 38 32 66", None, "9 digits"),
    ("001/6509 Bereznyaki", "8(872154)35599", None, "11 digits"),
    ("001/7490 Saran", "8(27137) 26232", None, "not a number of Kazakhstan"),
    ("001/13905 Kazygurt", "66403", None, "5 digits"),
    ("001/25226 Zhelezinka", "32-85-11", "71831", "11 digits with the area code 71831"),
    ("001/25267 Maiskoe", "55-31-28", "71838", "11 digits with the area code 71838"),
    ("001/10125 Syrdarya", "8(72436) 217500", None, "11 digits"),
    ("002/1838 Asy", "872776 977545", None, "11 digits"),
    ("001/26032 Tobol", "9-02-35", "7142", "9 digits with the area code 7142"),
    ("003/1011", "8-71141-2 -19-45-2-18-37", None, "15 digits"),
]
FAXES: list[tuple[str, str, list[str], list[str]]] = [  # citation, cell, phones, faxes
    ("000/1 Karazhal", "телефон (71032) 26900, факс (71032) 26902", ["+77103226900"], ["+77103226902"]),
    (
        "000/441 Konyrat",
        "телефон (71036) 64416, 64417, факс 64418",
        ["+77103664416", "+77103664417"],
        ["+77103664418"],
    ),
    ("000/621 Kyzylarai", "телефон, факс (71037) 24213", ["+77103724213"], ["+77103724213"]),
    ("004/208 Kyzylkoga", "тел. 8 (71238) 2-13-86, факс: 2-11-81", ["+77123821386"], ["+77123821181"]),
    ("004/301 Kazaly", "факс: 8 (72438) 2-12-90", [], ["+77243821290"]),
    ("004/309 Kyzylorda", "Тел: 8 (7242) 23-67-00 ф: 23-84-66", ["+77242236700"], ["+77242238466"]),
    (
        "001/18651",
        "8 (7232) 52-60-80, тел/факс 78-52-65.",
        ["+77232526080", "+77232785265"],
        ["+77232785265"],
    ),
]
EMAILS: list[tuple[str, str, list[str]]] = [  # citation, cell, addresses
    ("004/326", "E-mail: kense. akr@pavlodar.gov.kz", ["kense.akr@pavlodar.gov.kz"]),
    ("001/23863", "21-63-19 e-mail: dmsh_2astana@ mail.ru", ["dmsh_2astana@mail.ru"]),
    ("003/303", "Мир к-сі, 7 8 Janna_et @bk.ru", ["Janna_et@bk.ru"]),
    ("000 Temirtau, Cyrillic т", "тemidoo@mail.ru", ["temidoo@mail.ru"]),
    ("000 Ulytau, 1 for l", "u1utau-akimat@mai1.ru", ["ulutau-akimat@mail.ru"]),
    ("000/384", "www.nurinsk.kz. nurametod@mail.ru.", ["nurametod@mail.ru"]),
    ("001", "badamakim@mail.ru kargala@mail.ru", ["badamakim@mail.ru", "kargala@mail.ru"]),
    ("001", "zhezdy _ akimat @mail.ru", ["zhezdy_akimat@mail.ru"]),
    ("002/397", "zhambyl. rotzszn@mail. оnline.kz", ["zhambyl.rotzszn@mail.online.kz"]),
    (
        "004/302",
        "E-mail: aralkalasy@mail ru, aral_akimat@mail.ru",
        ["aralkalasy@mail.ru", "aral_akimat@mail.ru"],
    ),
    ("001/2655, 29713 Karashai", "www.Karashai_so@mail.ru", ["Karashai_so@mail.ru"]),
    ("001/26656 Semei", "т/ф.: 56-84-32 сайт: www.dvorets@ semsk.kz", ["dvorets@semsk.kz"]),
    ("001/7535 Borsengir", "www.akimat borsengir @mail.ru", []),
    ("001/8655", "zhdanowka@ akim mail.ru", []),
    ("001/2179", "zaporozhski 2009 @ mail.ru", []),
    ("001/24266", "e-mail: stepnogorskddt@mail.", []),
    ("001/25466", "e-mail: drovets08.mail.ru", []),
    ("001/5761", "bostandyk/akim@rambler.ru", []),
    ("002/2655", "Тәуелсіздік, 68 iIi_ akimat @mail.ru", []),
]
SITES: list[tuple[str, str, list[str]]] = [
    ("001/41486", "http://www.akmo.kz", ["http://www.akmo.kz"]),
    ("001/13085", "kyrymbet-gm.sko.kz", ["http://kyrymbet-gm.sko.kz"]),
    ("001/10656", "www. сity - pavlodar. gov. kz", ["http://www.city-pavlodar.gov.kz"]),
    ("001 S22A1", "22-17-76 сайт: www.ekb.goo. gov.kz", ["http://www.ekb.goo.gov.kz"]),
    ("003/1032", "akimat-temirtau.kz, akimat.temirtau@mail.ru", ["http://akimat-temirtau.kz"]),
    ("002/3223", "Батыржана, 28. koksu-akimat.kz", ["http://koksu-akimat.kz"]),
    ("002/3925", "Аманжолова, 79sarkand.kz", ["http://sarkand.kz"]),
    ("002/2479", "Жибек жолы, 28 аuzunagash.kz", ["http://uzunagash.kz"]),
    ("001/1722", "Atbasar onlain.kz", []),
    ("001", "нет", []),
]


@pytest.mark.parametrize(("citation", "cell", "code", "numbers"), PHONES)
def test_printed_numbers_are_read_to_e164(
    citation: str, cell: str, code: str | None, numbers: list[str]
) -> None:
    assert [number.e164 for number in parse_phones(cell, code).numbers] == numbers, citation


@pytest.mark.parametrize(("citation", "cell", "code", "reason"), REFUSED)
def test_a_number_of_another_length_is_refused_not_padded(
    citation: str, cell: str, code: str | None, reason: str
) -> None:
    read = parse_phones(cell, code)
    assert read.numbers == (), citation
    assert [refused.reason for refused in read.refused] == [reason], citation
    assert read.refused[0].printed in cell


@pytest.mark.parametrize(("citation", "cell", "phones", "faxes"), FAXES)
def test_a_label_says_which_numbers_take_a_fax(
    citation: str, cell: str, phones: list[str], faxes: list[str]
) -> None:
    read = parse_phones(cell)
    assert (list(read.phones), list(read.faxes)) == (phones, faxes), citation


@pytest.mark.parametrize(("citation", "cell", "addresses"), EMAILS)
def test_an_email_is_mended_only_where_the_print_proves_it(
    citation: str, cell: str, addresses: list[str]
) -> None:
    assert [mail.value for mail in parse_emails(cell)] == addresses, citation


@pytest.mark.parametrize(("citation", "cell", "sites"), SITES)
def test_a_site_becomes_a_url(citation: str, cell: str, sites: list[str]) -> None:
    assert [site.value for site in parse_websites(cell)] == sites, citation


def test_almaty_numbers_are_the_same_behind_each_of_their_codes() -> None:
    prints = [
        "8 (727)-2-234-10-50",
        "8(7272)34-10-50",
        "8(7272) 234-10-50",
        "8(727) 234-10-50",
        "+7 727 234 10 50",
    ]
    assert {parse_phones(cell).phones for cell in prints} == {("+77272341050",)}


def test_a_home_telephone_is_not_a_contact_of_an_office() -> None:
    read = parse_phones("4-30-41 д.т. 4-26-48", "72149")  # 001/27009
    assert read.phones == ("+77214943041",)
    assert [(refused.printed, refused.reason) for refused in read.refused] == [("4-26-48", "home telephone")]


def test_an_area_code_outside_the_plan_is_read_and_told() -> None:
    read = parse_phones("8 (728 74) 214-00")  # 001/684 Talgar: its akimat has 727 74
    assert [(number.e164, number.is_assigned) for number in read.numbers] == [("+77287421400", False)]


def test_a_subscriber_after_a_refused_number_inherits_nothing() -> None:
    read = parse_phones("8(710 7) 12-399, 12-787")  # 001/1026
    assert read.numbers == ()
    assert [refused.reason for refused in read.refused] == ["9 digits", "5 digits"]


codes = st.sampled_from(["71638", "72833", "7172", "7212", "72533"])
digits = st.text("0123456789", min_size=6, max_size=6)
separators = st.sampled_from(["", " ", "-", " -", "- "])


@given(codes, digits, st.lists(separators, min_size=6, max_size=6), st.sampled_from(["8", "8 ", "", "8-"]))
def test_printing_a_number_differently_never_changes_it(
    code: str, digits: str, between: list[str], trunk: str
) -> None:
    subscriber = digits[: 10 - len(code)]
    printed = "".join(digit + gap for digit, gap in zip(subscriber, between, strict=False))
    read = parse_phones(f"{trunk}({code[:3]}{between[0].strip('-')}{code[3:]}){between[1]}{printed}")
    assert read.phones == (f"+7{code}{subscriber}",)


@given(codes, st.text("0123456789", min_size=1, max_size=9))
def test_a_refused_number_is_never_in_the_output(code: str, subscriber: str) -> None:
    read = parse_phones(f"8 ({code}) {subscriber}")
    whole = len(code) + len(subscriber) == 10 or (code[:4] in {"7172", "7212"} and len(subscriber) == 6)
    assert bool(read.numbers) == whole
    assert all(re.fullmatch(r"\+7\d{10}", number.e164) for number in read.numbers)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_and_every_address_it_finds_is_printed(text: str) -> None:
    read = parse_contacts(text)
    for mail in read.web.emails:
        assert mail.printed in text


def test_an_extension_in_print_belongs_to_the_number_before_it() -> None:
    read = parse_phones("тел. 8 (7172) 55-14-74, доб. 12, 55-14-75, факс 55-14-76 ішкі 3")
    assert read.phones == ("+77172551474;ext=12", "+77172551475")
    assert read.faxes == ("+77172551476;ext=3",)
    assert read.refused == ()
    assert [number.e164 for number in read.numbers] == ["+77172551474", "+77172551475", "+77172551476"]
