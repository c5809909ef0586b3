"""Which law says so: a citation shows the printed row with its table and neighbours, or its paragraph."""

from __future__ import annotations

from typing import Any

import pytest

from graph.served.registry import Registry
from graph.terms import limits
from graph.types.printed_acts import table_excerpt
from model.edition import Citation, Edition
from tests.api_client import ApiClient

ROW = """printedRow { columns row { label headings cells { column text isMasked } }
         before { label } after { label } }"""
PARAGRAPH = "printedParagraph { number headings url }"


@pytest.fixture(scope="module")
def api(bodies_edition: Edition) -> ApiClient:
    return ApiClient(bodies_edition)


def sources(api: ApiClient, office: str, fields: str) -> list[dict[str, Any]]:
    data = api.data(
        f"query($id: ID!) {{ office(id: $id) {{ contacts {{ source {{ annex {fields} }} }} }} }}",
        id=f"Office:{office}",
    )
    return [one["source"] for one in data["office"]["contacts"]]


# Act, standard, annex and line; headings, cells beside their columns, labels of the rows around
GOLDEN = [
    (
        ("gov-2012-1119", 1, "2", 1543),
        ["Акмолинская область"],
        {
            "Полное наименование акимата": "ГУ «Аппарат Карасайского сельского округа Аккольского района»",
            "Наименование населенного пункта": "с. Карасай, с. Кына, c. Минское",
            "Контактный телефон": "8 (716) 3 834190",
            "Адрес сайта": "нет",
        },
        (["1."], ["3.", "4.", "5."]),
    ),
    (
        ("gov-2010-76", None, "5", 898),  # torn by a page break: lines 898 and 900
        [],
        {
            "Шағым қабылданатын кабинеттің нөмірі": "-",
            "Электрондық почта мекенжайы": "akkol_orgotdel@mail.ru",
            "Жұмыс кестесі (күні, сағаты, үзіліс)": "дс. – жм. сағ. 09.00-18.00, түскі ас сағ. 13.00-14.00",
        },
        (["1"], ["3", "4", "5"]),
    ),
    (
        ("gov-2012-1119", 1, "3", 14239),
        ["Филиал РГП «ЦОН по Акмолинской области»"],
        {"Наименование Центров (филиалы, отделы, отделения)": "Кокшетауский городской отдел"},
        (["1"], ["3", "4", "5"]),
    ),
]


@pytest.mark.parametrize(
    ("place", "headings", "cells", "around"), GOLDEN, ids=[f"{row[0][0]} {row[0][3]}" for row in GOLDEN]
)
def test_a_row_is_shown_with_its_columns_its_headings_and_its_neighbours(
    shipped_edition: Edition,
    place: tuple[str, int | None, str, int],
    headings: list[str],
    cells: dict[str, str],
    around: tuple[list[str], list[str]],
) -> None:
    excerpt = table_excerpt(Registry(shipped_edition), cited(shipped_edition, place))
    assert excerpt is not None
    row = excerpt.row()
    assert row.headings == headings
    assert [cell.column for cell in row.cells] == excerpt.columns()
    shown = {cell.column: cell.text for cell in row.cells}
    assert {column: shown[column] for column in cells} == cells
    before, after = excerpt.before(3), excerpt.after(3)
    assert ([one.label for one in before], [one.label for one in after]) == around


def cited(edition: Edition, place: tuple[str, int | None, str, int]) -> Citation:
    """The citation of an office at that place."""
    return next(
        one
        for office in edition.offices.values()
        for one in office.citations
        if (one.act_id, one.standard, one.annex, one.line) == place
    )


def test_every_citation_of_an_office_leads_to_its_row_or_its_paragraph(shipped_edition: Edition) -> None:
    printed = shipped_edition.printed
    citations = [one for office in shipped_edition.offices.values() for one in office.citations]
    assert len(citations) > 10_000
    for one in citations:
        assert (printed.row_of(one) is None) != (printed.paragraph_of(one) is None), one
        assert (printed.row_of(one) is None) == (one.annex is None), one


