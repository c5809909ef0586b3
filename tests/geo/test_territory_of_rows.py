"""An office serves what its row lists, not the village it stands in; one place has one akim."""

from datetime import date

import pytest

from geo.explanations.office_texts import StepKind
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import ContactKind, Language, Level, OfficeKind, ResolutionOutcome, Role

SERVICE = "preschool-queue"

AKIMS = [  # place as asked, its akim's office ("" where the acts print none), the row that says so
    ("Смирново, Аккайынский район", "", "l11923 lists Южное, its office stands in Смирново"),
    ("Южное, Аккайынский район", "sev-akkaiyn-chaglinsk-akimat", "l11923"),
    ("Аулиеколь", "", "l8049 lists Новоселовка, its office stands in Аулиеколь"),
    ("Новоселовка, Аулиекольский район", "kus-auliekol-novoselovka-akimat", "l8049"),
    ("Кишкенеколь, Уалихановский район", "", "l13213"),
    ("Бишкуль, Кызылжарский район", "", "l12462"),
    ("Атакент, Мактааральский район", "", "l14175"),
    ("Тимирязево, Тимирязевский район", "sev-timiryazev-timiryazevo-akimat", "l12949, not l12908"),
    ("Саумалколь, Айыртауский район", "sev-aiyrtau-volodarovka-akimat", "l11771 prints Володаровка"),
    ("Володаровка, Айыртауский район", "sev-aiyrtau-volodarovka-akimat", "l11771"),
    ("Елецкое, Айыртауский район", "sev-aiyrtau-eletskoe-akimat", "l11759"),
    ("Жосалы, Кармакшинский район", "kzy-karmakshy-zhosaly-akimat", "l9797"),
    ("Туребай би, Кармакшинский район", "kzy-karmakshy-zhosaly-2-akimat", "l9837: акима с. Жосалы"),
    ("Раим, Аральский район", "kzy-aral-zhetes-bi-akimat", "l9575: акима села Жетес би"),
    ("Тоганас, Сырымский район", "zap-syrym-sholakankatin-akimat", "l5978, not l5957"),
]


@pytest.fixture(scope="module")
def atlas(shipped_edition: Edition) -> Atlas:
    return Atlas.of(shipped_edition)


def _asked(atlas: Atlas, place: str) -> Resolution:
    return office_for(atlas, SERVICE, find_place(atlas, PlaceQuery(name=place)))


@pytest.mark.parametrize(("place", "akimat", "_row"), AKIMS)
def test_the_akim_of_a_place_is_the_one_whose_row_lists_it(
    atlas: Atlas, place: str, akimat: str, _row: str
) -> None:
    answer = _asked(atlas, place)
    akims = [
        each.office_id
        for each in answer.provisions
        if atlas.edition.offices[each.office_id].category == "okrug_akimat"
    ]
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert akims == ([akimat] if akimat else [])


def test_an_answer_without_an_akim_says_that_no_okrug_lists_the_place(atlas: Atlas) -> None:
    said = _asked(atlas, "Смирново, Аккайынский район").explanation
    (step,) = [step for step in said if step.kind is StepKind.NO_OKRUG]
    assert step.text(Language.RU) == (
        "Смирново: акты не относят это место ни к одному сельскому округу, отвечают учреждения района."
    )
    listed = _asked(atlas, "Южное, Аккайынский район").explanation
    assert StepKind.NO_OKRUG not in {step.kind for step in listed}


def test_an_okrug_does_not_bear_the_code_of_the_one_its_office_stands_in(atlas: Atlas) -> None:
    units = atlas.edition.units
    assert units["sev-akkaiyn-chaglinsk"].kato_code is None
    assert units["sev-akkaiyn-chaglinsk-smirnovo"].kato_code == "595830100"
    assert units["sev-akkaiyn-chaglinsk-smirnovo"].parent_id == "sev-akkaiyn"


