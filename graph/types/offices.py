"""Types for offices."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, TypeVar

import strawberry

from geo.units.composed_names import names_with_composed
from graph.served.context import Info, Registry, office_order
from graph.terms.connections import (
    COUNT_COST,
    Connection,
    Key,
    Window,
    cut_page,
    list_size,
    pages_of,
    windowed,
)
from graph.terms.languages import InLanguage, name_in
from graph.terms.node import Node, global_id
from graph.terms.points import GeoPoint, geo_point
from graph.types.accessibility import AccessibilityFeature, accessibility_of
from graph.types.acts import AsOf, day_of, today
from graph.types.areas import Identifier, Settlement, find_unit
from graph.types.contact_points import (
    Address,
    ContactPoint,
    FieldProvenance,
    address_of,
    contact_point,
    field_provenance,
)
from graph.types.freshness import Freshness, freshness_view
from graph.types.kinds import OFFICES
from graph.types.opening import OpeningSchedule, OpenState, open_now, opening_schedule
from graph.types.organizations import Organization, find_organization
from graph.types.posts import Post, post_view
from graph.types.provisions import Jurisdiction, ServiceProvisionConnection, provision_page
from graph.types.revisions import RevisionConnection, office_at, revision_page
from graph.types.services import must_service
from graph.types.texts import LocalizedText, localized
from model import edition as records
from model.enums import Language, LifecycleStatus, OfficeKind
from model.in_force import contacts_of, contacts_on, schedules_of, schedules_on

Made = TypeVar("Made")


@strawberry.type
class OfficeFields(Node):
    """The fields of an office as it is now, or as a view of a day or version."""

    kind: OfficeKind = strawberry.field(description="What it is.")
    category: str = strawberry.field(
        description="What it is in the words of its sources, as a code of seeds/lookups "
        "(education_department, housing_department...)."
    )
    last_confirmed_on: date | None = strawberry.field(
        description="Adoption of the newest act that prints the office."
    )
    updated_at: datetime = strawberry.field(description="When the registry last changed it.")
    version: int = strawberry.field(
        description="Increases by one with each accepted change; send it back as expectedVersion."
    )
    record: strawberry.Private[records.Office]
    registry: strawberry.Private[Registry]
    day: strawberry.Private[date | None] = None
    kept: strawberry.Private[dict[str, Any]] = field(default_factory=dict)
    """Fields in lists of offices, made once for all requests of the edition."""

    @strawberry.field(description="Life-cycle state; the repeal of an act never closes an office.")
    def status(self, as_of: AsOf = strawberry.UNSET) -> LifecycleStatus:
        """The state on a day (default: that of the view, else today).

        Most offices have one state for all days.
        """
        return self.record.status_on(day_of(as_of) or self.day or today())

    @strawberry.field(description="Offices that replaced it when it was closed.")
    def successors(self) -> "list[Office]":
        """The offices that replace this office, in the order in which they were named.

        Empty without successors.
        """
        found = (find_office(self.registry, slug) for slug in self.record.successor_ids)
        return [office for office in found if office is not None]

    @strawberry.field(
        description="Name in the requested language, else in the first available language; never a "
        "COMPOSED name, which `names` has."
    )
    def name(self, language: InLanguage = Language.KK) -> str:
        """The name in that language, else transliterated for English, else the first known name."""
        return name_in(self.record.names, language)

    @strawberry.field(
        description="The name in each known language, with its source and origin; a name that no act "
        "prints may be COMPOSED from the names of its body and its unit."
    )
    def names(self) -> list[LocalizedText]:
        """Official names, one for each language.

        Names made by rule, which no act prints, are marked as such.
        """
        edition = self.registry.edition
        return self._once(
            "names", lambda: localized(self.registry, names_with_composed(edition, self.record))
        )

    @strawberry.field(description="The legal body it belongs to; null where none is known.")
    def organization(self) -> Organization | None:
        """The legal body that the office belongs to. None if it is not known."""
        slug = self.record.organization_id
        return find_organization(self.registry, slug) if slug else None

    @strawberry.field(description="Address in the language asked for, else in the first language known.")
    def address(self, language: InLanguage = Language.KK) -> Address | None:
        """The address in that language, else the first known address. None without an address."""
        return address_of(self.registry, self.record, language, self._settlement())

    @strawberry.field(
        description="Null when no source gives a position; see GeoPoint.precision when one does."
    )
    def location(self) -> GeoPoint | None:
        """The position of the office. None if it is not known."""
        return self._once("location", lambda: geo_point(self.record.position))

    @strawberry.field(description="The settlement of the office; null when no source names one.")
    def settlement(self) -> Settlement | None:
        """The settlement that the office is located in.

        None if that is not known, or it is another kind of unit.
        """
        return self._settlement()

    @strawberry.field(description="Ways to reach it, each with the row that prints it.")
    def contacts(self) -> list[ContactPoint]:
        """Phones, faxes, e-mails and sites that are valid on the day of the view, else today."""
        if self.record.contacts_of_other_days:  # no view is kept for a day, and these change with it
            return self._contact_points()
        return self._once("contacts", self._contact_points)

    @strawberry.field(description="Opening and reception hours; empty where no act prints them.")
    def schedules(self) -> list[OpeningSchedule]:
        """Opening hours of every purpose, valid on the day of the view, else today."""
        return [opening_schedule(self.registry, one) for one in self._schedules_of_the_day()]

    @strawberry.field(description="Posts that receive people, with their reception hours; not persons.")
    def posts(self) -> list[Post]:
        """The posts that receive people, in printed order."""
        return [post_view(self.registry, post, self.day) for post in self.record.posts]

    @strawberry.field(description="Whether it is open, by its general hours; now, unless a moment is given.")
    def open_now(
        self,
        info: Info,
        at: Annotated[datetime | None, strawberry.argument(description="The moment.")] = strawberry.UNSET,
    ) -> OpenState:
        """Whether it is open at a moment (default: now). UNKNOWN if no general hours are known."""
        if not at:
            info.context.is_momentary = True
        return open_now(self.registry, self.record, at or None)

    @strawberry.field(
        description="Facts that standards state about buildings of its class; facts that are not listed "
        "are unknown."
    )
    def accessibility(self) -> list[AccessibilityFeature]:
        """The features for people with disabilities that standards state, by code."""
        return accessibility_of(self.registry, self.record)

    @strawberry.federation.field(
        description="Services given here, by service.", directives=[list_size(slice_required=False)]
    )
    @windowed
    def provisions(
        self,
        as_of: AsOf = strawberry.UNSET,
        service_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only provisions of this PublicService.")
        ] = strawberry.UNSET,
        *,
        window: Window,
    ) -> ServiceProvisionConnection:
        """A page of the services that the office gives, with roles and territories."""
        edition, day = self.registry.edition, day_of(as_of) or self.day
        slug = must_service(self.registry, service_id).record.id if service_id else None
        given = (edition.provisions[key] for key in edition.provisions_of_office.get(self.record.id, ()))
        shown = [
            provision
            for provision in given
            if (slug is None or provision.service_id == slug) and (day is None or provision.holds_on(day))
        ]
        return provision_page(self.registry, shown, window)

    @strawberry.field(description="The office it is a branch of.")
    def parent(self) -> "Office | None":
        """The office above this office. None if there is none."""
        return find_office(self.registry, self.record.parent_id) if self.record.parent_id else None

    @strawberry.field(description="Codes of other registers for the same office.")
    def identifiers(self) -> list[Identifier]:
        """All codes of the office."""
        return [Identifier(scheme=code.scheme, value=code.value) for code in self.record.identifiers]

    @strawberry.field(
        description="How old the acts that name it are, and whether they hold on the day of the answer."
    )
    def freshness(self) -> Freshness:
        """How old the rows are that name the office."""
        return freshness_view(self.registry, self.record.citations, self.day)

    @strawberry.field(description="Territory it is responsible for, in all services.")
    def jurisdiction(self) -> Jurisdiction | None:
        """The territory of the office itself. None if it has none of its own."""
        if not self.record.territory_ids:
            return None
        return Jurisdiction(
            is_nationwide=False,
            residence_required=None,
            rule=None,
            unit_slugs=self.record.territory_ids,
            excluded_slugs=(),
            citations=self.record.citations,
            provision=None,
            registry=self.registry,
        )

    @strawberry.field(
        description="What people changed of it, oldest first; the acts' own state is version 1."
    )
    @windowed
    def history(
        self,
        *,
        window: Window,
    ) -> RevisionConnection:
        """A page of the changes that people made, oldest first."""
        return revision_page(self.registry, self.record.id, window)

    @strawberry.field(
        description="The sources of each value by field, including the values that are not shown."
    )
    def provenance(
        self,
        fields: Annotated[
            list[str] | None, strawberry.argument(description="Only these fields.")
        ] = strawberry.UNSET,
    ) -> list[FieldProvenance]:
        """The sources of the values of these fields (default: of all fields)."""
        wanted = set(fields) if fields else None
        return [
            field_provenance(self.registry, self.record, one)
            for one in self.record.provenance
            if wanted is None or one.field in wanted
        ]

    def branch_records(self) -> list[records.Office]:
        """The records of the offices below this office, by name."""
        offices = self.registry.edition.offices
        slugs = self.registry.edition.branches.get(self.record.id, ())
        return sorted((offices[slug] for slug in slugs), key=office_key)

    def _settlement(self) -> Settlement | None:
        unit = find_unit(self.registry, self.record.located_in) if self.record.located_in else None
        return unit if isinstance(unit, Settlement) else None

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        """The value of a field, made by `make` the first time.

        Later requests of the edition get the same value.
        """
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]  # type: ignore[no-any-return]

    def _contact_points(self) -> list[ContactPoint]:
        """The contacts valid on the day of the view.

        Without a day, the contacts of today, or the latest known.
        """
        day = self.day
        found = contacts_of(self.record, today()) if day is None else contacts_on(self.record, day)
        return [contact_point(self.registry, one) for one in found]

    def _schedules_of_the_day(self) -> Sequence[records.Schedule]:
        day = self.day
        return schedules_of(self.record, today()) if day is None else schedules_on(self.record, day)


@strawberry.federation.type(
    keys=["id"],
    description="A place where people are served (HSDS location, schema.org GovernmentOffice).",
)
class Office(OfficeFields):
    """An office, merged from all printed rows about it."""

    @strawberry.field(description="Its branches, by name.")
    @windowed
    def branches(
        self,
        *,
        window: Window,
    ) -> "OfficeConnection":
        """A page of the offices below this office, by name."""
        return office_page(self.registry, self.branch_records(), window, self.day)


def find_office(registry: Registry, slug: str) -> Office | None:
    """The office with that slug. None for an unknown slug."""
    return registry.view("Office", slug, registry.edition.offices, _office)


def must_office(
    registry: Registry, office_id: str, day: date | None = None, version: int | None = None
) -> Office:
    """The office with that global id, in a version if given. With a day only what was valid then.

    Raises BadInputError for an id of another type, NotFoundError for an unknown id or version.
    """
    office = OFFICES.must(registry, office_id)
    if version is not None and version != office.version:
        return _office(registry, office_at(registry, office.record, version), day)
    return office_view(registry, office.record, day)


def office_view(registry: Registry, office: records.Office, day: date | None = None) -> Office:
    """The office of a record as a type of the schema; with a day only what was valid then."""
    return registry.must("Office", office, _office) if day is None else _office(registry, office, day)


def office_viewer(registry: Registry, day: date | None = None) -> Callable[[records.Office], Office]:
    """`office_view` for many records."""
    return registry.viewer("Office", _office) if day is None else partial(_office, registry, day=day)


def _office(registry: Registry, office: records.Office, day: date | None = None) -> Office:
    return Office(
        id=global_id("Office", office.id),
        kind=office.kind,
        category=office.category,
        last_confirmed_on=office.last_confirmed_on,
        updated_at=office.updated_at or registry.edition.published_at,
        version=office.version,
        record=office,
        registry=registry,
        day=day,
    )


@pages_of("office", "offices", count_cost=COUNT_COST)
class OfficeConnection(Connection[Office]):
    """Offices in the order asked for."""


def office_key(office: records.Office) -> Key:
    """Sort key of lists of offices: the name shown, then the id."""
    return office_order(office)


def office_page(
    registry: Registry,
    offices: Sequence[records.Office],
    window: Window,
    day: date | None = None,
) -> OfficeConnection:
    """A page of offices, which must be ordered by name."""
    page = cut_page(offices, office_key, window)
    return page.shown(OfficeConnection, office_viewer(registry, day))


OFFICES.enrol(find_office, office_page)
