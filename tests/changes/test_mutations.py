"""Offices are changed through the API: what is stored, what is refused and why, and that nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Overlay
from store.reading import editions
from store.reading.editions import load_edition
from tests.changing import (
    AKKOL_PSC,
    EDUCATION,
    ERRORS,
    HEAD_PSC,
    KARASAI,
    KOKSHETAU_PSC,
    OFFICE,
    REVISION,
    UPDATE,
    ChangingClient,
)
from tests.filled import fill

KYNA = "Settlement:akm-akkol-karasai-kyna"
SERVICE = "PublicService:preschool-queue"
OFFICE_FOR = """query($place: PlaceInput!, $asOf: Date) {
  officeFor(serviceId: "PublicService:preschool-queue", place: $place, asOf: $asOf) {
    outcome provisions { roles office { id } } } }"""
CREATE = f"""mutation($office: OfficePatchInput!, $evidence: [String!]! = ["decree"], $confirm: [String!]) {{
  officeCreate(office: $office, reason: "it opened", evidence: $evidence, confirm: $confirm) {{
    {OFFICE} {REVISION} {ERRORS} }} }}"""
CLOSE = f"""mutation($id: ID!, $expected: Int!, $on: Date!, $successors: [ID!]) {{
  officeClose(id: $id, expectedVersion: $expected, on: $on, successorIds: $successors, reason: "it moved") {{
    {OFFICE} {REVISION} {ERRORS} }} }}"""
MERGE = f"""mutation($into: ID!, $expected: Int!, $from: ID!, $fromExpected: Int!) {{
  officeMerge(intoId: $into, expectedVersion: $expected, fromId: $from, fromExpectedVersion: $fromExpected,
    reason: "one house") {{ {OFFICE} {REVISION} {ERRORS} }} }}"""
REVERT = f"""mutation($id: ID!, $expected: Int!, $to: Int!) {{
  officeRevert(id: $id, expectedVersion: $expected, toVersion: $to, reason: "it was right") {{
    {OFFICE} {REVISION} {ERRORS} }} }}"""
PROVISION = f"""mutation(
  $id: ID!, $expected: Int!, $service: ID!, $roles: [ProvisionRole!]!, $units: [ID!]
) {{
  provisionSet(officeId: $id, expectedVersion: $expected, serviceId: $service, roles: $roles,
    jurisdictionUnitIds: $units, reason: "an order", evidence: ["order 5"]) {{
    {OFFICE} {REVISION} {ERRORS} }} }}"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def served(client: ChangingClient, place: dict[str, Any], as_of: str | None = None) -> list[str]:
    found = client.data(OFFICE_FOR, place=place, asOf=as_of)["officeFor"]
    return [one["office"]["id"] for one in found["provisions"]]


def test_an_update_is_shown_at_once_and_stays_after_a_restart(client: ChangingClient) -> None:
    payload = client.update(
        KARASAI,
        {
            "nameRu": "Аппарат акима Карасайского сельского округа",
            "contacts": [
                {"kind": "PHONE", "value": "8 (716 38) 3-41-91"},
                {"kind": "EMAIL", "value": "karasai@akkol.kz"},
                {"kind": "HOTLINE", "value": "1414"},
            ],
            "openingHours": "Mo-Fr 09:00-18:00",
            "postalCode": "020110",
        },
        evidence=["letter 17 of the akim"],
    )
    office, revision = payload["office"], payload["revision"]
    assert office["name"] == "Аппарат акима Карасайского сельского округа"
    assert [(one["kind"], one["value"], one["e164"]) for one in office["contacts"]] == [
        ("PHONE", "+77163834191", "+77163834191"),
        ("EMAIL", "karasai@akkol.kz", None),
        ("HOTLINE", "1414", None),
    ]
    assert office["schedules"] == [{"openingHours": "Mo-Fr 09:00-18:00"}]
    assert (office["version"], revision["version"], revision["edition"]) == (2, 2, 2)
    assert (revision["actor"], revision["summary"]) == ("somebody", "a letter")
    assert revision["evidence"] == ["letter 17 of the akim"]
    changed = {one["field"]: (one["before"], one["after"]) for one in revision["changes"]}
    assert changed["phones"] == ('["+77163834190"]', '["+77163834191"]')
    # The act prints that postal code: nothing changed there.
    assert set(changed) == {"name_ru", "phones", "emails", "hotlines", "opening_hours"}
    assert payload["query"] == {"edition": {"number": 2}}
    assert load_edition(client.engine) == client.edition


