"""From names, codes, ids and points to units; golden names from act 1119, standard 1, annex 2."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import shapely

from geo.addresses.line_parts import parts_of
from geo.earth.point import Point
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Boundary, Name, Unit, UnitChange, Validity
from model.enums import ChangeKind, Language, Level, NameStatus, PlaceBasis
from model.errors import UsageError
from tests.hand_made import UNITS, at, edition, names, unit

# Region Абай was split from Восточно-Казахстанская in 2022 and took Семей with it; the rest is invented.
LATER = [
    unit("vos", Level.REGION, None, "Восточно-Казахстанская область", "Шығыс Қазақстан облысы"),
    unit("aba", Level.REGION, None, "область Абай", "Абай облысы"),
    unit("vos-semei", Level.DISTRICT, "vos", "город Семей", "Семей қаласы", kato="101000000"),
    unit("kar", Level.REGION, None, "Карагандинская область", "Қарағанды облысы"),
    unit("kar-abai", Level.DISTRICT, "kar", "Абайский район", "Абай ауданы"),
    unit("kar-bukhar", Level.DISTRICT, "kar", "Бухар-Жырауский район", "Бұқар жырау ауданы"),
    unit("kar-bukhar-botakara", Level.SETTLEMENT, "kar-bukhar", "Ботакара", "Ботақара"),
]
CHANGES = [
    UnitChange(ChangeKind.SPLIT, ("vos",), ("vos", "aba"), "Указ 2022", date(2022, 6, 8)),
    UnitChange(ChangeKind.MOVED, ("vos-semei", "vos"), ("vos-semei", "aba"), "Указ 2022", date(2022, 6, 8)),
    UnitChange(
        ChangeKind.RENAMED,
        ("kar-bukhar-botakara",),
        ("kar-bukhar-botakara",),
        "renamed",
        None,
        names("Ульяновский")[0],
    ),
]
atlas = Atlas.of(edition([*UNITS, *LATER], changes=CHANGES, rekeyed={"akm-old": "akm-akkol"}))


def found(name: str, district: str | None = None, region: str | None = None) -> list[str]:
    place = find_place(atlas, PlaceQuery(name=name, district=district, region=region))
    assert place.basis is PlaceBasis.NAMED
    return [each.id for each in place.units]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Кына", "akm-akkol-karasai-kyna"),
        ("с. Кына", "akm-akkol-karasai-kyna"),
        ("c. КЫНА", "akm-akkol-karasai-kyna"),  # Latin c, as 1119-1/2 prints it
        ("Кына ауылы", "akm-akkol-karasai-kyna"),
        ("Kyna", "akm-akkol-karasai-kyna"),
        ("Қына", "akm-akkol-karasai-kyna"),
        ("Аккольский район", "akm-akkol"),
        ("район Акколь", "akm-akkol"),
        ("Ақкөл ауданы", "akm-akkol"),
        ("г. Акколь", "akm-akkol-akkol-g"),
        ("Акколь", "akm-akkol-akkol-g"),  # town, town okrug and district bear it: the finest is meant
        ("Ақкөл", "akm-akkol-akkol-g"),
        ("Akkol", "akm-akkol-akkol-g"),
        ("Кокшетау", "akm-kokshetau-g"),
        ("Карасайский сельский округ", "akm-akkol-karasai"),
        ("Карасайский район", "alm-karasai"),
        ("Карасай", "akm-akkol-karasai-karasai"),
        ("Қарасай ауданы", "alm-karasai"),
        ("Акмолинская область", "akm"),
        ("Ақмола облысы", "akm"),
        ("Алматы", "ala"),  # the city; Алматы облысы is another unit
        ("г. Алматы", "ala"),
        ("Алматы облысы", "alm"),
    ],
)
def test_a_name_means_one_unit(asked: str, expected: str) -> None:
    assert found(asked) == [expected]


def test_a_type_word_narrows_the_level() -> None:
    assert found("село Аккольский") == []
    assert found("область Акколь") == []


def test_a_town_and_a_village_of_one_name_are_told_apart_by_their_type_word() -> None:
    village = unit("akm-kokshetau-v", Level.SETTLEMENT, "akm-kokshetau", "Акколь", "Ақкөл")
    both = Atlas.of(edition([*UNITS, village]))

    def ids(name: str) -> list[str]:
        return [each.id for each in find_place(both, PlaceQuery(name=name)).units]

    assert ids("Акколь") == ["akm-akkol-akkol-g", "akm-kokshetau-v"]
    assert ids("г. Акколь") == ids("Ақкөл қаласы") == ["akm-akkol-akkol-g"]
    assert ids("с. Акколь") == ids("Ақкөл ауылы") == ["akm-kokshetau-v"]


def test_two_settlements_of_one_name_are_ambiguous() -> None:
    assert found("Кенес") == ["akm-akkol-kenes-kenes", "alm-karasai-kenes"]


def test_a_spelling_does_not_decide_between_namesakes() -> None:
    # Кеңес is known as the Kazakh name of only one of them: this says nothing about the other.
    assert found("Кеңес") == ["akm-akkol-kenes-kenes", "alm-karasai-kenes"]


@pytest.mark.parametrize(
    ("asked", "district", "region"),
    [
        ("Кенес", "Аккольский район", None),
        ("Кенес", "Аккольский", None),
        ("Кенес", "Ақкөл ауданы", None),
        ("Кенес", "Акколь", None),
        ("Кенес", None, "Акмолинская область"),
        ("Кенес", None, "Ақмола"),
        ("Кенес, Аккольский район, Акмолинская область", None, None),
        ("Акмолинская область, Аккольский район, с. Кенес", None, None),
        ("с. Кенес, Акколь", None, None),
        ("Кенес, Кенесский сельский округ", None, None),
        ("с. Кенес Аккольского района", None, None),
        ("село Кенес Аккольского района Акмолинской области", None, None),
        ("Кенес (Аккольский район)", None, None),
        ("Кенес Аккольский р-н Акмолинская обл.", None, None),
        ("с. Кенес Кенесского сельского округа", None, None),
        ("с. Кенес, Кенесский аульный (сельский) округ", None, None),
        ("Кенес", "Аккольского района", "Акмолинской области"),
    ],
)
def test_a_district_or_region_decides_between_homonyms(
    asked: str, district: str | None, region: str | None
) -> None:
    assert found(asked, district, region) == ["akm-akkol-kenes-kenes"]


def test_a_unit_narrows_by_its_id() -> None:
    place = find_place(atlas, PlaceQuery(name="Кенес", within="alm"))
    assert [each.id for each in place.units] == ["alm-karasai-kenes"]


def test_a_wrong_district_leaves_nothing() -> None:
    assert found("Кына", "Карасайский район") == []
    assert found("Кына", "Несуществующий район") == []


def test_nothing_is_guessed_from_a_misspelling() -> None:
    assert found("Кыына Вторая") == []
    assert found("Акколл-2") == []
    assert found("") == []
    assert found(" , ") == []


@pytest.mark.parametrize("region", ["область Абай", "Абай облысы", "Восточно-Казахстанская область"])
def test_a_moved_town_is_found_under_both_its_regions(region: str) -> None:
    assert found("Семей", region=region) == ["vos-semei"]
    assert found(f"Семей, {region}") == ["vos-semei"]


def test_a_former_name_finds_the_unit_and_says_so() -> None:
    for asked, expected in [("Ульяновский", "kar-bukhar-botakara"), ("Алексеевка", "akm-akkol-akkol-g")]:
        place = find_place(atlas, PlaceQuery(name=asked))
        assert [each.id for each in place.units] == [expected]
        assert place.former_name is not None
        assert place.former_name.value == asked
    assert find_place(atlas, PlaceQuery(name="Акколь")).former_name is None


def test_codes_and_ids_name_their_unit() -> None:
    coded = find_place(atlas, PlaceQuery(kato_code="113241100"))
    assert (coded.unit and coded.unit.id, coded.basis) == ("akm-akkol-karasai-kyna", PlaceBasis.CODE)
    assert _id(find_place(atlas, PlaceQuery(unit_id="akm-akkol"))) == "akm-akkol"
    assert _id(find_place(atlas, PlaceQuery(unit_id="akm-old"))) == "akm-akkol"
    assert find_place(atlas, PlaceQuery(unit_id="nothing")).units == ()
    assert find_place(atlas, PlaceQuery(kato_code="999")).units == ()


def test_a_point_is_its_nearest_settlement() -> None:
    place = find_place(atlas, PlaceQuery(point=Point(70.94704, 52.0)))
    assert _id(place) == "akm-akkol-akkol-g"
    assert place.basis is PlaceBasis.NEAREST_SETTLEMENT
    assert place.distance_m == pytest.approx(697, abs=2)  # 0.00626 degrees of latitude
    assert find_place(atlas, PlaceQuery(point=Point(0, 0))).units == ()


def test_a_place_is_asked_for_in_exactly_one_way() -> None:
    for query in (PlaceQuery(), PlaceQuery(unit_id="akm", name="Акмола")):
        with pytest.raises(UsageError, match="exactly one"):
            find_place(atlas, query)


def test_a_point_within_a_boundary_is_its_settlement_or_where_none_is_near_the_bounded_unit() -> None:
    raion = unit("d", Level.DISTRICT, "r", "Район")
    region = unit("r", Level.REGION, None, "Область")
    village = unit("d-v", Level.SETTLEMENT, "d", "Село", position=at(48.1, 70.1))
    shape = shapely.MultiPolygon([shapely.box(70, 48, 72, 50)])
    country = replace(edition([region, raion, village]), boundaries={"d": Boundary("d", shape, "drawn")})
    drawn = Atlas.of(country)

    def at_point(lon: float, lat: float) -> tuple[str | None, PlaceBasis, bool]:
        place = find_place(drawn, PlaceQuery(point=Point(lon, lat)))
        assert place.origin == Point(lon, lat)
        return _id(place), place.basis, place.distance_m is not None

    assert at_point(70.2, 48.1) == ("d-v", PlaceBasis.NEAREST_SETTLEMENT, True)
    assert at_point(71.9, 49.9) == ("d", PlaceBasis.POLYGON, False)
    assert at_point(60, 50) == (None, PlaceBasis.NEAREST_SETTLEMENT, False)
    assert at_point(69.9, 48.1) == ("d-v", PlaceBasis.NEAREST_SETTLEMENT, True)  # outside, but near


def test_the_village_is_written_first_last_or_in_the_middle() -> None:
    assert found("Кенес, Аккольский район, Акмолинская область") == ["akm-akkol-kenes-kenes"]
    assert found("Акмолинская область, Аккольский район, Кенес") == ["akm-akkol-kenes-kenes"]
    assert found("Аккольский район, Кенес, Акмолинская область") == ["akm-akkol-kenes-kenes"]
    assert found("Кенес, Карасайский район, Акмолинская область") == []


def test_a_sentence_falls_apart_into_the_place_and_what_it_lies_in() -> None:
    assert parts_of("с. Кына Аккольского района (Акмолинская область)") == [
        "с. Кына",
        "Аккольский района",
        "Акмолинская область",
    ]
    assert parts_of(" , Кына,, ") == ["Кына"]
    assert parts_of("Кенесский аульный (сельский) округ") == ["Кенесский аульный (сельский) округ"]


def test_cities_of_republican_significance_are_written_where_a_district_is() -> None:
    assert found("Бостандыкский район", district="г. Алматы") == ["ala-bostandyk"]
    assert found("Бостандыкский район", region="г. Алматы") == ["ala-bostandyk"]
    assert found("Бостандыкский район", region="Алматинская область") == []


def test_a_territory_in_the_wrong_field_narrows_as_in_the_right_one() -> None:
    assert found("Кенес", district="Акмолинская область") == ["akm-akkol-kenes-kenes"]
    assert found("Кенес", region="Аккольский район") == ["akm-akkol-kenes-kenes"]
    assert found("Кенес", district="Кенесский сельский округ") == ["akm-akkol-kenes-kenes"]
    assert found("Кенес", district="Атырауская область") == []


def test_a_city_is_neither_raion_nor_oblast_and_any_unit_of_an_okrug_s_level_may_be_called_one() -> None:
    assert found("район Кокшетау") == []
    assert found("Алматинская область") == ["alm"]
    assert found("город Кокшетау") == ["akm-kokshetau-g"]
    assert found("сельский округ Акколь") == ["akm-akkol-akkol"]


def test_a_village_and_its_okrug_of_one_name() -> None:
    """An okrug with a village's name is meant where no settlement of its district has that name."""
    known = [
        unit("r", Level.REGION, None, "Область"),
        unit("r-a", Level.DISTRICT, "r", "Первый район"),
        unit("r-a-o", Level.RURAL_OKRUG, "r-a", "село Жосалы"),
        unit("r-a-o-t", Level.SETTLEMENT, "r-a-o", "Туребай"),
        unit("r-a-p", Level.RURAL_OKRUG, "r-a", "Второй сельский округ"),
        unit("r-b", Level.DISTRICT, "r", "Другой район"),
        unit("r-b-v", Level.SETTLEMENT, "r-b", "Жосалы"),
    ]

    def ids(units: Sequence[Unit], name: str) -> list[str]:
        return [each.id for each in find_place(Atlas.of(edition(units)), PlaceQuery(name=name)).units]

    # The settlement of another district does not stand for this okrug.
    assert ids(known, "Жосалы") == ["r-b-v", "r-a-o"]
    assert ids(known[:-1], "село Жосалы") == ["r-a-o"]
    own = unit("r-a-p-v", Level.SETTLEMENT, "r-a-p", "Жосалы")
    assert ids([*known, own], "Жосалы") == ["r-a-p-v", "r-b-v"]
    assert ids([*known[:-2], own], "Второй сельский округ") == ["r-a-p"]


