"""A registry carried on from the one before answers every question like one made anew."""

import gc
import math
import random
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import reduce
from itertools import count, islice, pairwise, product
from threading import Event, Thread
from typing import Self

import pytest
from sqlalchemy.engine import make_url

from geo.contradictions.code_contradictions import code_contradictions
from geo.contradictions.contradictions import Contradictions
from geo.earth.box import Box
from geo.earth.mercator import Tile
from geo.earth.pins import pins
from geo.earth.point import Point
from geo.exports.tiles import Layer, TileSet
from geo.jurisdiction.coverage import coverage
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_giving, nearest_offices, nearest_psc
from geo.locator.places import PlaceQuery, find_place
from geo.units.carrying import Step
from geo.units.changed_offices import ChangedOffices
from graph.served.context import Registry
from graph.served.name_index import Subject, search_of, words_of
from graph.served.registry import Derivation, unchanged
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import ALWAYS, Edition, Name, Office, Overlay, Position, Provision
from model.enums import Language, OfficeKind, Precision, Role
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.invented_country import InventedCountry, inside_kazakhstan

DAY = date(2013, 1, 1)
SERVICES = ("preschool-queue", "school-bus", "old-service", "licence")
WORDS = ("акимат", "кеңсе", "отдел", "аппарат", "zz3-1", "psc", "цон", "образования", "Kense 7", "акимта")


@pytest.fixture(scope="module")
def country(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Akkol district and the invented country."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path_factory.mktemp('country')}/kense.sqlite3"))
    try:
        load(engine, InventedCountry().added_to(small_seeds))
        return load_edition(engine)
    finally:
        engine.dispose()


class Editor:
    """Changes, creates and merges offices at random, with a fixed seed."""

    def __init__(self, edition: Edition, seed: int) -> None:
        self.edition = edition
        self.chance = random.Random(seed)
        self.numbers = count(1)
        self.units = sorted(edition.units)

    def step(self) -> Edition:
        """The next edition: one to four offices changed, made, or merged into others."""
        chance, edition = self.chance, self.edition
        known = sorted(edition.offices)
        offices: dict[str, Office] = {}
        provisions: dict[str, Provision] = {}
        rekeyed = dict(edition.rekeyed)
        touched = set(chance.sample(known, chance.choice([1, 1, 2, 4])))
        if chance.random() < 0.3:  # one is merged into another
            gone, stays = chance.sample(known, 2)
            touched |= {gone, stays}
            rekeyed[gone] = stays
        else:
            gone = ""
        for office_id in sorted(touched - {gone}):
            offices[office_id] = self._changed(edition.offices[office_id])
        if chance.random() < 0.4:
            made = f"made-{next(self.numbers)}"
            touched.add(made)
            offices[made] = self._changed(Office(made, OfficeKind.PSC_BRANCH, "psc_branch", (), None))
        for office_id in sorted(offices):
            for provision in self._given(office_id):
                provisions[provision.id] = provision
        self.edition = edition.carried_on(
            Overlay(
                number=edition.number + 1,
                published_at=datetime.now(UTC),
                office_ids=frozenset(touched),
                offices=dict(sorted(offices.items())),
                provisions=dict(sorted(provisions.items())),
                revisions={},
                earlier={},
                rekeyed=rekeyed,
            )
        )
        return self.edition

    def _changed(self, office: Office) -> Office:
        chance = self.chance
        changed = replace(office, version=office.version + 1)
        if not office.names or chance.random() < 0.5:
            words = " ".join(chance.sample(("Кеңсе", "Kense", "Отдел", "Бөлім", "Нүра", "Ескі"), 2))
            named = Name(f"{words} {chance.randrange(9)}", chance.choice(list(Language)))
            changed = replace(changed, names=(*office.names[: chance.randrange(2)], named))
        if chance.random() < 0.4:
            changed = replace(changed, located_in=chance.choice(self.units))
        if chance.random() < 0.3:
            changed = replace(changed, kind=chance.choice(list(OfficeKind)))
        if chance.random() < 0.3:
            changed = replace(changed, territory_id=chance.choice(self.units))
        if chance.random() < 0.5:
            lon, lat = inside_kazakhstan(chance)
            precision = chance.choice([Precision.STREET, Precision.SETTLEMENT, Precision.DISTRICT])
            somewhere = Position(lon=lon, lat=lat, precision=precision, method="hand", confidence=1.0)
            changed = replace(changed, position=chance.choice([somewhere, somewhere, None]))
        return changed

    def _given(self, office_id: str) -> Iterator[Provision]:
        chance, edition = self.chance, self.edition
        kept = [edition.provisions[each] for each in edition.provisions_of_office.get(office_id, ())]
        yield from (each for each in kept if chance.random() < 0.8)
        if chance.random() < 0.4:
            service = chance.choice(SERVICES)
            units = tuple(chance.sample(self.units, 2))
            basis = edition.services[service].citations
            roles = (Role.ACCEPTS_APPLICATIONS, chance.choice([Role.DECIDES, Role.HEARS_COMPLAINTS]))
            yield Provision(
                f"{service}.{office_id}.people",
                service,
                office_id,
                roles,
                units,
                basis,
                "PEOPLE",
                validity=ALWAYS,
            )