def test_a_change_reads_its_office_once(client: ChangingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = 0
    read = editions._read_overlay

    def counted(*arguments: Any, **named: Any) -> Overlay:
        nonlocal readings
        readings += 1
        return read(*arguments, **named)

    monkeypatch.setattr(editions, "_read_overlay", counted)
    client.update(KARASAI, {"nameRu": "Аппарат акима Карасайского сельского округа"})
    assert readings == 1
    assert load_edition(client.engine) == client.edition
    assert client.edition.laid_over == (client.edition.change_log.blocks[-1].follows, frozenset({KARASAI}))


def test_a_second_writer_of_one_version_is_shown_the_record_and_the_fields_that_clash(
    client: ChangingClient,
) -> None:
    client.update(KARASAI, {"nameRu": "Первое имя", "postalCode": "020111"})
    clash = client.tried(
        UPDATE, id=f"Office:{KARASAI}", expected=1, patch={"nameRu": "Другое имя", "openingHours": "24/7"}
    )
    (error,) = clash["userErrors"]
    assert (error["code"], error["path"], error["currentVersion"]) == ("CONFLICT", ["expectedVersion"], 2)
    assert error["conflictingFields"] == ["nameRu"]
    assert error["current"] == {"id": f"Office:{KARASAI}", "version": 2, "name": "Первое имя"}
    assert clash["office"] is None
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=7, patch={"nameRu": "Имя"}) == [
        ("INVALID", ["expectedVersion"])
    ]


BAD_PATCHES: list[tuple[dict[str, Any], str, list[str], str]] = [
    ({"nameRu": "\u0000яд"}, "INVALID", ["patch", "nameRu"], "control characters"),
    ({"nameRu": "  ---  "}, "INVALID", ["patch", "nameRu"], "letters"),
    ({"nameKk": "ы" * 501}, "INVALID", ["patch", "nameKk"], "501 characters"),
    (
        {"contacts": [{"kind": "PHONE", "value": "8 (716 38) 3-41-9"}]},
        "INVALID",
        ["patch", "contacts"],
        "digits",
    ),
    ({"contacts": [{"kind": "EMAIL", "value": "a@b"}]}, "INVALID", ["patch", "contacts"], "e-mail"),
    ({"contacts": [{"kind": "WEBSITE", "value": "javascript:1"}]}, "INVALID", ["patch", "contacts"], "https"),
    ({"openingHours": "Mo-Fr 9-25"}, "INVALID", ["patch", "openingHours"], "Mo-Fr 09:00-18:00"),
    ({"postalCode": "12345"}, "INVALID", ["patch", "postalCode"], "six digits"),
    ({"category": "palace"}, "INVALID", ["patch", "category"], "one of"),
    ({"kind": None}, "INVALID", ["patch", "kind"], "cleared"),
    ({"location": {"latitude": 71.9, "longitude": 52.0}}, "INVALID", ["patch", "location"], "swapped"),
    ({"location": {"latitude": 55.75, "longitude": 37.6}}, "INVALID", ["patch", "location"], "outside"),
    ({"settlementId": "Settlement:nowhere"}, "NOT_FOUND", ["patch", "settlementId"], "no unit"),
    ({"settlementId": "District:akm-akkol"}, "INVALID", ["patch", "settlementId"], "not a settlement"),
    ({"settlementId": "akm-akkol"}, "INVALID", ["patch", "settlementId"], "administrative unit"),
    ({"parentId": f"Office:{KARASAI}"}, "INVALID", ["patch", "parentId"], "the office itself"),
    ({"parentId": "Office:nobody"}, "NOT_FOUND", ["patch", "parentId"], "no office"),
    ({"organizationId": "Organization:nobody"}, "NOT_FOUND", ["patch", "organizationId"], "no organization"),
    ({}, "INVALID", ["patch"], "changes nothing"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("patch", "code", "path", "message"), BAD_PATCHES)
def test_a_value_that_cannot_be_is_refused_by_name(
    client: ChangingClient, patch: dict[str, Any], code: str, path: list[str], message: str
) -> None:
    before = client.edition
    payload = client.tried(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=patch)
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"]) == (code, path)
    assert message in error["message"]
    assert load_edition(client.engine) == before


def test_every_bad_argument_is_named_at_once(client: ChangingClient) -> None:
    patch = {"nameRu": "", "postalCode": "1", "openingHours": "always"}
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=patch) == [
        ("INVALID", ["patch", "nameRu"]),
        ("INVALID", ["patch", "postalCode"]),
        ("INVALID", ["patch", "openingHours"]),
    ]
    assert client.refused(
        UPDATE, id=f"Office:{KARASAI}", expected=1, patch={"kind": "OTHER"}, reason=" "
    ) == [("INVALID", ["reason"])]
    assert client.refused(UPDATE, id="Office:nobody", expected=1, patch={"kind": "OTHER"}) == [
        ("NOT_FOUND", ["id"])
    ]
    assert client.refused(UPDATE, id=KARASAI, expected=1, patch={"kind": "OTHER"}) == [("INVALID", ["id"])]


