"""An invented country around Akkol district, with every kind of trap for questions of geography."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from loaders.seeds import Seeds
from loaders.seeds.rows import AreaRow, OfficeRow, PositionRow, ProvisionRow, ServiceRow
from model.enums import Level

# Well inside of Kazakhstan: corners of a hand-drawn shape, longitude before latitude.
INSIDE = [
    *[(52, 46.5), (54, 42.5), (56, 43), (61, 44.5), (66, 42.5), (69, 42), (75, 43.2), (79.5, 43), (80, 45.5)],
    *[
        (84.5, 48),
        (81.5, 50.5),
        (76.5, 53.5),
        (71.5, 54),
        (65, 54),
        (62, 51.5),
        (55, 51),
        (51, 50.5),
        (48, 49),
    ],
]
VILLAGES = 900
ROW = "gov-2012-1119/s1/a2/l1535"
ENDED = "krg-2008-35-01/s1/p4"
GIVES_ALL = "ACCEPTS_APPLICATIONS|DECIDES|ISSUES_RESULT"


def inside_kazakhstan(chance: random.Random) -> tuple[float, float]:
    """A point inside of the shape, by crossing edges to the west of it."""
    while True:
        lon, lat = chance.uniform(48, 85), chance.uniform(42, 54)
        crossed = 0
        for (x1, y1), (x2, y2) in zip(INSIDE, INSIDE[1:] + INSIDE[:1], strict=True):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                crossed += 1
        if crossed % 2:
            return round(lon, 5), round(lat, 5)


class InventedCountry:
    """Seven regions of sixty districts with villages, offices and provisions, the same at every run."""

    def __init__(self) -> None:
        self.chance = random.Random(20120831)
        self.areas: dict[str, AreaRow] = {}
        self.offices: list[OfficeRow] = []
        self.provisions: list[ProvisionRow] = []
        self.positions: list[PositionRow] = []
        for number in range(VILLAGES):
            region = f"zz{number % 7}"
            self.area(region, Level.REGION, "")
            district = f"{region}-{number % 60}"
            if district not in self.areas:
                self.district(district, region)
            self.village(f"{district}-v{number:03}", district, may_be_twin=number > 100)
        # A city without settlements; its centre and its parts have exact positions, as a village has.
        self.area("zz-city", Level.REGION, "")
        self.place("unit:zz-city", (76.9, 43.9), "SETTLEMENT")
        for number in range(6):
            self.district(f"zz-city-{number}", "zz-city")
            if number % 2:
                self.positions = [row for row in self.positions if row.subject != f"unit:zz-city-{number}"]
                self.place(f"unit:zz-city-{number}", inside_kazakhstan(self.chance))
        self.office("committee", "TERRITORIAL_BODY", "committee", "")
        self.place("office:committee", (71.43, 51.13), "BUILDING")
        self.give("licence", "committee", "*", "DECIDES", excludes="zz3")
        self.give("preschool-queue", "committee", "zz1|zz2", "DECIDES", excludes="zz1-1|zz2-9")

    def area(self, slug: str, level: Level, parent: str, seat: bool = False) -> None:
        flag = "yes" if seat else ""
        # One place in twenty is a town whose reach covers villages around it.
        people = str(1_000 * 3 ** len(self.areas) // 7 % 2_500_000) if len(self.areas) % 20 == 0 else ""
        self.areas[slug] = AreaRow(
            id=slug,
            level=level.value,
            parent=parent,
            name_ru=slug,
            name_kk="",
            kato="",
            geonames="",
            whosonfirst="",
            wikidata="",
            population=people,
            seat=flag,
            basis=ROW,
        )

    def place(self, subject: str, at: tuple[float, float], precision: str = "SETTLEMENT") -> None:
        row = PositionRow(
            subject=subject,
            lat=f"{at[1]}",
            lon=f"{at[0]}",
            precision=precision,
            method="invented",
            source="",
            source_id="",
            confidence="1",
        )
        self.positions.append(row)

    def office(self, slug: str, kind: str, category: str, territory: str, at: str = "") -> None:
        self.offices.append(OfficeRow(slug, kind, category, territory, at, "", slug))

    def give(
        self, service: str, office: str, units: str, roles: str, excludes: str = "", basis: str = ROW
    ) -> None:
        self.provisions.append(ProvisionRow(service, office, roles, units, excludes, "invented", basis))

    def district(self, slug: str, region: str) -> None:
        self.area(slug, Level.DISTRICT, region)
        seat = inside_kazakhstan(self.chance)
        self.place(f"unit:{slug}", seat, "DISTRICT")
        self.office(f"{slug}-education", "DEPARTMENT", "education_department", slug)
        self.office(f"{slug}-psc", "PSC_BRANCH", "psc_branch", slug)
        self.give("preschool-queue", f"{slug}-education", slug, GIVES_ALL)
        self.give("preschool-queue", f"{slug}-psc", slug, "ACCEPTS_APPLICATIONS|ISSUES_RESULT")
        self.give("school-bus", f"{slug}-education", slug, "HEARS_COMPLAINTS")
        # One of the two acts was repealed: the provision is based on the other.
        self.give("old-service", f"{slug}-education", region, "DECIDES", slug, f"{ROW}|{ENDED}")
        self.place(f"office:{slug}-education", seat)
        # One centre in ten is known only by its district; none of those may be the nearest.
        self.place(f"office:{slug}-psc", seat, "DISTRICT" if self.chance.random() < 0.1 else "STREET")

    def village(self, slug: str, district: str, may_be_twin: bool) -> None:
        self.area(slug, Level.SETTLEMENT, district, seat=self.chance.random() < 0.2)
        if may_be_twin and self.chance.random() < 0.1:
            # Two villages at one position, as when a gazetteer knows only their farm.
            twin = next(row for row in self.positions if "-v" in row.subject)
            self.place(f"unit:{slug}", (float(twin.lon), float(twin.lat)))
        elif self.chance.random() < 0.9:
            precision = self.chance.choice(["SETTLEMENT", "SETTLEMENT", "STREET", "OKRUG"])
            self.place(f"unit:{slug}", inside_kazakhstan(self.chance), precision)
        if self.chance.random() < 0.2:
            self.office(f"{slug}-akimat", "AKIMAT", "okrug_akimat", slug, slug)
            self.give("preschool-queue", f"{slug}-akimat", slug, GIVES_ALL)
            self.give("past-service", f"{slug}-akimat", f"{slug}|{district}", GIVES_ALL, basis=ENDED)

    def added_to(self, seeds: Seeds) -> Seeds:
        """The seeds with this country, its services, and an act that was repealed in 2009."""
        services = ("licence", "old-service", "past-service")
        repealed = replace(
            seeds.acts[0],
            id="krg-2008-35-01",
            force_from=date(2009, 2, 21),
            force_until=date(2009, 7, 7),
            repeal_unknown_after=None,
        )
        return replace(
            seeds,
            acts=(*seeds.acts, repealed),
            areas=(*seeds.areas, *self.areas.values()),
            services=(
                *seeds.services,
                *(ServiceRow(slug, "", slug, "", "", "gov-2012-1119/s1") for slug in services),
            ),
            offices=(*seeds.offices, *self.offices),
            provisions=(*seeds.provisions, *self.provisions),
            positions=(*seeds.positions, *self.positions),
        )
