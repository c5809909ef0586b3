"""What standards and acts state of classes of offices and of each other, held against their texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.jurisdiction.office_conditions import accessibility, residence_basis
from loaders.acts.document import read_standards
from loaders.acts.text import fold
from model.act_links import act_links, mentioned_acts
from model.edition import Edition
from model.enums import Language, LinkKind, OfficeKind
from model.stated_conditions import accessibility_conditions, accessibility_labels, residence_conditions
from tests.api_client import ApiClient

TEXTS = {
    "krg-2008-35-01": "000",
    "gov-2012-1119": "001",
    "alm-2012-420": "002",
    "gov-2010-76": "003",
    "gov-2011-283": "004",
}


def text_of(folder: Path, act_id: str) -> Path:
    return next(folder.glob(f"{TEXTS[act_id]}_*.txt"))


def test_each_condition_quotes_its_paragraph(shared_acts: Path) -> None:
    standards = {act_id: read_standards(text_of(shared_acts, act_id)) for act_id in TEXTS}
    for one in (*residence_conditions(), *accessibility_conditions()):
        (standard,) = (each for each in standards[one.act_id] if each.number == one.standard)
        paragraph = standard.paragraph(int(one.provision.partition("-")[0]))
        assert paragraph is not None
        assert fold(one.says) in paragraph.text, one


def test_no_paragraph_on_ramps_is_forgotten(shared_acts: Path) -> None:
    stated = {(one.act_id, one.standard) for one in accessibility_conditions()}
    unlisted = {("gov-2012-1119", number) for number in (3, 4, 12, 13, 14, 15, 17)}
    found = {
        (act_id, standard.number)
        for act_id in TEXTS
        for standard in read_standards(text_of(shared_acts, act_id))
        for paragraph in standard.paragraphs
        if "пандус" in paragraph.text.lower()
    }
    assert found - unlisted == {one for one in stated if one != ("gov-2010-76", None)}


def test_each_link_quotes_the_text_that_tells_it(shared_acts: Path) -> None:
    for link in act_links():
        text = fold(text_of(shared_acts, link.said_in).read_text("utf-8"))
        assert fold(link.says) in text, link


def test_every_act_of_a_link_is_known(shipped_edition: Edition) -> None:
    known = {*shipped_edition.acts, *mentioned_acts(shipped_edition.acts)}
    assert {end for link in act_links() for end in (link.by, link.of)} <= known


def test_every_code_has_its_labels() -> None:
    codes = {code for one in accessibility_conditions() for code in one.codes}
    assert codes == set(accessibility_labels())
    assert all(set(texts) == set(Language) for texts in accessibility_labels().values())


def test_classes_are_those_of_the_paragraph(shipped_edition: Edition) -> None:
    edition = shipped_edition
    provisions = edition.provisions_of_office["akm-akkol-psc"]
    needed = {
        edition.provisions[one].service_id
        for one in provisions
        if residence_basis(edition, edition.provisions[one])
    }
    # Standards 1 and 27 to 29 send to the centre of the place where one lives.
    assert {"preschool-queue", "guardianship-certificate"} >= needed - {
        "minors-deposits-certificate",
        "minors-property-certificate",
    }
    assert "preschool-queue" in needed
    assert set(accessibility(edition, edition.offices["akm-akkol-psc"])) >= {"entrance_ramp"}


def test_of_other_classes_nothing_is_said(shipped_edition: Edition) -> None:
    edition = shipped_edition
    counted = {office.kind for office in edition.offices.values() if accessibility(edition, office)}
    assert {OfficeKind.PSC_BRANCH, OfficeKind.AKIMAT, OfficeKind.DEPARTMENT} <= counted
    silent = [office for office in edition.offices.values() if not accessibility(edition, office)]
    assert silent


@pytest.fixture(scope="module")
def api(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


def test_clients_see_features_with_their_paragraph(api: ApiClient) -> None:
    office = api.data(
        """{ office(id: "Office:akm-akkol-psc") { accessibility { code available label(language: RU)
             source { act { number } standard provision quote } }
             provisions(serviceId: "PublicService:preschool-queue") {
               edges { node { jurisdiction { residenceRequired basis { provision quote } } } } } } }"""
    )["office"]
    ramp = next(one for one in office["accessibility"] if one["code"] == "entrance_ramp")
    assert ramp["available"] is True
    assert ramp["label"] == "Вход оборудован пандусом"
    assert ramp["source"]["provision"] in ("10", "10-1")
    (edge,) = office["provisions"]["edges"]
    jurisdiction = edge["node"]["jurisdiction"]
    assert jurisdiction["residenceRequired"] is True
    assert jurisdiction["basis"][-1] == {"provision": "10-1", "quote": "по месту проживания получателя"}


def test_offices_are_found_by_feature(api: ApiClient) -> None:
    asked = "query($codes: [String!]) { offices(filter: {accessibilityCodes: $codes}) { totalCount } }"
    ramps, lifts = (
        api.data(asked, codes=[code])["offices"]["totalCount"] for code in ("entrance_ramp", "lift")
    )
    assert ramps > 700
    assert 0 < lifts < 20
    assert api.data(asked, codes=["entrance_ramp", "lift"])["offices"]["totalCount"] >= ramps
    code, message = api.error(asked, codes=["escalator"])
    assert code == "BAD_USER_INPUT"
    assert "entrance_ramp" in message


def test_acts_name_what_changed_them(api: ApiClient) -> None:
    asked = """query($id: ID!) { legalAct(id: $id) { repealedBy { number languages status }
        amends { number adoptedOn title } amendedBy { number }
        repeals { number status(asOf: "2020-01-01") } } }"""
    of_2011 = api.data(asked, id="LegalAct:gov-2011-283")["legalAct"]
    assert [one["number"] for one in of_2011["amends"]] == ["2318"]
    assert of_2011["repealedBy"] == {"number": "1542", "languages": [], "status": "UNKNOWN"}
    of_2012 = api.data(asked, id="LegalAct:gov-2012-1119")["legalAct"]
    assert [one["number"] for one in of_2012["amends"]] == ["745", "1427"]
    assert [(one["number"], one["status"]) for one in of_2012["repeals"]] == [
        ("140", "REPEALED"),
        ("550", "REPEALED"),
        ("336", "REPEALED"),
    ]
    assert of_2012["repealedBy"] is None
    of_2010 = api.data(asked, id="LegalAct:gov-2010-76")["legalAct"]
    assert [one["number"] for one in of_2010["amendedBy"]] == ["1131"]
    assert any(link.kind is LinkKind.REPEALS_PART for link in act_links())
