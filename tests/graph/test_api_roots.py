"""Every root of the API, over the Akkol district of act 1119 (tests/seeds_small)."""

from __future__ import annotations

from typing import Any

import pytest

from geo.names.alphabet import sort_key
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient

KYNA = "Settlement:akm-akkol-karasai-kyna"
AKKOL = {"latitude": 51.99, "longitude": 70.94}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def ids(connection: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in connection["edges"]]


def test_the_way_leads_from_a_region_down_to_a_service_and_back(api: ApiClient) -> None:
    data = api.data(
        """{ regions { id level districts(first: 1) { edges { node { id region { id }
             ruralOkrugs { totalCount edges { node { id district { id }
               settlements { edges { node { id ruralOkrug { id } district { id } } } } } } }
             offices(kinds: [DEPARTMENT]) { edges { node { id settlement { id parent { id } }
               provisions { edges { node { service { id } office { id } } } } } } } } } } } }"""
    )
    region = data["regions"][0]
    assert region["id"] == "Region:akm"
    district = region["districts"]["edges"][0]["node"]
    assert (district["id"], district["region"]["id"]) == ("District:akm-akkol", "Region:akm")
    okrugs = district["ruralOkrugs"]
    assert okrugs["totalCount"] == 7
    for okrug in (edge["node"] for edge in okrugs["edges"]):
        assert okrug["district"]["id"] == "District:akm-akkol"
        for village in (edge["node"] for edge in okrug["settlements"]["edges"]):
            assert village["ruralOkrug"]["id"] == okrug["id"]
            assert village["district"]["id"] == "District:akm-akkol"
    department = district["offices"]["edges"][0]["node"]
    assert department["id"] == "Office:akm-akkol-education"
    for edge in department["provisions"]["edges"]:
        assert edge["node"]["office"]["id"] == department["id"]


def test_a_village_is_served_by_its_okrug_its_district_and_the_centre_of_the_district(api: ApiClient) -> None:
    answer = api.data(
        """query($place: PlaceInput!, $service: ID!) { officeFor(serviceId: $service, place: $place) {
             outcome asOf lawStatus placeBasis place { id }
             provisions { office { id } roles basis { act { id } standard annex row } }
             alternatives { node { id kind } distanceMeters errorMeters servesOrigin }
             nearest { node { id } } nearestDiffers
             candidates { id } explanation { text(language: RU) unit { id } source { row } } lastKnown {
             outcome } } }""",
        service=SERVICE,
        place={"unitId": KYNA},
    )["officeFor"]
    assert (answer["outcome"], answer["asOf"], answer["lawStatus"]) == ("RESOLVED", None, "UNKNOWN")
    assert (answer["place"]["id"], answer["placeBasis"]) == (KYNA, "NAMED")
    assert [one["office"]["id"] for one in answer["provisions"]] == [
        "Office:akm-akkol-karasai-akimat",
        "Office:akm-akkol-education",
        "Office:akm-akkol-psc",
        "Office:akm-psc",
    ]
    row = answer["provisions"][0]["basis"][0]
    assert (row["act"]["id"], row["standard"], row["annex"], row["row"]) == (
        "LegalAct:gov-2012-1119",
        1,
        "2",
        2,
    )
    assert answer["explanation"][0]["unit"]["id"] == KYNA
    assert answer["candidates"] == []


def test_the_centre_of_the_town_is_an_alternative_with_metres(api: ApiClient) -> None:
    answer = api.data(
        """query($s: ID!) { officeFor(serviceId: $s, place: {unitId: "Settlement:akm-akkol-akkol-g"}) {
             alternatives(first: 1) { node { id } distanceMeters errorMeters servesOrigin }
             nearest { node { id } servesOrigin } nearestDiffers } }""",
        s=SERVICE,
    )["officeFor"]
    (alternative,) = answer["alternatives"]
    assert alternative["node"]["id"] == "Office:akm-akkol-psc"
    assert alternative["servesOrigin"] is True
    assert answer["nearest"]["servesOrigin"] is True
    assert answer["nearestDiffers"] is None


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ({"name": "Кына"}, "RESOLVED"),
        ({"name": "Kyna", "district": "Аккольский район"}, "RESOLVED"),
        ({"name": "Нигде"}, "UNKNOWN_PLACE"),
        ({"point": AKKOL}, "RESOLVED"),
        ({"point": {"latitude": 0, "longitude": 0}}, "UNKNOWN_PLACE"),
        ({"katoCode": "000000000"}, "UNKNOWN_PLACE"),
    ],
)
def test_every_way_of_naming_a_place_gives_an_outcome(
    api: ApiClient, place: dict[str, Any], outcome: str
) -> None:
    query = "query($place: PlaceInput!, $s: ID!) { officeFor(serviceId: $s, place: $place) { outcome } }"
    assert api.data(query, place=place, s=SERVICE)["officeFor"]["outcome"] == outcome


