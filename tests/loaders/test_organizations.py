"""Legal bodies, the offices that belong to them, the services they answer for, and how they are reached."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.offices.register import build_register
from loaders.seeds import BadSeedError, Seeds, read_seeds
from loaders.seeds.act_facts import read_act_facts
from loaders.seeds.organizations import OrganizationFacts, SuccessionFacts, read_organizations
from model.edition import Edition, Organization
from model.enums import ContactKind, Language, TextOrigin
from store.reading.editions import load_edition
from store.tables.engine import make_engine

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def enterprise(bodies_edition: Edition) -> Organization:
    return bodies_edition.organizations["psc-enterprise"]


# Office named in prose; act, line of the paragraph; postcode, house, phones, e-mails, sites
PROSE = [
    ("kz-ministry-of-education", "gov-2012-1119", 416, "010000", "8", ["+77172742362"], ["http://www.edu.gov.kz"]),
    (
        "kz-childrens-rights-committee", "gov-2012-1119", 45999, "010000", "8",
        [], ["http://www.bala-kkk.kz"],
    ),
    (
        "kz-testing-centre", "gov-2012-1119", 18830, "", "67",
        ["+77172518306", "+77172518310"], ["http://www.kazakhtest.kz"],
    ),
    (
        "kz-accreditation-centre", "gov-2012-1119", 17683, "", "16/1",
        ["+77172731743", "+77172731744", "+77172731740"], ["http://www.nac.edu.kz"],
    ),
    (
        "kz-psc-enterprise", "gov-2012-1119", 418, "010000", "43А",
        ["+77172949995"], ["http://www.con.gov.kz"],
    ),
    ("kz-construction-agency", "gov-2010-76", 278, "010000", "8", [], ["http://www.ads.gov.kz"]),
    ("kar-education", "krg-2008-35-01", 2271, "100008", "19", ["+77212411319"], ["karodo@mail.kz"]),
    ("kar-akimat", "krg-2008-35-01", 2407, "100012", "39", ["+77212421067"], ["oblakimat@mail.kz"]),
]  # fmt: skip


# Body; value, source and purpose of a contact that a paragraph prints
CONTACTS = [
    (
        "education-control-committee",
        "+77172742377",
        "6",
        "22",
        "канцелярия, кабинет 843: жалобы на обслуживание",
    ),
    ("education-control-committee", "http://www.elicense.kz", "7", "5", "портал лицензирования"),
    (
        "education-control-committee",
        "+77172742430",
        "30",
        "13",
        "канцелярия, кабинет 839: документы на апостиль",
    ),
    ("scientific-expertise-centre", "info@ncste.kz", "9", "22", "кабинет 712: жалобы на обслуживание"),
    ("science-committee", "+77172742467", "9", "20", "разъяснения о порядке обжалования"),
    ("testing-centre", "+77172518306", "11", "9", "кабинет 14: запись на КАЗТЕСТ"),
]


@pytest.mark.parametrize(("body", "value", "standard", "paragraph", "purpose"), CONTACTS)
def test_what_a_paragraph_prints_of_a_national_body_is_its_contact(
    bodies_edition: Edition, body: str, value: str, standard: str, paragraph: str, purpose: str
) -> None:
    (contact,) = [one for one in bodies_edition.organizations[body].contacts if one.value == value]
    assert contact.citation is not None
    assert (str(contact.citation.standard), contact.citation.provision) == (standard, paragraph)
    assert purpose in {name.value for name in contact.purpose}


@pytest.mark.parametrize(("office", "act", "line", "postcode", "house", "phones", "others"), PROSE)
def test_an_office_of_prose_is_an_office_with_its_paragraph(
    bodies_seeds: Seeds,
    office: str,
    act: str,
    line: int,
    postcode: str,
    house: str,
    phones: list[str],
    others: list[str],
) -> None:
    rows = [
        row
        for key, records in bodies_seeds.records.items()
        if (key.act, key.annex) == (act, None)
        for row in records
        if row.office == office
    ]
    (named,) = (row for row in rows if row.line == line)
    assert named.house == house
    assert {row.postcode for row in rows if row.postcode} == ({postcode} if postcode else set())
    assert sorted(value for row in rows for value in row.phones.split("|") if value) == sorted(phones)
    assert {value for row in rows for value in (row.emails, row.websites) if value} == set(others)


def test_two_acts_name_one_enterprise(bodies_edition: Edition) -> None:
    office = bodies_edition.offices["kz-psc-enterprise"]
    assert {citation.act_id for citation in office.citations} == {"gov-2012-1119", "gov-2010-76"}
    printed = {name.language for name in office.names if name.origin is TextOrigin.ORIGINAL}
    assert printed == {Language.RU, Language.KK}


def test_the_hotline_and_the_portal_are_reached_from_everywhere(enterprise: Organization) -> None:
    contacts = {(contact.kind, contact.value): contact for contact in enterprise.contacts}
    hotline = contacts[ContactKind.HOTLINE, "1414"]
    assert hotline.citation is not None
    assert (hotline.citation.standard, hotline.citation.provision) == (1, "4")  # 001 S1 paragraph 4 4)
    assert hotline.e164 is None
    portal = contacts[ContactKind.WEBSITE, "http://www.e.gov.kz"]
    assert portal.purpose[0].value == "веб-портал электронного правительства"


def test_contacts_of_paragraphs_are_of_their_body(bodies_edition: Edition) -> None:
    committee = bodies_edition.organizations["science-committee"]  # 001 S9 paragraphs 4, 20 and 21
    assert [
        (contact.value, contact.citation.provision)
        for contact in committee.contacts
        if contact.citation is not None
    ] == [
        ("http://www.scedu.kz", "4"),
        ("gylym@edu.gov.kz", "20"),
        ("+77172742467", "20"),
        ("+77172741658", "21"),
    ]


def test_every_printed_contact_stands_in_the_text_of_its_act(shared_acts: Path, bodies_seeds: Seeds) -> None:
    profiles = (yaml.safe_load(file.read_text("utf-8")) for file in (SEEDS / "acts").glob("*.yaml"))
    texts = {
        profile["id"]: " ".join((shared_acts / f"{profile['source']}.txt").read_text("utf-8").split())
        for profile in profiles
    }
    for body in bodies_seeds.organizations:
        for contact in body.contacts:
            assert contact.printed is not None
            assert contact.printed in texts[contact.source.split("/")[0]]


def test_the_enterprise_passed_into_the_state_corporation(
    bodies_edition: Edition, enterprise: Organization
) -> None:
    assert (enterprise.successor_id, enterprise.succeeded_in) == ("government-for-citizens", "2016")
    after = bodies_edition.organizations["government-for-citizens"]
    assert after.names[0].value == "Государственная корпорация «Правительство для граждан»"
    # Branches keep their ids, and the body that the acts name.
    assert bodies_edition.offices["akm-psc"].organization_id == "psc-enterprise"


def test_every_centre_belongs_to_the_enterprise_and_every_control_department_to_the_committee() -> None:
    seeds = read_seeds()
    belonging = {body.id: body for body in seeds.organizations}
    assert belonging["psc-enterprise"].categories == ("psc_branch",)
    assert belonging["education-control-committee"].categories == ("control_department",)
    assert sum(row.category == "control_department" for row in seeds.offices) == 16


def test_offices_of_a_body_name_it(bodies_edition: Edition) -> None:
    offices = bodies_edition.offices
    assert offices["akm-education-control"].organization_id == "education-control-committee"
    assert offices["kz-ministry-of-education"].organization_id == "ministry-of-education"
    assert offices["kar-akimat"].organization_id is None


# Register number; responsible body, providers, who takes applications (001, lines 49-283)
REGISTER = [
    ("184", "МОН", "Акционерное общество «Центр международных программ»"),
    ("190", "МОН", "РГКП «Национальный центр тестирования»"),
    ("206", "МОН", "ЦОН"),
    ("211", "МОН", "Организации среднего образования"),
]


@pytest.mark.parametrize(("number", "responsible", "acceptors"), REGISTER)
def test_the_register_tells_who_answers_and_who_takes_applications(
    bodies_edition: Edition, number: str, responsible: str, acceptors: str
) -> None:
    (service,) = (one for one in bodies_edition.services.values() if one.register_number == number)
    entry = service.register_entry
    assert entry is not None
    assert (entry.number, entry.responsible, entry.acceptors) == (number, responsible, acceptors)
    assert entry.citation.row == int(number)
    assert service.responsible_id == "ministry-of-education"


def test_each_of_the_thirty_rows_of_the_register_is_kept(bodies_edition: Edition) -> None:
    numbers = {one.register_entry.number for one in bodies_edition.services.values() if one.register_entry}
    assert numbers == {str(number) for number in range(182, 212)}


def test_bodies_that_the_register_names_are_organizations(bodies_seeds: Seeds) -> None:
    called = {name for body in bodies_seeds.organizations for name in body.register_as}
    named = {
        row.acceptors for row in bodies_seeds.register if "«" in row.acceptors or "Комитет" in row.acceptors
    }
    # The territorial departments are a class of offices; all other names are bodies.
    assert {name for name in named if not name.startswith("Территориальные")} <= called


def test_the_register_is_read_from_the_text_of_the_act(shared_acts: Path) -> None:
    (text,) = shared_acts.glob("001_*")
    seeds = read_seeds()
    built = build_register("gov-2012-1119", text, seeds.services)
    assert sorted(built.rows, key=lambda row: row.service) == sorted(
        seeds.register, key=lambda row: row.service
    )
    assert built.problems == ()


def test_an_act_without_a_register_gives_none(shared_acts: Path) -> None:
    (text,) = shared_acts.glob("003_*")
    assert build_register("gov-2010-76", text, read_seeds().services).rows == ()


def test_bodies_are_the_same_on_either_store(
    store_engine: Engine, bodies_seeds: Seeds, bodies_edition: Edition
) -> None:
    load(store_engine, bodies_seeds)
    edition = load_edition(store_engine)
    assert edition.organizations == bodies_edition.organizations
    assert edition.services == bodies_edition.services


def test_every_body_is_cited_or_follows_one_that_is(bodies_seeds: Seeds) -> None:
    followers = {body.succeeded_by.organization for body in bodies_seeds.organizations if body.succeeded_by}
    for body in bodies_seeds.organizations:
        assert body.basis or body.id in followers


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (OrganizationFacts(id="a", names={}), "no name"),
        (OrganizationFacts(id="a", names={Language.RU: "А"}, parent="b"), "parent is 'b'"),
        (OrganizationFacts(id="a", names={Language.RU: "А"}, offices=("b",)), "offices is 'b'"),
        (OrganizationFacts(id="a", names={Language.RU: "А"}, services=("b",)), "services is 'b'"),
        (OrganizationFacts(id="a", names={Language.RU: "А"}, basis=("gov-1999-1/p1",)), "gov-1999-1"),
        (
            OrganizationFacts(
                id="a",
                names={Language.RU: "А"},
                succeeded_by=SuccessionFacts(organization="a", when="once", source="?"),
            ),
            "when is 'once'",
        ),
    ],
)
def test_a_body_that_cannot_be_is_refused(
    bodies_seeds: Seeds, tmp_path: Path, body: OrganizationFacts, message: str
) -> None:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    with pytest.raises(BadSeedError, match=message):
        load(engine, replace(bodies_seeds, organizations=(body,)))
    engine.dispose()


def test_an_office_of_two_bodies_is_refused(bodies_seeds: Seeds, tmp_path: Path) -> None:
    second = OrganizationFacts(id="second", names={Language.RU: "Второй"}, offices=("akm-psc",))
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    with pytest.raises(BadSeedError, match="claims akm-psc"):
        load(engine, replace(bodies_seeds, organizations=(*bodies_seeds.organizations, second)))
    engine.dispose()


def test_a_key_that_nobody_knows_is_named(tmp_path: Path) -> None:
    file = tmp_path / "organizations.yaml"
    file.write_text("organizations:\n  - {id: a, names: {ru: А}, telephone: 1}\n", "utf-8")
    with pytest.raises(BadSeedError, match="telephone"):
        read_organizations(file)


def test_paragraphs_that_bodies_cite_are_of_acts_that_are_kept(bodies_seeds: Seeds) -> None:
    acts = {read_act_facts(file).id for file in (SEEDS / "acts").glob("*.yaml")}
    for body in bodies_seeds.organizations:
        for cited in (*body.basis, *(contact.source for contact in body.contacts)):
            assert cited.split("/")[0] in acts
