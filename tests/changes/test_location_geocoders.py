"""Houses and villages are located by real clients of geocoders over HTTP; a wrong place is never written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from changes.location_run import location_run
from geo.locator.remote import is_on_street
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.enums import PositionState, PositionTrouble
from model.location_attempts import GEOCODED
from store.reading.editions import load_edition
from tests.changing import ChangingClient
from tests.geocoder_server import GeocoderServer, Reply, body, geocoder_server, nominatim, pelias, photon
from tests.locating import EDUCATION, HOUSE, PSC, changed, located, settings, shown, states, store_with

OFFICE = f"office:{EDUCATION}"
"""Of Акколь, Бегильдинова 10."""
STREET = "Бегильдинова"
COULD_NOT, LOCATED = PositionState.COULD_NOT_BE_LOCATED, PositionState.LOCATED
AROUND = ", Акколь, Аккольский район"


@pytest.fixture
def server() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        server.tell(Reply("[]"))
        yield server


@pytest.fixture
def store(store_engine: Engine, small_seeds: Seeds) -> Engine:
    return store_with(store_engine, small_seeds)


def geocoders(server: GeocoderServer, kind: str = "nominatim") -> dict[str, str]:
    return {"KENSE_GEOCODERS": f"{kind}={server.url}"}


def house(number: str = "10", at: tuple[float, float] = HOUSE, street: str = STREET) -> dict[str, Any]:
    return nominatim(f"{number}, улица {street}", *at, rank=30, around=AROUND)


PROTOCOLS = [
    ("nominatim", body(house()), "node/42"),
    (
        "photon",
        body(photon("Акимат", *HOUSE, kind="house") | {
            "properties": {
                "osm_type": "N", "osm_id": 43, "type": "house", "housenumber": "10",
                "street": f"улица {STREET}", "city": "Акколь",
            },
        }),
        "N/43",
    ),
    (
        "pelias",
        body(pelias("x", *HOUSE, layer="address") | {
            "properties": {
                "gid": "openstreetmap:address:node/44", "layer": "address", "match_type": "exact",
                "name": "x", "label": f"улица {STREET} 10, Акколь, Казахстан",
            },
        }),
        "address:node/44",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "answer", "source_id"), PROTOCOLS)
def test_a_house_is_located_and_credited(
    store: Engine, server: GeocoderServer, kind: str, answer: str, source_id: str
) -> None:
    server.tell(Reply("[]" if kind == "nominatim" else '{"features": []}'))
    server.known[STREET] = Reply(answer)
    assert changed(located(store, geocoders(server, kind)))[OFFICE] == "finer"
    assert shown(store, EDUCATION) == {
        "at": HOUSE,
        "precision": "BUILDING",
        "method": GEOCODED,
        "source": "openstreetmap",
    }
    edition = load_edition(store)
    assert states(edition)[OFFICE] == (LOCATED, None)
    (revision,) = edition.revisions[EDUCATION]
    assert f"openstreetmap:{source_id}" in revision.evidence[0]
    assert "ODbL 1.0" in revision.evidence[0]
    assert revision.evidence[1].startswith(f"{kind}: ")


def test_the_question_names_street_house_settlement_and_what_lies_around(
    store: Engine, server: GeocoderServer
) -> None:
    located(store, geocoders(server))
    asked = next(question for question in server.questions if STREET in question)
    assert asked == (
        "Бегильдинова, 10, Акколь, город Акколь, Аккольский район, Акмолинская область, Казахстан"
    )


WRONG = [
    (house(at=(76.9, 43.2)), "outside the named district"),
    (house(at=(37.6, 55.7)), "outside the named district"),
    (house(at=(70.354, 52.13)), "far from the settlement"),
    (house(street="Абая"), "it names another street"),
    (nominatim(f"10, улица {STREET}", *HOUSE, rank=30, around=", Наумовка"), "it names another place"),
    (nominatim(f"{STREET}, Акколь", *HOUSE, rank=12), "no finer than a district"),
]


@pytest.mark.parametrize(("answer", "why"), WRONG)
def test_what_does_not_stand_the_check_is_told_and_not_written(
    store: Engine, server: GeocoderServer, answer: dict[str, Any], why: str
) -> None:
    before = shown(store, EDUCATION)
    server.known[STREET] = Reply(body(answer))
    assert OFFICE not in changed(located(store, geocoders(server)))
    assert shown(store, EDUCATION) == before
    edition = load_edition(store)
    assert states(edition)[OFFICE] == (COULD_NOT, PositionTrouble.REFUSED)
    (note,) = edition.attempts[OFFICE].notes
    assert note.endswith(why)


def test_data_of_unknown_licence_are_not_taken(store: Engine, server: GeocoderServer) -> None:
    server.tell(Reply('{"features": []}'))
    answer = pelias("x", *HOUSE, layer="address")
    answer["properties"] |= {"gid": "openaddresses:address:kz/1", "label": f"{STREET} 10, Акколь"}
    server.known[STREET] = Reply(body(answer))
    located(store, geocoders(server, "pelias"))
    edition = load_edition(store)
    assert states(edition)[OFFICE] == (COULD_NOT, PositionTrouble.REFUSED)
    assert edition.attempts[OFFICE].notes[0].endswith("the licence of the data is unknown")


def test_another_house_shows_the_street_alone(store: Engine, server: GeocoderServer) -> None:
    server.known[STREET] = Reply(body(house("12")))
    assert changed(located(store, geocoders(server)))[OFFICE] == "finer"
    assert shown(store, EDUCATION)["precision"] == "STREET"
    assert states(load_edition(store))[OFFICE] == (LOCATED, None)


def test_a_shop_of_its_name_is_no_village(store: Engine, server: GeocoderServer) -> None:
    server.known["Барап"] = Reply(body(nominatim("Барап", 71.3, 52.1, rank=30, around=AROUND)))
    located(store, geocoders(server))
    edition = load_edition(store)
    assert states(edition)["unit:akm-akkol-kenes-barap"] == (COULD_NOT, PositionTrouble.REFUSED)
    assert edition.attempts["unit:akm-akkol-kenes-barap"].notes[0].endswith("not a settlement")


def test_a_village_that_no_gazetteer_has_is_located_remotely(store: Engine, server: GeocoderServer) -> None:
    server.known["Барап"] = Reply(body(nominatim("Барап", 71.3, 52.1, around=", Аккольский район")))
    assert changed(located(store, geocoders(server)))["unit:akm-akkol-kenes-barap"] == "new"
    at = load_edition(store).units["akm-akkol-kenes-barap"].position
    assert at is not None
    assert ((at.lon, at.lat), at.source, at.source_id) == ((71.3, 52.1), "openstreetmap", "node/42")


def deep(levels: int = 50_000) -> str:
    return "[" * levels


ABSURD = [
    Reply("", status=429),
    Reply("", status=503),
    Reply("<html><body>busy</body></html>"),
    Reply(body(house()).replace('"51.9944"', '"NaN"')),
    Reply(body(house()).replace('"70.9478"', '"1e309"')),
    Reply(body(house()).replace('"place_rank": 30', '"place_rank": 1e309')),
    Reply(json.dumps([house() | {"display_name": "x" * 10_000_000}])),
    Reply("[" + " " * 10_000_000 + "]"),
    Reply(deep()),
    Reply("[]", delay_s=0.6),
    Reply(None),
    Reply("null"),
    Reply('{"error": "full"}'),
]


@pytest.mark.parametrize("reply", ABSURD, ids=range(len(ABSURD)))
def test_full_slow_and_absurd_answers_change_nothing_and_leave_the_question_open(
    store: Engine, server: GeocoderServer, reply: Reply
) -> None:
    server.tell(reply)
    before = load_edition(store).offices[EDUCATION]
    found = located(store, geocoders(server) | {"KENSE_GEOCODER_TIMEOUT_S": "0.3"})
    edition = load_edition(store)
    assert edition.offices[EDUCATION] == before
    failed = [one for one in found if one.failures]
    assert failed or states(edition)[OFFICE][0] is COULD_NOT  # `null` is an answer: no such place exists
    for one in failed:
        assert one.attempt is None
        assert states(edition)[one.need.subject][0] is PositionState.NEEDS_GEOCODING
        assert one.failures[0].startswith("nominatim: ")
    # It is not asked again after a few errors, so that an overloaded server can recover.
    assert len(server.asked) <= 10 or not failed


def test_a_label_with_signs_that_no_store_takes_is_cleaned(store: Engine, server: GeocoderServer) -> None:
    answer = json.dumps([house() | {"display_name": f"10, {STREET}\\u0000\x1b[31m, Акколь, \ud800"}])
    server.known[STREET] = Reply(answer.replace("\\\\u0000", "\\u0000"))
    assert changed(located(store, geocoders(server)))[OFFICE] == "finer"
    (note,) = load_edition(store).attempts[OFFICE].notes
    assert note.isprintable()


def test_a_run_that_is_broken_off_asks_nobody_twice(store: Engine, server: GeocoderServer) -> None:
    server.known[STREET] = Reply(body(house()))
    asked = 0

    def until_the_house() -> None:
        nonlocal asked
        asked += 1
        if any(STREET in question for question in server.questions):
            raise KeyboardInterrupt

    with location_run(store, settings(**geocoders(server))) as run, pytest.raises(KeyboardInterrupt):
        list(run.batches(report=until_the_house))
    seen = list(server.questions)
    assert seen
    assert shown(store, EDUCATION)["precision"] == "SETTLEMENT"
    assert changed(located(store, geocoders(server)))[OFFICE] == "finer"
    assert server.questions[: len(seen)] == seen
    assert not set(seen) & set(server.questions[len(seen) :])


def test_a_geocoder_that_is_allowed_later_is_asked_for_what_was_not_found(
    store: Engine, server: GeocoderServer
) -> None:
    located(store)
    assert states(load_edition(store))[OFFICE] == (COULD_NOT, PositionTrouble.NO_GEOCODER)
    server.known[STREET] = Reply(body(house()))
    assert changed(located(store, geocoders(server))) == {OFFICE: "finer"}
    assert located(store, geocoders(server)) == []


def test_the_key_of_a_geocoder_is_kept_out_of_what_everybody_may_see(
    store: Engine, server: GeocoderServer
) -> None:
    server.tell(Reply('{"features": []}'))
    located(store, {"KENSE_GEOCODERS": f"pelias={server.url}?api_key=s3cret"})
    assert server.asked
    assert "s3cret" not in repr(load_edition(store).attempts)


def test_a_new_address_is_located_anew_and_the_old_house_forgotten(
    store: Engine, server: GeocoderServer
) -> None:
    server.known[STREET] = Reply(body(house()))
    located(store, geocoders(server))
    client = ChangingClient(store)
    other = (70.9432, 51.9961)
    server.known["Сарыарка"] = Reply(body(house("3", other, "Сарыарка")))
    client.update(EDUCATION, {"addressRu": "г. Акколь, ул. Сарыарка, 3"})
    assert states(load_edition(store))[OFFICE][0] is PositionState.NEEDS_GEOCODING
    assert changed(located(store, geocoders(server)))[OFFICE] == "finer"
    assert shown(store, EDUCATION)["at"] == other


def test_a_house_of_an_address_that_acts_no_longer_print_is_given_up(
    store: Engine, server: GeocoderServer, small_seeds: Seeds
) -> None:
    server.known[STREET] = Reply(body(house()))
    located(store, geocoders(server))
    address = "г. Акколь, ул. Сарыарка, 3"
    records = {
        key: tuple(
            replace(one, street="Сарыарка", house="3", address=address) if one.office == EDUCATION else one
            for one in listed
        )
        for key, listed in small_seeds.records.items()
    }
    load(store, replace(small_seeds, records=records))
    assert shown(store, EDUCATION)["precision"] == "BUILDING"
    assert states(load_edition(store))[OFFICE][0] is PositionState.NEEDS_GEOCODING
    assert changed(located(store)) == {OFFICE: "coarser"}
    assert shown(store, EDUCATION)["precision"] == "SETTLEMENT"
    assert states(load_edition(store))[OFFICE] == (COULD_NOT, PositionTrouble.NO_GEOCODER)


def test_a_person_may_set_the_pin_after_a_geocoder_did(store: Engine, server: GeocoderServer) -> None:
    server.known["Нурмагамбетова, 102"] = Reply(body(house("102", HOUSE, "Нурмагамбетова")))
    located(store, geocoders(server))
    client = ChangingClient(store)
    assert shown(store, PSC)["method"] == GEOCODED
    client.update(PSC, {"location": {"latitude": 51.99, "longitude": 70.95}})
    located(store, geocoders(server))
    assert shown(store, PSC)["method"] == "correction"


@pytest.mark.parametrize(
    ("label", "street", "same"),
    [
        ("10, улица Абая, Акколь", "Абая, 10", True),
        ("Абай көшесі, Ақкөл", "ул. Абая", True),
        ("улица Абая, Акколь", "Бегильдинова", False),
        ("улица Ленина, Акколь", "улица Абая", False),  # that both are streets is no evidence
        ("улица 8 Марта, Акколь", "8 Марта, 3", True),
        ("улица 9 Марта, Акколь", "8 Марта, 3", False),
        ("Акколь", "Акколь", False),  # the settlement, not the street of its name
        ("", "ул.", False),
    ],
)
def test_a_label_names_the_street_or_another_one(label: str, street: str, same: bool) -> None:
    assert is_on_street(label, street, "Акколь") is same