def made_anew(edition: Edition) -> Edition:
    """The same records in an edition that builds all its indexes anew."""
    return replace(edition)


def assert_same_answers(carried: Registry, chance: random.Random) -> None:
    whole = made_anew(carried.edition)
    for field in fields(Edition):
        if field.compare:
            assert getattr(carried.edition, field.name) == getattr(whole, field.name), field.name
    anew = Registry(whole)
    assert carried.offices_by_name == anew.offices_by_name
    for unit_id in whole.units:
        assert carried.offices_inside(unit_id) == anew.offices_inside(unit_id), unit_id
        assert carried.offices_inside(unit_id, DAY) == anew.offices_inside(unit_id, DAY), unit_id
        assert carried.atlas.psc_within(unit_id) == anew.atlas.psc_within(unit_id), unit_id
    assert_same_map(carried, anew)
    assert_same_nearness(carried, anew, chance)
    assert_same_services(carried, anew, chance)
    assert_same_names(carried, anew, chance)


def assert_same_map(carried: Registry, anew: Registry) -> None:
    assert carried.atlas.placed_offices.spots == anew.atlas.placed_offices.spots
    world = Box(46, 40, 88, 56)
    assert pins(carried.atlas.placed_offices, world, 6) == pins(anew.atlas.placed_offices, world, 6)
    tiles = [TileSet(each.edition, each.atlas.placed_offices) for each in (carried, anew)]
    for tile in (Tile(4, 11, 5), Tile(6, 45, 21)):
        assert tiles[0].tile(Layer.OFFICES, tile) == tiles[1].tile(Layer.OFFICES, tile)


def assert_same_nearness(carried: Registry, anew: Registry, chance: random.Random) -> None:
    for _ in range(20):
        point = Point(*inside_kazakhstan(chance))
        assert nearest_offices(carried.atlas, point, 9) == nearest_offices(anew.atlas, point, 9)
        assert nearest_psc(carried.atlas, point, 5) == nearest_psc(anew.atlas, point, 5)
        for service, kind in product(SERVICES, (None, OfficeKind.PSC_BRANCH)):
            found = [
                nearest_giving(each.atlas, service, point, 5, math.inf, kind=kind) for each in (carried, anew)
            ]
            assert found[0] == found[1], service


def assert_same_services(carried: Registry, anew: Registry, chance: random.Random) -> None:
    units = sorted(anew.edition.units)
    for service in SERVICES:
        for as_of in (None, DAY):
            assert coverage(carried.atlas, service, as_of=as_of) == coverage(anew.atlas, service, as_of=as_of)
        for unit_id in chance.sample(units, 25):
            asked = PlaceQuery(unit_id=unit_id)
            answers = [
                office_for(each.atlas, service, find_place(each.atlas, asked)) for each in (carried, anew)
            ]
            assert answers[0] == answers[1], (service, unit_id)


