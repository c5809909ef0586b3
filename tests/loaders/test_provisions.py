"""The rules of the acts applied to offices: roles, territories, exceptions, and their paragraphs."""

from pathlib import Path

import pytest

from loaders.offices.join_evidence import Placed
from loaders.offices.provisions import ProvisionsBuilt, Rules, build_provisions, read_rules
from loaders.printed import OfficeRecord
from loaders.seeds.files import BadSeedError, split_values
from loaders.seeds.rows import OfficeRow, ProvisionRow

RULES = Path(__file__).parents[2] / "seeds" / "lookups" / "provision_rules.yaml"
GOV = "gov-2012-1119"
ALM = "alm-2012-420"
PARENTS = {
    "akm-akkol-karasai": "akm-akkol",
    "akm-akkol": "akm",
    "akm": "",
    "ala-turksib": "ala",
    "ala": "",
    "alm-aksu-zhansugirov-zhansugirov": "alm-aksu-zhansugirov",
    "alm-aksu-zhansugirov": "alm-aksu",
    "alm-aksu-kapal": "alm-aksu",
    "alm-aksu": "alm",
}

# Office, category, territory, and the rows (standard, annex, line) that print it in act 1119
OFFICES: dict[str, tuple[str, str, list[tuple[int, int, int]]]] = {
    "akm-akkol-education": (
        "education_department",
        "akm-akkol",
        [(1, 1, 449), (2, 1, 16049), (19, 2, 20152)],
    ),
    "akm-akkol-karasai-akimat": ("okrug_akimat", "akm-akkol-karasai", [(1, 2, 1543), (23, 1, 28600)]),
    "akm-akkol-psc": ("psc_branch", "akm-akkol", [(1, 3, 14250), (27, 2, 47120)]),
    "ala-turksib-education": ("education_department", "ala-turksib", [(1, 1, 1500), (2, 1, 17200)]),
    "ala-psc": ("psc_branch", "ala", [(1, 3, 15900)]),
    "kz-control-committee": ("control_committee", "", [(7, 2, 18100), (30, 1, 54900)]),
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(RULES)


@pytest.fixture(scope="module")
def built(rules: Rules) -> ProvisionsBuilt:
    return _build(rules, OFFICES)


def _build(rules: Rules, offices: dict[str, tuple[str, str, list[tuple[int, int, int]]]]) -> ProvisionsBuilt:
    rows: list[Placed] = []
    office_of: dict[str, str] = {}
    for office, (category, territory, places) in offices.items():
        for standard, annex, line in places:
            record = OfficeRecord(GOV, line, standard, annex, "DEPARTMENT", category, office)
            row = Placed(GOV, record, territory or None, region=territory.split("-")[0] or None)
            rows.append(row)
            office_of[row.token] = office
    identities = {
        office: OfficeRow(office, "DEPARTMENT", category, territory, "", "", "")
        for office, (category, territory, _) in offices.items()
    }
    return build_provisions(rules, rows, identities, office_of, PARENTS)


def _of(built: ProvisionsBuilt, service: str, office: str) -> list[ProvisionRow]:
    found = [row for row in built.provisions if (row.service, row.office) == (service, office)]
    return [row for row in found if f"{GOV}/" in row.basis]


def test_the_akim_of_an_okrug_decides_the_preschool_queue_of_his_okrug(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "preschool-queue", "akm-akkol-karasai-akimat")
    assert split_values(row.roles) == (
        "ACCEPTS_APPLICATIONS",
        "DECIDES",
        "ISSUES_RESULT",
        "HEARS_COMPLAINTS",  # 1119-1, paragraphs 21 and 22(2)
    )
    assert row.units == "akm-akkol-karasai"
    assert split_values(row.basis)[:2] == (f"{GOV}/s1/a2/l1543", f"{GOV}/s1/p1")


def test_the_department_also_hears_complaints(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "preschool-queue", "akm-akkol-education")
    assert "HEARS_COMPLAINTS" in split_values(row.roles)
    assert f"{GOV}/s1/p21" in split_values(row.basis)


def test_in_almaty_only_service_centres_take_the_preschool_application(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "preschool-queue", "ala-turksib-education")
    assert row.roles == "DECIDES|HEARS_COMPLAINTS"  # 1119-1, paragraphs 1, 5 and 21
    assert {f"{GOV}/s1/p1", f"{GOV}/s1/p5"} <= set(split_values(row.basis))
    (centre,) = _of(built, "preschool-queue", "ala-psc")
    assert "ACCEPTS_APPLICATIONS" in split_values(centre.roles)


def test_the_exception_of_almaty_holds_for_that_standard_only(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "orphan-social-support", "ala-turksib-education")
    assert "DECIDES" in split_values(row.roles)  # 1119-2, paragraph 1


def test_a_service_centre_takes_papers_and_decides_nothing(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "guardianship-certificate", "akm-akkol-psc")
    assert split_values(row.roles) == ("ACCEPTS_APPLICATIONS", "ISSUES_RESULT", "HEARS_COMPLAINTS")


def test_the_head_branch_of_a_region_serves_the_town_it_stands_in(rules: Rules) -> None:
    # 1119-1/3, line 14233: г. Кокшетау; paragraph 10: at the centre of the place where people live.
    record = OfficeRecord(
        GOV, 14233, 1, 3, "PSC_BRANCH", "psc_branch", "Филиал РГП «ЦОН по Акмолинской области»"
    )
    row = Placed(GOV, record, "akm", "akm-kokshetau-g", "akm-kokshetau", "akm")
    head = OfficeRow("akm-psc", "PSC_BRANCH", "psc_branch", "akm", "akm-kokshetau-g", "", "")
    built = build_provisions(rules, [row], {"akm-psc": head}, {row.token: "akm-psc"}, PARENTS)
    (queue,) = _of(built, "preschool-queue", "akm-psc")
    assert (queue.units, queue.rule) == ("akm-kokshetau", "psc_branch:located")
    assert {f"{GOV}/s1/p1", f"{GOV}/s1/p10"} <= set(split_values(queue.basis))
    assert head.territory == "akm"


def test_a_list_for_complaints_gives_no_other_role(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "home-schooling", "akm-akkol-education")
    assert row.roles == "HEARS_COMPLAINTS"  # 1119-19, paragraph 20


def test_the_committee_serves_the_whole_country(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "apostille-education", "kz-control-committee")
    assert (row.units, row.excludes) == ("*", "")


def test_a_class_named_without_list_is_cited_by_its_paragraphs_alone(built: ProvisionsBuilt) -> None:
    (row,) = _of(built, "school-enrolment", "akm-akkol-education")
    assert row.basis == f"{GOV}/s18/p20|{GOV}/s18/p22"


def test_an_office_gives_nothing_by_a_standard_that_does_not_print_it(built: ProvisionsBuilt) -> None:
    assert not _of(built, "summer-camp", "akm-akkol-education")  # no row of S26A1 among the rows above


NAMED_BODIES: dict[str, tuple[str, str, list[tuple[int, int, int]]]] = {
    "kz-ministry-of-education": ("ministry_of_education", "", []),
    "kz-childrens-rights-committee": ("childrens_rights_committee", "", []),
    "kz-science-committee": ("science_committee", "", []),
    "kz-psc-enterprise": ("psc_enterprise", "", []),
    "akm-akkol-akimat": ("district_akimat", "akm-akkol", [(24, 2, 41803)]),
    "ala-akimat": ("oblast_akimat", "ala", [(24, 1, 41749)]),
    "ala-turksib-akimat": ("district_akimat", "ala-turksib", []),
    "akm-akimat": ("oblast_akimat", "akm", [(24, 1, 41671), (23, 8, 41486)]),
    "akm-education": ("education_management", "akm", [(24, 3, 43085)]),
    "ala-education": ("education_management", "ala", [(24, 3, 43179)]),
}

COMPLAINTS = [  # service, office, territory, paragraphs that send complaints there
    ("preschool-queue", "kz-ministry-of-education", "*", ["s1/p21"]),
    ("preschool-queue", "kz-psc-enterprise", "*", ["s1/p22"]),
    ("preschool-queue", "akm-akkol-akimat", "akm-akkol", ["s24/a2/l41803", "s1/p21"]),
    ("preschool-queue", "ala-akimat", "ala", ["s24/a1/l41749", "s1/p21"]),
    ("orphan-social-support", "akm-akkol-akimat", "akm-akkol", ["s24/a2/l41803", "s2/p21"]),
    ("bolashak-scholarship", "kz-ministry-of-education", "*", ["s5/p21"]),
    ("student-dormitory", "kz-ministry-of-education", "*", ["s15/p22"]),
    ("scientific-expertise", "kz-science-committee", "*", ["s9/p21"]),
    ("home-schooling", "akm-education", "akm", ["s24/a3/l43085", "s19/p22"]),
    ("school-transport", "kz-childrens-rights-committee", "*", ["s23/p22"]),
    ("guardianship-certificate", "kz-childrens-rights-committee", "*", ["s27/p21"]),
    ("guardianship-certificate", "kz-psc-enterprise", "*", ["s27/p22"]),
]


@pytest.mark.parametrize(("service", "office", "units", "basis"), COMPLAINTS)
def test_each_body_that_hears_complaints_is_given_its_paragraph(
    rules: Rules, service: str, office: str, units: str, basis: list[str]
) -> None:
    (row,) = _of(_build(rules, NAMED_BODIES), service, office)
    assert row.roles == "HEARS_COMPLAINTS"
    assert (row.units, row.basis) == (units, "|".join(f"{GOV}/{one}" for one in basis))


def test_an_akimat_of_a_district_hears_nothing_where_the_city_is_the_oblast(rules: Rules) -> None:
    built = _build(rules, NAMED_BODIES)
    assert not _of(built, "preschool-queue", "ala-turksib-akimat")
    assert not _of(built, "preschool-queue", "akm-akimat")


MANAGEMENTS = [  # service, office, whether paragraph 1 names it
    ("summer-camp", "akm-education", True),
    ("summer-camp", "ala-education", True),
    ("school-external-study", "akm-education", True),
    ("orphan-social-support", "ala-education", True),
    ("orphan-social-support", "akm-education", False),
    ("guardianship-certificate", "ala-education", True),
    ("guardianship-certificate", "akm-education", False),
]


@pytest.mark.parametrize(("service", "office", "is_named"), MANAGEMENTS)
def test_managements_decide_where_paragraph_1_names_them_though_the_annex_does_not(
    rules: Rules, service: str, office: str, is_named: bool
) -> None:
    rows = _of(_build(rules, NAMED_BODIES), service, office)
    assert [one for one in rows if "DECIDES" in split_values(one.roles)] == (rows if is_named else [])
    assert bool(rows) is is_named


def test_the_akim_gives_social_assistance_only_where_no_department_stands(rules: Rules) -> None:
    # Act 420, paragraph 3; row 236 of annex 1 stands in Жансүгіров, row of Қапал in annex 2
    placed = {
        "alm-aksu-employment": ("employment_department", "alm-aksu", "alm-aksu-zhansugirov-zhansugirov", 1),
        "alm-aksu-zhansugirov-akimat": ("okrug_akimat", "alm-aksu-zhansugirov", "", 2),
        "alm-aksu-kapal-akimat": ("okrug_akimat", "alm-aksu-kapal", "", 2),
    }
    rows = [
        Placed(ALM, OfficeRecord(ALM, line, None, annex, "AKIMAT", category, office), territory)
        for line, (office, (category, territory, _, annex)) in enumerate(placed.items(), 236)
    ]
    offices = {
        office: OfficeRow(office, "AKIMAT", category, territory, located, "", "")
        for office, (category, territory, located, _) in placed.items()
    }
    built = build_provisions(
        rules, rows, offices, dict(zip((r.token for r in rows), placed, strict=True)), PARENTS
    )
    given = {row.office: row.roles for row in built.provisions if row.service == "social-assistance"}
    assert given == {
        "alm-aksu-employment": "ACCEPTS_APPLICATIONS|DECIDES|ISSUES_RESULT",
        "alm-aksu-kapal-akimat": "ACCEPTS_APPLICATIONS",
    }


def test_an_office_without_territory_is_reported_and_given_nothing(rules: Rules) -> None:
    lost = {"kar-psc-9": ("psc_branch", "", [(1, 3, 15000)])}
    built = _build(rules, lost)
    assert not [row for row in built.provisions if row.office == "kar-psc-9" and "/s1/" in row.basis]
    assert any(problem.kind == "no territory" for problem in built.problems)


def test_every_provision_cites_a_paragraph(built: ProvisionsBuilt) -> None:
    assert all("/p" in split_values(row.basis)[-1] for row in built.provisions)


def _entry(territory: str, roles: str) -> str:
    office = f"{{category: c, territory: {territory}, roles: {roles}, paragraph: 1, says: x}}"
    return f"{{act: a, service: s, offices: [{office}]}}"


BAD_RULES = [
    (_entry("own", "{DANCES: 1}"), "DANCES"),
    (_entry("here", "{DECIDES: 1}"), r"'here' - at `\$\.standards\[0\]\.offices\[0\]\.territory`"),
    (_entry("own", "{}"), r"length >= 1 - at `\$\.standards\[0\]\.offices\[0\]\.roles`"),
    ("{act: a, offices: []}", r"missing required field `service` - at `\$\.standards\[0\]`"),
    (_entry("own, of: somebody", "{DECIDES: 1}"), r"'somebody' - at `\$\.standards\[0\]\.offices\[0\]\.of`"),
]


@pytest.mark.parametrize(("entry", "wrong"), BAD_RULES)
def test_a_bad_rule_is_named(tmp_path: Path, entry: str, wrong: str) -> None:
    path = tmp_path / "provision_rules.yaml"
    path.write_text(f"standards:\n- {entry}\n", encoding="utf-8")
    with pytest.raises(BadSeedError, match=wrong):
        read_rules(path)


def test_each_desk_of_an_akim_serves_the_villages_that_its_rows_list(rules: Rules) -> None:
    okrug, rows = "sev-taiynsha-abaya", []
    for line in (12719, 12848):
        record = OfficeRecord(GOV, line, 1, 2, "AKIMAT", "okrug_akimat", "Абайский")
        rows.append(Placed(GOV, record, okrug, region="sev"))
    desks = {
        row.token: OfficeRow(f"desk-{row.record.line}", "AKIMAT", "okrug_akimat", okrug, "", "", "")
        for row in rows
    }
    villages = {
        "kalinovka": [rows[0].token],
        "teniz": [rows[1].token],
        "kakpak": ["gov-2012-1119/s2/a1/l1"],  # no row of a desk names it
    }
    built = build_provisions(
        rules,
        rows,
        {office.id: office for office in desks.values()},
        {token: office.id for token, office in desks.items()},
        {okrug: "sev", "sev": "", **dict.fromkeys(villages, okrug)},
        villages,
    )
    served = {row.office: row.units for row in built.provisions if row.service == "preschool-queue"}
    assert served == {"desk-12719": "kakpak|kalinovka", "desk-12848": "kakpak|teniz"}


def test_an_akimat_between_the_okrugs_serves_what_its_row_lists_and_its_town(rules: Rules) -> None:
    # 1119-23/1, line 37744: akim of the city of Экибастуз, Курылысшы Лесхоз; line 37774 lists Куандык
    city, okrug = "pav-ekibastuz", "pav-ekibastuz-sargamys"
    of_city = Placed(GOV, OfficeRecord(GOV, 37744, 23, 1, "AKIMAT", "okrug_akimat", "Экибастуз"), city)
    of_okrug = Placed(GOV, OfficeRecord(GOV, 37774, 23, 1, "AKIMAT", "okrug_akimat", "Саргамыс"), okrug)
    town, forestry, village = "pav-ekibastuz-g", "pav-ekibastuz-leskhoz", "pav-ekibastuz-sargamys-kuandyk"
    offices = {
        "city": OfficeRow("city", "AKIMAT", "district_akimat", city, town, "", ""),
        "okrug": OfficeRow("okrug", "AKIMAT", "okrug_akimat", okrug, "", "", ""),
    }
    built = build_provisions(
        rules,
        [of_city, of_okrug],
        offices,
        {of_city.token: "city", of_okrug.token: "okrug"},
        {city: "pav", "pav": "", okrug: city, town: city, forestry: city, village: okrug},
        {forestry: [of_city.token], village: [of_okrug.token], town: []},
    )
    served = {row.office: row.units for row in built.provisions if row.service == "school-transport"}
    assert served == {"city": f"{town}|{forestry}", "okrug": okrug}


def test_a_centre_that_an_act_prints_for_an_oblast_serves_it_whatever_other_acts_make_of_it(
    rules: Rules,
) -> None:
    # Act 283, annex 2, line 382: Шығыс Қазақстан облысы № 2 ХҚҚО, in Семей; line 392: of a raion of Алматы
    act = "gov-2011-283"
    semei = OfficeRecord(
        act, 382, None, 2, "PSC_BRANCH", "psc_branch", "№ 2", region="Шығыс Қазақстан облысы"
    )
    almaly = OfficeRecord(act, 392, None, 2, "PSC_BRANCH", "psc_branch", "x", district="Алмалы ауданы")
    rows = [
        Placed(act, semei, "vos-semei", "vos-semei-g", "vos-semei", "vos"),
        Placed(act, almaly, "ala-almaly", region="ala"),
    ]
    offices = {
        "vos-semei-psc": OfficeRow("vos-semei-psc", "PSC_BRANCH", "psc_branch", "vos-semei", "", "", ""),
        "ala-almaly-psc": OfficeRow("ala-almaly-psc", "PSC_BRANCH", "psc_branch", "ala-almaly", "", "", ""),
    }
    of_row = dict(zip((row.token for row in rows), offices, strict=True))
    built = build_provisions(rules, rows, offices, of_row, {"vos-semei": "vos", "ala-almaly": "ala"})
    given = [row for row in built.provisions if row.service == "personal-farm-certificate"]
    assert {row.office: row.units for row in given} == {
        "vos-semei-psc": "vos",
        "ala-almaly-psc": "ala-almaly",
    }
    assert all({f"{act}/p1", f"{act}/p13"} <= set(split_values(row.basis)) for row in given)