def test_an_okrug_of_a_village_s_name_is_meant_where_no_village_bears_it(atlas: Atlas) -> None:
    found = find_place(atlas, PlaceQuery(name="Октябрь, Аральский район"))
    assert [unit.id for unit in found.units] == ["kzy-aral-oktyabr"]
    okrug = find_place(atlas, PlaceQuery(unit_id="kzy-karmakshy-zhosaly-2"))
    assert [unit.id for unit in okrug.units] == ["kzy-karmakshy-zhosaly-2"]


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("Кармакшинский район", "kzy-karmakshy"),  # s1/a1/l1084
        ("Кобдинский район", "akt-kobda"),  # s1/a1/l572
        ("Ойылский район", "akt-oiyl"),  # s1/a1/l592
    ],
)
def test_a_district_is_found_by_the_name_that_the_acts_print(atlas: Atlas, printed: str, unit: str) -> None:
    assert [found.id for found in find_place(atlas, PlaceQuery(name=printed)).units] == [unit]


BETWEEN_OKRUGS = [  # place, who takes the papers for the ride to school, the row of act 1119-23/1
    ("Куандык, город Экибастуз", ["pav-ekibastuz-sargamys-akimat"], "l37774"),
    (
        "город Экибастуз",
        ["pav-ekibastuz-akimat"],
        "l37744 lists Курылысшы Лесхоз, its office stands in the town",
    ),
    ("Кенгир, город Жезказган", ["kar-zhezkazgan-kengir-akimat"], "l33763"),
    ("Атбасар", ["akm-atbasar-akimat"], "l28780"),
    ("Титовка, Атбасарский район", ["akm-atbasar-poltavka-akimat"], "l28743"),
    ("Мариновка, Атбасарский район", [], "no row lists it"),
    ("Дубовка, город Сарань", ["kar-saran-akimat"], "l34547"),
]


@pytest.mark.parametrize(("place", "akims", "_row"), BETWEEN_OKRUGS)
def test_an_akimat_among_the_okrugs_serves_no_village_of_theirs(
    atlas: Atlas, place: str, akims: list[str], _row: str
) -> None:
    answer = office_for(atlas, "school-transport", find_place(atlas, PlaceQuery(name=place)))
    assert [each.office_id for each in answer.provisions if each.gives] == akims


def test_no_akimat_gives_what_akims_of_okrugs_give_to_a_unit_with_okrugs(atlas: Atlas) -> None:
    edition = atlas.edition
    okrugs = {unit.parent_id for unit in edition.units.values() if unit.level is Level.RURAL_OKRUG}
    by_rule = [each for each in edition.provisions.values() if each.rule == "okrug_akimat:own"]
    assert len(by_rule) > 2800
    assert [each.id for each in by_rule if not okrugs.isdisjoint(each.unit_ids)] == []


CENTRES_OF_OBLASTS = [  # place, centres of act 283-2 that take the papers, their lines
    ("Казыгуртский район", {"yuz-psc"}, "l391"),
    ("Аса, Жамбылский район, Жамбылская область", {"zha-taraz-psc"}, "l383"),
    ("Курчум, Курчумский район", {"vos-psc", "vos-semei-psc"}, "l381 and l382"),
    ("Алмалинский район, город Алматы", {"ala-almaly-psc"}, "l392"),
]


@pytest.mark.parametrize(("place", "centres", "_rows"), CENTRES_OF_OBLASTS)
def test_a_certificate_of_a_farm_is_taken_at_the_centre_that_the_act_prints_for_the_oblast(
    atlas: Atlas, place: str, centres: set[str], _rows: str
) -> None:
    found = find_place(atlas, PlaceQuery(name=place))
    answer = office_for(atlas, "personal-farm-certificate", found, date(2012, 6, 15))
    accepting = {each.office_id for each in answer.provisions if Role.ACCEPTS_APPLICATIONS in each.roles}
    kinds = {one: atlas.edition.offices[one].kind for one in accepting}
    assert {one for one, kind in kinds.items() if kind is OfficeKind.PSC_BRANCH} == centres