def test_before_the_act_was_in_force_the_last_known_answer_is_told(api: ApiClient) -> None:
    answer = api.data(
        """query($s: ID!) { officeFor(serviceId: $s, place: {name: "Кына"}, asOf: "2001-01-01") {
             outcome asOf provisions { id } lastKnown { outcome provisions { id } } } }""",
        s=SERVICE,
    )["officeFor"]
    assert (answer["outcome"], answer["asOf"], answer["provisions"]) == ("NO_ACT_IN_FORCE", "2001-01-01", [])
    assert len(answer["lastKnown"]["provisions"]) == 4


def test_many_places_keep_their_slots(api: ApiClient) -> None:
    places = [{"unitId": KYNA}, {"name": "Нигде"}, {"name": "Кына", "katoCode": "1"}, {"name": "Наумовка"}]
    answer = api.post(
        "query($s: ID!, $p: [PlaceInput!]!) { officesFor(serviceId: $s, places: $p) { outcome } }",
        s=SERVICE,
        p=places,
    )
    outcomes = [one and one["outcome"] for one in answer["data"]["officesFor"]]
    assert outcomes[:3] == ["RESOLVED", "UNKNOWN_PLACE", None]
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["officesFor", 2], "BAD_USER_INPUT")


def test_the_nearest_centre_has_metres_and_says_whether_it_serves(api: ApiClient) -> None:
    query = """query($to: PointInput!, $s: ID) { nearestPsc(to: $to, serviceId: $s, first: 2) {
        edges { node { id kind } distanceMeters errorMeters servesOrigin } pageInfo { hasNextPage } } }"""
    edges = api.data(query, to=AKKOL, s=SERVICE)["nearestPsc"]["edges"]
    assert edges[0]["node"]["id"] == "Office:akm-akkol-psc"
    assert edges[0]["servesOrigin"] is True
    assert 0 <= edges[0]["distanceMeters"] < 5_000
    assert edges[0]["errorMeters"] > 0
    assert [edge["distanceMeters"] for edge in edges] == sorted(edge["distanceMeters"] for edge in edges)
    assert api.data(query, to=AKKOL)["nearestPsc"]["edges"][0]["servesOrigin"] is None