def test_a_former_name_is_told_with_as_much_of_its_time_as_is_known() -> None:
    def named(*borne: Name) -> Name | None:
        town = replace(unit("t", Level.SETTLEMENT, None, "Новое"), names=(*names("Новое"), *borne))
        return find_place(Atlas.of(edition([town])), PlaceQuery(name="Старое")).former_name

    until = Validity(None, date(2000, 1, 1))
    both = Validity(date(1950, 1, 1), date(2000, 1, 1))
    former = [
        Name("Старое", Language.RU, NameStatus.FORMER, validity=each) for each in (until, both, Validity())
    ]
    assert named(*former) == former[1]
    assert named(former[2], former[0]) == former[0]
    variant, current = (
        Name("Старое", Language.RU, each) for each in (NameStatus.VARIANT, NameStatus.OFFICIAL)
    )
    # A second printed name is not a present name; the present official name is.
    assert named(former[0], variant) == former[0]
    assert named(former[0], variant, current) is None
    assert named(variant) is None


def test_codes_are_read_without_the_spaces_around_them() -> None:
    assert _id(find_place(atlas, PlaceQuery(kato_code=" 113241100 "))) == "akm-akkol-karasai-kyna"


def _id(place: PlaceFound) -> str | None:
    return place.unit.id if place.unit is not None else None