def test_a_point_far_from_the_settlement_has_to_be_confirmed(client: ChangingClient) -> None:
    far = {"location": {"latitude": 53.28, "longitude": 69.39}}  # Kokshetau
    payload = client.tried(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=far)
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"], error["confirm"]) == ("INVALID", ["patch", "location"], "location")
    moved = client.update(KARASAI, far, confirm=["location"])["office"]["location"]
    assert (moved["latitude"], moved["precision"], moved["method"]) == (53.28, "BUILDING", "correction")
    near = {"location": {"latitude": 52.06, "longitude": 72.19}}
    assert client.update(KARASAI, near)["office"]["version"] == 3


def test_a_changed_address_is_located_again(client: ChangingClient) -> None:
    patch = {"addressRu": "020110, Аккольский район, село Минское, ул. Школьная, 5"}
    payload = client.update(KARASAI, patch)
    minskoe = client.edition.units["akm-akkol-karasai-minskoe"].position
    assert minskoe is not None
    office = payload["office"]
    assert (office["location"]["latitude"], office["location"]["longitude"]) == (minskoe.lat, minskoe.lon)
    assert office["location"]["method"] == "correction-located"
    assert office["address"]["thoroughfare"] == "Школьная"
    assert {one["field"] for one in payload["revision"]["changes"]} == {"address_ru", "location"}


def test_a_dry_run_shows_what_would_be_and_stores_nothing(client: ChangingClient) -> None:
    before = client.edition
    payload = client.update(KARASAI, {"nameRu": "Имя на пробу"}, dryRun=True)
    assert (payload["office"]["name"], payload["office"]["version"]) == ("Имя на пробу", 2)
    assert payload["revision"] is None
    assert payload["query"] == {"edition": {"number": before.number}}
    assert load_edition(client.engine) == before == client.edition


def test_a_dry_run_tells_the_changes_that_the_change_makes(client: ChangingClient) -> None:
    """Without an id: a cache would take the office of a dry run for the stored one."""
    query = """mutation($id: ID!, $dryRun: Boolean!) {
      officeUpdate(id: $id, expectedVersion: 1, dryRun: $dryRun, patch: {nameRu: "Имя"}, reason: "a sign") {
        changes { field before after } revision { changes { field before after } } userErrors { code } } }"""
    tried, done = (client.change(query, id=f"Office:{KARASAI}", dryRun=dry) for dry in (True, False))
    assert [one["field"] for one in tried["changes"]] == ["name_ru"]
    assert tried == {**done, "revision": None}
    assert done["changes"] == done["revision"]["changes"]
    refused = client.tried(query, id=f"Office:{KARASAI}", dryRun=True)
    assert (refused["changes"], refused["userErrors"][0]["code"]) == ([], "CONFLICT")


