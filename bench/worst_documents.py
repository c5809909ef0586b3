"""The processor cost of the worst documents of at most 10 kB: how long one of them occupies a worker.

They were found by giving each root field and field the costliest arguments: values, repetition, nesting.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time

from graph.served.context import Context, Reception
from graph.served.name_index import prepare_names
from graph.served.precompute import warm
from graph.server.results import dump
from graph.server.schema import build_schema
from graph.terms.limits import Budget

_SERVICE = "PublicService:preschool-queue"
_AT = "{latitude: 50, longitude: 70}"
_PLACE = 'place: {name: "Абай, Карагандинская область"}'
_ALL = "outcome explanation { text } alternatives(first: 200) { distanceMeters } nearestDiffers"


def _repeated(times: int, field: str) -> str:
    return " ".join(f"a{index}: {field}" for index in range(times))


def _nested(times: int, levels: int) -> str:
    return "id" if levels == 0 else " ".join([f"parent {{ {_nested(times, levels - 1)} }}"] * times)


def _roots(times: int, field: str) -> str:
    return f"{{ {_repeated(times, field)} }}"


def _of_offices(times: int, field: str) -> str:
    return f"{{ offices(first: 200) {{ edges {{ node {{ {_repeated(times, field)} }} }} }} }}"


def _points(count: int) -> str:
    spread = ((47 + index % 7, 53 + index % 29) for index in range(count))
    return ",".join(f"{{point: {{latitude: {lat}.{lat}, longitude: {lon}.{lat}}}}}" for lat, lon in spread)


DOCUMENTS = {
    "fields repeated on each other": f"{{ regions {{ {_nested(8, 3)} }} }}",
    "900 equal fields": f"{{ regions {{ {' '.join(['id'] * 900)} }} }}",
    "240 fragments": f"{{ regions {{ {' '.join(f'...F{n}' for n in range(240))} }} }} "
    + " ".join(f"fragment F{n} on Region {{ id }}" for n in range(240)),
    "introspection": "{ __schema { types { "
    + _repeated(90, "fields { name args { name } type { kind } }")
    + " } } }",
    "names": _of_offices(90, "name(language: RU)"),
    "open now": _of_offices(60, "openNow { state nextChangeAt }"),
    "provenance": _of_offices(60, "provenance { field }"),
    "three levels": "{ regions { "
    + _repeated(2, "children(first: 200) { edges { node { children { edges { node { id } } } } } }")
    + " } }",
    "division of many days": "{ regions { "
    + " ".join(
        f'a{n}: children(asOf: "20{10 + n % 15}-0{1 + n % 9}-01", level: SETTLEMENT) {{ totalCount }}'
        for n in range(60)
    )
    + " } }",
    "nearest": _roots(50, f"nearestOffices(to: {_AT}, last: 200) {{ edges {{ distanceMeters }} }}"),
    "open offices": _roots(50, 'offices(filter: {openAt: "2026-11-20T10:00:00Z"}) { totalCount }'),
    "search": _roots(50, 'search(text: "аб", first: 200) { edges { score matchedText } }'),
    "locate": _roots(50, 'locate(text: "Абайский район село Абаи улица Мира 1") { stage }'),
    "ask": _roots(
        35,
        'ask(text: "дтский сат Абаи Карагандинскя обл акимат отдл образовния шкла абвгд ежзик лмноп") '
        "{ explanation services { officeFor { outcome } } search(first: 200) { edges { score } } "
        "locate(first: 50) { stage } }",
    ),
    "ask for offices": _roots(50, 'ask(text: "акимат") { search(first: 200) { edges { score } } }'),
    "coverage": _roots(50, f'coverage(serviceId: "{_SERVICE}") {{ contested(first: 200) {{ outcome }} }}'),
    "one answer, 40 times": _roots(40, f'officeFor(serviceId: "{_SERVICE}", {_PLACE}) {{ {_ALL} }}'),
    "200 answers": f'{{ officesFor(serviceId: "{_SERVICE}", places: [{_points(180)}]) {{ {_ALL} }} }}',
}


_DAYS = [f"20{10 + n % 15}-0{1 + n % 9}-01" for n in range(40)]
_WIDE = "[[[50,40],[80,40],[80,55],[50,55],[50,40]]]"
_WORLD = "{west: -180, south: -90, east: 180, north: 90}"


def _each(field: str, values: list[str]) -> str:
    return "{ " + " ".join(f"a{n}: {field % value}" for n, value in enumerate(values)) + " }"


DOCUMENTS |= {
    "shapes": _roots(
        40,
        f'offices(filter: {{withinGeometry: {{type: "Polygon", coordinates: {_WIDE}}}}}) {{ totalCount }}',
    ),
    "areas": "{ regions { approximateArea a: children(first: 200) { edges { node { approximateArea } } } "
    "b: children(level: RURAL_OKRUG, first: 200) { edges { node { approximateArea } } } } }",
    "contradictions": _roots(40, "contradictions(first: 200) { edges { node { values { value } } } }"),
    "positions": _roots(40, 'positions(state: LOCATED, within: "Region:akm", first: 200) { totalCount }'),
    "faults": _roots(
        40, "officeFaults(first: 200) { totalCount edges { node { faults contradictions { field } } } }"
    ),
    "progress": _roots(40, "officeFaultSummary { faultless counts { offices } }"),
    "repeal": _roots(40, 'repealImpact(actId: "LegalAct:gov-2012-1119", first: 200) { totalCount }'),
    "coverage of many days": _each(f'coverage(serviceId: "{_SERVICE}", asOf: "%s") {{ served }}', _DAYS),
    "offices of many days": _each(
        'offices(asOf: "%s", filter: {locatedInUnitId: "Region:akm"}) { totalCount edges { node { id } } }',
        _DAYS,
    ),
    "offices that serve": _roots(40, 'offices(filter: {servesUnitId: "Region:akm"}) { totalCount }'),
    "offices with a ramp": _roots(
        40, 'offices(filter: {accessibilityCodes: ["entrance_ramp"]}) { totalCount }'
    ),
    "the whole world": _roots(
        40, f"officePins(boundingBox: {_WORLD}, zoom: 22) {{ count location {{ latitude }} }}"
    ),
    "services of units": "{ regions { " + _repeated(20, "services(first: 200) { totalCount }") + " } }",
    "history": _of_offices(40, "history { pageInfo { hasNextPage } }"),
    "passports": "{ publicServices(first: 200) { edges { node { "
    + _repeated(
        20, "passports { steps { action deadline { printed } } channels { documents { text { value } } } }"
    )
    + " } } } }",
    "entities": "{ _entities(representations: ["
    + ",".join(['{__typename: "Office", id: "Office:akm-akkol-psc"}'] * 100)
    + f"]) {{ ... on Office {{ {_repeated(80, 'provenance { field }')} }} }} }}",
    "12,000 bad slots": "{ regions { children(first: 200) { edges { node { "
    + _repeated(60, "approximateArea(toleranceMeters: -1)")
    + " } } } } }",
    "10,000 unknown ids": "query($ids: [ID!]! = ["
    + ",".join(f'"Office:x{n}"' for n in range(200))
    + f"]) {_roots(50, 'nodes(ids: $ids) { id }')}",
    "200 unknown ids": "{ nodes(ids: [" + ",".join(f'"Office:x{n}"' for n in range(200)) + "]) { id } }",
}


class _Steps:
    """Measures the longest time between two checks of the budget, in processor seconds of the thread."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._last = thread_time()

    def note(self) -> None:
        """Note that the budget is checked now, or that the run ended."""
        now = thread_time()
        self.longest_s = max(self.longest_s, now - self._last)
        self._last = now