def test_the_person_of_a_post_is_not_shown_nor_are_the_persons_of_the_rows_beside(api: ApiClient) -> None:
    posts = api.data(
        """{ office(id: "Office:kz-control-committee") { posts { title source { standard annex
             printedRow { columns row { cells { column text isMasked } }
               before(first: 3) { cells { column text isMasked } }
               after(first: 3) { cells { column text isMasked } } } } } } }"""
    )["office"]["posts"]
    printed = [post["source"]["printedRow"] for post in posts]
    rows = [row for row in printed if row is not None and "ФИО" in row["columns"]]
    assert rows  # 001 S7A2, S8A2, S10A3, S25A3 and S31A2
    shown = [line for row in rows for line in (row["row"], *row["before"], *row["after"])]
    assert len(shown) >= 3
    for line in shown:
        masked = [cell["column"] for cell in line["cells"] if cell["isMasked"]]
        assert masked == ["ФИО"]
        assert all((cell["text"] is None) == cell["isMasked"] for cell in line["cells"])


def test_a_row_of_the_register_is_shown_though_its_columns_have_no_titles(api: ApiClient) -> None:
    source = api.data(
        f'{{ publicService(registerNumber: "184") {{ registerEntry {{ source {{ {ROW} {PARAGRAPH} }} }} }} }}'
    )["publicService"]["registerEntry"]["source"]
    assert source["printedParagraph"] is None
    row = source["printedRow"]  # 001 line 65
    assert (row["columns"], row["before"], row["after"]) == ([], [{"label": "183"}], [{"label": "185"}])
    assert [cell["text"] for cell in row["row"]["cells"]][2:5] == [
        "Физические лица",
        "МОН",
        "Акционерное общество «Центр международных программ»",
    ]
    assert {cell["column"] for cell in row["row"]["cells"]} == {None}


def test_a_statement_is_shown_by_its_paragraph_its_headings_and_the_link(api: ApiClient) -> None:
    delivery = api.data(
        f"""{{ node(id: "ServicePassport:gov-2012-1119-s27") {{ ... on ServicePassport {{
             delivery {{ text {{ value }} source {{ provision {ROW} {PARAGRAPH} }} }} }} }} }}"""
    )["node"]["delivery"]
    held = next(one for one in delivery if one["text"]["value"] == "справка действительна 1 месяц")
    assert held["source"] == {  # 001 S27 paragraph 15, line 45970
        "provision": "15, 1)",
        "printedRow": None,
        "printedParagraph": {
            "number": 15,
            "headings": [
                "Выдача справок по опеке и попечительству",
                "2. Порядок оказания государственной услуги",
            ],
            "url": "https://adilet.zan.kz/rus/docs/P1200001119",
        },
    }


def test_a_body_that_a_paragraph_names_is_shown_by_the_paragraph(api: ApiClient) -> None:
    shown = sources(api, "kz-testing-centre", f"{ROW} {PARAGRAPH}")
    assert {(each["annex"], each["printedRow"]) for each in shown} == {(None, None)}
    numbers = {each["printedParagraph"]["number"] for each in shown}
    assert numbers == {4, 9}  # 001 S11, lines 18835 (site) and 18845 (telephones)


def test_neighbours_are_three_at_most_and_a_negative_number_is_refused(api: ApiClient) -> None:
    query = """query($n: Int!) { publicService(registerNumber: "184") { registerEntry { source {
                 printedRow { before(first: $n) { label } after(first: $n) { label } } } } } }"""
    for asked, after in ((0, 0), (2, 2), (3, 3), (200, 3)):
        row = api.data(query, n=asked)["publicService"]["registerEntry"]["source"]["printedRow"]
        assert [one["label"] for one in row["before"]] == ["182", "183"][2 - min(asked, 2) :]
        assert [one["label"] for one in row["after"]] == ["185", "186", "187"][:after]
    code, message = api.error(query, n=-1)
    assert (code, message) == ("BAD_USER_INPUT", "first must not be negative, got -1")