def test_the_same_request_with_its_key_is_carried_out_once(client: ChangingClient) -> None:
    first = client.update(KARASAI, {"nameRu": "Один раз"}, key="k1")
    again = client.change(UPDATE, id=f"Office:{KARASAI}", expected=1, patch={"nameRu": "Один раз"}, key="k1")
    assert again == first
    assert client.edition.number == 2
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=2, patch={"nameRu": "Иное"}, key="k1") == [
        ("INVALID", ["idempotencyKey"])
    ]
    client.sign_in("akm", subject="another")
    assert client.update(KARASAI, {"nameRu": "Иное"}, key="k1")["office"]["version"] == 3


def test_a_key_that_is_no_key_is_refused_instead_of_passed_over(client: ChangingClient) -> None:
    unseen = (
        "a\u200eb",
        "a\u202eb",
        "a\u2065b",
        "a\u3164b",
        "a\u034fb",
        "a\ufe0fb",
        "a\U000e0041b",
        "a\u2028b",
        "a\ufffcb",
        "a\u0378b",
    )
    for key in ("", "\x00", "k" * 201, *unseen):
        asked = {"id": f"Office:{KARASAI}", "expected": 1, "patch": {"nameRu": "Имя"}, "key": key}
        for dry_run in (False, True):
            assert client.refused(UPDATE, **asked, dryRun=dry_run) == [("INVALID", ["idempotencyKey"])]
    assert client.update(KARASAI, {"nameRu": "Имя"}, key=None)["office"]["version"] == 2


def test_a_new_office_serves_from_its_first_version(client: ChangingClient) -> None:
    payload = client.change(
        CREATE,
        office={
            "kind": "PSC_BRANCH",
            "category": "psc_branch",
            "nameRu": "Отдел в селе Кына",
            "settlementId": KYNA,
            "addressRu": "село Кына, ул. Мира, 1",
            "jurisdictionUnitIds": ["RuralOkrug:akm-akkol-karasai"],
            "contacts": [{"kind": "PHONE", "value": "+77163834195"}],
            "parentId": f"Office:{HEAD_PSC}",
        },
    )
    office = payload["office"]
    assert (office["id"], office["version"]) == ("Office:akm-akkol-karasai-kyna-psc-branch", 1)
    assert (office["settlement"], office["parent"]) == ({"id": KYNA}, {"id": f"Office:{HEAD_PSC}"})
    slug = office["id"].removeprefix("Office:")
    given = client.change(
        PROVISION, id=office["id"], expected=1, service=SERVICE, roles=["ACCEPTS_APPLICATIONS"]
    )
    assert given["office"]["version"] == 2
    assert office["id"] in served(client, {"unitId": KYNA})
    assert slug in client.edition.branches[HEAD_PSC]
    assert load_edition(client.engine) == client.edition
    twin = {
        "kind": "PSC_BRANCH",
        "category": "psc_branch",
        "nameRu": "отдел в  селе КЫНА",
        "settlementId": KYNA,
    }
    assert client.refused(CREATE, office=twin) == [("DUPLICATE", ["office"])]
    second = client.change(CREATE, office=twin, confirm=["duplicate"])["office"]
    assert second["id"] == f"Office:{slug}-2"


def test_an_office_without_name_kind_or_evidence_is_not_made(client: ChangingClient) -> None:
    assert client.refused(CREATE, office={"settlementId": KYNA}) == [
        ("INVALID", ["office", "kind"]),
        ("INVALID", ["office", "category"]),
        ("INVALID", ["office", "nameKk"]),
    ]
    office = {"kind": "OTHER", "category": "psc_branch", "nameKk": "Кеңсе", "settlementId": KYNA}
    assert client.refused(CREATE, office=office, evidence=[" "]) == [("EVIDENCE_REQUIRED", ["evidence"])]


