"""An edition read from a store equals the seeds, with a citation beside each fact."""

from dataclasses import fields, replace
from datetime import date

from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.seeds import ActFacts, Seeds, TableKey
from loaders.seeds.rows import EntryRow, ProvisionRow, RecordRow, ServiceRow, UnitChangeRow
from model.edition import Edition, Validity
from model.enums import ChangeKind, ContactKind, Language, Level, NameStatus, Precision, Role
from model.resolution import Rule
from store.reading.editions import load_edition
from store.reading.service_reading import common_force

KARASAI = "akm-akkol-karasai-akimat"
ACT = "gov-2012-1119"


def test_karasai_okrugs_akimat_is_one_office_with_both_printings(small_edition: Edition) -> None:
    office = small_edition.offices[KARASAI]
    # 1119-1/2: row 2, line 1543; 1119-23/1: row 2, line 28601
    assert [(one.standard, one.annex, one.row, one.line) for one in office.citations] == [
        (1, "2", 2, 1543),
        (23, "1", 2, 28601),
    ]
    assert {one.quote for one in office.citations} == {
        "ГУ «Аппарат Карасайского сельского округа Аккольского района»"
    }
    assert office.names[0].language is Language.RU
    assert office.addresses[0].full == "020110, с. Карасай"
    assert office.addresses[0].postal_code == "020110"
    phone = office.contacts[0]
    assert (phone.kind, phone.e164, phone.printed) == (ContactKind.PHONE, "+77163834190", "8 (716) 3 834190")
    assert phone.validity == Validity(date(2012, 9, 24), None)
    assert office.last_confirmed_on == date(2012, 8, 31)
    assert office.updated_at == small_edition.published_at
    assert (office.version, office.territory_id) == (1, "akm-akkol-karasai")


def test_a_phone_that_nobody_could_read_is_absent(small_edition: Edition) -> None:
    # 1119-1/2: line 1584 prints 8 (716) 38 32 66, nine digits
    assert small_edition.offices["akm-akkol-zhalgyzkaragai-akimat"].contacts == ()


def test_the_name_as_printed_is_quoted_where_letters_were_mended(small_edition: Edition) -> None:
    # 1119-1/2: line 1552 prints a Latin c in «Кенесcкого»
    office = small_edition.offices["akm-akkol-kenes-akimat"]
    assert office.names[0].value == "ГУ «Аппарат Кенесского сельского округа Аккольского района»"
    assert office.citations[0].quote == "ГУ «Аппарат Кенесcкого сельского округа Аккольского района»"


def test_two_spellings_of_a_street_stay_visible(small_edition: Edition) -> None:
    office = small_edition.offices["akm-akkol-akkol-akimat"]
    found = [one for one in office.provenance if one.field == "address_ru"]
    assert [(one.wins, one.rule) for one in found] == [
        (True, Rule.EARLIEST_PRINTING),
        (False, Rule.EARLIEST_PRINTING),
    ]


def test_units_know_their_names_codes_and_places(small_edition: Edition) -> None:
    district = small_edition.units["akm-akkol"]
    assert (district.level, district.parent_id, district.kato_code) == (Level.DISTRICT, "akm", "113200000")
    assert [(name.value, name.language) for name in district.names] == [
        ("Аккольский район", Language.RU),
        ("Ақкөл ауданы", Language.KK),
    ]
    town = small_edition.units["akm-akkol-akkol-g"]
    assert town.is_seat
    assert town.population == 2605
    assert town.position is not None
    assert (town.position.lon, town.position.lat) == (70.94704, 51.99374)
    assert town.position.precision is Precision.SETTLEMENT
    assert [
        (name.value, name.status, name.source) for name in town.names if name.status is NameStatus.FORMER
    ] == [("Алексеевка", NameStatus.FORMER, "geonames:1526443")]
    variant = small_edition.units["akm-akkol-zhalgyzkaragai-zhalgyzkaragai"].names[1]
    assert variant.citation is not None
    assert variant.citation.line == 1584
    assert [unit.id for unit in small_edition.ancestors("akm-akkol-karasai-kyna")] == [
        "akm-akkol-karasai",
        "akm-akkol",
        "akm",
    ]


def test_a_provision_cites_its_row_and_then_its_paragraph(small_edition: Edition) -> None:
    provision = small_edition.provisions[f"preschool-queue.{KARASAI}"]
    assert provision.roles == (Role.ACCEPTS_APPLICATIONS, Role.DECIDES, Role.ISSUES_RESULT)
    assert provision.unit_ids == ("akm-akkol-karasai",)
    assert [(one.annex, one.row, one.provision) for one in provision.basis] == [
        ("2", 2, None),
        (None, None, "1"),
    ]
    assert provision.validity == Validity(date(2012, 9, 24), None)
    assert small_edition.provisions_by_unit["preschool-queue", "akm-akkol-karasai"] == (provision.id,)


def test_services_and_ids_that_were_replaced(small_edition: Edition) -> None:
    assert small_edition.services["preschool-admission"].unlisted_providers == "preschool_organisations"
    assert small_edition.services["school-bus"].citations[0].standard == 23
    assert small_edition.current_id("akm-akkol-roo") == "akm-akkol-education"
    assert small_edition.branches["akm-psc"] == ("akm-akkol-psc", "akm-kokshetau-psc")


