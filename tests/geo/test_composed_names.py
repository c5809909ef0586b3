"""Names of offices composed in the language in which no act prints them, and how often the rule is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.exports.tables import office_cells
from geo.names.unit_forms import unit_form
from geo.units.composed_names import composed_name, names_with_composed
from geo.units.toponym_pairs import ToponymPairs, toponym_pairs
from loaders.checks.composed import comparable, figures_of_names, is_same_unit
from model.edition import Edition, Name
from model.enums import Language, TextOrigin
from model.lookup_offices import NamePatterns
from model.lookup_words import EverydayWords
from model.lookups import lookup
from model.service_words import body_names_in_all_languages
from tests.api_client import ApiClient

GOLDEN = [  # office that acts print in Russian only, its composed Kazakh name
    ("zha-merki-merke-akimat", "Меркі ауылдық округі әкімінің аппараты"),
    ("akm-enbekshilder-education", "Еңбекшілдер ауданының білім бөлімі"),
    ("man-education", "Маңғыстау облысының білім басқармасы"),
    ("ala-akimat", "Алматы қаласы әкімінің аппараты"),
    ("kus-education-control", "Қостанай облысының білім саласындағы бақылау департаменті"),
    # Named like villages elsewhere: none of its own has a Kazakh name.
    ("zap-karatobe-sulykul-akimat", "Сұлыкөл ауылдық округі әкімінің аппараты"),
]
RUSSIAN = [  # office that acts print in Kazakh only, its composed Russian name
    ("alm-aksu-housing", "Отдел ЖКХ, пассажирского транспорта и автомобильных дорог Аксуского района"),
    ("alm-uigyr-employment", "Отдел занятости и социальных программ Уйгурского района"),
    ("alm-aksu-karasu-akimat", "Аппарат акима сельского округа Карасу"),
]


@pytest.mark.parametrize(
    ("name", "language", "unit", "unit_of"),
    [
        ("Шетский район", Language.RU, "Шетский район", "Шетского района"),
        ("село Косаман", Language.RU, "село Косаман", "села Косаман"),
        ("Карагандинская область", Language.RU, "Карагандинская область", "Карагандинской области"),
        (
            "Рубежинский аульный округ",
            Language.RU,
            "Рубежинский сельский округ",
            "Рубежинского сельского округа",
        ),
        ("Төле би ауданы", Language.KK, "Төле би ауданы", "Төле би ауданының"),
        ("Ортау селолық округі", Language.KK, "Ортау ауылдық округі", "Ортау ауылдық округінің"),
    ],
)
def test_a_unit_is_put_into_the_genitive(name: str, language: Language, unit: str, unit_of: str) -> None:
    form = unit_form(name, language)
    assert form is not None
    assert (form.unit, form.unit_of) == (unit, unit_of)


def test_a_name_that_is_no_unit_or_no_adjective_has_no_genitive() -> None:
    assert unit_form("Аккольское лесное хозяйство", Language.RU) is None
    form = unit_form("Сумы район", Language.RU)
    assert form is not None
    assert form.unit_of is None


@pytest.mark.parametrize(("office", "kazakh"), GOLDEN)
def test_the_kazakh_name_is_composed_of_body_and_unit(
    shipped_edition: Edition, office: str, kazakh: str
) -> None:
    *printed, composed = names_with_composed(shipped_edition, shipped_edition.offices[office])
    assert (composed.value, composed.language, composed.origin) == (kazakh, Language.KK, TextOrigin.COMPOSED)
    assert [(name.language, name.origin) for name in printed] == [(Language.RU, TextOrigin.ORIGINAL)]


@pytest.mark.parametrize(("office", "russian"), RUSSIAN)
def test_the_russian_name_is_composed_of_body_and_unit(
    shipped_edition: Edition, office: str, russian: str
) -> None:
    *printed, composed = names_with_composed(shipped_edition, shipped_edition.offices[office])
    assert (composed.value, composed.language, composed.origin) == (
        russian,
        Language.RU,
        TextOrigin.COMPOSED,
    )
    assert [name.language for name in printed] == [Language.KK]


@pytest.mark.parametrize(
    "office",
    [
        "akm-akkol-karasai-akimat",  # no village of the okrug has a known Kazakh name that is the okrug's
        "vos-ridder-education",  # the act prints `Ридера`: not the name of the unit
        "alm-aksu-kapal-akimat",  # printed in Kazakh; the okrug's Russian name is not known
        "kz-ministry-of-education",  # a body without a territory
        "akm-akkol-akimat",  # printed in both languages
    ],
)
def test_nothing_is_composed_of_what_is_not_known(shipped_edition: Edition, office: str) -> None:
    record = shipped_edition.offices[office]
    assert names_with_composed(shipped_edition, record) == record.names


def test_a_village_renamed_in_one_language_names_no_okrug(shipped_edition: Edition) -> None:
    office = shipped_edition.offices["zha-merki-merke-akimat"]
    unit = shipped_edition.units["zha-merki-merke"]
    village = next(
        each
        for each in (shipped_edition.units[key] for key in shipped_edition.children[unit.id])
        if any(name.value == "Меркі" for name in each.names)
    )
    renamed = tuple(
        replace(name, value="Жаңа жол") if name.value == "Меркі" else name for name in village.names
    )
    units = {**shipped_edition.units, village.id: replace(village, names=renamed)}
    assert composed_name(replace(shipped_edition, units=units), office, Language.KK) is None


def test_each_pattern_is_of_an_office_that_acts_print_in_both_languages(shipped_edition: Edition) -> None:
    seen = {name: each for name, each in lookup(NamePatterns).patterns.items() if not each.translated}
    assert len(seen) == 5
    for category, pattern in seen.items():
        office = shipped_edition.offices[pattern.seen]
        assert office.category == category
        assert {name.language for name in office.names} == {Language.KK, Language.RU}
        for language in (Language.KK, Language.RU):
            printed = next(name.value for name in office.names if name.language is language)
            made = composed_name(shipped_edition, office, language)
            assert made is not None
            # A Russian print names the district of an okrug besides.
            assert comparable(printed).startswith(comparable(made)), (made, printed)


def test_villages_that_disagree_name_no_okrug_elsewhere(shipped_edition: Edition) -> None:
    pairs = toponym_pairs(shipped_edition.units)
    assert pairs.other_name("Карасу", Language.KK, is_adjective=False) == "Қарасу"
    assert pairs.other_name("Карасуский", Language.KK, is_adjective=True) == "Қарасу"
    assert pairs.other_name("Абракадабра", Language.KK, is_adjective=False) is None
    village = next(unit for unit in shipped_edition.units.values() if unit.names[0].value == "Карасу")
    spelt = [
        replace(
            village,
            id=str(number),
            names=(Name("Карасу", Language.RU), Name(kazakh, Language.KK)),
        )
        for number, kazakh in enumerate(("Қарасу", "Қарасу", "Қара су"))
    ]
    pairs = ToponymPairs({unit.id: unit for unit in spelt})
    assert pairs.other_name("Карасу", Language.KK, is_adjective=False) is None


def test_names_are_compared_without_legal_forms_and_words_of_units() -> None:
    printed = '"Ортау селолық округі әкімінің аппараты" мемлекеттік мекемесі'
    assert comparable(printed) == comparable("Ортау ауылдық округі әкімінің аппараты")
    assert comparable(printed) != comparable("Ортау ауылдық округі")
    assert is_same_unit("Ортау селолық округ", "Ортау ауылдық округі әкімінің аппараты")
    assert not is_same_unit("Нұра селолық округ", "Ортау ауылдық округі әкімінің аппараты")


def test_the_held_out_measure_counts_what_acts_print_in_both_languages(shipped_edition: Edition) -> None:
    figures = {figure.name: figure.value for figure in figures_of_names(shipped_edition)}
    assert figures["offices named in ru only"] == 1999
    assert figures["offices named in kk only"] == 428
    assert figures["offices named in ru only, the other composed"] >= 415
    assert figures["composed names held out"] >= 360
    assert figures["composed names held out: unit as printed %"] >= 95.5


def test_a_composed_name_is_shown_and_found_and_marked_and_not_exported(shipped_edition: Edition) -> None:
    api = ApiClient(shipped_edition)
    data = api.data(
        """query($t: String!) { office(id: "Office:zha-merki-merke-akimat") { name kept: name(language: RU)
             names { value language origin isTransliteration source { act { id } } } }
             search(text: $t, first: 3) { edges { node { ... on Office { id } } } } }""",
        t="Меркі ауылдық округі әкімінің аппараты",
    )
    office = data["office"]
    # `name` bears no mark: it is as printed.
    assert office["name"] == office["kept"]
    assert office["kept"].startswith("ГУ «Аппарат акима Меркенского")
    by_origin = {name["origin"]: name for name in office["names"]}
    assert set(by_origin) == {"ORIGINAL", "COMPOSED", "TRANSLITERATED"}
    assert by_origin["COMPOSED"]["source"] is None
    assert by_origin["COMPOSED"]["value"] == "Меркі ауылдық округі әкімінің аппараты"
    assert {"node": {"id": "Office:zha-merki-merke-akimat"}} in data["search"]["edges"]
    assert office_cells(shipped_edition, shipped_edition.offices["zha-merki-merke-akimat"])["name_kk"] == ""


def test_bodies_of_the_whole_country_are_named_in_three_languages_and_marked_where_translated(
    shipped_edition: Edition,
) -> None:
    api = ApiClient(shipped_edition)
    names = "kk: name(language: KK) ru: name(language: RU) en: name(language: EN)"
    office = api.data(
        f"""{{ office(id: "Office:kz-ministry-of-education") {{ {names} organization {{ {names} }}
              names {{ value language origin isTransliteration }} }} }}"""
    )["office"]
    assert office["kk"] == "Қазақстан Республикасы Білім және ғылым министрлігі"
    assert office["en"] == "Ministry of Education and Science of the Republic of Kazakhstan"
    assert office["organization"] == {each: office[each] for each in ("kk", "ru", "en")}
    assert {name["language"]: name["origin"] for name in office["names"]} == {
        "RU": "ORIGINAL",
        "KK": "TRANSLATED",
        "EN": "TRANSLATED",
    }
    assert not any(name["isTransliteration"] for name in office["names"])
    nationwide = [each for each in shipped_edition.offices.values() if each.id.startswith("kz-")]
    assert len(nationwide) == 10
    assert all({name.language for name in each.names} == set(Language) for each in nationwide)
    assert office_cells(shipped_edition, shipped_edition.offices["kz-ministry-of-education"])["name_kk"] == ""


def test_every_translated_name_of_a_body_belongs_to_a_name_that_acts_print(shipped_edition: Edition) -> None:
    named = [each.names for each in shipped_edition.offices.values()]
    named += [each.names for each in shipped_edition.organizations.values()]
    printed = {name.value for names in named for name in names if name.origin is TextOrigin.ORIGINAL}
    assert set(lookup(EverydayWords).bodies) <= printed
    renamed = body_names_in_all_languages((Name("Министерство просвещения", Language.RU),))
    assert [name.language for name in renamed] == [Language.RU]