def test_a_closed_office_ends_on_its_day_and_not_before(client: ChangingClient) -> None:
    place = {"unitId": KYNA}
    assert f"Office:{EDUCATION}" in served(client, place)
    payload = client.change(
        CLOSE, id=f"Office:{EDUCATION}", expected=1, on="2020-01-01", successors=[f"Office:{KARASAI}"]
    )
    assert payload["office"]["status"] == "CLOSED"
    assert payload["office"]["successors"] == [{"id": f"Office:{KARASAI}"}]
    assert f"Office:{EDUCATION}" not in served(client, place)
    assert f"Office:{EDUCATION}" in served(client, place, "2019-12-31")
    assert f"Office:{EDUCATION}" not in served(client, place, "2020-01-01")
    closed = client.data("{ offices(filter: {statuses: [CLOSED]}) { edges { node { id } } } }")
    assert closed["offices"]["edges"] == [{"node": {"id": f"Office:{EDUCATION}"}}]
    status = 'query($id: ID!) { office(id: $id) { before: status(asOf: "2019-12-31") status } }'
    assert client.data(status, id=f"Office:{EDUCATION}")["office"] == {"before": "ACTIVE", "status": "CLOSED"}
    assert client.refused(CLOSE, id=f"Office:{KARASAI}", expected=1, on="1799-01-01") == [("INVALID", ["on"])]
    own = [f"Office:{KARASAI}"]
    assert client.refused(CLOSE, id=own[0], expected=1, on="2020-01-01", successors=own) == [
        ("INVALID", ["successorIds"])
    ]


def test_a_merged_office_keeps_resolving_and_can_be_set_free_again(client: ChangingClient) -> None:
    before = client.edition
    rows = len(before.offices[AKKOL_PSC].citations), len(before.offices[KOKSHETAU_PSC].citations)
    payload = client.change(
        MERGE,
        into=f"Office:{AKKOL_PSC}",
        expected=1,
        **{"from": f"Office:{KOKSHETAU_PSC}", "fromExpected": 1},
    )
    assert payload["office"]["version"] == 2
    by_old_id = client.data(
        "query($id: ID!) { office(id: $id) { id } node(id: $id) { id } }", id=f"Office:{KOKSHETAU_PSC}"
    )
    assert by_old_id == {"office": {"id": f"Office:{AKKOL_PSC}"}, "node": {"id": f"Office:{AKKOL_PSC}"}}
    merged = client.edition.offices[AKKOL_PSC]
    assert len(merged.citations) == sum(rows)
    assert KOKSHETAU_PSC not in client.edition.offices
    assert load_edition(client.engine) == client.edition
    served_from_there = served(client, {"unitId": "Settlement:akm-kokshetau-g"})
    assert f"Office:{AKKOL_PSC}" in served_from_there
    freed = client.change(REVERT, id=f"Office:{AKKOL_PSC}", expected=2, to=1)
    assert freed["office"]["version"] == 3
    assert client.edition.offices[KOKSHETAU_PSC].version == 3
    assert client.edition.offices[KOKSHETAU_PSC].citations == before.offices[KOKSHETAU_PSC].citations
    assert served(client, {"unitId": "Settlement:akm-kokshetau-g"}) != served_from_there
    assert load_edition(client.engine) == client.edition


def test_mergers_follow_each_other(client: ChangingClient) -> None:
    first = {"from": f"Office:{KOKSHETAU_PSC}", "fromExpected": 1}
    client.change(MERGE, into=f"Office:{AKKOL_PSC}", expected=1, **first)
    second = {"from": f"Office:{AKKOL_PSC}", "fromExpected": 2}
    client.change(MERGE, into=f"Office:{HEAD_PSC}", expected=1, **second)
    ids = "query($id: ID!) { office(id: $id) { id } }"
    for slug in (KOKSHETAU_PSC, AKKOL_PSC, HEAD_PSC):
        assert client.data(ids, id=f"Office:{slug}")["office"] == {"id": f"Office:{HEAD_PSC}"}
    assert load_edition(client.engine) == client.edition
    same = {"from": f"Office:{KOKSHETAU_PSC}", "fromExpected": 2}
    assert client.refused(MERGE, into=f"Office:{HEAD_PSC}", expected=2, **same) == [("INVALID", ["fromId"])]


