"""Types for units of territory: region, district, rural okrug and settlement."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import date
from typing import Annotated, TypeVar

import strawberry

from geo.jurisdiction.reach import offices_giving, provisions_reaching
from geo.units.division import unit_order
from graph.served.context import Registry
from graph.terms.connections import Key, Window, cut_page, windowed
from graph.terms.errors import BadInputError
from graph.terms.languages import InLanguage, name_in
from graph.terms.limits import spend
from graph.terms.node import UNIT_TYPES, Node, global_id
from graph.terms.points import GeoPoint, geo_point
from graph.terms.scalars import GeoJSONGeometry
from graph.types import area_pages, outlines
from graph.types.acts import AsOf, ValidityPeriod, day_of, period
from graph.types.kinds import OFFICES, SERVICES, UNITS, LazyOfficePage, LazyServicePage
from graph.types.texts import LocalizedText, localized
from graph.types.unit_changes import UnitChange, unit_change
from model import edition as records
from model.enums import Language, Level, OfficeKind
from model.errors import NotFoundError

Above = TypeVar("Above", bound="AdministrativeUnit")
Kinds = Annotated[list[OfficeKind] | None, strawberry.argument(description="Only offices of these kinds.")]
ServiceId = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only those related to this PublicService.")
]
Tolerance = Annotated[
    float | None, strawberry.argument(description="How far a simplified outline may stray, in metres.")
]
OfLevel = Annotated[
    Level | None,
    strawberry.argument(description="Units of this level anywhere inside, instead of those directly inside."),
]


@strawberry.federation.type(shareable=True, description="A code of another register for the same thing.")
class Identifier:
    """A code of a record in some code scheme."""

    scheme: str = strawberry.field(description="Register, such as KATO, GEONAMES or WIKIDATA.")
    value: str = strawberry.field(description="The code there.")


@strawberry.federation.interface(
    keys=["id", "katoCode"],
    description="A unit of territory (CPOV spatial, INSPIRE AdministrativeUnit).",
)
class AdministrativeUnit(Node):
    """The fields that Region, District, RuralOkrug and Settlement share."""

    kato_code: str | None = strawberry.field(
        description="Code of the official classifier; null until the classifier has been loaded."
    )
    level: Level = strawberry.field(description="Level in the administrative ladder.")
    record: strawberry.Private[records.Unit]
    registry: strawberry.Private[Registry]

    @strawberry.field(
        description="Name in the language asked for, else in the first language known (see names)."
    )
    def name(self, language: InLanguage = Language.KK) -> str:
        """The name in that language, else transliterated for English, else the first known name."""
        return name_in(self.record.names, language)

    @strawberry.field(description="The name in every language it is known in, each with its source.")
    def names(self) -> list[LocalizedText]:
        """Official names, with a transliteration marked as such if there is no English name."""
        return localized(self.registry, self.record.names)

    @strawberry.field(description="The unit directly above; null for a region.")
    def parent(self, as_of: AsOf = strawberry.UNSET) -> "AdministrativeUnit | None":
        """The unit directly above, on a day or (default) in the latest state. None for a region."""
        parent_id = self.registry.division(day_of(as_of)).parent_id(self.record.id)
        return find_unit(self.registry, parent_id) if parent_id else None

    @strawberry.field(description="Days on which the unit exists.")
    def validity(self) -> ValidityPeriod:
        """The period in which the unit exists."""
        return period(self.registry.atlas.lineage.life(self.record.id))

    @strawberry.field(
        description="The boundary on a day, by default today. Null where no boundary is known, for "
        "example after a district lost territory; never a guessed polygon."
    )
    def boundary(
        self, tolerance_meters: Tolerance = strawberry.UNSET, as_of: AsOf = strawberry.UNSET
    ) -> GeoJSONGeometry | None:
        """The generalised boundary that ships, or the one given to `kense load --boundaries`.

        None if neither is known.
        """
        return outlines.boundary(self.registry, self.record, tolerance_meters, day_of(as_of))

    @strawberry.field(
        description="For maps where no boundary is known: computed around the settlements; decides nothing."
    )
    def approximate_area(self, tolerance_meters: Tolerance = strawberry.UNSET) -> GeoJSONGeometry | None:
        """An area around the settlements of the unit.

        None for a settlement, and if no settlement of the unit has a position.
        """
        return outlines.approximate_area(self.registry, self.record, tolerance_meters)

    @strawberry.field(description="Point by which maps label it, with its precision.")
    def location(self) -> GeoPoint | None:
        """The position of the unit. None if it is not known."""
        return geo_point(self.record.position)

    @strawberry.field(description="The units that contain it, widest first.")
    def ancestors(self, as_of: AsOf = strawberry.UNSET) -> list["AdministrativeUnit"]:
        """All units around it, the region first and the parent last."""
        above = self.registry.division(day_of(as_of)).ancestors(self.record.id)
        return [unit_view(self.registry, unit) for unit in reversed(above)]

    @strawberry.field(description="Units directly inside, or with a level all units of that level inside.")
    @windowed
    def children(
        self,
        level: OfLevel = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> area_pages.AdministrativeUnitConnection:
        """A page of the units directly below, by name. With a `level`, of all units of that level inside."""
        division = self.registry.division(day_of(as_of))
        inside = division.inside(self.record.id, level) if level else division.children(self.record.id)
        return cut_page(inside, unit_key, window).shown(area_pages.AdministrativeUnitConnection, self._view)

    @strawberry.field(description="Offices in the unit or anywhere inside it, by name.")
    @windowed
    def offices(
        self,
        kinds: Kinds = strawberry.UNSET,
        service_id: ServiceId = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> LazyOfficePage:
        """A page of the offices in the unit or in units inside it, by name.

        `kinds` and `service_id` restrict them. Raises NotFoundError for an unknown service.
        """
        registry, day = self.registry, day_of(as_of)
        found = registry.offices_inside(self.record.id, day)
        if kinds:
            found = tuple(office for office in found if office.kind in kinds)
        if service_id:
            service = SERVICES.must(registry, service_id).record.id
            giving = offices_giving(registry.edition, service, day)
            found = tuple(office for office in found if office.id in giving)
        return OFFICES.page(registry, found, window)

    @strawberry.field(description="Services given for this unit.")
    @windowed
    def services(
        self,
        as_of: AsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> LazyServicePage:
        """A page of the services whose provisions cover the unit, by name."""
        spend(5)
        registry = self.registry
        reaching = provisions_reaching(registry.atlas, self.record.id, day=day_of(as_of))
        services = registry.edition.services
        found = [services[slug] for slug in {provision.service_id for provision in reaching}]
        return SERVICES.page(registry, found, window)

    @strawberry.field(
        description="Renamings, moves, splits and mergers, oldest first: how yesterday's unit became today's."
    )
    def changes(self) -> list[UnitChange]:
        """The renamings, moves, splits and mergers that concern the unit."""
        return [
            unit_change(self.registry, change)
            for change in self.registry.atlas.lineage.changes_of(self.record.id)
        ]

    @strawberry.field(description="Codes of other registers for the same unit.")
    def identifiers(self) -> list[Identifier]:
        """All codes of the unit."""
        return [Identifier(scheme=code.scheme, value=code.value) for code in self.record.identifiers]

    def _view(self, unit: records.Unit) -> "AdministrativeUnit":
        return unit_view(self.registry, unit)

    def _above(self, level: Level, kind: type[Above], as_of: date | None = None) -> Above | None:
        """The unit of that level around this unit; None if there is none."""
        found = self.registry.division(day_of(as_of)).above(self.record.id, level)
        view = unit_view(self.registry, found) if found is not None else None
        return view if isinstance(view, kind) else None

    def _inside(self, level: Level) -> tuple[records.Unit, ...]:
        return self.registry.division(None).inside(self.record.id, level)


@strawberry.federation.type(keys=["id", "katoCode"], description="Oblast or city of republican significance.")
class Region(AdministrativeUnit):
    """A unit of the highest level: an oblast or a city of republican significance."""

    @strawberry.field(description="Districts of the region, by name.")
    @windowed
    def districts(
        self,
        *,
        window: Window,
    ) -> area_pages.DistrictConnection:
        """A page of the districts, by name."""
        page = cut_page(self._inside(Level.DISTRICT), unit_key, window)
        return page.shown(area_pages.DistrictConnection, self._view)

    @strawberry.field(description="Public service centres that stand in the region, by name.")
    @windowed
    def psc_branches(
        self,
        *,
        window: Window,
    ) -> LazyOfficePage:
        """A page of the public service centres inside, by name."""
        return _psc_page(self, window)


@strawberry.federation.type(keys=["id", "katoCode"], description="Audan or city of regional significance.")
class District(AdministrativeUnit):
    """A unit of the second level: a district or a city."""

    @strawberry.field(description="The region it belongs to.")
    def region(self) -> Region:
        """The region around it."""
        return self._above(Level.REGION, Region)  # type: ignore[return-value]

    @strawberry.field(description="Rural okrugs of the district, by name.")
    @windowed
    def rural_okrugs(
        self,
        *,
        window: Window,
    ) -> area_pages.RuralOkrugConnection:
        """A page of the rural okrugs, by name."""
        page = cut_page(self._inside(Level.RURAL_OKRUG), unit_key, window)
        return page.shown(area_pages.RuralOkrugConnection, self._view)

    @strawberry.field(description="Settlements of the district, those of its okrugs among them, by name.")
    @windowed
    def settlements(
        self,
        *,
        window: Window,
    ) -> area_pages.SettlementConnection:
        """A page of the settlements, by name."""
        page = cut_page(self._inside(Level.SETTLEMENT), unit_key, window)
        return page.shown(area_pages.SettlementConnection, self._view)

    @strawberry.field(description="Public service centres that stand in the district, by name.")
    @windowed
    def psc_branches(
        self,
        *,
        window: Window,
    ) -> LazyOfficePage:
        """A page of the public service centres inside, by name."""
        return _psc_page(self, window)


@strawberry.federation.type(keys=["id", "katoCode"], description="Auyldyq okrug.")
class RuralOkrug(AdministrativeUnit):
    """A unit of the third level: a part of a district that has an akim of its own."""

    @strawberry.field(description="The district it belongs to.")
    def district(self) -> District:
        """The district around it."""
        return self._above(Level.DISTRICT, District)  # type: ignore[return-value]

    @strawberry.field(description="Settlements of the okrug, by name.")
    @windowed
    def settlements(
        self,
        *,
        window: Window,
    ) -> area_pages.SettlementConnection:
        """A page of the settlements, by name."""
        page = cut_page(self._inside(Level.SETTLEMENT), unit_key, window)
        return page.shown(area_pages.SettlementConnection, self._view)


@strawberry.federation.type(
    keys=["id", "katoCode"],
    description="Village, settlement or town: the finest place a jurisdiction names.",
)
class Settlement(AdministrativeUnit):
    """A unit of the lowest level."""

    @strawberry.field(description="The okrug it belongs to; null for a settlement directly under a district.")
    def rural_okrug(self, as_of: AsOf = strawberry.UNSET) -> RuralOkrug | None:
        """The rural okrug around it on a day. None if it is in none."""
        return self._above(Level.RURAL_OKRUG, RuralOkrug, as_of)

    @strawberry.field(
        description="The district it belongs to; null for a settlement directly under a region."
    )
    def district(self, as_of: AsOf = strawberry.UNSET) -> District | None:
        """The district around it on a day. None if it is in none."""
        return self._above(Level.DISTRICT, District, as_of)


_VIEWS: dict[Level, type[AdministrativeUnit]] = {
    Level.REGION: Region,
    Level.DISTRICT: District,
    Level.RURAL_OKRUG: RuralOkrug,
    Level.SETTLEMENT: Settlement,
}


def find_unit(registry: Registry, slug: str) -> AdministrativeUnit | None:
    """The unit with that slug. None for an unknown slug."""
    return registry.view("Unit", slug, registry.edition.units, _unit)


def unit_view(registry: Registry, unit: records.Unit) -> AdministrativeUnit:
    """The unit of a record as a type of the schema."""
    return registry.must("Unit", unit, _unit)


def _unit(registry: Registry, unit: records.Unit) -> AdministrativeUnit:
    return _VIEWS[unit.level](
        id=global_id(UNIT_TYPES[unit.level], unit.id),
        kato_code=unit.kato_code,
        level=unit.level,
        record=unit,
        registry=registry,
    )


def unit_key(unit: records.Unit) -> Key:
    """Sort key of units: name, then id."""
    return unit_order(unit)


def unit_by(registry: Registry, unit_id: str | None, kato_code: str | None) -> AdministrativeUnit:
    """The unit with that id or KATO code.

    Raises BadInputError unless exactly one is given, NotFoundError for an unknown id or code.
    """
    if bool(unit_id) == bool(kato_code):
        raise BadInputError("pass exactly one of id and katoCode")
    if kato_code:
        record = registry.atlas.by_kato.get(kato_code)
        if record is None:
            raise NotFoundError(f"no administrative unit has the katoCode {kato_code!r}")
        return unit_view(registry, record)
    return must_unit(registry, str(unit_id))


def must_unit(registry: Registry, unit_id: str) -> AdministrativeUnit:
    """The unit with that global id.

    Raises BadInputError for an id of another type, NotFoundError for an unknown id.
    """
    return UNITS.must(registry, unit_id)


UNITS.enrol(find_unit)


def _psc_page(unit: AdministrativeUnit, window: Window) -> LazyOfficePage:
    branches = [
        office
        for office in unit.registry.offices_inside(unit.record.id)
        if office.kind is OfficeKind.PSC_BRANCH
    ]
    return OFFICES.page(unit.registry, branches, window)