def assert_same_names(carried: Registry, anew: Registry, chance: random.Random) -> None:
    offices = anew.edition.offices
    names = [name.value for each in chance.sample(sorted(offices), 12) for name in offices[each].names]
    for text in (*WORDS, *names, *(name[:4] for name in names)):
        assert found_by(carried, text) == found_by(anew, text), text
        assert words_of(carried).bearers(text, Subject.OFFICE) == words_of(anew).bearers(
            text, Subject.OFFICE
        ), text


def found_by(registry: Registry, text: str) -> dict[tuple[str, str], object]:
    return {(hit.entry.subject, hit.entry.slug): hit for hit in search_of(registry).find(text)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_carried_on_step_by_step_it_answers_as_one_made_anew(country: Edition, seed: int) -> None:
    editor = Editor(country, seed)
    registry = Registry(country)
    assert_same_answers(registry, random.Random(seed))  # every index is built, so all are carried on
    for step in range(8):
        carried = registry.carried_on(editor.step())
        assert carried.is_overlay
        assert carried.atlas.lineage is registry.atlas.lineage
        registry.retire()
        registry = carried
        if step % 3 == 1:
            registry.carry_on_inherited()  # else several changes wait for the first question
        if step in (0, 3, 7):
            assert_same_answers(registry, random.Random(seed + step))


def with_office(edition: Edition, office: Office) -> tuple[Edition, ChangedOffices]:
    """A later edition with this state of an office, and the change."""
    given = edition.provisions_of_office.get(office.id, ())
    provisions = {each: edition.provisions[each] for each in given}
    overlay = Overlay(
        edition.number + 1,
        datetime.now(UTC),
        frozenset({office.id}),
        {office.id: office},
        provisions,
        {},
        {},
        edition.rekeyed,
    )
    later = edition.carried_on(overlay)
    changed = ChangedOffices.between(edition, later)
    assert changed is not None
    return later, changed


def test_contradictions_are_carried_on(bodies_edition: Edition) -> None:
    contradictions = Contradictions.of(bodies_edition)
    office = bodies_edition.offices[next(iter(contradictions.of_office))]
    later, changed = with_office(bodies_edition, replace(office, provenance=(), contacts=()))
    assert contradictions.carried_on(Step(later, changed)) == Contradictions.of(later)
    assert contradictions.carried_on(Step(later, changed)).by_id != contradictions.by_id


def test_contradictions_between_offices_are_found_anew_where_printed_codes_changed(
    shipped_edition: Edition,
) -> None:
    contradictions = Contradictions.of(shipped_edition)
    assert {one.field for one in contradictions.of_codes} == {"area_code", "district", "printed_district"}
    office = shipped_edition.offices["alm-zhambyl-education"]
    renamed, changed = with_office(shipped_edition, replace(office, names=office.names[:1], version=9))
    assert contradictions.carried_on(Step(renamed, changed)).of_codes is contradictions.of_codes
    assert list(contradictions.of_codes) == code_contradictions(renamed)
    silent, changed = with_office(shipped_edition, replace(office, provenance=()))
    assert f"{office.id}:area_code" in contradictions.by_id
    assert f"{office.id}:area_code" not in contradictions.carried_on(Step(silent, changed)).by_id
    assert list(contradictions.carried_on(Step(silent, changed)).of_codes) == code_contradictions(silent)


def test_changes_that_follow_each_other_are_told_as_one(country: Edition) -> None:
    editor = Editor(country, 9)
    steps = [country, *(editor.step() for _ in range(6))]
    told = [ChangedOffices.between(before, after) for before, after in pairwise(steps)]
    as_one = reduce(ChangedOffices.then, [one for one in told if one is not None])
    assert len(as_one.ids) > 6
    first, last = country.offices, steps[-1].offices
    assert as_one.before == {key: first[key] for key in as_one.ids if key in first}
    assert as_one.after == {key: last[key] for key in as_one.ids if key in last}
    assert {key for key in (*first, *last) if first.get(key) is not last.get(key)} <= as_one.ids


def test_a_registry_is_carried_on_to_what_was_laid_over_it_and_else_made_anew(country: Edition) -> None:
    later = Editor(country, 5).step()
    for other in (replace(later), replace(later, offices=country.offices), country):
        assert ChangedOffices.between(country, other) is None
        assert not Registry(country).carried_on(other).is_overlay
    assert ChangedOffices.between(Editor(later, 5).step(), later) is None


def test_a_registry_that_is_not_served_any_more_is_freed_at_once(country: Edition) -> None:
    registry = Registry(country)
    editor = Editor(country, 4)
    search_of(registry)
    registry.must("Unit", next(iter(country.units.values())), lambda each, unit: [each, unit])
    carried = registry.carried_on(editor.step())
    registry.retire()
    carried.carry_on_inherited()
    left = weakref.ref(registry), weakref.ref(registry.atlas)
    gc.disable()
    try:
        del registry
        assert [one() for one in left] == [None, None]
    finally:
        gc.enable()


@contextmanager
def asked_all_the_while(ask: Callable[[], object]) -> Iterator[list[BaseException]]:
    """Another thread sends questions until the end, with the shortest thread switches."""
    stopped, failed = Event(), list[BaseException]()

    def asking() -> None:
        while not stopped.is_set():
            try:
                ask()
            except BaseException as error:
                failed.append(error)
                return

    thread, interval = Thread(target=asking), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    thread.start()
    try:
        yield failed
    finally:
        sys.setswitchinterval(interval)
        stopped.set()
        thread.join()


def test_a_registry_is_carried_on_while_questions_derive_from_it(country: Edition) -> None:
    registry = Registry(country)
    later = Editor(country, 6).step()
    made = count()
    derivations = [
        Derivation(f"of question {number}", lambda _: next(made), unchanged) for number in range(300)
    ]

    def ask() -> None:
        registry.derived(Derivation("of a new question", lambda _: 0, unchanged))
        for derivation in derivations:
            registry.derived(derivation)

    known = [registry.derived(derivation) for derivation in derivations]
    registry = registry.carried_on(later)  # all of them wait there for a question
    with asked_all_the_while(ask) as failed:
        for _ in range(200):
            registry = registry.carried_on(Editor(registry.edition, 6).step())
    assert failed == []
    assert [registry.derived(derivation) for derivation in derivations] == known == list(range(300))


class AskedMeanwhile(frozenset[str]):
    """Changed services; a look-up in them lets another thread ask first."""

    ask: Callable[[], object]

    def __new__(cls, services: Iterable[str], ask: Callable[[], object]) -> Self:
        made = super().__new__(cls, services)
        made.ask = ask
        return made

    def __contains__(self, service: object) -> bool:
        self.ask()
        return super().__contains__(service)


def test_an_atlas_is_carried_on_while_trees_of_services_are_planted(country: Edition) -> None:
    atlas = Registry(country).atlas
    waiting = iter([(service, kind) for service in SERVICES for kind in (None, OfficeKind.PSC_BRANCH)])

    def ask() -> None:
        for service, kind in islice(waiting, 1):
            nearest_giving(atlas, service, Point(71, 51), 1, math.inf, kind=kind)

    ask()
    office = next(iter(country.offices.values()))
    later, changed = with_office(country, replace(office, version=office.version + 1))
    overtaken = replace(changed, services=AskedMeanwhile(changed.services, ask))
    carried = atlas.carried_on(Step(later, overtaken))
    assert nearest_giving(carried, SERVICES[0], Point(71, 51), 3, math.inf) == nearest_giving(
        Registry(replace(later)).atlas, SERVICES[0], Point(71, 51), 3, math.inf
    )
