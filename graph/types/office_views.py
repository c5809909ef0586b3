"""Types for offices as they were on a day or in a version; each view has an id of its own (decision 0037).

A cache that keeps objects by their id would mix today's office with that of another day, if both had one id.
"""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import strawberry

from graph.served.registry import Registry
from graph.terms.connections import COUNT_COST, Connection, Window, cut_page, pages_of, windowed
from graph.terms.errors import BadInputError
from graph.terms.node import global_id, whole_number
from graph.types.acts import day_of
from graph.types.kinds import OFFICE_VIEWS, OFFICES
from graph.types.offices import Office, OfficeFields, office_key
from graph.types.revisions import office_at
from model import edition as records

_SLUG = re.compile(r"(?P<office>[^@]+)(?:@(?P<day>\d{4}-\d\d-\d\d))?(?:@v(?P<version>\d+))?")


@strawberry.type(
    description="An office as it was on a day of legal time, in a version, or both. Its id differs from that "
    "of the office and of every other view, so that caches keep them apart."
)
class OfficeView(OfficeFields):
    """An office as it was on a day or in a version."""

    as_of: date | None = strawberry.field(
        description="Day of legal time that it shows; null for the latest known state of the version."
    )
    at_version: int | None = strawberry.field(description="Version that it shows; null for the current one.")

    @strawberry.field(description="The office as it is now; its id is what other registries refer to.")
    def office(self) -> Office:
        """The same office as it is now."""
        return OFFICES.show(self.registry, self.record.id)

    @strawberry.field(description="Its branches as they were on the day, by name.")
    @windowed
    def branches(self, *, window: Window) -> "OfficeViewConnection":
        """A page of views of the offices below this office, on the same day."""
        return view_page(self.registry, self.branch_records(), window, self.day)


@dataclass(frozen=True, slots=True)
class ShownDays:
    """Which day an office is shown for (None: as it is now), and the view beside it (None: no view)."""

    of_view: date | None
    of_office: date | None = None


def shown_days(as_of: date | None, view_as_of: date | None) -> ShownDays:
    """The days of the arguments `asOf` and `viewAsOf`.

    Raises BadInputError if both are given, and outside of 1991 to 2100.
    """
    mixed, apart = day_of(as_of), day_of(view_as_of, "viewAsOf")
    if mixed and apart:
        raise BadInputError(
            "pass viewAsOf alone: asOf is the same with the office of that day beside the view"
        )
    return ShownDays(mixed or apart, mixed)


@pages_of("view of an office", "views of offices", count_cost=COUNT_COST)
class OfficeViewConnection(Connection[OfficeView]):
    """Views in the order asked for."""


def must_view(registry: Registry, office_id: str, day: date | None, version: int | None) -> OfficeView:
    """The view of the office with that global id, on a day, in a version, or both.

    Raises BadInputError without either, or for an id of another type; NotFoundError for an unknown id or
    version.
    """
    if day is None and version is None:
        raise BadInputError("pass asOf, atVersion or both: office(id) shows an office as it is")
    record = OFFICES.must(registry, office_id).record
    return view_of(
        registry, record if version is None else office_at(registry, record, version), day, version
    )


def view_of(
    registry: Registry, office: records.Office, day: date | None, version: int | None = None
) -> OfficeView:
    """The view of a record on a day.

    `version` is the number of the record's version, if one was requested.
    """
    when = "".join(f"@{part}" for part in (day, None if version is None else f"v{version}") if part)
    return OfficeView(
        id=global_id("OfficeView", office.id + when),
        kind=office.kind,
        category=office.category,
        last_confirmed_on=office.last_confirmed_on,
        updated_at=office.updated_at or registry.edition.published_at,
        version=office.version,
        record=office,
        registry=registry,
        day=day,
        as_of=day,
        at_version=version,
    )


def view_page(
    registry: Registry, offices: Sequence[records.Office], window: Window, day: date | None
) -> OfficeViewConnection:
    """A page of views on a day of offices, which must be ordered by name."""
    page = cut_page(offices, office_key, window)
    return page.shown(OfficeViewConnection, lambda office: view_of(registry, office, day))


def find_view(registry: Registry, slug: str) -> OfficeView | None:
    """The view with the slug `office@2012-06-01`, `office@v3` or `office@2012-06-01@v3`.

    None for an unknown or malformed slug. Raises NotFoundError for a version that the office never had.
    """
    match = _SLUG.fullmatch(slug)
    if match is None or not (match["day"] or match["version"]):
        return None
    office = OFFICES.find(registry, match["office"])
    version = whole_number(match["version"]) if match["version"] else None
    if office is None or (match["version"] and version is None):
        return None
    try:
        day = day_of(date.fromisoformat(match["day"])) if match["day"] else None
    except ValueError:
        return None
    record = office.record if version is None else office_at(registry, office.record, version)
    return view_of(registry, record, day, version)


OFFICE_VIEWS.enrol(find_view, view_page)