DESKS = [  # place as asked, its row of act 1119-1/2, the telephone that the row prints
    ("Многоцветное, Тайыншинский район", "l12848", "+77153632687"),
    ("Константиновка, Тайыншинский район", "l12719", "+77153676785"),
    ("Карабалык, Карабалыкский район", "l8620", "+77144133151"),
    ("Надеждинка, Карабалыкский район", "l8542", "+77144133091"),
    ("Кособа, Карабалыкский район", "l8535", "+77145725340"),
    ("Андроновка, Бородулихинский район", "l3851", "+77235136145"),
    ("Орловка, Переменовский сельский округ", "l3858", "+77235126161"),
]


@pytest.mark.parametrize(("place", "_row", "phone"), DESKS)
def test_a_village_gets_the_desk_of_its_akim_that_its_row_prints(
    atlas: Atlas, place: str, _row: str, phone: str
) -> None:
    offices = [atlas.edition.offices[each.office_id] for each in _asked(atlas, place).provisions]
    (akimat,) = [office for office in offices if office.category == "okrug_akimat"]
    assert [contact.value for contact in akimat.contacts if contact.kind is ContactKind.PHONE] == [phone]


def test_a_village_that_two_desks_list_gets_both(atlas: Atlas) -> None:
    answer = _asked(atlas, "Пробуждение, Мамлютский район")  # l12626 and l12697
    akims = {
        each.office_id for each in answer.provisions if each.office_id.startswith("sev-mamlyut-stanovoe")
    }
    assert answer.outcome is ResolutionOutcome.SEVERAL_OFFICES
    assert akims == {"sev-mamlyut-stanovoe-akimat", "sev-mamlyut-stanovoe-akimat-2"}


def test_an_okrug_asked_for_as_a_whole_gets_all_desks_of_its_akim(atlas: Atlas) -> None:
    found = find_place(atlas, PlaceQuery(unit_id="sev-taiynsha-abaya"))
    akims = [each.office_id for each in office_for(atlas, SERVICE, found).provisions]
    assert sum(office_id.startswith("sev-taiynsha-abaya-akimat") for office_id in akims) == 3


def test_villages_of_one_name_and_raion_get_what_the_raion_gives(atlas: Atlas) -> None:
    # 1119-1/2, l3858 and l3886: two okrugs of the raion list Орловка
    found = find_place(atlas, PlaceQuery(name="Орловка, Бородулихинский район"))
    answer = office_for(atlas, "guardianship-certificate", found)
    assert answer.outcome is ResolutionOutcome.AMBIGUOUS_PLACE
    assert len(answer.candidates) == 2
    of_each = [
        office_for(atlas, "guardianship-certificate", find_place(atlas, PlaceQuery(unit_id=unit.id)))
        for unit in answer.candidates
    ]
    assert [each.provisions for each in of_each] == [answer.provisions] * 2
    assert answer.law_status is of_each[0].law_status
    assert answer.explanation[0].kind is StepKind.PLACE_AMBIGUOUS
    (alike,) = (step for step in answer.explanation if step.kind is StepKind.SERVED_ALIKE)
    assert alike.text(Language.RU) == (
        "Для этой услуги выбор не важен: все эти места обслуживают одни и те же учреждения, "
        "Бородулихинский район."
    )


@pytest.mark.parametrize(
    ("service", "place"),
    [
        (SERVICE, "Орловка, Бородулихинский район"),  # each okrug has its akim
        ("guardianship-certificate", "Акжол"),  # l5651 and l6945: villages of two oblasts
        ("social-assistance", "Орловка, Бородулихинский район"),  # nobody gives it in the raion
    ],
)
def test_nobody_is_named_where_the_places_differ_or_nobody_serves_them(
    atlas: Atlas, service: str, place: str
) -> None:
    answer = office_for(atlas, service, find_place(atlas, PlaceQuery(name=place)))
    assert answer.outcome is ResolutionOutcome.AMBIGUOUS_PLACE
    assert answer.provisions == ()
    assert StepKind.SERVED_ALIKE not in {step.kind for step in answer.explanation}
