"""JSON-LD by the words of schema.org: each class, property and value is one that schema.org states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import RDF, Graph, URIRef

from geo.exports.json_ld import office_json_ld
from geo.exports.linked.ntriples import ntriples
from model.edition import Contact, Edition, Office, Schedule, Validity
from model.enums import ContactKind, Precision, SchedulePurpose
from tests.hand_made import UNITS, at, edition, office

STATED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "standards" / "schema_org.yaml").read_text("utf-8")
)
BASE, DAY = "https://offices.example.kz", date(2026, 7, 1)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
Node = dict[str, Any]


def above(name: str) -> set[str]:
    """A class with all classes above it; one that the table lacks raises KeyError."""
    if name == "Thing":
        return {name}
    return {name, *(each for parent in STATED["classes"][name] for each in above(parent))}


def kinds_of(value: Any) -> set[str]:
    """Every class or datatype of schema.org that a value of JSON-LD may stand for."""
    if isinstance(value, dict):
        return {"Text"} if "@value" in value else above(value["@type"])
    if isinstance(value, str):
        spelled = {"Time": _TIME, "Date": _DATE, "URL": _LINK}
        members = {name for name, words in STATED["members"].items() if value in words}
        return {"Text", *members, *(name for name, form in spelled.items() if form.fullmatch(value))}
    return {"Boolean" if isinstance(value, bool) else "Number"}


def faults(node: Node) -> Iterator[str]:
    """What schema.org does not state of a node and of all in it."""
    kind = str(node.get("@type"))
    if kind not in STATED["classes"]:
        yield f"no class {kind}"
        return
    for name, given in node.items():
        if name.startswith("@"):
            continue
        stated = STATED["properties"].get(name)
        if stated is None or above(kind).isdisjoint(stated["domain"]):
            yield f"{name} is not stated of {kind}"
            continue
        for value in given if isinstance(given, list) else [given]:
            if kinds_of(value).isdisjoint(stated["range"]):
                yield f"{name} of {kind} is {value!r}"
            if isinstance(value, dict) and "@value" not in value:
                yield from faults(value)


def document(found: Edition, office_id: str, day: date = DAY) -> Node:
    read: Node = json.loads(office_json_ld(found, found.offices[office_id], BASE, day))
    return read


@pytest.fixture(scope="module")
def full() -> Node:
    """The document of an office with every kind of contact, hours and position."""
    links = {ContactKind.WEBSITE, ContactKind.MESSENGER}
    contacts = tuple(
        Contact(kind, "https://example.kz" if kind in links else "+77163821849") for kind in ContactKind
    )
    hours = ("Apr-Oct: Mo-Fr 09:00-18:00; Nov-Mar: Mo-Fr 22:00-02:00; PH off", "24/7", "Th[2] 16:00-18:00")
    schedules = tuple(
        Schedule(SchedulePurpose.GENERAL, each, validity=Validity(date(2012, 9, 24), None)) for each in hours
    )
    bare = office("one", position=at(52, 71, Precision.DISTRICT))
    made = Office(
        bare.id,
        bare.kind,
        bare.category,
        bare.names,
        UNITS[0].id,
        UNITS[0].id,
        position=bare.position,
        contacts=(*contacts, Contact(ContactKind.FAX, "+77163821850", validity=Validity(date(2012, 9, 24)))),
        schedules=schedules,
    )
    return document(edition(units=UNITS, offices=[made]), "one")


def test_an_office_with_everything_says_what_schema_org_states(full: Node) -> None:
    assert list(faults(full)) == []
    assert full["geo"]["@type"] == "GeoCircle"
    assert {"telephone", "faxNumber", "email", "url", "hoursAvailable"} <= {
        key for each in full["contactPoint"] for key in each
    }
    lines = full["openingHoursSpecification"]
    assert [(each["opens"], each["closes"]) for each in lines] == [
        ("09:00", "18:00"),
        ("22:00", "02:00"),
        ("00:00", "00:00"),
        ("00:00", "23:59"),
    ]


@pytest.mark.parametrize("sort", ["shipped", "bodies"])
def test_offices_say_what_schema_org_states(request: pytest.FixtureRequest, sort: str) -> None:
    found: Edition = request.getfixturevalue(f"{sort}_edition")
    of_kinds = {(one.kind, one.category, one.status): each for each, one in found.offices.items()}
    of_precisions = {one.position and one.position.precision: each for each, one in found.offices.items()}
    asked = sorted({*of_kinds.values(), *of_precisions.values(), *list(found.offices)[::40]})
    assert len(asked) > 5
    assert {each: list(faults(document(found, each))) for each in asked} == {each: [] for each in asked}


@pytest.mark.parametrize(
    ("path", "name", "value", "words"),
    [
        ((), "opens", "09:00", "opens is not stated of GovernmentOffice"),
        ((), "opening_hours", "Mo", "opening_hours is not stated of GovernmentOffice"),
        ((), "@type", "GovernmentOfice", "no class GovernmentOfice"),
        (("contactPoint", 0), "validFrom", "2012-09-24", "validFrom is not stated of ContactPoint"),
        (("contactPoint", 0), "openingHoursSpecification", [], "is not stated of ContactPoint"),
        (("geo",), "latitude", 52.0, "latitude is not stated of GeoCircle"),
        (("openingHoursSpecification", 0), "closes", "24:00", "closes of OpeningHoursSpecification"),
        (("openingHoursSpecification", 0), "dayOfWeek", ["Mo"], "dayOfWeek of OpeningHoursSpecification"),
        (("openingHoursSpecification", 0), "validFrom", "24.09.2012", "validFrom of OpeningHours"),
        (("mainEntityOfPage",), "license", "CC BY", "license of Dataset"),
        ((), "geo", {"@type": "PropertyValue", "value": 1}, "geo of GovernmentOffice"),
    ],
)
def test_what_schema_org_does_not_state_is_a_fault(
    full: Node, path: tuple[str | int, ...], name: str, value: Any, words: str
) -> None:
    broken: Any = json.loads(json.dumps(full))
    node = broken
    for step in path:
        node = node[step]
    node[name] = value
    assert any(words in each for each in faults(broken))


def test_ntriples_use_the_same_words(small_edition: Edition) -> None:
    lines = b"".join(ntriples(small_edition, DAY, BASE))
    found, words = Graph().parse(data=lines, format="nt"), "http://schema.org/"
    properties = {str(each).removeprefix(words) for each in found.predicates() if str(each).startswith(words)}
    classes = {str(each).removeprefix(words) for each in found.objects(None, RDF.type) if words in str(each)}
    assert properties <= STATED["properties"].keys()
    assert classes <= STATED["classes"].keys()
    assert {"GovernmentOffice", "ContactPoint", "Legislation"} <= classes
    for subject, predicate, term in found:
        stated = STATED["properties"].get(str(predicate).removeprefix(words))
        if stated is None or not str(predicate).startswith(words):
            continue
        kinds = {
            name
            for kind in found.objects(subject, RDF.type)
            if str(kind).startswith(words)
            for name in above(str(kind).removeprefix(words))
        }
        assert not kinds.isdisjoint(stated["domain"]), (subject, predicate)
        assert not isinstance(term, URIRef) or list(found.objects(term, RDF.type)) or "URL" in stated["range"]