def test_both_stores_give_the_same_edition(
    store_engine: Engine, small_seeds: Seeds, small_edition: Edition
) -> None:
    load(store_engine, small_seeds)
    edition = load_edition(store_engine)
    for field in fields(Edition):
        if field.name not in {"published_at", "offices"}:
            assert getattr(edition, field.name) == getattr(small_edition, field.name), field.name
    assert {office.id: replace(office, updated_at=None) for office in edition.offices.values()} == {
        office.id: replace(office, updated_at=None) for office in small_edition.offices.values()
    }


def kazakh_twin(seeds: Seeds) -> Seeds:
    """The seeds with a repealed Kazakh act that prints Karasai's akimat too."""
    act = ActFacts(
        id="gov-2011-283",
        number="283",
        adopted_on=date(2011, 3, 29),
        adopted_by="Үкімет",
        title="Жеке қосалқы шаруашылық туралы анықтама",
        language=Language.KK,
        force_from=date(2011, 4, 20),
        force_until=date(2013, 12, 31),
    )
    key = TableKey("gov-2011-283", 1, 1)
    cells = "1|Қарасай ауылдық округінің әкімі аппараты|Қарасай ауылы|8 (71638) 3-41-90|9.00-18.00"
    record = dict.fromkeys((field.name for field in fields(RecordRow)), "") | {
        "office": KARASAI,
        "kind": "AKIMAT",
        "category": "okrug_akimat",
        "name": "Қарасай ауылдық округінің әкімі аппараты",
        "locality": "Қарасай",
        "phones": "+77163834191",
        "hours": "Mo-Fr 09:00-18:00; PH off",
    }
    return replace(
        seeds,
        acts=(*seeds.acts, act),
        entries={**seeds.entries, key: (EntryRow(7, "1", "", "", "", cells),)},
        records={
            **seeds.records,
            key: (RecordRow(line=7, **{k: v for k, v in record.items() if k != "line"}),),
        },
        services=(*seeds.services, ServiceRow("farm-certificate", "", "", "Анықтама", "", "gov-2011-283/s1")),
        provisions=(
            *seeds.provisions,
            ProvisionRow(
                "farm-certificate",
                KARASAI,
                "DECIDES",
                "*",
                "akm-akkol-kenes",
                "okrug_akimat:own",
                "gov-2011-283/s1/a1/l7|gov-2011-283/s1/p1",
            ),
        ),
        unit_changes=(
            UnitChangeRow("2018-06-19", "MERGED", "akm-gone", "akm", "", "a law"),
            UnitChangeRow("", "RENAMED", "akm-akkol-akkol-g", "akm-akkol-akkol-g", "Алексеевка", "a decree"),
        ),
    )


def test_each_language_is_resolved_from_acts_in_that_language(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, kazakh_twin(small_seeds))
    edition = load_edition(store_engine)
    office = edition.offices[KARASAI]
    assert [(name.language, name.value[:15]) for name in office.names] == [
        (Language.RU, "ГУ «Аппарат Кар"),
        (Language.KK, "Қарасай ауылдық"),
    ]
    assert [(one.language, one.full) for one in office.addresses] == [
        (Language.RU, "020110, с. Карасай"),
        (Language.KK, "Қарасай"),
    ]
    # The act of 2012 may be in force, that of 2011 is repealed: its number is history, and its hours ended.
    assert [contact.e164 for contact in office.contacts] == ["+77163834190"]
    assert [(one.value, one.rule) for one in office.provenance if one.field == "phones"] == [
        ("+77163834190", Rule.STANDING_OF_ACT),
        ("+77163834191", Rule.STANDING_OF_ACT),
    ]
    assert office.schedules[0].opening_hours == "Mo-Fr 09:00-18:00; PH off"
    assert office.schedules[0].time_zone == "Asia/Almaty"
    assert office.schedules[0].validity == Validity(date(2011, 4, 20), date(2013, 12, 31))
    provision = edition.provisions[f"farm-certificate.{KARASAI}"]
    assert (provision.is_nationwide, provision.unit_ids) == (True, ())
    assert provision.excluded_unit_ids == ("akm-akkol-kenes",)
    assert provision.validity == Validity(date(2011, 4, 20), date(2013, 12, 31))
    assert [(change.kind, change.before, change.on) for change in edition.changes] == [
        (ChangeKind.RENAMED, ("akm-akkol-akkol-g",), None),
        (ChangeKind.MERGED, ("akm-gone",), date(2018, 6, 19)),
    ]
    assert edition.changes[0].name_before is not None
    assert edition.changes[0].name_before.value == "Алексеевка"


def test_a_repeal_ends_only_what_rests_on_that_act_alone(small_edition: Edition) -> None:
    open_ended = small_edition.acts[ACT]
    repealed = replace(open_ended, force=Validity(date(2009, 1, 1), date(2010, 1, 1)))
    assert common_force([repealed]) == repealed.force
    assert common_force([open_ended, repealed]) == Validity(date(2009, 1, 1), None)
    assert common_force([replace(repealed, force=Validity(None, date(2010, 1, 1))), repealed]) == Validity(
        None, date(2010, 1, 1)
    )


def test_a_row_keeps_its_number_as_printed(shipped_edition: Edition) -> None:
    rows = {
        citation.line: citation
        for office in shipped_edition.offices.values()
        for citation in office.citations
        if citation.act_id == "gov-2010-76" and citation.annex == "2"
    }
    egindikol = rows[546]  # 003, annex 2: `1.11 Егіндікөл аудандық бөлімі`
    assert (egindikol.row, egindikol.row_label) == (None, "1.11")
    labels = {citation.row_label for citation in rows.values()}
    assert {"1.1", "1.11", "1.7.3"} <= labels
    assert rows[546].quote == "Егіндікөл аудандық бөлімі"
