"""Remote geocoders over real HTTP: protocols, errors, the cache, and the check before an answer may win."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import shapely
from sqlalchemy import Engine

from geo.locator.bounded_http import LARGEST_BYTES
from geo.locator.candidates import LocateQuery
from geo.locator.geocoders import GeocoderFailedError, RemoteGeocoder
from geo.locator.locator import Locator
from geo.locator.remote import RemoteStage, is_named
from geo.names.ladder import Stage
from geo.units.edition_index import Atlas
from loaders.places.locate_run import make_locator
from model.edition import Boundary
from model.enums import Language, Precision
from model.settings import GeocoderAddress, GeocoderKind, Settings
from store.reading.geocoder_cache import FRESH, GeocoderCache
from tests.geocoder_server import GeocoderServer, Reply, body, geocoder_server, nominatim, pelias, photon
from tests.hand_made import UNITS, edition

INSIDE = (70.75, 52.02)
"""Near Ерназар in Akkol district."""
ELSEWHERE = (76.6, 43.2)
BOX = shapely.MultiPolygon([shapely.box(70, 51, 72, 53)])
KNOWN = edition(UNITS)
PAUSE_S = 0.01


@pytest.fixture
def server() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        yield server


@pytest.fixture
def atlas() -> Atlas:
    return Atlas.of(replace(KNOWN, boundaries={"akm-akkol": Boundary("akm-akkol", BOX, "hand")}))


def geocoder(server: GeocoderServer, kind: str = "nominatim", timeout_s: float = 2.0) -> RemoteGeocoder:
    return RemoteGeocoder(GeocoderAddress(GeocoderKind(kind), server.url), PAUSE_S, timeout_s)


def stage(atlas: Atlas, *geocoders: RemoteGeocoder) -> RemoteStage:
    return RemoteStage(atlas, geocoders)


PROTOCOLS = [
    ("nominatim", "/search", nominatim("Жанасу", *INSIDE), "osm:node/42"),
    ("photon", "/api", photon("Жанасу", *INSIDE), "osm:N/43"),
    ("pelias", "/v1/search", pelias("Жанасу", *INSIDE), "whosonfirst:locality:44"),
]


@pytest.mark.parametrize(("kind", "path", "place", "source_id"), PROTOCOLS)
def test_each_protocol_is_asked_and_understood(
    server: GeocoderServer, kind: str, path: str, place: dict[str, object], source_id: str
) -> None:
    server.tell(Reply(body(place)))
    (places,) = geocoder(server, kind).ask("Жанасу, Аккольский район")
    assert (places.lon, places.lat) == INSIDE
    assert places.precision is Precision.SETTLEMENT
    assert places.source_id == source_id
    assert places.label.startswith("Жанасу")
    ((_, asked, query),) = server.asked
    assert asked == path
    assert "Жанасу, Аккольский район" in (query.get("q") or query.get("text") or [""])


@pytest.mark.parametrize(
    ("kind", "place", "precision"),
    [
        ("nominatim", nominatim("x", *INSIDE, rank=30), Precision.BUILDING),
        ("nominatim", nominatim("x", *INSIDE, rank=26), Precision.STREET),
        ("nominatim", nominatim("x", *INSIDE, rank=12), Precision.DISTRICT),
        ("nominatim", nominatim("x", *INSIDE, rank=8), Precision.REGION),
        ("photon", photon("x", *INSIDE, kind="house"), Precision.BUILDING),
        ("photon", photon("x", *INSIDE, kind="county"), Precision.DISTRICT),
        ("pelias", pelias("x", *INSIDE, layer="street"), Precision.STREET),
        ("pelias", pelias("x", *INSIDE, layer="region"), Precision.REGION),
    ],
)
def test_precision_is_that_of_the_thing_found(
    server: GeocoderServer, kind: str, place: dict[str, object], precision: Precision
) -> None:
    server.tell(Reply(body(place)))
    assert geocoder(server, kind).ask("x")[0].precision is precision


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("nominatim", nominatim("Казахстан", *INSIDE, rank=4) | {"addresstype": "country"}),
        ("photon", photon("Казахстан", *INSIDE, kind="country")),
        ("pelias", pelias("Kazakhstan", *INSIDE, layer="country")),
    ],
)
def test_a_country_is_no_place(server: GeocoderServer, kind: str, place: dict[str, object]) -> None:
    server.tell(Reply(body(place)))
    assert geocoder(server, kind).ask("x") == ()


@pytest.mark.parametrize(("kind", "nothing"), [("nominatim", "[]"), ("photon", '{"features": []}')])
def test_no_places_is_an_answer(server: GeocoderServer, kind: str, nothing: str) -> None:
    server.tell(Reply(nothing))
    assert geocoder(server, kind).ask("x") == ()


def test_an_error_is_tried_again(server: GeocoderServer) -> None:
    server.tell(Reply("down", status=503), Reply(None), Reply(body(nominatim("Жанасу", *INSIDE))))
    assert len(geocoder(server).ask("x")) == 1
    times = [moment for moment, _, _ in server.asked]
    assert len(times) == 3
    assert all(later - sooner >= PAUSE_S for sooner, later in pairwise(times))


BAD = [
    Reply("", status=500),
    Reply("<html>busy</html>"),
    Reply("null"),
    Reply("[1, 2]"),
    Reply('[{"lat": "x", "lon": "y"}]'),
    Reply(
        '[{"lat": "52", "lon": "999", "display_name": "x", "place_rank": 19, "osm_type": "n", "osm_id": 1}]'
    ),
    Reply('{"error": "rate"}'),
    Reply('"\\ud800"'),
    Reply(None),
    Reply("[]", delay_s=0.5),
]


@pytest.mark.parametrize("kind", ["nominatim", "photon", "pelias"])
@pytest.mark.parametrize("reply", BAD)
def test_garbage_is_a_named_failure_or_nothing(server: GeocoderServer, kind: str, reply: Reply) -> None:
    server.tell(reply)
    try:
        places = geocoder(server, kind, timeout_s=0.05).ask("x")
    except GeocoderFailedError as error:
        told = str(error)
    else:
        assert places == ()
        return
    assert told.startswith(f"{kind}: ")


@pytest.mark.parametrize("status", [200, 503])
def test_an_answer_that_drips_is_not_waited_for(server: GeocoderServer, status: int) -> None:
    """Each byte comes before the socket times out; the whole answer would take a minute."""
    server.tell(Reply("[" + " " * 600 + "]", status=status, drip_s=0.1))
    slow = geocoder(server, timeout_s=0.3)
    began = time.monotonic()
    with pytest.raises(GeocoderFailedError):
        slow.ask("x")
    assert time.monotonic() - began < 10


def test_an_answer_that_never_ends_is_cut_off(server: GeocoderServer) -> None:
    server.tell(Reply("[" + " " * (LARGEST_BYTES + 1) + "]"))
    with pytest.raises(GeocoderFailedError, match="more than 1000000 bytes"):
        geocoder(server, timeout_s=5.0).ask("x")
    server.tell(Reply("[" + " " * (LARGEST_BYTES - 10) + "]"))
    assert geocoder(server, timeout_s=5.0).ask("x") == ()


def test_a_geocoder_that_keeps_failing_is_left_alone(server: GeocoderServer) -> None:
    server.tell(Reply("", status=500))
    broken = geocoder(server)
    for _ in range(3):
        with pytest.raises(GeocoderFailedError, match="500"):
            broken.ask("x")
    asked = len(server.asked)
    with pytest.raises(GeocoderFailedError, match="not asked for a while"):
        broken.ask("x")
    assert len(server.asked) == asked


def test_an_answer_in_the_district_wins(server: GeocoderServer, atlas: Atlas) -> None:
    server.tell(Reply(body(nominatim("Жанасу", *INSIDE))))
    unit = atlas.edition.units["akm-akkol"]
    found = stage(atlas, geocoder(server)).candidate("с. Жанасу", None, unit)
    assert found is not None
    assert (found.point.lon, found.point.lat) == INSIDE
    assert (found.stage, found.precision, found.is_within) == (Stage.REMOTE, Precision.SETTLEMENT, True)
    assert found.source_id == "nominatim:osm:node/42"
    assert found.confidence < 0.7
    assert server.asked[0][2]["q"] == ["с. Жанасу, Аккольский район, Акмолинская область, Казахстан"]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (nominatim("Жанасу", *ELSEWHERE), "вне названного района"),
        (nominatim("Акколь", *INSIDE), "называет другое место"),
        (nominatim("Жанасу", *INSIDE, rank=12), "не точнее района"),
    ],
)
def test_what_does_not_stand_the_check_never_wins(
    server: GeocoderServer, atlas: Atlas, place: dict[str, object], why: str
) -> None:
    server.tell(Reply(body(place)))
    found = stage(atlas, geocoder(server)).find("Жанасу", None, atlas.edition.units["akm-akkol"])
    assert found.place is None
    assert [reason.text(Language.RU) for _, reason in found.refused] == [why]


def test_without_boundaries_the_nearest_settlement_tells_the_district(server: GeocoderServer) -> None:
    bare = Atlas.of(KNOWN)
    server.tell(Reply(body(nominatim("Жанасу", *INSIDE), nominatim("Жанасу", *ELSEWHERE))))
    found = stage(bare, geocoder(server)).find("Жанасу", None, bare.edition.units["akm-akkol"])
    assert found.place is not None
    assert (found.place.lon, found.place.lat) == INSIDE


def test_geocoders_that_contradict_each_other_leave_the_question_open(atlas: Atlas) -> None:
    with geocoder_server() as one, geocoder_server() as other:
        one.tell(Reply(body(nominatim("Жанасу", *INSIDE))))
        other.tell(Reply(body(photon("Жаңасу", 71.7, 51.3))))
        both = stage(atlas, geocoder(one), geocoder(other, "photon"))
        found = both.find("Жанасу", None, atlas.edition.units["akm-akkol"])
        assert found.place is None
        assert len(found.refused) == 2


def test_one_that_fails_is_passed_over(atlas: Atlas) -> None:
    with geocoder_server() as broken, geocoder_server() as sound:
        broken.tell(Reply("", status=500))
        sound.tell(Reply(body(pelias("Zhanasu", *INSIDE))))
        found = stage(atlas, geocoder(broken), geocoder(sound, "pelias")).find(
            "Жанасу", None, atlas.edition.units["akm-akkol"]
        )
    assert found.place is not None
    assert found.failures[0].startswith("nominatim: ")


def test_both_stores_keep_answers_and_nobody_is_asked_twice(
    store_engine: Engine, server: GeocoderServer, atlas: Atlas
) -> None:
    server.tell(Reply(body(nominatim("Жанасу", *INSIDE))))
    unit = atlas.edition.units["akm-akkol"]
    for _ in range(3):  # a new process each time
        remote = RemoteStage(atlas, [geocoder(server)], GeocoderCache(store_engine))
        assert remote.candidate("Жанасу", None, unit) is not None
    assert len(server.asked) == 1
    server.tell(Reply("[]"))
    for _ in range(2):
        remote = RemoteStage(atlas, [geocoder(server)], GeocoderCache(store_engine))
        assert remote.candidate("Неведомое", None, unit) is None
    assert len(server.asked) == 2  # "nothing" is cached, too
    server.tell(Reply("", status=500))
    for _ in range(2):
        RemoteStage(atlas, [geocoder(server)], GeocoderCache(store_engine)).find("Иное", None, unit)
    assert len(server.asked) == 2 + 2 * 3  # an error is not


def test_an_old_answer_is_asked_for_again(store_engine: Engine) -> None:
    cache, now = GeocoderCache(store_engine), datetime.now(UTC)
    cache.keep("nominatim", "x", [], now - FRESH * 1.01)
    assert cache.answer("nominatim", "x") is None
    cache.keep("nominatim", "x", [])
    assert cache.answer("nominatim", "x") == []


def test_the_locator_asks_last_and_nobody_by_default(server: GeocoderServer, atlas: Atlas) -> None:
    server.tell(Reply(body(nominatim("Жанасу", *INSIDE))))
    query = LocateQuery("с. Жанасу", district="Аккольский район")
    (fallen,) = Locator(atlas).locate(query)
    assert fallen.stage is Stage.DISTRICT
    locator = Locator(atlas, remote=stage(atlas, geocoder(server)))
    # The name of a known village is not sent to another server.
    assert locator.locate(LocateQuery("с. Ерназар", district="Аккольский район"))[0].stage is Stage.EXACT
    assert server.asked == []
    found, after = locator.locate(query)
    assert (found.stage, after.stage) == (Stage.REMOTE, Stage.DISTRICT)


def test_settings_turn_geocoders_on(server: GeocoderServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    server.tell(Reply("[]"))
    home = tmp_path_factory.mktemp("home")
    environ = {"KENSE_HOME": str(home), "KENSE_GEOCODERS": f"nominatim={server.url}"}
    query = LocateQuery("с. Нигдеево", district="Аккольский район")
    make_locator(Settings.from_environment(environ | {"KENSE_GEOCODERS": ""}), False, None).locate(query)
    assert server.asked == []
    make_locator(Settings.from_environment(environ), False, None).locate(query)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("label", "name", "same"),
    [
        ("Жаңасу, Аққөл ауданы, Қазақстан", "с. Жанасу", True),
        ("Абая көшесі, Zhanasu, Kazakhstan", "Жанасу", True),
        ("Акколь, Акмолинская область", "Жанасу", False),
        (", ,", "Жанасу", False),
        ("Жанасу", "с.", False),
    ],
)
def test_a_label_names_the_place_or_another_one(label: str, name: str, same: bool) -> None:
    assert is_named(label, name) is same
