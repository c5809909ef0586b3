"""What the classifier proves about the acts' okrugs, on a hand-made tree of codes."""

from loaders.seeds.rows import AreaRow
from loaders.territory.classified import Centre, Classified
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato
from tests.printed_kato import printed_unit

KATO = Kato.of(
    [
        printed_unit("590000000", "", "Северо-Казахстанская область"),
        printed_unit("595200000", "590000000", "Мамлютский район"),
        printed_unit("595235000", "595200000", "Беловский с.о."),
        printed_unit("595235100", "595235000", "с.Белое"),
        printed_unit("595235200", "595235000", "с.Чистое"),
        printed_unit("595235300", "595235000", "с.Островное"),
        printed_unit("595235400", "595235000", "с.Новое"),
    ]
)


def _area(id_: str, level: str, parent: str, name: str, kato: str = "", seat: str = "") -> AreaRow:
    return AreaRow(
        id=id_,
        level=level,
        parent=parent,
        name_ru=name,
        name_kk="",
        kato=kato,
        geonames="",
        whosonfirst="",
        wikidata="",
        population="",
        seat=seat,
        basis="",
    )


AREAS = [
    _area("d-belovo", "RURAL_OKRUG", "d", "Беловский сельский округ", "595235000"),
    _area("d-belovo-belovo", "SETTLEMENT", "d-belovo", "Белово", "595235100", seat="yes"),
    _area("d-belovo-chistoe", "SETTLEMENT", "d-belovo", "Чистое", "595235200"),
    _area("d-belovo-staroe", "SETTLEMENT", "d-belovo", "Старое"),
]
NOTHING = Divisions({}, {}, {})


def test_names_of_today_come_of_codes() -> None:
    classified = Classified.of(KATO, AREAS, NOTHING)
    assert classified.present == {"d-belovo-belovo": ("Белое",), "d-belovo-chistoe": ("Чистое",)}
    assert list(classified.known.inside("d-belovo")) == ["Белое", "Чистое", "Островное", "Новое"]
    assert list(classified.known.inside("d-elsewhere")) == []


def test_a_classifier_of_another_year_may_lack_a_code() -> None:
    older = Kato.of([unit for unit in KATO.units.values() if unit.code != "595235200"])
    assert Classified.of(older, AREAS, NOTHING).present == {"d-belovo-belovo": ("Белое",)}


def test_the_centre_of_an_okrug_is_the_settlement_that_is_called_so() -> None:
    assert Classified.of(KATO, AREAS, NOTHING).centres == {"d-belovo": Centre("Белое", "d-belovo-belovo")}
    assert Classified.of(KATO, AREAS[:1], NOTHING).centres == {"d-belovo": Centre("Белое")}


def test_a_list_that_has_the_centre_under_both_its_names_lists_one_village() -> None:
    kato = Kato.of([*list(KATO.units.values())[:3], printed_unit("595235100", "595235000", "с.Бала би")])
    both = [
        _area("d-talaptan", "RURAL_OKRUG", "d", "село Талаптан", "595235000"),
        _area("d-talaptan-talaptan", "SETTLEMENT", "d-talaptan", "Талаптан", seat="yes"),
        _area("d-talaptan-bala-bi", "SETTLEMENT", "d-talaptan", "Бала би", "595235100"),
    ]
    assert Classified.of(kato, both, NOTHING).present == {
        "d-talaptan-talaptan": ("Бала би",),
        "d-talaptan-bala-bi": ("Бала би", "Талаптан"),
    }


def test_a_seat_that_the_classifier_lists_is_not_taken_for_the_centre() -> None:
    listed = Kato.of([*KATO.units.values(), printed_unit("595235500", "595235000", "с.Беловка")])
    areas = [*AREAS[:2], _area("d-belovo-belovka", "SETTLEMENT", "d-belovo", "Беловка", seat="yes")]
    assert "d-belovo-belovka" not in Classified.of(listed, areas, NOTHING).present


def test_without_a_classifier_nothing_is_known() -> None:
    classified = Classified.of(None, AREAS, NOTHING)
    assert (classified.present, classified.known.is_alone("d", ["Белое"])) == ({}, False)
