"""An office serves what its row lists, not the village it stands in; one place has one akim."""

import pytest

from geo.explanations.office_texts import StepKind
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import Language, ResolutionOutcome

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