def test_nearest_offices_page_by_distance(api: ApiClient) -> None:
    query = """query($to: PointInput!, $after: String, $first: Int) {
        nearestOffices(to: $to, maxDistanceMeters: 500000, first: $first, after: $after) {
          edges { node { id } distanceMeters } pageInfo { hasNextPage endCursor } } }"""
    everything = api.data(query, to=AKKOL, first=200)["nearestOffices"]
    assert everything["edges"]
    assert not everything["pageInfo"]["hasNextPage"]
    seen: list[str] = []
    after = None
    while True:
        page = api.data(query, to=AKKOL, first=2, after=after)["nearestOffices"]
        seen += ids(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ids(everything)


def test_offices_are_filtered_and_ordered(api: ApiClient) -> None:
    query = """query($f: OfficeFilterInput, $o: OfficeOrder) {
        offices(filter: $f, orderBy: $o) { totalCount edges { node { id kind name } } } }"""
    everything = api.data(query)["offices"]
    names = [edge["node"]["name"] for edge in everything["edges"]]
    assert everything["totalCount"] == len(names) == 12
    assert names == sorted(names, key=sort_key)
    by_id = ids(api.data(query, o="ID_ASC")["offices"])
    assert by_id == sorted(by_id)
    assert ids(api.data(query, f={"servesUnitId": KYNA, "serviceId": SERVICE}, o="ID_ASC")["offices"]) == [
        "Office:akm-akkol-education",
        "Office:akm-akkol-karasai-akimat",
        "Office:akm-akkol-psc",
        "Office:akm-psc",
    ]
    found = api.data(query, f={"text": "образования", "kinds": ["DEPARTMENT"]})["offices"]
    assert ids(found) == ["Office:akm-akkol-education"]
    box = {"west": 70, "south": 51, "east": 72, "north": 53}
    inside = api.data(query, f={"boundingBox": box})["offices"]
    assert "Office:akm-kokshetau-psc" not in ids(inside)
    assert "Office:akm-akkol-psc" in ids(inside)
    assert api.data(query, f={"statuses": ["CLOSED"]})["offices"]["totalCount"] == 0
    located = ids(api.data(query, f={"locatedInUnitId": "District:akm-kokshetau"})["offices"])
    assert "Office:akm-kokshetau-psc" in located


def test_an_office_shows_its_facts_with_their_sources(api: ApiClient) -> None:
    office = api.data(
        """{ office(id: "Office:akm-akkol-education") { id kind category version updatedAt lastConfirmedOn
        status
             name names { value language isTransliteration source { act { number } } }
             address { full postalCode settlement { id } } location { latitude geojson precision errorMeters }
             contacts { kind value e164 printed source { row } validity { from to } }
             jurisdiction { isNationwide units { edges { node { id } } } covers(unitId:
             "District:akm-akkol") }
             provenance(fields: ["phone", "name", "address"]) { field value wins rule source { row }
             observedAt }
             parent { id } branches { totalCount } organization { id } identifiers { scheme } } }"""
    )["office"]
    assert (office["kind"], office["category"], office["status"]) == (
        "DEPARTMENT",
        "education_department",
        "ACTIVE",
    )
    assert office["names"][0]["source"]["act"]["number"] == "1119"
    assert [one["language"] for one in office["names"] if one["isTransliteration"]] == ["EN"]
    assert "+77163822847" in [one["e164"] for one in office["contacts"]]
    assert office["jurisdiction"]["units"]["edges"][0]["node"]["id"] == "District:akm-akkol"
    assert office["jurisdiction"]["covers"] is True
    point = office["location"]
    assert point["geojson"]["coordinates"][1] == point["latitude"]
    assert point["precision"] == "SETTLEMENT"


def test_contacts_of_a_day_before_the_act_are_not_shown(api: ApiClient) -> None:
    query = """query($day: Date) { office(id: "Office:akm-akkol-education", asOf: $day) {
        contacts { value } provisions { totalCount } } }"""
    assert api.data(query, day="2001-01-01")["office"] == {"contacts": [], "provisions": {"totalCount": 0}}
    assert api.data(query, day="2013-01-01")["office"]["contacts"]


def test_units_are_found_by_id_and_by_point(api: ApiClient) -> None:
    unit = api.data(
        """query($id: ID!) { administrativeUnit(id: $id) { __typename id level name(language: RU)
             en: name(language: EN) ancestors { id } parent { id } boundary changes { kind } validity {
             from to }
             identifiers { scheme value } services { totalCount edges { node { id } } }
             children { totalCount } } }""",
        id=KYNA,
    )["administrativeUnit"]
    assert (unit["__typename"], unit["level"], unit["name"]) == ("Settlement", "SETTLEMENT", "Кына")
    assert [one["id"] for one in unit["ancestors"]] == [
        "Region:akm",
        "District:akm-akkol",
        "RuralOkrug:akm-akkol-karasai",
    ]
    assert SERVICE in ids(unit["services"])
    chain = api.data(
        "query($p: PointInput!) { administrativeUnitsAt(point: $p) { unit { level } basis distanceMeters } }",
        p=AKKOL,
    )["administrativeUnitsAt"]
    assert chain[0]["unit"]["level"] == "REGION"
    assert chain[-1]["unit"]["level"] == "SETTLEMENT"
    assert {one["basis"] for one in chain} == {"NEAREST_SETTLEMENT"}


def test_services_are_found_by_words_and_by_id(api: ApiClient) -> None:
    data = api.data(
        """query($id: ID!) { publicServices(text: "очеред") { edges { node { id } } } all: publicServices {
        totalCount }
             publicService(id: $id) { id name(language: RU) registerNumber responsibleBody { id }
               legalBasis { standard act { id } } none: legalBasis(asOf: "2001-01-01") { standard }
               provisions(within: "RuralOkrug:akm-akkol-karasai") { edges { node { office { id } } } } } }""",
        id=SERVICE,
    )
    assert SERVICE in ids(data["publicServices"])
    assert data["all"]["totalCount"] == 5
    service = data["publicService"]
    assert service["legalBasis"][0]["act"]["id"] == "LegalAct:gov-2012-1119"
    assert service["none"] == []
    offices = {edge["node"]["office"]["id"] for edge in service["provisions"]["edges"]}
    assert offices == {
        "Office:akm-akkol-karasai-akimat",
        "Office:akm-akkol-education",
        "Office:akm-akkol-psc",
        "Office:akm-psc",
    }


def test_acts_tell_their_force(api: ApiClient) -> None:
    data = api.data(
        """{ legalActs { totalCount edges { node { id } } }
             legalAct(id: "LegalAct:gov-2012-1119") { number adoptedOn adoptedBy title languages force {
             from to }
               before: status(asOf: "2001-01-01") after: status(asOf: "2030-01-01") repealedBy { id } url }
               }"""
    )
    act = data["legalAct"]
    assert (act["number"], act["adoptedOn"]) == ("1119", "2012-08-31")
    assert (act["before"], act["after"]) == ("NOT_YET_IN_FORCE", "UNKNOWN")


def test_search_finds_by_any_script_and_says_how_it_matched(api: ApiClient) -> None:
    query = """query($t: String!, $a: Boolean! = true) { search(text: $t, autocomplete: $a) { edges {
        node { __typename ... on Node { id } } score matchType matchedText matchedLanguage } } }"""
    exact = api.data(query, t="Кына")["search"]["edges"][0]
    assert (exact["node"], exact["matchType"], exact["score"]) == (
        {"__typename": "Settlement", "id": KYNA},
        "EXACT",
        1.0,
    )
    assert api.data(query, t="Kyna")["search"]["edges"][0]["matchType"] == "TRANSLITERATED"
    assert api.data(query, t="Кын")["search"]["edges"][0]["matchType"] == "PREFIX"
    assert api.data(query, t="Кын", a=False)["search"]["edges"] == []
    assert api.data(query, t="1119")["search"]["edges"][0]["node"]["__typename"] == "LegalAct"
    assert api.data(query, t="  ,")["search"]["edges"] == []


def test_locate_explains_its_candidates(api: ApiClient) -> None:
    (data,) = api.data(
        """{ locate(text: "с. Наумовка, Аккольский район") { unit { id } location { precision } confidence
             stage explanation rejected kk: explanationIn ru: explanationIn(language: RU)
             en: explanationIn(language: EN) } }"""
    )["locate"]
    assert data["unit"]["id"] == "Settlement:akm-akkol-naumovka-naumovka"
    assert 0 < data["confidence"] <= 1
    assert data["explanation"] == [data["kk"], data["ru"]]
    assert data["ru"].startswith("«с. Наумовка» — Наумовка, Наумовский сельский округ, Аккольский район")
    assert "the name is exactly the same. Precision: settlement" in data["en"]
    assert data["stage"] == "exact"
    assert api.data('{ locate(text: "Нигде") { stage } }')["locate"] == []
    (fallen,) = api.data(
        '{ locate(text: "Нигде, Аккольский район") { stage unit { id } location { precision } } }'
    )["locate"]
    assert (fallen["stage"], fallen["unit"]["id"]) == ("district", "District:akm-akkol")
    assert fallen["location"]["precision"] == "DISTRICT"


def test_the_edition_is_told_and_nobody_is_known(api: ApiClient, small_edition: Edition) -> None:
    found = api.data("{ edition { number publishedAt offices settlements services } viewer { subject } }")
    assert found["viewer"] is None
    assert found["edition"]["number"] == small_edition.number
    assert found["edition"]["offices"] == 12


def test_nodes_come_in_order_and_a_bad_id_spoils_only_its_slot(api: ApiClient) -> None:
    wanted = [KYNA, "Office:nobody", "LegalAct:gov-2012-1119", "nonsense", SERVICE]
    answer = api.post("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=wanted)
    assert [one and one["id"] for one in answer["data"]["nodes"]] == [
        wanted[0],
        None,
        wanted[2],
        None,
        SERVICE,
    ]
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_FOUND", "BAD_USER_INPUT"]


def test_every_object_is_found_again_by_its_global_id(api: ApiClient) -> None:
    data = api.data(
        """{ offices { edges { node { id provisions { edges { node { id } } } } } }
             publicServices { edges { node { id } } } legalActs { edges { node { id } } } }"""
    )
    given = ids(data["offices"]) + ids(data["publicServices"]) + ids(data["legalActs"])
    for edge in data["offices"]["edges"]:
        given += ids(edge["node"]["provisions"])
    answer = api.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=given)
    assert [one["id"] for one in answer["nodes"]] == given


def test_centres_of_a_unit_are_listed(api: ApiClient) -> None:
    query = "query($w: ID, $s: ID) { pscBranches(within: $w, serviceId: $s) { edges { node { id } } } }"
    everything = api.data(query)["pscBranches"]
    assert set(ids(everything)) == {"Office:akm-akkol-psc", "Office:akm-kokshetau-psc", "Office:akm-psc"}
    assert ids(api.data(query, w="District:akm-akkol", s=SERVICE)["pscBranches"]) == ["Office:akm-akkol-psc"]
