"""What the classifier witnesses of the acts' okrugs, on a hand-made tree of codes."""

from geo.toponyms import strip_type
from loaders.seeds.rows import AreaRow
from loaders.territory.classified import Centre, Classified, renamed_codes
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, KatoUnit
from store.lookups import read_lookup


def _unit(code: str, parent: str, printed: str) -> KatoUnit:
    name, kind = strip_type(printed)
    return KatoUnit(code, parent, printed, name, kind)


KATO = Kato.of(
    [
        _unit("590000000", "", "Северо-Казахстанская область"),
        _unit("595200000", "590000000", "Мамлютский район"),
        _unit("595235000", "595200000", "Беловский с.о."),
        _unit("595235100", "595235000", "с.Белое"),
        _unit("595235200", "595235000", "с.Чистое"),
        _unit("595235300", "595235000", "с.Островное"),
        _unit("595235400", "595235000", "с.Новое"),
    ]
)


def _area(id_: str, level: str, parent: str, name: str, kato: str = "", seat: str = "") -> AreaRow:
    return AreaRow(id_, level, parent, name, "", kato, "", "", "", "", seat, "")


AREAS = [
    _area("d-belovo", "RURAL_OKRUG", "d", "Беловский сельский округ", "595235000"),
    _area("d-belovo-belovo", "SETTLEMENT", "d-belovo", "Белово", seat="yes"),
    _area("d-belovo-chistoe", "SETTLEMENT", "d-belovo", "Чистое", "595235200"),
    _area("d-belovo-ostrovskoe", "SETTLEMENT", "d-belovo", "Островское"),
    _area("d-belovo-staroe", "SETTLEMENT", "d-belovo", "Старое"),
]
NOTHING = Divisions({}, {}, {})


def test_names_of_today_come_of_codes_likeness_and_the_okrugs_centre() -> None:
    classified = Classified.of(KATO, AREAS, NOTHING)
    assert classified.present == {
        "d-belovo-belovo": ("Белое",),  # the row calls the seat by the okrug's name
        "d-belovo-chistoe": ("Чистое",),
        "d-belovo-ostrovskoe": ("Островное",),  # the only like name that is left
    }
    assert list(classified.known.inside("d-belovo")) == ["Белое", "Чистое", "Островное", "Новое"]
    assert list(classified.known.inside("d-elsewhere")) == []


def test_a_row_that_names_a_person_by_one_name_means_the_only_settlement_called_after_one() -> None:
    named = _unit("595235600", "595235000", "с.Хусаина Бижанова")
    areas = [*AREAS[:1], _area("d-belovo-bizhanovo", "SETTLEMENT", "d-belovo", "Бижаново")]
    kato = Kato.of([*KATO.units.values(), named])
    assert Classified.of(kato, areas, NOTHING).present == {"d-belovo-bizhanovo": ("Хусаина Бижанова",)}
    two = Kato.of([*kato.units.values(), _unit("595235700", "595235000", "с.Айтабая Бижанова")])
    assert Classified.of(two, areas, NOTHING).present == {}


def test_the_centre_of_an_okrug_is_the_settlement_that_is_called_so() -> None:
    assert Classified.of(KATO, AREAS, NOTHING).centres == {"d-belovo": Centre("Белое", "d-belovo-belovo")}
    assert Classified.of(KATO, AREAS[:1], NOTHING).centres == {"d-belovo": Centre("Белое")}


def test_a_list_that_has_the_centre_under_both_its_names_lists_one_village() -> None:
    kato = Kato.of([*list(KATO.units.values())[:3], _unit("595235100", "595235000", "с.Бала би")])
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
    seat = _area("d-belovo-chistoe-2", "SETTLEMENT", "d-belovo", "Беловка", seat="yes")
    listed = Kato.of([*KATO.units.values(), _unit("595235500", "595235000", "с.Беловка")])
    taken = [*AREAS[:1], seat]
    assert Classified.of(listed, taken, NOTHING).present == {}


def test_without_a_classifier_nothing_is_known() -> None:
    classified = Classified.of(None, AREAS, NOTHING)
    assert (classified.present, classified.known.is_alone("d", ["Белое"])) == ({}, False)


def test_each_renaming_that_a_person_found_says_why_and_has_a_code_of_its_own() -> None:
    rows = read_lookup("renames")["renamed"]
    assert all(row["why"] for row in rows)
    codes = renamed_codes()
    assert len(set(codes.values())) == len(codes) == len(rows)
