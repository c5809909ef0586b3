"""What `kense check --freshness` prints: villages × services by age of the law, and what to bring next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from geo.exports.facts import text_in
from geo.jurisdiction.coverage import SettlementCoverage, settlement_coverage
from geo.jurisdiction.freshness import AgeClass, AgesTold, ages_of, freshness_of
from geo.jurisdiction.law import today_in_kazakhstan
from geo.units.edition_index import Atlas
from loaders.checks.figure_tables import CheckFormat, write_rows, write_text
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import read_seeds
from model.edition import Citation, Edition
from model.enums import Language

_TOP = 20
"""Services that the screen shows without --lists."""


@dataclass(frozen=True, slots=True)
class AgeShare:
    """Answers, each for a village and a service, of one class of age; `share` is from 0 to 1."""

    age: str
    answers: int
    share: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service that needs a newer act.

    `villages` counts those whose answer is based on repealed or doubtful law.
    """

    service: str
    acts: str
    """The acts that answers rest on now, three at most, those of most citations first."""
    villages: int
    resting_on_repealed: int
    state_unknown: int
    newest_source_on: date | None


@dataclass(frozen=True, slots=True)
class RegionAges:
    """The answers of one region, each for a village and a service.

    Then how many are based on acts over ten years old, repealed, or of unknown state.
    """

    region: str
    name: str
    answers: int
    over_ten_years: int
    resting_on_repealed: int
    state_unknown: int


@dataclass(frozen=True, slots=True)
class FreshnessFigures:
    """The answers by age, by region, and the services that need newer acts."""

    shares: tuple[AgeShare, ...]
    regions: tuple[RegionAges, ...]
    wanted: tuple[Wanted, ...]


def measure_freshness(edition: Edition, day: date) -> FreshnessFigures:
    """The figures on `day`.

    The wanted services come by the number of affected villages, then by id; those without an answer based on
    repealed or doubtful law are left out. Regions come by id.
    """
    atlas = Atlas(edition)
    ages: Counter[AgeClass] = Counter()
    wanted: list[Wanted] = []
    by_region: defaultdict[str, list[AgesTold]] = defaultdict(list)
    for service in sorted(edition.services):
        served = [one for one in settlement_coverage(atlas, service, today=day) if one.is_served]
        bases = [one.basis for one in served]
        for region, found in _by_region(atlas, served).items():
            by_region[region].append(ages_of(edition, found, day))
        measured = ages_of(edition, bases, day)
        ages.update(measured.ages)
        villages = measured.resting_on_repealed + measured.state_unknown
        if villages:
            acts = Counter(citation.law for basis in bases for citation in set(basis))
            days = [freshness_of(edition, basis, day).newest_source_on for basis in set(bases)]
            wanted.append(
                Wanted(
                    service,
                    ", ".join(act for act, _ in acts.most_common(3)),
                    villages,
                    measured.resting_on_repealed,
                    measured.state_unknown,
                    max(filter(None, days), default=None),
                )
            )
    total = sum(ages.values()) or 1
    shares = tuple(AgeShare(age.value, ages[age], ages[age] / total) for age in AgeClass if ages[age])
    regions = tuple(_region_ages(edition, region, by_region[region]) for region in sorted(by_region))
    return FreshnessFigures(
        shares, regions, tuple(sorted(wanted, key=lambda one: (-one.villages, one.service)))
    )


def _by_region(atlas: Atlas, served: Iterable[SettlementCoverage]) -> dict[str, list[tuple[Citation, ...]]]:
    """For each region (the largest unit around a settlement), the citations behind the answers there."""
    bases: defaultdict[str, list[tuple[Citation, ...]]] = defaultdict(list)
    for one in served:
        bases[atlas.chain(one.settlement.id)[-1].id].append(one.basis)
    return bases


def _region_ages(edition: Edition, region: str, of_services: Sequence[AgesTold]) -> RegionAges:
    return RegionAges(
        region=region,
        name=text_in(edition.units[region].names, Language.RU) or region,
        answers=sum(sum(told.ages.values()) for told in of_services),
        over_ten_years=sum(told.ages[AgeClass.OVER_TEN_YEARS] for told in of_services),
        resting_on_repealed=sum(told.resting_on_repealed for told in of_services),
        state_unknown=sum(told.state_unknown for told in of_services),
    )


def run_freshness(folder: Path, form: CheckFormat, console: Console, with_lists: bool) -> None:
    """Measure a folder of seeds and print.

    The table shows at most 20 services unless `with_lists`; CSV has only the services. Raises BadSeedError
    and StoreError.
    """
    figures = measure_freshness(edition_of(read_seeds(folder)), today_in_kazakhstan())
    if form is CheckFormat.TABLE:
        for table in _tables(figures, with_lists):
            console.print(table, markup=False)
    elif form is CheckFormat.JSON:
        write_text(console, orjson.dumps(asdict(figures), option=orjson.OPT_INDENT_2).decode())
    elif form is CheckFormat.CSV:
        write_rows(console, [_flat(one) for one in figures.wanted], form)
    else:
        lines = [asdict(one) for one in figures.shares]
        lines += [asdict(one) for one in figures.regions]
        write_rows(console, [*lines, *(_flat(one) for one in figures.wanted)], form)


def _flat(one: Wanted) -> dict[str, object]:
    newest = one.newest_source_on
    return {**asdict(one), "newest_source_on": newest.isoformat() if newest is not None else None}


def _tables(figures: FreshnessFigures, with_lists: bool) -> Iterator[Table]:
    shares = Table("age of the newest act", "villages × services", "share", title="answers by age")
    for share in figures.shares:
        shares.add_row(share.age, f"{share.answers:,}", f"{share.share:.1%}")
    yield shares
    regions = Table(
        "region", "villages × services", "over 10 years", "repealed", "unknown", title="by region"
    )
    for region in figures.regions:
        old = (region.over_ten_years, region.resting_on_repealed, region.state_unknown)
        regions.add_row(region.name, f"{region.answers:,}", *(f"{count:,}" for count in old))
    yield regions
    wanted = Table("service", "villages", "repealed", "unknown", "newest", "rests on", title="to bring next")
    for each in figures.wanted if with_lists else figures.wanted[:_TOP]:
        newest = each.newest_source_on.isoformat() if each.newest_source_on is not None else ""
        counts = (each.villages, each.resting_on_repealed, each.state_unknown)
        wanted.add_row(each.service, *(f"{count:,}" for count in counts), newest, each.acts)
    yield wanted
