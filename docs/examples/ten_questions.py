"""Ten questions to the registry from Python, and a map of the last answer: no server, no network.

    python docs/examples/ten_questions.py map.svg

The registry is the embedded one; KENSE_DATABASE_URL names another. Points are longitude, then latitude.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import kense
from python_api.results import NearOffice

KOKSHETAU = (69.3833, 53.2833)
"""Longitude and latitude in degrees."""
WIDTH, HEIGHT, MARGIN = 640, 420, 60
"""Pixels of the map."""


def answers(registry: kense.Registry) -> list[tuple[str, str]]:
    """Each question with its answer in a line."""
    queue = registry.office_for("preschool-queue", "Кына, Аккольский район")
    at_point = registry.office_for("preschool-queue", KOKSHETAU)
    namesakes = registry.office_for("preschool-queue", "Акжар")
    nearest = registry.nearest_psc(*KOKSHETAU, limit=1)[0]
    centres = registry.nearest_psc(*KOKSHETAU, limit=50, max_distance_m=100_000)
    units = registry.units_at(*KOKSHETAU)
    place = registry.locate("г. Акколь")[0]
    line = registry.ask("детский сад Кына")
    missing = registry.ask("паспорт")
    return [
        ("Who serves Кына for the queue to kindergarten?", queue.offices[0].office.name),
        ("Which law says so?", queue.offices[0].sources[0]),
        ("Who serves a point in Kokshetau?", at_point.offices[0].office.name),
        ("Is Акжар one place?", f"{namesakes.outcome}: {len(namesakes.candidates)} places bear the name"),
        ("Where is the nearest service centre?", f"{nearest.office.name}, {nearest.distance_m:.0f} m"),
        ("How many lie within 100 km?", str(len(centres))),
        ("In which units is the point?", " > ".join(at.unit.name for at in units)),
        ("Where is Акколь?", f"{place.lon:.4f}, {place.lat:.4f}, within {place.error_m:.0f} m"),
        ("What does this line ask?", f"{line.question}: {line.offices[0].office.phones[0]}"),
        ("And a service that no act holds?", missing.explanation),
    ]


def draw(centre: tuple[float, float], offices: tuple[NearOffice, ...]) -> str:
    """A map as SVG: the point in the middle, and the offices around it."""
    points = [(near.office.lon or 0.0, near.office.lat or 0.0) for near in offices]
    reach = max(max(abs(lon - centre[0]) * 0.6, abs(lat - centre[1])) for lon, lat in points)
    scale = (HEIGHT / 2 - MARGIN) / reach  # a degree of longitude is 0.6 of one of latitude at 53° north

    def pixels(lon: float, lat: float) -> tuple[float, float]:
        return WIDTH / 2 + (lon - centre[0]) * 0.6 * scale, HEIGHT / 2 - (lat - centre[1]) * scale

    marks = []
    for near, point in zip(offices, points, strict=True):
        x, y = pixels(*point)
        title = escape(f"{near.office.name}, {near.distance_m / 1000:.0f} km")
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#0b6e4f"><title>{title}</title></circle>'
        )
        marks.append(f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{near.distance_m / 1000:.0f} km</text>')
    x, y = pixels(*centre)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12"><title>Service centres around Kokshetau</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f4f1ea"/>{"".join(marks)}'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#b3261e"><title>Kokshetau</title></circle></svg>\n'
    )


def main() -> None:
    """Print the answers, and write the map to the file that is named."""
    registry = kense.open_registry(language="ru")
    for question, answer in answers(registry):
        print(f"{question}\n    {answer}")
    if len(sys.argv) > 1:
        centres = registry.nearest_psc(*KOKSHETAU, limit=50, max_distance_m=100_000)
        Path(sys.argv[1]).write_text(draw(KOKSHETAU, centres), encoding="utf-8")


if __name__ == "__main__":
    main()