def test_a_revert_brings_back_what_acts_and_people_said(client: ChangingClient) -> None:
    acts = client.edition.offices[KARASAI]
    client.update(KARASAI, {"nameRu": "Второе имя", "openingHours": "24/7"})
    second = client.edition.offices[KARASAI]
    client.update(KARASAI, {"nameRu": "Третье имя", "contacts": [], "kind": "OTHER"})
    client.change(REVERT, id=f"Office:{KARASAI}", expected=3, to=2)
    back = client.edition.offices[KARASAI]
    assert (back.names, back.contacts, back.kind) == (second.names, acts.contacts, acts.kind)
    assert [one.opening_hours for one in back.schedules] == ["24/7"]
    client.change(REVERT, id=f"Office:{KARASAI}", expected=4, to=1)
    first = client.edition.offices[KARASAI]
    assert (first.names, first.schedules, first.provenance) == (acts.names, acts.schedules, acts.provenance)
    history = "query($id: ID!) { office(id: $id) { history { edges { node { version } } } } }"
    edges = client.data(history, id=f"Office:{KARASAI}")["office"]["history"]["edges"]
    assert [edge["node"]["version"] for edge in edges] == [2, 3, 4, 5]
    assert client.refused(REVERT, id=f"Office:{KARASAI}", expected=5, to=5) == [("INVALID", ["toVersion"])]
    assert client.refused(REVERT, id=f"Office:{KARASAI}", expected=5, to=0) == [("INVALID", ["toVersion"])]
    assert load_edition(client.engine) == client.edition


def test_a_provision_that_people_set_stands_in_for_that_of_the_act(client: ChangingClient) -> None:
    place = {"unitId": KYNA}
    ended = client.change(PROVISION, id=f"Office:{EDUCATION}", expected=1, service=SERVICE, roles=[])
    assert ended["office"]["version"] == 2
    assert f"Office:{EDUCATION}" not in served(client, place)
    client.change(
        PROVISION,
        id=f"Office:{EDUCATION}",
        expected=2,
        service=SERVICE,
        roles=["DECIDES"],
        units=["RuralOkrug:akm-akkol-karasai"],
    )
    assert f"Office:{EDUCATION}" in served(client, place)
    assert f"Office:{EDUCATION}" not in served(client, {"unitId": "Settlement:akm-akkol-kenes-kenes"})
    client.change(REVERT, id=f"Office:{EDUCATION}", expected=3, to=1)
    assert f"Office:{EDUCATION}" in served(client, {"unitId": "Settlement:akm-akkol-kenes-kenes"})
    assert load_edition(client.engine) == client.edition
    nothing = {"id": f"Office:{EDUCATION}", "expected": 4, "roles": ["DECIDES"]}
    assert client.refused(PROVISION, service="PublicService:nothing", **nothing) == [
        ("NOT_FOUND", ["serviceId"])
    ]


def test_a_load_keeps_all_that_people_changed(client: ChangingClient, small_seeds: Seeds) -> None:
    client.update(KARASAI, {"nameRu": "Имя", "location": {"latitude": 52.06, "longitude": 72.19}})
    client.change(
        CREATE, office={"kind": "OTHER", "category": "psc_branch", "nameKk": "Кеңсе", "settlementId": KYNA}
    )
    merged = {"from": f"Office:{KOKSHETAU_PSC}", "fromExpected": 1}
    client.change(MERGE, into=f"Office:{AKKOL_PSC}", expected=1, **merged)
    client.change(CLOSE, id=f"Office:{HEAD_PSC}", expected=1, on="2020-01-01")
    client.change(PROVISION, id=f"Office:{EDUCATION}", expected=1, service=SERVICE, roles=["DECIDES"])
    before = client.edition
    load(client.engine, replace(small_seeds, toponyms=()))
    client.reception.catch_up()
    after = client.edition
    assert after.number == before.number + 1
    assert {one.id: replace(one, updated_at=None) for one in after.offices.values()} == {
        one.id: replace(one, updated_at=None) for one in before.offices.values()
    }
    assert after.provisions == before.provisions
    assert after.rekeyed == before.rekeyed


