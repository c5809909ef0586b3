"""What the worst documents of at most 10 kB cost the processor: how long one of them holds a worker.

They were found by trying each root and field with what makes it work most: values, repetition, nesting.
"""

from __future__ import annotations

import gc
import json
from time import thread_time

from graph.context import Context, Reception
from graph.schema import build_schema
from graph.wordbook import words_of

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
    "coverage": _roots(50, f'coverage(serviceId: "{_SERVICE}") {{ contested(first: 200) {{ outcome }} }}'),
    "one answer, 40 times": _roots(40, f'officeFor(serviceId: "{_SERVICE}", {_PLACE}) {{ {_ALL} }}'),
    "200 answers": f'{{ officesFor(serviceId: "{_SERVICE}", places: [{_points(180)}]) {{ {_ALL} }} }}',
}


def print_worst_documents(reception: Reception) -> None:
    """Milliseconds of the processor for each, the worst of three runs, and what came of it."""
    schema = build_schema()
    assert reception.registry is not None
    words_of(reception.registry)  # made by a server before it answers, as is the peace of the collector
    gc.freeze()
    print("\nworst documents of at most 10 kB            ms   answer")
    for name, document in DOCUMENTS.items():
        assert len(document.encode()) <= 10_000, name
        spent: list[float] = []
        told = ""
        for _ in range(3):
            begun = thread_time()
            result = schema.execute_sync(document, context_value=Context(reception.registry, reception))
            spent.append((thread_time() - begun) * 1000)
            errors = result.errors or []
            told = (
                str((errors[0].extensions or {}).get("code"))
                if errors
                else f"{len(json.dumps(result.data)):,} bytes"
            )
        print(f"{name:38}{max(spent):8.0f}   {told}")