def test_the_cells_of_printed_rows_count_as_records(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RECORDS", 30)
    code, _ = api.error(
        """{ office(id: "Office:kz-control-committee") { posts { source { printedRow {
             before(first: 3) { cells { text } } row { cells { text } } after(first: 3) { cells { text } }
           } } } } }"""
    )
    assert code == "LIMIT_EXCEEDED"


def test_every_citation_of_every_passport_is_a_paragraph_or_an_annex(api: ApiClient) -> None:
    names = ("information", "premises", "applicationForms", "submission", "receipts", "delivery",
             "principles", "qualityRules", "complaints", "recipients", "result")  # fmt: skip
    lists = " ".join(f"{name} {{ source {{ provision annex {PARAGRAPH} }} }}" for name in names)
    services = api.data("{ publicServices(first: 200) { edges { node { passports { id } } } } }")
    ids = [one["id"] for edge in services["publicServices"]["edges"] for one in edge["node"]["passports"]]
    assert len(ids) == 44
    for passport in ids:
        found = api.data(
            f"query($id: ID!) {{ node(id: $id) {{ ... on ServicePassport {{ {lists} }} }} }}", id=passport
        )["node"]
        statements = [one["source"] for name in names for one in found[name]]
        assert statements
        for source in statements:
            place = source["printedParagraph"]
            assert (place is None) == (source["provision"] is None)
            assert place is None or str(place["number"]) == source["provision"].split(",")[0]


def test_the_wait_for_a_result_is_stated_apart_from_the_queue(api: ApiClient) -> None:
    channels = api.data(
        """{ node(id: "ServicePassport:krg-2008-35-01-s03") { ... on ServicePassport {
             channels { channel maxWaitMinutes maxPickupWaitMinutes } } } }"""
    )["node"]["channels"]
    assert {(one["channel"], one["maxPickupWaitMinutes"]) for one in channels} == {
        ("AUTHORITY", 40),  # paragraph 7, 3)
        ("PSC", 40),
    }


PASSAGE = f"""query($line: Int, $annex: String, $provision: String) {{
  legalAct(id: "LegalAct:gov-2012-1119") {{
    passage(standard: 27, annex: $annex, line: $line, provision: $provision) {{
    standard annex line provision act {{ number }} {ROW} {PARAGRAPH} }} }} }}"""


def passage(api: ApiClient, **place: Any) -> dict[str, Any]:
    """The place of standard 27 as the API shows it."""
    shown: dict[str, Any] = api.data(PASSAGE, **place)["legalAct"]["passage"]
    return shown


def test_a_place_of_an_act_is_shown_by_what_its_citation_says(api: ApiClient) -> None:
    paragraph = passage(api, provision="15, 1)")
    assert paragraph["printedParagraph"]["number"] == 15
    assert paragraph["printedParagraph"]["headings"][0] == "Выдача справок по опеке и попечительству"
    assert (paragraph["act"]["number"], paragraph["printedRow"]) == ("1119", None)
    cited = api.data(
        f"""{{ publicService(registerNumber: "184") {{ registerEntry {{ source {{
             line annex standard act {{ id }} {ROW} }} }} }} }}"""
    )["publicService"]["registerEntry"]["source"]
    again = api.data(
        f"""query($act: ID!, $line: Int, $annex: String, $standard: Int) {{ legalAct(id: $act) {{
             passage(line: $line, annex: $annex, standard: $standard) {{ {ROW} }} }} }}""",
        act=cited["act"]["id"],
        **{name: cited[name] for name in ("line", "annex", "standard")},
    )["legalAct"]["passage"]
    assert cited["printedRow"] is not None
    assert again["printedRow"] == cited["printedRow"]


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"line": -1},
        {"line": 2**31 - 1, "annex": "1"},
        {"provision": "999"},
        {"provision": "9" * 5_000},
        {"annex": "\u0000" * 500, "line": 1},
    ],
    ids=["nowhere", "before it", "after it", "no such paragraph", "digits", "no annex"],
)
def test_a_place_that_the_act_lacks_shows_nothing(api: ApiClient, place: dict[str, Any]) -> None:
    shown = passage(api, **place)
    assert (shown["printedRow"], shown["printedParagraph"]) == (None, None)
