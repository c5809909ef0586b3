"""No mutation reaches beyond the territory of its account: random accounts, random changes, the real schema.

After each step the whole registry is compared with its state before. An account needs the right over every
unit in which a changed office stands or for which it answers, before and after, and over the units for which
a service is given or taken away. The new position of an office must lie in the territory, too: all points of
these tests are positions of a village, or lie in no territory but the country. A refused change must have
changed nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

from changes.identity import COUNTRY, AccountRole, Identity
from geo.units.division import Division
from graph.served.context import Context, Reception
from graph.server.schema import build_schema
from loaders.seeds import Seeds
from model.edition import Edition, Office
from store.log.corrections import OPEN
from store.reading.edition_source import EditionSource
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.effort import examples
from tests.filled import fill

TERRITORIES = ["akm-akkol-karasai", "akm-akkol-kenes", "akm-akkol", "akm-kokshetau", "akm", COUNTRY]
PLACES = [
    "Settlement:akm-akkol-karasai-kyna",
    "Settlement:akm-akkol-kenes-kenes",
    "Settlement:akm-akkol-akkol-g",
    "Settlement:akm-kokshetau-g",
]
_OLD = ["akm-akkol-karasai-akimat", "akm-akkol-kenes-akimat", "akm-akkol-akimat", "akm-kokshetau-psc"]
POINTS = [
    (52.10725, 72.2027),  # Minskoe, of Karasai
    (52.08274, 71.2671),  # Kenes
    (51.99374, 70.94704),  # the town of Akkol
    (53.28244, 69.39692),  # Kokshetau
    (43.2567, 76.9286),  # Almaty, which is not in the registry of these tests
    (54.99, 73.37),  # Omsk, abroad
]
AREAS = [
    "RuralOkrug:akm-akkol-karasai",
    "RuralOkrug:akm-akkol-kenes",
    "District:akm-akkol",
    "District:akm-kokshetau",
    "Region:akm",
]
_ERRORS = "userErrors { message code path }"
_OFFICE = "$id: ID!, $version: Int!"
_SEEN = "id: $id, expectedVersion: $version"
_WHY = f'reason: "test") {{ {_ERRORS} }} }}'
DOCUMENTS = {
    "update": f"""mutation({_OFFICE}, $patch: OfficePatchInput!) {{
      officeUpdate({_SEEN}, patch: $patch, confirm: ["location"], {_WHY}""",
    "create": f"""mutation($new: OfficePatchInput!) {{
      officeCreate(office: $new, confirm: ["duplicate", "location"], evidence: ["test"], {_WHY}""",
    "close": f"""mutation({_OFFICE}, $other: ID!) {{
      officeClose({_SEEN}, on: "2026-01-01", successorIds: [$other], {_WHY}""",
    "merge": f"""mutation({_OFFICE}, $other: ID!, $otherVersion: Int!) {{
      officeMerge(intoId: $id, expectedVersion: $version, fromId: $other, fromExpectedVersion: $otherVersion,
        {_WHY}""",
    "revert": f"""mutation({_OFFICE}, $to: Int!) {{ officeRevert({_SEEN}, toVersion: $to, {_WHY}""",
    "give": f"""mutation({_OFFICE}, $roles: [ProvisionRole!]!, $units: [ID!]) {{
      provisionSet(officeId: $id, expectedVersion: $version, serviceId: "PublicService:preschool-queue",
        roles: $roles, jurisdictionUnitIds: $units, evidence: ["test"], {_WHY}""",
    "import": f"""mutation($csv: String!, $partial: Boolean!) {{
      officesImport(csv: $csv, partial: $partial, confirm: ["location"], reason: "test") {{
        accepted {_ERRORS} }} }}""",
    "submit": f"""mutation({_OFFICE}, $patch: OfficePatchInput!) {{
      correctionSubmit(officeId: $id, baseVersion: $version, patch: $patch, evidence: ["test"]) {{
        {_ERRORS} }} }}""",
    "review": f"""mutation($correction: ID!, $decision: ReviewDecision!) {{
      correctionReview(id: $correction, decision: $decision, note: "test") {{ {_ERRORS} }} }}""",
    "withdraw": f"mutation($correction: ID!) {{ correctionWithdraw(id: $correction) {{ {_ERRORS} }} }}",
}


CHIEF = (frozenset({AccountRole.ADMIN}), frozenset({COUNTRY}), "chief")


@dataclass(frozen=True)
class Step:
    """One request: a mutation, its arguments, and the office or correction (by its place in a list)."""

    kind: str
    first: int = 0
    second: int = 0
    place: str | None = None
    point: tuple[float, float] | None = None
    areas: tuple[str, ...] | None = None
    accept: bool = True
    who: tuple[frozenset[AccountRole], frozenset[str], str] = CHIEF

    @property
    def identity(self) -> Identity:
        roles, territories, subject = self.who
        return Identity(subject, roles, territories)


_ROLES = {
    "e": frozenset({AccountRole.EDITOR}),
    "r": frozenset({AccountRole.REVIEWER}),
    "a": frozenset({AccountRole.ADMIN}),
    "p": frozenset({AccountRole.PUBLISHER, AccountRole.READER}),
    "-": frozenset[AccountRole](),
}

# Half of the steps are by an account with all rights: they create the states from which others start.
of_the_chief = st.just(CHIEF)
of_others = st.tuples(
    # Mostly accounts with some rights: refusals are easy to find, holes are not.
    st.sampled_from([*"eeraaaap-"]).map(lambda letter: _ROLES[letter]),
    st.sampled_from(TERRITORIES).map(lambda one: frozenset({one}))
    | st.frozensets(st.sampled_from([*TERRITORIES, "nowhere"]), max_size=2),
    st.sampled_from(["aigul", "bolat"]),
)
steps = st.builds(
    Step,
    who=of_the_chief | of_others,
    kind=st.sampled_from([*DOCUMENTS, "update", "merge", "revert", "revert", "submit", "review", "review"]),
    first=st.integers(0, 4),
    second=st.integers(0, 4),
    place=st.none() | st.sampled_from(PLACES),
    point=st.none() | st.sampled_from(POINTS),
    areas=st.none() | st.lists(st.sampled_from(AREAS), max_size=2).map(tuple),
    accept=st.booleans(),
)
# Steps that change only a point: with everything else random, few requests get as far as the point.
pins = st.builds(
    Step,
    who=of_the_chief | of_others,
    kind=st.sampled_from(["update", "update", "import", "submit", "review", "revert"]),
    first=st.integers(0, 4),
    second=st.integers(0, 4),
    point=st.sampled_from(POINTS),
)


@cache
def schema() -> Any:
    return build_schema()


class Store:
    """A store of its own, and the registry over it."""

    def __init__(self, file: Path) -> None:
        self.engine = make_engine(make_url(f"sqlite:///{file}"))
        self.reception = Reception()
        self.reception.serve(load_edition(self.engine))
        self.reception.engine = self.engine
        self.reception.supply_from(EditionSource(self.engine).newer)

    @property
    def edition(self) -> Edition:
        assert self.reception.registry is not None
        return self.reception.registry.edition

    def ask(self, identity: Identity | None, document: str, variables: Mapping[str, Any]) -> Any:
        assert self.reception.registry is not None
        context = Context(self.reception.registry, self.reception, identity=identity, client="test")
        result = schema().execute_sync(document, variable_values=dict(variables), context_value=context)
        assert not result.errors, result.errors
        (payload,) = result.data.values()
        return payload


def request_of(step: Step, edition: Edition) -> tuple[str, dict[str, Any]]:
    """The document of a step and the variables of all documents.

    Variables it does not declare are ignored.
    """
    # Few offices, so that several changes concern the same one.
    made = [each for each, log in edition.revisions.items() if log[0].version == 1]
    offices = [each for each in [*_OLD, *made] if each in edition.offices]
    one, other = (edition.offices[offices[each % len(offices)]] for each in (step.first, step.second))
    waiting = [each for each, correction in edition.corrections.items() if correction.status in OPEN] or [1]
    patch: dict[str, Any] = {"nameRu": f"Учреждение {step.first} {step.second}"}
    if step.place is not None:
        patch["settlementId"] = step.place
    if step.areas is not None:
        patch["jurisdictionUnitIds"] = list(step.areas)
    latitude, longitude = step.point or ("", "")
    if step.point is not None:
        patch["location"] = {"latitude": latitude, "longitude": longitude}
    cells = f"{step.place or ''},{'|'.join(step.areas or ())},Новое имя,{latitude},{longitude}"
    lines = [f"Office:{each.id},{each.version},{cells}" for each in dict.fromkeys((one, other))]
    return DOCUMENTS[step.kind], {
        "id": f"Office:{one.id}",
        "version": one.version,
        "other": f"Office:{other.id}",
        "otherVersion": other.version,
        "to": max(1, one.version - 1 - step.second % 3),
        "patch": patch,
        "new": {**patch, "kind": "AKIMAT", "category": "okrug_akimat"},
        "roles": ["DECIDES"] if step.accept else [],
        "units": step.areas if step.accept else None,
        "csv": "\n".join(["id,version,settlement,territory,name_ru,latitude,longitude", *lines]),
        "partial": step.accept,
        "correction": f"Correction:{waiting[step.first % len(waiting)]}",
        "decision": "ACCEPT" if step.accept else "REJECT",
    }


def belongs_to(office: Office) -> set[str | None]:
    return {office.located_in, *office.territory_ids} - {None} or {None}


def touched(kind: str, before: Edition, after: Edition) -> set[str | None]:
    """The units that a change concerned; None for an office without a unit, and for the whole country."""
    units: set[str | None] = set()
    for office_id in before.offices.keys() | after.offices.keys():
        old, new = before.offices.get(office_id), after.offices.get(office_id)
        if old is not None and new is not None and old.version == new.version:
            continue
        for office in (old, new):
            units |= set() if office is None else belongs_to(office)
    if kind in ("close", "merge"):
        units |= carried_along(before, after)
    if kind in ("give", "revert"):
        merged = set(before.rekeyed) ^ set(after.rekeyed)
        given = {
            state: {
                (one.office_id, one.service_id, one.roles, unit)
                for one in edition.provisions.values()
                for unit in one.unit_ids or (None,)
            }
            for state, edition in (("before", before), ("after", after))
        }
        units |= {unit for *_, unit in given["before"] ^ given["after"]} if not merged else set()
    return units


def carried_along(before: Edition, after: Edition) -> set[str | None]:
    """The units of services that closed offices gave, and of the branches below them."""
    ended = {
        office.id
        for office in before.offices.values()
        if office.id not in after.offices or after.offices[office.id].closed_on != office.closed_on
    }
    units: set[str | None] = set()
    for provision in before.provisions.values():
        units |= set(provision.unit_ids or (None,)) if provision.office_id in ended else set()
    for office in before.offices.values():
        units |= belongs_to(office) if office.parent_id in ended and office.closed_on is None else set()
    for office_id in ended & after.offices.keys():
        named = set(after.offices[office_id].successor_ids) - set(before.offices[office_id].successor_ids)
        units |= {unit for one in named for unit in belongs_to(before.offices[before.current_id(one)])}
    return units


def moved(before: Edition, after: Edition) -> list[tuple[float, float]]:
    """Positions of offices that had another position before, or none."""
    points = []
    for office_id, office in after.offices.items():
        old = before.offices.get(office_id)
        now, then = office.position, old.position if old is not None else None
        if now is not None and (then is None or (then.lat, then.lon) != (now.lat, now.lon)):
            points.append((now.lat, now.lon))
    return points


def villages_at(edition: Edition, point: tuple[float, float]) -> list[str]:
    """Ids of the settlements at exactly that position."""
    return [
        unit.id
        for unit in edition.units.values()
        if unit.position is not None and (unit.position.lat, unit.position.lon) == point
    ]


def reaches(edition: Edition, territories: frozenset[str], unit: str | None) -> bool:
    if COUNTRY in territories:
        return True
    return unit is not None and bool(territories & set(Division(edition).chain(unit)))


EDITS = {AccountRole.EDITOR, AccountRole.ADMIN}
REVIEWS = {AccountRole.REVIEWER, AccountRole.ADMIN}


def take(store: Store, step: Step) -> None:
    before = store.edition
    payload = store.ask(step.identity, *request_of(step, before))
    after = store.edition
    codes = {error["code"] for error in payload["userErrors"]}
    units = touched(step.kind, before, after)
    if step.kind == "import":
        # A good line may equal the present values: then nothing is stored.
        assert (after.number > before.number) == (payload["accepted"] > 0)
    elif not codes:
        assert after.number > before.number
    else:
        assert (after.number, units) == (before.number, set())
    roles, territories, _ = step.who
    rights, name = (REVIEWS, "REVIEW") if step.kind == "review" else (EDITS, "EDIT")
    if units:
        assert roles & rights, (step, units)
        outside = [unit for unit in units if not reaches(before, territories, unit)]
        assert not outside, (step, outside)
    for point in moved(before, after):
        there = villages_at(before, point)
        assert point in POINTS or there, (step, point)
        owners: list[str | None] = [*there] or [None]
        assert any(reaches(before, territories, unit) for unit in owners), (step, point)
    for error in payload["userErrors"]:
        if error["code"] == "OUT_OF_TERRITORY":
            assert roles & rights
            assert COUNTRY not in territories
            assert f"the right {name}" in error["message"]
        elif error["code"] == "FORBIDDEN" and "the right" in error["message"]:
            assert f"the right {name}" in error["message"]
            assert not (roles & rights) or not territories & {*TERRITORIES}


@pytest.fixture(scope="module")
def prepared(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small seeds; each test copies it."""
    file = tmp_path_factory.mktemp("prepared") / "kense.sqlite3"
    engine = make_engine(make_url(f"sqlite:///{file}"))
    fill(engine, small_seeds)
    engine.dispose()
    return file


@contextmanager
def copied(prepared: Path, folder: Path) -> Iterator[Store]:
    file = folder / "copy.sqlite3"
    for each in folder.glob("copy.sqlite3*"):
        each.unlink()
    shutil.copy(prepared, file)
    store = Store(file)
    try:
        yield store
    finally:
        store.engine.dispose()


@pytest.mark.slow
@settings(
    max_examples=examples(30),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(taken=st.lists(steps | pins, min_size=4, max_size=16))
def test_no_sequence_of_changes_leaves_the_territory(
    taken: list[Step], prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with copied(prepared, tmp_path_factory.getbasetemp()) as store:
        for step in taken:
            take(store, step)


CHIEF_IDENTITY = Step("update").identity
EDITOR = (frozenset({AccountRole.EDITOR}), frozenset({"akm-akkol-karasai"}), "aigul")
KENES, KARASAI = ("RuralOkrug:akm-akkol-kenes",), ("RuralOkrug:akm-akkol-karasai",)


@pytest.mark.parametrize(
    "taken",
    [
        # A revert restores or ends what an office once gave elsewhere.
        [
            Step("give", areas=KENES),
            Step("give", areas=KARASAI),
            Step("revert", second=0, who=EDITOR),
        ],
        [
            Step("give", areas=KARASAI),
            Step("give", areas=KENES),
            Step("revert", second=0, who=EDITOR),
        ],
        [Step("give", areas=KENES), Step("revert", second=0, who=EDITOR)],
        # The units where an office once stood, and for which it answered.
        [
            Step("update", place=PLACES[1], areas=KENES),
            Step("update", place=PLACES[0], areas=KARASAI),
            Step("revert", second=0, who=EDITOR),
        ],
        # A reverted merger restores the office of the other territory.
        [Step("merge", second=1), Step("revert", who=EDITOR)],
        [Step("merge", first=1, second=0), Step("revert", first=0, who=EDITOR)],
        # Services that were given while one office was merged into another.
        [Step("give", areas=KENES), Step("merge", second=1), Step("revert", second=1, who=EDITOR)],
    ],
)
def test_the_past_of_an_office_opens_no_way_out(
    taken: list[Step], prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with copied(prepared, tmp_path_factory.getbasetemp()) as store:
        for step in taken:
            take(store, step)
        # The account with all rights may do the same: so the territory was the reason of the refusal.
        assert store.ask(CHIEF_IDENTITY, *request_of(taken[-1], store.edition))["userErrors"] == []


MINSKOE, KENES_POINT, _, KOKSHETAU_POINT, ALMATY, OMSK = POINTS
REVIEWER = (frozenset({AccountRole.REVIEWER}), frozenset({"akm-akkol-karasai"}), "bolat")


@pytest.mark.slow
@pytest.mark.parametrize("point", [KENES_POINT, KOKSHETAU_POINT, ALMATY, OMSK])
@pytest.mark.parametrize(
    ("before", "last"),
    [
        ([], Step("update", who=EDITOR)),
        ([], Step("create", place=PLACES[0], areas=KARASAI, who=EDITOR)),
        ([], Step("import", who=EDITOR)),
        ([Step("submit", who=EDITOR)], Step("review", who=REVIEWER)),
        ([Step("update"), Step("update", point=MINSKOE)], Step("revert", second=0, who=EDITOR)),
    ],
)
def test_no_mutation_sets_an_office_outside_of_the_territory(
    before: list[Step],
    last: Step,
    point: tuple[float, float],
    prepared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with copied(prepared, tmp_path_factory.getbasetemp()) as store:
        for step in before:
            take(store, step if step.point else replace(step, point=point))
        step = replace(last, point=point)
        edition = store.edition
        refused = store.ask(step.identity, *request_of(step, edition))["userErrors"]
        assert {error["code"] for error in refused} == {"OUT_OF_TERRITORY"}
        assert {error["path"][-1] for error in refused} & {"location", "longitude"}
        take(store, step)
        assert store.edition == edition
        # The account with all rights may do the same: so the territory was the reason of the refusal.
        assert store.ask(CHIEF_IDENTITY, *request_of(step, edition))["userErrors"] == []