def test_nobody_and_readers_change_nothing(client: ChangingClient) -> None:
    patch = {"nameRu": "Имя"}
    client.sign_in("akm", role="reader")
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=patch) == [("FORBIDDEN", ["id"])]
    client.sign_out()
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=patch) == [("FORBIDDEN", ["id"])]
    client.sign_in("akm-kokshetau", role="editor")
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=patch) == [
        ("OUT_OF_TERRITORY", ["id"])
    ]
    client.sign_in("akm-akkol", role="editor")
    away = {"settlementId": "Settlement:akm-kokshetau-g"}
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch=away) == [
        ("OUT_OF_TERRITORY", ["patch"])
    ]


def test_a_postal_code_has_the_digits_that_acts_print(client: ChangingClient) -> None:
    for code in ("٠٢٠١١١", "０２０１１１", "A१०A५T४"):
        told = client.refused(UPDATE, id=f"Office:{KARASAI}", expected=1, patch={"postalCode": code})
        assert told == [("INVALID", ["patch", "postalCode"])]


def test_a_postal_code_that_was_set_is_shown_with_the_address(client: ChangingClient) -> None:
    code = "query($id: ID!) { office(id: $id) { address(language: RU) { full postalCode } } }"

    def shown() -> str | None:
        postal_code = client.data(code, id=f"Office:{KARASAI}")["office"]["address"]["postalCode"]
        assert postal_code is None or isinstance(postal_code, str)
        return postal_code

    assert shown() == "020110"
    client.update(KARASAI, {"postalCode": "020111"})
    assert shown() == "020111"
    assert load_edition(client.engine) == client.edition
    # An address that was set later has its own postal code.
    client.update(KARASAI, {"addressRu": "020112, село Карасай, ул. Мира, 1"})
    assert shown() == "020112"
    client.update(KARASAI, {"postalCode": None})
    assert shown() is None
    client.change(REVERT, id=f"Office:{KARASAI}", expected=4, to=1)
    assert shown() == "020110"


def test_units_are_not_dropped_where_a_service_is_ended(client: ChangingClient) -> None:
    ending = {"id": f"Office:{EDUCATION}", "expected": 1, "service": SERVICE, "roles": []}
    for units in (["RuralOkrug:akm-akkol-kenes"], ["District:nowhere"], []):
        assert client.refused(PROVISION, **ending, units=units) == [("INVALID", ["jurisdictionUnitIds"])]
    client.change(PROVISION, **ending)
    assert f"Office:{EDUCATION}" not in served(client, {"unitId": KYNA})


def test_an_office_that_was_set_free_goes_back_to_what_it_was_but_not_into_the_other(
    client: ChangingClient,
) -> None:
    akkol, kokshetau = f"Office:{AKKOL_PSC}", f"Office:{KOKSHETAU_PSC}"
    client.change(MERGE, into=akkol, expected=1, **{"from": kokshetau, "fromExpected": 1})
    client.change(REVERT, id=akkol, expected=2, to=1)
    client.update(KOKSHETAU_PSC, {"nameRu": "Другое имя"})
    assert client.edition.offices[KOKSHETAU_PSC].version == 4
    assert client.refused(REVERT, id=kokshetau, expected=4, to=2) == [("INVALID", ["toVersion"])]
    assert client.change(REVERT, id=kokshetau, expected=4, to=1)["office"]["version"] == 5
    assert load_edition(client.engine) == client.edition