@contextmanager
def _noting(steps: _Steps) -> Iterator[None]:
    """Note each check of the budget while the context is open."""
    check = Budget.check

    def noted(budget: Budget) -> None:
        steps.note()
        check(budget)

    Budget.check = noted  # type: ignore[method-assign, assignment]
    try:
        yield
        steps.note()
    finally:
        Budget.check = check  # type: ignore[method-assign]


def print_worst_documents(reception: Reception) -> None:
    """Print for each document its processor milliseconds, its longest step, and its result.

    A step is the time between two checks of the budget: it cannot be interrupted. The time includes JSON, and
    is the worst of three runs.
    """
    schema = build_schema()
    assert reception.registry is not None
    # A server also does this before its first answers.
    prepare_names(reception.registry)
    warm(reception.registry)
    gc.freeze()
    print("\nworst documents of at most 10 kB            ms   step   answer")
    for name, document in DOCUMENTS.items():
        assert len(document.encode()) <= 10_000, name
        spent: list[float] = []
        longest_s = 0.0
        told = ""
        for _ in range(3):
            steps = _Steps()
            begun = thread_time()
            with _noting(steps):
                result = schema.execute_sync(document, context_value=Context(reception.registry, reception))
                body = dump({"data": result.data})
            spent.append((thread_time() - begun) * 1000)
            longest_s = max(longest_s, steps.longest_s)
            errors = result.errors or []
            told = str((errors[0].extensions or {}).get("code")) if errors else f"{len(body):,} bytes"
        print(f"{name:38}{max(spent):8.0f}{longest_s * 1000:7.0f}   {told}")
